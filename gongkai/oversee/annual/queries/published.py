"""Reports that others published, as the faces ask for them: read, checked, told in sentences. No database."""

from gongkai.oversee.annual.checking import Checked, check_many, sentence, verdict
from gongkai.oversee.annual.layout import Cell, tables
from gongkai.oversee.annual.reading import read_many
from gongkai.oversee.annual.report import number_words
from gongkai.oversee.annual.terms import Level

__all__ = ["Cell", "Checked", "Level", "check_many", "number_words", "read_many", "sentence", "tables", "verdict"]
