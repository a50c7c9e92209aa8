"""Carries every request of the demo through the verbs of the house, by its proper people, on the days when it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Protocol

from gongkai.answer.foi import operations as verbs
from gongkai.config.demo import request_words as words
from gongkai.config.demo.request_people import applicant
from gongkai.config.demo.requests import DemoRequest, requests
from gongkai.config.demo.timeline import is_working, shift, vary
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case
from gongkai.kernel.organizations.queries import Organ, Person, Role, Standing
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays.queries import current_calendar

Steps = Iterator[datetime]


class County(Protocol):
    """What a story asks of the county that is being set up."""

    today: date
    now: datetime
    organs: dict[str, Organ]
    persons: dict[str, Person]

    def who(self, organ: str, role: Role, on: date, without: set[int]) -> Standing: ...

    def standing(self, person: Person, on: date) -> Standing: ...

    def plan(self, at: datetime, action: Callable[[datetime], None]) -> None: ...


class Stop(Exception):
    """The request lies before this step today."""


class Shelf:
    """What stories know of each other: the cases by key, the numbers of replies."""

    def __init__(self) -> None:
        self.cases: dict[str, int] = {}
        self.replies: dict[str, str] = {}


def plan(county: County) -> None:
    """Plan the beginning of every request; what follows plans itself."""
    shelf = Shelf()
    for one in requests(county.today):
        _go_on(county, Story(county, one, shelf).steps())
    _plan_colleagues(county, shelf)


def _go_on(county: County, steps: Steps) -> None:
    """Let a story wait for its next moment; one that lies in the future has not happened."""
    try:
        moment = next(steps)
    except (StopIteration, Stop):
        return
    if moment <= county.now:
        county.plan(moment, lambda _: _go_on(county, steps))


class Story:
    """One request from its arrival to the archive, as a sequence of moments."""

    def __init__(self, county: County, one: DemoRequest, shelf: Shelf) -> None:
        self.county, self.one, self.shelf = county, one, shelf
        self.answer = one.answer
        self.organ = county.organs[one.answer.organ]
        self.seed = f"{one.place} {one.answer.organ} {one.answer.what}"
        begin = time(9, vary(f"begin {self.seed}", 0, 59))
        self.at = datetime.combine(one.begins, begin, CHINA) + timedelta(hours=vary(f"hour {self.seed}", 0, 4))
        self.case_id = 0
        self.handler: Person | None = None

    # -- when

    def later(self, days: int, least: int = 25) -> datetime:
        """The next moment: so many working days later, or the same day after a while."""
        if days <= 0:
            self.at += timedelta(minutes=least + vary(f"{self.seed} {self.at}", 0, 20))
            return self.at
        on = current_calendar().after(self.at.date(), days).due
        while not is_working(on):
            on += timedelta(days=1)
        minutes = vary(f"{self.seed} {on}", 0, 270)
        self.at = datetime.combine(on, time(9, 5), CHINA) + timedelta(minutes=minutes)
        return self.at

    def until(self, days: int, begun: date) -> datetime:
        """The day that lies so many working days after the receipt, never before what has happened."""
        on = current_calendar().after(begun, days).due
        left = max((on - self.at.date()).days, 0)
        return self.later(current_calendar().between(self.at.date(), on) if left else 0)

    # -- who

    def by(self, person: Person | None = None) -> Standing:
        """The handler of the case, or somebody else, on the day."""
        who = person or self.handler
        assert who is not None
        return self.county.standing(who, self.at.date())

    def other(self, role: Role, *without: int) -> Standing:
        """Whoever holds the role and is none of these."""
        return self.county.who(self.answer.organ, role, self.at.date(), set(without))

    def before(self, step: str) -> None:
        """Stop here when the request lies before this step today."""
        if self.one.hold == step:
            raise Stop

    # -- what

    def steps(self) -> Steps:
        """The whole way."""
        yield self.at
        self.arrive()
        if self.waits_for_confirmation():
            yield from self.confirm()
        received = self.at.date()
        self.before("accept")
        yield self.later(1 if self.one.days > 3 else 0)
        verbs.accept(case_id=self.case_id, by=self.by(), at=self.at)
        yield from self.on_the_way()
        if self.one.extended:
            yield self.until(16, received)
            self.extend()
        self.before("decide")
        if self.answer.outcome in {"no_supplement", "no_fee"}:
            yield self.later(1)
        elif "reasons" in self.one.way:
            yield self.later(3)
        else:
            yield self.until(self.one.days, received if not self.one.way else self.at.date() - timedelta(days=1))
        yield from self.reply()

    def arrive(self) -> None:
        """The application comes in and is a case."""
        who, facts = self.answer, applicant(self.answer.by, self.one.who)
        form, way = self.supply()
        text = words.ASKS[self.one.place % len(words.ASKS)].format(what=self.one.what)
        given = {
            "organ": self.organ,
            "applicant": facts,
            "description": text,
            "supply_form": form,
            "supply_way": way,
            "at": self.at,
        }
        if self.one.channel == "online":
            application, _ = verbs.submit(**given)  # type: ignore[arg-type]
        else:
            clerk = self.county.who(who.organ, Role.FOI_OFFICER, self.at.date(), set())
            application = verbs.register(channel=self.one.channel, arrived_on=self.at.date(), by=clerk, **given)  # type: ignore[arg-type]
        case = Case.objects.select_related("handler").get(request__application=application)
        self.case_id, self.handler = case.pk, case.handler
        if who.key:
            self.shelf.cases[who.key] = case.pk

    def supply(self) -> tuple[str, str]:
        """In which form and by which way the applicant wants it."""
        if self.one.channel == "online":
            return (
                ("electronic", "online")
                if self.one.place % 4
                else ("electronic", "email" if self.answer.by != "natural" else "online")
            )
        ways = {"counter": "in_person", "post_signed": "post", "post_plain": "post", "fax": "fax"}
        return "paper", ways[self.one.channel]

    def waits_for_confirmation(self) -> bool:
        """Does the clock begin only with the confirmation?"""
        return self.one.channel in {"online", "post_plain", "fax"}

    def confirm(self) -> Steps:
        """The office reaches the applicant, the same day or too late."""
        if "attempt" in self.one.way:
            yield self.later(1)
            verbs.attempt(
                case_id=self.case_id, manner="电话", result="连续拨打三次，无人接听。", by=self.by(), at=self.at
            )
        self.before("confirm")
        yield self.later(self.one.wait, 30)
        manner = {"online": "电话", "post_plain": "短信", "fax": "电话"}[self.one.channel]
        verbs.confirm(case_id=self.case_id, manner=manner, person="申请人本人", by=self.by(), at=self.at)

    def on_the_way(self) -> Steps:
        """What lies between acceptance and the draft."""
        ways: dict[str, Callable[[], Steps]] = {
            "amend": self.amend, "lapse": self.lapse, "no_fee": self.fee, "fee": self.fee, "reasons": self.reasons,
            "third": self.third, "withdraw": self.withdraw,
        }  # fmt: skip
        for way in self.one.way:
            if way in ways:
                yield from ways[way]()
        if self.answer.third:
            yield from self.third()
        if self.answer.earlier:
            yield self.later(1)
            number = self.shelf.replies.get(self.answer.earlier, "")
            assert number, self.answer.earlier
            verbs.cite_earlier(case_id=self.case_id, earlier=number, by=self.by(), at=self.at)
            first = self.shelf.cases[self.answer.earlier]
            cases.link(source_id=self.case_id, target_id=first, kind="earlier", by=self.by(), at=self.at)

    def amend(self) -> Steps:
        """The applicant is asked to supplement, and does."""
        yield self.later(3)
        verbs.ask(case_id=self.case_id, what=words.SUPPLEMENTS[self.one.place % 3], by=self.by(), at=self.at)
        self.before("amend")
        yield self.later(6)
        text = words.AMENDED.format(y=self.one.year - 2)
        verbs.amend(case_id=self.case_id, text=text, by=self.by(), at=self.at)

    def lapse(self) -> Steps:
        """Asked to supplement, the applicant lets the term pass."""
        yield self.later(2)
        verbs.ask(case_id=self.case_id, what=words.SUPPLEMENTS[self.one.place % 3], by=self.by(), at=self.at)
        yield self.later(12)

    def fee(self) -> Steps:
        """A fee notice goes out; it is paid, or not."""
        yield self.later(3)
        pages = 260 if self.one.way == ("no_fee",) else 64
        verbs.charge(
            case_id=self.case_id, basis="pages", quantity=pages, how=words.HOW_TO_PAY, by=self.by(), at=self.at
        )
        yield self.later(2)
        verbs.fee_served(case_id=self.case_id, by=self.by(), at=self.at)
        self.before("pay")
        if "fee" in self.one.way:
            yield self.later(6)
            verbs.pay(
                case_id=self.case_id, amount=Case.objects.get(pk=self.case_id).fee.amount, by=self.by(), at=self.at
            )
        else:
            yield self.later(22)

    def reasons(self) -> Steps:
        """Many requests: the applicant is asked for reasons (条例35)."""
        yield self.later(2)
        reason = "申请人近一个月内就同类事项连续提出多件申请，数量、频次明显超过合理范围。"
        verbs.ask_reasons(case_id=self.case_id, reason=reason, by=self.by(), at=self.at)
        self.before("explain")
        yield self.later(4)
        verbs.explain(
            case_id=self.case_id, finding="unreasonable", text="申请人答复：想全面了解。", by=self.by(), at=self.at
        )

    def third(self) -> Steps:
        """A third party is asked in writing, receives the letter, and answers."""
        yield self.later(1)
        name = self.answer.third or "澜州三川建设工程有限公司"
        verbs.consult(
            case_id=self.case_id, kind="third", party={"name": name, "phone": f"0999-05{self.one.place:05d}"},
            about=f"{self.one.what}中与你（单位）有关的内容"[:200], by=self.by(), at=self.at,
        )  # fmt: skip
        self.before("letter")
        letter = Case.objects.get(pk=self.case_id).letters.latest("pk").pk
        yield self.later(2)
        verbs.letter_received(case_id=self.case_id, letter_id=letter, by=self.by(), at=self.at)
        self.before("hear")
        yield self.later(7)
        against = bool(self.answer.third)
        verbs.hear(
            case_id=self.case_id, letter_id=letter, opinion="disagree" if against else "agree",
            reason="涉及我方商业秘密或者个人隐私，不同意公开。" if against else "", by=self.by(), at=self.at,
        )  # fmt: skip

    def withdraw(self) -> Steps:
        """The applicant takes the request back."""
        yield self.later(3)
        verbs.withdraw(
            case_id=self.case_id,
            statement="申请人书面声明：所需信息已从其他渠道获得，撤回申请。",
            by=self.by(),
            at=self.at,
        )
        yield self.later(15)
        verbs.archive(case_id=self.case_id, by=self.by(), at=self.at)
        raise Stop

    def extend(self) -> None:
        """The head lengthens the term before it is over."""
        assert self.handler is not None
        try:
            head = self.other(Role.FOI_HEAD, self.handler.pk)
        except LookupError:
            return
        reason = words.EXTENSIONS[self.one.place % len(words.EXTENSIONS)]
        verbs.extend(case_id=self.case_id, days=20 if self.one.place % 2 else 15, reason=reason, by=head, at=self.at)

    def reply(self) -> Steps:
        """Draft, review, signature, number, dispatch, service, archive."""
        assert self.handler is not None
        fields = self.one.told()
        if self.answer.earlier:
            fields["earlier"] = self.shelf.replies[self.answer.earlier]
        outcome = self.answer.outcome
        verbs.draft_decision(case_id=self.case_id, outcome=outcome, fields=fields, by=self.by(), at=self.at)
        self.at += timedelta(minutes=6)
        verbs.decide(case_id=self.case_id, by=self.by(), at=self.at)
        seen = {self.handler.pk}
        if "return" in self.one.way:
            yield self.later(0)
            verbs.return_(case_id=self.case_id, comment=words.RETURNED, by=self.reviewer(seen), at=self.at)
            yield self.later(1)
            verbs.draft_decision(case_id=self.case_id, outcome=outcome, fields=fields, by=self.by(), at=self.at)
            verbs.decide(case_id=self.case_id, by=self.by(), at=self.at)
        self.before("approve")
        yield self.later(1)
        reviewer = self.reviewer(seen)
        seen.add(reviewer.person.pk)
        said = words.COMMENTS[self.one.place % len(words.COMMENTS)]
        verbs.approve(case_id=self.case_id, comment=said, by=reviewer, at=self.at)
        self.before("sign")
        yield self.later(self.one.place % 2)
        signer = self.other(Role.SIGNER, *seen)
        verbs.sign(
            case_id=self.case_id, comment=words.SIGNED[self.one.place % len(words.SIGNED)], by=signer, at=self.at
        )
        self.before("issue")
        yield self.later(0)
        case = verbs.issue(case_id=self.case_id, by=self.by(), at=self.at)
        if self.answer.key:
            paper = case.papers.filter(kind__startswith="reply_").latest("pk")
            on = self.at.date()
            self.shelf.replies[self.answer.key] = f"{paper.number_text}（{on.year}年{on.month}月{on.day}日）"
        self.before("send")
        yield from self.dispatch()

    def reviewer(self, seen: set[int]) -> Standing:
        """The legal officer or the head, such that somebody else is left to sign."""
        for role in (Role.LEGAL, Role.FOI_HEAD):
            tried = set(seen)
            while True:
                try:
                    found = self.other(role, *tried)
                    self.other(Role.SIGNER, *seen, found.person.pk)
                except LookupError:
                    if (found_id := self._someone(role, tried)) is None:
                        break
                    tried.add(found_id)
                else:
                    return found
        raise LookupError(f"nobody can review for {self.answer.organ}")

    def _someone(self, role: Role, without: set[int]) -> int | None:
        try:
            return self.other(role, *without).person.pk
        except LookupError:
            return None

    def dispatch(self) -> Steps:
        """Sent is not served."""
        way = self.supply()[1]
        tracking = {
            "post": f"XD{99_000_000 + self.one.place * 37:08d}YX", "email": applicant(self.answer.by, self.one.who).get("email", ""),
        }.get(way, "")  # fmt: skip
        yield self.later(0)
        verbs.send(case_id=self.case_id, channel=way, tracking=tracking, by=self.by(), at=self.at)
        self.before("serve")
        yield self.later({"post": 3, "email": 1, "online": 1, "fax": 0, "in_person": 1}[way])
        proof = {
            "post": "邮政签收回执：本人签收", "email": "申请人回复邮件确认收到", "online": "申请人凭登记编号和查询码在网上打开答复书",
            "fax": "传真报告单显示发送成功，电话确认收到", "in_person": "申请人在送达回证上签字",
        }[way]  # fmt: skip
        verbs.serve(case_id=self.case_id, proof=proof, by=self.by(), at=self.at)
        if self.one.place % 2 == 0:  # the others wait for the next round of filing
            yield self.later(10)
            verbs.archive(case_id=self.case_id, by=self.by(), at=self.at)


# -- colleagues


def _propose(county: County, shelf: Shelf, at: datetime, keys: dict[int, str]) -> None:
    """Two who were given what they asked for propose that it be public for all (条例44): one has the answer, one waits."""
    given = Case.objects.filter(pk__in=shelf.cases.values(), outcome="open", state__in=("served", "archived"))
    for text, case in zip(words.PROPOSALS, given.order_by("-closed_at", "pk")[: len(words.PROPOSALS)], strict=False):
        verbs.propose(application=case.request.application, text=text, at=at)
        if text == words.PROPOSALS[0]:
            head = county.who(keys[case.organ_id], Role.FOI_HEAD, at.date(), set())
            (row,) = case.proposals.all()
            verbs.answer_proposal(proposal_id=row.pk, reason=words.PROPOSAL_REFUSED, by=head, at=at)


def _plan_colleagues(county: County, shelf: Shelf) -> None:
    """Phrases of the offices long ago; notes, watchers and the merged pair of these days."""
    opened = datetime.combine(shift(date(county.today.year - 1, 2, 20), 1), time(8, 40), CHINA)

    def phrases(at: datetime) -> None:
        for organ in ("office", "county", "land"):
            head = county.who(organ, Role.FOI_HEAD, at.date(), set())
            for place, (title, text) in enumerate(words.PHRASES):
                cases.save_phrase(
                    organ_id=county.organs[organ].pk, title=title, text=text, by=head, at=at, position=place
                )

    def talk(at: datetime) -> None:
        found = Case.objects.filter(pk__in=shelf.cases.values(), done=False, closed_at=None).select_related(
            "organ", "handler"
        )
        keys = {organ.pk: key for key, organ in county.organs.items()}
        live = [case for case in found.order_by("pk") if case.handler is not None and case.received_on is not None]
        for place, case in enumerate(live[: 2 * len(words.NOTES)]):
            assert case.handler is not None
            head = county.who(keys[case.organ_id], Role.FOI_HEAD, at.date(), set())
            text = words.NOTES[place % len(words.NOTES)].format(head=head.person.name)
            cases.note(case_id=case.pk, text=text, by=county.standing(case.handler, at.date()), at=at)
            if place % 3 == 0:
                cases.watch(case_id=case.pk, by=head, at=at)
        _propose(county, shelf, at, keys)
        pair = [case for case in live if keys[case.organ_id] == "office" and case.state == "handling"]
        if len(pair) > 1:
            by = county.standing(pair[0].handler, at.date())  # type: ignore[arg-type]
            cases.merge(
                case_id=pair[1].pk, into_id=pair[0].pk, by=by, at=at, reason="同一事项的两件申请，合并检索，分别答复。"
            )

    county.plan(opened, phrases)
    county.plan(county.now - timedelta(minutes=5), talk)
