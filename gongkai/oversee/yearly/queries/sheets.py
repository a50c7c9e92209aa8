"""A yearly form computed: what the system knows, what was typed in, last year's beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from gongkai.answer.foi.terms import Channel
from gongkai.kernel.organizations.queries import Organ, name_on, number_lookup, site
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual.due import DueDay, day_of
from gongkai.oversee.annual.format import FIRST_YEAR, form_of
from gongkai.oversee.annual.report import Report
from gongkai.oversee.yearly import telling
from gongkai.oversee.yearly.channels import CHANNELS
from gongkai.oversee.yearly.due import SUMMARY, WEBSITE
from gongkai.oversee.yearly.fields import SITE
from gongkai.oversee.yearly.items import Answer, Item, Layout, Part, summed
from gongkai.oversee.yearly.models import ItemWording, Website, YearlyFigure
from gongkai.oversee.yearly.queries import counting
from gongkai.oversee.yearly.sheet import Row, Sheet, Typed, answered
from gongkai.oversee.yearly.terms import Form
from gongkai.publish.catalogue.queries import Topic

LAST = "last."  # before the code of an item: last year's number, typed in
_OF_SITE = ("name", "address", "sponsor", "id_code", "icp", "police")


@dataclass(frozen=True)
class Subject:
    """What a form is about. ``website`` None with the form of websites is this platform's own site."""

    organ: Organ
    form: Form
    website: Website | None
    year: int

    @property
    def key(self) -> str:
        """How the ledger names it: website-12-0-2025."""
        return f"{self.form.value}-{self.organ.pk}-{self.website.pk if self.website else 0}-{self.year}"


def subject(organ: Organ, form: Form, website_id: int, year: int, at: datetime) -> Subject | None:
    """What an address names; None for a site that is not the organ's, and for a year that has not begun or had no form."""
    if not FIRST_YEAR <= year <= at.astimezone(CHINA).year:
        return None
    if website_id:
        website = Website.objects.filter(pk=website_id, organ=organ).first()
        return Subject(organ, form, website, year) if website and form is Form.WEBSITE else None
    if form is Form.WEBSITE and site().main_organ_id != organ.pk:
        return None
    return Subject(organ, form, None, year)


def wordings(year: int) -> dict[str, ItemWording]:
    """The names that were given to items of the website's table for a year, the newest of each (one query)."""
    rows = ItemWording.objects.filter(from_year__lte=year).order_by("from_year", "pk")
    return {row.item: row for row in rows}


def layout_of(form: Form, year: int) -> Layout:
    """The form of a year: items under their names of that year, those no longer asked left out."""
    if form is Form.SUMMARY:
        return CHANNELS
    given = wordings(year)
    gone = {code for code, row in given.items() if not row.in_use}

    def named(item: Item) -> Item:
        return replace(
            item,
            label=given[item.code].label if item.code in given else item.label,
            parts=tuple(code for code in item.parts if code not in gone),
        )

    parts = [
        Part(part.heading, tuple(named(item) for item in part.items if item.code not in gone)) for part in SITE.parts
    ]
    return Layout(tuple(part for part in parts if part.items))


def due_of(form: Form, year: int, organ_id: int) -> DueDay:
    """By when the form of a year is public (one query)."""
    number = WEBSITE if form is Form.WEBSITE else SUMMARY
    value, source = number_lookup(number.code)(day_of(year + 1, number.default), organ_id)
    return DueDay(day_of(year + 1, value), source)


def typed_in(about: Subject, year: int) -> dict[str, Typed]:
    """What was typed in for a year and not taken back, by item (one query)."""
    layout = SITE if about.form is Form.WEBSITE else CHANNELS
    known = {item.code: item for item in layout.items}
    rows = YearlyFigure.objects.filter(organ=about.organ, form=about.form, website=about.website, year=year).order_by(
        "pk"
    )
    found: dict[str, Typed] = {}
    for row in rows:
        item = known.get(row.item.removeprefix(LAST))
        if row.value is None or item is None:
            found.pop(row.item, None)
        else:
            found[row.item] = Typed(answered(item, row.value), row.source, row.person_name, row.at)
    return found


def compute(about: Subject, at: datetime) -> Sheet:
    """The form as it stands, with a fixed number of queries, whatever the volume."""
    name = name_on(about.organ, min(date(about.year, 12, 31), at.astimezone(CHINA).date()))
    layout, typed = layout_of(about.form, about.year), typed_in(about, about.year)
    before = typed_in(about, about.year - 1)
    due = due_of(about.form, about.year, about.organ.pk)
    last = {code: one.value for code, one in before.items() if not code.startswith(LAST)}
    typed_last = {code.removeprefix(LAST): one for code, one in typed.items() if code.startswith(LAST)}
    own = {code: one for code, one in typed.items() if not code.startswith(LAST)}
    base = Sheet(
        form=about.form, organ_id=about.organ.pk, organ=name, site="", year=about.year, at=at,
        ended=at >= datetime(about.year + 1, 1, 1, tzinfo=CHINA), scope="", layout=layout, answers={}, last={},
        typed=own, typed_last=typed_last, due=due.day, due_source=due.source,
    )  # fmt: skip
    if about.form is Form.WEBSITE:
        return _website(about, base, own)
    return _summary(about, base, own, last)


