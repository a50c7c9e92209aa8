"""Decides whether a file may enter the system at all, before anything else looks at it."""

from __future__ import annotations

import mmap
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gongkai.kernel.screening.archive import (
    BOUNDS,
    Source,
    check_contents,
    check_whole,
    open_zip,
    opened,
    parse_xml,
    read_member,
)
from gongkai.kernel.screening.encoding import decode
from gongkai.kernel.screening.filetypes import HEAD, MACRO_EXTENSIONS, NAMES, RUNNABLE, TYPES, FileType, sniff
from gongkai.kernel.screening.pdffile import check_pdf
from gongkai.kernel.vocabulary import Refusal

LONGEST_NAME = 200
_PATH = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_SCRIPTED = re.compile(
    rb"<\s*script|<\s*foreignobject|<\s*iframe|<\s*embed|<\s*object|\son[a-z]+\s*=|javascript:|data:text/html|<!entity"
    rb"|<\s*(?:set|animate)[^>]*href|@import|(?:href|src)\s*=\s*[\"']\s*(?:https?:)?//",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may enter.

    ``extension`` is lower case without dot, ``name`` fit for storing; ``readable``: its text can be screened;
    ``can_be_source``: a draft's text may be taken from it; ``note`` is advice in Chinese, often empty.
    """

    media_type: str
    extension: str
    name: str
    readable: bool
    can_be_source: bool
    note: str = ""


def inspect(data: Source, name: str, limit: int, *, source: bool = False) -> Accepted:
    """Look at a file of at most ``limit`` bytes; with ``source`` it must be one whose text can become a draft.

    Refuses, each with its own sentence: empty, too large, absurd names, unknown kinds, disguised contents, programs,
    macros, passwords, broken files and archives that explode. Bytes are not copied; a Path is read in pieces.
    """
    extension = _extension_of(name)
    known = _known(extension)
    with opened(data) as stream:
        size = stream.seek(0, 2)
        if size == 0:
            raise Refusal("文件是空的，请检查后重新上传。")
        if size > limit:
            raise Refusal(f"文件大小 {_size(size)}，超过上限 {_size(limit)}。")
        stream.seek(0)
        head = stream.read(HEAD)
        family = sniff(head)
        stream.seek(0)
        if source and extension in {"doc", "wps", "ofd", "rtf"}:
            raise Refusal(f".{extension} 文件不能作为正文导入，请另存为 docx 后再导入（仍可作为附件上传）。")
        _check_family(family, extension, known, stream)
        _check_inside(family, extension, known, data, stream)
    if source and not known.can_be_source:
        raise Refusal(f".{extension} 文件不能作为正文导入，请另存为 docx 后再导入（可作为附件上传）。")
    return Accepted(
        known.media_type, extension, safe_name(name), known.readable, known.can_be_source, _note(extension, known)
    )


def safe_name(name: str) -> str:
    """A name fit for storing and downloading: no path, control or reserved characters, at most 200, never empty."""
    name = unicodedata.normalize("NFC", _PATH.split(name)[-1])
    name = "".join(
        letter for letter in name if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    )
    name = _FORBIDDEN.sub("_", name).strip(" .\u3000")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    tail = f".{extension[:20]}" if extension else ""
    return (stem[: LONGEST_NAME - len(tail)].rstrip(" .") or "未命名") + tail


def _extension_of(name: str) -> str:
    if not name.strip(" ."):
        raise Refusal("文件没有名称，请改名后上传。")
    if len(name) > LONGEST_NAME:
        raise Refusal(f"文件名过长（{len(name)} 字），请缩短到 {LONGEST_NAME} 字以内。")
    if _PATH.search(name) or name.startswith(".."):
        raise Refusal("文件名中不能带有路径，请改名后上传。")
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in _BIDI for letter in name):
        raise Refusal("文件名含有看不见的控制字符，请改名后上传。")
    parts = [part.strip().lower() for part in name.split(".")]
    if len(parts) < 2 or not parts[-1]:
        raise Refusal("文件没有扩展名，无法判断类型，请改名后上传。")
    if len(parts) > 2 and any(part in RUNNABLE for part in parts[1:-1]):
        raise Refusal("文件名带有双重扩展名，疑似伪装的程序，不予接收。")
    return parts[-1]


_BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


def _known(extension: str) -> FileType:
    if extension in RUNNABLE:
        raise Refusal(f".{extension} 是程序或脚本文件，不予接收。")
    if extension in MACRO_EXTENSIONS:
        raise Refusal(f".{extension} 是带宏的文件，不予接收，请另存为不带宏的 docx、xlsx 或 pptx。")
    if extension in {"rar", "7z", "gz", "tar", "bz2", "xz"}:
        raise Refusal(f".{extension} 压缩包无法检查内容，请改用 zip 打包。")
    known = TYPES.get(extension)
    if known is None:
        raise Refusal(f"不接收 .{extension[:20]} 文件。可上传：{'、'.join(TYPES)}。")
    return known


def _check_family(family: str, extension: str, known: FileType, stream: IO[bytes]) -> None:
    if family in known.families:
        return
    if family in {"program", "script"}:
        raise Refusal(f"文件名是 .{extension}，内容却是{NAMES[family]}，不予接收。")
    if family == "ole" and known.main and _contains(stream, "EncryptedPackage".encode("utf-16-le")):
        raise Refusal("文件设有打开密码，无法检查内容，请去掉密码后上传。")
    if family == "ole" and known.main:
        raise Refusal(
            f"文件名是 .{extension}，内容却是旧版 Office 或 WPS 文件，请用 Office 或 WPS 另存为 {extension} 后上传。"
        )
    actual = NAMES.get(family, f"{family.upper()} 文件")
    if family == "unknown" and ("zip" in known.families or "pdf" in known.families):
        raise Refusal(f"文件已损坏，或不是真正的 .{extension} 文件，请重新保存后上传。")
    raise Refusal(f"扩展名与内容不符：文件名是 .{extension}，内容是{actual}。请用原来的软件另存后上传。")


def _check_inside(family: str, extension: str, known: FileType, data: Source, stream: IO[bytes]) -> None:
    match family:
        case "pdf":
            check_pdf(data if isinstance(data, Path | bytes) else stream)
        case "zip":
            with open_zip(stream) as archive:
                if known.main:
                    _check_package(archive, extension, known.main)
                else:
                    _check_plain(archive)
        case "ole":
            if _contains(stream, "_VBA_PROJECT".encode("utf-16-le")):
                raise Refusal("文件带有宏，不予接收，请删除宏后另存。")
        case "svg":
            content = stream.read()
            if _SCRIPTED.search(content) or _SCRIPTED.search(content.replace(b"\x00", b"")):
                raise Refusal("SVG 图形内含有脚本或外部引用，不予接收，请另存为 png。")
            parse_xml(content)
        case "text" | "html" | "xml":
            decode(stream.read())
        case _:
            return


def _check_package(archive: zipfile.ZipFile, extension: str, main: str) -> None:
    names = archive.namelist()
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refusal("文件带有宏，不予接收，请另存为不带宏的格式。")
    if main not in names:
        other = next((kind for kind, known in TYPES.items() if known.main and known.main in names), "")
        if other:
            raise Refusal(f"扩展名与内容不符：文件名是 .{extension}，内容是 .{other} 文件。请改正扩展名后上传。")
        raise Refusal(f"文件已损坏，或不是真正的 .{extension} 文件，请重新保存后上传。")
    if "[Content_Types].xml" in names and b"macroEnabled" in read_member(archive, "[Content_Types].xml"):
        raise Refusal("文件带有宏，不予接收，请另存为不带宏的格式。")
    parse_xml(read_member(archive, main))
    check_whole(archive)


def _check_plain(archive: zipfile.ZipFile) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if not members:
        raise Refusal("压缩包是空的，请检查后重新上传。")
    check_contents(archive, BOUNDS)


def _contains(stream: IO[bytes], wanted: bytes) -> bool:
    """Search a stream without reading it into memory where the system can map it."""
    try:
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
            return view.find(wanted) >= 0
    except (OSError, ValueError, AttributeError):
        stream.seek(0)
        kept = b""
        while piece := stream.read(1 << 20):
            if wanted in kept + piece:
                return True
            kept = piece[-len(wanted) :]
        return False
    finally:
        stream.seek(0)


def _note(extension: str, known: FileType) -> str:
    if extension in {"doc", "wps", "ofd"}:
        advice = "可作为附件，不能作为正文导入；需要导入时请另存为 docx。"
        return advice if known.readable else advice + "系统无法检查其中的内容，请人工核对。"
    if known.readable:
        return ""
    if extension in {"xls", "et", "ppt", "dps"}:
        return "系统无法检查其中的内容，请另存为新版格式，或人工核对。"
    return "系统无法检查其中的内容，请人工核对。"


def _size(size: int) -> str:
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
