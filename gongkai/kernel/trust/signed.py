"""Checkpoints under audit: each is held against its note, its signature, the ledger and the log at its size."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.trust import merkle, notes
from gongkai.kernel.trust.canonical import moment
from gongkai.kernel.trust.models import Checkpoint, Key
from gongkai.kernel.trust.reading import BATCH, Row, bound, outside, read
from gongkai.kernel.trust.store import NodeStore
from gongkai.kernel.vocabulary import Refusal

COLUMNS = ("size", "root", "ledger_seq", "ledger_hash", "key_id", "note", "signed_at")
NEVER = sys.maxsize


class SignedStates:
    """The checkpoints by number; ``next_size`` is the length of the log at which the next one stands."""

    def __init__(self) -> None:
        self.next_size = 0
        self._keys: dict[str, notes.PublicKey] = {}
        self._wrong_roots = 0
        self._rows = _rows()
        self._next: tuple[int, Row | None] | None = None
        self._advance()

    def keys(self, given: str | None) -> Iterator[str]:
        """Take the keys that are trusted (``given`` lines, or those of the database); yields their faults."""
        if given is not None:
            self._keys = {key.key_id: key for key in notes.parse_keys(given)}
            return
        for key_id, public in Key.objects.values_list("key_id", "public"):
            try:
                key = notes.PublicKey.parse(public)
            except Refusal as refusal:
                yield f"签名公钥 {key_id}：{refusal.message}"
                continue
            if key.key_id != key_id:
                yield f"签名公钥 {key_id} 的编号与密钥不符"
            self._keys[key.key_id] = key

    def reached(self, frontier: merkle.Frontier) -> Iterator[str]:
        """Check every next checkpoint that does not lie beyond the log walked so far."""
        while self._next is not None and self.next_size <= frontier.size:
            number, row = self._next
            if not row:
                yield f"检查点 {number} {'读不出来' if row is None else '缺失'}"
            else:
                yield from (f"检查点 {number}：{fault}" for fault in self._note_faults(row))
                yield from self._root_faults(number, row, frontier)
            self._advance()

    def rest(self, size: int) -> Iterator[str]:
        """Checkpoints beyond the end of the log (``size`` leaves), and those whose roots were not named one by one."""
        while self._next is not None:
            number, row = self._next
            if not row:
                yield f"检查点 {number} {'读不出来' if row is None else '缺失'}"
            else:
                yield f"检查点 {number} 签了 {row[0]} 条，日志只有 {size} 条"
                yield from (f"检查点 {number}：{fault}" for fault in self._note_faults(row))
            self._advance()
        _, stop = bound(Checkpoint.objects.all(), 1)
        yield from (f"检查点 {number} 的编号不在范围内" for number in outside(Checkpoint.objects.all(), 1, stop))
        if self._wrong_roots > 1:
            yield f"另有 {self._wrong_roots - 1} 个检查点的根也与日志不符"

    def _advance(self) -> None:
        self._next = next(self._rows, None)
        if self._next is None:
            self.next_size = NEVER
        else:
            self.next_size = self._next[1][0] if self._next[1] else 0

    def _root_faults(self, number: int, row: Row, frontier: merkle.Frontier) -> Iterator[str]:
        size, root = row[0], row[1]
        try:
            if size == frontier.size:
                found = frontier.root()
            else:  # the walk has passed it: the one before it was larger
                yield f"检查点 {number} 的条数比前一个少"
                found = merkle.Tree(NodeStore(), frontier.size).root(size)
        except LookupError:
            found = b""
        if found.hex() != root:
            self._wrong_roots += 1
            if self._wrong_roots == 1:
                yield f"检查点 {number} 的根与日志前 {size} 条不符"

    def _note_faults(self, row: Row) -> Iterator[str]:
        size, root, seq, line, key_id, note, signed_at = row
        try:
            text, key = notes.verified(note, list(self._keys.values()))
            head = notes.Head.parse(text)
        except Refusal as refusal:
            yield refusal.message
            return
        stored = (size, root, seq, line, key_id, signed_at and moment(signed_at))
        if stored != (head.size, head.root.hex(), head.ledger_seq, head.ledger_hash, key.key_id, head.time):
            yield "数据库所载与签名文本不符"
        if head.origin != key.name:
            yield "检查点的来源与签名者不符"
        if signature_lines(note) != 1:
            yield "检查点的签名行多于一行"
        if ledger.entry_hash_at(head.ledger_seq) != head.ledger_hash:
            yield f"所签的台账第 {head.ledger_seq} 行与台账不符"


def signature_lines(note: str) -> int:
    """How many signatures a note carries; ours carry one, and what is appended is covered by none."""
    return len(notes.split(note)[1])


def _rows() -> Iterator[tuple[int, Row | None]]:
    """(number, row) without a gap: an empty row is missing, None cannot be read."""
    _, stop = bound(Checkpoint.objects.all(), 1)
    for start in range(1, stop, BATCH):
        end = min(start + BATCH, stop)
        rows = read(Checkpoint.objects.all(), COLUMNS, start, end, key="number")
        for number in range(start, end):
            row = rows.get(number, ())
            yield number, row if row is None or not row or isinstance(row[0], int) else None
