"""The questions about the yearly forms and lists: what is public and what is missing, the forms, what was entered, who may."""

from gongkai.oversee.yearly.changes import Changes, changes
from gongkai.oversee.yearly.due import NO_RULE
from gongkai.oversee.yearly.fields import ORIGIN, SITE
from gongkai.oversee.yearly.items import NOTHING_SUCH, Item, words
from gongkai.oversee.yearly.models import Website, YearlyReport
from gongkai.oversee.yearly.queries.audit import count, faults
from gongkai.oversee.yearly.queries.listing import (
    Line,
    Report,
    YearlyList,
    listed_years,
    listing_organs,
    of_organ,
    of_year,
)
from gongkai.oversee.yearly.queries.register import (
    Due,
    gaps,
    history,
    offered,
    overview,
    report_of,
    standing_of,
    suggested,
    texts_of,
    website,
    websites,
    wording_history,
)
from gongkai.oversee.yearly.queries.sheets import LAST, Subject, asks, compute, due_of, subject, wordings
from gongkai.oversee.yearly.rendering import SECTIONS, growth_of, lines, typeset
from gongkai.oversee.yearly.sheet import Row, Sheet
from gongkai.oversee.yearly.terms import Form, Kind, Publication

__all__ = [
    "LAST",
    "NOTHING_SUCH",
    "NO_RULE",
    "ORIGIN",
    "SECTIONS",
    "SITE",
    "Changes",
    "Due",
    "Form",
    "Item",
    "Kind",
    "Line",
    "Publication",
    "Report",
    "Row",
    "Sheet",
    "Subject",
    "Website",
    "YearlyList",
    "YearlyReport",
    "asks",
    "changes",
    "compute",
    "count",
    "due_of",
    "faults",
    "gaps",
    "growth_of",
    "history",
    "lines",
    "listed_years",
    "listing_organs",
    "of_organ",
    "of_year",
    "offered",
    "overview",
    "report_of",
    "standing_of",
    "subject",
    "suggested",
    "texts_of",
    "typeset",
    "website",
    "websites",
    "wording_history",
    "wordings",
    "words",
]
