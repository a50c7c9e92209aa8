"""The proof file of one object: with it, the object and the office's public key anyone can check off line.

A JSON object, UTF-8 (unknown keys are passed over)::

    version      1
    subject      what the leaf is about, for example "revision:12"
    statement    the canonical object itself: title, body, metadata, the SHA-256 of each attachment under a key "sha256"
    digest       SHA-256 of the statement's canonical bytes, hexadecimal
    appended_at  when the leaf was added, China time
    leaf_index   from 0
    tree_size    number of leaves at the checkpoint
    path         the hashes of the RFC 6962 inclusion proof, hexadecimal, the lowest first
    checkpoint   the signed note

A file typeset after publication has a leaf of its own, whose statement names the record's digest and the file's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict

from gongkai.kernel.trust import entries, merkle, notes
from gongkai.kernel.trust.canonical import canonical, digest, is_digest, parse
from gongkai.kernel.trust.pages import looks_like_page, page_faults
from gongkai.kernel.vocabulary import Refusal

VERSION = 1
LARGEST_PROOF = 64 * 1024 * 1024
LARGEST_PAGE = 64 * 1024 * 1024


class Proof(TypedDict):
    """The keys of a proof file."""

    version: int
    subject: str
    statement: dict[str, Any]
    digest: str
    appended_at: str
    leaf_index: int
    tree_size: int
    path: list[str]
    checkpoint: str


class Verdict(TypedDict):
    """What ``gongkai verify FILE`` prints: ``checked`` counts the checks made, ``faults`` are Chinese sentences."""

    ok: bool
    checked: int
    faults: list[str]


def check_proof(
    proof: Mapping[str, Any], public_key: str, file_bytes: bytes | None = None, attachments: Iterable[bytes] = ()
) -> list[str]:
    """What is wrong with a proof, as Chinese sentences; empty when all holds. Never raises for bad input.

    ``public_key``: the published line (or several lines). ``file_bytes`` and ``attachments`` must each be named by
    their SHA-256 in the statement, be the statement itself, or be a saved page of it (``pages``).
    """
    return _verdict(proof, public_key, [content for content in (file_bytes, *attachments) if content is not None])[
        "faults"
    ]


def verify_file(path: Path | None, proof_path: Path, key: str | Path) -> Verdict:
    """Check a file (None: the proof alone) with its proof and a key, which is the key's file or its line. Never raises.

    Files of any size: only a page is read into memory.
    """
    try:
        proof = parse(_read(proof_path, "证明文件", LARGEST_PROOF))
        files = [] if path is None else [_Content.of_file(path)]
        return _verdict(proof, _key_text(key), files)
    except Refusal as refusal:
        return Verdict(ok=False, checked=0, faults=[refusal.message])


def named_digests(value: object) -> Iterator[str]:
    """Every SHA-256 that a statement names under a key ``sha256``, at any depth."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key == "sha256" and is_digest(item):
                yield str(item)
            else:
                yield from named_digests(item)
    elif isinstance(value, list):
        for item in value:
            yield from named_digests(item)


class _Content:
    """A file by its digest; its bytes only when it may be a page."""

    def __init__(self, sha256: str, page: bytes | None) -> None:
        self.sha256 = sha256
        self.page = page

    @classmethod
    def of_bytes(cls, content: bytes) -> _Content:
        return cls(digest(content), content if looks_like_page(content) else None)

    @classmethod
    def of_file(cls, path: Path) -> _Content:
        try:
            with path.open("rb") as source:
                is_page = looks_like_page(source.read(2000))
                source.seek(0)
                sha256 = hashlib.file_digest(source, "sha256").hexdigest()
        except OSError as fault:
            raise Refusal(f"读不到文件：{path}") from fault
        return cls(sha256, _read(path, "网页", LARGEST_PAGE) if is_page else None)


def _verdict(proof: Mapping[str, Any], public_key: str, files: Iterable[bytes | _Content]) -> Verdict:
    faults: list[str] = []
    checked = 0
    shape = _shape(proof)
    if shape:
        return Verdict(ok=False, checked=1, faults=[shape])
    for step in (_statement, _inclusion):
        checked += 1
        try:
            faults += step(proof, public_key)
        except Refusal as refusal:
            faults.append(refusal.message)
    for item in files:
        checked += 1
        faults += _file(item if isinstance(item, _Content) else _Content.of_bytes(item), proof)
    return Verdict(ok=not faults, checked=checked, faults=faults)


_SHAPES: dict[str, type] = {
    "subject": str,
    "statement": dict,
    "digest": str,
    "appended_at": str,
    "leaf_index": int,
    "tree_size": int,
    "path": list,
    "checkpoint": str,
}


def _shape(proof: Mapping[str, Any]) -> str:
    version = proof.get("version")
    if version != VERSION or isinstance(version, bool):
        return f"证明文件的版本不是 {VERSION}"
    for key, kind in _SHAPES.items():
        if not isinstance(proof.get(key), kind) or isinstance(proof.get(key), bool):
            return f"证明文件缺少「{key}」，或其格式不对"
    if not is_digest(proof["digest"]) or not all(is_digest(part) for part in proof["path"]):
        return "证明文件中的摘要不是六十四位小写十六进制"
    return ""


def _statement(proof: Mapping[str, Any], _: str) -> Iterator[str]:
    """The statement has the digest that the leaf holds."""
    if digest(canonical(proof["statement"])) != proof["digest"]:
        yield "内容与其摘要不符：内容被改动"
    entries.check(proof["subject"], proof["digest"])


def _inclusion(proof: Mapping[str, Any], public_key: str) -> Iterator[str]:
    """The leaf is in the tree whose root the office has signed."""
    text, key = notes.verified(proof["checkpoint"], notes.parse_keys(public_key))
    head = notes.Head.parse(text)
    if head.origin != key.name:
        yield "检查点的来源与签名者不符"
    if head.size != proof["tree_size"]:
        yield "检查点的条数与证明文件不符"
    leaf = entries.hash_of(proof["subject"], proof["digest"], proof["appended_at"])
    path = [bytes.fromhex(part) for part in proof["path"]]
    if not merkle.verify_inclusion(leaf, proof["leaf_index"], head.size, path, head.root):
        yield f"第 {proof['leaf_index']} 号存证不在签名的日志里"


def _file(content: _Content, proof: Mapping[str, Any]) -> list[str]:
    if content.sha256 == proof["digest"] or content.sha256 in named_digests(proof["statement"]):
        return []
    if content.page is not None:
        return page_faults(content.page, proof["statement"])
    return [f"文件不是存证内容所载的文件：其 SHA-256 为 {content.sha256}"]


def _read(path: Path, what: str, largest: int) -> bytes:
    try:
        if path.stat().st_size > largest:
            raise Refusal(f"{what}过大：{path}")
        return path.read_bytes()
    except OSError as fault:
        raise Refusal(f"读不到{what}：{path}") from fault


def _key_text(key: str | Path) -> str:
    if isinstance(key, str) and key.count("+") >= 2 and not Path(key).is_file():
        return key
    try:
        return _read(Path(key), "公钥文件", 1024 * 1024).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refusal("公钥文件不是文本") from fault
