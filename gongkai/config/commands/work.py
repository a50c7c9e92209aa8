"""``gongkai work``: one round of the background work, when no web process does it."""

from __future__ import annotations

import argparse

from gongkai.config import folder
from gongkai.config.cli import DONE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace) -> int:
    """Own the folder, recover, do every chore once."""
    prepare()
    from gongkai.config import worker

    with folder.take_lock():
        worker.recover()
        worker.catch_up()
    print("后台任务已办理一轮。")
    return DONE
