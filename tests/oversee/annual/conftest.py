"""An office with its people on a morning in January 2026, when the report of 2025 is made."""

from __future__ import annotations

from datetime import datetime

import pytest

from gongkai.kernel.vocabulary import CHINA
from tests import factories


@pytest.fixture
def people(db: None) -> factories.Staff:
    """The staff of an office in the week in which the report is due."""
    made = factories.staff(name="云岫县水利局", email="water@yunxiu.example")
    made.at = datetime(2026, 1, 20, 9, 30, tzinfo=CHINA)
    return made
