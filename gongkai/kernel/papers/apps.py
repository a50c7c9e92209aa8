"""The papers app: what of it the database itself protects, and its configurable numbers."""

from __future__ import annotations

from typing import ClassVar

from django.apps import AppConfig

from gongkai.kernel.papers.rules import UPLOAD_MEGABYTES
from gongkai.kernel.vocabulary import Number


class PapersConfig(AppConfig):
    name = "gongkai.kernel.papers"
    label = "papers"
    verbose_name = "文件与文号"
    # A number is voided by a row of its own, so that the number itself can be refused every change and deletion.
    append_only: ClassVar[dict[str, str]] = {
        "papers_storedfile": "1",
        "papers_papernumber": "1",
        "papers_voiding": "1",
    }
    numbers: ClassVar[list[Number]] = [UPLOAD_MEGABYTES]
