"""The whole audit: ledger, log, files and records, each by its own room; nothing is believed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.answer.foi.queries import audit as foi
from gongkai.kernel.casework.queries import audit as casework
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.records import queries as records
from gongkai.kernel.trust import queries as trust
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.collecting import queries as collecting
from gongkai.oversee.yearly import queries as yearly
from gongkai.publish.library import queries as library

PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "台账": ledger.faults,
    "存证日志": trust.faults,
    "文件": papers.faults,
    "政府信息": records.faults,
    "法规条文": library.faults,
    "年度报告": annual.faults,
    "年报汇集": collecting.faults,
    "年度表": yearly.faults,
    "办件": casework.faults,
    "依申请公开": foi.faults,
}


def counts() -> dict[str, int]:
    """How many objects of each part will be looked at."""
    from gongkai.kernel.papers.models import StoredFile
    from gongkai.kernel.records.models import Record, Revision, Step
    from gongkai.publish.library.models import Provision

    return {
        "台账": ledger.head()[0],
        "存证日志": trust.size(),
        "文件": StoredFile.objects.count(),
        "政府信息": Record.objects.count() + Revision.objects.count() + Step.objects.count(),
        "法规条文": Provision.objects.count(),
        "年度报告": annual.count(),
        "年报汇集": collecting.count(),
        "年度表": yearly.count(),
        "办件": casework.counts(),
        "依申请公开": foi.counts(),
    }
