"""What the library decides: the kind of a text by its folder, one work under one title, which edition is in force."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final, Protocol

KINDS: Final = ("法律", "行政法规", "地方性法规", "部门规章", "司法解释", "案例", "其他")
NEVER_RULES: Final = frozenset({"司法解释", "案例", "其他"})

_KIND_OF_FOLDER: Final = {kind: kind for kind in KINDS} | dict.fromkeys(
    ("宪法", "宪法相关法", "刑法", "民法典", "民法商法", "社会法", "经济法", "行政法", "诉讼与非诉讼程序法"), "法律"
)


def kind_of(path: str) -> str:
    """The kind of a text, from the folders of its path; 其他 when none of them says."""
    for folder in PurePosixPath(path).parts[:-1]:
        if kind := _KIND_OF_FOLDER.get(folder):
            return kind
    return "其他"


def counts_as_rule(kind: str) -> bool:
    """Whether texts of this kind may be counted among laws, regulations and rules."""
    return kind in KINDS and kind not in NEVER_RULES


def work_key(title: str) -> str:
    """What the editions of one work have in common: the title without white space and without the state's name."""
    bare = re.sub(r"\s+", "", title)
    return bare.removeprefix("中华人民共和国") or bare


def articles_digest(
    work: str, title: str, kind: str, dated_on: date | None, rows: Iterable[tuple[int, str, str, str, str, str]]
) -> str:
    """SHA-256 (hex) of an edition: its work, and (position, level, label, heading, anchor, text) of every article."""
    value = [work, title, kind, dated_on.isoformat() if dated_on else None, [list(row) for row in rows]]
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


class Dated(Protocol):
    """An edition as the rule sees it; ``edition_on`` is the day of its latest making or amendment, None when unknown."""

    @property
    def path(self) -> str: ...
    @property
    def work_key(self) -> str: ...
    @property
    def edition_on(self) -> date | None: ...


@dataclass(frozen=True)
class Standing:
    """Where an edition stands in its work. ``superseded_by`` is the path of the edition in force, or empty."""

    path: str
    work_key: str
    edition_on: date | None
    current: bool
    superseded_by: str = ""


def editions(laws: Iterable[Dated], *, today: date) -> dict[str, tuple[Standing, ...]]:
    """Works with their editions, newest first. In force is the newest that is not later than today.

    Two files of one title and one day are the same edition kept twice: both are in force. An edition without any date is
    in force when it is alone, older than any other when it is not. An edition of a later day waits.
    """
    works: dict[str, list[Dated]] = {}
    for law in laws:
        works.setdefault(law.work_key, []).append(law)
    return {key: _stand(group, today) for key, group in works.items()}


def _stand(group: list[Dated], today: date) -> tuple[Standing, ...]:
    made = [law.edition_on for law in group if law.edition_on is not None and law.edition_on <= today]
    newest = max(made, default=None)
    in_force = {law.path for law in group if law.edition_on == newest}
    heir = min(in_force, default="")
    ordered = sorted(group, key=lambda law: law.path)
    ordered.sort(key=lambda law: law.edition_on or date.min, reverse=True)
    return tuple(
        Standing(
            path=law.path,
            work_key=law.work_key,
            edition_on=law.edition_on,
            current=law.path in in_force,
            superseded_by="" if law.path in in_force or (law.edition_on or date.min) > today else heir,
        )
        for law in ordered
    )
