"""What every test shares: the material of the house, loud templates, protected tables that a test may empty."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the reference, samples and corpus beside the checkout (GONGKAI_SHARED names another)."""
    folder = Path(os.environ.get("GONGKAI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not folder.is_dir():
        if os.environ.get("GONGKAI_CI"):
            pytest.fail(f"the shared material is missing: {folder}")
        pytest.skip(f"the shared material is not here: {folder}")
    return folder
