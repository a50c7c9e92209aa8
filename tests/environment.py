"""Loaded before Django's settings (pytest -p): tests live in a folder of their own, never in the city of this checkout."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

if not os.environ.get("GONGKAI_TEST_FOLDER"):
    os.environ["GONGKAI_TEST_FOLDER"] = tempfile.mkdtemp(prefix="gongkai-test-")
FOLDER = Path(os.environ["GONGKAI_TEST_FOLDER"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
for _part in ("secrets", "files", "index", "static"):
    (FOLDER / _part).mkdir(parents=True, exist_ok=True)
os.environ["GONGKAI_DATA"] = str(FOLDER)
os.environ.pop("GONGKAI_TODAY", None)

if os.environ.get("GONGKAI_TEST_POSTGRES") == "1":
    from tests import database

    database.start()
else:
    os.environ.pop("GONGKAI_DATABASE", None)
