"""The texts of reports and what they have in common: between the organs of a year, with the organ's own year before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.papers import richtext
from gongkai.kernel.papers.richtext.blocks import Block, Run
from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.terms import Status
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual.models import AnnualReport
from gongkai.oversee.collecting.queries import reported, reported_texts
from gongkai.oversee.comparing import alike
from gongkai.oversee.comparing.alike import Pair, Passage, Shown, Text
from gongkai.oversee.comparing.fixed import fixed

KIND = "annual_report"
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_YEAR = re.compile(r"(20\d\d)\s*年")


@dataclass(frozen=True)
class Report:
    """A report as a text that never changes: of a revision that was published, or of what was reported to a collection.

    ``record_id`` or ``filing_id`` says whose page it has, ``written_id`` is the key of the revision or of the version reported;
    ``names``: what its organ is called in it.
    """

    organ_id: int
    year: int
    title: str
    names: tuple[str, ...]
    written_id: int
    record_id: int | None = None
    filing_id: int | None = None

    @property
    def key(self) -> int:
        """One number for either kind: of what was reported it is below zero."""
        return self.written_id if self.filing_id is None else -self.written_id


def reports(organs: Iterable[Organ], years: Collection[int]) -> dict[tuple[int, int], Report]:
    """By (organ, year): the published report, else what the organ reported to a collection (three queries)."""
    held = list(organs)
    return _reported(held, years) | published(held, years)


def _reported(organs: Iterable[Organ], years: Collection[int]) -> dict[tuple[int, int], Report]:
    held = {one.pk: one for one in organs}
    return {
        (one.organ_id, one.year): Report(
            one.organ_id, one.year, f"{held[one.organ_id].name}{one.year}年报送的年度报告",
            tuple(sorted({held[one.organ_id].name, held[one.organ_id].short_name} - {""})), one.version_id,
            filing_id=one.filing_id,
        )
        for one in reported(held, years)
    }  # fmt: skip


def published(organs: Iterable[Organ], years: Collection[int]) -> dict[tuple[int, int], Report]:
    """The published reports of some organs by (organ, year), the newest of each (two queries).

    One that was brought along from an older system is found by the year in its title.
    """
    held = {one.pk: one for one in organs}
    rows = list(
        Record.objects.filter(kind=KIND, status=Status.PUBLISHED, organ_id__in=list(held), current__isnull=False)
        .order_by("published_at", "pk")
        .values_list("pk", "current_id", "organ_id", "title", "organ_name")
    )
    ids = [pk for pk, *_ in rows]
    made = dict(AnnualReport.objects.filter(record_id__in=ids).values_list("record_id", "year")) if ids else {}
    found = {}
    for pk, revision_id, organ_id, title, name in rows:
        told = _YEAR.search(title)
        year = made.get(pk) or (int(told[1]) if told else 0)
        if year in years:
            names = tuple(sorted({name, held[organ_id].name, held[organ_id].short_name} - {""}))
            found[organ_id, year] = Report(organ_id, year, title, names, revision_id, record_id=pk)
    return found


@dataclass(frozen=True)
class Alike:
    """What was found in a year: pairs by keys of reports, reports with too little text of their own, how many were compared."""

    pairs: tuple[Pair, ...]
    short: tuple[int, ...]
    compared: int


def between(reports: Collection[Report], *, least: int, least_text: int) -> Alike:
    """Reports of different organs that share ``least`` percent of their text or more; kept for the next who asks (two queries)."""
    return _between(tuple(sorted(reports, key=lambda one: one.key)), least, least_text)


@lru_cache(maxsize=16)  # a text never changes, and a later one has another key
def _between(reports: tuple[Report, ...], least: int, least_text: int) -> Alike:
    long, short = _sorted_by_length(_texts(reports), least_text)
    return Alike(tuple(alike.pairs(long, Fraction(least, 100))), short, len(long))


def _sorted_by_length(texts: Mapping[int, Text], least_text: int) -> tuple[list[Text], tuple[int, ...]]:
    long = [one for one in texts.values() if one.length >= least_text]
    return long, tuple(key for key, one in texts.items() if one.length < least_text)


def with_former(now: Mapping[tuple[int, int], Report], year: int, *, least: int, least_text: int) -> Alike:
    """Reports of a year of which ``least`` percent or more stood in the same organ's report of the year before (two queries)."""
    both = tuple(
        (now[organ_id, year - 1], now[organ_id, year])
        for organ_id, one in sorted(now)
        if one == year and (organ_id, year - 1) in now
    )
    return _with_former(both, least, least_text)


@lru_cache(maxsize=16)
def _with_former(both: tuple[tuple[Report, Report], ...], least: int, least_text: int) -> Alike:
    texts = _texts(tuple(report for two in both for report in two))
    found, short = [], []
    for before, after in both:
        pair = alike.pair(texts[before.key], texts[after.key])
        if min(texts[one.key].length for one in (before, after)) < least_text:
            short.append(after.key)
        elif pair.share_of_second * 100 >= least:
            found.append(pair)
    found.sort(key=lambda pair: (-pair.share_of_second, pair.second))
    return Alike(tuple(found), tuple(short), len(both) - len(short))


@dataclass(frozen=True)
class SideBySide:
    """Two texts beside each other: what they share, the passages, and both in full with what is shared marked."""

    pair: Pair
    passages: tuple[Passage, ...]
    first: tuple[Shown, ...]
    second: tuple[Shown, ...]


def side_by_side(first: Report, second: Report) -> SideBySide:
    """Two reports (two queries)."""
    texts = _texts((first, second))
    one, other = texts[first.key], texts[second.key]
    return SideBySide(
        alike.pair(one, other),
        tuple(alike.passages(one, other)),
        tuple(alike.shown(one, other)),
        tuple(alike.shown(other, one)),
    )


def _texts(reports: Iterable[Report]) -> dict[int, Text]:
    """What is compared of each report, by its key (two queries)."""
    held = list(reports)
    revisions = [one.written_id for one in held if one.filing_id is None]
    bodies = dict(Revision.objects.filter(pk__in=revisions).values_list("pk", "body"))
    versions = reported_texts([one.written_id for one in held if one.filing_id is not None])
    phrases = fixed()

    def words(one: Report) -> str:
        return prose(bodies[one.written_id]) if one.filing_id is None else versions[one.written_id]

    return {one.key: alike.prepare(one.key, words(one), one.names, phrases) for one in held}


def prose(body: str) -> str:
    """The paragraphs of a report without its headings and tables, a line each."""
    try:
        blocks = richtext.blocks(_TABLE.sub("", body))  # a table costs ten times what its text does
    except Refusal:
        return richtext.to_text(body)
    return "\n".join(_lines(blocks))


def _lines(blocks: Iterable[Block]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if block["kind"] == "paragraph":
            found.append(_letters(block["runs"]))
        elif block["kind"] == "list":
            for item in block["items"]:
                found += _lines(item)
        elif block["kind"] == "quote":
            found += _lines(block["blocks"])
    return found


def _letters(runs: Iterable[Run]) -> str:
    return "".join(run["text"] for run in runs)
