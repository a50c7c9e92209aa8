"""Questions about cases: who may read one, its events and clocks, queues, counts, search."""

from gongkai.kernel.casework.models import Case, CasePaper, Event, Party
from gongkai.kernel.casework.queries.reading import (
    Access,
    access,
    case,
    events,
    find,
    moves,
    projection,
    readable,
    readings,
    rows,
    situation,
    workflow,
)

__all__ = [
    "Access",
    "Case",
    "CasePaper",
    "Event",
    "Party",
    "access",
    "case",
    "events",
    "find",
    "moves",
    "projection",
    "readable",
    "readings",
    "rows",
    "situation",
    "workflow",
]
