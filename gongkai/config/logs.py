"""What a line of the log never shows: the secret part of an address."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/desk/invitation/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """An invitation's token is a key until it is used; errors and refusals log the address without it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line pass, with the token taken out."""
        if isinstance(record.args, tuple):
            record.args = tuple(_SECRET.sub(r"\1…", one) if isinstance(one, str) else one for one in record.args)
        if isinstance(record.msg, str):
            record.msg = _SECRET.sub(r"\1…", record.msg)
        return True
