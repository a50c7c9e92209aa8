"""How an official number is written, and what an uploaded file really is; pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from gongkai.kernel.vocabulary import Number, Refusal, clean

UPLOAD_MEGABYTES = Number(
    code="papers.upload_megabytes",
    label="单个上传文件的大小上限",
    default=50,
    unit="MB",
    source="平台默认",
    floor=1,
    ceiling=2_000,
)

_CODE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z]{1,20}")


def number_text(code: str, year: int, serial: int) -> str:
    """清政办发〔2026〕3号: 机关代字, the year in hexagonal brackets, the serial without leading zeros (GB/T 9704-2012, 7.2.5)."""
    return f"{code}〔{year}〕{serial}号"


def checked_code(code: str) -> str:
    """The 机关代字 without white space; Refusal unless it is 1 to 20 ideographs or letters."""
    code = "".join(unicodedata.normalize("NFC", clean(code)).split())
    if not _CODE.fullmatch(code):
        raise Refusal("机关代字应为 1 至 20 个汉字或字母，例如“清政办发”，不含年份、括号和序号。", field="code")
    return code


_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."
# extension: media type, what the file begins with (empty: text)
_KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": (_OFFICE + "wordprocessingml.document", (_ZIP,)),
    "xlsx": (_OFFICE + "spreadsheetml.sheet", (_ZIP,)),
    "pptx": (_OFFICE + "presentationml.presentation", (_ZIP,)),
    "doc": ("application/msword", (_OLE,)),
    "xls": ("application/vnd.ms-excel", (_OLE,)),
    "ppt": ("application/vnd.ms-powerpoint", (_OLE,)),
    "wps": ("application/vnd.ms-works", (_OLE, _ZIP)),
    "et": ("application/octet-stream", (_OLE, _ZIP)),
    "ofd": ("application/ofd", (_ZIP,)),
    "zip": ("application/zip", (_ZIP, b"PK\x05\x06")),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "txt": ("text/plain; charset=utf-8", ()),
    "csv": ("text/csv; charset=utf-8", ()),
}


def media_type(name: str, head: bytes) -> str:
    """The media type of a file by its name, proven by its first bytes (8 are enough); Refusal when they disagree.

    A text file may be UTF-8 or GB18030 but holds no NUL byte and none of the beginnings above.
    """
    extension = PurePosixPath(name.lower()).suffix.lstrip(".")
    if extension not in _KINDS:
        allowed = "、".join(sorted(set(_KINDS) - {"jpeg", "et"}))
        raise Refusal(f"不接受“{name[-40:]}”这种文件。可以上传：{allowed}。", field="file")
    kind, beginnings = _KINDS[extension]
    if not head:
        raise Refusal(f"文件“{name[-40:]}”是空的。", field="file")
    if beginnings:
        genuine = head.startswith(beginnings)
    else:
        genuine = b"\x00" not in head and not any(head.startswith(b) for _, bs in _KINDS.values() for b in bs)
    if not genuine:
        raise Refusal(f"文件“{name[-40:]}”的内容与扩展名 .{extension} 不符，请确认文件没有改名或损坏。", field="file")
    return kind
