"""The verbs of casework, by what they are about: opening, moving, papers, colleagues, whole queues."""

from gongkai.kernel.casework.operations.moving import NotAllowed, StaleCase, lock, move
from gongkai.kernel.casework.operations.opening import add_party, correct_party, open_case, reveal
from gongkai.kernel.casework.operations.papers import (
    add_paper,
    freeze_paper,
    mark_returned,
    mark_sent,
    mark_served,
    number_paper,
    revise_paper,
    void_paper,
)

__all__ = [
    "NotAllowed",
    "StaleCase",
    "add_paper",
    "add_party",
    "correct_party",
    "freeze_paper",
    "lock",
    "mark_returned",
    "mark_sent",
    "mark_served",
    "move",
    "number_paper",
    "open_case",
    "reveal",
    "revise_paper",
    "void_paper",
]
