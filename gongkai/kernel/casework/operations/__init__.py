"""The verbs of casework, by what they are about: opening, moving, papers, colleagues, order, projections, reminders."""

from gongkai.kernel.casework.jobs import rebuild_later
from gongkai.kernel.casework.operations.colleagues import assign, note, seen, tell, unwatch, watch
from gongkai.kernel.casework.operations.moving import NotAllowed, StaleCase, lock, move
from gongkai.kernel.casework.operations.opening import add_party, correct_party, looked, open_case, reveal
from gongkai.kernel.casework.operations.organizing import (
    Result,
    bulk,
    bulk_assign,
    drop_view,
    each,
    link,
    merge,
    retire_phrase,
    save_phrase,
    save_view,
    unlink,
    unmerge,
)
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
from gongkai.kernel.casework.operations.rebuilding import Change, rebuild, settle
from gongkai.kernel.casework.operations.reminding import remind
from gongkai.kernel.casework.operations.titling import index_titles

__all__ = [
    "Change",
    "NotAllowed",
    "Result",
    "StaleCase",
    "add_paper",
    "add_party",
    "assign",
    "bulk",
    "bulk_assign",
    "correct_party",
    "drop_view",
    "each",
    "freeze_paper",
    "index_titles",
    "link",
    "lock",
    "looked",
    "mark_returned",
    "mark_sent",
    "mark_served",
    "merge",
    "move",
    "note",
    "number_paper",
    "open_case",
    "rebuild",
    "rebuild_later",
    "remind",
    "retire_phrase",
    "reveal",
    "revise_paper",
    "save_phrase",
    "save_view",
    "seen",
    "settle",
    "tell",
    "unlink",
    "unmerge",
    "unwatch",
    "void_paper",
    "watch",
]
