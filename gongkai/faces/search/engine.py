"""The port to a search engine: what is put in, what may be asked, what comes back.

Every engine keeps the same promise: a document is found exactly when its folded text, without white space, holds every
phrase and every word of the query. Totals are exact, at every offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol, Self

from gongkai.faces.search.query import Query
from gongkai.kernel.vocabulary import Refusal


class IndexBusy(Refusal):
    """Another process holds the index for writing."""


class IndexFault(Refusal):
    """The index cannot be read or written; a rebuild or a look at the disk is needed."""


class Order(Enum):
    """How hits are sorted."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True)
class Entry:
    """A document as the engine takes it. ``key`` is the record's id (≥ 0); a later entry of the same key replaces it.

    ``parts`` are pieces of text that a phrase may not cross: the body, then each attachment. ``numbers`` are the
    document number and the index number. ``published`` is aware. ``current`` says that the document is in force.
    """

    key: int
    title: str
    parts: tuple[str, ...]
    organ: int
    kind: str
    year: int
    current: bool
    published: datetime
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filters:
    """Narrowing that never changes the ranking. Empty sequences and None narrow nothing; moments are [since, until)."""

    organs: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    current: bool | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Hit:
    """A document found; the score compares hits of one answer only."""

    key: int
    score: float


@dataclass(frozen=True)
class Results:
    """``total`` counts every document that matches, not only the hits of this page."""

    total: int
    hits: tuple[Hit, ...]


class Engine(Protocol):
    """Writing is for one process at a time; reading is for any, and sees the last commit at the next search."""

    def add(self, entries: Iterable[Entry]) -> int:
        """Put in or replace documents; visible after ``commit``. Returns how many. Raises IndexBusy, IndexFault."""
        ...

    def delete(self, keys: Iterable[int]) -> None:
        """Take documents out; visible after ``commit``. Unknown keys are nothing. Raises IndexBusy, IndexFault."""
        ...

    def commit(self) -> None:
        """Make everything since the last commit durable and visible."""
        ...

    def search(
        self,
        query: Query,
        filters: Filters = ...,
        *,
        order: Order = ...,
        limit: int = ...,
        offset: int = ...,
    ) -> Results:
        """One page of hits. An empty query finds nothing. Raises IndexFault."""
        ...

    def count(self) -> int:
        """How many documents the index holds."""
        ...

    def outdated(self) -> bool:
        """Whether the index was built by another version or dictionary and wants a rebuild."""
        ...

    def rebuilding(self) -> AbstractContextManager[Self]:
        """An empty engine beside this one, taking its place at the end of the block; an exception changes nothing."""
        ...

    def close(self) -> None:
        """Let go of the writer, so that another process may have it."""
        ...


def batches(entries: Iterable[Entry], size: int = 500) -> Iterable[Sequence[Entry]]:
    """Entries in lists of at most ``size``, for commits that neither crawl nor pile up."""
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
