"""The ledger's app: puts the refusing triggers back after every migration and checks that they stand."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "gongkai.kernel.ledger"
    label = "ledger"
    verbose_name = "台账"
    append_only = {"ledger_entry": "1=1"}

    def ready(self) -> None:
        from gongkai.kernel.ledger import guards

        post_migrate.connect(self._guard, dispatch_uid="ledger.guards")
        register(guards.missing_guards, Tags.database)

    @staticmethod
    def _guard(using: str, **_: Any) -> None:
        from gongkai.kernel.ledger import guards

        guards.install(using)
