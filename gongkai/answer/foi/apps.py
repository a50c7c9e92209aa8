"""The app of requests."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.kernel.vocabulary import Number


class FoiConfig(AppConfig):
    name = "gongkai.answer.foi"
    label = "foi"
    verbose_name = "依申请公开"
    append_only = {"foi_application": "1=1", "foi_applicationfile": "1=1", "foi_decision": "1=1", "foi_wording": "1=1"}
    numbers = [
        Number("foi.supplement_days", "补正期限", 10, "个工作日", "条例第三十条（合理期限由本机关确定）", 3, 60),
        Number("foi.reasons_pause", "等待说明理由期间是否暂停计时", 0, "（0否，1是）", "条例第三十五条未作规定", 0, 1),
        Number("foi.large_items", "一个月内多少件起提示数量较多", 10, "件", "国办函〔2020〕109号按件免费数", 1, 1000),
        Number("foi.per_address_hour", "同一网络地址每小时可提交", 20, "件", "本系统默认，可调整", 1, 1000),
    ]

    def ready(self) -> None:
        from gongkai.answer.foi import registration  # noqa: F401  enters the kind and the jobs
