"""The small task and the limits before an application is sent: solved, answered, expired, forged, counted."""

from __future__ import annotations

import hashlib
import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory

from gongkai.faces.portal import challenge, throttle
from gongkai.kernel.vocabulary import chinese, now

AT = now()


def solution(task: challenge.Challenge) -> str:
    """What a browser finds by trying."""
    for n in itertools.count():
        digest = hashlib.sha256(f"{task.once}:{n}".encode()).digest()
        if int.from_bytes(digest[:4], "big") >> (32 - task.bits) == 0:
            return str(n)
    raise AssertionError


def right(task: challenge.Challenge) -> int:
    """The sum as a reader does it, from the words."""
    left, sign, other = task.question.removesuffix("等于多少？").partition("加")
    if not sign:
        left, _, other = left.partition("减")
    value = {chinese(n): n for n in range(1, 200)}
    return value[left] + value[other] if sign else value[left] - value[other]


def test_a_browser_that_has_worked_is_let_in_and_only_with_its_own_work():
    task, other = challenge.issue(AT), challenge.issue(AT)
    nonce = solution(task)
    assert challenge.solved(task, nonce)
    assert not challenge.solved(other, nonce) or solution(other) == nonce
    assert not any(challenge.solved(task, bad) for bad in ("", "x", "-1", "１２", "9" * 13, f"{nonce} "))


def test_the_work_is_worth_some_thousand_hashes():
    tries = [int(solution(challenge.issue(AT))) for _ in range(6)]
    assert sum(tries) / 6 > 2_000


def test_the_sum_is_asked_in_words_and_answered_in_digits_or_words():
    seen = set()
    for _ in range(60):
        task = challenge.issue(AT)
        assert not any(letter.isdigit() and letter.isascii() for letter in task.question)
        answer = right(task)
        full = "".join(chr(ord(letter) + 0xFEE0) for letter in str(answer))
        for typed in (str(answer), f" {answer} ", full, chinese(answer)):
            assert challenge.answered(task, typed), (task.question, typed)
        for typed in ("", str(answer + 1), "零", "x" * 500):
            assert not challenge.answered(task, typed)
        seen.add(task.question)
    assert len(seen) > 30


def test_a_task_is_good_for_four_hours_and_cannot_be_forged():
    task = challenge.issue(AT)
    again = challenge.read(task.token, AT + timedelta(hours=3))
    assert again is not None
    assert (again.once, again.question) == (task.once, task.question)
    assert challenge.read(task.token, AT + timedelta(hours=4, seconds=2)) is None
    assert challenge.read(task.token, AT - timedelta(hours=1)) is None
    head, _, tail = task.token.partition(":")
    for forged in ("", "x", f"{head[:-2]}AA:{tail}", task.token[:-1], "1" * 5000, "☃"):
        assert challenge.read(forged, AT) is None, forged


# -- limits ------------------------------------------------------------------------------------------------------------


class Clock:
    """A clock that tests turn."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(throttle, "memory", throttle.Memory())
    return Clock()


def test_so_many_an_hour_and_then_a_wait_that_is_told(clock: Clock):
    limit = throttle.Limit("test", 3, 3600, clock)
    for n in range(3):
        assert limit.spend("a", f"mark {n}") == 0
        clock.now += 600
    assert limit.spend("a", "mark 3") == 1801
    assert limit.spend("b", "mark 3") == 0, "another address is not touched"
    clock.now += 1801
    assert limit.spend("a", "mark 3") == 0, "the oldest is out of the window"
    assert limit.wait("a") > 0


def test_the_same_application_twice_is_counted_once(clock: Clock):
    limit = throttle.Limit("test", 2, 3600, clock)
    assert [limit.spend("a", "one") for _ in range(5)] == [0] * 5
    assert limit.spend("a", "two") == 0
    assert limit.spend("a", "three") > 0
    assert limit.spend("a", "one") == 0, "what was counted before is let through"


def test_what_was_not_done_is_given_back(clock: Clock):
    limit = throttle.Limit("test", 1, 3600, clock)
    limit.spend("a", "one")
    limit.refund("a", "one")
    limit.refund("a", "never")
    assert limit.spend("a", "two") == 0


def test_a_million_addresses_do_not_fill_the_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(throttle, "memory", throttle.Memory(most=50))
    limit = throttle.Limit("test", 1, 3600, clock)
    for n in range(200):
        limit.spend(f"10.0.0.{n}", "x")
    assert len(throttle.memory.kept) == 50
    assert limit.spend("10.0.0.199", "y") > 0, "those who came last are remembered"


def test_several_processes_can_share_a_cache(clock: Clock, settings: Any):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
        "limits": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits of a test"},
    }
    limit = throttle.Limit("test", 1, 3600, clock)
    assert limit.spend("a", "one") == 0
    assert limit.spend("a", "two") > 0
    assert not throttle.memory.kept


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "found"),
    [
        ("203.0.113.9", "", (), "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", (), "203.0.113.9"),  # nobody's header is believed
        ("10.0.0.2", "198.51.100.1", ("10.0.0.2",), "198.51.100.1"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1", ("10.0.0.2",), "198.51.100.1"),  # the client's own lie stands in front
        ("10.0.0.2", "198.51.100.1, 10.0.0.3", ("10.0.0.2", "10.0.0.3"), "198.51.100.1"),
        ("10.0.0.2", "", ("10.0.0.2",), "10.0.0.2"),
        ("10.0.0.2", "<script>", ("10.0.0.2",), "unknown"),
        ("2001:db8:1:2:3:4:5:6", "", (), "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", (), "203.0.113.9"),
        ("", "", (), "unknown"),
    ],
)
def test_whom_a_limit_is_for(remote: str, forwarded: str, proxies: tuple[str, ...], found: str, settings: Any):
    settings.GONGKAI_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert throttle.address(request) == found


def test_no_address_lies_readable_in_a_shared_cache(clock: Clock):
    throttle.Limit("test", 1, 3600, clock).spend("203.0.113.9", "x")
    assert not [key for key in throttle.memory.kept if "203" in key and "113.9" in key]
