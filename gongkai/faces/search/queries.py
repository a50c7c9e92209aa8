"""Questions to the search: what was found, with its pieces to show; what is no longer public never appears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.faces.search.engine import Filters, Order
from gongkai.faces.search.jobs import engine
from gongkai.faces.search.query import Query, parse
from gongkai.faces.search.snippet import Piece, marked, snippet
from gongkai.kernel.records.queries import Record, projecting, public

__all__ = ["Filters", "Found", "FoundPage", "Order", "Query", "find", "parse"]


@dataclass(frozen=True)
class Found:
    """A hit as a page shows it: the record, its title and a passage in pieces (text, whether it was looked for)."""

    record: Record
    title: Sequence[Piece]
    passage: Sequence[Piece]


@dataclass(frozen=True)
class FoundPage:
    """A page of hits; ``total`` counts every document found."""

    query: Query
    total: int
    hits: list[Found]


def find(
    text: str,
    *,
    filters: Filters | None = None,
    order: Order = Order.RELEVANCE,
    limit: int = 20,
    offset: int = 0,
) -> FoundPage:
    """Search the published records (two database queries). A Refusal says what is wrong with the query."""
    query = parse(text)
    if query.is_empty:
        return FoundPage(query, 0, [])
    results = engine().search(query, filters or Filters(), order=order, limit=limit, offset=offset)
    keys = [hit.key for hit in results.hits]
    records = public.by_ids(keys)
    texts = {content.id: content for content in projecting.contents(keys)}
    hits = []
    for key in keys:
        if key not in records:
            continue
        content = texts[key]
        passages = [part for part in (content.text, content.annotation, content.summary) if part]
        shown = next((p for p in (snippet(part, query) for part in passages) if any(hit for _, hit in p)), None)
        hits.append(Found(records[key], marked(content.title, query), shown or snippet(content.text, query)))
    gone = len(keys) - len(hits)
    return FoundPage(query, max(0, results.total - gone), hits)
