"""Lines of the desk's lists: what a revision looks like in a queue, and how a list turns its pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from gongkai.faces.design.parts import Badge
from gongkai.kernel.records import kinds
from gongkai.kernel.records.queries import Revision
from gongkai.kernel.records.queries import terms_of_publication as terms
from gongkai.kernel.records.terms import Attribute, State

SIZE = 30
M = TypeVar("M", bound=Model)
UNTITLED = "（未填标题）"

_SHAPES = {
    State.DRAFTING: "neutral",
    State.WAITING: "amber",
    State.PUBLISHED: "green",
    State.KEPT: "neutral",
    State.ABANDONED: "neutral",
}


def state_badge(state: str, *, attribute: str = "") -> Badge:
    """The state of a revision in words and a shape."""
    label = State.label_of(state)
    if state == State.KEPT and attribute == Attribute.ON_REQUEST:
        label = "留存（依申请公开）"
    return Badge(label, _SHAPES.get(State(state), "blue"))


@dataclass(frozen=True)
class TermShown:
    """A term of publication in words: the last day, what is left of it, what it rests on, and every day of the count.

    ``state``: late, soon or calm.
    """

    due: date
    words: str
    state: str
    basis: str
    warning: str
    notes: tuple[str, ...]
    days: tuple[str, ...]


def term_shown(term: terms.Term | None) -> TermShown | None:
    """The term as the desk says it (条例26)."""
    if term is None:
        return None
    if term.late:
        # On the days off after the last day no working day has passed yet, and still it is late.
        words = f"已逾期{-term.left}个工作日" if term.left else "已逾期，其后尚无工作日"
    else:
        words = f"还剩{term.left}个工作日" if term.left else "今天到期"
    notes = []
    if term.restarted:
        notes.append("内容变更的，从开始更正之日重新计算。")
    if term.hour_too_late:
        notes.append("定时发布的时间晚于公开期限，请提前。")
    state = "late" if term.late else "soon" if term.soon else "calm"
    return TermShown(term.due.due, words, state, term.basis, term.due.warning, tuple(notes), tuple(term.explain()))


@dataclass(frozen=True)
class Row:
    """A line of a queue. ``note`` is what matters about it here: why it came back, when it will be published."""

    title: str
    url: str
    organ: str
    kind: str
    number: int
    state: Badge
    urgent: bool
    author: str
    updated_at: datetime
    due_at: datetime | None
    note: str
    term: TermShown | None = None


def rows_with_terms(revisions: Iterable[Revision], *, today: date, edit: bool = False) -> list[Row]:
    """Lines that say by when each has to be public (two queries, however many)."""
    shown = list(revisions)
    found = terms.terms(shown, today=today) if shown else {}
    return [row(revision, edit=edit, term=found.get(revision.pk)) for revision in shown]


def row(revision: Revision, *, edit: bool = False, note: str = "", term: terms.Term | None = None) -> Row:
    """A revision as a line; ``edit`` leads straight to the edit page of a draft."""
    drafting = revision.state == State.DRAFTING
    if not note and getattr(revision, "last_move", "") == "return" and drafting:
        note = f"{getattr(revision, 'last_by', '')}退回：{getattr(revision, 'last_comment', '')}"
    return Row(
        title=revision.title or UNTITLED,
        url=reverse("desk:edit" if edit and drafting else "desk:document", args=[revision.pk]),
        organ=revision.record.organ.short_name,
        kind=kinds.get(revision.record.kind).label,
        number=revision.pk,
        state=state_badge(revision.state, attribute=revision.attribute),
        urgent=bool(revision.urgent_reason),
        author=revision.author.name if revision.author is not None else "",
        updated_at=revision.updated_at,
        due_at=revision.publish_at if revision.state == State.WAITING else None,
        note=note,
        term=term_shown(term),
    )


@dataclass(frozen=True)
class Pages(Generic[M]):
    """One page of rows with the addresses of its neighbours (empty: none)."""

    rows: Sequence[M]
    number: int
    previous: str
    following: str


def page(request: HttpRequest, found: QuerySet[M] | Sequence[M], *, size: int = SIZE) -> Pages[M]:
    """The page that the address names (``?page=``; anything else is the first); one query."""
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and 1 <= len(text) <= 5 and int(text) else 1
    shown = list(found[(number - 1) * size : number * size + 1])

    def address(wanted: int) -> str:
        query = request.GET.copy()
        query["page"] = str(wanted)
        return f"?{query.urlencode()}"

    return Pages(
        rows=shown[:size],
        number=number,
        previous=address(number - 1) if number > 1 else "",
        following=address(number + 1) if len(shown) > size else "",
    )
