"""What a replay answers, as plain values for JSON: state, clocks, letters, what may follow, what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from gongkai.answer.foi import rules
from gongkai.answer.foi.replay.reading import Script
from gongkai.answer.foi.terms import Opinion, Outcome
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays import Calendar
from gongkai.kernel.workflow import ClockReading, Event, Move, Situation, Workflow
from gongkai.kernel.workflow.readings import readings_of


def show(
    script: Script,
    workflow: Workflow,
    calendar: Calendar,
    history: Sequence[Event],
    added: Sequence[Event],
    here: Situation,
    now: datetime | None,
) -> dict[str, Any]:
    """The answer; lists are empty where there is nothing, days are ISO text."""
    readings = readings_of(workflow, here.runs, calendar)
    letters = rules.letters_of(history, calendar)
    state = workflow.state(here.state)
    moves: Sequence[Move] = ()
    outcomes: Sequence[Outcome] = ()
    if now is not None:
        moves = rules.lawful(workflow, history, calendar=calendar, channel=script.channel, at=now)
        outcomes = rules.offered(history, letters, calendar=calendar, at=now)
    elif not script.events:
        moves = [
            move
            for move in workflow.moves
            if workflow.initial in move.sources
            and move.code not in {"receive", "confirm"} - {rules.receipt_move(script.channel)}
        ]
    return {
        "organ": script.organ,
        "channel": {"code": script.channel.value, "label": script.channel.label, "basis": script.channel.basis},
        "now": None if now is None else now.astimezone(CHINA).isoformat(timespec="seconds"),
        "state": {"code": state.code, "label": state.label, "final": state.final, "waiting": state.waiting},
        "clocks": [_clock(reading, now) for reading in readings.values()],
        "letters": [_letter(letter) for letter in letters],
        "moves": [_move(move, history, calendar, now) for move in moves],
        "outcomes": [_outcome(one) for one in outcomes],
        "added": [
            {"move": event.move, "at": event.at.isoformat(timespec="seconds"), "data": dict(event.data)}
            for event in added
        ],
        "counted": _counted(script, history, readings, letters, calendar, now),
        "report": _report(history),
    }


def _clock(reading: ClockReading, now: datetime | None) -> dict[str, Any]:
    return {
        "code": reading.clock,
        "label": reading.label,
        "basis": reading.basis,
        "status": reading.status.value,
        "status_label": reading.status.label,
        "started_on": _day(reading.started_at),
        "stopped_on": _day(reading.stopped_at),
        "term": reading.term,
        "unit": reading.unit.label,
        "extension": reading.extension,
        "due_on": _iso(reading.due_on),
        "due_at": None if reading.due_at is None else reading.due_at.isoformat(timespec="seconds"),
        "excluded_days": [day.isoformat() for day in reading.excluded],
        "remaining": reading.remaining,
        "provisional": reading.provisional,
        "late": now is not None and reading.late(now),
        "explanation": list(reading.explanation),
    }


def _letter(letter: rules.LetterFacts) -> dict[str, Any]:
    return {
        "letter": letter.ref,
        "kind": letter.kind.value,
        "label": letter.kind.label,
        "basis": letter.kind.basis,
        "sent_on": letter.sent_on.isoformat(),
        "received_on": _iso(letter.received_on),
        "due_on": _iso(letter.due_on),
        "provisional": letter.provisional,
        "answered_on": _iso(letter.answered_on),
        "opinion": letter.opinion.value if letter.opinion else None,
        "opinion_label": letter.opinion.label if letter.opinion else "",
        "consents": rules.consents(letter),
    }


def _move(move: Move, history: Sequence[Event], calendar: Calendar, now: datetime | None) -> dict[str, Any]:
    needs = [{"name": name, "label": label} for name, label in move.asked]
    if move.code == "amend" and now is not None:
        ends = rules.supplement_due(history, calendar)
        if ends is not None and now.astimezone(CHINA).date() > ends.due:
            needs.append({"name": "good_reason", "label": "逾期补正的正当理由"})
    return {
        "code": move.code,
        "label": move.label,
        "basis": move.basis,
        "roles": list(move.actors),
        "needs": needs,
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "line": {"code": one.line.value, "label": one.line.label},
        "basis": one.basis,
        "remedy": {"code": one.remedy.value, "label": one.remedy.label},
        "needs": [{"name": name, "label": rules.NEEDS[name]} for name in one.needs],
    }


def _counted(
    script: Script,
    history: Sequence[Event],
    readings: dict[str, ClockReading],
    letters: Sequence[rules.LetterFacts],
    calendar: Calendar,
    now: datetime | None,
) -> dict[str, Any]:
    received, asked = rules.received_on(history), rules.asked_on(history)
    done = Counter(event.move for event in history)
    waited = 0
    if script.channel.needs_confirmation and (script.arrived or history):
        arrived = (script.arrived or history[0].at).astimezone(CHINA).date()
        gone = next((event.at.astimezone(CHINA).date() for event in history if event.move == "drop"), None)
        waited = rules.unconfirmed(
            arrived, received or gone, calendar, None if now is None else now.astimezone(CHINA).date()
        )
    answer = readings.get("answer")
    replied = "send" in done
    return {
        "unconfirmed_days": waited,
        "attempts": done["attempt"],
        "notice_days": calendar.between(received, asked) if received and asked else None,
        "notice_late": bool(received and asked and rules.notice_late(received, asked, calendar)),
        "replied_late": bool(replied and answer and answer.stopped_at and answer.late(answer.stopped_at)),
        "excluded_days": len(answer.excluded) if answer else 0,
        "letters_silent": sum(letter.opinion is Opinion.SILENT for letter in letters),
    }


def _report(history: Sequence[Event]) -> dict[str, Any]:
    """In which year's table three it counts, and where."""
    received, replied, result = rules.received_on(history), rules.replied_on(history), rules.result(history)
    return {
        "received_on": _iso(received),
        "new_in": received.year if received else None,
        "replied_on": _iso(replied),
        "result_in": replied.year if replied else None,
        "line": {"code": result.line.value, "label": result.line.label} if result else None,
        "outcome": result.code if result else None,
    }


def _day(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(CHINA).date().isoformat()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
