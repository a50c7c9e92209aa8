"""Signed notes and checkpoints as text (C2SP signed-note and tlog-checkpoint), with Ed25519 keys written on one line.

A checkpoint reads: origin, number of leaves, base64 root, ``ledger SEQ HASH``, ``time ISO``, an empty line, signatures.
Other tools for transparency logs read it too; the last two lines of the text are extension lines to them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongkai.kernel.trust.canonical import is_digest, moment
from gongkai.kernel.vocabulary import Refusal

ED25519 = b"\x01"  # signed-note, signature types
MOST_SIGNATURES = 100
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]{1,200}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True)
class PublicKey:
    """A verifying key: ``name+id+base64`` on one line, the id being eight hexadecimal digits."""

    name: str
    raw: bytes

    @property
    def key_id(self) -> str:
        """The first four bytes of SHA-256(name, line feed, 0x01, key), as eight hexadecimal digits."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.raw).hexdigest()[:8]

    @property
    def text(self) -> str:
        """The line that is published."""
        return f"{self.name}+{self.key_id}+{base64.b64encode(ED25519 + self.raw).decode()}"

    @classmethod
    def parse(cls, line: str) -> PublicKey:
        """A key from its line; Refusal when the line is not one or its id does not fit the key."""
        parts = line.strip().split("+", 2)
        if len(parts) != 3 or not _NAME.fullmatch(parts[0]):
            raise Refusal("公钥格式不对，应为一行：名称+编号+密钥")
        raw = _base64(parts[2], "公钥")
        if len(raw) != 33 or raw[:1] != ED25519:
            raise Refusal("公钥不是 Ed25519 公钥")
        key = cls(parts[0], raw[1:])
        if key.text != line.strip():
            raise Refusal("公钥的编号与密钥不符，可能抄写有误")
        return key

    def verifies(self, text: str, signature: bytes) -> bool:
        """Whether the signature over the text was made with this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def parse_keys(text: str) -> list[PublicKey]:
    """Keys from a file, one a line; empty lines and lines that begin with # are passed over. Refusal if none."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    keys = [PublicKey.parse(line) for line in lines if line and not line.startswith("#")]
    if not keys:
        raise Refusal("公钥文件里没有公钥")
    return keys


class Signer:
    """A signing key under the name of a log."""

    def __init__(self, name: str, seed: bytes) -> None:
        """``seed``: 32 bytes (RFC 8032). Refusal when the name holds white space or a plus sign."""
        if not _NAME.fullmatch(name):
            raise Refusal("签名名称不能为空，也不能含空格或加号")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._seed = seed
        self.public = PublicKey(name, self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> Signer:
        """A new key from the system's randomness."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, line: str) -> Signer:
        """A signing key from the line that ``secret_text`` wrote; Refusal (without repeating it) when damaged."""
        parts = line.strip().split("+", 4)
        if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
            raise Refusal("签名私钥文件已损坏")
        raw = _base64(parts[4], "签名私钥")
        if len(raw) != 33 or raw[:1] != ED25519:
            raise Refusal("签名私钥文件已损坏")
        signer = cls(parts[2], raw[1:])
        if signer.public.key_id != parts[3]:
            raise Refusal("签名私钥文件已损坏：编号与密钥不符")
        return signer

    @property
    def secret_text(self) -> str:
        """The line to keep in a file that only the service may read."""
        key = base64.b64encode(ED25519 + self._seed).decode()
        return f"PRIVATE+KEY+{self.public.name}+{self.public.key_id}+{key}"

    def sign(self, text: str) -> str:
        """The signed note over a text that ends in a line feed."""
        signature = base64.b64encode(bytes.fromhex(self.public.key_id) + self._key.sign(text.encode())).decode()
        return f"{text}\n— {self.public.name} {signature}\n"


@dataclass(frozen=True)
class Signature:
    """One signature line of a note."""

    name: str
    key_id: str
    signature: bytes


def split(note: str) -> tuple[str, list[Signature]]:
    """The text (with its last line feed) and the signature lines of a note; Refusal when it is not a signed note."""
    text, empty, tail = note.rpartition("\n\n")
    if not empty or not tail.endswith("\n") or _control(note):
        raise Refusal("检查点不是有效的签名文本")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Refusal("检查点的签名行过多")
    signatures = []
    for line in lines:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "—" or not _NAME.fullmatch(parts[1]):
            raise Refusal("检查点的签名行格式不对")
        raw = _base64(parts[2], "检查点签名")
        if len(raw) < 5:
            raise Refusal("检查点的签名过短")
        signatures.append(Signature(parts[1], raw[:4].hex(), raw[4:]))
    return text + "\n", signatures


def verified(note: str, keys: Sequence[PublicKey]) -> tuple[str, PublicKey]:
    """The text of a note and the key that signed it; Refusal when no key given signed it or one of theirs is false.

    Signatures of other keys are passed over (C2SP: a witness may sign as well).
    """
    text, signatures = split(note)
    known = {(key.name, key.key_id): key for key in keys}
    signer: PublicKey | None = None
    for line in signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        if not key.verifies(text, line.signature):
            raise Refusal("检查点的签名不成立：内容被改动，或不是这把公钥签的")
        signer = signer or key
    if signer is None:
        names = "、".join(f"{line.name}（{line.key_id}）" for line in signatures)
        raise Refusal(f"检查点不是由所给公钥签名的，签名者为：{names}")
    return text, signer


@dataclass(frozen=True)
class Head:
    """What a checkpoint says: the log at a size, the ledger at a line, and when."""

    origin: str
    size: int
    root: bytes
    ledger_seq: int
    ledger_hash: str
    time: str

    @classmethod
    def at(cls, at: datetime, *, origin: str, size: int, root: bytes, ledger: tuple[int, str]) -> Head:
        """A head of this moment (aware)."""
        return cls(origin, size, root, ledger[0], ledger[1], moment(at))

    @property
    def text(self) -> str:
        """The lines that are signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\nledger {self.ledger_seq} {self.ledger_hash}\ntime {self.time}\n"

    @classmethod
    def parse(cls, text: str) -> Head:
        """A head from the verified text of a note; Refusal when a line is missing or malformed."""
        lines = text.split("\n")
        if len(lines) < 6 or lines[-1]:
            raise Refusal("检查点内容不完整")
        origin, size, root = lines[:3]
        ledger, time = lines[3].split(" "), lines[4].split(" ")
        if not origin or not _SIZE.fullmatch(size):
            raise Refusal("检查点的来源或条数不对")
        if len(ledger) != 3 or ledger[0] != "ledger" or not _SIZE.fullmatch(ledger[1]) or not is_digest(ledger[2]):
            raise Refusal("检查点的台账行不对")
        if len(time) != 2 or time[0] != "time":
            raise Refusal("检查点的时间行不对")
        try:
            at = datetime.fromisoformat(time[1])
        except ValueError as fault:
            raise Refusal("检查点的时间行不对") from fault
        if at.tzinfo is None:
            raise Refusal("检查点的时间行没有时区")
        raw = _base64(root, "检查点的根")
        if len(raw) != 32:
            raise Refusal("检查点的根不是 32 字节")
        return cls(origin, int(size), raw, int(ledger[1]), ledger[2], time[1])


def _base64(text: str, what: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Refusal(f"{what}不是有效的 base64") from fault
    if base64.b64encode(raw).decode() != text:  # spare bits set: two spellings of one value
        raise Refusal(f"{what}不是规范的 base64")
    return raw


def _control(text: str) -> bool:
    return any(character < " " and character != "\n" for character in text)
