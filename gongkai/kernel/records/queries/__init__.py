"""The questions about records: by the public, about the review, of the projections, of the auditor."""

from gongkai.kernel.records.models import Attachment, Finding, Record, Relation, Revision, Step, Word
from gongkai.kernel.records.queries.audit import faults
from gongkai.kernel.records.queries.public import Counts, Filter, Page, Related

__all__ = [
    "Attachment",
    "Counts",
    "Filter",
    "Finding",
    "Page",
    "Record",
    "Related",
    "Relation",
    "Revision",
    "Step",
    "Word",
    "faults",
]
