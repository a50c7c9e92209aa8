"""The app of notices."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongkai.kernel.notices"
    label = "notices"
    verbose_name = "通知"
