"""The verbs of collecting."""

from gongkai.oversee.collecting.operations.base import AGAIN, StaleFiling
from gongkai.oversee.collecting.operations.campaigns import (
    add_organs,
    amend_campaign,
    close_campaign,
    open_campaign,
    remove_organ,
    reopen_campaign,
)
from gongkai.oversee.collecting.operations.examining import Several, accept, lock, send_back, several, unlock
from gongkai.oversee.collecting.operations.filings import recall, save_filing, submit, take_computed, take_summed
from gongkai.oversee.collecting.operations.importing import Answer, import_file, import_many
from gongkai.oversee.collecting.operations.reminding import remind, remind_due
from gongkai.oversee.collecting.operations.rollups import Scope, roll_up

__all__ = [
    "AGAIN",
    "Answer",
    "Scope",
    "Several",
    "StaleFiling",
    "accept",
    "add_organs",
    "amend_campaign",
    "close_campaign",
    "import_file",
    "import_many",
    "lock",
    "open_campaign",
    "recall",
    "remind",
    "remind_due",
    "remove_organ",
    "reopen_campaign",
    "roll_up",
    "save_filing",
    "send_back",
    "several",
    "submit",
    "take_computed",
    "take_summed",
    "unlock",
]
