"""Things that tests need, made by the operations of the house and spoken of in traits.

An organ with its staff, a draft that waits for its second review, a published document. Names and numbers belong to a
county that does not exist.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from gongkai.kernel.ledger.queries import Actor
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.models import Organ, Person, Post
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.organizations.queries import standing as standing_on
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.terms import Attribute, Check, Gate, State
from gongkai.kernel.vocabulary import now

_HOUSE = Actor.system("测试")
_count = itertools.count(1)

BODY = (
    "<h2>一、总体要求</h2><p>为保障农村饮用水安全,规范水源保护工作,根据有关法律、法规,结合本县实际,制定本办法。</p>"
    "<h2>二、保护措施</h2><p>县水利局会同有关部门划定水源保护范围,设立标志,每季度巡查不少于一次。</p>"
    "<table><tbody><tr><th>水源地</th><th>服务人口(人)</th></tr><tr><td>望溪水库</td><td>36200</td></tr>"
    "<tr><td>松亭泉</td><td>1180</td></tr></tbody></table>"
)
GATES = tuple(gate.value for gate in Gate)
CHECKS = tuple(check.value for check in Check)


def organ(name: str = "", **fields: Any) -> Organ:
    """An organ; traits are its columns: ``organ(reviewers=2)``, ``organ(is_supervisor=True)``."""
    number = next(_count)
    name = name or f"云岫县第{number}局"
    values: dict[str, Any] = {
        "name": name, "short_name": fields.pop("short_name", name.removeprefix("云岫")), "level": "county",
        "nature": "department", "code": f"岫{chr(0x4E00 + number)}发", "index_code": f"9910{number:05d}",
        "foi_office": "办公室", "phone": "0999-0210001", "address": "凌波街道文庙街1号", "opened_on": date(2019, 3, 1),
    }  # fmt: skip
    return organizing.save_organ(fields=values | fields, by=_HOUSE, at=now())


def person(*roles: Role | str, organ: Organ, name: str = "", since: date = date(2020, 1, 1), **columns: Any) -> Person:
    """Somebody with posts in an organ; can be signed in with ``client.force_login``. ``password`` sets one (slow)."""
    number = next(_count)
    password = columns.pop("password", None)
    made = Person(username=f"person{number}", name=name or f"第{number}人", **columns)
    if password is None:
        made.set_unusable_password()
    else:
        made.set_password(password)
    made.save()
    Post.objects.bulk_create(
        [Post(person=made, organ=organ, role=Role(role), title="科员", starts_on=since) for role in roles]
    )
    return made


def standing(who: Person, at: datetime | None = None) -> Standing:
    """The posts of a person on the day."""
    return standing_on(who, (at or now()).date())


@dataclass
class Staff:
    """The people of an organ who carry a document from draft to publication, each a different one."""

    organ: Organ
    drafter: Person
    officer: Person
    head: Person
    first: Person
    second: Person
    final: Person
    signer: Person
    at: datetime = field(default_factory=now)

    def of(self, who: str) -> Standing:
        """The standing of ``drafter``, ``officer``, ``head``, ``first``, ``second``, ``final`` or ``signer``."""
        return standing(getattr(self, who), self.at)


def staff(organ_: Organ | None = None, **fields: Any) -> Staff:
    """An organ with its seven people; ``fields`` are columns of the organ when it has to be made."""
    at = organ_ or organ(**fields)
    return Staff(
        organ=at,
        drafter=person(Role.DRAFT, organ=at, name="伍汉臣"),
        officer=person(Role.FOI_OFFICER, organ=at, name="何彬华"),
        head=person(Role.FOI_HEAD, organ=at, name="方明德"),
        first=person(Role.FIRST_REVIEW, organ=at, name="邱若琳"),
        second=person(Role.SECOND_REVIEW, organ=at, name="周敬之"),
        final=person(Role.FINAL_REVIEW, organ=at, name="蒋玉兰"),
        signer=person(Role.SIGNER, organ=at, name="陆晚晴"),
    )


def fields(**given: Any) -> dict[str, Any]:
    """Metadata and text of a draft that lacks nothing."""
    return {
        "title": "云岫县农村饮用水水源保护管理办法", "body": BODY, "summary": "明确农村饮用水水源的保护范围、措施和责任。",
        "topic": "A20-1", "genre": "measures", "made_on": now().date() - timedelta(days=3),
        "attribute": Attribute.OPEN.value, "responsible_unit": "水资源股", "contact": "0999-0210123",
    } | given  # fmt: skip


def draft(
    people: Staff, *, kind: str = "normative", state: State = State.DRAFTING, at: datetime | None = None, **given: Any
) -> Revision:
    """A draft that lacks nothing, carried to ``state`` by its proper people. ``given`` are written fields.

    ``empty=True``: as it is just after 新建. ``returned="意见"``: sent back once by the first reviewer, now a draft again.
    """
    at = at or now()
    empty, returned = given.pop("empty", False), given.pop("returned", "")
    drafter = people.of("drafter")
    revision = verbs.create(organ=people.organ, kind=kind, by=drafter, at=at, title=given.get("title", ""))
    if empty:
        return revision
    revision = verbs.save(revision_id=revision.pk, fields=fields(**given), version=revision.version, by=drafter, at=at)
    verbs.screen(revision_id=revision.pk, at=at)
    revision.refresh_from_db()
    if returned:
        revision = carry(people, revision, State.FIRST_REVIEW, at)
        verbs.move(
            revision_id=revision.pk, code="return", by=people.of("first"), at=at, version=revision.version, comment=returned
        )  # fmt: skip
        revision.refresh_from_db()
    return carry(people, revision, state, at)


def carry(people: Staff, revision: Revision, state: State, at: datetime | None = None) -> Revision:
    """Move a revision along its review, each step by the person whose it is, until it stands in ``state``."""
    at = at or now()
    ways = {
        State.FOI_OPINION: ("agree_not_open", "head", ()),
        State.DISCLOSURE_CHECK: ("checked", "officer", CHECKS),
        State.FIRST_REVIEW: ("first_pass", "first", GATES),
        State.SECOND_REVIEW: ("second_pass", "second", GATES),
        State.FINAL_REVIEW: ("final_pass", "final", GATES),
    }
    while revision.state != state:
        if revision.state == State.DRAFTING:
            office = revision.attribute != Attribute.OPEN and revision.record.kind in {
                "rule",
                "normative",
                "policy_other",
            }
            code, who, ticks = ("submit_not_open" if office else "submit"), "drafter", ()
        else:
            code, who, ticks = ways[State(revision.state)]
        verbs.move(
            revision_id=revision.pk, code=code, by=people.of(who), at=at, version=revision.version, comment="同意",
            ticks=ticks,
        )  # fmt: skip
        revision = Revision.objects.select_related("record__organ").get(pk=revision.pk)
    return revision


def published(people: Staff, *, at: datetime | None = None, **given: Any) -> Record:
    """A published document of the organ."""
    revision = draft(people, state=State.PUBLISHED, at=at, **given)
    return Record.objects.select_related("organ", "current").get(pk=revision.record_id)
