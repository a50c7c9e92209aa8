"""A file that is empty, oversize, disguised, locked, broken or explosive is refused with a sentence of its own."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from gongkai.kernel.screening import Accepted, inspect, safe_name
from gongkai.kernel.screening.archive import Bounds, open_zip
from gongkai.kernel.vocabulary import Refusal
from tests.kernel.screening import files

LIMIT = 50_000_000


def refusal(data: bytes | Path, name: str, limit: int = LIMIT, *, source: bool = False) -> str:
    with pytest.raises(Refusal) as caught:
        inspect(data, name, limit, source=source)
    return caught.value.message


GOOD = [
    (files.word("正文"), "通知.docx", True, True),
    (files.sheet([["姓名"]]), "名单.xlsx", True, False),
    (files.pdf("text"), "报告.pdf", True, False),
    (files.zipped({"a.txt": "甲"}), "附件.zip", True, False),
    ("公开".encode("gb18030"), "说明.txt", True, True),
    ("公开".encode("utf-16"), "说明.txt", True, True),
    (b"a,b\n1,2\n", "表.csv", True, False),
    (files.PNG, "图.PNG", False, False),
    (b"\xff\xd8\xff\xe0" + bytes(40), "图.jpg", False, False),
    (files.OLE, "旧.doc", False, False),
    (files.OLE, "旧.wps", False, False),
    (files.OLE, "旧.et", False, False),
    (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "会议.mp4", False, False),
    (b"ID3\x03" + bytes(40), "录音.mp3", False, False),
    (files.zipped({"OFD.xml": "<ofd/>"}), "公文.ofd", True, False),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>", "图.svg", True, False),
]


@pytest.mark.parametrize(("data", "name", "readable", "source"), GOOD)
def test_an_honest_file_enters(data: bytes, name: str, readable: bool, source: bool, tmp_path: Path) -> None:
    accepted = inspect(data, name, LIMIT)
    assert (accepted.readable, accepted.can_be_source, accepted.name) == (readable, source, name)
    path = tmp_path / name
    path.write_bytes(data)
    assert inspect(path, name, LIMIT) == accepted
    with path.open("rb") as stream:
        assert inspect(stream, name, LIMIT) == accepted


def test_what_is_accepted_says_what_it_is() -> None:
    assert inspect(b"a", "a.txt", 1) == Accepted("text/plain", "txt", "a.txt", True, True)


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps", "公文.ofd", "报告.pdf", "名单.xlsx"])
def test_a_source_must_be_a_docx_and_the_sentence_says_so(name: str) -> None:
    data = next(data for data, known, *_ in GOOD if known.endswith(name.rsplit(".", maxsplit=1)[-1]))
    assert "请另存为 docx" in refusal(data, name, source=True)
    assert inspect(data, name, LIMIT).can_be_source is False


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps", "公文.ofd"])
def test_an_attachment_that_is_no_source_comes_with_advice(name: str) -> None:
    data = next(data for data, known, *_ in GOOD if known == name)
    assert "请另存为 docx" in inspect(data, name, LIMIT).note


def broken_member() -> bytes:
    data = files.zipped({"a.txt": "甲" * 100}, method=zipfile.ZIP_STORED)
    return data.replace("甲甲甲".encode(), "乙甲甲".encode(), 1)


def locked_zip() -> bytes:
    data = bytearray(files.zipped({"a.txt": "甲"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(magic) + offset
        data[place : place + 2] = struct.pack("<H", 1)
    return bytes(data)


def with_link() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def nested(times: int) -> bytes:
    data = files.zipped({"a.txt": "甲"})
    for _ in range(times):
        data = files.zipped({"a.zip": data})
    return data


DOCX = files.word("正文")
BAD = [
    (b"", "a.txt", "空的"),
    (b"MZ" + bytes(100), "报告.pdf", "可执行程序"),
    (b"\x7fELF" + bytes(100), "图.jpg", "可执行程序"),
    (b"#!/bin/sh\nrm x", "报告.docx", "脚本"),
    (b"<?php system(1);", "图.png", "脚本"),
    (b"<html><script>1</script></html>", "图.jpg", "网页"),
    (b"<html><script>1</script></html>", "报告.pdf", "网页"),
    (b"<table></table>", "报表.xls", "纯文本"),
    (b"{\\rtf1 x}", "报告.doc", "RTF"),
    (files.PNG, "报告.pdf", "PNG"),
    (files.pdf("x"), "图.png", "PDF"),
    (b"Rar!\x1a\x07", "附件.zip", "其他格式的压缩包"),
    (b"Rar!\x1a\x07", "附件.rar", "请改用 zip"),
    (b"<svg><script>alert(1)</script></svg>", "图.svg", "脚本"),
    (b"<svg onload='x()'></svg>", "图.svg", "脚本"),
    (b"<svg><a href='javascript:x'/></svg>", "图.svg", "脚本"),
    (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "图.svg", "不予接收"),
    (b"<svg><rect></svg>", "图.svg", "损坏"),
    (DOCX[: len(DOCX) // 2], "报告.docx", "损坏"),
    (b"\x00\x07\x00\x07" * 30 + b"\x00", "报告.docx", "损坏"),
    (files.zipped({"word/document.xml": "<a><b></a>"}), "报告.docx", "损坏"),
    (files.zipped({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "报告.docx", "XML"),
    (files.zipped({"a.txt": "甲"}), "报告.docx", "不是真正的 .docx"),
    (files.sheet([["甲"]]), "报告.docx", "内容是 .xlsx"),
    (files.zipped({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}), "报告.docx", "宏"),
    (
        files.zipped({"word/document.xml": "<a/>", "[Content_Types].xml": "application/x.macroEnabled.main+xml"}),
        "报告.docx",
        "宏",
    ),
    (DOCX, "报告.docm", "宏"),
    (DOCX, "报告.xlsm", "宏"),
    (files.OLE + "_VBA_PROJECT".encode("utf-16-le"), "旧.xls", "宏"),
    (files.OLE + "EncryptedPackage".encode("utf-16-le"), "报告.docx", "密码"),
    (files.OLE, "报告.docx", "旧版 Office"),
    (files.pdf("x", encrypted=True), "报告.pdf", "密码"),
    (b"%PDF-1.7\nrubbish", "报告.pdf", "损坏"),
    (locked_zip(), "附件.zip", "密码"),
    (broken_member(), "附件.zip", "损坏"),
    (b"PK\x03\x04rubbish", "附件.zip", "损坏"),
    (files.zipped({}), "附件.zip", "空的"),
    (files.zipped({"../../a.txt": "甲"}), "附件.zip", "越界"),
    (files.zipped({"/etc/a.txt": "甲"}), "附件.zip", "越界"),
    (files.zipped({"C:\\a.txt": "甲"}), "附件.zip", "越界"),
    (files.zipped({"a\x07.txt": "甲"}), "附件.zip", "非法字符"),
    (with_link(), "附件.zip", "链接"),
    (files.zipped({"说明.txt": "甲", "安装.exe": "x"}), "附件.zip", "「安装.exe」"),
    (files.zipped({"宏.xlsm": "x"}), "附件.zip", "宏"),
    (nested(3), "附件.zip", "嵌套"),
    (files.zipped({"a.txt": b"0" * 60_000_000}), "附件.zip", "压缩炸弹"),
    (files.zipped({"内.zip": files.zipped({"a.txt": b"0" * 60_000_000})}), "附件.zip", "压缩炸弹"),
    (files.zipped({"word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"}), "报告.docx", "压缩炸弹"),
    (files.zipped({f"{number}.txt": "" for number in range(5_001)}), "附件.zip", "过多"),
    (b"\x00\xff\xfe\x00\x01", "说明.txt", "扩展名与内容不符"),
    (b"x", "程序.exe", "程序"),
    (b"x", "页面.js", "程序"),
    (b"x", "数据.dwg", "不接收"),
]


@pytest.mark.parametrize(("data", "name", "words"), BAD)
def test_a_bad_file_is_refused_with_its_reason(data: bytes, name: str, words: str) -> None:
    message = refusal(data, name)
    assert words in message
    assert message.endswith("。")


def test_the_limit_is_the_caller_s_and_is_named(tmp_path: Path) -> None:
    assert refusal(b"x" * 2048, "a.txt", 1024) == "文件大小 2 KB，超过上限 1 KB。"
    big = tmp_path / "a.mp4"
    with big.open("wb") as stream:
        stream.truncate(3 << 30)
    assert refusal(big, "a.mp4", 100 << 20) == "文件大小 3072.0 MB，超过上限 100.0 MB。"


def test_members_that_overlap_are_a_bomb() -> None:
    data = files.zipped({"a.txt": "甲" * 50_000, "b.txt": "乙"}, method=zipfile.ZIP_STORED)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        start = archive.start_dir
    directory = data[start:]
    first = directory[: 46 + 5]
    copies = b"".join(first.replace(b"a.txt", f"{number}.txt".encode()) for number in range(9))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, len(copies), start, 0)
    assert "压缩炸弹" in refusal(data[:start] + copies + end, "附件.zip")


def test_the_bounds_of_an_archive_can_be_narrowed() -> None:
    with pytest.raises(Refusal, match="过多"):
        open_zip(BytesIO(files.zipped({"a": "1", "b": "2"})), Bounds(members=1))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "没有名称"),
        (" ", "没有名称"),
        ("报告", "没有扩展名"),
        ("报告.", "没有扩展名"),
        ("../a.txt", "路径"),
        ("a/b.txt", "路径"),
        ("C:\\a.txt", "路径"),
        ("a\x00b.txt", "控制字符"),
        ("a\nb.txt", "控制字符"),
        ("报告\u202etxt.pdf", "控制字符"),
        ("长" * 200 + ".txt", "过长"),
        ("报告.exe.pdf", "双重扩展名"),
        ("图.php.jpg", "双重扩展名"),
        ("报告.pdf.exe", "程序"),
    ],
)
def test_an_absurd_name_is_refused(name: str, words: str) -> None:
    assert words in refusal(b"x", name)


@pytest.mark.parametrize("name", ["附件1.低保名单.txt", "v1.2.txt", "报告.docx.txt", "𠮷䶮.txt", "a b.txt"])
def test_an_ordinary_name_with_dots_is_no_disguise(name: str) -> None:
    assert inspect(b"x", name, LIMIT).name == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("报告.pdf", "报告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ('a<b>:"c|?*.txt', "a_b___c___.txt"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("\x00\x01", "未命名"),
        ("...", "未命名"),
        ("con.txt", "_con.txt"),
        ("长" * 300 + ".docx", "长" * 195 + ".docx"),
    ],
)
def test_a_safe_name_can_be_stored_anywhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe
