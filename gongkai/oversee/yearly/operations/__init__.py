"""The verbs of the yearly forms: register websites, answer items, name items, write texts, make a form a document."""

from gongkai.oversee.yearly.operations.answers import answer, take_back
from gongkai.oversee.yearly.operations.documents import StaleText, draft_record, open_report, write_texts
from gongkai.oversee.yearly.operations.websites import save_website
from gongkai.oversee.yearly.operations.wordings import word_item

__all__ = [
    "StaleText",
    "answer",
    "draft_record",
    "open_report",
    "save_website",
    "take_back",
    "word_item",
    "write_texts",
]
