"""What one leaf of the log says: which subject, which digest, when. These lines are the RFC 6962 entry."""

from __future__ import annotations

import re

from gongkai.kernel.trust import merkle
from gongkai.kernel.trust.canonical import is_digest
from gongkai.kernel.vocabulary import Refusal

HEADING = "gongkai-leaf-v1"
LONGEST = 200
_SUBJECT = re.compile(r"[!-~]{1,200}")


def entry(subject: str, digest: str, at: str) -> bytes:
    """The bytes of a leaf: heading, subject, digest, time, each on a line of its own that ends in a line feed."""
    return f"{HEADING}\n{subject}\n{digest}\n{at}\n".encode()


def hash_of(subject: str, digest: str, at: str) -> bytes:
    """The leaf hash (32 bytes) of what the arguments say; they are not checked."""
    return merkle.leaf_hash(entry(subject, digest, at))


def check(subject: str, digest: str) -> None:
    """Refusal unless the subject is 1 to 200 printable ASCII characters without a space and the digest is SHA-256."""
    if not _SUBJECT.fullmatch(subject):
        raise Refusal("存证对象的名称只能是一至二百个不含空格的英文字符")
    if not is_digest(digest):
        raise Refusal("存证摘要必须是六十四位小写十六进制")
