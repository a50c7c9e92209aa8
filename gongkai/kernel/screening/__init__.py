"""Screening before publication: detectors for personal data and secrecy, readers of attachments, intake of files."""

from gongkai.kernel.screening.intake import Accepted, inspect, safe_name
from gongkai.kernel.screening.marks import CLASSIFIED_SENTENCE, classified
from gongkai.kernel.screening.passages import Passage, Reading
from gongkai.kernel.screening.reading import classified_passage, read
from gongkai.kernel.screening.scan import mask, scan, screen_json
from gongkai.kernel.screening.terms import Action, Hit, Kind

__all__ = [
    "CLASSIFIED_SENTENCE",
    "Accepted",
    "Action",
    "Hit",
    "Kind",
    "Passage",
    "Reading",
    "classified",
    "classified_passage",
    "inspect",
    "mask",
    "read",
    "safe_name",
    "scan",
    "screen_json",
]
