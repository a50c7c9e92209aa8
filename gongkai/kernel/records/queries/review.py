"""Questions about a revision under review: what it lacks, who passed it, what may happen next, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import overload

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.kernel.organizations.queries import Role, Standing, number, supervised
from gongkai.kernel.papers import richtext
from gongkai.kernel.papers.richtext.difference import Difference
from gongkai.kernel.records import kinds
from gongkai.kernel.records.models import Editor, Finding, Record, Revision, Snapshot, Step
from gongkai.kernel.records.prepared import Prepared, columns, made
from gongkai.kernel.records.queries.planning import beside, of_organs, on_the_way
from gongkai.kernel.records.rules import Missing
from gongkai.kernel.records.rules import missing as _missing
from gongkai.kernel.records.statements import WRITTEN, draft_digest
from gongkai.kernel.records.terms import ON_THE_WAY, Attribute, Decision, Ground, State
from gongkai.kernel.records.workflow import PASSES, THREE, review
from gongkai.kernel.workflow import Move, Workflow
from gongkai.kernel.workflow.steps import Situation, open_from

OPEN_STATES = ON_THE_WAY
_FEW, _MANY = 40, 500  # keys that are read at a time

#: The state in which a revision waits for a role: the queues of the desk.
WAITS_FOR = {
    Role.FOI_HEAD: (State.FOI_OPINION, State.DISCLOSURE_CHECK),
    Role.FOI_OFFICER: (State.DISCLOSURE_CHECK,),
    Role.FIRST_REVIEW: (State.FIRST_REVIEW,),
    Role.SECOND_REVIEW: (State.SECOND_REVIEW,),
    Role.FINAL_REVIEW: (State.FINAL_REVIEW,),
}


def table(revision: Revision) -> Workflow:
    """The review table of a revision: the organ's, unless a second review is already under way."""
    return THREE if revision.state == State.SECOND_REVIEW else review(revision.record.organ.reviewers)


def revision(revision_id: int) -> Revision | None:
    """One revision with its record and organ; None when there is none."""
    return Revision.objects.select_related("record__organ", "author").filter(pk=revision_id).first()


_STEPS = Prepared(lambda pk: Step.objects.filter(revision_id=pk).order_by("pk").values_list(*columns(Step)))
_LAST_AT = Prepared(lambda pk: Step.objects.filter(revision_id=pk).order_by("-pk").values_list("at")[:1])


def steps(revision: Revision) -> list[Step]:
    """What happened to a revision, oldest first."""
    return [made(Step, row) for row in _STEPS.rows(revision.pk)]


def last_at(revision: Revision) -> datetime | None:
    """The moment of the last step; None before the first."""
    return next((at for (at,) in _LAST_AT.rows(revision.pk)), None)


def round_steps(revision: Revision) -> list[Step]:
    """The steps of the present round: those after the last return or recall."""
    found = steps(revision)
    for place in range(len(found) - 1, -1, -1):
        if found[place].move in {"return", "recall"}:
            return found[place + 1 :]
    return found


def passed_by(revision: Revision) -> set[int]:
    """Ids of the people who already let this round pass in one of the reviews."""
    return {s.person_id for s in round_steps(revision) if s.move in PASSES and s.person_id is not None}


def open_findings(revision: Revision) -> int:
    """How many screening hits are still undecided."""
    return Finding.objects.filter(revision=revision, decision=Decision.OPEN).count()


def findings(revision: Revision) -> list[Finding]:
    """The screening hits: undecided first."""
    order = {Decision.OPEN: 0, Decision.KEPT: 1, Decision.ALLOWED: 2}
    found = Finding.objects.filter(revision=revision).select_related("approver").order_by("pk")
    return sorted(found, key=lambda f: order[Decision(f.decision)])


def missing(revision: Revision, *, at: datetime) -> list[Missing]:
    """What the draft lacks before it may be submitted, also by the questions about its kind."""
    today = at.date()
    declared = kinds.get(revision.record.kind)
    fields: dict[str, object] = {name: getattr(revision, name) for name in WRITTEN}
    fields["text"] = revision.text
    fields["attachments"] = revision.attachments.exists()
    secret = revision.attribute == Attribute.NOT_OPEN and revision.ground == Ground.SECRET
    gaps = _missing(
        fields,
        open_findings=open_findings(revision),
        screened=revision.screened_at is not None,
        topics=declared.topics,
        summary_limit=number("records.summary_length", today, revision.record.organ_id),
        today=today,
        correction=revision.record.published_at is not None,
    )
    if secret:  # only the fact is registered
        gaps = [gap for gap in gaps if gap.field in {"attribute", "ground", "reason", "reassess_on", "made_on"}]
    return gaps + kinds.lacking(revision.record.kind, revision, at)


