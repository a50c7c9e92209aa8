"""The log's nodes as the database keeps them, for the tree of ``merkle``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from gongkai.kernel.trust.merkle import Position
from gongkai.kernel.trust.models import Leaf, Node


class NodeStore:
    """Leaf hashes and complete subtrees; at most two queries for all that a proof needs."""

    def nodes(self, wanted: Collection[Position]) -> dict[Position, bytes]:
        """The hashes at these positions; a hash that is not 64 hexadecimal digits counts as absent."""
        levels: dict[int, list[int]] = defaultdict(list)
        for level, index in wanted:
            levels[level].append(index)
        found: list[tuple[int, int, str]] = []
        if leaves := levels.pop(0, None):
            rows = Leaf.objects.filter(index__in=leaves).values_list("index", "leaf_hash")
            found += [(0, index, value) for index, value in rows]
        if levels:
            condition = Q()
            for level, indexes in levels.items():
                condition |= Q(level=level, index__in=indexes)
            found += Node.objects.filter(condition).values_list("level", "index", "hash")
        return {(level, index): raw for level, index, value in found if (raw := from_hex(value))}


def from_hex(value: str) -> bytes | None:
    """The 32 bytes of a stored hash; None when it is not one."""
    try:
        raw = bytes.fromhex(value)
    except ValueError:
        return None
    return raw if len(raw) == 32 else None
