"""The app of search: enters its projection into the register of records."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gongkai.faces.search"
    label = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        from gongkai.faces.search.jobs import PROJECTION
        from gongkai.kernel.records import projections

        projections.register(PROJECTION)
