"""The app of casework."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.kernel.vocabulary import Number


class CaseworkConfig(AppConfig):
    name = "gongkai.kernel.casework"
    label = "casework"
    verbose_name = "办件"
    append_only = {"casework_event": "1=1", "casework_note": "1=1"}
    numbers = [
        Number("casework.amber", "剩余几个工作日起显示黄灯", 5, "个工作日", "各地通行做法，可调整", 1, 20),
        Number("casework.red", "剩余几个工作日起显示红灯", 1, "个工作日", "各地通行做法，可调整", 0, 10),
        Number("casework.remind_before", "提前几个工作日提醒", 1, "个工作日", "本系统默认，可调整", 1, 10),
        Number(
            "casework.service_days",
            "送出后几个工作日没有送达证明即提醒",
            15,
            "个工作日",
            "法律没有规定天数，本系统默认，可调整",
            1,
            60,
        ),
        Number(
            "casework.day_ends",
            "当日几时仍未确认收到即提醒负责人",
            18,
            "时",
            "条例第三十一条（当日联系确认），时点可调整",
            12,
            23,
        ),
    ]
