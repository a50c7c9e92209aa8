"""The app of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gongkai.faces.desk"
    label = "desk"
    verbose_name = "工作台"
