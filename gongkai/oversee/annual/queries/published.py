"""Reports that others published, as the faces ask for them: read, checked, told in sentences. No database."""

from gongkai.oversee.annual.checking import (
    Checked,
    check_many,
    check_scope,
    missing_words,
    sentence,
    suggested_scope,
    verdict,
)
from gongkai.oversee.annual.format import CURRENT, FORMER, Form
from gongkai.oversee.annual.layout import Cell, tables
from gongkai.oversee.annual.reading import Published, read_many
from gongkai.oversee.annual.report import Check, number_words
from gongkai.oversee.annual.terms import Level
from gongkai.oversee.annual.verdicts import Judged, judge, unmatched

__all__ = [
    "CURRENT",
    "FORMER",
    "Cell",
    "Check",
    "Checked",
    "Form",
    "Judged",
    "Level",
    "Published",
    "check_many",
    "check_scope",
    "judge",
    "missing_words",
    "number_words",
    "read_many",
    "sentence",
    "suggested_scope",
    "tables",
    "unmatched",
    "verdict",
]
