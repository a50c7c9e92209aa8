"""The kinds of file that the house knows: what their name promises, what their first bytes say, what can be done."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = 4096
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """``families`` are the contents that may hide behind the extension; ``main`` the part an office package must have."""

    media_type: str
    families: frozenset[str]
    readable: bool = False
    can_be_source: bool = False
    main: str = ""


def _of(media_type: str, *families: str, readable: bool = False, source: bool = False, main: str = "") -> FileType:
    return FileType(media_type, frozenset(families), readable, source, main)


TYPES: dict[str, FileType] = {
    "pdf": _of("application/pdf", "pdf", readable=True),
    "docx": _of(_OFFICE + "wordprocessingml.document", "zip", readable=True, source=True, main="word/document.xml"),
    "xlsx": _of(_OFFICE + "spreadsheetml.sheet", "zip", readable=True, main="xl/workbook.xml"),
    "pptx": _of(_OFFICE + "presentationml.presentation", "zip", readable=True, main="ppt/presentation.xml"),
    "doc": _of("application/msword", "ole"),
    "xls": _of("application/vnd.ms-excel", "ole"),
    "ppt": _of("application/vnd.ms-powerpoint", "ole"),
    "wps": _of("application/vnd.ms-works", "ole"),
    "et": _of("application/octet-stream", "ole"),
    "dps": _of("application/octet-stream", "ole"),
    "ofd": _of("application/ofd", "zip", readable=True, main="OFD.xml"),
    "txt": _of("text/plain", "text", "html", "xml", readable=True, source=True),
    "md": _of("text/markdown", "text", "html", "xml", readable=True, source=True),
    "csv": _of("text/csv", "text", readable=True),
    "html": _of("text/html", "html", "xml", "text", readable=True, source=True),
    "htm": _of("text/html", "html", "xml", "text", readable=True, source=True),
    "jpg": _of("image/jpeg", "jpeg"),
    "jpeg": _of("image/jpeg", "jpeg"),
    "png": _of("image/png", "png"),
    "gif": _of("image/gif", "gif"),
    "webp": _of("image/webp", "webp"),
    "bmp": _of("image/bmp", "bmp"),
    "tif": _of("image/tiff", "tiff"),
    "tiff": _of("image/tiff", "tiff"),
    "svg": _of("image/svg+xml", "svg", readable=True),
    "zip": _of("application/zip", "zip", readable=True),
    "mp3": _of("audio/mpeg", "mp3"),
    "mp4": _of("video/mp4", "mp4"),
    "m4a": _of("audio/mp4", "mp4"),
    "wav": _of("audio/wav", "wav"),
}

MACRO_EXTENSIONS = frozenset(["docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam"])
RUNNABLE = frozenset(
    [
        "exe",
        "com",
        "bat",
        "cmd",
        "scr",
        "pif",
        "msi",
        "dll",
        "sys",
        "jar",
        "js",
        "jse",
        "vbs",
        "vbe",
        "wsf",
        "wsh",
        "ps1",
        "psm1",
        "sh",
        "bash",
        "py",
        "pl",
        "rb",
        "php",
        "phtml",
        "asp",
        "aspx",
        "jsp",
        "cgi",
        "hta",
        "lnk",
        "reg",
        "chm",
        "cpl",
        "apk",
        "app",
        "deb",
        "rpm",
        "dmg",
        "iso",
        "svgz",
        "swf",
    ]
)
NAMES = {
    "pdf": "PDF 文件",
    "zip": "压缩包或新版 Office 文件",
    "ole": "旧版 Office 或 WPS 文件",
    "text": "纯文本",
    "html": "网页",
    "xml": "XML 文件",
    "svg": "SVG 图形",
    "program": "可执行程序",
    "script": "脚本程序",
    "rtf": "RTF 文件",
    "archive": "其他格式的压缩包",
    "unknown": "无法识别的内容",
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"ID3", "mp3"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xfe\xed\xfa", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
    (b"#!", "script"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
)


def sniff(head: bytes) -> str:
    """The family of a file from its first 4,096 bytes: "pdf", "zip", "ole", "jpeg", "text", "program", "unknown" ..."""
    if b"%PDF-" in head[:1024] and not head.startswith(b"PK\x03\x04"):  # an archive may hold one as it is
        return "pdf"
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "unknown")
    if head[4:8] == b"ftyp":
        return "mp4"
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    for magic, family in _MAGIC:
        if head.startswith(magic) and not (family == "bmp" and b"\x00" not in head[:32]):
            return family
    if not wide and len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "mp3"
    if b"\x00" in head and not wide and not _looks_wide(head):
        return "unknown"
    return _sniff_text(head.replace(b"\x00", b""))


def _looks_wide(head: bytes) -> bool:
    """UTF-16 without a mark: most characters of ours have no zero byte, but line ends and digits do, always aligned."""
    zeros = [place % 2 for place, byte in enumerate(head) if byte == 0]
    return len(head) % 2 == 0 and len(set(zeros)) == 1 and b"\x00\x00" not in head


def _sniff_text(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:HEAD].lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in start:
        return "svg"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe")) or b"<html" in start:
        return "html"
    if start.startswith(b"<?xml"):
        return "xml"
    if start.startswith((b"<?php", b"<%")):
        return "script"
    return "text"
