"""Letters that ask for an opinion (条例32, 33, 34): which are open, when they lapse, and what silence means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from gongkai.answer.foi.rules.receipt import LETTER_DAYS, day_of
from gongkai.answer.foi.terms import LetterKind, Opinion
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays import Calendar, Due
from gongkai.kernel.workflow import Event

_END_OF_DAY = time(23, 59, 59)
SENT = ("consult", "consult_more")
HEARD = ("heard", "heard_all")
LATE = "late_heard"
TOLD = "third_told"


@dataclass(frozen=True)
class LetterFacts:
    """One letter: ``ref`` as the events name it, its days, and the opinion that came; an open one has no opinion."""

    ref: str
    kind: LetterKind
    sent_on: date
    received_on: date | None = None
    due_on: date | None = None
    provisional: bool = False
    answered_on: date | None = None
    opinion: Opinion | None = None
    reason: str = ""
    told_on: date | None = None

    @property
    def open(self) -> bool:
        """Is its answer still awaited?"""
        return self.opinion is None


def letter_due(received_on: date, calendar: Calendar) -> Due:
    """The last day for an opinion: 15 working days from the receipt of the letter (条例32, 34)."""
    return calendar.after(received_on, LETTER_DAYS)


def letters_of(history: Sequence[Event], calendar: Calendar) -> tuple[LetterFacts, ...]:
    """Every letter that the events tell of, in order of dispatch."""
    found: dict[str, LetterFacts] = {}
    dues: dict[date, Due] = {}
    for event in history:
        ref = str(event.data.get("letter", ""))
        if event.move in SENT:
            found[ref] = LetterFacts(ref, LetterKind(event.data["kind"]), day_of(event))
        elif ref in found and event.move == "letter_received":
            day = day_of(event)
            due = dues[day] = dues.get(day) or letter_due(day, calendar)
            found[ref] = replace(found[ref], received_on=day_of(event), due_on=due.due, provisional=due.provisional)
        elif ref in found and event.move == TOLD:
            found[ref] = replace(found[ref], told_on=day_of(event))
        elif ref in found and event.move == LATE:
            found[ref] = replace(
                found[ref],
                answered_on=date.fromisoformat(event.data["answered_on"]),
                opinion=Opinion(event.data["opinion"]),
                reason=str(event.data.get("reason", "")),
            )
        elif ref in found and event.move in HEARD:
            found[ref] = replace(
                found[ref],
                answered_on=day_of(event),
                opinion=Opinion(event.data["opinion"]),
                reason=str(event.data.get("reason", "")),
            )
    return tuple(found.values())


def hearing(letters: Sequence[LetterFacts]) -> str:
    """The move that enters the next opinion: "heard" while another letter stays open, "heard_all" for the last."""
    return "heard" if sum(letter.open for letter in letters) > 1 else "heard_all"


def waited_until(history: Sequence[Event], ref: str, answered_on: date, calendar: Calendar) -> date:
    """The day to which the office really waited, once this letter counts as answered on that day (条例33: 征求意见所需时间).

    That of the last answer among the letters that were out together with it.
    """
    together: list[str] = []
    for event in history:
        if event.move == "consult":
            if ref in together:
                break
            together = []
        if event.move in SENT:
            together.append(str(event.data.get("letter", "")))
    answers = [
        letter.answered_on for letter in letters_of(history, calendar) if letter.ref in together and letter.ref != ref
    ]
    return max([answered_on, *(day for day in answers if day is not None)])


def consents(letter: LetterFacts) -> bool | None:
    """May the information be disclosed as far as this letter goes? None: the organ decides by the Regulation.

    A third party's silence is neither consent nor refusal (条例32); a co-maker's silence is consent (条例34).
    """
    if letter.opinion is Opinion.AGREE:
        return True
    if letter.opinion is Opinion.DISAGREE:
        return False
    if letter.opinion is Opinion.SILENT and letter.kind is LetterKind.CO_MAKER:
        return True
    return None


def to_tell(letters: Sequence[LetterFacts]) -> tuple[LetterFacts, ...]:
    """The third parties that may be told that what concerns them is disclosed: they did not agree, and were not told yet."""
    return tuple(
        letter
        for letter in letters
        if letter.kind is LetterKind.THIRD
        and letter.opinion in {Opinion.DISAGREE, Opinion.SILENT}
        and not letter.told_on
    )


def lapse_at(due_on: date) -> datetime:
    """The last second of the day on which an unanswered letter lapses."""
    return datetime.combine(due_on, _END_OF_DAY, CHINA)


def silent_events(history: Sequence[Event], *, calendar: Calendar, until: datetime) -> tuple[Event, ...]:
    """The silences that the law itself made before ``until``, in order of time; enter them before anything later.

    Each falls on the end of the letter's fifteenth working day. A letter whose receipt is not known does not lapse.
    """
    letters = letters_of(history, calendar)
    waiting = sum(letter.open for letter in letters)
    lapsed = sorted(
        (letter.due_on, number, letter)
        for number, letter in enumerate(letters)
        if letter.open and letter.due_on is not None and lapse_at(letter.due_on) < until
    )
    events = []
    for due_on, _, letter in lapsed:
        waiting -= 1
        events.append(
            Event(
                "heard" if waiting else "heard_all",
                lapse_at(due_on),
                by="system",
                data={"letter": letter.ref, "opinion": Opinion.SILENT.value},
            )
        )
    return tuple(events)
