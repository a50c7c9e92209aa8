"""The app of organs, people and posts."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.kernel.vocabulary import Number


class OrganizationsConfig(AppConfig):
    name = "gongkai.kernel.organizations"
    label = "organizations"
    verbose_name = "机关"
    numbers = [
        Number("organizations.invitation_hours", "邀请链接有效时间", 72, "小时", "本系统默认，可由管理员调整", 1, 720),
    ]
