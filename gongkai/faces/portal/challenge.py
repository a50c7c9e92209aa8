"""A small task before an application is sent: the browser solves it unseen, or the reader answers a sum in words."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core import signing

from gongkai.kernel.vocabulary import chinese, half_width

BITS: Final = 15  # about 33,000 hashes: under a second on a computer, two or three on an old telephone
LASTS: Final = timedelta(hours=4)
SOONEST: Final = timedelta(seconds=4)  # nobody reads the page and does the sum faster

_SALT: Final = "gongkai.portal.apply"
_NONCE: Final = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Challenge:
    """A task: ``once`` is its name and the mark of the one application it is good for; ``token`` is signed."""

    once: str
    issued_at: datetime
    token: str

    @property
    def bits(self) -> int:
        """How many zero bits the hash of a solution begins with."""
        return BITS

    @property
    def question(self) -> str:
        """The sum in words, for who has no script: 二十七加六等于多少？"""
        a, b, plus = _sum(self.once)
        return f"{chinese(a)}{'加' if plus else '减'}{chinese(b)}等于多少？"


def issue(at: datetime) -> Challenge:
    """A new task."""
    once = secrets.token_hex(24)
    token = signing.dumps([once, int(at.timestamp())], salt=_SALT)
    return Challenge(once, at, token)


def read(token: str, at: datetime) -> Challenge | None:
    """The task that was issued with this token; None when it is forged or its time is over."""
    try:
        once, issued = signing.loads(token, salt=_SALT)
        issued_at = datetime.fromtimestamp(int(issued), at.tzinfo)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
    if not isinstance(once, str) or not timedelta(seconds=-60) <= at - issued_at <= LASTS:
        return None
    return Challenge(once, issued_at, token)


def solved(given: Challenge, nonce: str) -> bool:
    """Whether the browser has worked: SHA-256 of ``once:nonce`` begins with the zero bits asked for."""
    if not _NONCE.fullmatch(nonce):
        return False
    digest = hashlib.sha256(f"{given.once}:{nonce}".encode()).digest()
    return int.from_bytes(digest, "big") >> (len(digest) * 8 - BITS) == 0


def answered(given: Challenge, answer: str) -> bool:
    """Whether the sum is right, written in digits (full width too) or in words."""
    a, b, plus = _sum(given.once)
    right = a + b if plus else a - b
    typed = "".join(half_width(answer[:20]).split())
    return hmac.compare_digest(typed.encode(), str(right).encode()) or typed == chinese(right)


def _sum(once: str) -> tuple[int, int, bool]:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{_SALT}:{once}".encode(), hashlib.sha256).digest()
    return 21 + digest[0] % 69, 3 + digest[1] % 17, bool(digest[2] % 2)
