"""The rows of an application and of the case made from it: written together, few statements, three lines in the ledger."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from gongkai.answer.foi import applicants
from gongkai.answer.foi.models import Application, ApplicationFile, Request
from gongkai.answer.foi.numbers import KINDS, code_of
from gongkai.answer.foi.operations.attaching import Kept
from gongkai.answer.foi.operations.owners import ownerless
from gongkai.answer.foi.queries.audit import content_digest
from gongkai.answer.foi.terms import Channel
from gongkai.answer.foi.workflow import REQUEST
from gongkai.kernel.casework import identity, vault
from gongkai.kernel.casework.models import Assignment, Case, Party
from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.casework.terms import PartyRole
from gongkai.kernel.ledger.inserting import insert
from gongkai.kernel.ledger.operations import Actor, Line, write_many
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.queries import Organ, Person
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.vocabulary import CHINA


@dataclass(frozen=True)
class Form:
    """What was submitted, checked."""

    who: applicants.Applicant
    what: applicants.Wish
    files: tuple[Kept, ...]

    def digest(self) -> str:
        """A keyed hash of everything that was submitted: it proves the rows, and tells nobody a number by guessing."""
        return content_digest(
            {
                "facts": dict(self.who.facts), "kind": self.who.kind.value, "description": self.what.description,
                "form": self.what.form.value, "way": self.what.way.value, "help": self.what.needs_help,
                "files": [[kept.name, kept.file.sha256] for kept in self.files],
            }
        )  # fmt: skip


@dataclass(frozen=True)
class Prepared:
    """What costs time and needs no lock: sealed and hashed before the transaction begins."""

    digest: str
    sealed: str
    name_index: str
    number_index: str
    contact_index: str


def prepared(form: Form) -> Prepared:
    """Seal the identity, compute the blind indexes and the digest."""
    facts = form.who.facts
    return Prepared(
        form.digest(), identity.seal(facts), identity.index("name", facts["name"]),
        identity.index("identity_number", facts.get("identity_number", "")),
        identity.index("contact", facts.get("phone") or facts.get("email") or ""),
    )  # fmt: skip


def enter(
    *,
    organ: Organ,
    channel: Channel,
    form: Form,
    ready: Prepared,
    code_hash: str,
    once: str,
    arrived: datetime,
    who: Actor,
    owner: Person | None,
    at: datetime,
) -> tuple[Application, Case]:
    """The untouched application with its number, and the office's case in somebody's hands; in the caller's transaction.

    The sequence of these numbers is nobody else's, so it may be taken before the ledger.
    """
    taken, number_line = papers.first_number(
        organ=organ, code=code_of(organ, "申请"), kind=KINDS["申请"], year=at.astimezone(CHINA).year,
        subject=f"application:{secrets.token_hex(16)}", by=who, at=at,
    )  # fmt: skip
    made = Application(
        organ=organ, number=taken.text, code_hash=code_hash, channel=channel.value, submitted_at=arrived,
        applicant_kind=form.who.kind.value, sealed=ready.sealed, description=form.what.description,
        supply_form=form.what.form.value, supply_way=form.what.way.value, needs_help=form.what.needs_help,
        digest=ready.digest, once=once or None,
    )  # fmt: skip
    insert(made)
    files = [
        ApplicationFile(
            application=made,
            file=kept.file,
            kept_name=vault.kept_text(kept.name),
            media_type=kept.media_type,
            size=kept.size,
        )
        for kept in form.files
    ]
    insert(*files)
    case = Case(
        organ=organ, kind="foi", number=taken.text, title=applicants.title(form.what.description, form.who.facts),
        handler=owner, opened_at=arrived, state=REQUEST.initial, state_since=arrived,
    )  # fmt: skip
    insert(case)
    party = Party(
        case=case, role=PartyRole.APPLICANT.value, kind=form.who.kind.value,
        masked=identity.mask(form.who.facts["name"])[:80], sealed=ready.sealed, name_index=ready.name_index,
        number_index=ready.number_index, contact_index=ready.contact_index,
    )  # fmt: skip
    request = Request(
        case=case, application=made, channel=channel.value, applicant_kind=form.who.kind.value,
        description=form.what.description, supply_form=form.what.form.value, supply_way=form.what.way.value,
    )  # fmt: skip
    insert(party)
    insert(request)
    hands = []
    if owner is not None:
        hands.append(Assignment(case=case, person=owner, by=who.name[:80], reason="新收办件", begun_at=at))
    insert(*hands)
    write_many(
        actor=who, at=at,
        lines=[
            number_line,
            Line(
                "提交申请" if channel == Channel.ONLINE else "登记申请", "application", made.pk, organ.pk,
                {"number": made.number, "channel": channel.value} | seals(made, *files, taken),
            ),
            Line(
                "立案", "case", case.pk, organ.pk,
                {"kind": "foi", "number": case.number, "handler": owner.pk if owner else None, "party": party.pk}
                | seals(case, party, request, *hands),
            ),
        ],
    )  # fmt: skip
    if owner is None:
        ownerless(case, at)
    elif owner.pk != who.person_id:
        what = "请于今日内与申请人确认收到" if channel.needs_confirmation else "已登记收到"
        notify(
            [owner], text=f"新收政府信息公开申请{case.number}，{what}：{case.title}", link=f"/desk/requests/{case.pk}/",
            key=f"case:{case.pk}:opened", at=at,
        )  # fmt: skip
    return made, case
