"""Addresses of comparisons, below /desk/ (names in the namespace ``desk``)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongkai.faces.desk import comparing_ranking, comparing_side, comparing_texts, comparing_years

urlpatterns: list[URLPattern | URLResolver] = [
    path("comparing/", comparing_years.home, name="comparing"),
    path("comparing/<int:organ>/", comparing_years.page, name="comparing_years"),
    path("comparing/<int:organ>/export/", comparing_years.export, name="comparing_years_export"),
    path("comparing/side/", comparing_side.page, name="comparing_side"),
    path("comparing/side/export/", comparing_side.export, name="comparing_side_export"),
    path("comparing/ranking/", comparing_ranking.page, name="comparing_ranking"),
    path("comparing/ranking/export/", comparing_ranking.export, name="comparing_ranking_export"),
    path("comparing/texts/", comparing_texts.page, name="comparing_texts"),
    path("comparing/texts/export/", comparing_texts.export, name="comparing_texts_export"),
    path(
        "comparing/texts/<int:organ>/<int:year>/<int:other>/<int:other_year>/",
        comparing_texts.pair,
        name="comparing_pair",
    ),
    path(
        "comparing/texts/<int:organ>/<int:year>/<int:other>/<int:other_year>/export/",
        comparing_texts.pair_export,
        name="comparing_pair_export",
    ),
]
