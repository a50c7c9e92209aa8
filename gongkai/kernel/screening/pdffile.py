"""Reads a PDF page by page with its annotations, properties and attached files; one thread at a time may."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gongkai.kernel.screening.archive import Source
from gongkai.kernel.screening.passages import Reading
from gongkai.kernel.vocabulary import Refusal, unified

# PDFium keeps global state: two threads inside it crash the process.
_LOCK = threading.RLock()
_MOST_PAGES = 5_000
ENCRYPTED = "PDF 设有打开密码，无法检查内容，请去掉密码后上传。"


@contextmanager
def open_pdf(source: Source) -> Iterator[Any]:
    """The document, closed afterwards, while no other thread is in PDFium. Refuses broken and locked files."""
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(source)
            pages = len(document)
        except pypdfium2.PdfiumError as error:
            raise Refusal(ENCRYPTED if "assword" in str(error) else "PDF 已损坏，无法打开，请重新生成。") from None
        try:
            if not pages:
                raise Refusal("PDF 没有页面，可能已损坏。")
            if pages > _MOST_PAGES:
                raise Refusal(f"PDF 超过 {_MOST_PAGES} 页，请拆分后上传。")
            yield document
        finally:
            document.close()


def check_pdf(source: Source) -> int:
    """The number of pages. Refuses what cannot be opened without a password."""
    with open_pdf(source) as document:
        return len(document)


def read_pdf(source: Source, reading: Reading) -> list[tuple[str, bytes]]:
    """Add a passage per page; the attached files are returned as (name, bytes) for the caller to read."""
    attached: list[tuple[str, bytes]] = []
    with open_pdf(source) as document:
        empty: list[int] = []
        for number in range(1, len(document) + 1):
            text, remarks = _page(document, number - 1)
            reading.add(f"第{number}页", text)
            reading.add(f"第{number}页批注", remarks)
            if not text.strip():
                empty.append(number)
        if empty:
            shown = "、".join(str(number) for number in empty[:10]) + ("等" if len(empty) > 10 else "")
            reading.notes.append(f"第{shown}页没有文字（可能是扫描图像），未能检查，请人工核对。")
        properties = document.get_metadata_dict(skip_empty=True)
        reading.add("文档属性", "\n".join(str(value) for value in properties.values()))
        for index in range(document.count_attachments()):
            item = document.get_attachment(index)
            attached.append((str(item.get_name()), bytes(item.get_data())))
    return attached


def _page(document: Any, index: int) -> tuple[str, str]:
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return "", ""
    try:
        content = page.get_textpage()
        try:
            text = unified(str(content.get_text_bounded()).replace("\r\n", "\n").replace("\ufffe", ""))
        finally:
            content.close()
        return text, "\n".join(_remarks(page))
    finally:
        page.close()


def _remarks(page: Any) -> Iterator[str]:
    from pypdfium2 import raw

    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 2000)):
        remark = raw.FPDFPage_GetAnnot(page, index)
        if not remark:
            continue
        try:
            for key in (b"Contents", b"T", b"V"):
                length = raw.FPDFAnnot_GetStringValue(remark, key, None, 0)
                if 2 < length < 1_000_000:
                    buffer = ctypes.create_string_buffer(length)
                    pointer = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
                    raw.FPDFAnnot_GetStringValue(remark, key, pointer, length)
                    yield buffer.raw[: length - 2].decode("utf-16-le", "replace")
        finally:
            raw.FPDFPage_CloseAnnot(remark)
