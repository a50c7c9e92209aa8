"""The app of the law library: enters its kinds into the register of records."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "gongkai.publish.library"
    label = "library"
    verbose_name = "法规库"

    def ready(self) -> None:
        from gongkai.publish.library import kinds

        kinds.register()
