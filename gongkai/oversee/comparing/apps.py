"""The app of comparisons; it keeps nothing of its own, every figure is read from reports and filings."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.oversee.comparing.terms import NUMBERS


class ComparingConfig(AppConfig):
    name = "gongkai.oversee.comparing"
    label = "comparing"
    verbose_name = "年报比较"
    numbers = NUMBERS
