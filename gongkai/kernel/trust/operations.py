"""The verbs of the log: append leaves, sign a checkpoint, make or change the signing key.

Lock order on PostgreSQL: the ledger before the log; see ``ledger.operations.hold``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from gongkai.kernel.ledger import operations as ledger_operations
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.ledger.inserting import insert
from gongkai.kernel.trust import entries as leaves
from gongkai.kernel.trust import keys, merkle, queries
from gongkai.kernel.trust.canonical import moment
from gongkai.kernel.trust.models import Checkpoint, Key, Leaf, LogHead, Node
from gongkai.kernel.trust.notes import Head, PublicKey, Signer
from gongkai.kernel.trust.store import NodeStore
from gongkai.kernel.vocabulary import Refusal

__all__ = ["Checkpoint", "Leaf", "append", "checkpoint", "ensure_key", "rotate_key"]

DAMAGED = "存证日志已损坏，不能继续写入。请运行 gongkai verify --all 查明原因。"


def append(entries: Sequence[tuple[str, str]], at: datetime) -> list[Leaf]:
    """Add leaves (subject, SHA-256 of the statement as hexadecimal) in this order, within the caller's transaction.

    ``at`` is aware and kept to the second. Refusal for a malformed subject or digest, or a damaged log.
    """
    for subject, digest in entries:
        leaves.check(subject, digest)
    if not entries:
        return []
    at = at.replace(microsecond=0)
    time = moment(at)
    with transaction.atomic():
        head = _locked_head()
        frontier = _frontier(head.size)
        added: list[Leaf] = []
        completed: list[Node] = []
        for subject, digest in entries:
            value = leaves.hash_of(subject, digest, time)
            added.append(
                Leaf(index=frontier.size, subject=subject, digest=digest, appended_at=at, leaf_hash=value.hex())
            )
            completed += [
                Node(level=level, index=index, hash=node.hex()) for (level, index), node in frontier.append(value)
            ]
        insert(*added)
        insert(*completed)
        head.size = frontier.size
        head.save(update_fields=["size"])
    return added


def checkpoint(at: datetime) -> Checkpoint:
    """Sign the log and the ledger as they stand; the present checkpoint when neither has grown since.

    Work is O(log n). Refusal when the log does not continue what was signed before (nothing inconsistent is ever
    signed), or when the key is missing.
    """
    at = at.replace(microsecond=0)
    with transaction.atomic():
        head = _locked_head()
        signer = ensure_key(at)
        root = _frontier(head.size).root()
        at_line = ledger.head()
        previous = queries.latest()
        if previous is not None:
            _continues(previous, head.size, root)
            same = (previous.size, previous.ledger_seq, previous.ledger_hash) == (head.size, *at_line)
            if same and previous.key_id == signer.public.key_id:
                return previous
        state = Head.at(at, origin=signer.public.name, size=head.size, root=root, ledger=at_line)
        return Checkpoint.objects.create(
            number=previous.number + 1 if previous else 1,
            size=state.size,
            root=root.hex(),
            ledger_seq=state.ledger_seq,
            ledger_hash=state.ledger_hash,
            key_id=signer.public.key_id,
            note=signer.sign(state.text),
            signed_at=at,
        )


def ensure_key(at: datetime) -> Signer:
    """The signing key, made and published at first use.

    Refusal when keys were published but the file is gone or holds another key: a new key is never slipped in silently.
    """
    signer = keys.load()
    published = set(Key.objects.values_list("key_id", flat=True))
    if signer is None and not published:
        signer = keys.create()
    if signer is None:
        raise Refusal(f"签名私钥不见了：{keys.place()}。请从备份恢复；确已遗失的，由系统管理员更换签名密钥。")
    if signer.public.key_id not in published:
        if published:
            raise Refusal("签名私钥与已公布的公钥不符。请从备份恢复；确需更换的，由系统管理员更换签名密钥。")
        _publish(signer.public, at)
    return signer


def rotate_key(*, by: ledger_operations.Actor, at: datetime) -> Key:
    """A new signing key under the same log name; older public keys stay published. The file changes after commit."""
    with transaction.atomic():
        _locked_head()
        newest = Key.objects.order_by("-valid_from", "key_id").first()
        if newest is None:
            signer = ensure_key(at)
            return Key.objects.get(pk=signer.public.key_id)
        signer = Signer.generate(PublicKey.parse(newest.public).name)
        key = _publish(signer.public, at)
        ledger_operations.write(actor=by, verb="更换签名密钥", object_type="signing_key", object_id=key.key_id, at=at)
        transaction.on_commit(lambda: keys.replace(signer))
    return key


def _publish(public: PublicKey, at: datetime) -> Key:
    return Key.objects.create(key_id=public.key_id, public=public.text, valid_from=at)


def _locked_head() -> LogHead:
    """The head row, locked until the caller's transaction ends (on SQLite the transaction itself is the lock).

    The ledger's end is locked before it, so that no two transactions can take the two in different order.
    """
    if connection.features.has_select_for_update:
        ledger_operations.hold()
    head = LogHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        LogHead.objects.bulk_create([LogHead(pk=1, size=0)], ignore_conflicts=True)
        head = LogHead.objects.select_for_update().get(pk=1)
    return head


def _frontier(size: int) -> merkle.Frontier:
    last = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    if size != (0 if last is None else last + 1):
        raise Refusal(DAMAGED)
    try:
        return merkle.Tree(NodeStore(), size).frontier()
    except merkle.Missing as fault:
        raise Refusal(DAMAGED) from fault


def _continues(previous: Checkpoint, size: int, root: bytes) -> None:
    tree = merkle.Tree(NodeStore(), size)
    try:
        path = tree.consistency_proof(previous.size, size)
        fits = merkle.verify_consistency(previous.size, size, bytes.fromhex(previous.root), root, path)
    except (LookupError, ValueError):
        fits = False
    if not fits:
        raise Refusal("存证日志与上一个检查点不一致，拒绝签名。请运行 gongkai verify --all 查明原因。")
