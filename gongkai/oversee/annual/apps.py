"""The app of annual reports: figures that were typed in are kept for ever."""

from __future__ import annotations

from django.apps import AppConfig


class AnnualConfig(AppConfig):
    name = "gongkai.oversee.annual"
    label = "annual"
    verbose_name = "年度报告"
    append_only = {"annual_typedfigure": "1=1"}
