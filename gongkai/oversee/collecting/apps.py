"""The app of collecting: what was reported, every step of it and every roll-up stay as they were."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.oversee.collecting.terms import NUMBERS


class CollectingConfig(AppConfig):
    name = "gongkai.oversee.collecting"
    label = "collecting"
    verbose_name = "年报汇集"
    numbers = NUMBERS
    append_only = {"collecting_filingversion": "1=1", "collecting_filingstep": "1=1", "collecting_rollup": "1=1"}
