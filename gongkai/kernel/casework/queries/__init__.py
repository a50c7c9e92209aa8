"""Questions about cases: who may read one, its events and clocks, its people and papers, queues, counts, search."""

from gongkai.kernel.casework.models import Case, CasePaper, Event, Party
from gongkai.kernel.casework.queries.audit import faults
from gongkai.kernel.casework.queries.finding import search
from gongkai.kernel.casework.queries.frame import frame_counts
from gongkai.kernel.casework.queries.people import (
    Around,
    around,
    handlers,
    mentioned,
    parties,
    saved_views,
)
from gongkai.kernel.casework.queries.phrases import FIELDS, fill, phrases
from gongkai.kernel.casework.queries.queue import (
    FILTERS,
    Figure,
    Limits,
    QueueRow,
    Section,
    counts,
    late,
    light,
    limits,
    marked,
    queue,
    scope,
    turn,
)
from gongkai.kernel.casework.queries.queue import rows as queue_rows
from gongkai.kernel.casework.queries.reading import (
    Access,
    access,
    case,
    events,
    events_held,
    find,
    owes,
    projection,
    readable,
    readings,
    rows,
    situation,
    workflow,
)
from gongkai.kernel.casework.queries.timeline import Entry, Line, links, papers, timeline
from gongkai.kernel.casework.rules import Lamp
from gongkai.kernel.casework.vault import open_file

__all__ = [
    "FIELDS",
    "FILTERS",
    "Access",
    "Around",
    "Case",
    "CasePaper",
    "Entry",
    "Event",
    "Figure",
    "Lamp",
    "Limits",
    "Line",
    "Party",
    "QueueRow",
    "Section",
    "access",
    "around",
    "case",
    "counts",
    "events",
    "events_held",
    "faults",
    "fill",
    "find",
    "frame_counts",
    "handlers",
    "late",
    "light",
    "limits",
    "links",
    "marked",
    "mentioned",
    "open_file",
    "owes",
    "papers",
    "parties",
    "phrases",
    "projection",
    "queue",
    "queue_rows",
    "readable",
    "readings",
    "rows",
    "saved_views",
    "scope",
    "search",
    "situation",
    "timeline",
    "turn",
    "workflow",
]
