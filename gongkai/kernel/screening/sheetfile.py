"""Reads everything an Excel workbook holds, seen or not: all sheets, hidden rows, comments, names, cached data."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO

from gongkai.kernel.screening.archive import Element, parse_xml, read_member
from gongkai.kernel.screening.passages import Reading
from gongkai.kernel.screening.wordfile import attribute, local, plain_text, read_package
from gongkai.kernel.vocabulary import Refusal

#: Rows with something in them, all sheets together. A row takes 0.1 ms to read and check, and somebody waits for it.
MOST_ROWS = 200_000
_TOO_LONG = f"工作簿超过{MOST_ROWS // 10_000}万行，无法逐行检查。请按年份或者按单位拆成几个文件，分别上传。"
_STATES = {"hidden": "（隐藏）", "veryHidden": "（深度隐藏）"}
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_DATE_CODE = re.compile(r"[ymdhs年月日时]", re.IGNORECASE)
_NOT_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ASIDE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"xl/(?:comments[^/]*|comments/[^/]+|threadedComments/[^/]+)\.xml"), "批注"),
    (re.compile(r"xl/drawings/[^/]+\.xml"), "文本框"),
    (re.compile(r"xl/drawings/[^/]+\.vml"), ""),
    (re.compile(r"xl/charts/[^/]+\.xml"), "图表"),
    (re.compile(r"xl/pivotCache/[^/]+\.xml"), "数据透视表缓存"),
    (re.compile(r"xl/externalLinks/[^/]+\.xml"), "外部链接缓存"),
    (re.compile(r"xl/revisions/[^/]+\.xml"), "修订记录"),
)


def read_xlsx(archive: zipfile.ZipFile, reading: Reading) -> None:
    """Add one passage per row, ``head:value`` where the sheet has a head row, so that a number keeps its meaning."""
    book = parse_xml(read_member(archive, "xl/workbook.xml"))
    strings = list(_shared_strings(archive))
    dates = _date_styles(archive)
    targets = _targets(archive)
    sheets = [element for element in book.iter() if local(element) == "sheet"]
    for sheet in sheets:
        part = targets.get(attribute(sheet, "id"), "")
        if part not in archive.namelist():
            continue
        name = f"工作表「{attribute(sheet, 'name')}」{_STATES.get(attribute(sheet, 'state'), '')}"
        reading.add("工作表名称", attribute(sheet, "name"))
        with archive.open(part) as stream:
            _Sheet(name, strings, dates, reading).read(stream)
    names = [element for element in book.iter() if local(element) == "definedName"]
    reading.add("定义的名称", "\n".join(f"{attribute(item, 'name')}:{item.text or ''}" for item in names))
    for part in sorted(archive.namelist()):
        for pattern, place in _ASIDE:
            if place and pattern.fullmatch(part):
                root = parse_xml(read_member(archive, part))
                reading.add(place, plain_text(root))
                if "缓存" in place or "修订" in place:
                    values = (attribute(item, "v") for item in root.iter() if isinstance(item.tag, str))
                    reading.add(place, "\n".join(number_text(value) for value in values if value))
    read_package(archive, reading)


def number_text(value: str) -> str:
    """A stored number as digits: 3.4990119330101E+17 is 349901193301010000; anything else unchanged."""
    if "." not in value and "e" not in value.lower():
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return value
    return str(number.quantize(Decimal(1))) if number == number.to_integral_value() else format(number, "f")


def _shared_strings(archive: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return
    root = parse_xml(read_member(archive, "xl/sharedStrings.xml"))
    for item in root:
        # Phonetic hints (rPh) are no text of the cell.
        pieces = (
            piece.text or ""
            for piece in item.iter()
            if local(piece) == "t" and not any(local(above) == "rPh" for above in piece.iterancestors())
        )
        yield "".join(pieces)


def _date_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    root = parse_xml(read_member(archive, "xl/styles.xml"))
    codes = {
        _whole(attribute(item, "numFmtId"))
        for item in root.iter()
        if local(item) == "numFmt" and _DATE_CODE.search(_NOT_CODE.sub("", attribute(item, "formatCode")))
    }
    formats = next((item for item in root if local(item) == "cellXfs"), None)
    if formats is None:
        return frozenset()
    known = _BUILT_IN_DATES | codes
    return frozenset(place for place, item in enumerate(formats) if _whole(attribute(item, "numFmtId")) in known)


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    name = "xl/_rels/workbook.xml.rels"
    if name not in archive.namelist():
        return {}
    return {
        attribute(item, "Id"): posixpath.normpath(posixpath.join("/xl", attribute(item, "Target"))).lstrip("/")
        for item in parse_xml(read_member(archive, name))
    }


def _whole(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


_READ = (
    "col", "row", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter", "formula1",
    "formula2", "prompt", "dataValidation",
)  # fmt: skip


class _Sheet:
    def __init__(self, name: str, strings: list[str], dates: frozenset[int], reading: Reading) -> None:
        self.name = name
        self.strings = strings
        self.dates = dates
        self.reading = reading
        self.heads: dict[str, str] = {}
        self.hidden_columns: list[tuple[int, int]] = []
        self.rows = 0

    def read(self, stream: IO[bytes]) -> None:
        from lxml import etree  # type: ignore[import-untyped]

        try:
            wanted = [f"{{*}}{name}" for name in _READ]
            for _, element in etree.iterparse(
                stream, events=("end",), tag=wanted, resolve_entities=False, no_network=True
            ):
                match local(element):
                    case "col" if attribute(element, "hidden") in {"1", "true"}:
                        self.hidden_columns.append(
                            (_whole(attribute(element, "min")), _whole(attribute(element, "max")))
                        )
                    case "row":
                        self._row(element)
                        if len(self.reading) > MOST_ROWS:
                            raise Refusal(_TOO_LONG)
                        element.clear()
                    case "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter":
                        self.reading.add(f"{self.name} 页眉页脚", element.text or "")
                    case "formula1" | "formula2" | "prompt" | "dataValidation":
                        self.reading.add(
                            f"{self.name} 数据验证", f"{element.text or ''} {attribute(element, 'prompt')}"
                        )
                    case _:
                        continue
        except Refusal:
            raise
        except Exception as error:  # libxml2, zlib and zipfile each have their own
            raise Refusal("工作表已损坏，无法读取，请重新保存为 xlsx 后上传。") from error

    def _row(self, row: Element) -> None:
        self.rows += 1
        place = _whole(attribute(row, "r"))
        self.rows = place if place > 0 else self.rows
        cells: list[tuple[str, str]] = []
        formulas: list[str] = []
        for count, cell in enumerate(row):
            column = attribute(cell, "r").rstrip("0123456789") or _letters(count)
            text = self._value(cell)
            if text.strip():
                cells.append((column, text))
            formulas.extend(item.text for item in cell if local(item) == "f" and item.text and '"' in item.text)
        if not cells and not formulas:
            return
        where = f"{self.name} 第{self.rows}行"
        if attribute(row, "hidden") in {"1", "true"}:
            where += "（隐藏行）"
        if _is_head([text for _, text in cells]):
            self.heads = dict(cells)
            self.reading.add(where, "\t".join(text for _, text in cells))
            return
        for hidden in (False, True):
            part = [
                f"{self.heads[column]}\uff1a{text}" if column in self.heads else text
                for column, text in cells
                if self._is_hidden(column) is hidden
            ]
            self.reading.add(where + ("（隐藏列）" if hidden else ""), "\t".join(part))
        self.reading.add(f"{where} 公式", "\n".join(formulas))

    def _is_hidden(self, column: str) -> bool:
        if not self.hidden_columns:
            return False
        number = 0
        for letter in column:
            number = number * 26 + ord(letter) - 64
        return any(first <= number <= last for first, last in self.hidden_columns)

    def _value(self, cell: Element) -> str:
        kind = attribute(cell, "t")
        if kind == "inlineStr":
            return "".join(item.text or "" for item in cell.iter() if local(item) == "t")
        value = next((item.text or "" for item in cell if local(item) == "v"), "")
        if kind == "s":
            place = _whole(value)
            return self.strings[place] if 0 <= place < len(self.strings) else ""
        if kind in {"str", "d", "b", "e"} or not value:
            return value
        if _whole(attribute(cell, "s")) in self.dates:
            return _date_text(value)
        return number_text(value)


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _date_text(value: str) -> str:
    from openpyxl.utils.datetime import from_excel

    try:
        return str(from_excel(float(value)))
    except (ValueError, OverflowError, TypeError):
        return number_text(value)


def _is_head(texts: list[str]) -> bool:
    return (
        len(texts) > 1
        and all(len(text) <= 20 and not re.search(r"\d{3}", text) for text in texts)
        and (sum(1 for text in texts if _HEAD.search(text)) > 1)
    )


_HEAD = re.compile(
    r"姓\s*名|证|号|码|电\s*话|手机|联系|账|帐|银行|额|数|量|单位|地址|备注|日期|时间|项目|名称|户主|类别|收入|支出|性别|年龄|村|部门|职务|[者人]$|类型|情况|事项|标准|原因|等级"
)
