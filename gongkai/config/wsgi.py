"""The web process: prepares the folder, owns it by a lock, starts the worker thread, answers requests."""

from __future__ import annotations

import os
import sys

from gongkai.config import folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
folder.prepare()

try:
    _lock = folder.take_lock() if os.environ.get("GONGKAI_WORKER", "1") == "1" else None
except folder.Busy as busy:
    print(f"{busy} 请先停止它，或用 DATA= 指定另一个目录。", file=sys.stderr)
    raise SystemExit(3) from None

from django.core.wsgi import get_wsgi_application  # noqa: E402  the folder comes first

application = get_wsgi_application()

if _lock is not None:
    from gongkai.config import worker

    worker.start()
