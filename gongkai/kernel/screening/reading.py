"""Takes the text out of an attachment, with the place of each piece, so that the detectors can look at it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from gongkai.kernel.screening.archive import (
    BOUNDS,
    Element,
    Source,
    member_name,
    open_zip,
    opened,
    parse_xml,
    read_member,
)
from gongkai.kernel.screening.encoding import decode
from gongkai.kernel.screening.filetypes import HEAD, TYPES, sniff
from gongkai.kernel.screening.marks import classified
from gongkai.kernel.screening.passages import Passage, Reading
from gongkai.kernel.screening.pdffile import read_pdf
from gongkai.kernel.screening.scan import scan
from gongkai.kernel.screening.sheetfile import read_xlsx
from gongkai.kernel.screening.terms import Hit
from gongkai.kernel.screening.wordfile import local, plain_text, read_docx, read_package
from gongkai.kernel.vocabulary import Refusal

__all__ = ["Passage", "Reading", "classified_passage", "read"]

_EMBEDDED = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+")
_MOST_TEXT = 20_000_000  # bytes: ten seconds of looking, for which somebody waits


def read(data: Source, name: str) -> Reading:
    """Every piece of text in the file; its name too when something is found in that. Unread parts are in ``notes``.

    A text file is one passage, 正文, whose offsets are those of the decoded file (without its byte order mark).

    The content decides how it is read, not the extension. Refuses broken, locked and exploding files.
    """
    reading = Reading()
    _name(name, reading)
    _read(data, name, reading, 0)
    return reading


def classified_passage(reading: list[Passage]) -> tuple[Passage, Hit] | None:
    """The first passage with a classification mark; callers refuse the file with ``CLASSIFIED_SENTENCE``."""
    for passage in reading:
        hit = classified(passage.text)
        if hit:
            return passage, hit
    return None


def _name(name: str, reading: Reading) -> None:
    plain = Path(name).name
    if scan(plain):
        reading.add("文件名", plain)


def _read(data: Source, name: str, reading: Reading, depth: int) -> None:
    with opened(data) as stream:
        family = sniff(stream.read(HEAD))
        stream.seek(0)
        if family == "pdf":
            for inner, content in read_pdf(data if isinstance(data, Path | bytes) else stream, reading):
                _nested(f"附件「{inner}」", content, inner, reading, depth)
        elif family == "zip":
            with open_zip(stream) as archive:
                _package(archive, reading, depth)
        elif family in {"text", "html", "xml", "svg", "script"}:
            content = stream.read(_MOST_TEXT + 1)
            if len(content) > _MOST_TEXT:
                raise Refusal(f"文本文件超过 {_MOST_TEXT // 1_000_000} MB，无法逐行检查，请拆成几个文件后分别上传。")
            _text(content, name, family, reading)
        else:
            reading.notes.append(_unread(family, name))


def _unread(family: str, name: str) -> str:
    if family == "ole":
        return "旧版 Office 或 WPS 文件无法检查内容，请另存为 docx 或 xlsx。"
    known = TYPES.get(Path(name).suffix.lower().lstrip("."))
    if known and known.media_type.startswith("image/"):
        return "图片内的文字无法检查，请人工核对。"
    return "这种文件无法检查内容，请人工核对。"


def _text(data: bytes, name: str, family: str, reading: Reading) -> None:
    text, _ = decode(data)
    marked = family in {"html", "svg"} or name.lower().endswith((".html", ".htm", ".svg"))
    if not marked or not _markup(text, reading):
        reading.add("正文", text)


_BLOCK = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
        "option",
        "title",
        "dt",
        "dd",
        "text",
    ]
)
_SHOWN = ("alt", "title", "href", "content", "value", "placeholder", "aria-label")


def _markup(text: str, reading: Reading) -> bool:
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return False
    pieces: list[str] = []
    remarks: list[str] = []
    values: list[str] = []
    _walk(root, pieces, remarks, values)
    reading.add("正文", re.sub(r"[ \t]*\n\s*", "\n", "".join(pieces)).strip())
    reading.add("网页注释", "\n".join(remarks))
    reading.add("网页属性", "\n".join(values))
    return True


def _walk(root: Element, pieces: list[str], remarks: list[str], values: list[str]) -> None:
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            remarks.append(element.text or "")
            pieces.append(element.tail or "")
            continue
        name = local(element)
        aside = name in {"script", "style", "template", "noscript"}
        if event == "start":
            (remarks if aside else pieces).append(element.text or "")
            values.extend(str(element.get(key)) for key in _SHOWN if element.get(key))
        else:
            pieces.append({"td": "\t", "th": "\t"}.get(name, "\n" if name in _BLOCK else ""))
            pieces.append(element.tail or "")


def _nested(place: str, data: bytes, name: str, reading: Reading, depth: int) -> None:
    inner = Reading()
    _name(name, inner)
    if depth >= BOUNDS.depth:
        inner.notes.append("嵌套过深，未能检查。")
    else:
        try:
            _read(data, name, inner, depth + 1)
        except Refusal as refusal:
            inner.notes.append(refusal.message)
    reading.merge(place, inner)


def _package(archive: zipfile.ZipFile, reading: Reading, depth: int) -> None:
    names = set(archive.namelist())
    if "word/document.xml" in names:
        read_docx(archive, reading)
    elif "xl/workbook.xml" in names:
        read_xlsx(archive, reading)
    elif "ppt/presentation.xml" in names:
        _slides(archive, reading)
    elif "OFD.xml" in names:
        _ofd(archive, reading)
    else:
        for member in archive.infolist():
            if not member.is_dir():
                inner = member_name(member)
                _nested(f"压缩包内「{inner}」", read_member(archive, member), inner, reading, depth)
        return
    for name in sorted(filter(_EMBEDDED.fullmatch, names)):
        _nested("嵌入的对象", read_member(archive, name), Path(name).name, reading, depth)


_SLIDE_PARTS = (
    (r"ppt/slides/slide(\d+)\.xml", "第{}张幻灯片"),
    (r"ppt/notesSlides/notesSlide(\d+)\.xml", "第{}张幻灯片备注"),
    (r"ppt/comments/[^/]*?(\d*)\.xml", "批注"),
    (r"ppt/(?:charts|diagrams)/[^/]*?(\d*)\.xml", "图表"),
    (r"ppt/slide(?:Layouts|Masters)/[^/]*?(\d+)\.xml", "幻灯片母版"),
)


def _slides(archive: zipfile.ZipFile, reading: Reading) -> None:
    for pattern, place in _SLIDE_PARTS:
        found = [match for name in archive.namelist() if (match := re.fullmatch(pattern, name))]
        for match in sorted(found, key=lambda match: (len(match.group(1)), match.group(1))):
            root = parse_xml(read_member(archive, match.string))
            lines = [
                "".join(item.text or "" for item in paragraph.iter() if local(item) in {"t", "text"})
                for paragraph in root.iter()
                if local(paragraph) in {"p", "cm"}
            ]
            reading.add(place.format(match.group(1)), "\n".join(lines) if any(lines) else plain_text(root))
    read_package(archive, reading)


def _ofd(archive: zipfile.ZipFile, reading: Reading) -> None:
    """GB/T 33190: a page's text lies in TextCode elements; what a font draws differently stays unseen."""
    for name in sorted(archive.namelist()):
        if not name.lower().endswith(".xml"):
            continue
        root = parse_xml(read_member(archive, name))
        page = re.search(r"Pages/Page_(\d+)/", name)
        if page:
            codes = (item.text or "" for item in root.iter() if local(item) == "TextCode")
            reading.add(f"第{int(page.group(1)) + 1}页", "\n".join(codes))
        else:
            reading.add("文档属性", plain_text(root))
