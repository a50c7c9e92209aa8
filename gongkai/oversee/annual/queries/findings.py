"""What does not fit in an office's own report: its tables, its texts, each finding with what was said of it."""

from __future__ import annotations

from gongkai.oversee.annual import narrative, rendering
from gongkai.oversee.annual.checking import check_written
from gongkai.oversee.annual.models import AnnualReport
from gongkai.oversee.annual.queries.verdicts import own_verdicts
from gongkai.oversee.annual.report import Check, Report
from gongkai.oversee.annual.terms import Level
from gongkai.oversee.annual.verdicts import Judged, Said, judge, unmatched


def written(report: Report, texts: AnnualReport) -> tuple[Check, ...]:
    """What does not fit in the texts (sums, shares, numbers against the tables, what a government has to tell); no query."""
    named = {
        section.heading: narrative.filled(report, getattr(texts, rendering.TEXTS[section.number])).replace(narrative.OPEN, "")
        for section in report.form.sections
        if not section.table
    }  # fmt: skip
    preface = narrative.filled(report, texts.preface)
    return check_written(preface, named, report.form.code, report.cells, government=report.government)


def findings(report: Report, texts: AnnualReport) -> list[Judged]:
    """Every check of a report and of its texts with its verdicts (one query)."""
    return judge((*report.checks, *written(report, texts)), own_verdicts(report.organ_id, report.year))


def lapsed(report: Report, texts: AnnualReport) -> list[Said]:
    """Verdicts on findings that are gone: what they explained is no longer there (one query)."""
    return unmatched((*report.checks, *written(report, texts)), own_verdicts(report.organ_id, report.year))


def unexplained(report: Report, texts: AnnualReport) -> list[Check]:
    """Contradictions in the texts that nobody has explained: they stop the document (a query only where there are any)."""
    errors = [check for check in written(report, texts) if check.level is Level.ERROR]
    if not errors:
        return []
    return [one.check for one in judge(errors, own_verdicts(report.organ_id, report.year)) if one.open]


def may_be_explained(check: Check) -> bool:
    """A difference may be explained, and a contradiction of the text; the formulas of the tables have to hold."""
    return check.level is not Level.NONE and not (
        check.level is Level.ERROR and check.law in {"F1", "F2", "F3", "F4", "F7"}
    )
