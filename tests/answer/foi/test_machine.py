"""Whatever an office tries with a request: no unlawful state, and every clock and letter as counted on the wall."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from gongkai.answer.foi.replay import UnlawfulEvent, replay
from gongkai.answer.foi.workflow import REQUEST
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workflow import matrix

from . import wall
from .story import USUAL

# Written by hand from the law, not read from the table: state → move → state.
LEGAL: dict[str, dict[str, str]] = {
    "arrived": {"receive": "registered", "confirm": "registered", "attempt": "arrived", "drop": "dropped"},
    "registered": {"cite_earlier": "registered", "accept": "handling", "ask": "amending", "extend": "registered"},
    "handling": {
        "cite_earlier": "handling", "ask": "amending", "consult": "consulting", "extend": "handling", "defer": "handling",
        "ask_reasons": "explaining", "charge": "fee_due", "decide": "reviewing", "late_heard": "handling",
        "third_told": "handling",
    },
    "amending": {"ask_served": "amending", "amend": "handling", "lapse_supplement": "lapsing_supplement"},
    "consulting": {
        "consult_more": "consulting", "letter_received": "consulting", "heard": "consulting", "heard_all": "handling",
        "extend": "consulting", "late_heard": "consulting",
    },
    "explaining": {"reasoned": "explaining", "explained": "handling", "extend": "explaining"},
    "fee_due": {"fee_served": "fee_due", "paid": "handling", "lapse_fee": "lapsing_fee"},
    "lapsing_supplement": {
        "amend": "handling", "lapse_return_supplement": "amending", "lapse_approve_supplement": "ending_supplement",
    },
    "ending_supplement": {"amend": "handling", "lapse_return_supplement": "amending", "lapse_sign": "signed"},
    "lapsing_fee": {"lapse_return_fee": "fee_due", "lapse_approve_fee": "ending_fee"},
    "ending_fee": {"lapse_return_fee": "fee_due", "lapse_sign": "signed"},
    "reviewing": {
        "approve": "signing", "return": "handling", "recall": "handling", "extend": "reviewing", "third_told": "reviewing",
    },
    "signing": {
        "sign": "signed", "return": "handling", "recall": "handling", "extend": "signing", "third_told": "signing",
    },
    "signed": {"issue": "issued", "third_told": "signed"},
    "issued": {"send": "sent", "third_told": "issued", "void": "handling"},
    "sent": {"undelivered": "issued", "serve": "served"},
    "served": {"archive": "archived"},
    "ended": {"archive": "archived"},
}  # fmt: skip
_UNTIL_REPLY = ("registered", "handling", "amending", "consulting", "explaining", "fee_due", "lapsing_supplement",
                "lapsing_fee", "ending_supplement", "ending_fee", "reviewing", "signing", "signed")  # fmt: skip
for _state in _UNTIL_REPLY:
    LEGAL[_state]["withdraw"] = "ended"
ONCE = {"ask", "ask_served", "amend", "extend", "ask_reasons", "reasoned", "defer", "charge", "fee_served", "paid"}
MOVES = sorted({move for moves in LEGAL.values() for move in moves} - {"consult_more", "heard_all"})
IN_TERM = {"extend", "defer", "ask", "charge"}


def test_the_table_allows_exactly_what_was_written_by_hand() -> None:
    assert {pair: target for pair, target in matrix(REQUEST).items() if target} == {
        (state, move): target for state, moves in LEGAL.items() for move, target in moves.items()
    }


class Count:
    """A clock of working days as a person keeps it on paper."""

    def __init__(self, start: date, term: int) -> None:
        self.start, self.term = start, term
        self.crossed_out: set[date] = set()
        self.held_since: date | None = None
        self.stopped_on: date | None = None

    def hold(self, day: date) -> None:
        self.held_since = self.held_since or day

    def uncross(self, after: date, to: date) -> None:
        """Days that turned out not to have been waited for."""
        if self.stopped_on is None:
            self.crossed_out -= set(wall.days(after, to))

    def go_on(self, day: date) -> None:
        if self.held_since is not None:
            self.crossed_out |= set(wall.days(self.held_since, day))
            self.held_since = None

    def stop(self, day: date) -> None:
        if self.stopped_on is None:
            self.go_on(day)
            self.stopped_on = day

    def due(self) -> date | None:
        """None while a hold that began before the last day keeps it open."""
        found = wall.nth(self.start, self.term, self.crossed_out)
        return None if self.held_since is not None and found > self.held_since else found

    def over(self, day: date) -> bool:
        found = self.due()
        return self.stopped_on is None and found is not None and found < day


class Letter:
    def __init__(self, kind: str, round_: int) -> None:
        self.kind, self.round = kind, round_
        self.due: date | None = None
        self.received: date | None = None
        self.answered: date | None = None
        self.opinion = ""
        self.told = False


class Office(RuleBasedStateMachine):
    """Tries moves at random, some days apart, lawful or not; keeps its own book."""

    @initialize(
        start=st.dates(date(2024, 1, 2), date(2025, 3, 1)),
        channel=st.sampled_from(["counter", "post_signed", "post_plain", "online", "fax"]),
        pause=st.booleans(),
        accepted=st.booleans(),
    )
    def a_request_arrives(self, start: date, channel: str, pause: bool, accepted: bool) -> None:
        self.now = datetime(start.year, start.month, start.day, 9, tzinfo=CHINA)
        self.head: dict[str, Any] = {"channel": channel, "arrived": self.now.isoformat(), "reasons_pause": pause}
        self.channel, self.pause = channel, pause
        self.arrived_on = start
        self.events: list[dict[str, Any]] = []
        self.state = "arrived"
        self.made: Counter[str] = Counter()
        self.clocks: dict[str, Count] = {}
        self.letters: dict[str, Letter] = {}
        self.rounds = 0
        self.ended = ""
        self.answer_of: dict[int, Count] = {}
        self.finding = ""
        self.received_on: date | None = None
        self.notice_on: date | None = None
        self.given = 10
        if accepted:
            for move in (self._receipt(), "accept"):
                self._try(move, dict(USUAL.get(move, {})))

    # ---- time

    @rule(days=st.integers(0, 16), hours=st.integers(0, 14))
    def time_passes(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)
        self._silences()

    @rule(which=st.integers(0, 9), after=st.integers(0, 1))
    def a_last_day_comes(self, which: int, after: int) -> None:
        """The days on which terms are won or lost: the last one, and the one after it."""
        dues = [clock.due() for clock in self.clocks.values() if clock.stopped_on is None]
        dues += [letter.due for letter in self._open()]
        ahead = sorted({due for due in dues if due is not None and due > self.today})
        if ahead:
            day = ahead[which % len(ahead)] + after * wall.DAY
            self.now = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)
            self._silences()

    @property
    def today(self) -> date:
        return self.now.date()

    def _silences(self) -> None:
        if self.state != "consulting":  # withdrawn meanwhile: nobody is waited for
            return
        for letter in sorted(self._open(), key=lambda one: one.due or date.max):
            if letter.due is not None and letter.due < self.today:
                letter.opinion, letter.answered = "silent", letter.due
                self._heard(letter.due)

    def _untold(self) -> list[str]:
        """Third parties that did not agree and do not know of a disclosure."""
        return [
            ref for ref, one in self.letters.items()
            if one.kind == "third" and one.opinion in {"disagree", "silent"} and not one.told
        ]  # fmt: skip

    def _open(self) -> list[Letter]:
        return [letter for letter in self.letters.values() if not letter.opinion]

    def _heard(self, day: date) -> None:
        self.made["heard" if self._open() else "heard_all"] += 1
        if not self._open():
            self.clocks["answer"].go_on(day)
            self.state = "handling"

    # ---- moves

    @rule(
        move=st.sampled_from(MOVES),
        by=st.integers(1, 24),
        ref=st.sampled_from("甲乙丙"),
        kind=st.sampled_from(["third", "co_maker", "other_organ"]),
        opinion=st.sampled_from(["agree", "disagree", "unreached", "recalled", "silent"]),
        outcome=st.sampled_from(["open", "deny_third", "unclear", "repeat", "abuse", "no_supplement", "no_fee", "withdrawn"]),
        finding=st.sampled_from(["reasonable", "unreasonable", "none"]),
        excuse=st.booleans(),
        back=st.integers(-1, 16),
    )  # fmt: skip
    def a_move_is_tried(self, move, by, ref, kind, opinion, outcome, finding, excuse, back) -> None:
        if move in {"drop", "withdraw", "archive"} and by < 20:
            return  # most stories go on
        data = dict(USUAL.get(move, {}))
        if move in {"extend", "defer", "ask"}:
            data["days"] = by
        elif move in {"consult", "letter_received", "heard"}:
            data = {"letter": ref} | ({"kind": kind} if move == "consult" else {})
            if move == "heard":
                data["opinion"] = opinion
        elif move == "third_told":
            data = {"letter": ref}
        elif move == "late_heard":
            letter = self.letters.get(ref)
            day = (letter.due if letter and letter.due else self.today) - back * wall.DAY
            data = {"letter": ref, "opinion": opinion, "answered_on": day.isoformat(), "proof": "邮戳"}
        elif move == "explained":
            data["finding"] = finding
        elif move == "decide":
            data["outcome"] = outcome
        elif move == "amend" and excuse:
            data["good_reason"] = "因病住院"
        self._try(move, data)

    @rule(first=st.integers(0, 100), second=st.integers(0, 100), days=st.integers(0, 4))
    def the_work_goes_on(self, first: int, second: int, days: int) -> None:
        self.the_next_lawful_move_is_made(first)
        self.now += timedelta(days=days)
        self._silences()
        self.the_next_lawful_move_is_made(second)

    @rule(turn=st.integers(0, 100))
    def the_next_lawful_move_is_made(self, turn: int) -> None:
        """So that long stories happen; otherwise most attempts are refused."""
        ways = sorted(
            set(LEGAL.get(self.state, ())) & set(MOVES) - {"withdraw", "drop", "receive", "confirm", "attempt"}
            | ({self._receipt()} if self.state == "arrived" else set())
            | ({"consult"} if self.state == "consulting" else set())
        )
        ways = [move for move in ways if not (move in ONCE and self.made[move])]
        if ways:
            move = ways[turn % len(ways)]
            data = dict(USUAL.get(move, {}))
            waiting = [ref for ref, letter in self.letters.items() if not letter.opinion]
            if move in {"ask", "extend", "defer"}:
                data["days"] = 1 + turn % 20
            elif move == "consult":
                data["letter"] = f"第{len(self.letters)}份"
            elif move in {"letter_received", "heard"} and waiting:
                data["letter"] = waiting[turn % len(waiting)]
            elif move == "third_told" and self._untold():
                data["letter"] = self._untold()[0]
            elif move == "late_heard":
                silent = [ref for ref, letter in self.letters.items() if letter.opinion == "silent"]
                if silent:
                    found = self.letters[silent[turn % len(silent)]]
                    day = max(found.received, found.due - turn % 20 * wall.DAY)
                    data = {
                        "letter": silent[turn % len(silent)],
                        "opinion": "agree",
                        "answered_on": day.isoformat(),
                        "proof": "邮戳",
                    }
            self._try(move, data)

    def _receipt(self) -> str:
        return "receive" if self.channel in {"counter", "post_signed"} else "confirm"

    def _try(self, move: str, data: dict[str, Any]) -> None:
        event = {"move": move, "at": self.now.isoformat(), **({"data": data} if data else {})}
        document = {**self.head, "events": [*self.events, event]}
        if not self._lawful(move, data):
            with pytest.raises(UnlawfulEvent) as refused:
                replay(document)
            assert refused.value.place == len(self.events) + 1
            assert refused.value.state == self.state
            return
        self._happen(move, data)
        self.events.append(event)
        assert replay(document)["state"]["code"] == self.state

    def _lawful(self, move: str, data: dict[str, Any]) -> bool:
        word = "consult_more" if move == "consult" and self.state == "consulting" else move
        if word not in LEGAL.get(self.state, {}) or (move in ONCE and self.made[move]):
            return False
        answer = self.clocks.get("answer")
        if move in IN_TERM and answer is not None and answer.over(self.today):
            return False
        if move in {"receive", "confirm"}:
            return move == self._receipt()
        if move == "extend":
            return data["days"] <= 20
        if move == "defer":
            return self.finding == "reasonable"
        if move == "explained":
            return data["finding"] != "none" or not self.made["reasoned"]
        if move == "lapse_supplement":
            return self.clocks["supplement"].over(self.today)
        if move == "amend":
            return "good_reason" in data or not self.clocks["supplement"].over(self.today)
        if move in {"lapse_fee", "paid"}:
            over = "fee" in self.clocks and self.clocks["fee"].over(self.today)
            return over == (move == "lapse_fee")
        if move == "consult":
            return data["letter"] not in self.letters
        if move in {"letter_received", "heard"}:
            letter = self.letters.get(data["letter"])
            if letter is None or letter.opinion or (move == "letter_received" and letter.due is not None):
                return False
            return move == "letter_received" or data["opinion"] != "silent"
        if move == "void":
            return not self.made["send"] and self.ended != "lapse"
        if move == "third_told":
            return data["letter"] in self._untold()
        if move == "late_heard":
            letter = self.letters.get(data["letter"])
            if letter is None or letter.opinion != "silent" or data["opinion"] not in {"agree", "disagree"}:
                return False
            return letter.received <= date.fromisoformat(data["answered_on"]) <= letter.due
        return move != "decide" or data["outcome"] in self._choices()

    def _choices(self) -> set[str]:
        """The leaves with a step, by the book, as far as a reply may be proposed now."""
        third = [one for one in self.letters.values() if one.kind == "third" and one.opinion != "recalled"]
        found = {"open"}
        if third and all(one.opinion for one in third) and any(one.opinion != "agree" for one in third):
            found.add("deny_third")
        if self.made["amend"]:
            found.add("unclear")
        if self.made["cite_earlier"]:
            found.add("repeat")
        if self.finding in {"unreasonable", "none"}:
            found.add("abuse")
        return found

    def _happen(self, move: str, data: dict[str, Any]) -> None:
        today = self.today
        if move == "heard":
            self.letters[data["letter"]].opinion = data["opinion"]
            self.letters[data["letter"]].answered = today
            self._heard(today)
            return
        if move == "third_told":
            self.made[move] += 1
            self.letters[data["letter"]].told = True
            return
        if move == "late_heard":
            self._heard_late(self.letters[data["letter"]], data)
            return
        self.made["consult_more" if self.state == "consulting" and move == "consult" else move] += 1
        if move == "consult":
            self.rounds += self.state == "handling"
            self.letters[data["letter"]] = Letter(data["kind"], self.rounds)
            self.clocks["answer"].hold(today)
            self.answer_of[self.rounds] = self.clocks["answer"]
            self.state = "consulting"
            return
        self.state = LEGAL[self.state][move]
        if move in {"decide", "lapse_supplement", "lapse_fee"}:
            self.ended = "reply" if move == "decide" else "lapse"
        if move in {"receive", "confirm"}:
            self.received_on = today
            self.clocks |= {"answer": Count(today, 20), "notice": Count(today, 7)}
        elif move == "accept":
            self.clocks["notice"].stop(today)
        elif move == "ask":
            self.notice_on, self.given = today, data["days"]
            self.clocks["answer"].stop(today)
            self.clocks["notice"].stop(today)
            self.clocks["supplement"] = Count(today, self.given)
        elif move == "ask_served":
            self.clocks["supplement"] = Count(today, self.given)
        elif move == "amend":
            self.clocks["supplement"].stop(today)
            self.clocks["answer"] = Count(today, 20)
        elif move in {"extend", "defer"}:
            self.clocks["answer"].term += data["days"]
        elif move == "letter_received":
            self.letters[data["letter"]].received = today
            self.letters[data["letter"]].due = wall.nth(today, 15)
        elif move == "ask_reasons" and self.pause:
            self.clocks["answer"].hold(today)
        elif move == "explained":
            self.finding = data["finding"]
            if self.pause:
                self.clocks["answer"].go_on(today)
        elif move == "charge":
            self.clocks["answer"].stop(today)
        elif move == "fee_served":
            self.clocks["fee"] = Count(today, 20)
        elif move == "paid":
            if "fee" in self.clocks:
                self.clocks["fee"].stop(today)
            self.clocks["answer"] = Count(today, 20)
        elif move == "send":
            self.clocks["answer"].stop(today)
        elif move == "withdraw" or self.state in {"archived", "dropped"}:
            for clock in self.clocks.values():
                clock.stop(today)

    def _heard_late(self, letter: Letter, data: dict[str, Any]) -> None:
        """The waiting of its round ended with the last real answer, so later days were not waited for."""
        self.made["late_heard"] += 1
        together = [one for one in self.letters.values() if one.round == letter.round]
        closed = self.state == "handling" or letter.round < self.rounds
        before = max((one.answered for one in together if one.answered), default=None)
        letter.opinion, letter.answered = data["opinion"], date.fromisoformat(data["answered_on"])
        after = max(one.answered for one in together if one.answered)
        if closed and self.answer_of.get(letter.round) is self.clocks["answer"]:
            self.clocks["answer"].uncross(after, before)

    # ---- what must always hold

    @invariant()
    def the_answer_is_what_the_book_says(self) -> None:
        if not hasattr(self, "events"):
            return
        answer = replay({**self.head, "events": self.events, "now": self.now.isoformat()})
        assert answer["state"]["code"] == self.state
        assert {clock["code"] for clock in answer["clocks"]} == set(self.clocks)
        for clock in answer["clocks"]:
            self._compare(clock, self.clocks[clock["code"]])
        for letter in answer["letters"]:
            mine = self.letters[letter["letter"]]
            assert letter["due_on"] == (mine.due and mine.due.isoformat())
            assert (letter["opinion"] or "") == mine.opinion
            silence_is_consent = mine.opinion == "silent" and mine.kind == "co_maker"
            assert (letter["consents"] is True) == (mine.opinion == "agree" or silence_is_consent)
        self._compare_moves(answer)
        self._compare_counts(answer)

    def _compare(self, clock: dict[str, Any], mine: Count) -> None:
        due = mine.due()
        assert clock["due_on"] == (due and due.isoformat()), clock
        assert (clock["status"] == "paused") == (mine.held_since is not None and mine.stopped_on is None)
        assert clock["stopped_on"] == (mine.stopped_on and mine.stopped_on.isoformat())
        assert clock["late"] == (due is not None and (mine.stopped_on or self.today) > due)
        if due is not None:
            span = [day for day in wall.days(mine.start, due) if wall.works(day)]
            left_out = [date.fromisoformat(day) for day in clock["excluded_days"]]
            assert left_out == sorted(day for day in span if day in mine.crossed_out)
            assert len(span) - len(left_out) == mine.term
        assert clock["extension"] <= 20 + 24

    def _compare_moves(self, answer: dict[str, Any]) -> None:
        offered = {move["code"] for move in answer["moves"]}
        samples = {"days": 1, "good_reason": "有", "opinion": "agree", "outcome": "open", "finding": "reasonable"}
        mine = set()
        for move in set(LEGAL.get(self.state, ())) - {
            "letter_received",
            "heard",
            "heard_all",
            "late_heard",
            "third_told",
            "consult",
            "consult_more",
        }:
            if self._lawful(move, samples):
                mine.add(move)
        waiting = self._open()
        if self.state == "consulting":
            mine |= {"consult_more", "heard" if len(waiting) > 1 else "heard_all"}
            mine |= {"letter_received"} if any(one.due is None for one in waiting) else set()
        elif self.state == "handling":
            mine.add("consult")
        if self.state in {"consulting", "handling"} and any(one.opinion == "silent" for one in self.letters.values()):
            mine.add("late_heard")
        if "third_told" in LEGAL.get(self.state, {}) and self._untold():
            mine.add("third_told")
        assert offered == mine
        if self.state == "handling":
            steps = "open deny_third unclear repeat confirm abuse no_supplement no_fee withdrawn"
            special = set(steps.split())
            choices = self._choices() | ({"confirm"} if self.made["cite_earlier"] else set())
            assert {one["code"] for one in answer["outcomes"]} & special == choices

    def _compare_counts(self, answer: dict[str, Any]) -> None:
        counted = answer["counted"]
        if self.notice_on is not None:
            assert counted["notice_late"] == (self.notice_on > wall.nth(self.received_on, 7))
        if self.channel in {"post_plain", "online", "fax"} and not self.made["drop"]:
            until = self.received_on or self.today
            waited = [day for day in wall.days(self.arrived_on - wall.DAY, until - wall.DAY) if wall.works(day)]
            assert counted["unconfirmed_days"] == len(waited)
        assert all(self.made[move] <= 1 for move in ONCE)


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
