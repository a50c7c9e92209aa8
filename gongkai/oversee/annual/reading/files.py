"""Files of every kind turned into lines: the content decides, not the name; an archive is opened, a broken file is named."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from gongkai.kernel.screening.archive import check_member, member_name, open_zip, opened, read_member
from gongkai.kernel.screening.encoding import decode
from gongkai.kernel.screening.filetypes import HEAD, NAMES, sniff
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual.reading import plain
from gongkai.oversee.annual.reading.lines import Cell, Line, Source, visible
from gongkai.oversee.annual.reading.markup import read_markup
from gongkai.oversee.annual.reading.portable import SCANNED, read_portable
from gongkai.oversee.annual.reading.word import MAIN, read_word
from gongkai.publish.library.report import simplified

MOST_BYTES: Final = 40_000_000
MOST_WORDS: Final = 400_000  # a report has some ten thousand characters
MOST_CHARACTERS: Final = 12_000_000  # pages may hold pictures as text
MOST_FILES: Final = 2_000
OLD: Final = "旧版 Office 或 WPS 文件（.doc、.wps）无法读取，请用 WPS 或者 Word 另存为 docx 后再试。"
_TOO_LONG: Final = "文字异常多，不像一份年度报告，请检查是否选错了文件。"
_SAID: Final = ("公开", "公開", "年度")  # what every report says
_BIG5: Final = "文件没有写明文字编码，按 Big5 读取，请对照原件核对文字。"
_BETWEEN: Final = "\x1f"


@dataclass(frozen=True)
class Opened:
    """A file as lines, or the sentence why it cannot be read."""

    name: str
    source: Source | None
    refusal: str = ""


def opened_files(data: bytes, name: str) -> Iterator[Opened]:
    """The file, or each file of an archive; nothing stops the others."""
    try:
        if len(data) <= MOST_BYTES and sniff(data[:HEAD]) == "zip" and not _is_office(data):
            yield from _archive(data, name)
            return
    except Refusal as refusal:
        yield Opened(name, None, refusal.message)
        return
    yield _one(data, name)


def _one(data: bytes, name: str) -> Opened:
    try:
        return Opened(name, lines_of(data, name))
    except Refusal as refusal:
        return Opened(name, None, refusal.message)
    except (ValueError, LookupError, ArithmeticError, RecursionError, OSError, zipfile.BadZipFile):
        return Opened(name, None, "文件内容异常，无法读取，请用 Word 或者浏览器重新保存后再试。")


def lines_of(data: bytes, name: str) -> Source:
    """The lines of one file in Simplified characters. Refusal with a sentence for what cannot be read."""
    if not data.strip():
        raise Refusal("文件是空的，请检查是否选错了文件。")
    if len(data) > MOST_BYTES:
        raise Refusal("文件超过40兆字节，不像一份年度报告，请另存为不含图片的 docx 或者文本后再试。")
    family = sniff(data[:HEAD])
    if family == "pdf":
        source, attached = read_portable(data)
        if not source.lines:
            source = _attached(attached)
    elif family == "zip":
        with opened(data) as stream, open_zip(stream) as archive:
            if MAIN not in archive.namelist():
                raise Refusal("这个文件不是 Word 文档，请另存为 docx、网页、PDF 或者文本后再试。")
            source = read_word(archive)
    elif family in {"text", "html", "xml"}:
        text, notes = _decoded(data)
        if len(text) > MOST_CHARACTERS:
            raise Refusal(_TOO_LONG)
        if family == "html" or name.lower().endswith((".html", ".htm")) or "<table" in text[:200_000].lower():
            source = read_markup(text)
            source.notes.extend(notes)
        else:
            if len(text) > MOST_WORDS:
                raise Refusal(_TOO_LONG)
            return Source("text", list(plain.lines(text)), notes)
    elif family == "ole":
        raise Refusal(OLD)
    elif family in {"jpeg", "png", "gif", "bmp", "tiff", "webp"}:
        raise Refusal("图片中的数字读不到，请改用 docx、网页或者文本，或者在表单中填报。")
    else:
        name_of = NAMES.get(family) if family != "unknown" else None
        raise Refusal(
            f"{name_of}无法读取，请改用 html、docx、pdf、md 或者 txt。" if name_of
            else "看不出这是什么文件，可能已经损坏，请用 Word 或者浏览器重新保存后再试。"
        )  # fmt: skip
    return _in_simplified(source)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text, and what has to be said of it: bytes in Big5 without a word about it are characters in GB18030 too, but no report."""
    text, name = decode(data)
    if name != "gb18030" or any(word in text for word in _SAID):
        return text, []
    try:
        other = data.decode("big5")
    except UnicodeDecodeError:
        return text, []
    return (other, [_BIG5]) if any(word in other for word in _SAID) else (text, [])


def _attached(attached: list[tuple[str, bytes]]) -> Source:
    """A scan may carry its text as an attached file."""
    for name, data in attached:
        try:
            if sniff(data[:HEAD]) != "pdf":
                source = lines_of(data, name)
                source.notes.append(f"PDF 没有文字层，读的是其中所附的文件“{name}”。")
                return source
        except Refusal:
            continue
    raise Refusal(SCANNED)


def _in_simplified(source: Source) -> Source:
    texts = [cell.text for line in source.lines for cell in line.cells]
    if sum(map(len, texts)) > MOST_WORDS:
        raise Refusal(_TOO_LONG)
    source.titles = [simplified(visible(title)) for title in source.titles]
    words = iter(simplified(visible(_BETWEEN.join(texts))).split(_BETWEEN))
    source.lines = [
        Line(
            tuple(Cell(next(words), cell.left, cell.right) for cell in line.cells), line.place, line.grid, line.aligned
        )
        for line in source.lines
    ]
    return source


def _is_office(data: bytes) -> bool:
    with open_zip(BytesIO(data), each=False) as archive:
        names = set(archive.namelist())
    return bool(names & {"[Content_Types].xml", MAIN, "OFD.xml"})


def _archive(data: bytes, name: str) -> Iterator[Opened]:
    with open_zip(BytesIO(data), each=False) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_FILES:
            raise Refusal(f"压缩包内有{len(members)}个文件，一次最多{MOST_FILES}个，请分成几个压缩包。")
        if not members:
            raise Refusal("压缩包是空的，请检查是否选错了文件。")
        for member in members:
            inner = member_name(member)
            shown = f"{name}/{inner}"
            if PurePosixPath(inner).name.startswith((".", "~$")) or "__MACOSX" in inner:
                continue
            try:
                check_member(member)
                content = read_member(archive, member, MOST_BYTES)
            except Refusal as refusal:
                yield Opened(shown, None, refusal.message)
                continue
            if sniff(content[:HEAD]) == "zip" and not _safe_office(content):
                yield Opened(shown, None, "压缩包里的压缩包不再打开，请解开后一起上传。")
                continue
            yield _one(content, shown)


def _safe_office(data: bytes) -> bool:
    try:
        return _is_office(data)
    except Refusal:
        return True  # broken: reading it says so
