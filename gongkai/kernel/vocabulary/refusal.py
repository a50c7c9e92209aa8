"""A refusal is the Chinese sentence that a clerk or citizen reads when something may not be done."""

from __future__ import annotations


class Refusal(Exception):
    """Raised by operations and rules; ``message`` can be shown as it is.

    ``field`` names the form field that it belongs to (empty: the whole form). Subclass it where a caller must tell
    refusals apart.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
