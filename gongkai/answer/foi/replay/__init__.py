"""A request told as dated events, judged by the law: state, clocks, letters, and what may follow; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from gongkai.answer.foi import rules
from gongkai.answer.foi.replay.reading import MalformedDocument, Planned, Script, read
from gongkai.answer.foi.replay.showing import show
from gongkai.answer.foi.rules.opinions import HEARD, LATE, SENT
from gongkai.answer.foi.workflow import REQUEST
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays import Calendar, shipped
from gongkai.kernel.workflow import Event, Situation, Workflow, advance, opening

__all__ = ["MalformedDocument", "UnlawfulEvent", "replay", "run"]


class UnlawfulEvent(Refusal):
    """An event that law or table do not allow; ``place`` counts from 1, ``state`` is the code of the state before it."""

    def __init__(self, place: int, planned: Planned, label: str, state: str, refusal: Refusal) -> None:
        said = f"“{label}”" if label else f"“{planned.move}”"
        super().__init__(f"第{place}个事件（{planned.written} {said}）：{refusal.message}", field=refusal.field)
        self.place = place
        self.move = planned.move
        self.state = state
        self.reason = refusal.message


def replay(
    document: Mapping[str, Any], calendar: Calendar | None = None, *, at: datetime | None = None
) -> dict[str, Any]:
    """What the events of ``document`` come to, as plain JSON-like values (the format is in docs/cli.md).

    Read at ``now`` of the document, else ``at``, else the moment of the last event, so that the same document always
    says the same. ``calendar`` (default: the shipped one) is laid under the document's own years. MalformedDocument for
    a document that cannot be read, UnlawfulEvent for an event that may not be; both are Refusals in Chinese.
    """
    script = read(document)
    calendar = calendar or shipped()
    if script.years:
        calendar = calendar.with_years(script.years)
    history, added, here, now = run(script, REQUEST, calendar, at)
    return show(script, REQUEST, calendar, history, added, here, now)


def run(
    script: Script, workflow: Workflow, calendar: Calendar, at: datetime | None = None
) -> tuple[list[Event], list[Event], Situation, datetime | None]:
    """The history with the law's silences entered, those alone, the situation, and the moment of reading (None: no event)."""
    history: list[Event] = []
    added: list[Event] = []
    here = opening(workflow)
    for place, planned in enumerate(script.events, 1):
        here = _silences(workflow, history, added, here, calendar, planned.at)
        state = here.state
        label = ""
        try:
            event = _completed(planned, script, history, here, calendar)
            label = workflow.move(event.move).label if workflow.knows(event.move) else ""
            after = advance(workflow, here, event, roles=planned.roles)
            rules.guard(
                history, event, workflow=workflow, calendar=calendar, channel=script.channel,
                handlers={script.handler} - {""},
            )  # fmt: skip
            if place == 1 and script.arrived is not None and event.at < script.arrived:
                raise Refusal("早于申请到达的时间，请核对日期。")
            if script.now is not None and event.at > script.now:
                raise Refusal("晚于当前时间（now），不能登记尚未发生的事。")
        except Refusal as refusal:
            raise UnlawfulEvent(place, planned, label, state, refusal) from refusal
        history.append(event)
        here = after
    now = script.now or at or (history[-1].at if history else script.arrived)
    if now is not None:
        here = _silences(workflow, history, added, here, calendar, now)
    return history, added, here, now


def _silences(
    workflow: Workflow,
    history: list[Event],
    added: list[Event],
    here: Situation,
    calendar: Calendar,
    until: datetime,
) -> Situation:
    """Enter what the law itself made before ``until``; nothing when nobody is asked any more."""
    if here.state != "consulting":
        return here
    for event in rules.silent_events(history, calendar=calendar, until=until):
        here = advance(workflow, here, event)
        history.append(event)
        added.append(event)
    return here


def _completed(
    planned: Planned, script: Script, history: Sequence[Event], here: Situation, calendar: Calendar
) -> Event:
    """The event as the table knows it: the friendly words chosen, the terms in their place."""
    move, data = planned.move, dict(planned.data)
    if move in HEARD:
        letters = {letter.ref: letter for letter in rules.letters_of(history, calendar)}
        asked = letters.get(str(data.get("letter")))
        if asked is not None and asked.opinion is not None:
            raise Refusal(f"征求意见函“{asked.ref}”已有结果：{asked.opinion.label}。", field="letter")
        if move == "heard" and letters:
            move = rules.hearing(tuple(letters.values()))
    elif move == LATE:
        with suppress(ValueError):  # the guard says what is wrong with it
            day = date.fromisoformat(str(data.get("answered_on")))
            data["until"] = rules.waited_until(history, str(data.get("letter")), day, calendar).isoformat()
    elif move in SENT:
        move = "consult_more" if here.state == "consulting" else "consult"
    elif move == "ask" and "days" in data:
        data["terms"] = {"supplement": data.pop("days")}
    elif move == "ask_served":
        data["terms"] = {"supplement": rules.supplement_term(history)}
    elif move == "ask_reasons":
        data["pause"] = script.reasons_pause
    elif move in {"extend", "defer"} and "days" in data:
        data["extend_by"] = data.pop("days")
    elif move in rules.OF_LAPSE:
        data.setdefault("outcome", rules.OF_LAPSE[move])
    return replace(planned.event, move=move, data=data)
