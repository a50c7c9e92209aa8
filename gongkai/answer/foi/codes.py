"""The query code of an application: sixteen characters nobody confuses, shown once, kept only as a keyed hash.

The house draws the code, 79 bits of it: unlike a password it cannot be guessed from a list, so nothing is gained by a slow hash.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from gongkai.kernel.casework import identity
from gongkai.kernel.vocabulary import half_width

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0, 1, I, L and O
LENGTH = 16  # 79 bits


def made(once: str = "") -> str:
    """A new code; the same ``once`` gives the same code, so that a form sent twice shows the code of its one application."""
    if not once:
        return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    value = int(keyed("query_code", once), 16)
    letters = []
    for _ in range(LENGTH):
        value, place = divmod(value, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def shown(code: str) -> str:
    """The code in groups of four: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed(text: str) -> str:
    """What somebody typed as the bare code: full width, lower case, blanks and hyphens do not matter."""
    return "".join(letter for letter in half_width(text[:80]).upper() if letter.isalnum())


def hashed(code: str) -> str:
    """What is stored: a random salt and the hash of it and the code, keyed by the secret of this house."""
    salt = secrets.token_hex(16)
    return f"{salt}${_digest(salt, code)}"


def matches(code: str, stored: str) -> bool:
    """Whether the code belongs to what is stored; takes the same time when ``stored`` is empty (no such application)."""
    salt, _, digest = (stored or _NOBODY).partition("$")
    return hmac.compare_digest(_digest(salt, typed(code)), digest) and bool(stored)


_NOBODY = f"{'0' * 32}${'0' * 64}"


def _digest(salt: str, code: str) -> str:
    return keyed("query_code_hash", f"{salt}{code}")


def keyed(purpose: str, text: str) -> str:
    """A keyed hash (hex) for one purpose: without the key of this house nobody can try values."""
    return identity.index("name", f"{purpose}/{hashlib.sha256(text.encode()).hexdigest()}")
