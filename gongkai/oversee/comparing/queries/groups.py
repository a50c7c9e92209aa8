"""Which organs are compared with each other: kinds of a government's organs, or those that somebody picks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.kernel.organizations.queries import Nature, Organ

_KINDS: tuple[tuple[str, str, frozenset[Nature]], ...] = (
    ("departments", "部门", frozenset({Nature.OFFICE, Nature.DEPARTMENT, Nature.DISPATCHED, Nature.AUTHORIZED})),
    ("townships", "乡镇、街道", frozenset({Nature.TOWNSHIP})),
    ("governments", "下级人民政府", frozenset({Nature.GOVERNMENT})),
    ("institutions", "公共企事业单位", frozenset({Nature.INSTITUTION})),
)
EVERY = "all"


@dataclass(frozen=True)
class Group:
    """Organs of one kind below one government."""

    code: str
    label: str
    organs: tuple[Organ, ...]


def groups(organs: Iterable[Organ]) -> list[Group]:
    """The groups that these organs make, those of two or more; last all of them (no query)."""
    held = list(organs)
    by_id = {one.pk: one for one in held}
    parents = dict.fromkeys(one.government_id for one in held)
    found = []
    for parent in parents:
        name = by_id[parent].short_name if parent in by_id else ""
        for code, label, natures in _KINDS:
            members = tuple(one for one in held if one.government_id == parent and one.nature in natures)
            if len(members) > 1:
                found.append(Group(f"{parent or 0}-{code}", f"{name}{label}", members))
    return [*found, Group(EVERY, "全部", tuple(held))]


def group_of(found: Sequence[Group], code: str) -> Group:
    """A group by its code; the first for anything else."""
    return next((one for one in found if one.code == code), found[0])


def overlapping(organs: Iterable[Organ]) -> bool:
    """Whether one of them is the government of another: its report may take in theirs, a total would count them twice."""
    held = {one.pk: one for one in organs}
    return any(one.government_id in held for one in held.values())
