"""The verbs of annual reports: type figures in, keep the register of disputes, write the texts, make it a document, judge findings."""

from gongkai.oversee.annual.operations.disputes import amend_dispute, enter_dispute, void_dispute
from gongkai.oversee.annual.operations.figures import set_beside, take_back, type_figure
from gongkai.oversee.annual.operations.reports import StaleText, draft_record, open_report, write_texts
from gongkai.oversee.annual.operations.tasks import amend_task, enter_task, void_task
from gongkai.oversee.annual.operations.verdicts import Subject, explain

__all__ = [
    "StaleText",
    "Subject",
    "amend_dispute",
    "amend_task",
    "draft_record",
    "enter_dispute",
    "enter_task",
    "explain",
    "open_report",
    "set_beside",
    "take_back",
    "type_figure",
    "void_dispute",
    "void_task",
    "write_texts",
]
