"""Addresses of requests at the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.faces.desk import (
    requests_correct,
    requests_draft,
    requests_files,
    requests_more,
    requests_moves,
    requests_new,
    requests_page,
    requests_queue,
)

urlpatterns: list[URLPattern] = [
    path("requests/", requests_queue.queue, name="requests"),
    path("requests/new/", requests_new.new, name="request_new"),
    path("requests/bulk/", requests_more.bulk, name="request_bulk"),
    path("requests/views/", requests_more.view, name="request_view"),
    path("requests/<int:pk>/", requests_page.page, name="request"),
    path("requests/<int:pk>/identity/", requests_files.reveal, name="request_identity"),
    path("requests/<int:pk>/correct/", requests_correct.correct, name="request_correct"),
    path("requests/<int:pk>/third/", requests_correct.tell, name="request_tell"),
    path("requests/<int:pk>/receipt/", requests_correct.acknowledge, name="request_receipt"),
    path("requests/phrases/<int:pk>/", requests_correct.phrases, name="request_phrases"),
    path("requests/<int:pk>/draft/", requests_draft.draft, name="request_draft"),
    path("requests/<int:pk>/steps/<slug:code>/", requests_moves.step, name="request_step"),
    path("requests/<int:pk>/also/<slug:what>/", requests_more.act, name="request_act"),
    path("requests/files/<int:pk>/", requests_files.file, name="request_file"),
    path("requests/papers/<int:pk>/<slug:form>/", requests_files.paper, name="request_paper"),
]
