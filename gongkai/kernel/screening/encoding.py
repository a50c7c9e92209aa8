"""Turns the bytes of a text file into characters: UTF-8, UTF-16, or the GB18030 of older office machines."""

from __future__ import annotations

import codecs
import re

from gongkai.kernel.vocabulary import Refusal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,20})|encoding\s*=\s*[\"']([a-zA-Z0-9_-]{2,20})")


def decode(data: bytes) -> tuple[str, str]:
    """(text, name of the encoding). A text that no encoding explains is refused, never guessed with losses."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], name), name
    if b"\x00" in data[:4096]:
        name = "utf-16-le" if data[1:4096:2].count(0) >= data[0:4096:2].count(0) else "utf-16-be"
        return _strict(data, name), name
    for name in ("utf-8", _declared(data[:2048]), "gb18030"):
        if name:
            try:
                return data.decode(name), name
            except (UnicodeDecodeError, LookupError):
                continue
    raise Refusal("无法识别文件的文字编码，请用 UTF-8 编码重新保存。")


def _declared(head: bytes) -> str:
    found = _DECLARED.search(head)
    if not found:
        return ""
    name = (found.group(1) or found.group(2)).decode("ascii").lower()
    return "gb18030" if name in {"gb2312", "gbk", "gb_2312-80"} else name if name in {"big5", "big5-hkscs"} else ""


def _strict(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        raise Refusal("文件的文字编码已损坏，请用 UTF-8 编码重新保存。") from None
    if text.count("\x00") * 10 > len(text):
        raise Refusal("文件不是文本，扩展名与内容不符。")
    return text
