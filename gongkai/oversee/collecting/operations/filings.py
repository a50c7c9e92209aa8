"""Verbs of the office that reports: take what was computed or summed, type in, read from a file, report, take back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.oversee.annual.verdicts import LONGEST
from gongkai.oversee.collecting.findings import SECTIONS, Judged
from gongkai.oversee.collecting.models import Filing, FilingVersion
from gongkai.oversee.collecting.operations.base import day, examiners, locked, permitted, record, said, still_open, tell
from gongkai.oversee.collecting.queries import reporting as questions
from gongkai.oversee.collecting.queries.access import may_submit, towards, unstaffed
from gongkai.oversee.collecting.rules import digest_of, kept
from gongkai.oversee.collecting.terms import Source, State
from gongkai.oversee.collecting.workflow import HEAD, LEAD, OFFICER

MOST = Decimal(10) ** 12  # as for figures that are typed in for the own report
MOST_WORDS = 20_000


def take_computed(*, filing_id: int, version: int, by: Standing, at: datetime) -> Filing:
    """Take the figures that the house has counted, with their digest: what moves later is shown. The texts of the draft come
    along, and what the office said of findings of its own report: the same numbers have the same findings.

    A number that was typed in stays where the house knows none.
    """
    row = _row(filing_id)
    taken = questions.computed(row.organ, row.campaign.year, at)
    with transaction.atomic():
        row, move = draft(filing_id, version, by, at)
        typed = [cell for cell in row.cells if cell not in taken.cells and questions.by_hand(row, cell)]
        row.cells = taken.cells | {cell: row.cells[cell] for cell in typed}
        row.places = taken.places | {cell: row.places[cell] for cell in typed}
        row.texts, row.words = {**row.texts, **taken.texts}, {**taken.words, **row.words}
        row.source, row.computed_digest, row.rollup = Source.COMPUTED.value, taken.digest, None
        keep(row, move, by, at, "采用系统统计数据")
    return row


def take_summed(*, filing_id: int, version: int, by: Standing, at: datetime) -> Filing:
    """Take the newest roll-up of the organ for the year; from then on the figures are compared with it (F8)."""
    with transaction.atomic():
        row, move = draft(filing_id, version, by, at)
        found = questions.latest_rollup(row.organ_id, row.campaign.year)
        if found is None:
            raise Refusal(f"{row.organ.short_name}{row.campaign.year}年还没有汇总，请先在汇总页生成汇总数据。")
        row.cells, row.places = found.cells, {}
        row.source, row.computed_digest, row.rollup = Source.SUMMED.value, "", found
        keep(row, move, by, at, "采用汇总数据")
    return row


def save_filing(
    *, filing_id: int, version: int, cells: Mapping[str, Decimal | None], by: Standing, at: datetime,
    texts: Mapping[str, str] | None = None, words: Mapping[str, str] | None = None,
) -> Filing:  # fmt: skip
    """Keep what was typed in: cells by name (None: 未填报 again), texts, explanations by the fingerprint of a finding.

    A cell that keeps its number keeps its place, too. Refusal names the cell of a number that cannot be kept.
    """
    with transaction.atomic():
        row, move = draft(filing_id, version, by, at)
        form = questions.form(row)
        now, places = dict(row.cells), dict(row.places)
        for cell, value in cells.items():
            if cell not in form.cells:
                raise Refusal("这张报表中没有这个单元格，请刷新页面。")
            checked(form.label_of(cell), cell, value)
            new = kept({cell: value}).get(cell)
            if new == now.get(cell):
                continue
            places[cell] = f"{clean(by.person.name)[:40]}{questions.BY_HAND}"
            now.pop(cell, None)
            if new is not None:
                now[cell] = new
            else:
                places.pop(cell, None)
        changed = now != row.cells
        row.cells, row.places = now, places
        row.texts = {**row.texts, **_texts(texts or {})}
        row.words = {**row.words, **_explained(words or {})}
        if changed and row.source in {Source.NONE, Source.FILE}:
            row.source = Source.FORM.value if row.source == Source.NONE else row.source
        keep(row, move, by, at, "保存填报", {"cells": len(now)})
    return row


def checked(label: str, cell: str, value: Decimal | None) -> None:
    """Refusal for a number that cannot be kept; one below zero is kept and told (F7)."""
    if value is None:
        return
    if not value.is_finite() or abs(value) >= MOST:
        raise Refusal(f"“{label}”的数值过大，请核对单位。", field=cell)
    if value != round(value, 4):
        raise Refusal(f"“{label}”最多保留四位小数。", field=cell)


def submit(*, filing_id: int, version: int, by: Standing, at: datetime) -> Filing:
    """Report it up (条例49): by the head of the FOI office where there is one. What was reported is kept for ever.

    Refusal while a cell is 未填报, a formula fails, or a government's figures are not those of its roll-up.
    """
    with transaction.atomic():
        row = locked(filing_id, version)
        still_open(row.campaign)
        roles = towards(by, row)
        nobody = not roles & {OFFICER, HEAD} and unstaffed(row, day(at))
        move = "submit_for" if nobody else "resubmit" if row.state == State.RETURNED else "submit"
        state = permitted(row, move, by, at)
        if not may_submit(by, row, day(at)):
            raise NotAllowed("本机关设有公开机构负责人，由负责人报送。您可以保存后请负责人报送。")
        judged = questions.judged(row)
        if obstacles := questions.obstacles(row, judged):
            raise Refusal("还不能报送：" + "".join(obstacles))
        number = FilingVersion.objects.filter(filing=row).count() + 1
        made = FilingVersion.objects.create(
            filing=row, number=number, source=row.source, cells=row.cells, places=row.places, texts=row.texts,
            words=row.words, digest=digest_of(row.cells, row.texts), rollup=row.rollup, person=by.person,
            person_name=clean(by.person.name)[:80], at=at,
        )  # fmt: skip
        row.state, row.submitted_at, row.submitted_by = state, at, by.person
        _count(row, judged)
        record(row, move, by, at, reported=made, more={"number": number, "digest": made.digest})
        tell(row, examiners(row, day(at)), "已报送，请审核", f"submit:{number}", at)
    return row


def recall(*, filing_id: int, version: int, by: Standing, at: datetime) -> Filing:
    """Take a report back before it was examined; the version stays."""
    with transaction.atomic():
        row = locked(filing_id, version)
        still_open(row.campaign)
        row.state = permitted(row, "recall", by, at)
        record(row, "recall", by, at)
    return row


def _row(filing_id: int) -> Filing:
    found = questions.filing(filing_id)
    if found is None:
        raise Refusal("找不到这份报送，请刷新页面。")
    return found


def draft(
    filing_id: int, version: int | None, by: Standing, at: datetime, *, entering: bool = False
) -> tuple[Filing, str]:
    """The filing while its office works on it, and the move that touches it; the first touch begins it.

    ``entering``: by the office that collects, as it enters what came as files; it may also where the organ has nobody.
    """
    row = locked(filing_id, version)
    still_open(row.campaign)
    own = towards(by, row) & {OFFICER, HEAD}
    if not own and LEAD in towards(by, row) and (entering or unstaffed(row, day(at))):
        move = "enter"
    else:
        move = "fill" if row.state == State.ASSIGNED else "save"
    row.state = permitted(row, move, by, at)
    return row, move


def keep(row: Filing, move: str, by: Standing, at: datetime, verb: str, more: Mapping[str, Any] | None = None) -> None:
    """Save the draft with what its figures say now."""
    judged = questions.judged(row)
    _count(row, judged)
    row.edited_at, row.edited_by = at, clean(by.person.name)[:80]
    record(row, move, by, at, verb=verb, more={"source": row.source, **(more or {})})


def _count(row: Filing, judged: Judged) -> None:
    row.errors, row.warnings = len(judged.errors), len(judged.warnings)
    row.missing = len(judged.missing)


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, text in texts.items():
        if name not in SECTIONS:
            continue
        cleaned = clean(text).strip()
        if len(cleaned) > MOST_WORDS:
            raise Refusal(f"文字最多{MOST_WORDS}字，现有{len(cleaned)}字。", field=name)
        found[name] = cleaned
    return found


def _explained(words: Mapping[str, str]) -> dict[str, str]:
    return {
        fingerprint: said(text, "说明", LONGEST, field=f"word-{fingerprint}", needed=False)
        for fingerprint, text in words.items()
        if len(fingerprint) == 16
    }
