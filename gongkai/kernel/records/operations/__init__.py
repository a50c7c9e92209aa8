"""The verbs of records, by what they are about: drafting, screening, reviewing, publishing, importing."""

from gongkai.kernel.records.operations.drafting import (
    LONGEST_TERM,
    NotAllowed,
    StaleEdit,
    attach,
    create,
    detach,
    save,
    start_correction,
)
from gongkai.kernel.records.operations.publishing import lift_due, relate, repeal, unrelate, withdraw
from gongkai.kernel.records.operations.reviewing import move, publish_due
from gongkai.kernel.records.operations.screening import keep, mask_in_text, save_word, screen

__all__ = [
    "LONGEST_TERM",
    "NotAllowed",
    "StaleEdit",
    "attach",
    "create",
    "detach",
    "keep",
    "lift_due",
    "mask_in_text",
    "move",
    "publish_due",
    "relate",
    "repeal",
    "save",
    "save_word",
    "screen",
    "start_correction",
    "unrelate",
    "withdraw",
]
