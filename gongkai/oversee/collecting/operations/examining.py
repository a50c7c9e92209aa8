"""Verbs of the office above: accept, send back with reasons, lock, unlock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.collecting.models import Filing, FilingVersion
from gongkai.oversee.collecting.operations.base import day, keepers, locked, permitted, record, said, still_open, tell
from gongkai.oversee.collecting.queries import reporting as questions


@dataclass(frozen=True)
class Several:
    """What became of many: how many went through; (filing, why not) of the others."""

    done: int
    refused: tuple[tuple[int, str], ...]


def accept(*, filing_id: int, version: int, by: Standing, at: datetime) -> Filing:
    """It counts from now on. Nobody accepts what they reported themselves."""
    with transaction.atomic():
        row = locked(filing_id, version)
        still_open(row.campaign)
        state = permitted(row, "accept", by, at)
        if row.submitted_by_id == by.person.pk:
            raise NotAllowed("这份报送是您本人报送的，请由公开机构的其他人员审核。")
        newest = FilingVersion.objects.filter(filing=row).order_by("-number").first()
        assert newest is not None  # submitted, so there is one
        row.state, row.accepted = state, newest
        record(row, "accept", by, at, more={"number": newest.number, "digest": newest.digest})
        tell(row, keepers(row, day(at)), "已审核通过", f"accept:{newest.number}", at)
    return row


def send_back(
    *, filing_id: int, version: int, reason: str, by: Standing, at: datetime, cells: Mapping[str, str] | None = None
) -> Filing:
    """Send it back with a reason, also one that was accepted. ``cells``: what is wrong with single cells, by their names."""
    with transaction.atomic():
        row = locked(filing_id, version)
        still_open(row.campaign)
        reason = said(reason, "退回的原因", 500, field="reason")
        form = questions.form(row)
        noted = {
            cell: said(text, "单元格的问题", 200, field="cells") for cell, text in (cells or {}).items() if text.strip()
        }
        if unknown := [cell for cell in noted if cell not in form.cells]:
            raise Refusal(f"这张报表中没有单元格“{unknown[0]}”。", field="cells")
        row.state, row.accepted = permitted(row, "return", by, at, {"reason": reason}), None
        step = record(row, "return", by, at, reason=reason, cells=noted, more={"cells": noted} if noted else {})
        tell(row, keepers(row, day(at)), f"被退回：{reason[:80]}", f"return:{step.pk}", at, level="alarm")
    return row


def lock(*, filing_id: int, version: int, by: Standing, at: datetime) -> Filing:
    """Nothing changes any more without the head of the office that collects."""
    with transaction.atomic():
        row = locked(filing_id, version)
        still_open(row.campaign)
        row.state = permitted(row, "lock", by, at)
        record(row, "lock", by, at)
    return row


def unlock(*, filing_id: int, version: int, reason: str, by: Standing, at: datetime) -> Filing:
    """By the head of the office that collects, with a reason; it stays accepted until it is sent back."""
    with transaction.atomic():
        row = locked(filing_id, version)
        still_open(row.campaign)
        reason = said(reason, "解除锁定的原因", 500, field="reason")
        row.state = permitted(row, "unlock", by, at, {"reason": reason})
        step = record(row, "unlock", by, at, reason=reason)
        tell(row, keepers(row, day(at)), f"已解除锁定：{reason[:80]}", f"unlock:{step.pk}", at)
    return row


def several(code: str, picked: Mapping[int, int], *, by: Standing, at: datetime) -> Several:
    """Accept or lock many at once; ``picked``: versions by filing. Each stands by itself: what one refuses, the others do not lose."""
    verb = {"accept": accept, "lock": lock}[code]
    done, refused = 0, []
    for filing_id, version in picked.items():
        try:
            verb(filing_id=filing_id, version=version, by=by, at=at)
            done += 1
        except Refusal as refusal:
            refused.append((filing_id, refusal.message))
    return Several(done, tuple(refused))