def open_moves(revision: Revision, standing: Standing) -> tuple[Move, ...]:
    """The moves that this person may make now: the buttons of the page. What a rule still refuses is told on pressing."""
    here = Situation(state=revision.state)
    roles = standing.roles(revision.record.organ_id)
    moves = [m for m in open_from(table(revision), here, roles=roles) if m.code not in {"publish", "keep"}]
    office = kinds.get(revision.record.kind).policy and revision.attribute not in {"", Attribute.OPEN}
    moves = [m for m in moves if m.code != ("submit" if office else "submit_not_open")]
    involved = revision.editors.filter(person=standing.person).exists()
    if involved or standing.person.pk in passed_by(revision):
        moves = [m for m in moves if m.code not in {*PASSES, "checked", "agree_not_open"}]
    if (
        Role.FOI_OFFICER in roles
        or Role.FOI_HEAD in roles
        or roles & {r for r, s in WAITS_FOR.items() if revision.state in s}
    ):
        return tuple(moves)
    return tuple(m for m in moves if m.code != "return")


def may_read(revision: Revision, standing: Standing) -> bool:
    """People see their organ's drafts; the administrator sees no content, the supervisor no text."""
    return revision.record.organ_id in standing.content_organs


def may_see_state(revision: Revision, standing: Standing) -> bool:
    """The supervisor sees state and dates of its organs, and so does whoever may read the text; the auditor sees all."""
    return (
        may_read(revision, standing) or standing.has(Role.AUDITOR) or revision.record.organ_id in supervised(standing)
    )


def open_of(organ_ids: Iterable[int]) -> QuerySet[Revision]:
    """What is on its way in these organs, without the texts; record, organ and author come along."""
    return (
        beside(Revision.objects.filter(on_the_way()))
        .filter(of_organs(organ_ids))
        .select_related("record__organ", "author")
        .defer("body", "text")
    )


@dataclass(frozen=True)
class Queue:
    """A queue of the desk: its code (in the address), label, and how many wait."""

    code: str
    label: str
    count: int


def for_me(standing: Standing) -> QuerySet[Revision]:
    """What waits for one of the person's roles, urgent first, then the longest waiting."""
    wanted = Q(pk__in=[])
    for role, states in WAITS_FOR.items():
        organs = standing.organs_with([role])
        if organs:
            wanted |= Q(state__in=states) & of_organs(organs)
    judged = Step.objects.filter(revision=OuterRef("pk"), person=standing.person, move__in=PASSES).filter(
        ~Exists(
            Step.objects.filter(revision=OuterRef("revision"), pk__gt=OuterRef("pk"), move__in=["return", "recall"])
        )
    )
    return (
        open_of(standing.content_organs)
        .filter(wanted)
        .exclude(Exists(Editor.objects.filter(revision=OuterRef("pk"), person=standing.person)))
        .exclude(Exists(judged))
        .order_by("updated_at", "pk")
    )


def my_drafts(standing: Standing) -> QuerySet[Revision]:
    """Drafts of the organs for which the person drafts: returned ones show their last step on the page."""
    return (
        open_of(standing.organs_with([Role.DRAFT, Role.FOI_OFFICER]))
        .filter(state=State.DRAFTING)
        .order_by("-updated_at", "-pk")
    )


def under_review(standing: Standing) -> QuerySet[Revision]:
    """Everything of the person's organs that is on its way."""
    return open_of(standing.content_organs).exclude(state=State.DRAFTING).order_by("-updated_at", "-pk")


def scheduled(standing: Standing) -> QuerySet[Revision]:
    """What waits for its hour."""
    return open_of(standing.content_organs).filter(state=State.WAITING).order_by("publish_at", "pk")


