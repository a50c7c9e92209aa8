"""Verbs that put in order: links between cases, cases handled together, phrases of the office, views of one's own, bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction

from gongkai.kernel.casework import kinds
from gongkai.kernel.casework.models import Case, Link, Phrase, SavedView
from gongkai.kernel.casework.operations.colleagues import assign, hand_over
from gongkai.kernel.casework.operations.moving import NotAllowed, lock, move, require_reader
from gongkai.kernel.casework.queries.phrases import FIELDS
from gongkai.kernel.casework.queries.queue import FILTERS
from gongkai.kernel.casework.queries.reading import readable
from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.casework.terms import LinkKind
from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.vocabulary import Refusal, clean

MOST = 200  # cases in one bulk


def _both(first: int, second: int, by: Standing | Actor) -> tuple[Case, Case, Actor]:
    """Two cases, locked in the order of their keys, which this person may both work on."""
    if first == second:
        raise Refusal("不能与自身关联。")
    held = {pk: lock(pk) for pk in sorted((first, second))}
    actor = require_reader(by, held[first])
    require_reader(by, held[second])
    return held[first], held[second], actor


def link(*, source_id: int, target_id: int, kind: str, by: Standing | Actor, at: datetime) -> Link:
    """Say that two cases belong together (相关, 此前的同一申请, 拆分). For 并案 see ``merge``."""
    if kind == LinkKind.MERGED:
        raise ValueError("cases are merged by merge()")
    with transaction.atomic():
        source, target, actor = _both(source_id, target_id, by)
        if Link.objects.filter(source=source, target=target, kind=kind).exists():
            raise Refusal("这两个办件已经关联。")
        row = Link.objects.create(source=source, target=target, kind=LinkKind(kind), by=actor.name[:80], at=at)
        _write(
            source, f"关联办件（{LinkKind(kind).label}）", actor, at, {"link": row.pk, "to": target.number} | seals(row)
        )
    return row


def unlink(*, link_id: int, by: Standing | Actor, at: datetime) -> None:
    """Take a link away; of cases handled together see ``unmerge``."""
    with transaction.atomic():
        row = Link.objects.filter(pk=link_id).select_related("target").first()
        if row is None or row.kind == LinkKind.MERGED:
            raise Refusal("找不到这条关联。")
        case = lock(row.source_id)
        actor = require_reader(by, case)
        said = seals(gone=row)
        row.delete()
        _write(case, "取消关联", actor, at, {"to": row.target.number} | said)


def merge(*, case_id: int, into_id: int, by: Standing | Actor, at: datetime, reason: str = "") -> Case:
    """并案办理: a case is handled together with another of the same office and kind, by the same hands.

    It keeps its own events, clocks, reply and line in the report: every request is answered and counted by itself.
    """
    with transaction.atomic():
        case, into, actor = _both(case_id, into_id, by)
        if (case.organ_id, case.kind) != (into.organ_id, into.kind):
            raise Refusal("只有同一机关、同一类别的办件可以并案。")
        if case.closed_at or into.closed_at:
            raise Refusal("已经办结的办件不能并案。")
        if case.merged_into_id or into.merged_into_id:
            raise Refusal("其中一个办件已经并案，请并入其主办件。")
        if Case.objects.filter(merged_into=case).exists():
            raise Refusal("已有其他办件并入此件，请改为将另一件并入此件。")
        case.merged_into = into
        case.save(update_fields=["merged_into"])
        row = Link.objects.create(source=case, target=into, kind=LinkKind.MERGED, by=actor.name[:80], at=at)
        rows: list[Any] = [row]
        if into.handler is not None and into.handler_id != case.handler_id:
            rows += hand_over(case, into.handler, actor, at, f"并入{into.number}"[:300])
        reason = clean(reason).strip()[:300]
        _write(case, "并案办理", actor, at, {"into": into.number, "reason": reason} | seals(case, *rows))
    return case


def unmerge(*, case_id: int, by: Standing | Actor, at: datetime) -> Case:
    """Handle a case by itself again."""
    with transaction.atomic():
        case = lock(case_id)
        actor = require_reader(by, case)
        if case.merged_into_id is None:
            raise Refusal("这个办件没有并案。")
        row = Link.objects.get(source=case, target_id=case.merged_into_id, kind=LinkKind.MERGED)
        case.merged_into = None
        case.save(update_fields=["merged_into"])
        said = seals(case, gone=row)
        row.delete()
        _write(case, "取消并案", actor, at, said)
    return case


def _write(case: Case, verb: str, actor: Actor, at: datetime, detail: Mapping[str, Any]) -> None:
    write(
        actor=actor, verb=verb, object_type="case", object_id=case.pk, at=at, organ_id=case.organ_id, detail=detail
    )  # fmt: skip


def save_phrase(
    *, organ_id: int, title: str, text: str, by: Standing, at: datetime, phrase_id: int | None = None, position: int = 0
) -> Phrase:
    """Keep a phrase for the office, or change one. Refusal for a field in braces that is not known."""
    title, text = " ".join(clean(title).split()), clean(text).strip()
    if not title or not text:
        raise Refusal("请填写常用语的名称和内容。", field="title" if not title else "text")
    if len(title) > 60 or len(text) > 2000:
        raise Refusal("名称最多60字，内容最多2000字。", field="title" if len(title) > 60 else "text")
    if unknown := [name for name in re.findall(r"\{([^{}]*)\}", text) if name not in FIELDS]:
        raise Refusal(
            f"没有“{{{unknown[0]}}}”这个字段，可用：" + "、".join(f"{{{n}}}" for n in FIELDS) + "。", field="text"
        )
    _works_there(by, organ_id)
    with transaction.atomic():
        if phrase_id is None:
            row = Phrase(organ_id=organ_id)
        else:
            found = Phrase.objects.select_for_update().filter(pk=phrase_id, organ_id=organ_id, retired_at=None).first()
            if found is None:
                raise Refusal("找不到这条常用语。")
            row = found
        row.title, row.text, row.position = title, text, max(0, min(position, 10_000))
        row.save()
        write(
            actor=by.actor(organ_id), verb="保存常用语", object_type="phrase", object_id=row.pk, at=at, organ_id=organ_id,
            detail={"title": title},
        )  # fmt: skip
    return row


def retire_phrase(*, phrase_id: int, by: Standing, at: datetime) -> None:
    """Take a phrase out of use."""
    with transaction.atomic():
        row = Phrase.objects.select_for_update().filter(pk=phrase_id, retired_at=None).first()
        if row is None:
            raise Refusal("找不到这条常用语。")
        _works_there(by, row.organ_id)
        row.retired_at = at
        row.save(update_fields=["retired_at"])
        write(
            actor=by.actor(row.organ_id), verb="停用常用语", object_type="phrase", object_id=row.pk, at=at,
            organ_id=row.organ_id, detail={"title": row.title},
        )  # fmt: skip


def _works_there(by: Standing, organ_id: int) -> None:
    if not by.roles(organ_id) & {role for kind in kinds.all_kinds() for role in kind.readers}:
        raise NotAllowed("您在该机关没有办理岗位，不能修改常用语。")


def save_view(*, by: Standing, title: str, query: str) -> SavedView:
    """Keep a filter of the queue under a name of one's own; the same name again replaces it.

    What was typed into the search is not kept: it may be somebody's name or identity number (个人信息保护法6).
    """
    title = " ".join(clean(title).split())
    if not title or len(title) > 40:
        raise Refusal("请填写视图名称（最多40字）。", field="title")
    pairs = parse_qsl(clean(query).lstrip("?")[:2000], max_num_fields=40)
    kept = urlencode([(name, value) for name, value in pairs if name in FILTERS and name != "q"])
    if not kept and any(name == "q" for name, _ in pairs):
        raise Refusal("查找的文字可能是姓名或者证件号码，不予保存；请先选择其他筛选条件。")
    if len(kept) > 500:
        raise Refusal("筛选条件过长，请减少条件。")
    held = SavedView.objects.filter(person=by.person)
    if held.count() >= 50 and not held.filter(title=title).exists():
        raise Refusal("最多保存50个视图，请先删除不用的。")
    return SavedView.objects.update_or_create(person=by.person, title=title, defaults={"query": kept})[0]


def drop_view(*, view_id: int, by: Standing) -> None:
    """Forget one of one's own views."""
    SavedView.objects.filter(pk=view_id, person=by.person).delete()


