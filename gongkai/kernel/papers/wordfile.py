"""The same document as a Word file that an office can edit: official fonts by name, real headings, lists and tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from gongkai.kernel.vocabulary import clean

# Offices have these; where one is missing Word and WPS fall back to the theme's East Asian font.
BODY, TITLE, HEAD, SECOND, LATIN = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "Times New Roman"
_RED = RGBColor(0xC0, 0x00, 0x12)
_GREY = RGBColor(0x5A, 0x61, 0x6B)
_SIZES = {"record": 12.0, "official": 16.0}
_EARLIEST = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the date of every part in the package, so that the same document gives the same bytes


def typeset_docx(document: Mapping[str, Any], at: datetime) -> bytes:
    """The document (see ``typesetting``) as docx; the same document and moment give the same bytes."""
    writer = _Writer(document, _SIZES[str(document["template"])])
    writer.official() if document["template"] == "official" else writer.record()
    properties = writer.out.core_properties
    properties.title = clean(str(document["title"]))[:255]
    properties.author = clean(str(document.get("organ") or ""))[:255]
    properties.created = properties.modified = at.replace(microsecond=0, tzinfo=None)
    properties.last_modified_by, properties.language, properties.comments = "", "zh-CN", ""
    raw = io.BytesIO()
    writer.out.save(raw)
    return _fixed(raw.getvalue())


def _fixed(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(part))
    return out.getvalue()


def _east_asian(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for side in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(side), LATIN)
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hint"), "eastAsia")


class _Writer:
    def __init__(self, document: Mapping[str, Any], size: float) -> None:
        self.data, self.size = document, size
        self.out: Any = docx.Document()
        self._page()
        self._styles()

    def _page(self) -> None:
        page = self.out.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
        if self.size < 14:
            page.top_margin, page.bottom_margin = Mm(28), Mm(26)
        footer = page.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        parts = ("第 ", "PAGE", " 页 共 ", "NUMPAGES", " 页") if self.size < 14 else ("— ", "PAGE", " —")
        for part in parts:
            run = footer.add_run("" if part.isupper() else part)
            self._dress(run, "宋体", 9 if self.size < 14 else 14)
            if part.isupper():
                for kind, text in (("begin", ""), ("", part), ("end", "")):
                    element = OxmlElement("w:fldChar" if kind else "w:instrText")
                    element.set(qn("w:fldCharType"), kind) if kind else setattr(element, "text", text)
                    run._r.append(element)  # noqa: SLF001 - python-docx has no field of its own

    def _styles(self) -> None:
        styles = self.out.styles
        normal = styles["Normal"]
        normal.font.size = Pt(self.size)
        _east_asian(normal.element.get_or_add_rPr(), BODY)
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        normal.paragraph_format.line_spacing = Pt(28.95 if self.size >= 14 else 22)
        for level, font in ((1, HEAD), (2, SECOND), (3, BODY)):
            style = styles[f"Heading {level}"]
            style.font.size, style.font.bold, style.font.italic = Pt(self.size), level == 3, False
            style.font.color.rgb = RGBColor(0, 0, 0)
            _east_asian(style.element.get_or_add_rPr(), font)
            form = style.paragraph_format
            form.space_before = form.space_after = Pt(0)
            form.first_line_indent = Pt(2 * self.size)
            form.keep_with_next = True

    def _dress(
        self, run: Any, font: str = "", size: float = 0, colour: RGBColor | None = None, *, bold: bool = False
    ) -> Any:
        if font:
            _east_asian(run._r.get_or_add_rPr(), font)  # noqa: SLF001 - East Asian fonts are not in its interface
        if size:
            run.font.size = Pt(size)
        if colour is not None:
            run.font.color.rgb = colour
        run.bold = bold or None
        return run

    def _line(
        self,
        text: str,
        *,
        font: str = "",
        size: float = 0,
        colour: RGBColor | None = None,
        align: str = "left",
        style: str | None = None,
    ) -> Any:
        paragraph = self.out.add_paragraph(style=style)
        paragraph.alignment = {"left": None, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}[
            align
        ]
        if size > self.size:
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        self._dress(paragraph.add_run(clean(text)), font, size, colour)
        return paragraph

    def _rule(self, paragraph: Any, colour: str, eighths: int) -> None:
        """A line below a paragraph; its weight in eighths of a point."""
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - borders are not in its interface
        borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _text(self, key: str) -> str:
        return clean(str(self.data.get(key) or ""))

    def record(self) -> None:
        """A page of openness."""
        head = self._line(self._text("organ"), font=HEAD, size=14, colour=_RED)
        self._rule(head, "C00012", 12)
        self._line("")
        self._line(self._text("title"), font=TITLE, size=20, align="centre")
        for key in ("number", "banner"):
            if self._text(key):
                self._line(self._text(key), align="centre", colour=_RED if key == "banner" else None)
        self._line("")
        self._meta(self.data.get("meta") or [])
        if self._text("note"):
            self._line(self._text("note"), font=SECOND, size=10.5, align="centre")
        self.flow(self.data.get("blocks") or [], self.out)
        self._attachments()
        verification = self.data.get("verification")
        if verification:
            self._line("")
            self._rule(self._line("本页已存证，可以核验", font=HEAD, size=10), "9AA1AB", 4)
            lines = [f"核验地址：{verification['address']}"]
            if verification.get("leaf") not in {None, ""}:
                lines.append(f"存证序号：{verification['leaf']}")
            for line in (*lines, f"内容摘要（SHA-256）：{verification['digest']}"):
                self._line(line, font="宋体", size=9, colour=_GREY)

    def _meta(self, pairs: Iterable[Any]) -> None:
        rows = [(clean(str(label)), clean(str(value))) for label, value in pairs]
        if not rows:
            return
        table = self.out.add_table(rows=0, cols=2, style="Table Grid")
        for label, value in rows:
            cells = table.add_row().cells
            for cell, text, font in ((cells[0], label, HEAD), (cells[1], value, "宋体")):
                self._dress(cell.paragraphs[0].add_run(text), font, 10.5)
            cells[0].width, cells[1].width = Mm(32), Mm(124)
        self._line("")

    def _attachments(self) -> None:
        found = self.data.get("attachments") or []
        if found:
            self._line("")
            self._line("附件", font=HEAD)
        for place, attachment in enumerate(found, 1):
            self._line(f"{place}. {attachment['name']}", size=10.5)
            if attachment.get("sha256"):
                self._line(f"SHA-256 {attachment['sha256']}", font="宋体", size=8, colour=_GREY)

    def official(self) -> None:
        """A red-head paper after GB/T 9704-2012."""
        masthead = self._text("masthead")
        self._line("")
        self._line(masthead, font=TITLE, size=min(46.0, 442 / max(len(masthead), 1)), colour=_RED, align="centre")
        self._line("")
        signer = self._text("signer")
        number = f"{self._text('number')}　　签发人：{signer}" if signer else self._text("number")
        self._rule(self._line(number, align="centre"), "C00012", 12)
        self._line("")
        self._line(self._text("title"), font=TITLE, size=22, align="centre")
        self._line("")
        if self._text("addressee"):
            self._line(self._text("addressee") + "：")
        self.flow(self.data.get("blocks") or [], self.out)
        found = self.data.get("attachments") or []
        if found:
            self._line("")
        for place, attachment in enumerate(found, 1):
            label = "附件：" if place == 1 else "\u3000\u3000\u3000"
            line = self._line(f"{label}{f'{place}. ' if len(found) > 1 else ''}{attachment['name']}")
            line.paragraph_format.first_line_indent = Pt(2 * self.size)
        self._line("")
        for key in ("signature", "date"):
            if self._text(key):
                self._line(self._text(key), align="right").paragraph_format.right_indent = Pt(2 * self.size)
        if self._text("copies"):
            self._line("")
            self._rule(self._line(f"抄送：{self._text('copies')}。", size=14), "000000", 6)
        if self._text("printed_by"):
            printed = f"{self._text('printed_by')}　　{self._text('printed_on')}印发"
            self._rule(self._line(printed, size=14), "000000", 8)

    def flow(self, blocks: Iterable[Mapping[str, Any]], where: Any, *, depth: int = 0, small: float = 0) -> None:
        """Blocks into a document or a table cell; ``small`` is the size of letters there, 0 for the body's."""
        for block in blocks:
            kind = block["kind"]
            if kind == "heading":
                self.runs(where.add_paragraph(style=f"Heading {int(block['level']) - 1}"), block["runs"], small)
            elif kind == "paragraph":
                paragraph = where.add_paragraph()
                if small:
                    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
                elif not depth:
                    paragraph.paragraph_format.first_line_indent = Pt(2 * self.size)
                self.runs(paragraph, block["runs"], small)
            elif kind == "list":
                self._items(block, where, depth, small)
            elif kind == "quote":
                self.flow(block["blocks"], where, depth=depth + 1, small=small)
            elif kind == "rule":
                self._rule(where.add_paragraph(), "9AA1AB", 4)
            elif kind == "table":
                self._table(block, where, small)

    def _items(self, block: Mapping[str, Any], where: Any, depth: int, small: float) -> None:
        """Numbers are written as words: they stay right wherever the text is copied to."""
        for place, item in enumerate(block["items"], int(block["start"])):
            first, *rest = item or [{"kind": "paragraph", "runs": []}]
            paragraph = where.add_paragraph()
            paragraph.paragraph_format.left_indent = Pt((small or self.size) * (2 * depth + 3.2))
            paragraph.paragraph_format.first_line_indent = Pt(-(small or self.size) * 1.2)
            self._dress(paragraph.add_run(f"{place}. " if block["ordered"] else "• "), size=small)
            if first["kind"] in {"paragraph", "heading"}:
                self.runs(paragraph, first["runs"], small)
            else:
                rest = [first, *rest]
            self.flow(rest, where, depth=depth + 1, small=small)

    def _table(self, block: Mapping[str, Any], where: Any, small: float) -> None:
        if block["caption"]:
            caption = where.add_paragraph()
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self.runs(caption, block["caption"], small, HEAD)
        table = where.add_table(rows=int(block["rows"]), cols=int(block["columns"]))
        table.style = self.out.styles["Table Grid"]
        letters = small or self.size * (0.8 if block["columns"] <= 6 else 0.62)
        grid = [list(row.cells) for row in table.rows]
        for cell in block["cells"]:
            row, column = int(cell["row"]), int(cell["column"])
            target = grid[row][column]
            if cell["rowspan"] > 1 or cell["colspan"] > 1:
                target = target.merge(grid[row + cell["rowspan"] - 1][column + cell["colspan"] - 1])
            target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            self.flow(cell["blocks"], target, depth=1, small=letters)
            if len(target.paragraphs) > 1 and not target.paragraphs[0].runs:
                empty = target.paragraphs[0]._p  # noqa: SLF001 - a new cell begins with an empty paragraph
                empty.getparent().remove(empty)
            if cell["header"]:
                for paragraph in target.paragraphs:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for row in table.rows[: int(block["header_rows"])]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - repeated on each page
        if not small:
            where.add_paragraph()

    def runs(self, paragraph: Any, runs: Iterable[Mapping[str, Any]], size: float = 0, font: str = "") -> None:
        """Runs of letters into a paragraph, links as real links."""
        for run in runs:
            made = paragraph.add_run(clean(str(run["text"])))
            self._dress(made, font, size, bold=bool(run.get("strong")))
            made.italic = True if run.get("em") else None
            made.underline = True if run.get("u") else None
            made.font.strike = True if run.get("s") else None
            made.font.subscript = True if run.get("sub") else None
            made.font.superscript = True if run.get("sup") else None
            href = str(run.get("href") or "")
            if href.startswith(("http://", "https://", "mailto:")):
                link = OxmlElement("w:hyperlink")
                link.set(qn("r:id"), self.out.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
                made.font.underline, made.font.color.rgb = True, RGBColor(0x0B, 0x4F, 0x9E)
                made._r.addprevious(link)  # noqa: SLF001 - python-docx reads links but does not write them
                link.append(made._r)  # noqa: SLF001
