"""``gongkai verify --all`` over the whole corpus: documents a second."""

from __future__ import annotations

import time

from bench.city import prepare
from bench.rows import note, row


def run(_: str) -> int:
    prepare()
    from gongkai.config import audit
    from gongkai.config.commands.verify import everything
    from gongkai.kernel.records.queries import projecting

    documents = sum(len(batch) for batch in projecting.public_ids(5000))
    start, cpu = time.perf_counter(), time.process_time()
    verdict = everything()
    row("verify.rate", documents / (time.perf_counter() - start), "documents/s")
    row("verify.rate.cpu", documents / (time.process_time() - cpu), "documents/cpu-s")
    row("verify.faults", len(verdict["faults"]), "faults", "<= 0")  # type: ignore[arg-type]
    for fault in list(verdict["faults"])[:5]:  # type: ignore[call-overload]
        note(str(fault))
    for name, find in audit.PARTS.items():
        cpu = time.process_time()
        for _fault in find():
            pass
        row(f"verify.cpu.{name}", time.process_time() - cpu, "s")
    return 0
