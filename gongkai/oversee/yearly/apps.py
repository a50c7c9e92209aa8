"""The app of the yearly forms: figures and names of items are kept for ever; its kinds of documents are registered."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.oversee.yearly.due import NUMBERS


class YearlyConfig(AppConfig):
    name = "gongkai.oversee.yearly"
    label = "yearly"
    verbose_name = "年度事务"
    numbers = NUMBERS
    append_only = {"yearly_yearlyfigure": "1=1", "yearly_itemwording": "1=1"}

    def ready(self) -> None:
        """Register the kinds; ask of every document made from a form whether it still says what the form says."""
        from gongkai.kernel.records import kinds
        from gongkai.oversee.yearly.kinds import OF, register
        from gongkai.oversee.yearly.queries.register import document_gaps

        register()
        for kind in OF.values():
            kinds.ask(kind.code, document_gaps)
