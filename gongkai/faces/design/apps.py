"""The app that carries templates, static files and template tags of the design system; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Label ``design``."""

    name = "gongkai.faces.design"
    label = "design"
    verbose_name = "界面设计"
