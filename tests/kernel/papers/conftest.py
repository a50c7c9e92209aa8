"""What the tests of papers share: a folder of their own, an organ, an actor, a moment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from gongkai.kernel.ledger.rules import Actor
from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.vocabulary import CHINA

AT = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
CLERK = Actor(1, "赵文", "秘书科科员", 1, "清源县人民政府办公室")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> Path:
    settings.GONGKAI_FOLDER = tmp_path
    return tmp_path / "files"


@pytest.fixture
def organ(db) -> Organ:
    return Organ.objects.create(
        name="清源县人民政府办公室", short_name="县府办", code="清政办发", level="county", nature="office"
    )
