"""Addresses of the yearly forms, below /desk/ (names in the namespace ``desk``)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongkai.faces.desk import yearly_edit, yearly_home, yearly_page

_FORM = "yearly/<slug:form>/<int:organ>/<int:site>/<int:year>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("yearly/", yearly_home.overview, name="yearly"),
    path("yearly/fields/", yearly_home.fields, name="yearly_fields"),
    path("yearly/<int:organ>/websites/new/", yearly_home.website_new, name="website_new"),
    path("yearly/websites/<int:pk>/", yearly_home.website, name="website"),
    path(_FORM, yearly_page.page, name="yearly_form"),
    path(f"{_FORM}figures/", yearly_edit.figures, name="yearly_figures"),
    path(f"{_FORM}text/", yearly_edit.texts, name="yearly_text"),
    path(f"{_FORM}draft/", yearly_page.draft, name="yearly_draft"),
    path(f"{_FORM}file/<slug:ending>/", yearly_page.file, name="yearly_file"),
]
