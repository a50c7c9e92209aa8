"""The app of the catalogue: enters its kinds into the register of records."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "gongkai.publish.catalogue"
    label = "catalogue"
    verbose_name = "主动公开目录"

    def ready(self) -> None:
        from gongkai.publish.catalogue import kinds

        kinds.register()
