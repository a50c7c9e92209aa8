"""Work that goes on in a second process while this one does something else: two cores instead of one."""

from __future__ import annotations

import logging
import os
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

log = logging.getLogger("gongkai.alongside")
_PAUSE = 0.5  # seconds between two looks when there was nothing to do


@dataclass
class Other:
    """The second process: whether it was started at all, and the seconds of processor time it took (known at the end)."""

    running: bool = False
    seconds: float = 0.0


@contextmanager
def repeating(work: Callable[[], int], *, wanted: bool = True) -> Iterator[Other]:
    """Call ``work`` again and again in a second process until the block ends, and then until it returns 0.

    Where that is not possible (one processor, a transaction that is open, ``wanted`` False) nothing is started and the
    caller does the work itself, as it also does with what a failed second process left.
    """
    from django.db import connection

    other = Other()
    if not wanted or (os.cpu_count() or 1) < 2 or connection.in_atomic_block:
        yield other
        return
    connection.close()  # a connection may not be shared with a child
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(mouth)
        _child(work, ear)
    os.close(ear)
    other.running = True
    try:
        yield other
    finally:
        os.close(mouth)  # the child hears it, also when this process dies
        _, status, used = os.wait4(child, 0)
        other.seconds = used.ru_utime + used.ru_stime
        if status:
            log.warning("the second process ended with %s; its work is done by this one", status)


def _child(work: Callable[[], int], ear: int) -> None:
    """Ends with the process, never with a return: nothing of the parent's clean-up may run twice."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; the child finishes what it has
        while True:
            did = work()
            ended = bool(select.select([ear], [], [], 0 if did else _PAUSE)[0])
            if ended and not did:
                break
        code = 0
    except BaseException:
        log.exception("second process")
    finally:
        os._exit(code)
