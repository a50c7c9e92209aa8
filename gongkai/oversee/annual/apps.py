"""The app of annual reports: what was typed in and what was said of findings is kept for ever."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.oversee.annual import choices, due


class AnnualConfig(AppConfig):
    name = "gongkai.oversee.annual"
    label = "annual"
    verbose_name = "年度报告"
    numbers = (*due.NUMBERS, *choices.NUMBERS)
    append_only = {"annual_typedfigure": "1=1", "annual_counterpart": "1=1", "annual_verdict": "1=1"}

    def ready(self) -> None:
        """Ask of every document made from a report whether it still says what the report says."""
        from gongkai.kernel.records import kinds
        from gongkai.oversee.annual.queries.register import document_gaps

        kinds.ask("annual_report", document_gaps)
