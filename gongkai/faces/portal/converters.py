"""Parts of addresses: an id without leading zeros and of a size that a database holds."""

from __future__ import annotations


class Id:
    """1 to 18 digits, the first not zero."""

    regex = r"[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The digits."""
        return str(value)


class Size(Id):
    """A length of the log: zero is one."""

    regex = r"0|[1-9][0-9]{0,17}"
