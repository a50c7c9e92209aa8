"""The Merkle tree of RFC 6962 §2 (RFC 9162 §2.1): roots, inclusion and consistency proofs, over any store of nodes.

A position is (level, index): the complete subtree over leaves ``[index << level, (index + 1) << level)``; level 0 is
the leaf hash. Hashes are 32 bytes. A tree of any size is a row of complete subtrees, one for each bit of its size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

Position = tuple[int, int]

EMPTY_ROOT = hashlib.sha256(b"").digest()  # RFC 6962 §2.1: MTH({}) = SHA-256()


class Store(Protocol):
    """Where the hashes of complete subtrees are kept."""

    def nodes(self, wanted: Collection[Position]) -> Mapping[Position, bytes]:
        """The hashes at these positions; positions that are not kept are left out."""
        ...


class Missing(LookupError):
    """A node that the tree needs is not in the store."""


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 §2.1: SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 §2.1: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes, in one pass with O(log n) memory."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier.append(leaf)
    return frontier.root()


class Frontier:
    """The right edge of a growing tree (a compact range): all that is needed to append and to know the root."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """``hashes``: one for each bit set in ``size``, the largest subtree first; ValueError for another number."""
        if size.bit_count() != len(hashes):
            raise ValueError("one hash for each bit of the size")
        self.size = size
        self._hashes = list(hashes)

    def append(self, leaf: bytes) -> list[tuple[Position, bytes]]:
        """Add a leaf hash; returns the subtrees completed by it with level >= 1, the lowest first."""
        completed: list[tuple[Position, bytes]] = []
        index, level, current = self.size, 0, leaf
        while index & 1:
            current = node_hash(self._hashes.pop(), current)
            index >>= 1
            level += 1
            completed.append(((level, index), current))
        self._hashes.append(current)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root of the tree so far."""
        return _fold(self._hashes) if self._hashes else EMPTY_ROOT


class Tree:
    """A tree of ``size`` leaves whose complete subtrees are in a store; each question is one call to the store."""

    def __init__(self, store: Store, size: int) -> None:
        self.store = store
        self.size = size

    def frontier(self, size: int | None = None) -> Frontier:
        """The right edge at a size (default: now). Missing when the store has a hole there."""
        size = self._within(size)
        wanted = list(_cover(0, size))
        return Frontier(size, self._fetch([wanted])[0])

    def root(self, size: int | None = None) -> bytes:
        """The root at a size (default: now)."""
        return self.frontier(size).root()

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """RFC 6962 §2.1.1: the path for the leaf at ``index`` in the tree of ``size``. IndexError outside the tree."""
        size = self._within(size)
        if not 0 <= index < size:
            raise IndexError(f"leaf {index} is not in a tree of {size}")
        return self._hashes(_path(index, 0, size))

    def consistency_proof(self, old: int, new: int | None = None) -> list[bytes]:
        """RFC 6962 §2.1.2: that the tree of ``new`` begins with that of ``old``. Empty for old = 0 and old = new."""
        new = self._within(new)
        if not 0 <= old <= new:
            raise IndexError(f"size {old} is not within {new}")
        return self._hashes(_subproof(old, 0, new, whole=True)) if old else []

    def _within(self, size: int | None) -> int:
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            raise IndexError(f"size {size} is not within {self.size}")
        return size

    def _hashes(self, spans: Iterable[tuple[int, int]]) -> list[bytes]:
        return [_fold(parts) for parts in self._fetch([list(_cover(start, end)) for start, end in spans])]

    def _fetch(self, groups: list[list[Position]]) -> list[list[bytes]]:
        wanted = {position for group in groups for position in group}
        found = self.store.nodes(wanted) if wanted else {}
        absent = sorted(wanted.difference(found))
        if absent:
            raise Missing(absent[0])
        return [[found[position] for position in group] for group in groups]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected_root: bytes) -> bool:
    """RFC 9162 §2.1.3.2: whether the leaf hash is the one at ``index`` in the tree with this size and root."""
    if not 0 <= index < size:
        return False
    first, last, current = index, size - 1, leaf
    for part in path:
        if last == 0:
            return False
        if first & 1 or first == last:
            current = node_hash(part, current)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            current = node_hash(current, part)
        first >>= 1
        last >>= 1
    return last == 0 and current == expected_root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162 §2.1.4.2: whether the tree of ``new`` begins with that of ``old`` (0 and equal sizes need no path)."""
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not path and old_root == new_root
    parts = list(path)
    if old & (old - 1) == 0:  # an exact power of two is itself the first node
        parts.insert(0, old_root)
    if not parts:
        return False
    first, last = old - 1, new - 1
    while first & 1:
        first >>= 1
        last >>= 1
    of_old = of_new = parts[0]
    for part in parts[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            of_old = node_hash(part, of_old)
            of_new = node_hash(part, of_new)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            of_new = node_hash(of_new, part)
        first >>= 1
        last >>= 1
    return last == 0 and of_old == old_root and of_new == new_root


def _fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over a row of complete subtrees, the largest first."""
    current = hashes[-1]
    for left in reversed(hashes[:-1]):
        current = node_hash(left, current)
    return current


def _split(count: int) -> int:
    """RFC 6962 §2.1: the largest power of two smaller than ``count`` (at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def _cover(start: int, end: int) -> Iterator[Position]:
    """The complete subtrees that make up [start, end), the largest first; start is aligned, as in every proof."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _path(index: int, start: int, end: int) -> list[tuple[int, int]]:
    """PATH(m, D[n]) as spans of leaves, the lowest first."""
    spans = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return spans[::-1]


def _subproof(old: int, start: int, end: int, *, whole: bool) -> list[tuple[int, int]]:
    """SUBPROOF(m, D[n], b) as spans of leaves; ``old`` counts from ``start``."""
    if old == end - start:
        return [] if whole else [(start, end)]
    half = _split(end - start)
    if old <= half:
        return [*_subproof(old, start, start + half, whole=whole), (start + half, end)]
    return [*_subproof(old - half, start + half, end, whole=False), (start, start + half)]