@dataclass(frozen=True)
class Result:
    """What became of one case of a bulk: ``message`` is empty when it was done, else the reason in Chinese."""

    case_id: int
    number: str
    title: str
    message: str = ""

    @property
    def done(self) -> bool:
        """Was it done?"""
        return not self.message


def each(case_ids: Iterable[int], do: Callable[[int], object]) -> list[Result]:
    """Do one thing to several cases, each in its own transaction; one refusal does not keep the others waiting."""
    ids = list(dict.fromkeys(case_ids))
    if not ids:
        raise Refusal("请先选择办件。")
    if len(ids) > MOST:
        raise Refusal(f"一次最多办理{MOST}件，现选择了{len(ids)}件。")
    known = {case.pk: case for case in Case.objects.filter(pk__in=ids)}
    results = []
    for pk in ids:
        case = known.get(pk)
        if case is None:
            results.append(Result(pk, "", "", "找不到这个办件。"))
            continue
        message = ""
        try:
            do(pk)
        except Refusal as refusal:
            message = refusal.message
        except IntegrityError:
            message = "刚刚有人办理过这个办件，请刷新后再试。"
        results.append(Result(pk, case.number, case.title, message))
    return results


def bulk(
    *, case_ids: Iterable[int], code: str, by: Standing, at: datetime, on: datetime | date | None = None,
    data: Mapping[str, Any] | None = None, comment: str = "",
) -> list[Result]:  # fmt: skip
    """Make one move in several cases; a result per case, in the order given."""
    return each(
        _readable(case_ids, by),
        lambda pk: move(case_id=pk, code=code, by=by, at=at, on=on, data=data, comment=comment),
    )


def bulk_assign(*, case_ids: Iterable[int], person_id: int, by: Standing, at: datetime, reason: str = "") -> list[Result]:  # fmt: skip
    """Give several cases to a colleague; a result per case."""
    return each(
        _readable(case_ids, by), lambda pk: assign(case_id=pk, person_id=person_id, by=by, at=at, reason=reason)
    )


def _readable(case_ids: Iterable[int], by: Standing) -> list[int]:
    """The cases among these that the person works on; NotAllowed when one is not (a form that was tampered with)."""
    ids = list(dict.fromkeys(case_ids))[: MOST + 1]
    mine = set(Case.objects.filter(readable(by), pk__in=ids).values_list("pk", flat=True))
    if set(ids) - mine:
        raise NotAllowed("所选办件中有您无权办理的，请刷新后重新选择。")
    return ids
