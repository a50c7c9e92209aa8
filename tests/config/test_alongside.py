"""Work that another process does: in order, complete whatever happens to that process, and nobody left behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from gongkai.config import alongside

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_another_process_does_the_work_in_order() -> None:
    found = list(alongside.ahead(lambda n: (n * n, os.getpid()), range(5)))
    assert [square for square, _ in found] == [0, 1, 4, 9, 16]
    assert {process for _, process in found}.isdisjoint({os.getpid()})


def test_what_a_process_that_died_left_is_done_here(caplog) -> None:
    here = os.getpid()

    def work(n: int) -> int:
        if n == 2 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return n * 10

    assert list(alongside.ahead(work, range(4))) == [0, 10, 20, 30]
    assert "ended early" in caplog.text


def test_whoever_stops_in_the_middle_leaves_no_process_behind() -> None:
    results = alongside.ahead(lambda n: (os.getpid(), "公" * 1_000_000), range(50))
    child, _ = next(results)
    results.close()
    assert not Path(f"/proc/{child}").exists()


def test_with_one_processor_the_work_is_done_here(monkeypatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert set(alongside.ahead(lambda _: os.getpid(), range(3))) == {os.getpid()}


def test_a_second_process_does_the_rest_when_the_block_ends(tmp_path) -> None:
    done = tmp_path / "done"

    def last() -> int:
        times = len(done.read_text()) if done.exists() else 0
        if times < 3:
            done.write_text("x" * (times + 1))
            return 1
        return 0

    with alongside.repeating(lambda: 0, last=last) as other:
        assert other.running
    assert done.read_text() == "xxx"
