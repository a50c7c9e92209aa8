"""Sets up the demo county through the same operations that the desk uses: drafted, checked, reviewed, published in order."""

from __future__ import annotations

import heapq
import itertools
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongkai.config.demo import (
    city,
    collected,
    former_years,
    report_extras,
    request_reports,
    request_stories,
    words,
    yearly_tables,
)
from gongkai.config.demo.documents import documents
from gongkai.config.demo.people import people
from gongkai.config.demo.shape import DemoDocument
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations import operations as organizations
from gongkai.kernel.organizations.queries import Organ, Person, Post, Role, Standing, numbers_held
from gongkai.kernel.records import kinds
from gongkai.kernel.records import operations as records
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.queries import review
from gongkai.kernel.records.terms import Check, Gate, Ground, RelationType, State, Withdrawal
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays.queries import calendar_held
from gongkai.publish.catalogue.terms import Topic

_GATES = [gate.value for gate in Gate]
_CHECKS = [check.value for check in Check]
_GROUNDS = {
    "third_party": Ground.THIRD_PARTY,
    "internal": Ground.INTERNAL,
    "process": Ground.PROCESS,
    "casefile": Ground.CASE_FILE,
}
_NATURES = {
    "government": "government",
    "department": "department",
    "agency": "dispatched",
    "institution": "institution",
}
_PASSES = (("first_review", "first_pass"), ("second_review", "second_pass"), ("final_review", "final_pass"))
#: Stages that stop in the middle of the review: how many steps after the submission are made.
_STOPS = {"disclosure_check": 0, "returned": 0, "first_review": 1, "second_review": 2, "final_review": 3}

Action = Callable[[datetime], None]


