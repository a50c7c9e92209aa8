"""``gongkai rebuild``: make the search index anew from what is published."""

from __future__ import annotations

import argparse

from gongkai.config import folder
from gongkai.config.cli import DONE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace) -> int:
    """Leave the work to a running server, or do it here."""
    prepare()
    from gongkai.faces.search import jobs
    from gongkai.kernel.records.queries import projecting

    count = projecting.rebuild(jobs.PROJECTION)
    try:
        lock = folder.take_lock()
    except folder.Busy:
        print(f"已登记 {count} 条,由正在运行的网站重建。")
        return DONE
    with lock:
        jobs.catch_up()
    print(f"已重建 {count} 条的索引。")
    return DONE
