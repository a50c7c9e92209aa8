"""The app of the transparency log; its tables are refused to change by the ledger's guards."""

from __future__ import annotations

from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "gongkai.kernel.trust"
    label = "trust"
    verbose_name = "存证"
    append_only = {"trust_leaf": "1=1", "trust_node": "1=1", "trust_checkpoint": "1=1"}
