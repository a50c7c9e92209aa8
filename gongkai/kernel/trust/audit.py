"""Recompute the whole log in one pass over its leaves and name what does not fit, with its index.

Memory stays flat whatever the size: leaves and nodes come in aligned batches, checkpoint roots from a compact range.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from django.db.models import Q

from gongkai.kernel.trust import entries, merkle
from gongkai.kernel.trust.canonical import moment
from gongkai.kernel.trust.models import Leaf, LogHead, Node
from gongkai.kernel.trust.reading import BATCH, Row, bound, outside, read
from gongkai.kernel.trust.signed import SignedStates
from gongkai.kernel.trust.store import from_hex

LEVELS = BATCH.bit_length() - 1
HOLE = bytes(32)  # stands for a hash that is missing or is none: nothing above it will fit


def faults(public_key: str | None = None) -> Iterator[str]:
    """What is wrong with leaves, nodes, checkpoints or keys, in Chinese; nothing when all fits.

    ``public_key``: lines kept outside this database (Refusal when they are none); then only those keys are trusted.
    """
    recorded = LogHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0
    total, stop = bound(Leaf.objects.all(), 0, recorded)
    if recorded != total:
        yield f"存证日志记载 {recorded} 条，实有 {total} 条"
    yield from (f"存证第 {index} 号不在日志范围内" for index in outside(Leaf.objects.all(), 0, stop))
    states = SignedStates()
    yield from states.keys(public_key)
    frontier = merkle.Frontier()
    yield from states.reached(frontier)
    tops: list[str] = []
    for start in range(0, stop, BATCH):
        end = min(start + BATCH, stop)
        leaves = read(Leaf.objects.all(), ("subject", "digest", "appended_at", "leaf_hash"), start, end, key="index")
        hashes: list[str] = []
        for index in range(start, end):
            row = leaves.get(index, ())
            if fault := _leaf_fault(row):
                yield f"存证第 {index} 号{fault}"
            value = str(row[3]) if row else ""
            hashes.append(value)
            frontier.append(from_hex(value) or HOLE)
            if frontier.size >= states.next_size:
                yield from states.reached(frontier)
        for level in range(1, LEVELS + 1):
            hashes = yield from _level(level, start >> level, end >> level, hashes)
        tops += hashes
    for level in range(LEVELS + 1, stop.bit_length()):
        tops = yield from _level(level, 0, stop >> level, tops)
    yield from _extra_nodes(stop)
    yield from states.rest(frontier.size)


def _leaf_fault(row: Row | None) -> str:
    if row is None:
        return "读不出来"
    if not row:
        return "缺失"
    subject, digest, appended_at, leaf_hash = row
    if appended_at is None or entries.hash_of(subject, digest, moment(appended_at)).hex() != leaf_hash:
        return f"（{subject}）的内容与其哈希不符"
    return ""


def _level(level: int, start: int, stop: int, below: list[str]) -> Generator[str, None, list[str]]:
    """Compare the nodes [start, stop) of a level with their children; yields faults, returns the stored hashes.

    Every node is compared with what is stored below it, so that one changed byte is one fault and not a column of them.
    """
    rows = read(Node.objects.filter(level=level), ("hash",), start, stop, key="index")
    hashes: list[str] = []
    for index in range(start, stop):
        row = rows.get(index, ())
        stored = str(row[0]) if row else ""
        left, right = (from_hex(below[2 * (index - start) + side]) or HOLE for side in (0, 1))
        if not row:
            yield f"存证日志第 {level} 层第 {index} 号节点{'读不出来' if row is None else '缺失'}"
        elif merkle.node_hash(left, right).hex() != stored:
            yield f"存证日志第 {level} 层第 {index} 号节点与其下两个节点不符"
        hashes.append(stored)
    return hashes


def _extra_nodes(stop: int) -> Iterator[str]:
    condition = Q(level__lt=1) | Q(level__gte=max(stop.bit_length(), 1)) | Q(index__lt=0)
    for level in range(1, stop.bit_length()):
        condition |= Q(level=level, index__gte=stop >> level)
    for level, index in Node.objects.filter(condition).order_by("level", "index").values_list("level", "index")[:100]:
        yield f"存证日志多出第 {level} 层第 {index} 号节点"
