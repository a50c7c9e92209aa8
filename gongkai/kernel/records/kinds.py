"""The register of record kinds: which applications exist, without the kernel knowing any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.kernel.records.rules import Missing

#: What an application asks of a draft of its kind before it goes to review, and again before a reviewer passes it.
Question = Callable[[Any, datetime], Sequence[Missing]]


@dataclass(frozen=True)
class Kind:
    """One kind of record. ``section`` is the platform part it shows in; ``policy`` asks for the FOI office's opinion when
    proposed as not public (国办发〔2016〕80号); ``rule`` counts as 规章 and ``normative`` as 行政规范性文件 in the annual report;
    ``topics`` are the art 20 items it may be filed under (the first is the default).
    """

    code: str
    label: str
    section: str = ""
    policy: bool = False
    rule: bool = False
    normative: bool = False
    topics: tuple[str, ...] = ()
    draftable: bool = True
    position: int = 100


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Enter a kind; the same value twice is nothing, another value under the same code an error."""
    if _KINDS.setdefault(kind.code, kind) != kind:
        raise ValueError(f"record kind {kind.code!r} is registered twice with different values")


def get(code: str) -> Kind:
    """The kind under a code; a code that is no longer registered keeps its code as label."""
    return _KINDS.get(code) or Kind(code, code, draftable=False)


def all_kinds() -> list[Kind]:
    """Every kind, in the order of position and label."""
    return sorted(_KINDS.values(), key=lambda kind: (kind.position, kind.code))


def known(code: str) -> bool:
    """Whether the code is registered."""
    return code in _KINDS


_QUESTIONS: dict[str, list[Question]] = {}


def ask(code: str, question: Question) -> None:
    """Enter a question about every draft of a kind: (revision, moment) to what it lacks; the same one twice is nothing."""
    asked = _QUESTIONS.setdefault(code, [])
    if question not in asked:
        asked.append(question)


def lacking(code: str, revision: Any, at: datetime) -> list[Missing]:
    """What a draft lacks by the questions about its kind."""
    return [gap for question in _QUESTIONS.get(code, ()) for gap in question(revision, at)]
