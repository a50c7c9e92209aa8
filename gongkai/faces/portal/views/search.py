"""Search: words, exact phrases, document numbers; filters as links, hits marked, pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from gongkai.faces.design.pages import numbers
from gongkai.faces.design.parts import Entry, Facet, Link
from gongkai.faces.portal import cards, headtags
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.faces.search import queries as engine
from gongkai.faces.search.jobs import engine as index
from gongkai.faces.search.queries import Filters, Found, Order
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.records import kinds as register
from gongkai.kernel.records.queries import public
from gongkai.kernel.vocabulary import Refusal, clean

SIZE = 20
DEEPEST = 50  # pages: whoever looks further wants a narrower question
COUNTED = 500  # up to so many hits the filters show counts
ORDERS = {"": Order.RELEVANCE, "newest": Order.NEWEST, "oldest": Order.OLDEST}
_ORDER_WORDS = {"": "相关度", "newest": "最新在前", "oldest": "最早在前"}


@reading
def search(visit: Visit) -> Page:
    """/search/?q=…"""
    asked = _asked(visit)
    typed = asked["q"]
    filters = _filters(asked)
    page = int(asked.get("page", "1"))
    refusal = ""
    found = None
    try:
        found = engine.find(
            typed, filters=filters, order=ORDERS[asked.get("order", "")], limit=SIZE, offset=(page - 1) * SIZE
        )
    except Refusal as refused:
        refusal = refused.message
    total = found.total if found else 0
    pages = min(DEEPEST, -(-total // SIZE))
    return Page(
        "portal/search.html",
        {
            "typed": typed if not refusal else "",
            "refusal": refusal,
            "asked": bool(typed.strip()) and not refusal,
            "total": total,
            "entries": [_entry(hit, visit.today) for hit in found.hits] if found else [],
            "facets": _facets(asked, filters, found.query, total) if found and not found.query.is_empty else [],
            "orders": [
                Link(words, _address(asked, order=code, page=""), current=code == asked.get("order", ""))
                for code, words in _ORDER_WORDS.items()
            ],
            "narrowed": any(asked.get(name) for name in ("organ", "kind", "year", "force")),
            "everything": _address({"q": typed}),
            "page": page,
            "pages": pages,
            "cut": total > DEEPEST * SIZE and page == DEEPEST,
            "previous": _address(asked, page=str(page - 1) if page > 2 else "") if 1 < page <= pages + 1 else "",
            "following": _address(asked, page=str(page + 1)) if page < pages else "",
            "numbered": [
                Link(str(n), _address(asked, page=str(n) if n > 1 else ""), current=n == page)
                for n in numbers(page, pages)
            ]
            if pages > 1
            else [],
            "hidden": [(name, asked[name]) for name in ("organ", "kind", "year", "force", "order") if asked.get(name)],
        },
        headtags.of_column("搜索", "检索标题、全文、文号和索引号"),
        section="",
        status=400 if refusal else 200,
    )


def _asked(visit: Visit) -> dict[str, str]:
    """What was asked, as far as it is understood: an unknown filter, order or page is passed over."""
    given = visit.asked
    asked = {"q": clean(given.get("q", ""))}
    organ, kind, year = given.get("organ", ""), given.get("kind", ""), given.get("year", "")
    if organ.isascii() and organ.isdigit() and len(organ) < 18:
        asked["organ"] = organ
    if register.known(kind):
        asked["kind"] = kind
    if year.isascii() and year.isdigit() and len(year) == 4:
        asked["year"] = year
    if given.get("force") == "1":
        asked["force"] = "1"
    if given.get("order") in ORDERS:
        asked["order"] = given["order"]
    page = given.get("page", "")
    if page.isascii() and page.isdigit() and len(page) < 4 and 1 < int(page) <= DEEPEST:
        asked["page"] = page
    return asked


def _filters(asked: dict[str, str]) -> Filters:
    return Filters(
        organs=(int(asked["organ"]),) if "organ" in asked else (),
        kinds=(asked["kind"],) if "kind" in asked else (),
        years=(int(asked["year"]),) if "year" in asked else (),
        current=True if "force" in asked else None,
    )


def _address(asked: dict[str, str], **changes: str) -> str:
    given = {**asked, **changes}
    names = ("q", "organ", "kind", "year", "force", "order", "page")
    return "/search/?" + urlencode({name: given[name] for name in names if given.get(name)})


def _marked(pieces: Sequence[tuple[str, bool]]) -> SafeString:
    return format_html_join("", "{}{}{}", ((_OPEN, text, _CLOSE) if hit else ("", text, "") for text, hit in pieces))


_OPEN, _CLOSE = SafeString("<mark>"), SafeString("</mark>")


def _entry(hit: Found, today: date) -> Entry:
    return replace(cards.entry(hit.record, today), title=_marked(hit.title), excerpt=_marked(hit.passage))


def found_entries(typed: str, shown: int, today: date) -> tuple[list[Entry], int, Counter[int]]:
    """The first hits as entries, how many there are, and which organs published those looked at; Refusal as of the search."""
    found = engine.find(typed, limit=max(shown, SIZE))
    makers = Counter(hit.record.organ_id for hit in found.hits)
    return [_entry(hit, today) for hit in found.hits[:shown]], found.total, makers


def _facets(asked: dict[str, str], filters: Filters, query: engine.Query, _total: int) -> list[Facet]:
    """Filters as links; with counts while the hits are few enough to be counted exactly."""
    loose = replace(filters, organs=(), kinds=(), years=())
    results = index().search(query, loose, limit=COUNTED)
    ids = [hit.key for hit in results.hits] if results.total <= COUNTED else None
    organs = {organ.pk: organ.short_name or organ.name for organ in organizations.organs(closed=True)}
    force = Facet(
        "效力",
        (
            Link("全部", _address(asked, force="", page=""), current="force" not in asked),
            Link("现行有效", _address(asked, force="1", page=""), current="force" in asked),
        ),
    )
    if ids is None:
        kinds = dict.fromkeys(public.kinds_present())
        return [force, *_facet("类别", "kind", asked, _kind_rows(kinds))]
    rows = public.facets_of(ids)

    def fits(row: tuple[int, str, int], but: str) -> bool:
        organ, kind, year = row
        return (
            (but == "organ" or not filters.organs or organ in filters.organs)
            and (but == "kind" or not filters.kinds or kind in filters.kinds)
            and (but == "year" or not filters.years or year in filters.years)
        )

    kind_counts = Counter(row[1] for row in rows if fits(row, "kind"))
    year_counts = Counter(row[2] for row in rows if fits(row, "year"))
    organ_counts = Counter(row[0] for row in rows if fits(row, "organ"))
    return [
        force,
        *_facet("类别", "kind", asked, _kind_rows(kind_counts)),
        *_facet("年份", "year", asked, [(f"{y}年", str(y), n) for y, n in sorted(year_counts.items(), reverse=True)]),
        *_facet(
            "机关",
            "organ",
            asked,
            [(name, str(pk), organ_counts[pk]) for pk, name in organs.items() if organ_counts[pk]],
        ),
    ]


def _kind_rows(counts: Mapping[str, int | None]) -> list[tuple[str, str, int | None]]:
    return [(kind.label, kind.code, counts[kind.code]) for kind in register.all_kinds() if kind.code in counts]


def _facet(label: str, name: str, asked: dict[str, str], rows: Iterable[tuple[str, str, int | None]]) -> list[Facet]:
    rows = list(rows)
    if len(rows) < 2 and name not in asked:
        return []
    items = [Link("全部", _address(asked, **{name: "", "page": ""}), current=name not in asked)]
    items += [
        Link(words, _address(asked, **{name: value, "page": ""}), current=asked.get(name) == value, count=n)
        for words, value, n in rows
    ]
    return [Facet(label, tuple(items))]
