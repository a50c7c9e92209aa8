"""The questions about annual reports: the figures, what stands behind them, what the office entered, who may see it."""

from gongkai.answer.foi.terms import ApplicantKind, Line
from gongkai.oversee.annual.checking import sentence, verdict
from gongkai.oversee.annual.due import DueDay
from gongkai.oversee.annual.format import FIRST_YEAR, form_of
from gongkai.oversee.annual.layout import Cell, tables
from gongkai.oversee.annual.models import AnnualReport, Dispute, Task, TypedFigure, Verdict
from gongkai.oversee.annual.queries.access import (
    EDITORS,
    JUDGES,
    READERS,
    keepers,
    may_edit,
    may_judge,
    organs,
    own,
    readable,
)
from gongkai.oversee.annual.queries.audit import count, faults
from gongkai.oversee.annual.queries.choosing import Alternative, alternatives, choices_of
from gongkai.oversee.annual.queries.computing import compute, reports_held
from gongkai.oversee.annual.queries.due import due_days, due_rules
from gongkai.oversee.annual.queries.findings import findings, lapsed, may_be_explained, written
from gongkai.oversee.annual.queries.register import (
    Progress,
    as_json,
    dispute,
    disputes,
    gaps,
    history,
    offered,
    organ_named,
    progress,
    prose,
    report_of,
    reports,
    standing_of,
    suggested,
    task,
    tasks,
    texts_of,
    typeset,
    years,
)
from gongkai.oversee.annual.queries.rows import Rows, What, rows
from gongkai.oversee.annual.queries.verdicts import kept_verdicts, own_verdicts, verdict_history, verdicts_of
from gongkai.oversee.annual.rendering import title
from gongkai.oversee.annual.report import Check, Report, number_words
from gongkai.oversee.annual.terms import DisputeKind, DisputeResult, Level, TaskState
from gongkai.oversee.annual.verdicts import EXPLAINED, LAPSED, Judged, Said, judge

__all__ = [
    "EDITORS",
    "EXPLAINED",
    "FIRST_YEAR",
    "JUDGES",
    "LAPSED",
    "READERS",
    "Alternative",
    "AnnualReport",
    "ApplicantKind",
    "Cell",
    "Check",
    "Dispute",
    "DisputeKind",
    "DisputeResult",
    "DueDay",
    "Judged",
    "Level",
    "Line",
    "Progress",
    "Report",
    "Rows",
    "Said",
    "Task",
    "TaskState",
    "TypedFigure",
    "Verdict",
    "What",
    "alternatives",
    "as_json",
    "choices_of",
    "compute",
    "count",
    "dispute",
    "disputes",
    "due_days",
    "due_rules",
    "faults",
    "findings",
    "form_of",
    "gaps",
    "history",
    "judge",
    "keepers",
    "kept_verdicts",
    "lapsed",
    "may_be_explained",
    "may_edit",
    "may_judge",
    "number_words",
    "offered",
    "organ_named",
    "organs",
    "own",
    "own_verdicts",
    "progress",
    "prose",
    "readable",
    "report_of",
    "reports",
    "reports_held",
    "rows",
    "sentence",
    "standing_of",
    "suggested",
    "tables",
    "task",
    "tasks",
    "texts_of",
    "title",
    "typeset",
    "verdict",
    "verdict_history",
    "verdicts_of",
    "written",
    "years",
]
