"""Addresses of the desk; those of its administration stand in ``urls_admin``."""

from __future__ import annotations

import importlib.util

from django.urls import URLPattern, URLResolver, include, path

from gongkai.faces.desk import (
    documents_edit,
    documents_new,
    documents_page,
    documents_preview,
    documents_published,
    documents_screening,
    home,
    leader,
    review_moves,
    review_reassess,
    review_urgent,
)

app_name = "desk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("queue/<slug:code>/", home.queue, name="queue"),
    path("terms/", home.publication_terms, name="terms"),
    path("search/", home.search, name="search"),
    path("notices/", home.notices, name="notices"),
    path("published/", documents_published.published, name="published"),
    path("documents/new/", documents_new.new, name="new"),
    path("documents/paste/", documents_edit.paste, name="paste"),
    path("documents/<int:pk>/", documents_page.page, name="document"),
    path("documents/<int:pk>/changes/", documents_page.changes, name="changes"),
    path("documents/<int:pk>/history/", documents_page.history, name="history"),
    path("documents/<int:pk>/edit/", documents_edit.edit, name="edit"),
    path("documents/<int:pk>/autosave/", documents_edit.autosave, name="autosave"),
    path("documents/<int:pk>/gaps/", documents_edit.gaps, name="gaps"),
    path("documents/<int:pk>/number/void/", documents_edit.void_number, name="void_number"),
    path("documents/<int:pk>/preview/", documents_preview.preview, name="preview"),
    path("documents/<int:pk>/preview/page/", documents_preview.preview_page, name="preview_page"),
    path("documents/<int:pk>/moves/<slug:code>/", review_moves.move, name="move"),
    path("documents/<int:pk>/reassess/", review_reassess.reassess, name="reassess"),
    path("findings/<int:pk>/keep/", documents_screening.keep, name="keep"),
    path("files/<int:pk>/", documents_page.file, name="file"),
    path("records/<int:pk>/correct/", documents_published.correct, name="correct"),
    path("records/<int:pk>/withdraw/", documents_published.withdraw, name="withdraw"),
    path("records/<int:pk>/repeal/", documents_published.repeal, name="repeal"),
    path("records/<int:pk>/relate/", documents_published.relate, name="relate"),
    path("relations/<int:pk>/remove/", documents_published.unrelate, name="unrelate"),
    path("urgent/", review_urgent.urgent, name="urgent"),
    path("urgent/uses/", review_urgent.uses, name="urgent_uses"),
    path("leader/", leader.overview, name="leader"),
    path("supervised/", leader.supervised, name="supervised"),
]

urlpatterns.append(path("", include("gongkai.faces.desk.urls_requests")))
urlpatterns.append(path("", include("gongkai.faces.desk.urls_reports")))
urlpatterns.append(path("", include("gongkai.faces.desk.urls_collecting")))
urlpatterns.append(path("", include("gongkai.faces.desk.urls_yearly")))
urlpatterns.append(path("", include("gongkai.faces.desk.urls_comparing")))
if importlib.util.find_spec("gongkai.faces.desk.urls_admin") is not None:
    urlpatterns.append(path("", include("gongkai.faces.desk.urls_admin")))
