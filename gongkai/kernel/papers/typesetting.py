"""Typesetting: a document as plain data becomes a PDF/A by our own typst templates, or a Word file.

A document is a mapping (all text is data, never markup):

``template``  "record" (a page of openness) or "official" (a red-head paper, GB/T 9704-2012)
``title``, ``organ`` (issuing organ), ``number`` (文号, may be empty), ``blocks`` (see ``richtext.blocks``)
record:       ``meta`` [(label, value)…], ``note`` (题注), ``attachments`` [{name, size, sha256}…], ``verification``
              {digest, address, leaf} (leaf, the place in the log, may be absent) or None, ``banner`` (a state in words, such as 已废止)
official:     ``masthead`` (发文机关标志), ``addressee`` (主送), ``signature`` (落款), ``date`` (成文日期), ``signer`` (签发人),
              ``attachments`` [{name}…], ``copies`` (抄送), ``printed_by``, ``printed_on`` (印发)
Absent keys count as empty.
"""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import segno
import typst

from gongkai.kernel.papers.fonts import require_printable, typst_fonts, unprintable
from gongkai.kernel.papers.wordfile import typeset_docx
from gongkai.kernel.vocabulary import Refusal, clean

__all__ = ["require_printable", "texts", "typeset_docx", "typeset_pdf", "unprintable"]

TEMPLATES = Path(__file__).parent / "templates_typst"
STANDARDS: list[Any] = ["a-2a", "ua-1"]
_CLOCK = timezone(timedelta(hours=8))  # typst wants a fixed offset; China has one
_RUN = 4_000  # characters in one string of the PDF, whose own limit is 32,767 bytes
_LABELS = {
    "title": "标题", "organ": "发布机构", "number": "文号", "note": "题注", "banner": "状态", "masthead": "发文机关标志",
    "addressee": "主送机关", "signature": "落款", "date": "成文日期", "signer": "签发人", "copies": "抄送机关",
    "printed_by": "印发机关", "printed_on": "印发日期", "blocks": "正文", "attachments": "附件", "meta": "文件信息",
}  # fmt: skip
_mine = threading.local()  # one Compiler a thread: a shared one fails with "Already borrowed"


def typeset_pdf(document: Mapping[str, Any], at: datetime) -> bytes:
    """The document as tagged PDF/A-2a and PDF/UA-1; the same document and moment give the same bytes.

    ``at`` (aware) becomes the date of the file. Refusal when a character has no glyph, with the name of its field.
    """
    template = str(document["template"])
    if template not in {"record", "official"}:
        raise ValueError(f"no such template: {template}")
    if not clean(str(document["title"])).strip():
        raise Refusal("标题为空，无法排版。", field="title")
    require_printable(texts(document))
    data = json.dumps(_prepared(document), ensure_ascii=False, sort_keys=True)
    out = _compiler(template).compile(
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=STANDARDS,
        timestamp=at.astimezone(_CLOCK).replace(microsecond=0),
    )
    if not isinstance(out, bytes):
        raise Refusal("排版没有产生文件。")
    return out


def texts(document: Mapping[str, Any]) -> dict[str, str]:
    """Every text of a document by the Chinese label of its field: what ``require_printable`` asks for."""
    found: dict[str, str] = {}
    for key, value in document.items():
        if key == "meta":
            found |= {str(label): str(text) for label, text in value or []}
        elif key in _LABELS:
            found[_LABELS[key]] = "\n".join(_strings(value))
    return {label: clean(text) for label, text in found.items() if text}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in {"href", "anchor", "kind", "sha256"}:
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _compiler(template: str) -> typst.Compiler:
    fonts = typst_fonts()
    made: dict[str, tuple[typst.Fonts, typst.Compiler]] = _mine.__dict__.setdefault("made", {})
    if template not in made or made[template][0] is not fonts:
        compiler = typst.Compiler(
            str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True
        )
        made[template] = (fonts, compiler)
    return made[template][1]


def _prepared(document: Mapping[str, Any]) -> dict[str, Any]:
    """The data as the templates expect it: cleaned, long strings in pieces, the QR code drawn."""
    data: dict[str, Any] = {
        key: _cleaned(document.get(key) or "") for key in _LABELS if key not in {"blocks", "attachments", "meta"}
    }
    data |= {key: _cleaned(document.get(key) or []) for key in ("blocks", "attachments", "meta")}
    data["blocks"] = _levelled(data["blocks"])
    for attachment in data["attachments"]:
        attachment["size_text"] = size_text(int(attachment.get("size") or 0))
    verification = document.get("verification")
    data["verification"] = _cleaned(dict(verification)) if verification else None
    if verification:
        data["verification"]["qr"] = _qr(str(verification["address"]))
    return data


def _levelled(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Headings from level 1 without a leap (PDF/UA-1), and what a table needs to be set well."""
    depth = 0
    for block in blocks:
        if block["kind"] == "heading":
            depth = block["level"] = min(int(block["level"]) - 1, depth + 1)
    _tables(blocks)
    return blocks


def _tables(blocks: list[dict[str, Any]]) -> None:
    for block in blocks:
        if block["kind"] == "list":
            for item in block["items"]:
                _tables(item)
        elif block["kind"] == "quote":
            _tables(block["blocks"])
        elif block["kind"] == "table":
            block["widths"] = _widths(block)
            sides = _sides(block)
            for cell in block["cells"]:
                text = "".join(_strings(cell["blocks"])).strip()
                side = sides[cell["column"]] if cell["colspan"] == 1 else ("left" if len(text) > 24 else "centre")
                if cell["header"] or cell["row"] < block["header_rows"] or (side == "right" and not _figure(text)):
                    side = "centre"
                cell["side"] = side
                _tables(cell["blocks"])


def _sides(table: Mapping[str, Any]) -> list[str]:
    """How a column stands: figures to the right, short words in the middle, sentences to the left."""
    sides: list[str] = []
    for column in range(int(table["columns"])):
        texts_of = [
            "".join(_strings(cell["blocks"])).strip()
            for cell in table["cells"]
            if cell["column"] == column and cell["colspan"] == 1 and not cell["header"]
        ]
        texts_of = [text for text in texts_of if text]
        longest = max(map(len, texts_of), default=0)
        figures = sum(map(_figure, texts_of))
        if longest > 3 and figures * 2 > len(texts_of):
            sides.append("right")
        else:
            sides.append("centre" if longest <= 14 else "left")
    return sides


_FIGURE = re.compile(r"[-−+]?[\d,，]+(?:\.\d+)?%?")


def _figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text))


def _widths(table: Mapping[str, Any]) -> list[float]:
    """Relative widths of columns by the letters that stand in them: no column below a third of an even share."""
    need = [1.0] * int(table["columns"])
    for cell in table["cells"]:
        if cell["colspan"] == 1:
            length = sum(1.0 if ord(letter) > 0x2E7F else 0.55 for letter in "".join(_strings(cell["blocks"])))
            need[cell["column"]] = max(need[cell["column"]], min(length, 40.0))
    roots = [width**0.6 for width in need]
    floor = sum(roots) / len(roots) / 2.5
    return [round(max(root, floor), 3) for root in roots]


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        if isinstance(value.get("runs"), list):
            value = {**value, "runs": [piece for run in value["runs"] for piece in _pieces(run)]}
        return {key: _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner) for inner in value]
    return value


def _pieces(run: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    text = str(run["text"])
    for start in range(0, len(text), _RUN):
        yield {**run, "text": text[start : start + _RUN]}


def size_text(size: int) -> str:
    """A file size in words: 832 字节, 1.5 MB."""
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()
