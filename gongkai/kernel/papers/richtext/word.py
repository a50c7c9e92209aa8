"""A Word file (docx) read into clean HTML; what cannot be taken over is said in Chinese."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import mammoth

from gongkai.kernel.papers.richtext.clean import sanitize
from gongkai.kernel.papers.richtext.numbering import written_out
from gongkai.kernel.vocabulary import Refusal

UNPACKED = 300 * 1024 * 1024  # bytes of all parts together; a docx of a whole statute book unpacks to a tenth
PARTS = 5_000
MARKUP = 1_000_000  # tags of all parts together: each costs the reader hundreds of bytes; a statute book has a third
LETTERS = 2_000_000  # of the text; a draft holds no more
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STYLES = "\n".join(
    [
        *(f"p[style-name='heading {n}'] => h{min(n + 1, 4)}:fresh" for n in range(1, 7)),
        *(f"p[style-name='标题 {n}'] => h{min(n + 1, 4)}:fresh" for n in range(1, 7)),
        "p[style-name='Title'] => h2:fresh",
        "p[style-name='标题'] => h2:fresh",
        "p[style-name='Subtitle'] => h3:fresh",
        "u => u",
        "strike => s",
        "comment-reference =>",
    ]
)
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # byte order marks and white space
_TAG = re.compile(rb"<[^>]*>")
_NOTE = re.compile(r'\b(id|href)="(#?)x-(footnote|endnote)-(ref-)?(\d+)"')
_BACK = re.compile(r'\s*<a href="#fnref-[^"]*">↑</a>')


def from_docx(data: bytes) -> tuple[str, list[str]]:
    """Sanitized HTML and notes (Chinese sentences on what was left out). Refusal when the file cannot be read.

    Kept: headings, paragraphs, lists, tables with merged cells, links, foot and end notes (at the end, linked), inserted
    revisions. Left out and noted: pictures, comments, deleted revisions, headers and footers, formulas.
    """
    body, parts = _checked(data)
    data = written_out(data)
    pictures: list[str] = []

    def drop(image: Any) -> dict[str, str]:
        pictures.append(str(image.content_type))
        return {"src": "", "alt": ""}

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(drop),
            id_prefix="x-",
        ).value
    except Exception as fault:
        # Broken files fail in any way that the libraries below know; the clerk hears one sentence, the log has the rest.
        raise Refusal(_BROKEN) from fault
    html = _NOTE.sub(lambda m: f'{m[1]}="{m[2]}{"fnref" if m[4] else "fn"}-{m[3][0]}{m[5]}"', html)
    return sanitize(_BACK.sub("", html)), _notes(body, parts, len(pictures))


_BROKEN = "这个 docx 文件已损坏，无法读取。请在 Word 或 WPS 中打开后另存为 docx，再上传。"


def _checked(data: bytes) -> tuple[str, list[str]]:
    """The main part's XML and the names of all parts, once the package is known to be harmless."""
    if data.startswith(_OLE):
        raise Refusal(
            "这是旧版 .doc、.wps 文件或加密文件，不能作为正文读取。请在 Word 或 WPS 中取消密码，另存为 docx。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise Refusal("这个文件解压后过大，疑似压缩炸弹，已拒绝。")
            names = [part.filename for part in parts]
            if "word/document.xml" not in names:
                raise Refusal("这不是 Word 文档（docx）。.wps、.ofd、.xlsx 等请作为附件上传，正文请另存为 docx。")
            _bounded(package)
            return package.read("word/document.xml").decode("utf-8", "replace"), names
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as fault:
        if data[:2] == b"PK":
            raise Refusal(_BROKEN) from fault
        raise Refusal("这不是 Word 文档（docx）。请在 Word 或 WPS 中另存为 docx 后再上传。") from fault


def _bounded(package: zipfile.ZipFile) -> None:
    """Refuses markup that would cost minutes and gigabytes to read, whatever its part is called; pictures are no markup."""
    tags = 0
    for part in package.infolist():
        with package.open(part) as stream:
            piece = stream.read(1 << 20)
            if not piece.lstrip(_BEFORE_MARKUP).startswith(b"<"):
                continue
            before = b""
            while piece:
                tags += piece.count(b"<")
                if b"<!DOCTYPE" in before + piece:
                    raise Refusal(_BROKEN)
                if tags > MARKUP:
                    raise Refusal("这个文件的内容或格式标记过多，无法作为正文读取。请拆分后导入，或作为附件上传。")
                before, piece = piece[-16:], stream.read(1 << 20)
    if len(_TAG.sub(b"", package.read("word/document.xml")).decode("utf-8", "ignore")) > LETTERS:
        raise Refusal(f"正文过长（超过{LETTERS // 10000}万字符），请拆分后导入，或作为附件上传。")


def _notes(body: str, parts: list[str], pictures: int) -> list[str]:
    notes: list[str] = []
    if pictures or "<w:pict" in body or "<wp:inline" in body or "<wp:anchor" in body:
        count = max(pictures, len(re.findall(r"<(?:a:blip|v:imagedata)\b", body)))
        what = f"{count} 张图片" if count else "图形"
        notes.append(f"文中的{what}没有带入正文，请把需要公开的图片作为附件上传，并在正文中用文字说明。")
    if re.search(r"<w:(?:del|moveFrom)[ >]", body):
        notes.append("文中有修订痕迹：已接受插入的内容，删除的内容没有带入。请核对。")
    if any(name.startswith("word/comments") for name in parts) and "<w:commentReference" in body:
        notes.append("文中的批注没有带入正文。")
    if any(re.match(r"word/(?:header|footer)\d*\.xml$", name) for name in parts):
        notes.append("页眉和页脚没有带入正文。")
    if "<m:oMath" in body:
        notes.append("文中的公式没有带入正文，请核对。")
    if "<w:vanish" in body:
        notes.append("文中有隐藏文字，已随正文带入。请逐段核对，确认可以公开。")
    return notes