class Involved(Sequence[Revision]):
    """What somebody had a hand in, newest first; only the page that is looked at is read (three queries for the first)."""

    def __init__(self, standing: Standing) -> None:
        self._person, self._organs = standing.person, standing.content_organs

    def __len__(self) -> int:
        return len(self._keys(None))

    @overload
    def __getitem__(self, place: int) -> Revision: ...
    @overload
    def __getitem__(self, place: slice) -> list[Revision]: ...
    def __getitem__(self, place: int | slice) -> Revision | list[Revision]:
        if isinstance(place, int):
            return self._read([self._keys(place + 1)[place]])[0]
        return self._read(self._keys(place.stop)[place])

    def _keys(self, wanted: int | None) -> list[int]:
        """The first keys. Both sides come in their order from an index; which organ it was is looked at afterwards, for as
        a rule it is the present one.
        """
        found: list[int] = []
        below: int | None = None
        while wanted is None or len(found) < wanted:
            size = _MANY if wanted is None else min(max(wanted - len(found), _FEW), _MANY)
            keys = self._some(below, size)
            here = beside(Revision.objects.filter(pk__in=keys)).filter(of_organs(self._organs))
            own = set(here.values_list("pk", flat=True))
            found += [key for key in keys if key in own]
            if len(keys) < size:
                break
            below = keys[-1]
        return found

    def _some(self, below: int | None, size: int) -> list[int]:
        earlier = Q(person=self._person) if below is None else Q(person=self._person, revision_id__lt=below)
        written, judged = (
            rows.filter(earlier).values_list("revision_id", flat=True) for rows in (Editor.objects, Step.objects)
        )
        return list(written.union(judged).order_by("-revision_id")[:size])

    def _read(self, keys: Sequence[int]) -> list[Revision]:
        rows = Revision.objects.select_related("record__organ", "author").defer("body", "text").in_bulk(keys)
        return [rows[key] for key in keys]


def involved(standing: Standing) -> Involved:
    """What the person drafted, changed or judged, newest first, also when published."""
    return Involved(standing)


def urgent_uses(standing: Standing) -> QuerySet[Step]:
    """Every use of the urgent lane in the organs that the person leads or supervises, newest first."""
    organs = standing.organs_with([Role.SIGNER, Role.FOI_HEAD, Role.FINAL_REVIEW]) | supervised(standing)
    return (
        beside(Step.objects.filter(urgent=True))
        .filter(of_organs(organs))
        .select_related("revision", "record__organ")
        .defer("revision__body", "revision__text")
        .order_by("-at", "-pk")
    )


def to_reassess(standing: Standing, *, until: date) -> QuerySet[Revision]:
    """Documents kept from the public whose day of re-assessment has come (条例18)."""
    return (
        beside(Revision.objects.filter(reassess_on__lte=until, state=State.KEPT))
        .filter(of_organs(standing.content_organs))
        .select_related("record__organ")
        .defer("body", "text")
        .order_by("reassess_on", "pk")
    )


def supervised_revisions(standing: Standing) -> QuerySet[Revision]:
    """What is on its way in the organs that the person supervises: state and dates, no text."""
    return open_of(supervised(standing)).order_by("-updated_at", "-pk")


def queues(standing: Standing, *, today: date) -> list[Queue]:
    """The queues with their counts, as the left side of the desk shows them."""
    return [
        Queue("mine", "待我办理", for_me(standing).count()),
        Queue("drafts", "草稿", my_drafts(standing).count()),
        Queue("review", "审核中", under_review(standing).count()),
        Queue("scheduled", "待发布", scheduled(standing).count()),
        Queue("reassess", "到期评估", to_reassess(standing, until=today).count()),
    ]


def former_round(revision: Revision) -> Revision | None:
    """The revision that is public now, when this one is a correction of it."""
    record: Record = revision.record
    if record.current_id is None or record.current_id == revision.pk:
        return None
    return Revision.objects.get(pk=record.current_id)


def last_sent(revision: Revision) -> Revision | None:
    """The text as it was last sent into review, when it differs from the present one; unsaved, for ``changes`` only."""
    if revision.frozen_at is not None:
        return None
    found = Snapshot.objects.filter(revision=revision).exclude(digest=draft_digest(revision)).order_by("-pk").first()
    if found is None or not found.written:  # emptied: a state secret
        return None
    former = Revision(pk=revision.pk, record=revision.record, updated_at=found.at)
    columns = {field.name: field for field in Revision._meta.concrete_fields}
    for name, value in found.written.items():
        setattr(former, name, columns[name].to_python(value))
    return former


@dataclass(frozen=True)
class FieldChange:
    """One metadata field that differs: label, old and new value as text."""

    label: str
    old: str
    new: str


def changes(old: Revision, new: Revision) -> tuple[list[FieldChange], Sequence[Difference]]:
    """What differs between two revisions: the metadata fields, and the text by paragraph and character."""
    fields = []
    for name in WRITTEN:
        before, after = getattr(old, name), getattr(new, name)
        if name != "body" and before != after:
            label = str(getattr(Revision._meta.get_field(name), "verbose_name", name))
            fields.append(FieldChange(label, _shown(before), _shown(after)))
    return fields, richtext.diff(old.body, new.body)


def _shown(value: object) -> str:
    return "" if value is None else str(value)
