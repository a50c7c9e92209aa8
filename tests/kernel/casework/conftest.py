"""A kind of case of the tests' own: small, with nothing behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gongkai.kernel.casework import kinds
from tests.kernel.casework.trial import KIND


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    """Enter the kind for the time of a test."""
    kinds.register(KIND)
    yield
    kinds._KINDS.pop(KIND.code)
    kinds.labels.cache_clear()
