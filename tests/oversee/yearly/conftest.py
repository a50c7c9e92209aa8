"""A government's office with its people on a morning in January 2026, when the forms of 2025 are made."""

from __future__ import annotations

from datetime import datetime

import pytest

from gongkai.kernel.vocabulary import CHINA
from tests import factories


@pytest.fixture
def people(db: None) -> factories.Staff:
    """The staff of a county's government in the week in which the website's table is due."""
    made = factories.staff(name="云岫县人民政府", nature="government")
    made.at = datetime(2026, 1, 20, 9, 30, tzinfo=CHINA)
    return made
