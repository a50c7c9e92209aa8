"""The bell that wakes the worker of this process after a commit; another process is found by its one-second look."""

from __future__ import annotations

import threading

from django.db import transaction

_BELL = threading.Event()


def ring() -> None:
    """Ring once the surrounding transaction has committed (at once when there is none)."""
    transaction.on_commit(_BELL.set)


def ring_now() -> None:
    """Ring without waiting for a transaction."""
    _BELL.set()


def wait(seconds: float) -> bool:
    """Wait for the bell, at most so long; True when it rang. The bell is silent again afterwards."""
    rang = _BELL.wait(seconds)
    _BELL.clear()
    return rang
