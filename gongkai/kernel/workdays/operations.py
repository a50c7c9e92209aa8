"""Verbs of the calendars: import a year's arrangement, each November or when it is changed (2020 春节)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.kernel.workdays import reading
from gongkai.kernel.workdays.models import CalendarVersion

__all__ = ["CalendarVersion", "import_calendar"]


def import_calendar(
    year: int, days: str | Iterable[Mapping[str, Any]], source: str, *, by: str, at: datetime
) -> CalendarVersion:
    """Store a year's whole arrangement as its next version, which holds from now on; the former versions stay.

    ``days`` as in ``reading.read``: the notice's text, spreadsheet rows, JSON, or dicts {name, date, isOffDay}.
    ``source`` is the notice's number; ``by`` a plain name. Writes no ledger line: the caller does, in the same
    transaction. Refusal, in Chinese, when the days cannot be that year's arrangement.
    """
    source, by = clean(source).strip(), clean(by).strip()
    if not source:
        raise Refusal("请填写放假通知的文号或出处。", field="source")
    if len(source) > 300:
        raise Refusal("出处不能超过300字。", field="source")
    if not by:
        raise Refusal("请写明导入人。")
    stored = [
        {"date": day.date.isoformat(), "kind": day.kind.value, "name": day.name} for day in reading.read(year, days)
    ]
    try:
        with transaction.atomic():
            latest = CalendarVersion.objects.filter(year=year).aggregate(latest=Max("version"))["latest"] or 0
            content = json.dumps([year, latest + 1, stored, source], ensure_ascii=False)
            return CalendarVersion.objects.create(
                year=year,
                version=latest + 1,
                days=stored,
                source=source,
                digest=hashlib.sha256(content.encode()).hexdigest(),
                imported_at=at,
                imported_by=by[:80],
            )
    except IntegrityError as error:
        raise Refusal(f"刚刚有人导入了{year}年的安排，请刷新页面核对后再试。") from error
