"""Reads everything a Word package holds, seen or not: body, notes, comments, deletions, hidden text, properties."""

from __future__ import annotations

import re
import zipfile
from functools import lru_cache

from gongkai.kernel.screening.archive import Element, parse_xml, read_member
from gongkai.kernel.screening.passages import Reading

_PARTS: tuple[tuple[str, str], ...] = (
    (r"word/document\d*\.xml", "正文"),
    (r"word/header\d*\.xml", "页眉"),
    (r"word/footer\d*\.xml", "页脚"),
    (r"word/footnotes\.xml", "脚注"),
    (r"word/endnotes\.xml", "尾注"),
    (r"word/comments\.xml", "批注"),
    (r"word/glossary/document\.xml", "文档部件"),
)
_DRAWN = re.compile(r"word/(?:charts|diagrams)/[^/]+\.xml")
_LINKS = re.compile(r"(?:word|xl|ppt)/(?:.*/)?_rels/[^/]+\.rels")
_PROPERTIES = re.compile(r"docProps/[^/]+\.xml|customXml/item\d+\.xml")


def local(element: Element) -> str:
    """The name of an element without its namespace (transitional and strict files differ); "" for a comment."""
    tag = element.tag
    return _bare(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)  # a workbook names a dozen elements millions of times
def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, "" when absent."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    return next((str(value) for key, value in element.attrib.items() if _bare(str(key)) == name), "")


def read_docx(archive: zipfile.ZipFile, reading: Reading) -> None:
    """Add the passages of a .docx. Refuses a part that is not well formed."""
    names = archive.namelist()
    for pattern, place in _PARTS:
        for name in sorted(name for name in names if re.fullmatch(pattern, name)):
            _Body(place).read(parse_xml(read_member(archive, name)), reading)
    for name in sorted(filter(_DRAWN.fullmatch, names)):
        reading.add("图表", plain_text(parse_xml(read_member(archive, name))))
    read_package(archive, reading)


def read_package(archive: zipfile.ZipFile, reading: Reading) -> None:
    """Add what every office package has: document properties and the targets of its links."""
    for name in sorted(archive.namelist()):
        if _PROPERTIES.fullmatch(name):
            reading.add("文档属性", plain_text(parse_xml(read_member(archive, name))))
        elif _LINKS.fullmatch(name):
            root = parse_xml(read_member(archive, name))
            outside = [attribute(item, "Target") for item in root if attribute(item, "TargetMode") == "External"]
            reading.add("超链接", "\n".join(outside))


def plain_text(root: Element) -> str:
    """All text of an XML part, one line per element."""
    return "\n".join(piece.strip() for piece in map(str, root.itertext()) if piece.strip())


class _Body:
    """One flow of paragraphs; deleted text, hidden text and text boxes are set aside with places of their own."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.deleted: list[str] = []
        self.hidden: list[str] = []
        self.boxes: list[str] = []
        self.codes: list[str] = []
        self.described: list[str] = []

    def read(self, root: Element, reading: Reading) -> None:
        lines: list[str] = []
        self._blocks(root, lines)
        reading.add(self.place, "\n".join(lines))
        for name, found in (
            ("文本框", self.boxes),
            ("修订中删除的文字", self.deleted),
            ("隐藏文字", self.hidden),
            ("域代码", self.codes),
            ("图片说明", self.described),
        ):
            reading.add(name if self.place == "正文" else f"{self.place}{name}", "\n".join(found))

    def _blocks(self, parent: Element, lines: list[str]) -> None:
        for child in parent:
            match local(child):
                case "p":
                    lines.append(self._paragraph(child))
                case "tbl":
                    self._table(child, lines)
                case "Fallback" | "":
                    continue
                case _:
                    self._blocks(child, lines)

    def _table(self, table: Element, lines: list[str]) -> None:
        for row in table.iter():
            if local(row) != "tr" or _nearest(row, "tbl") is not table:
                continue
            cells: list[str] = []
            for cell in row.iter():
                if local(cell) != "tc" or _nearest(cell, "tr") is not row:
                    continue
                inner: list[str] = []
                self._blocks(cell, inner)
                cells.append(" ".join(line for line in inner if line))
            lines.append("\t".join(cells))

    def _paragraph(self, paragraph: Element) -> str:
        shown: list[str] = []
        gone: list[str] = []
        hidden: list[str] = []
        self._runs(paragraph, shown, gone, hidden, False)
        if gone:
            self.deleted.append("".join(gone))
        if hidden:
            self.hidden.append("".join(hidden))
        return "".join(shown)

    def _runs(self, parent: Element, shown: list[str], gone: list[str], hidden: list[str], moved: bool) -> None:
        for child in parent:
            name = local(child)
            target = gone if moved else hidden if _vanishes(parent) else shown
            match name:
                case "t":
                    target.append(child.text or "")
                case "delText":
                    gone.append(child.text or "")
                case "instrText" | "delInstrText":
                    self.codes.append(child.text or "")
                case "tab" | "ptab":
                    target.append("\t")
                case "br" | "cr":
                    target.append("\n")
                case "noBreakHyphen":
                    target.append("-")
                case "sym" | "Fallback" | "pPr" | "rPr" | "":
                    continue
                case "txbxContent":
                    lines: list[str] = []
                    self._blocks(child, lines)
                    self.boxes.extend(line for line in lines if line)
                case "docPr":
                    self.described.append(f"{attribute(child, 'title')} {attribute(child, 'descr')}".strip())
                case _:
                    self._runs(child, shown, gone, hidden, moved or name in {"moveFrom", "del"})


def _vanishes(run: Element) -> bool:
    if local(run) != "r":
        return False
    marks = (mark for props in run if local(props) == "rPr" for mark in props)
    return any(
        local(mark) in {"vanish", "webHidden"} and attribute(mark, "val") not in {"0", "false"} for mark in marks
    )


def _nearest(element: Element, name: str) -> Element | None:
    parent = element.getparent()
    while parent is not None and local(parent) != name:
        parent = parent.getparent()
    return parent
