"""Verbs that read files: the report of one organ, or many of a campaign at once; what was not read is missing, never zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction

from gongkai.kernel.organizations.queries import OrganName, Standing
from gongkai.kernel.vocabulary import Refusal, clean, fold
from gongkai.oversee.annual.format import form_of
from gongkai.oversee.annual.reading import Published, Unread, read, read_many
from gongkai.oversee.annual.rules import Cells
from gongkai.oversee.collecting.findings import SECTIONS
from gongkai.oversee.collecting.models import Campaign, Filing
from gongkai.oversee.collecting.operations.base import day, keepers, led, still_open, tell
from gongkai.oversee.collecting.operations.filings import MOST_WORDS, checked, draft, keep
from gongkai.oversee.collecting.rules import kept
from gongkai.oversee.collecting.terms import Source, State

_EDITABLE = (State.ASSIGNED, State.FILLING, State.RETURNED)


@dataclass(frozen=True)
class Answer:
    """What became of a file. ``words``: a sentence; ``filing_id``: where its figures went, None when they went nowhere."""

    name: str
    words: str
    filing_id: int | None = None
    organ: str = ""
    missing: int = 0
    errors: int = 0
    notes: tuple[str, ...] = ()


def import_file(*, filing_id: int, version: int, name: str, data: bytes, by: Standing, at: datetime) -> Answer:
    """Read the report of an organ into its filing: every number with its place, the texts too. What the file lacks is 未填报 again.

    Refusal in Chinese for a file that cannot be read, that holds several reports, or one of another year or organ.
    """
    found = read(data, name)
    if len(found) != 1:
        raise Refusal(f"这个压缩包里有{len(found)}个文件，请只选本机关的一份报告。", field="report")
    report = found[0]
    if isinstance(report, Unread):
        raise Refusal(report.message, field="report")
    with transaction.atomic():
        row, move = draft(filing_id, version, by, at)
        own = _names_of([row])
        if report.organ and _match(report.organ, own) is None and _match(report.organ, _names_of(_all(row.campaign))):
            raise Refusal(f"这是{report.organ}的报告，不是{row.organ.name}的，请检查是否选错了文件。", field="report")
        _of_year(report, row.campaign.year, at)
        _put(row, report)
        keep(row, move, by, at, "从文件导入", {"file": clean(name)[-120:], "cells": len(row.cells)})
    answer = _answer(row, report)
    if report.organ and _match(report.organ, own) is None:
        note = f"报告写的机关是“{report.organ}”，与{row.organ.name}不同，请核对。"
        answer = replace(answer, notes=(note, *answer.notes))
    return answer


def import_many(
    *, campaign_id: int, files: Iterable[tuple[str, bytes]], by: Standing, at: datetime, replace: bool = False
) -> list[Answer]:
    """Read many reports (or archives of them) into the filings of a campaign, an answer for each file; nothing stops the others.

    Matched by the names that the organs bear or bore. Two reports of one organ are told, not guessed; figures that an organ has
    entered itself are kept unless ``replace``.
    """
    with transaction.atomic():
        campaign = led(campaign_id, by)
        still_open(campaign)
    return enter(campaign, read_many(files), by=by, at=at, replace=replace)


def enter(
    campaign: Campaign, found: Sequence[Published | Unread], *, by: Standing, at: datetime, replace: bool = False
) -> list[Answer]:
    """The second half of ``import_many``: reports that were read already."""
    names = _names_of(_all(campaign))
    matched = [None if isinstance(one, Unread) else _filing_of(one, names) for one in found]
    counted = Counter(row.pk for row in matched if row is not None)
    answers = []
    for one, row in zip(found, matched, strict=True):
        if isinstance(one, Unread):
            answers.append(Answer(one.name, one.message))
        elif row is None:
            answers.append(Answer(one.name, _unknown(one)))
        elif counted[row.pk] > 1:
            others = "、".join(
                o.name for o, r in zip(found, matched, strict=True) if r is not None and r.pk == row.pk and o is not one
            )
            words = f"{row.organ.name}有{counted[row.pk]}份报告（另见{others}），都没有导入，请只留一份。"
            answers.append(Answer(one.name, words, organ=row.organ.name))
        else:
            answers.append(_entered(campaign, one, row, by, at, replace=replace))
    return answers


def _entered(
    campaign: Campaign, report: Published, row: Filing, by: Standing, at: datetime, *, replace: bool
) -> Answer:
    try:
        _of_year(report, row.campaign.year, at)
        if row.state not in _EDITABLE:
            raise Refusal(f"{row.organ.name}的报送{State.label_of(row.state)}，没有导入。要改的请先退回。")
        if row.cells and not replace:
            raise Refusal(f"{row.organ.name}已有填报数据，没有覆盖。确要用文件代替的，请选择“代替已有数据”。")
        with transaction.atomic():
            row, move = draft(row.pk, row.version, by, at, entering=True)
            _put(row, report)
            keep(row, move, by, at, "从文件导入", {"file": clean(report.name)[-120:], "cells": len(row.cells)})
            if move == "enter":
                words = f"{campaign.lead.short_name}已代为录入年报数据，请核对后报送"
                tell(row, keepers(row, day(at)), words, f"enter:{row.version}", at)
    except Refusal as refusal:
        return Answer(report.name, refusal.message, organ=row.organ.name)
    return _answer(row, report)


def _answer(row: Filing, report: Published) -> Answer:
    words = f"读到{len(row.cells)}个数据"
    if row.missing:
        words += f"，{row.missing}个单元格没有读到，按未填报处理"
    if row.errors:
        words += f"，{row.errors}处不相符"
    return Answer(report.name, f"{words}。", row.pk, row.organ.name, row.missing, row.errors, report.notes)


def _all(campaign: Campaign) -> list[Filing]:
    rows = Filing.objects.filter(campaign=campaign).exclude(state=State.REMOVED)
    return list(rows.select_related("organ", "campaign__lead"))


def _names_of(rows: Sequence[Filing]) -> dict[str, Filing | None]:
    """Folded names, present and former, with their filing; None where two organs bear one name."""
    found: dict[str, Filing | None] = {}
    filings = {row.organ_id: row for row in rows}
    former = OrganName.objects.filter(organ_id__in=filings).values_list("organ_id", "name")
    present = [(row.organ_id, row.organ.name) for row in rows]
    for known in (former, present):  # who bears a name now goes before who bore it once
        here: dict[str, Filing | None] = {}
        for organ_id, name in known:
            key, row = fold(name), filings[organ_id]
            other = here.get(key, row)
            here[key] = row if other is not None and other.pk == row.pk else None
        found |= here
    return found


def _match(name: str, names: dict[str, Filing | None]) -> Filing | None:
    return names.get(fold(name))


def _filing_of(report: Published, names: dict[str, Filing | None]) -> Filing | None:
    """By the organ that the report names; where it names none, by the longest name of an organ in the name of the file."""
    if report.organ:
        return _match(report.organ, names)
    stem = fold(PurePosixPath(report.name).stem)
    fitting = sorted((name for name in names if name in stem), key=len)
    return names[fitting[-1]] if fitting else None


def _unknown(report: Published) -> str:
    if report.organ:
        return (
            f"这次汇集的机关中没有“{report.organ}”（现用名和曾用名都没有），没有导入。请核对名称，或者先增加这个机关。"
        )
    return "看不出是哪个机关的报告，没有导入。请在标题或者文件名中写明机关全称。"


def _of_year(report: Published, year: int, at: datetime) -> None:
    if report.year is None:
        raise Refusal(f"看不出是哪一年的报告，没有导入。请在标题中写明{year}年。")
    if report.year > day(at).year:
        raise Refusal(f"报告写的是{report.year}年，还没有到，没有导入。请核对年份。")
    if report.year != year:
        raise Refusal(f"这是{report.year}年的报告，这次汇集的是{year}年，没有导入。")


def _put(row: Filing, report: Published) -> None:
    """Figures and texts of a report instead of those of the draft. Refusal for a number that cannot be kept."""
    form = form_of(row.campaign.year)
    wanted = set(form.cells)
    numbers: Cells = {cell: number for cell, number in report.numbers.items() if cell in wanted}
    if not numbers:
        raise Refusal("没有读到表格中的数据，没有导入。请用表单填报，或者换成 docx、网页、文本文件。")
    for cell, number in report.numbers.items():
        if cell in wanted:
            checked(form.label_of(cell), cell, number)
    row.cells = kept(numbers)
    row.places = {cell: report.cells[cell].place for cell in row.cells} | {"file": clean(report.name)[-200:]}
    parts = report.prose.parts
    texts = {name: clean(parts[number]).strip()[:MOST_WORDS] for name, number in SECTIONS.items() if parts.get(number)}
    row.texts = {**row.texts, **texts}
    row.source, row.computed_digest, row.rollup = Source.FILE.value, "", None
