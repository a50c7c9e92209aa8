"""Checks annual reports that others published: the formulas of the form, the text with itself and with the tables, what must be there."""

from __future__ import annotations

from gongkai.oversee.annual.checking.checked import Checked, check_many, missing_words, sentence, verdict
from gongkai.oversee.annual.checking.several import check_scope, suggested_scope
from gongkai.oversee.annual.checking.written import check_written

__all__ = [
    "Checked",
    "check_many",
    "check_scope",
    "check_written",
    "missing_words",
    "sentence",
    "suggested_scope",
    "verdict",
]
