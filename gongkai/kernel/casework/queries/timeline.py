"""Questions about the whole life of a case: events, notes, papers, assignments and links in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.kernel.casework.models import Assignment, Case, CasePaper, Link, Note
from gongkai.kernel.casework.queries.reading import Access, rows, workflow
from gongkai.kernel.casework.terms import Direction, LinkKind, PaperState
from gongkai.kernel.vocabulary import CHINA, Term


class Entry(Term):
    """What a line of the timeline is about."""

    EVENT = "event", "办理"
    NOTE = "note", "备注"
    PAPER = "paper", "文书"
    ASSIGNMENT = "assignment", "分办"
    LINK = "link", "关联"


@dataclass(frozen=True)
class Line:
    """One line: ``at`` counts in law, ``recorded_at`` is when it was entered; ``late_entry`` when these are other days."""

    kind: Entry
    at: datetime
    recorded_at: datetime
    who: str
    label: str
    text: str
    state: str
    row: Any

    @property
    def late_entry(self) -> bool:
        """Was it entered on another day than it happened?"""
        return self.at.astimezone(CHINA).date() != self.recorded_at.astimezone(CHINA).date()


def papers(case: Case, *, access: Access = Access.FULL) -> list[CasePaper]:
    """Its papers, oldest first; who only supervises sees those that were issued."""
    found = CasePaper.objects.filter(case=case).select_related("file", "number").order_by("created_at", "pk")
    if access is Access.OVERSEE:
        found = found.filter(direction=Direction.OUT).exclude(state=PaperState.DRAFT)
    return list(found)


def links(case: Case) -> list[tuple[Link, Case]]:
    """Its links in both directions, each with the other case (one query)."""
    found = Link.objects.filter(source=case) | Link.objects.filter(target=case)
    listed = found.select_related("source", "target").order_by("at", "pk")
    return [(row, row.target if row.source_id == case.pk else row.source) for row in listed]


def timeline(
    case: Case,
    *,
    access: Access = Access.FULL,
    papers_of: Sequence[CasePaper] | None = None,
    links_of: Sequence[tuple[Link, Case]] | None = None,
) -> list[Line]:
    """Everything that happened, oldest first (five queries). OVERSEE: events without comments, and papers issued.

    ``papers_of``, ``links_of``: what ``papers`` and ``links`` gave, when they were asked already.
    """
    table = workflow(case)
    full = access is Access.FULL
    found = [
        Line(
            Entry.EVENT, row.at, row.recorded_at, " ".join(part for part in (row.actor_post, row.actor_name) if part),
            table.move(row.move).label, row.comment if full else "", table.state(row.state).label, row,
        )
        for row in rows(case)
    ]  # fmt: skip
    for paper in papers(case, access=access) if papers_of is None else papers_of:
        what = "收到" if paper.direction == Direction.IN else PaperState.label_of(paper.state)
        text = " ".join(part for part in (paper.title, paper.number_text) if part)
        found.append(Line(Entry.PAPER, paper.created_at, paper.created_at, paper.created_by, what, text, "", paper))
    if full:
        found += [
            Line(Entry.NOTE, note.at, note.at, note.person.name, "备注", note.text, "", note)
            for note in Note.objects.filter(case=case).select_related("person")
        ]
        for hand in Assignment.objects.filter(case=case).select_related("person"):
            text = f"由{hand.person.name}承办" + (f"（{hand.reason}）" if hand.reason else "")
            found.append(Line(Entry.ASSIGNMENT, hand.begun_at, hand.begun_at, hand.by, "分办", text, "", hand))
        for link, other in links(case) if links_of is None else links_of:
            text = f"{other.number} {other.title}"
            found.append(Line(Entry.LINK, link.at, link.at, link.by, LinkKind.label_of(link.kind), text, "", link))
    # The order of entry keeps events in their own order; what was entered later for an earlier day says so itself.
    return sorted(found, key=lambda line: (line.recorded_at, line.kind is not Entry.EVENT))
