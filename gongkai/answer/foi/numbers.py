"""The 机关代字 of what a request needs numbered: 云水发 gives 云水公开申, 云水公开答 and 云水公开函."""

from __future__ import annotations

import re
from typing import Protocol

MARKS = {"申请": "公开申", "答复": "公开答", "告知": "公开函"}
KINDS = {"申请": "foi_application", "答复": "foi_reply", "告知": "foi_letter"}
_OTHER = re.compile(r"[^㐀-鿿\U00020000-\U0003ffffA-Za-z]")


class Named(Protocol):
    """What is asked of an organ."""

    code: str
    short_name: str
    name: str


def code_of(organ: Named, what: str) -> str:
    """The code under which numbers of ``what`` (申请, 答复, 告知) are taken; an organ without 机关代字 uses its short name."""
    stem = organ.code.removesuffix("发") or _OTHER.sub("", organ.short_name or organ.name)
    return stem[: 20 - len(MARKS[what])] + MARKS[what]
