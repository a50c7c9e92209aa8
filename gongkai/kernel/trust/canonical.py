"""Canonical bytes: the one spelling of a statement, so that two machines hash the same thing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gongkai.kernel.vocabulary import CHINA, Refusal

# What every JSON reader keeps exactly (RFC 8259 §6): beyond it a browser would round.
LARGEST = 2**53 - 1
DEEPEST = 64


def canonical(value: Mapping[str, Any]) -> bytes:
    """The UTF-8 bytes of a statement: JSON, keys sorted by code point, no white space, nothing escaped needlessly.

    Holds mappings with text keys, lists, text, whole numbers up to 2^53 - 1, booleans and None. Text stays as it is
    stored (no Unicode normalisation). Refusal, naming the place, for anything else: floats, dates (write them as ISO
    text), lone surrogates, nesting deeper than 64.
    """
    plain = _plain(value, "", 0)
    if not isinstance(plain, dict):
        raise Refusal("存证内容必须是一个对象")
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(content: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def is_digest(value: object) -> bool:
    """Whether the value is 64 lower-case hexadecimal digits."""
    return isinstance(value, str) and len(value) == 64 and not value.strip("0123456789abcdef")


def moment(at: datetime) -> str:
    """An aware time in China time, ``2025-03-01T09:00:00+08:00``; a fraction of a second shows only if there is one."""
    return at.astimezone(CHINA).isoformat()


def parse(text: str | bytes) -> dict[str, Any]:
    """A JSON object from a stranger; Refusal when it is not one, names a key twice, or holds what is not canonical."""
    try:
        value = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except (ValueError, RecursionError) as fault:
        raise Refusal("文件不是有效的 JSON（UTF-8）") from fault
    if not isinstance(value, dict):
        raise Refusal("文件内容不是一个 JSON 对象")
    return value


def _plain(value: object, place: str, depth: int) -> object:
    if depth > DEEPEST:
        raise Refusal(f"存证内容嵌套过深：{place}")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise Refusal(f"存证内容中的整数过大：{place}")
        return int(value)
    if isinstance(value, str):
        return _text(value, place)
    if isinstance(value, list | tuple):
        return [_plain(item, f"{place}[{number}]", depth + 1) for number, item in enumerate(value)]
    if isinstance(value, Mapping):
        plain = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise Refusal(f"存证内容的键必须是文字：{place}")
            plain[_text(key, place)] = _plain(item, f"{place}.{key}".lstrip("."), depth + 1)
        return plain
    raise Refusal(f"存证内容不能含有这种类型（{type(value).__name__}）：{place}")


def _text(value: str, place: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise Refusal(f"存证内容含有残缺字符（孤立代理项）：{place}") from fault
    return str(value)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key appears twice")
    return result


def _constant(name: str) -> None:
    raise ValueError(name)
