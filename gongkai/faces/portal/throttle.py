"""How often one address, or one number, may try: counted in a sliding window, behind a port that several processes can share."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

Marks = dict[str, float]  # what was done, and when (seconds since the epoch)

_LOCK = threading.Lock()


class Store(Protocol):
    """Where the marks lie: Django's cache framework has these two methods."""

    def get(self, key: str, default: Marks | None = None) -> Marks | None:
        """The marks under a key."""

    def set(self, key: str, value: Marks, timeout: float | None = None) -> None:
        """Keep the marks for so many seconds."""


class Memory:
    """The marks of one process; of more than ``most`` keys those untouched for longest are forgotten."""

    def __init__(self, most: int = 100_000) -> None:
        self.most = most
        self.kept: OrderedDict[str, tuple[Marks, float]] = OrderedDict()

    def get(self, key: str, default: Marks | None = None) -> Marks | None:
        """The marks under a key, unless their time is over."""
        marks, until = self.kept.get(key, (default, 0.0))
        return marks if until > time.time() else default

    def set(self, key: str, value: Marks, timeout: float | None = None) -> None:
        """Keep the marks for ``timeout`` seconds."""
        self.kept[key] = (value, time.time() + (timeout or 3600))
        self.kept.move_to_end(key)
        while len(self.kept) > self.most:
            self.kept.popitem(last=False)


memory = Memory()


def _store() -> Store:
    """The cache named ``limits`` where the settings have one (several processes), else this process's memory."""
    if "limits" in settings.CACHES:
        shared: Store = caches["limits"]
        return shared
    return memory


@dataclass(frozen=True)
class Limit:
    """At most ``most`` marks in ``seconds``. ``clock`` gives seconds since the epoch; tests pass their own."""

    name: str
    most: int
    seconds: int
    clock: Callable[[], float] = time.time

    def wait(self, subject: str) -> int:
        """Seconds until the subject may try again; 0 when it may now."""
        with _LOCK:
            marks = self._marks(subject)
        return self._wait(marks)

    def spend(self, subject: str, mark: str) -> int:
        """Put a mark (the same mark twice is one) and answer 0, or the seconds to wait when there is no room for it."""
        with _LOCK:
            marks = self._marks(subject)
            if mark not in marks and (seconds := self._wait(marks)):
                return seconds
            marks[mark] = self.clock()
            _store().set(self._key(subject), marks, self.seconds)
            return 0

    def refund(self, subject: str, mark: str) -> None:
        """Take a mark back: what it stood for was not done."""
        with _LOCK:
            marks = self._marks(subject)
            marks.pop(mark, None)
            _store().set(self._key(subject), marks, self.seconds)

    def _marks(self, subject: str) -> Marks:
        since = self.clock() - self.seconds
        return {mark: at for mark, at in (_store().get(self._key(subject)) or {}).items() if at > since}

    def _wait(self, marks: Marks) -> int:
        if len(marks) < self.most:
            return 0
        oldest = sorted(marks.values())[len(marks) - self.most]
        return max(1, int(oldest + self.seconds - self.clock()) + 1)

    def _key(self, subject: str) -> str:
        """A keyed hash: no address lies in a shared cache."""
        text = f"{self.name}:{subject}".encode()
        return "limit:" + hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:40]


def address(request: HttpRequest) -> str:
    """Whom the limit is for: the network address, of IPv6 its /64; behind a proxy that the settings name, its client.

    ``settings.GONGKAI_PROXIES`` lists the addresses of the office's own reverse proxies; nobody else's header is believed.
    """
    proxies = frozenset(getattr(settings, "GONGKAI_PROXIES", ()))
    found = str(request.META.get("REMOTE_ADDR") or "")
    if found in proxies:
        behind = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        found = next((part for part in reversed(behind) if part and part not in proxies), found)
    try:
        ip = ipaddress.ip_address(found)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def minutes(seconds: int) -> str:
    """A wait in words: ``1 分钟``, ``12 分钟``."""
    return f"{max(1, -(-seconds // 60))} 分钟"
