"""The fonts that papers are set in, and which characters they can print."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings
from fontTools.ttLib import TTFont, TTLibError

from gongkai.kernel.vocabulary import Refusal

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
_FILES = ("*.ttf", "*.otf", "*.ttc", "*.otc", "*.TTF", "*.OTF", "*.TTC")
_IN_ONE_FILE = 256  # fonts in one collection; a larger number is a broken file
# Characters that need no glyph: line ends, the tab, joiners and marks of direction that shaping drops.
_SILENT = frozenset(map(ord, "\n\t")) | frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F})


class Unprintable(NamedTuple):
    """A character that no font can print, and the field in which it stands."""

    label: str
    character: str
    codepoint: str  # U+20BB7


def folders() -> list[Path]:
    """Where fonts are read from: our own, then the fallback folder (settings.GONGKAI_FONTS) when it is there."""
    ours = Path(pylopdf_fonts_zh_cn.serif_path()).parent
    fallback: Path | None = getattr(settings, "GONGKAI_FONTS", None)
    return [ours, *([Path(fallback)] if fallback and Path(fallback).is_dir() else [])]


def _font_files(folder: Path) -> tuple[tuple[str, int], ...]:
    """Path and time of change of each font, so that an added font is noticed without a restart."""
    found = {path for pattern in _FILES for path in folder.rglob(pattern)}
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in found if path.is_file()))


@lru_cache(maxsize=64)
def _characters(path: str, _changed: int) -> frozenset[int]:
    """Code points of one font file; none when it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            return _read(file)
    except (TTLibError, OSError, KeyError, AssertionError, ValueError, struct.error):
        return frozenset()


def _read(file: BinaryIO) -> frozenset[int]:
    head = file.read(12)
    count = int.from_bytes(head[8:12]) if head[:4] == b"ttcf" else 1
    if count > _IN_ONE_FILE:
        return frozenset()
    found: dict[int, frozenset[int]] = {}  # by the place of the table: fonts of one collection share it
    for number in range(count):
        file.seek(0)
        font: Any = TTFont(file, fontNumber=number, lazy=True)
        place = font.reader.tables["cmap"].offset
        if place not in found:
            found[place] = frozenset(font.getBestCmap() or {})
    return frozenset().union(*found.values())


@lru_cache(maxsize=4)
def _union(fonts: tuple[tuple[str, int], ...]) -> frozenset[int]:
    return frozenset().union(*(_characters(path, changed) for path, changed in fonts))


def printable() -> frozenset[int]:
    """Every code point that can be printed now."""
    return _union(tuple(one for folder in folders() for one in _font_files(folder)))


@lru_cache(maxsize=4)
def _typst_fonts(_fonts: tuple[tuple[str, int], ...], paths: tuple[str, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(paths))


def typst_fonts() -> typst.Fonts:
    """The same fonts for typst; one object for all threads, made anew when a font was added."""
    places = folders()
    return _typst_fonts(tuple(one for place in places for one in _font_files(place)), tuple(map(str, places)))


def unprintable(fields: Mapping[str, str]) -> list[Unprintable]:
    """Characters that no font can print, by the label of their field; each once a field, in reading order."""
    can = printable()
    out: list[Unprintable] = []
    for label, text in fields.items():
        for character in dict.fromkeys(text):
            code = ord(character)
            if code in _SILENT or (code in can and unicodedata.category(character) not in {"Co", "Cs", "Cc", "Cn"}):
                continue
            out.append(Unprintable(label, character, f"U+{code:04X}"))
    return out


def require_printable(fields: Mapping[str, str]) -> None:
    """Refusal that names each character without a glyph with its field; ask before a number is taken."""
    found = unprintable(fields)
    if not found:
        return
    named = "；".join(f"“{one.label}”中的“{one.character}”（{one.codepoint}）" for one in found[:8])
    more = f"等 {len(found)} 处" if len(found) > 8 else ""
    raise Refusal(
        f"下列字符没有可用的字体，无法排版：{named}{more}。请改用规范字或近似写法，或请系统管理员在备用字体文件夹中加入含有这些字的字体。"
    )
