"""Words that leave the page of a case (lists, notices, mails) without what says who somebody is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gongkai.kernel.casework import identity
from gongkai.kernel.screening import Kind, mask, scan

_NAMES = ("name", "representative")
_WHOLE = ("identity_number", "phone", "email", "address")


def masked(text: str, facts: Mapping[str, str] | None = None) -> str:
    """The text with identity numbers, mobiles and bank cards starred, and what ``facts`` say of the person (个人信息保护法51).

    ``facts`` as in ``identity``: names become 张*, the rest stars. A name that nobody entered cannot be known and stays.
    """
    known = {name: value for name, value in (facts or {}).items() if len(value) > 1}
    names = {known[name]: identity.mask(known[name]) for name in _NAMES if name in known}
    shown = {known[name]: "*" * len(known[name]) for name in _WHOLE if name in known} | names
    if shown:
        longest_first = sorted(shown, key=len, reverse=True)
        text = re.sub("|".join(map(re.escape, longest_first)), lambda found: shown[found.group()], text)
    return mask(text, [hit for hit in scan(text) if hit.type is not Kind.CLASSIFICATION])
