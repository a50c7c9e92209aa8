"""The questions about collected reports."""

from gongkai.oversee.collecting.queries.published import Cells, Expected, accepted_cells, expected
from gongkai.oversee.collecting.terms import Part, Source, State

__all__ = ["Cells", "Expected", "Part", "Source", "State", "accepted_cells", "expected"]