@dataclass
class Seeding:
    """The county while it is being set up; ``told`` is called with (done, total)."""

    today: date
    now: datetime
    told: Callable[[int, int], None] = lambda done, total: None
    organs: dict[str, Organ] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    _posts: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    _standings: dict[tuple[int, date], Standing] = field(default_factory=dict)
    _later: list[tuple[datetime, int, Action]] = field(default_factory=list)
    _count: itertools.count[int] = field(default_factory=itertools.count)

    # -- the county itself

    def county(self, password: str) -> None:
        """Organs, people, posts, the facts of the site and the dictionary."""
        actor = Actor.system("示范县")
        opened = datetime.combine(date(self.today.year - 4, 1, 4), time(9), CHINA)
        for place, one in enumerate(city.organs(), 1):
            self.organs[one.key] = organizations.save_organ(
                fields={
                    "name": one.name, "short_name": one.short_name, "level": one.level,
                    "nature": "office" if one.key == "office" else "township" if one.level == "township" else _NATURES[one.nature],
                    "government": self.organs.get(one.parent), "review_path": "district" if one.vertical_parent else "general",
                    "higher": f"{city.CITY}人民政府" if one.vertical_parent or not one.parent else "",
                    "seat": self.organs[one.parent] if one.vertical_parent else None, "position": place, "code": one.document_code,
                    "uscc": one.uscc, "index_code": one.index_code, "index_pattern": "{uscc}/{year}-{serial:05d}",
                    "makes_rules": one.may_make_rules, "is_supervisor": one.key == "office", "reviewers": one.reviewers,
                    "timetable": {"days": [list(span) for span in one.timetable]}, "foi_office": one.foi_office,
                    "address": one.address, "office_hours": one.hours, "phone": one.phone, "fax": one.fax,
                    "email": one.email, "opened_on": opened.date(),
                },
                by=actor, at=opened,
            )  # fmt: skip
        encoded = make_password(password)
        for who in people(self.today):
            person = organizations.save_person(
                fields={"username": who.username, "name": who.name, "email": f"{who.username}@{city.DOMAIN}"},
                by=actor, at=opened,
            )  # fmt: skip
            person.password = encoded
            person.save(update_fields=["password"])
            self.persons[who.username] = person
            for post in who.posts:
                given = organizations.give_post(
                    person=person, organ=self.organs[post.organ], role=post.role, title=who.title,
                    starts_on=post.start, ends_on=post.end, by=actor, at=opened,
                )  # fmt: skip
                self._posts[person.pk].append(given)
        self._lend_checkers(actor, opened)
        self._lend_lawyers(actor, opened)
        self._lend_reviewers(actor, opened)
        site = city.SITE
        organizations.save_site(
            fields={
                "name": site.name, "domain": site.domain, "id_code": site.site_code, "sponsor": site.sponsor,
                "operator": site.maintainer, "contact": f"{site.phone}　{site.email}", "icp": site.icp,
                "police": site.police, "main_organ": self.organs["county"], "demo": True,
            },
            by=actor, at=opened,
        )  # fmt: skip
        editor = self.who("office", Role.FOI_HEAD, self.today)
        for word in words.DICTIONARY:
            advice = f"{word.reason}；建议：{word.instead}"
            records.save_word(text=word.word, advice=advice, active=True, by=editor, at=opened)

    def _lend_checkers(self, actor: Actor, at: datetime) -> None:
        """In a small organ the one who writes is also the FOI office: the county's officer checks in their place."""
        held: dict[str, set[str]] = {}
        starts = at.date()
        lender = ""
        for who in people(self.today):
            for post in who.posts:
                if post.role in {"foi_officer", "foi_head"}:
                    held.setdefault(post.organ, set()).add(who.username)
                if (post.organ, post.role, post.end) == ("office", "foi_officer", None):
                    lender = who.username
                    starts = post.start
        for organ, usernames in held.items():
            if len(usernames) == 1 and lender not in usernames:
                given = organizations.give_post(
                    person=self.persons[lender], organ=self.organs[organ], role=Role.FOI_OFFICER, title="代办公开审查",
                    starts_on=starts, by=actor, at=at,
                )  # fmt: skip
                self._posts[self.persons[lender].pk].append(given)

    def _lend_lawyers(self, actor: Actor, at: datetime) -> None:
        """Where a reply has nobody to review it beside who drafts and who signs, the county's lawyer does."""
        held: dict[str, dict[str, set[str]]] = {}
        for who in people(self.today):
            for post in who.posts:
                if post.end is None:
                    held.setdefault(post.organ, {}).setdefault(post.role, set()).add(who.username)
        lender = next(iter(held["office"]["legal"]))
        for organ, roles in held.items():
            reviewers = roles.get("legal", set()) | roles.get("foi_head", set())
            signers, officers = roles.get("signer", set()), roles.get("foi_officer", set())
            if all(
                (reviewers - {officer}) and (signers - {officer}) and len((reviewers | signers) - {officer}) > 1
                for officer in officers
            ):
                continue
            given = organizations.give_post(
                person=self.persons[lender], organ=self.organs[organ], role=Role.LEGAL, title="代办法制审核",
                starts_on=at.date(), by=actor, at=at,
            )  # fmt: skip
            self._posts[self.persons[lender].pk].append(given)

    def _lend_reviewers(self, actor: Actor, at: datetime) -> None:
        """While reports are due: where their author is the one who reviews, a reviewer of the county office does."""
        starts, ends = date(self.today.year, 1, 14), date(self.today.year, 3, 1)
        if self.today < starts:
            return
        for organ in request_reports.FIGURES:
            seen = {self.who(organ, Role.FOI_OFFICER, starts).person.pk}
            for role, _ in _PASSES if self.organs[organ].reviewers == 3 else (_PASSES[0], _PASSES[2]):
                try:
                    seen.add(self.who(organ, Role(role), starts, seen).person.pk)
                except LookupError:
                    lent = self.who("office", Role(role), starts, seen).person
                    seen.add(lent.pk)
                    given = organizations.give_post(
                        person=lent, organ=self.organs[organ], role=role, title="代办年度报告审核",
                        starts_on=starts, ends_on=ends, by=actor, at=at,
                    )  # fmt: skip
                    self._posts[lent.pk].append(given)
                    self._standings.clear()

    def standing(self, person: Person, on: date) -> Standing:
        """What a person is on a day."""
        key = (person.pk, on)
        if key not in self._standings:
            held = (p for p in self._posts[person.pk] if p.starts_on <= on and (p.ends_on is None or p.ends_on > on))
            self._standings[key] = Standing(person, on, tuple(held))
        return self._standings[key]

    def who(self, organ: str, role: Role, on: date, without: set[int] = frozenset()) -> Standing:  # type: ignore[assignment]
        """The first who holds a role in an organ on a day; LookupError when there is nobody beside ``without``."""
        organ_id = self.organs[organ].pk
        for person in self.persons.values():
            if person.pk not in without:
                found = self.standing(person, on)
                if role in found.roles(organ_id):
                    return found
        raise LookupError(f"nobody holds {role} in {organ} on {on} beside {without}")

    def _checker(self, organ: str, on: date, without: set[int]) -> Standing:
        """Who makes the 公开审查: the FOI officer, or the head where the officer wrote the document."""
        try:
            return self.who(organ, Role.FOI_OFFICER, on, without)
        except LookupError:
            return self.who(organ, Role.FOI_HEAD, on, without)

    # -- the documents

    def documents(self) -> None:
        """Plan every document; what comes later plans itself."""
        wanted = documents(self.today)
        for one in wanted:
            end = one.publish_at if one.publish_at and one.publish_at <= self.now else None
            begin = (end or datetime.combine(one.made_on, time(9, 30), CHINA)) - timedelta(hours=6 if end else 0)
            self.plan(min(begin, self.now - timedelta(minutes=30)), self._drafting(one))

    def requests(self) -> None:
        """Plan every request, and what the offices enter for the report of last year."""
        request_stories.plan(self)
        report_extras.plan(self)
        request_reports.plan(self, self._review)
        yearly_tables.plan(self, self._review)
        former_years.plan(self)
        collected.plan(self)

    def run(self) -> None:
        """Everything that was planned, and what follows from it, in order."""
        done = 0
        total = len(self._later)
        with calendar_held(), numbers_held():
            while self._later:
                at, _, action = heapq.heappop(self._later)
                action(min(at, self.now))
                done += 1
                if done % 20 == 0:
                    self.told(min(done, total), total)
        self.told(total, total)

    def plan(self, at: datetime, action: Action) -> None:
        """Let something happen at a moment, in the order of time of the whole county."""
        heapq.heappush(self._later, (at, next(self._count), action))

    def _drafting(self, one: DemoDocument) -> Action:
        def act(at: datetime) -> None:
            first = one.before_correction()
            author = self.who(one.organ, Role.DRAFT, at.date())
            revision = records.create(organ=self.organs[one.organ], kind=one.kind, by=author, at=at, title=one.title)
            self.records[one.key] = revision.record_id
            revision = records.save(
                revision_id=revision.pk, fields=self._fields(first), version=revision.version, by=author, at=at
            )
            if one.stage == "drafting":
                records.screen(revision_id=revision.pk, at=at)
            else:
                self._review(revision, one, author, at)
            self._afterwards(one)

        return act

    def _fields(self, one: DemoDocument) -> dict[str, object]:
        topic = f"A20-{one.topic}"
        allowed = kinds.get(one.kind).topics
        fields: dict[str, object] = {
            "body": one.body, "summary": one.summary, "doc_number": one.number or "", "genre": one.genre,
            "keywords": "、".join(one.keywords), "topic": topic if topic in allowed else allowed[0],
            "subject": Topic(topic).label, "made_on": one.made_on, "effective_on": one.effective_on,
            "expires_on": one.expires_on, "attribute": one.attribute, "responsible_unit": one.unit,
            "contact": one.phone, "joint_organs": "、".join(one.joint),
        }  # fmt: skip
        if one.withholding is not None:
            fields |= {
                "reason": f"{one.withholding.article}：{one.withholding.reason}",
                "reassess_on": one.withholding.reassess_on,
                "ground": _GROUNDS[one.withholding.ground] if one.attribute == "not_open" else "",
            }
        if one.stage == "scheduled":
            fields["publish_at"] = one.publish_at
        if one.lift_on is not None:
            fields["lift_at"] = datetime.combine(one.lift_on, time(23, 59), CHINA)
        if one.stage == "urgent":
            fields["urgent_reason"] = one.remark
        return fields

    def _review(self, revision: Revision, one: DemoDocument, author: Standing, at: datetime) -> Revision:
        """Submit and review, an hour a step at most, as far as the stage of the document goes."""
        pace = timedelta(minutes=55)
        organ_id = self.organs[one.organ].pk
        seen = {author.person.pk}
        steps = _STOPS.get(one.stage, 4)

        def go(code: str, by: Standing, ticks: list[str], comment: str = "") -> None:
            nonlocal revision, at
            at = min(at + pace, self.now)
            revision = records.move(
                revision_id=revision.pk, code=code, by=by, at=at, version=revision.version, comment=comment,
                ticks=ticks, urgent=one.stage == "urgent",
            )  # fmt: skip

        office_first = kinds.get(one.kind).policy and one.attribute != "open"
        go("submit_not_open" if office_first else "submit", author, [])
        if office_first:
            head = self.who(one.organ, Role.FOI_HEAD, at.date(), seen)
            go("agree_not_open", head, [], "理由成立，同意。")
        officer = self._checker(one.organ, at.date(), seen)
        if one.stage == "returned":
            go("return", officer, [], one.remark or "请按审核意见修改后重新提交。")
            return revision
        if steps >= 1:
            go("checked", officer, _CHECKS, self._comment("disclosure_check", one))
        passes = [p for p in _PASSES if self.organs[one.organ].reviewers == 3 or p[0] != "second_review"]
        for place, (role, code) in enumerate(passes, 2):
            if steps < place or revision.state != role:
                break
            reviewer = self.who(one.organ, Role(role), at.date(), seen)
            assert Role(role) in reviewer.roles(organ_id)
            seen.add(reviewer.person.pk)
            go(code, reviewer, _GATES, self._comment(role, one))
        return revision

    @staticmethod
    def _comment(role: str, one: DemoDocument) -> str:
        """The first standing comment of a role that approves, the same for a document every time."""
        good = [
            c
            for c in words.REVIEW_COMMENTS[role]
            if "请" not in c and "退回" not in c and "不充分" not in c and "遮盖" not in c
        ]
        return good[sum(map(ord, one.key)) % len(good)] if good else ""

    def _afterwards(self, one: DemoDocument) -> None:
        """Plan what happened later: correction, withdrawal, repeal, relations."""
        if one.correction is not None:
            self.plan(one.correction.at - timedelta(hours=6), self._correcting(one))
        if one.withdrawal is not None:
            self.plan(one.withdrawal.at, self._withdrawing(one))
        published = one.publish_at or self.now
        if one.interpretation_of:
            self.plan(max(published, self.now - timedelta(minutes=20)), self._relating(one, one.interpretation_of))
        if one.stage == "repealed" and one.repealed_on is not None:
            moment = datetime.combine(one.repealed_on, time(9), CHINA)
            self.plan(max(moment, published + timedelta(days=1)), self._repealing(one))

    def _correcting(self, one: DemoDocument) -> Action:
        def act(at: datetime) -> None:
            assert one.correction is not None
            author = self.who(one.organ, Role.DRAFT, at.date())
            revision = records.start_correction(record_id=self.records[one.key], by=author, at=at)
            fields = {
                "body": one.body, "correction_wrong": one.correction.wrong,
                "correction_right": f"{one.correction.right}（{one.correction.reason}）",
            }  # fmt: skip
            revision = records.save(revision_id=revision.pk, fields=fields, version=revision.version, by=author, at=at)
            self._review(revision, one, author, at)

        return act

    def _withdrawing(self, one: DemoDocument) -> Action:
        def act(at: datetime) -> None:
            assert one.withdrawal is not None
            head = self.who(one.organ, Role.FOI_HEAD, at.date())
            records.withdraw(
                record_id=self.records[one.key], reason=Withdrawal(one.withdrawal.kind), note=one.withdrawal.reason,
                by=head, at=at,
            )  # fmt: skip

        return act

    def _repealing(self, one: DemoDocument) -> Action:
        def act(at: datetime) -> None:
            assert one.repealed_on is not None
            head = self.who(one.organ, Role.FOI_HEAD, at.date())
            records.repeal(
                record_id=self.records[one.key], on=one.repealed_on, note=one.remark, by=head, at=at,
                by_record_id=self.records.get(one.repealed_by),
            )  # fmt: skip

        return act

    def _relating(self, one: DemoDocument, target: str) -> Action:
        def act(at: datetime) -> None:
            if target in self.records:
                officer = self.who(one.organ, Role.FOI_OFFICER, at.date())
                records.relate(
                    source_id=self.records[one.key], target_id=self.records[target], type_=RelationType.INTERPRETS,
                    by=officer, at=at,
                )  # fmt: skip

        return act

    def notices(self) -> None:
        """What waits in the inboxes when the demo opens; what came with the old documents counts as read."""
        from gongkai.kernel.notices.models import Notice

        for person in self.persons.values():
            Notice.objects.filter(person=person, created_at__lt=self.now - timedelta(days=7), read_at=None).update(
                read_at=self.now
            )
        for place, one in enumerate(words.NOTICES):
            if one.username in self.persons:
                notify(
                    [self.persons[one.username]], text=f"{one.title}:{one.text}", link="/desk/", key=f"demo:{place}",
                    at=self.now,
                )  # fmt: skip


def seed(*, at: datetime, told: Callable[[int, int], None]) -> str:
    """Set up the whole county in one transaction; returns the password of the demo people."""
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    work = Seeding(today=at.date(), now=at, told=told)
    with transaction.atomic():
        work.county(password)
        work.documents()
        work.requests()
        work.run()
        work.notices()
    return password


def open_states() -> dict[str, int]:
    """How many revisions stand in each state (for the words that the demo prints)."""
    return {state.label: Revision.objects.filter(state=state).count() for state in State if state in review.OPEN_STATES}
