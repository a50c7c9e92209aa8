"""Whatever an office does with its requests through the real verbs: no illegal state, no number lost, table three balances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi import queries, rules
from gongkai.answer.foi.models import Letter, Request
from gongkai.answer.foi.queries import audit
from gongkai.answer.foi.terms import OUTCOMES, Channel, outcome
from gongkai.answer.foi.workflow import REQUEST
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case, Deadline, Event
from gongkai.kernel.casework.queries import audit as casework
from gongkai.kernel.casework.queries import reading
from gongkai.kernel.papers.models import PaperNumber, Sequence
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workdays.queries import current_calendar
from gongkai.oversee.annual.format import KINDS
from gongkai.oversee.annual.queries import compute
from gongkai.oversee.annual.terms import Level
from tests.answer.foi import requests as make
from tests.answer.foi import wall
from tests.answer.foi.test_machine import LEGAL
from tests.oversee.annual.factory import Asked
from tests.oversee.annual.test_balance import by_hand

pytestmark = pytest.mark.django_db

HANDS = {"foi_officer": "officer", "foi_head": "head", "legal": "legal", "signer": "signer"}
WHO = ("officer", "deputy", "head", "legal", "signer")
Verb = Callable[["Machine", Case, str, date | None], Any]


def _first_letter(case: Case, **conditions: Any) -> int:
    return Letter.objects.filter(case=case, answered_on=None, **conditions).values_list("pk", flat=True).first() or 0


def _in_term(case: Case) -> date:
    letter = Letter.objects.filter(case=case, opinion="silent").first()
    return letter.received_on if letter and letter.received_on else date(2025, 12, 1)


def _decide(self: Machine, case: Case, who: str, _: date | None) -> Any:
    codes = [one.code for one in queries.offered(case, self.at)] or [one.code for one in OUTCOMES[:-2]]
    states = {"amending": "no_supplement", "fee_due": "no_fee"}
    code = states.get(case.state) or codes[self.dice % len(codes)]
    fields = make.fields_for(code) | ({"override": make.FIELDS["override"]} if code == "open" else {})
    needed = set(outcome(code).needs) | {"override"}
    by = where_of(self, who)
    verbs.draft_decision(
        case_id=case.pk, outcome=code, fields={k: v for k, v in fields.items() if k in needed}, by=by, at=self.at
    )
    return verbs.decide(case_id=case.pk, by=by, at=self.at)


def where_of(self: Machine, who: str) -> Any:
    return self.where.of(who, self.at)


def _plain(name: str, **given: Any) -> Verb:
    def do(self: Machine, case: Case, who: str, on: date | None) -> Any:
        dated = {"on": on} if on is not None and name not in _UNDATED else {}
        return getattr(verbs, name)(case_id=case.pk, by=where_of(self, who), at=self.at, **given, **dated)

    return do


def _letter(name: str, **given: Any) -> Verb:
    def do(self: Machine, case: Case, who: str, on: date | None) -> Any:
        return getattr(verbs, name)(
            case_id=case.pk, letter_id=_first_letter(case), by=where_of(self, who), at=self.at, on=on, **given
        )

    return do


_UNDATED = {"drop", "cite_earlier", "approve", "return_", "recall", "sign", "issue", "void", "archive"}
VERBS: dict[str, Verb] = {
    "receive": _plain("receive"),
    "confirm": _plain("confirm", manner="电话"),
    "attempt": _plain("attempt", manner="电话"),
    "drop": _plain("drop", reason="测试"),
    "cite_earlier": _plain("cite_earlier", earlier="云水公开答〔2025〕7号"),
    "accept": _plain("accept"),
    "ask": _plain("ask", what="请写明名称"),
    "ask_served": _plain("ask_served"),
    "amend": _plain("amend", text="望溪水库", reason="住院"),
    "consult": lambda self, case, who, on: verbs.consult(
        case_id=case.pk, kind=("third", "co_maker", "other_organ")[self.dice % 3], party={"name": "云岫县供水有限公司"},
        about="水价测算表", sent_on=on, by=where_of(self, who), at=self.at,
    ),
    "letter_received": lambda self, case, who, on: verbs.letter_received(
        case_id=case.pk, letter_id=_first_letter(case, received_on=None), by=where_of(self, who), at=self.at, on=on
    ),
    "heard": _letter("hear", opinion="disagree", reason="商业秘密"),
    "heard_all": _letter("hear", opinion="agree"),
    "late_heard": lambda self, case, who, on: verbs.hear_late(
        case_id=case.pk,
        letter_id=Letter.objects.filter(case=case, opinion="silent").values_list("pk", flat=True).first() or 0,
        opinion=("agree", "disagree")[self.dice % 2], reason="商业秘密", proof="邮戳",
        answered_on=on or _in_term(case), by=where_of(self, who), at=self.at,
    ),
    "third_told": lambda self, case, who, on: verbs.tell_third(
        case_id=case.pk, letter_id=next((one.pk for one in queries.to_tell(case)), 0), about="水价测算表", reason="公共利益",
        by=where_of(self, who), at=self.at,
    ),
    "extend": _plain("extend", days=10, reason="检索"),
    "ask_reasons": _plain("ask_reasons", reason="本月60件"),
    "reasoned": _plain("give_reasons", text="承担课题研究"),
    "explained": _plain("explain", finding="reasonable", text="研究"),
    "defer": _plain("defer", days=30, reason="数量大"),
    "charge": _plain("charge", basis="pages", quantity=68, how="柜台"),
    "fee_served": _plain("fee_served"),
    "paid": _plain("pay", amount=380),
    "decide": _decide,
    "lapse_supplement": _decide,
    "lapse_fee": _decide,
    "approve": _plain("approve"),
    "lapse_approve_supplement": _plain("approve"),
    "lapse_approve_fee": _plain("approve"),
    "return": _plain("return_", comment="请补充"),
    "lapse_return_supplement": _plain("return_", comment="再等等"),
    "lapse_return_fee": _plain("return_", comment="再等等"),
    "recall": _plain("recall"),
    "sign": _plain("sign"),
    "lapse_sign": _plain("sign"),
    "issue": _plain("issue"),
    "void": _plain("void", reason="引用条文有误"),
    "send": lambda self, case, who, on: verbs.send(
        case_id=case.pk, channel=("online", "post", "in_person")[self.dice % 3], tracking="XA1", by=where_of(self, who),
        at=self.at, on=on,
    ),
    "undelivered": _plain("undelivered", reason="退回"),
    "serve": _plain("serve", proof="签收"),
    "withdraw": _plain("withdraw", statement="书面撤回"),
    "archive": _plain("archive"),
}  # fmt: skip


VERBS["consult_more"] = VERBS["consult"]


def test_every_move_of_the_law_has_its_verb() -> None:
    assert {move for moves in LEGAL.values() for move in moves} == set(VERBS)


class Machine(RuleBasedStateMachine):
    """Up to three requests of one office through a year; ``done`` counts what was reached over all examples."""

    done: ClassVar[Counter[str]] = Counter()

    @initialize()
    def open_office(self) -> None:
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.where = make.office()
        self.at = make.moment(date(2025, 12, 1), 9)
        self.dice = 0
        self.cases: list[int] = []
        self.lines: dict[int, tuple[str, date | None]] = {}
        self.moved: set[int] = set()
        self.arrive("online")

    def teardown(self) -> None:
        if not hasattr(self, "stack"):
            return
        try:
            assert list(audit.faults()) == []
            assert list(casework.faults()) == []
            assert cases.rebuild(at=self.at) == []
            self.balanced()
        finally:
            transaction.set_rollback(True)
            self.stack.close()

    @precondition(lambda self: len(self.cases) < 3)
    @rule(channel=st.sampled_from(["online", "counter", "post_signed", "post_plain", "fax"]))
    def arrive(self, channel: str) -> None:
        if channel == "online":
            case, _ = make.submitted(self.where, at=self.at)
        else:
            case = make.registered(self.where, channel=channel, at=self.at)
        assert Case.objects.get(pk=case.pk).handler_id is not None
        self.cases.append(case.pk)
        self.moved.add(case.pk)

    @rule(days=st.sampled_from([0, 0, 1, 1, 2, 5, 9, 16, 30]), hours=st.integers(0, 3), worker=st.booleans())
    def wait(self, days: int, hours: int, worker: bool) -> None:
        self.at = min(self.at + timedelta(days=days, hours=hours), make.moment(date(2026, 12, 20)))
        if worker and cases.settle(at=self.at):
            self.moved |= set(self.cases)

    @rule(which=st.integers(0, 2), dice=st.integers(0, 40), onward=st.integers(0, 3))
    def go_on(self, which: int, dice: int, onward: int) -> None:
        """A move that the desk offers to somebody; mostly one that leads on."""
        case = Case.objects.select_related("organ").get(pk=self.cases[which % len(self.cases)])
        history = tuple(reading.as_event(row) for row in reading.rows(case))
        channel = Channel(Request.objects.values_list("channel", flat=True).get(case=case))
        lawful = rules.lawful(REQUEST, history, calendar=current_calendar(), channel=channel, at=self.at)
        offered = [
            (HANDS[role], move)
            for move in lawful
            for role in move.actors
            if move.code not in {"withdraw", "drop", "recall", "return", "attempt", "cite_earlier"}
        ]
        chosen = [pair for pair in offered if (pair[1].style == "primary") == bool(onward)]
        if chosen := chosen or offered:
            who, move = chosen[dice % len(chosen)]
            self.attempt(case, move.code, who, dice, None)

    @rule(which=st.integers(0, 2), turns=st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=2, max_size=5))
    def go_far(self, which: int, turns: list[tuple[int, bool]]) -> None:
        """Several steps of one request, on the straight way or beside it."""
        for dice, straight in turns:
            self.go_on(which, dice, int(straight))

    @rule(
        which=st.integers(0, 2), code=st.sampled_from(sorted(VERBS)), who=st.sampled_from(WHO), dice=st.integers(0, 40),
        back=st.sampled_from([None, None, None, 0, 1, 3, 40, -2]),
    )  # fmt: skip
    def try_anything(self, which: int, code: str, who: str, dice: int, back: int | None) -> None:
        """Any verb, by anybody, on any day."""
        case = Case.objects.select_related("organ").get(pk=self.cases[which % len(self.cases)])
        on = None if back is None else self.at.astimezone(CHINA).date() - timedelta(days=back)
        self.attempt(case, code, who, dice, on)

    def attempt(self, case: Case, code: str, who: str, dice: int, on: date | None) -> None:
        self.dice = dice
        before = Event.objects.filter(case=case).count()
        state, version, numbers = case.state, case.version, PaperNumber.objects.count()
        try:
            with transaction.atomic():
                VERBS[code](self, case, who, on)
        except Refusal as refusal:
            sentence = refusal.message
        else:
            self.moved.add(case.pk)
            entered = list(Event.objects.filter(case=case).order_by("seq"))[before:]
            self.done.update(row.move for row in entered)
            # Some verbs take no day; whatever was typed, nothing is ever entered for a day to come.
            assert all(row.at <= self.at for row in entered)
            return
        assert any("一" <= letter <= "龥" for letter in sentence)
        case.refresh_from_db()
        assert (case.state, case.version, PaperNumber.objects.count()) == (state, version, numbers)
        assert Event.objects.filter(case=case).count() == before

    @invariant()
    def everything_holds(self) -> None:
        """Of whatever was touched by the last step; all of it once more at the end."""
        touched, self.moved = getattr(self, "moved", set()), set()
        if not touched:
            return
        for pk in touched:
            rows = list(Event.objects.filter(case_id=pk).order_by("seq"))
            self.every_step_was_lawful(pk, rows)
            self.the_answer_is_due_as_counted_on_the_wall(pk, rows)
        self.no_number_is_lost_or_given_twice()
        self.a_line_is_set_once_and_never_again()

    def every_step_was_lawful(self, pk: int, rows: list[Event]) -> None:
        state = "arrived"
        for row in rows:
            assert row.move in LEGAL.get(state, {}), (state, row.move)
            state = row.state
        assert Case.objects.get(pk=pk).state == state
        assert all(first.at <= second.at for first, second in pairwise(rows))
        assert all(row.at <= row.recorded_at for row in rows)

    def the_answer_is_due_as_counted_on_the_wall(self, pk: int, rows: list[Event]) -> None:
        clock = Deadline.objects.filter(case_id=pk, clock="answer").first()
        found = clock.due_at.astimezone(CHINA).date() if clock and clock.due_at else None
        assert found == _on_the_wall(rows), pk

    def no_number_is_lost_or_given_twice(self) -> None:
        for sequence in Sequence.objects.filter(kind__startswith="foi_"):
            rows = PaperNumber.objects.filter(code=sequence.code, year=sequence.year, kind=sequence.kind)
            assert sorted(rows.values_list("serial", flat=True)) == list(range(1, sequence.last + 1))
        moves = Counter(Event.objects.filter(move__in=["issue", "void", "serve"]).values_list("case_id", "move"))
        for pk in self.cases:
            assert moves[pk, "serve"] <= 1
            assert moves[pk, "issue"] - moves[pk, "void"] in {0, 1}
        voided = PaperNumber.objects.filter(kind="foi_reply", voiding__isnull=False).count()
        assert voided == Event.objects.filter(move="void").count()
        assert PaperNumber.objects.filter(kind="foi_reply").count() == Event.objects.filter(move="issue").count()

    def a_line_is_set_once_and_never_again(self) -> None:
        closed = set(Event.objects.filter(move__in=["send", "withdraw"]).values_list("case_id", flat=True))
        for row in Request.objects.all():
            assert bool(row.line) == (row.case_id in closed) == (row.replied_on is not None)
            if row.line:
                assert self.lines.setdefault(row.pk, (row.line, row.replied_on)) == (row.line, row.replied_on)

    def balanced(self) -> None:
        """The report of each year, as it is published, is what somebody counts who reads the events one case after another."""
        lives = [_life(list(Event.objects.filter(case_id=pk).order_by("seq"))) for pk in self.cases]
        asked = [life for life in lives if life.received is not None]
        carried = dict.fromkeys(KINDS, 0)
        for year in (2025, 2026):
            report = compute(self.where.organ, year, self.at)
            expected = by_hand(report.form, asked, year)
            assert {cell: report.cells[cell] for cell in expected} == expected
            assert [check.id for check in report.checks if check.level == Level.ERROR] == []
            assert {kind: report.cells[f"carried_in.{kind}"] for kind in KINDS} == carried
            carried = {kind: report.cells[f"carried_out.{kind}"] for kind in KINDS}


def _life(rows: list[Event]) -> Asked:
    """One request as its events tell it: received, answered when and under which row of table three."""
    received: date | None = None
    proposed = ""
    for row in rows:
        day = row.at.astimezone(CHINA).date()
        if row.move in {"receive", "confirm"}:
            received = day
        elif row.move in {"decide", "lapse_supplement", "lapse_fee"}:
            proposed = row.data["outcome"]
        elif row.move in {"send", "withdraw"}:
            return Asked(received, day, "o3" if row.move == "withdraw" else outcome(proposed).line.value)
    return Asked(received)


def _on_the_wall(rows: list[Event]) -> date | None:
    """When the answer is due, counted by hand from what happened; None while nothing runs."""
    start: date | None = None
    term, crossed, held, went_on = 0, set[date](), None, None
    for row in rows:
        day = row.at.astimezone(CHINA).date()
        if row.move in {"receive", "confirm", "amend", "paid"}:
            start, term, crossed, held = day, 20, set(), None
        elif row.move in {"ask", "fee_served", "send", "withdraw"}:  # a fee notice has to arrive within the term
            start = None
        elif row.move == "consult":
            held = day
        elif row.move == "heard_all" and held is not None:
            crossed |= set(wall.days(held, day))
            held, went_on = None, day
        elif row.move == "late_heard":
            # No waiting of this clock outlasts the last real answer: what lies between it and the silence counts again.
            crossed -= (
                set(wall.days(date.fromisoformat(row.data["until"]), went_on)) if held is None and went_on else set()
            )
        elif row.move in {"extend", "defer"}:
            term += row.data["extend_by"]
    if start is None:
        return None
    due = wall.nth(start, term, crossed)
    return due if held is None or due <= held else None


#: What must have been reached, else the machine proves nothing: the whole way of a reply, and the ways beside it.
REACHED = {"accept", "decide", "approve", "sign", "issue", "send"}
BESIDE = {
    "serve", "archive", "ask", "amend", "consult", "letter_received", "heard_all", "extend", "ask_reasons", "explained", "charge",
    "fee_served", "paid", "withdraw", "return", "recall",
}  # fmt: skip


def test_an_office_that_tries_everything() -> None:
    Machine.done.clear()
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=7, stateful_step_count=32, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    reached = {code for code, times in Machine.done.items() if times}
    assert reached >= REACHED, (REACHED - reached, Machine.done)
    assert len(reached & BESIDE) >= 6, (BESIDE - reached, Machine.done)
