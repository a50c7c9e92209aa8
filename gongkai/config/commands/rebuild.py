"""``gongkai rebuild``: make anew what is derived: due dates of the open cases, the bitmaps of titles, the search index of what is published."""

from __future__ import annotations

import argparse
import sys

from gongkai.config import folder
from gongkai.config.cli import DONE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace) -> int:
    """Leave the work to a running server, or do it here."""
    prepare()
    from gongkai.faces.search import jobs
    from gongkai.kernel.casework import operations as cases
    from gongkai.kernel.records.queries import projecting
    from gongkai.kernel.vocabulary import now

    changes = cases.rebuild(at=now())
    print(f"已核对在办件的期限，改正 {len(changes)} 件。")
    cases.index_titles(most=100_000, anew=True)
    try:
        lock = folder.take_lock()
    except folder.Busy:
        print(f"已登记 {projecting.leave_all(jobs.PROJECTION)} 条，由正在运行的网站重新处理。")
        return DONE
    with lock:
        count = jobs.rebuild(lambda done: print(f"\r  {done}", end="", flush=True) if sys.stdout.isatty() else None)
    print(f"已重建 {count} 条的索引。")
    return DONE
