"""The app of records."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.kernel.vocabulary import Number


class RecordsConfig(AppConfig):
    name = "gongkai.kernel.records"
    label = "records"
    verbose_name = "政府信息"
    append_only = {
        "records_revision": "OLD.frozen_at IS NOT NULL",
        "records_attachment": "OLD.frozen_at IS NOT NULL",
        "records_step": "1=1",
        "records_snapshot": "1=1",
    }
    may_empty = {  # what turns out to be a state secret does not stay (条例14)
        "records_snapshot": "NEW.written = '{}' AND NEW.id = OLD.id AND NEW.revision_id = OLD.revision_id "
        "AND NEW.digest = OLD.digest AND NEW.at = OLD.at"
    }
    numbers = [
        Number("records.publish_within", "信息形成后应公开的期限", 20, "个工作日", "条例第二十六条", 1, 60),
        Number(
            "records.reassess_after", "不公开信息重新评估周期", 12, "个月", "条例第十八条（周期由本机关规定）", 1, 60
        ),
        Number("records.summary_length", "内容概述字数上限", 150, "字", "各地做法100、150、300字，可调整", 50, 500),
        Number("records.missed_minutes", "定时发布超过多久算错过", 5, "分钟", "本系统默认，可调整", 1, 1440),
        Number("records.kept_review", "依规保留的个人信息复核周期", 12, "个月", "本系统默认，可调整", 1, 60),
    ]
