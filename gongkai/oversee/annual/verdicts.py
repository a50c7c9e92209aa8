"""What people said of findings, found again on every run, pure: by the fingerprint of a finding; with other numbers it lapses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.oversee.annual.report import Check
from gongkai.oversee.annual.terms import Level

LAPSED = "原说明已失效：数据已变，请重新核对"
EXPLAINED = "已说明"
LONGEST = 500  # characters of a verdict


@dataclass(frozen=True)
class Said:
    """A verdict (说明): of which finding, who said why, when, for which office; ``words``: the finding as it stood then."""

    fingerprint: str
    topic: str
    organ: str
    person: str
    at: datetime
    reason: str
    words: str = ""

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"organ": self.organ, "person": self.person, "at": self.at.isoformat(), "reason": self.reason}


@dataclass(frozen=True)
class Judged:
    """A finding with what was said of it. ``lapsed``: what was said of it when its numbers were others."""

    check: Check
    said: tuple[Said, ...] = ()
    lapsed: tuple[Said, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is a fault or a difference that nobody has explained. Explained is not gone: it is still shown."""
        return self.check.level in {Level.ERROR, Level.WARNING} and not self.said


def judge(checks: Iterable[Check], said: Sequence[Said]) -> list[Judged]:
    """Every finding with its verdicts, in order; a verdict whose numbers are gone stands beside what it was about, lapsed."""
    checks = list(checks)
    present = {check.fingerprint for check in checks}
    found = []
    for check in checks:
        fits = tuple(one for one in said if one.fingerprint == check.fingerprint)
        gone = (one for one in said if one.topic == check.topic and one.fingerprint not in present)
        troubled = check.level is not Level.NONE and not fits
        found.append(Judged(check, fits if check.level is not Level.NONE else (), tuple(gone) if troubled else ()))
    return found


def unmatched(checks: Iterable[Check], said: Sequence[Said]) -> list[Said]:
    """What was said of findings that are no longer there, or that hold now."""
    troubled = [check for check in checks if check.level is not Level.NONE]
    prints, topics = {check.fingerprint for check in troubled}, {check.topic for check in troubled}
    return [one for one in said if one.fingerprint not in prints and one.topic not in topics]