def asks(about: Subject, item: Item) -> bool:
    """Whether a person answers an item: the facts of a registered site and what this platform counts are not typed in."""
    if item.parts or item.code.removeprefix("site.") in _OF_SITE:
        return False
    return item.typed or (about.form is Form.WEBSITE and about.website is not None)


def _website(about: Subject, base: Sheet, typed: Mapping[str, Typed]) -> Sheet:
    one = about.website
    if one is None:
        here = site()
        facts = {
            "name": here.name, "address": here.domain, "sponsor": here.sponsor, "id_code": here.id_code, "icp": here.icp,
            "police": here.police,
        }  # fmt: skip
        counted: Mapping[str, Answer] = counting.platform(about.year)
    else:
        facts = {
            "name": one.name, "address": one.address, "sponsor": about.organ.name, "id_code": one.id_code,
            "icp": one.icp, "police": one.police,
        }  # fmt: skip
        counted = {}
    answers: dict[str, Answer] = {f"site.{name}": value or None for name, value in facts.items()}
    for item in base.layout.items:
        if asks(about, item):
            answers[item.code] = typed[item.code].value if item.code in typed else None
        elif item.code in counted:
            answers[item.code] = counted[item.code]
    _add_up(base.layout, answers)
    scope = "由本平台统计或者由主办单位填报" if one is None else "由主办单位填报"
    return replace(base, site=facts["name"], answers=answers, scope=scope)


def _add_up(layout: Layout, answers: dict[str, Answer]) -> None:
    """Sums of sums need the inner ones first."""
    sums = [item for item in layout.items if item.parts]
    for item in sorted(sums, key=lambda one: any(part in {other.code for other in sums} for part in one.parts)):
        answers[item.code] = summed(item, answers)


def _summary(about: Subject, base: Sheet, typed: Mapping[str, Typed], before: Mapping[str, Answer]) -> Sheet:
    ids = counting.scope(about.organ)
    year = about.year
    now, old = counting.requests(ids, year), counting.requests(ids, year - 1)
    answers: dict[str, Answer] = {**counting.documents(ids, year)}
    answers |= {"request.new": Decimal(now["new"]), "request.done": Decimal(now["done"])}
    documents = counting.documents(ids, year - 1)
    # A year at whose end nothing of theirs was public here lies before the platform: its noughts are no numbers.
    held = bool(documents["stock.public"])
    held_requests = held or any(old[name] for name in ("new", "done", "open_end"))
    last: dict[str, Answer] = {code: value for code, value in documents.items() if held or value}
    if held_requests:
        last |= {"request.new": Decimal(old["new"]), "request.done": Decimal(old["done"])}
    last |= before
    last |= {code: one.value for code, one in base.typed_last.items()}
    for item in base.layout.items:
        if item.typed:
            answers[item.code] = typed[item.code].value if item.code in typed else None
    topics_now, topics_old = counting.by_topic(ids, year), counting.by_topic(ids, year - 1)
    # Where the office typed last year's total in, the system does not know that year: nothing is compared with its counts.
    whole, asked, done = (
        known and code not in base.typed_last
        for code, known in (("site.published", held), ("request.new", held_requests), ("request.done", held_requests))
    )
    topics = tuple(
        Row(topic.label, topics_now.get(topic.value, 0), topics_old.get(topic.value, 0) if whole else None)
        for topic in Topic
        if topics_now.get(topic.value) or (whole and topics_old.get(topic.value))
    )
    channels = tuple(
        Row(one.label, now[f"channel.{one.value}"], old[f"channel.{one.value}"] if asked else None) for one in Channel
    )
    results = tuple(
        Row(label, now[f"result.{code}"], old[f"result.{code}"] if done else None)
        for code, label, _ in counting.RESULTS
    )
    disputes = counting.disputes(ids, year)
    others = counting.existing(ids - {about.organ.pk}, year)
    scope = f"包括本级和所属{others}个机关" if others else "为本机关的数据"
    named = [
        *((f"result.{code}", row) for (code, _, _), row in zip(counting.RESULTS, results, strict=True)),
        *((f"channel.{one.value}", row) for one, row in zip(Channel, channels, strict=True)),
        ("request.open_end", Row("年末尚在办理的申请", now["open_end"], None)),
        ("dispute.review", Row("被申请行政复议", disputes["review"], None)),
        ("dispute.court", Row("被提起行政诉讼", disputes["court"], None)),
    ]
    report = Report(
        organ_id=base.organ_id, organ=base.organ, year=year, form=form_of(year), at=base.at, ended=base.ended, cells={},
        typed={}, figures=telling.figures(base.layout, answers, last, named),
        sentences=telling.sentences(
            base.layout, answers, last, topics=topics, channels=channels, results=results, disputes=disputes
        ),
        checks=(),
    )  # fmt: skip
    return replace(
        base,
        answers=answers,
        last=last,
        scope=scope,
        topics=topics,
        channels=channels,
        results=results,
        report=report,
        alone=len(ids) == 1,
    )


__all__ = ["LAST", "Subject", "asks", "compute", "due_of", "layout_of", "subject", "typed_in", "wordings"]
