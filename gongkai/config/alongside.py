"""Work that goes on in a second process while this one does something else: two cores instead of one."""

from __future__ import annotations

import logging
import os
import pickle
import select
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

log = logging.getLogger("gongkai.alongside")
_PAUSE = 0.5  # seconds between two looks when there was nothing to do


@dataclass
class Other:
    """The second process: whether it was started at all, and the seconds of processor time it took (known at the end)."""

    running: bool = False
    seconds: float = 0.0


@contextmanager
def repeating(
    work: Callable[[], int], *, last: Callable[[], int] | None = None, wanted: bool = True
) -> Iterator[Other]:
    """Call ``work`` again and again in a second process until the block ends, and then ``last`` until it returns 0.

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
        _child(work, last or work, ear)
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


def ahead(work: Callable[[T], R], items: Iterable[T]) -> Generator[R]:
    """``map`` whose work another process does, one item ahead of whoever takes the results; ``work`` touches nothing
    outside itself.

    Where that is not possible (one processor, a transaction that is open), or no longer, the work is done here.
    """
    from django.db import connection

    waiting = list(items)
    if len(waiting) < 2 or (os.cpu_count() or 1) < 2 or connection.in_atomic_block:
        yield from map(work, waiting)
        return
    connection.close()  # a connection may not be shared with a child
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        _tell(work, waiting, mouth)
    os.close(mouth)
    with os.fdopen(ear, "rb") as results:
        try:
            whole = True
            for item in waiting:
                try:
                    result = pickle.load(results) if whole else work(item)  # noqa: S301  from our own child
                except (EOFError, OSError, pickle.UnpicklingError):
                    whole = False
                    log.warning("the reading process ended early; its work is done by this one")
                    result = work(item)
                yield result
        finally:
            results.close()  # a child that still has something to say ends
            os.waitpid(child, 0)


def _tell(work: Callable[[T], R], items: Iterable[T], mouth: int) -> None:
    """The child of ``ahead``: ends with the process, and as soon as nobody listens any more."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with os.fdopen(mouth, "wb") as out:
            for item in items:
                pickle.dump(work(item), out, pickle.HIGHEST_PROTOCOL)
                out.flush()
        code = 0
    except BrokenPipeError:
        pass
    except BaseException:
        log.exception("reading process")
    finally:
        os._exit(code)


def _child(work: Callable[[], int], last: Callable[[], int], ear: int) -> None:
    """Ends with the process, never with a return: nothing of the parent's clean-up may run twice."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; the child finishes what it has
        while not select.select([ear], [], [], 0 if work() else _PAUSE)[0]:
            pass
        while last():
            pass
        code = 0
    except BaseException:
        log.exception("second process")
    finally:
        os._exit(code)
