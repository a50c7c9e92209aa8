"""Questions about requests: of the applicant, of the desk, of the report, of the auditor."""

from gongkai.answer.foi.models import Application, ApplicationFile, Decision, Fee, Letter, Request
from gongkai.answer.foi.queries.desk import (
    Earlier,
    applicant,
    barred,
    decisions,
    earlier_requests,
    fee,
    files,
    items_before,
    lawful_moves,
    letters,
    offered,
    reply,
    request_of,
    wordings,
)
from gongkai.answer.foi.queries.progress import (
    Progress,
    PublicPaper,
    application_by_code,
    progress,
    public_papers,
    typed_number,
    waits_for_opening,
)
from gongkai.answer.foi.queries.report import Row, rows
from gongkai.answer.foi.queries.reviewing import reviewed_by

__all__ = [
    "Application",
    "ApplicationFile",
    "Decision",
    "Earlier",
    "Fee",
    "Letter",
    "Progress",
    "PublicPaper",
    "Request",
    "Row",
    "applicant",
    "application_by_code",
    "barred",
    "decisions",
    "earlier_requests",
    "fee",
    "files",
    "items_before",
    "lawful_moves",
    "letters",
    "offered",
    "progress",
    "public_papers",
    "reply",
    "request_of",
    "reviewed_by",
    "rows",
    "typed_number",
    "waits_for_opening",
    "wordings",
]
