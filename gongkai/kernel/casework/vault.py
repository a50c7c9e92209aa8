"""What names people lies encrypted: the text of papers, proofs of service, words of events, files; with the key of ``identity``.

What was kept before it was sealed is read as it is: its digest stands in the ledger, so it is not written anew.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from gongkai.kernel.casework.identity import closed, opened
from gongkai.kernel.papers import queries as papers

_WORDS, _FILE = b"gongkai.words.1", b"gongkai.file.1"
_NAME = "sealed"  # under which the encrypted part of a JSON column stands
_MARK = "sealed:1:"  # at the head of an encrypted text
_HEAD = b"gongkai sealed file 1\n"  # at the head of an encrypted file
OVERHEAD = len(_HEAD) + 28  # bytes that sealing adds to a file: head, nonce, tag


def kept(data: Mapping[str, Any], names: Iterable[str] | None = None) -> dict[str, Any]:
    """What a JSON column holds: the values of ``names`` (None: all) encrypted in one text, the others as they are."""
    hidden = {
        name: value for name, value in data.items() if (names is None or name in names) and value not in ("", None)
    }
    if not hidden:
        return dict(data)
    return {name: value for name, value in data.items() if name not in hidden} | {_NAME: kept_text(json.dumps(hidden))}


def read(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a JSON column again. Refusal when the key is another one or the text was changed."""
    plain = dict(stored)
    text = plain.get(_NAME)
    if isinstance(text, str) and text.startswith(_MARK):
        del plain[_NAME]
        plain |= json.loads(read_text(text))
    return plain


def kept_text(text: str) -> str:
    """A text as its column holds it; empty stays empty."""
    return _MARK + base64.urlsafe_b64encode(closed(text.encode(), _WORDS)).decode() if text else ""


def read_text(stored: str) -> str:
    """The text of a column again."""
    if not stored.startswith(_MARK):
        return stored
    return opened(base64.urlsafe_b64decode(stored[len(_MARK) :]), _WORDS).decode()


def kept_file(data: bytes) -> bytes:
    """The bytes of a file as they are stored, always the same for the same; the hash by which it is known is of these."""
    return _HEAD + closed(data, _FILE, repeatable=True)


def open_file(sha256: str) -> BinaryIO:
    """A stored file in clear. Refusal when it is not there or cannot be decrypted."""
    source = papers.open_file(sha256)
    if source.read(len(_HEAD)) != _HEAD:
        source.seek(0)
        return source
    with source:
        return io.BytesIO(opened(source.read(), _FILE))
