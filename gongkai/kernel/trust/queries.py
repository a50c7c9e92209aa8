"""Questions to the log: checkpoints, proofs, public keys, and whether everything still fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.kernel.trust import merkle
from gongkai.kernel.trust.audit import faults
from gongkai.kernel.trust.canonical import canonical, digest, moment
from gongkai.kernel.trust.models import Checkpoint, Key, Leaf, LogHead
from gongkai.kernel.trust.proofs import VERSION, Proof, Verdict, check_proof, verify_file
from gongkai.kernel.trust.store import NodeStore
from gongkai.kernel.vocabulary import Refusal

__all__ = [
    "Checkpoint",
    "Leaf",
    "Proof",
    "Verdict",
    "check_proof",
    "checkpoint",
    "checkpoints",
    "consistency",
    "faults",
    "latest",
    "leaf_of",
    "proof_for",
    "public_key_text",
    "size",
    "verify_file",
]


def size() -> int:
    """The number of leaves."""
    return LogHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def latest() -> Checkpoint | None:
    """The newest checkpoint."""
    return Checkpoint.objects.order_by("-number").first()


def checkpoint(number: int) -> Checkpoint | None:
    """A checkpoint by its number."""
    return Checkpoint.objects.filter(pk=number).first()


def checkpoints(*, before: int | None = None, limit: int = 50) -> list[Checkpoint]:
    """Checkpoints, newest first; ``before`` is the last number of the page before (keyset)."""
    rows = Checkpoint.objects.order_by("-number")
    return list((rows if before is None else rows.filter(number__lt=before))[:limit])


def leaf_of(subject: str) -> Leaf | None:
    """The newest leaf of a subject."""
    return Leaf.objects.filter(subject=subject).order_by("-index").first()


def digests_of(subjects: Sequence[str]) -> dict[str, str]:
    """The digest that the log holds for each of these subjects (its latest leaf); unknown ones are left out."""
    found = Leaf.objects.filter(subject__in=subjects).order_by("index").values_list("subject", "digest")
    return dict(found)


def proof_for(subject: str, statement: Mapping[str, Any], *, stable: bool = False) -> Proof | None:
    """The proof file of a subject's newest leaf against the latest checkpoint; None before a checkpoint covers it.

    ``stable``: against the first checkpoint that covers it, so that the file never changes (for pressed pages). Refusal
    when the statement is not the one that was recorded, or the log is damaged. Three or four queries.
    """
    leaf = leaf_of(subject)
    if leaf is None:
        return None
    covering = Checkpoint.objects.filter(size__gt=leaf.index)
    signed = covering.order_by("size", "number").first() if stable else covering.order_by("-number").first()
    if signed is None:
        return None
    if digest(canonical(statement)) != leaf.digest:
        raise Refusal(f"内容与存证不符：{subject}。请运行 gongkai verify --all 查明原因。")
    try:
        path = merkle.Tree(NodeStore(), signed.size).inclusion_proof(leaf.index)
    except merkle.Missing as fault:
        raise Refusal("存证日志已损坏，无法出具证明。请运行 gongkai verify --all 查明原因。") from fault
    return Proof(
        version=VERSION,
        subject=leaf.subject,
        statement=dict(statement),
        digest=leaf.digest,
        appended_at=moment(leaf.appended_at),
        leaf_index=leaf.index,
        tree_size=signed.size,
        path=[part.hex() for part in path],
        checkpoint=signed.note,
    )


def consistency(old: int, new: int) -> list[str]:
    """The hashes (hexadecimal) that show that the log of size ``new`` begins with that of size ``old``.

    Refusal when the sizes are not 0 <= old <= new <= size of the log, or the log is damaged.
    """
    try:
        return [part.hex() for part in merkle.Tree(NodeStore(), size()).consistency_proof(old, new)]
    except merkle.Missing as fault:
        raise Refusal("存证日志已损坏，无法出具证明。") from fault
    except IndexError as fault:
        raise Refusal("条数不在日志范围内，应为：0 ≤ 旧 ≤ 新 ≤ 现有条数") from fault


def public_key_text() -> str:
    """Every published key on its own line, the newest first; empty before the first checkpoint."""
    return "".join(
        f"{line}\n" for line in Key.objects.order_by("-valid_from", "key_id").values_list("public", flat=True)
    )
