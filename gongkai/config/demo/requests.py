"""The requests of the demo county: who asks which office for what, when, and how far each one has come today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.config.demo import request_words as words
from gongkai.config.demo.request_words import Answer
from gongkai.config.demo.timeline import is_working, shift, vary

#: Of a year's requests so many of each channel among ten.
_CHANNELS = ("online", "online", "counter", "online", "post_signed", "online", "post_plain", "online", "fax", "counter")
_KINDS = (
    "natural", "natural", "org_business", "natural", "natural", "org_legal", "natural", "org_other", "natural", "natural",
    "org_welfare", "natural", "org_business", "natural", "org_research", "natural",
)  # fmt: skip
LAST_YEAR, BEFORE, THIS_YEAR = 120, 4, 10


@dataclass(frozen=True)
class DemoRequest:
    """One request. ``begins`` is its day; ``who`` the place of the applicant among those of its kind.

    ``days``: working days from receipt to the draft of the reply; ``extended``: the head lengthens the term; ``hold``:
    the step before which it lies today; ``way``: amend, lapse, no_fee, fee, reasons, withdraw, letter, third, return.
    """

    answer: Answer
    begins: date
    channel: str
    who: int
    days: int = 6
    wait: int = 0
    extended: bool = False
    hold: str = ""
    way: tuple[str, ...] = ()
    place: int = 0

    @property
    def year(self) -> int:
        """The year in which it came."""
        return self.begins.year

    @property
    def what(self) -> str:
        """What is asked, with the years filled in."""
        return self.answer.what.format(y=self.year - 1, z=self.year)

    def told(self) -> dict[str, str]:
        """The fields of the reply, with the years filled in."""
        fields = {name: text.format(y=self.year - 1, z=self.year) for name, text in self.answer.fields.items()}
        if self.answer.outcome == "open":
            fields.setdefault("given", f"{self.what}，共{2 + vary(self.what, 1, 26)}页，随本答复提供。")
        return fields


def requests(today: date) -> list[DemoRequest]:
    """Every request, in the order of the days on which they came; the same day, the same list."""
    found = [*_carried_in(today), *_last_year(today), *_this_year(today), *_now(today)]
    kept = [one for one in found if one.begins <= today]
    return [replace(one, place=place) for place, one in enumerate(sorted(kept, key=lambda one: one.begins))]


def carried_over(organ: str) -> int:
    """How many requests to an office lay open when last year began: its older report ends with them."""
    return sum(answer.organ == organ for answer in _before())


def _before() -> list[Answer]:
    return _simple(BEFORE, "before", 3)


def _days(year: int) -> list[date]:
    """The days of a year on which offices surely work."""
    begin, end = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [day for day in map(date.fromordinal, range(begin, end + 1)) if is_working(day)]


def _simple(count: int, salt: str, first: int = 0) -> list[Answer]:
    """Requests that are simply granted, going round the offices; the next year asks for other things of them."""
    offices = list(words.SUBJECTS)
    found: list[Answer] = []
    turn = first
    while len(found) < count:
        organ = offices[(turn * 5 + vary(salt, 0, 21)) % len(offices)]
        subjects = words.SUBJECTS[organ]
        found.append(
            Answer(
                organ, "open", subjects[(turn // len(offices) + turn) % len(subjects)], by=_KINDS[turn % len(_KINDS)]
            )
        )
        turn += 1
    return found


def _carried_in(today: date) -> Iterator[DemoRequest]:
    """What came in December of the year before and was answered last year."""
    days = _days(today.year - 2)[-14:]
    for place, answer in enumerate(_before()):
        yield DemoRequest(answer, days[place * 3 + 2], _CHANNELS[place], 140 + place, days=13 + place, place=place)


def _last_year(today: date) -> Iterator[DemoRequest]:
    """A year of requests: every leaf of table three, on time, extended, late, and a few that end in the next year."""
    days = _days(today.year - 1)
    special = [*words.ANSWERS]
    for earlier in words.FIRST.values():
        special.insert(8, earlier)
    many = [Answer("office", "open", what, who=63) for what in words.MANY]
    place = next(i for i, one in enumerate(special) if one.outcome == "abuse")
    plain = _simple(LAST_YEAR - len(special) - len(many), "last")
    row: list[Answer] = []
    every = 100 / len(special)  # the special ones come before November, so that the longest ends within the year
    for index, answer in enumerate(special):
        if index == place:
            row += many
        row.append(answer)
        while plain and len(row) < (index + 1) * every + (len(many) if index >= place else 0):
            row.append(plain.pop())
    row += plain
    for index, answer in enumerate(row):
        yield _dated(answer, days[index * (len(days) - 2) // len(row)], index)


def _dated(answer: Answer, begins: date, index: int) -> DemoRequest:
    """A request with its channel, its pace and its applicant."""
    channel = _CHANNELS[(index * 3 + index // 10) % len(_CHANNELS)]
    plain = answer.outcome == "open" and not answer.who
    way = answer.way
    if plain and index % 17 == 5:
        way = ("amend",)
    elif plain and index % 23 == 7:
        way = ("fee",)
    elif plain and index % 19 == 11:
        way = ("third",)
    elif plain and index % 13 == 9:
        way = ("return",)
    late = plain and not way and index % 29 == 13
    extended = (
        not late
        and index % 11 == 4
        and not answer.key
        and answer.outcome not in {"no_supplement", "no_fee", "withdrawn"}
    )
    return DemoRequest(
        answer, begins, channel, answer.who or 100 + index, days=24 if late else 23 if extended else 4 + vary(f"pace {index}", 0, 11),
        wait=(0, 0, 1, 0, 0, 2, 0)[index % 7], extended=extended, way=way,
    )  # fmt: skip


def _this_year(today: date) -> Iterator[DemoRequest]:
    """The requests of this year that are long answered."""
    days = [day for day in _days(today.year) if day < shift(today, -30)]
    count = min(THIS_YEAR, len(days) // 7)
    again = [
        answer
        for answer in words.ANSWERS
        if answer.outcome in {"partial", "not_exist", "petition", "deny_internal", "query"}
    ]
    answers = _simple(count, "this", 60)
    for place in range(2, count, 5):
        answers[place] = again[place // 5 % len(again)]
    for place, answer in enumerate(answers):
        yield replace(_dated(answer, days[place * (len(days) - 1) // max(count, 1)], 200 + place), wait=0)


#: What lies on the desks today: working days since it came, office, way, the step before which it lies.
_OPEN: tuple[tuple[int, str, tuple[str, ...], str, str], ...] = (
    (0, "office", (), "confirm", "online"),
    (1, "land", (), "confirm", "online"),
    (3, "housing", ("attempt",), "confirm", "fax"),
    (0, "county", (), "accept", "counter"),
    (2, "office", (), "accept", "online"),
    (3, "education", (), "decide", "online"),
    (4, "office", (), "decide", "post_signed"),
    (5, "office", (), "decide", "online"),
    (6, "farming", (), "decide", "counter"),
    (8, "market", (), "decide", "online"),
    (10, "county", (), "decide", "online"),
    (15, "office", (), "decide", "online"),
    (16, "land", (), "decide", "counter"),
    (17, "transport", (), "decide", "online"),
    (19, "office", (), "decide", "online"),
    (20, "housing", (), "decide", "post_plain"),
    (22, "wangxi", (), "decide", "counter"),
    (24, "office", (), "decide", "online"),
    (9, "civil", ("amend",), "amend", "online"),
    (5, "office", ("amend",), "amend", "counter"),
    (18, "lingbo", ("lapse",), "sign", "online"),
    (8, "finance", ("third",), "letter", "online"),
    (12, "office", ("third",), "hear", "online"),
    (14, "land", ("third",), "hear", "post_signed"),
    (9, "environment", ("fee",), "pay", "online"),
    (7, "development", ("reasons",), "explain", "online"),
    (13, "health", (), "approve", "online"),
    (15, "office", (), "approve", "counter"),
    (11, "transport", (), "sign", "online"),
    (14, "labour", (), "sign", "post_signed"),
    (17, "county", (), "sign", "online"),
    (19, "services", (), "sign", "online"),
    (12, "farming", (), "issue", "online"),
    (14, "market", (), "send", "online"),
    (13, "education", (), "serve", "post_signed"),
    (16, "office", (), "serve", "counter"),
    (27, "office", ("extended",), "decide", "online"),
)  # fmt: skip


def _now(today: date) -> Iterator[DemoRequest]:
    """What is under way today, in every state and every light."""
    for place, (ago, organ, way, hold, channel) in enumerate(_OPEN):
        subjects = words.SUBJECTS[organ]
        answer = Answer(
            organ,
            "open",
            subjects[(place + 1) % len(subjects)],
            by=_KINDS[(place + 3) % len(_KINDS)],
            key=f"now-{place}",
        )
        if "lapse" in way:
            answer = replace(answer, outcome="no_supplement")
        begins = today if is_working(today) else shift(today, -1)
        yield DemoRequest(
            answer, shift(begins, -ago) if ago else begins, channel, 300 + place,
            days=max(ago - 3, 1) if hold in {"approve", "sign", "issue", "send", "serve"} else 30,
            extended="extended" in way, hold=hold, way=tuple(one for one in way if one != "extended"),
        )  # fmt: skip
