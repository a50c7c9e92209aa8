"""Organs, people and posts as a workbook: the template, the export in the same shape, and reading what comes back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.kernel.organizations import queries
from gongkai.kernel.organizations.operations import LATER_COLUMNS, MOST_ROWS, ORGAN_COLUMNS, POST_COLUMNS
from gongkai.kernel.organizations.queries import Level, Nature, Organ, ReviewPath, Role
from gongkai.kernel.screening.archive import Bounds, open_zip
from gongkai.kernel.vocabulary import Refusal

ORGANS, POSTS = "机关", "人员岗位"
LARGEST = 5 * 1024 * 1024
_BOUNDS = Bounds(members=500, total=120_000_000, member=100_000_000)
_BROKEN = "无法读取这个文件。请使用本页下载的 xlsx 模板，另存后再试。"
Rows = list[dict[str, str]]

_NOTES = (
    ("用法", "“机关”表每行一个机关；“人员岗位”表每行一个岗位，同一人有几个岗位就写几行。"),
    ("已有的机关", "按全称对应，只修改填写了的内容；更名请在机关页面办理。"),
    ("已有的人员", "按登录名对应，不修改姓名和联系方式；相同的岗位不会重复设置。"),
    ("日期", "写成 2026-03-01。任职结束是不再任职的第一天，长期任职不填。"),
    ("导入后", "新登记的人员要由管理员发出邀请才能登录。"),
    ("政府层级", "、".join(level.label for level in Level)),
    ("机关性质", "、".join(nature.label for nature in Nature)),
    (
        "复议管辖",
        "、".join(path.label for path in ReviewPath)
        + "；不填就是一般管辖（《行政复议法》第二十四条、第二十七条、第二十八条）。",
    ),
    ("上级机关全称", "上级机关不在本系统时填写全称，写入答复书的救济途径；在本系统的填写“所属政府”“垂直领导机关”。"),
    ("所在地人民政府", "只用于市直部门按行政区划设立的派出机构；该政府须已在本系统。"),
    ("角色", "、".join(role.label for role in Role if role is not Role.PUBLIC)),
)


def _sheet(book: Workbook, title: str, columns: Iterable[str], lists: dict[str, list[str]]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    names = list(columns)
    sheet.append(names)
    for number, name in enumerate(names, 1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E9ECF0")
        sheet.column_dimensions[get_column_letter(number)].width = 30 if "机关" in name or "政府" in name else 18
        if name in lists:
            formula = f'"{",".join(lists[name])}"'
            if len(formula) <= 255:  # what a spreadsheet allows in a list of choices
                letter = get_column_letter(number)
                choices = DataValidation(type="list", formula1=formula, allow_blank=True)
                choices.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
                sheet.add_data_validation(choices)
    sheet.freeze_panes = "A2"
    return sheet


def _empty() -> tuple[Workbook, Worksheet, Worksheet]:
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    organs = _sheet(
        book, ORGANS, ORGAN_COLUMNS,
        {
            "政府层级": [level.label for level in Level], "机关性质": [nature.label for nature in Nature],
            "复议管辖": [path.label for path in ReviewPath],
        },
    )  # fmt: skip
    posts = _sheet(book, POSTS, POST_COLUMNS, {"角色": [r.label for r in Role if r is not Role.PUBLIC]})
    notes = book.create_sheet("说明")
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 16, 90
    for row in _NOTES:
        notes.append(row)
    for (cell,) in notes.iter_rows(min_col=2, max_col=2):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return book, organs, posts


def _append(sheet: Worksheet, values: Iterable[str]) -> None:
    row = sheet.max_row + 1
    for number, value in enumerate(values, 1):
        if value:
            cell = sheet.cell(row, number)
            cell.value, cell.data_type = value, "s"  # text, also when it looks like a formula
            cell.number_format = "@"


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template() -> bytes:
    """An empty workbook with lists of choices and notes."""
    return _bytes(_empty()[0])


def export(on: date) -> tuple[bytes, dict[str, int]]:
    """Every organ that exists and every post in force, in the shape of the template; and how many of each."""
    book, organs, posts = _empty()
    found = list(queries.organs().select_related("government", "vertical_parent", "seat"))
    for organ in found:
        _append(organs, _organ_row(organ))
    count = people = 0
    for person in queries.people(on):
        people += 1
        held = person.current_posts  # type: ignore[attr-defined]
        own = [person.name, person.username, person.email, person.phone]
        for post in held:
            count += 1
            ends = post.ends_on.isoformat() if post.ends_on else ""
            _append(
                posts,
                [*own, post.organ.name, post.title, Role.label_of(post.role), post.starts_on.isoformat(), ends],
            )
        if not held:
            _append(posts, own)
    return _bytes(book), {"organs": len(found), "people": people, "posts": count}


def _organ_row(organ: Organ) -> list[str]:
    return [
        organ.name, organ.short_name, Level.label_of(organ.level), Nature.label_of(organ.nature),
        organ.government.name if organ.government else "", organ.vertical_parent.name if organ.vertical_parent else "",
        ReviewPath.label_of(organ.review_path), organ.higher, organ.seat.name if organ.seat else "",
        organ.code, organ.uscc, organ.index_code, organ.foi_office, organ.address, organ.office_hours, organ.phone,
        organ.fax, organ.email, organ.opened_on.isoformat() if organ.opened_on else "",
    ]  # fmt: skip


def read(file: IO[bytes], size: int) -> tuple[Rows, Rows]:
    """The rows of both tables as text. Refusal for what is no such workbook, too large, or without its columns."""
    if size > LARGEST:
        raise Refusal("文件超过 5 MB，请分几次导入。", field="file")
    try:
        file.seek(0)
        if file.read(4) != b"PK\x03\x04":
            raise Refusal("请选择 xlsx 文件（.xls、.csv、.et 请另存为 xlsx）。", field="file")
        with open_zip(file, _BOUNDS):
            pass
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Refusal as refusal:
        raise Refusal(refusal.message, field="file") from None
    except (InvalidFileException, KeyError, ValueError, OSError, zipfile.BadZipFile, ParseError, TypeError):
        raise Refusal(_BROKEN, field="file") from None
    try:
        if not {ORGANS, POSTS} & set(book.sheetnames):
            raise Refusal(f"文件中没有“{ORGANS}”或“{POSTS}”工作表，请使用本页下载的模板。", field="file")
        organs = _rows(book[ORGANS], ORGANS, ORGAN_COLUMNS) if ORGANS in book.sheetnames else []
        posts = _rows(book[POSTS], POSTS, POST_COLUMNS) if POSTS in book.sheetnames else []
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, ParseError, TypeError):
        raise Refusal(_BROKEN, field="file") from None
    finally:
        book.close()
    if not any(row for table in (organs, posts) for row in table if any(row.values())):
        raise Refusal("表中没有内容。", field="file")
    return organs, posts


def _rows(sheet: Any, title: str, columns: tuple[str, ...]) -> Rows:
    sheet.reset_dimensions()  # a file may say that it is larger or smaller than it is
    lines: Iterator[tuple[object, ...]] = sheet.iter_rows(max_row=MOST_ROWS + 3, max_col=40, values_only=True)
    head = [_text(value) for value in next(lines, ())]
    missing = [name for name in columns if name not in head and name not in LATER_COLUMNS]
    if missing:
        raise Refusal(f"“{title}”表缺少列：{'、'.join(missing)}。请使用本页下载的模板。", field="file")
    unknown = [name for name in head if name and name not in columns]
    if unknown:
        raise Refusal(f"“{title}”表有不认识的列：{'、'.join(unknown[:5])}。", field="file")
    rows = [{name: _text(value) for name, value in zip(head, line, strict=False) if name} for line in lines]
    while rows and not any(rows[-1].values()):
        rows.pop()
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()[:400]
