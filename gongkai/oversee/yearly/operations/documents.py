"""Verbs of a yearly form: begin it, write its texts, make it a document that passes the three reviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Standing, number
from gongkai.kernel.records import operations as records
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.statements import seals
from gongkai.kernel.records.terms import Attribute
from gongkai.kernel.vocabulary import CHINA, Refusal, clean
from gongkai.oversee.annual import narrative
from gongkai.oversee.annual.operations.documents import draft_of
from gongkai.oversee.annual.operations.figures import may_write
from gongkai.oversee.yearly import rendering
from gongkai.oversee.yearly.kinds import OF
from gongkai.oversee.yearly.models import YearlyReport
from gongkai.oversee.yearly.queries import register
from gongkai.oversee.yearly.queries.sheets import Subject, compute
from gongkai.oversee.yearly.sheet import Sheet
from gongkai.oversee.yearly.terms import Form
from gongkai.publish.catalogue.terms import Genre, Topic


class StaleText(Refusal):
    """Somebody else saved the texts in the meantime; nothing was overwritten."""


def open_report(*, about: Subject, by: Standing, at: datetime) -> YearlyReport:
    """Begin the form of a year, a summary with its suggested texts; the one that exists, when it has begun."""
    may_write(by, about.organ)
    if about.year > at.astimezone(CHINA).year:
        raise Refusal(f"{about.year}年还没有开始。")
    with transaction.atomic():
        found = register.report_of(about)
        if found is not None:
            return found
        texts = register.suggested(compute(about, at))
        row, made = YearlyReport.objects.get_or_create(
            organ=about.organ, form=about.form.value, website=about.website, year=about.year,
            defaults=texts | {"edited_by": clean(by.person.name)[:80], "edited_at": at},
        )  # fmt: skip
        if made:
            _say("开始编写年度表", row, by, at, {})
    return row


def write_texts(*, report_id: int, version: int, texts: Mapping[str, str], by: Standing, at: datetime) -> YearlyReport:
    """Write the texts of a summary. Numbers stand in them as names in braces; Refusal for a name that nothing bears."""
    with transaction.atomic():
        row = _locked(report_id, by)
        if row.version != version:
            raise StaleText("这份总结的文字已在另一个窗口或由其他人保存过，请对照后再次保存。")
        sheet = compute(register.subject_of(row), at)
        if sheet.report is None:
            raise Refusal("政府网站工作年度报表只有表格，没有文字部分。")
        changed = []
        for name in register.TEXTS:
            if name not in texts:
                continue
            text = clean(texts[name]).strip()
            narrative.check_names(sheet.report, text, name)
            if getattr(row, name) != text:
                setattr(row, name, text)
                changed.append(name)
        if not changed:
            return row
        row.version += 1
        row.edited_by, row.edited_at = clean(by.person.name)[:80], at
        row.save()
        _say("编写年度表", row, by, at, {"fields": changed})
    return row


def draft_record(*, report: YearlyReport, by: Standing, at: datetime) -> Revision:
    """Make the form a draft (or bring its draft up to date); it then passes the three reviews as any document.

    One that is published becomes a correction that says what changed (条例6). Refusal in Chinese while an item is 未填报, a
    number contradicts another, a text is missing, or the document is under review.
    """
    with transaction.atomic():
        row = _locked(report.pk, by)
        sheet = compute(register.subject_of(row), at)
        lacking = register.gaps(sheet, row)
        if lacking:
            raise Refusal("还不能生成文稿：" + "".join(lacking))
        revision = draft_of(record_id=row.record_id, organ=row.organ, kind=OF[Form(row.form)].code, by=by, at=at)
        if revision.version == 0:  # begun just now: the figures of the row are those of the text before it
            row.corrects = row.figures if revision.number > 1 else {}
        revision = records.save(
            revision_id=revision.pk, version=revision.version, by=by, at=at, fields=_fields(row, sheet, revision, at)
        )
        row.record = revision.record
        row.figures, row.drafted_at = dict(sheet.snapshot()), at
        row.save()
        _say("生成年度表文稿", row, by, at, {"revision": revision.pk})
    records.screen(revision_id=revision.pk, at=at)
    revision.refresh_from_db()
    return revision


def _locked(report_id: int, by: Standing) -> YearlyReport:
    rows = YearlyReport.objects.select_for_update(of=("self",)).select_related("organ", "website")
    row = rows.filter(pk=report_id).first()
    if row is None:
        raise Refusal("找不到这份年度表。")
    may_write(by, row.organ)
    return row


def _fields(row: YearlyReport, sheet: Sheet, revision: Revision, at: datetime) -> dict[str, Any]:
    limit = number("records.summary_length", at.astimezone(CHINA).date(), row.organ_id)
    fields = {
        "title": sheet.title,
        "summary": f"{sheet.organ}{sheet.year}年{sheet.form.label}。"[:limit],
        "body": rendering.html(sheet, row),
        "genre": Genre.REPORT.value,
        "topic": Topic.OTHER.value,
        "keywords": f"政务公开 {sheet.form.label}",
        "made_on": at.astimezone(CHINA).date(),
        "attribute": Attribute.OPEN.value,
    }
    if revision.number > 1:
        fields |= _correction(row, sheet)
    return fields


def _correction(row: YearlyReport, sheet: Sheet) -> dict[str, str]:
    """更正前 and 更正后: the items that changed since the form was published, or that its words did."""
    now = sheet.snapshot()
    changed = [item for item in sheet.layout.items if row.corrects.get(item.code) != now[item.code]]
    if not changed:
        return {"correction_wrong": "原文字部分。", "correction_right": "文字部分已修改，填报的数据没有变化。"}
    shown = changed[:12]
    more = f"等{len(changed)}项" if len(changed) > len(shown) else ""

    def told(values: Mapping[str, str | None]) -> str:
        return "；".join(f"{item.name}：{values.get(item.code) or '无'}" for item in shown)[:980] + more

    return {"correction_wrong": told(row.corrects), "correction_right": told(now)}


def _say(verb: str, row: YearlyReport, by: Standing, at: datetime, detail: Mapping[str, Any]) -> None:
    row.refresh_from_db()  # as the database keeps it: so it is sealed
    write(
        actor=by.actor(row.organ_id), verb=verb, object_type="yearly_report", object_id=register.subject_of(row).key,
        at=at, organ_id=row.organ_id, detail={"year": row.year} | dict(detail) | seals(row),
    )  # fmt: skip
