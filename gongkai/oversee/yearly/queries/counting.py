"""What the system itself knows for the yearly forms: documents by kind and topic, requests by channel and result, disputes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q

from gongkai.answer.foi.models import Request
from gongkai.answer.foi.terms import Channel
from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.organizations.queries import Nature
from gongkai.kernel.records import kinds
from gongkai.kernel.records.models import Record
from gongkai.kernel.records.terms import Status
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual.models import Dispute
from gongkai.oversee.annual.queries import counting
from gongkai.oversee.yearly.fields import COLUMNS
from gongkai.publish.catalogue.queries import Section, Topic, kinds_of

_OVERVIEW = frozenset(("institution", "leader"))  # 概况类: what an office is and who leads it
_READING = "interpretation"
#: Rows of table three that a summary names, with the words for them; a letter stands for its group.
RESULTS = (
    ("open", "予以公开", ("open",)),
    ("partial", "部分公开", ("partial",)),
    ("denied", "不予公开", tuple(f"d{n}" for n in range(1, 9))),
    ("unable", "无法提供", tuple(f"u{n}" for n in range(1, 4))),
    ("unhandled", "不予处理", tuple(f"n{n}" for n in range(1, 6))),
    ("other", "其他处理", ("o1", "o2", "o3")),
)


def scope(organ: Organ) -> frozenset[int]:
    """Whose numbers a summary counts: of a government everything below it, of another organ its own (one query at most)."""
    if organ.nature != Nature.GOVERNMENT:
        return frozenset((organ.pk,))
    children: dict[int, list[int]] = {}
    for pk, government, vertical in Organ.objects.values_list("pk", "government_id", "vertical_parent_id"):
        for above in {government, vertical} - {None}:
            children.setdefault(above, []).append(pk)
    found: set[int] = set()
    queue = [organ.pk]
    while queue:
        current = queue.pop()
        if current not in found:
            found.add(current)
            queue += children.get(current, [])
    return frozenset(found)


def existing(organ_ids: Collection[int], year: int) -> int:
    """How many of these organs existed at the end of a year (one query)."""
    last = date(year, 12, 31)
    rows = Organ.objects.filter(Q(opened_on=None) | Q(opened_on__lte=last), Q(closed_on=None) | Q(closed_on__gt=last))
    return rows.filter(pk__in=organ_ids).exclude(nature=Nature.LEGISLATURE).count()


def _own() -> dict[str, Section]:
    return {kind.code: section for section in Section for kind in kinds_of(section)}


def _was_public(year: int) -> Q:
    """What the public read at the end of a year: what was withdrawn only later still counts, so that a table stays true."""
    end = datetime(year + 1, 1, 1, tzinfo=CHINA)
    return Q(status=Status.PUBLISHED) | Q(status=Status.WITHDRAWN, withdrawn_at__gte=end)


def by_kind(year: int, organ_ids: Collection[int] | None = None) -> Counter[str]:
    """How many public documents of each kind came out in a year (one query); of all organs unless some are named."""
    rows = Record.objects.filter(_was_public(year), counting.moments_of("published_at", year), kind__in=_own())
    if organ_ids is not None:
        rows = rows.filter(organ_id__in=organ_ids)
    return Counter(dict(rows.order_by().values_list("kind").annotate(n=Count("pk"))))


def platform(year: int) -> dict[str, Decimal]:
    """The items of a website's table that this platform counts of itself (two queries)."""
    kinds_, sections = by_kind(year), _own()
    columns = dict.fromkeys(("policy", "system", "statutory", "annual"), 0)
    for kind, n in kinds_.items():
        if kind in _OVERVIEW or kind == _READING:
            continue
        section = sections[kind].value
        columns["system" if section == "guide" else section] += n
    online = Q(channel=Channel.ONLINE)
    asked = Request.objects.aggregate(
        received=Count("pk", filter=online & counting.row_condition("new", year)),
        replied=Count(
            "pk", filter=online & counting.row_condition("new", year) & counting.row_condition("total", year)
        ),
    )
    found = {code: columns[column] for code, column, _ in COLUMNS}
    found |= {
        "info.overview": sum(kinds_[kind] for kind in _OVERVIEW), "read.material": kinds_[_READING],
        "foi.received": asked["received"], "foi.replied": asked["replied"],
    }  # fmt: skip
    return {code: Decimal(n) for code, n in found.items()}


def documents(organ_ids: Collection[int], year: int) -> dict[str, Decimal]:
    """What a summary says of documents (three queries)."""
    kinds_ = by_kind(year, organ_ids)
    normative = [kind.code for kind in kinds.all_kinds() if kind.normative]
    public = Record.objects.filter(organ_id__in=organ_ids, status=Status.PUBLISHED)
    end = datetime(year + 1, 1, 1, tzinfo=CHINA)
    found = {
        "site.published": kinds_.total(),
        "read.published": kinds_[_READING],
        "stock.public": Record.objects.filter(
            _was_public(year), organ_id__in=organ_ids, published_at__lt=end, kind__in=_own()
        ).count(),
        "stock.normative": public.filter(counting.column_condition("in_force", year), kind__in=normative).count(),
    }
    return {code: Decimal(n) for code, n in found.items()}


def by_topic(organ_ids: Collection[int], year: int) -> dict[str, int]:
    """How many documents came out on each item of article 20 (one query)."""
    rows = Record.objects.filter(
        _was_public(year),
        counting.moments_of("published_at", year),
        organ_id__in=organ_ids,
        topic__in=[topic.value for topic in Topic],
        kind__in=_own(),
    )
    return dict(rows.order_by().values_list("topic").annotate(n=Count("pk")))


def requests(organ_ids: Collection[int], year: int) -> dict[str, int]:
    """Requests of a year: new, done, carried over, by result and by channel (one query)."""
    new, done = counting.row_condition("new", year), counting.row_condition("total", year)
    wanted = {"new": new, "done": done, "open_end": counting.row_condition("carried_out", year)}
    wanted |= {f"result.{code}": done & Q(line__in=lines) for code, _, lines in RESULTS}
    wanted |= {f"channel.{channel.value}": new & Q(channel=channel) for channel in Channel}
    counts = {name.replace(".", "__"): Count("pk", filter=q) for name, q in wanted.items()}
    first, last = date(year, 1, 1), date(year, 12, 31)
    touched = (Q(replied_on=None) | Q(replied_on__gte=first)) & (Q(case__received_on__lte=last) | done)
    found = Request.objects.filter(touched, case__organ_id__in=organ_ids).aggregate(**counts)
    return {name.replace("__", "."): n for name, n in found.items()}


def disputes(organ_ids: Collection[int], year: int) -> Mapping[str, int]:
    """Reconsideration and suits under way in a year, and those in which the office was put right (one query)."""
    review, court = Q(kind="review"), ~Q(kind="review")
    total, corrected = counting.dispute_condition("total", year), counting.dispute_condition("corrected", year)
    rows = Dispute.objects.filter(organ_id__in=organ_ids, voided_at=None)
    return rows.aggregate(
        review=Count("pk", filter=review & total), review_corrected=Count("pk", filter=review & corrected),
        court=Count("pk", filter=court & total), court_corrected=Count("pk", filter=court & corrected),
    )  # fmt: skip
