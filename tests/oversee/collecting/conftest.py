"""The prefecture of these tests."""

from __future__ import annotations

import pytest

from .city import City
from .city import city as build


@pytest.fixture
def city(db: None) -> City:
    """A prefecture on a morning in January 2026."""
    return build()
