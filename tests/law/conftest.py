"""What the law tests share: an organ with its staff, and the morning on which they work."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.records.helpers import MORNING


@pytest.fixture
def people(db: None) -> factories.Staff:
    """An organ with seven people, one for each role of a document's way."""
    made = factories.staff()
    made.at = MORNING
    return made
