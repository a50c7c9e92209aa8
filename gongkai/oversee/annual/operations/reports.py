"""Verbs of a report: begin it, write its texts, make it a document that passes the three reviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Organ, Standing, number
from gongkai.kernel.records import operations as records
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.statements import seals
from gongkai.kernel.records.terms import Attribute
from gongkai.kernel.vocabulary import CHINA, Refusal, clean
from gongkai.oversee.annual import narrative, rendering
from gongkai.oversee.annual.models import AnnualReport
from gongkai.oversee.annual.operations.documents import draft_of
from gongkai.oversee.annual.operations.figures import may_write
from gongkai.oversee.annual.queries import register
from gongkai.oversee.annual.queries.computing import compute
from gongkai.oversee.annual.report import Report
from gongkai.publish.catalogue.terms import Genre, Topic

KIND = "annual_report"
TEXTS = ("preface", "overview", "problems", "others")


class StaleText(Refusal):
    """Somebody else saved the texts in the meantime; nothing was overwritten."""


def open_report(*, organ: Organ, year: int, by: Standing, at: datetime) -> AnnualReport:
    """Begin the report of a year with the texts that follow from its figures; the one that exists, when it has begun."""
    may_write(by, organ)
    if year > at.astimezone(CHINA).year:
        raise Refusal(f"{year}年还没有开始。")
    with transaction.atomic():
        found = AnnualReport.objects.filter(organ=organ, year=year).first()
        if found is not None:
            return found
        texts = register.suggested(organ, compute(organ, year, at))
        row, made = AnnualReport.objects.get_or_create(
            organ=organ, year=year, defaults=texts | {"edited_by": clean(by.person.name)[:80], "edited_at": at}
        )
        if made:
            _say("开始编写年度报告", row, by, at, {"year": year})
    return row


def write_texts(*, report_id: int, version: int, texts: Mapping[str, str], by: Standing, at: datetime) -> AnnualReport:
    """Write the texts of a report. Numbers stand in them as names in braces; Refusal for a name that nothing bears."""
    with transaction.atomic():
        row = _locked(report_id, by)
        if row.version != version:
            raise StaleText("这份报告的文字已在另一个窗口或由其他人保存过，请对照后再次保存。")
        report = compute(row.organ, row.year, at)
        changed = []
        for name in TEXTS:
            if name not in texts:
                continue
            text = clean(texts[name]).strip()
            narrative.check_names(report, text, name)
            if getattr(row, name) != text:
                setattr(row, name, text)
                changed.append(name)
        if not changed:
            return row
        row.version += 1
        row.edited_by, row.edited_at = clean(by.person.name)[:80], at
        row.save()
        _say("编写年度报告", row, by, at, {"year": row.year, "fields": changed})
    return row


def draft_record(*, report: AnnualReport, by: Standing, at: datetime) -> Revision:
    """Make the report a draft of kind 年报 (or bring its draft up to date); it then passes the three reviews as any document.

    A report that is published becomes a correction that says which numbers changed (条例6). Refusal in Chinese while a cell is
    未填报, a check fails, a text is missing, or the document is under review.
    """
    with transaction.atomic():
        row = _locked(report.pk, by)
        found = compute(row.organ, row.year, at)
        lacking = register.gaps(found, row)
        if lacking:
            raise Refusal("还不能生成文稿：" + "".join(lacking))
        revision = draft_of(record_id=row.record_id, organ=row.organ, kind=KIND, by=by, at=at)
        if revision.version == 0:  # begun just now: the figures of the row are those of the text before it
            row.corrects = row.figures if revision.number > 1 else {}
        revision = records.save(
            revision_id=revision.pk, version=revision.version, by=by, at=at, fields=_fields(row, found, revision, at)
        )
        row.record = revision.record
        row.figures, row.drafted_at = dict(found.snapshot()), at
        row.save()
        _say("生成年度报告文稿", row, by, at, {"year": row.year, "revision": revision.pk})
    records.screen(revision_id=revision.pk, at=at)
    revision.refresh_from_db()
    return revision


def _locked(report_id: int, by: Standing) -> AnnualReport:
    rows = AnnualReport.objects.select_for_update(of=("self",)).select_related("organ")
    row = rows.filter(pk=report_id).first()
    if row is None:
        raise Refusal("找不到这份年度报告。")
    may_write(by, row.organ)
    return row


def _fields(row: AnnualReport, report: Report, revision: Revision, at: datetime) -> dict[str, Any]:
    limit = number("records.summary_length", at.astimezone(CHINA).date(), row.organ_id)
    summary = (
        f"{report.organ}{report.year}年新收政府信息公开申请{report.words('new.total')}件，"
        f"办结{report.words('total.total')}件，结转下年度{report.words('carried_out.total')}件。"
    )
    fields = {
        "title": rendering.title(report),
        "summary": summary[:limit],
        "body": rendering.html(report, row),
        "genre": Genre.REPORT.value,
        "topic": Topic.OTHER.value,
        "keywords": "政府信息公开 年度报告",
        "made_on": at.astimezone(CHINA).date(),
        "attribute": Attribute.OPEN.value,
    }
    if revision.number > 1:
        fields |= _correction(row, report)
    return fields


def _correction(row: AnnualReport, report: Report) -> dict[str, str]:
    """更正前 and 更正后: the cells that changed since the report was published, or that its words did."""
    now = report.snapshot()
    changed = [cell for cell in report.form.cells if row.corrects.get(cell) != now[cell]]
    if not changed:
        return {"correction_wrong": "原报告文字部分。", "correction_right": "文字部分已修改，统计数据没有变化。"}
    shown = changed[:12]
    more = f"等{len(changed)}项" if len(changed) > len(shown) else ""

    def told(values: Mapping[str, str | None]) -> str:
        return "；".join(f"{report.form.label_of(cell)}：{values.get(cell) or '无'}" for cell in shown)[:980] + more

    return {"correction_wrong": told(row.corrects), "correction_right": told(now)}


def _say(verb: str, row: AnnualReport, by: Standing, at: datetime, detail: Mapping[str, Any]) -> None:
    row.refresh_from_db()  # as the database keeps it: so it is sealed
    write(
        actor=by.actor(row.organ_id), verb=verb, object_type="annual_report", object_id=f"{row.organ_id}-{row.year}",
        at=at, organ_id=row.organ_id, detail=dict(detail) | seals(row),
    )  # fmt: skip
