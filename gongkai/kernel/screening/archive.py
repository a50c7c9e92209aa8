"""Opens zip archives, office packages included, only when they are whole, bounded and harmless by name."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from gongkai.kernel.screening.filetypes import MACRO_EXTENSIONS, RUNNABLE
from gongkai.kernel.vocabulary import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

# An element of lxml, which ships no types.
Element = Any
Source = bytes | Path | IO[bytes]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an archive may unfold to: members, bytes in all, bytes of one member, growth, archives within archives."""

    members: int = 5_000
    total: int = 1_000_000_000
    member: int = 400_000_000
    growth: int = 150
    depth: int = 2


BOUNDS = Bounds()
# Small members may shrink a lot (an empty sheet); only what is large as well is a bomb.
_HARMLESS = 20_000_000
_BROKEN = "压缩包（或 Office 文件）已损坏，无法打开，请重新保存后上传。"


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """A seekable stream over bytes, a path or an open file; bytes are not copied, an open file stays open."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    elif isinstance(source, bytes):
        yield BytesIO(source)
    else:
        source.seek(0)
        yield source


def open_zip(stream: IO[bytes], bounds: Bounds = BOUNDS, *, each: bool = True) -> zipfile.ZipFile:
    """The archive, after its directory was checked. Nothing has been unpacked yet. Refuses with a sentence.

    Not ``each``: only what concerns the whole; who reads member by member asks ``check_member`` and goes on.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise Refusal(_BROKEN) from None
    try:
        _check_directory(archive, stream.seek(0, 2), bounds)
        if each:
            _check_members(archive, bounds)
    except BaseException:
        archive.close()
        raise
    return archive


def _check_directory(archive: zipfile.ZipFile, size: int, bounds: Bounds) -> None:
    members = archive.infolist()
    if len(members) > bounds.members:
        raise Refusal(f"压缩包内文件过多（{len(members)} 个），上限 {bounds.members} 个。")
    total = sum(member.file_size for member in members)
    if sum(member.compress_size for member in members) > size:
        raise Refusal(_bomb())  # members that overlap
    if total > bounds.total or (total > _HARMLESS and total > bounds.growth * max(size, 1)):
        raise Refusal(_bomb())


def _check_members(archive: zipfile.ZipFile, bounds: Bounds) -> None:
    seen: set[str] = set()
    for member in archive.infolist():
        check_member(member, bounds)
        if member.filename in seen:
            raise Refusal("压缩包内有同名文件，请重新打包后上传。")
        seen.add(member.filename)


def check_member(member: zipfile.ZipInfo, bounds: Bounds = BOUNDS) -> None:
    """Refuse a member that leads elsewhere by its name, is locked, or unfolds to something monstrous."""
    _check_name(member)
    if member.flag_bits & 0x1:
        raise Refusal("压缩包设有密码，无法检查内容，请去掉密码后上传。")
    bomb = member.file_size > _HARMLESS and member.file_size > bounds.growth * max(member.compress_size, 1)
    if bomb or member.file_size > bounds.member:
        raise Refusal(_bomb())


def _bomb() -> str:
    return "压缩包解开后异常庞大，疑似压缩炸弹，不予接收。"


def _check_name(member: zipfile.ZipInfo) -> None:
    name = member_name(member)
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise Refusal("压缩包内的文件名带有越界路径，不予接收。")
    if any(unicodedata.category(letter) == "Cc" for letter in name) or len(name) > 1000:
        raise Refusal("压缩包内的文件名含有非法字符，不予接收。")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refusal("压缩包内有指向别处的链接，不予接收。")


def member_name(member: zipfile.ZipInfo) -> str:
    """The name of a member; archives made on Chinese machines write GB18030 without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for name in ("utf-8", "gb18030"):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    return member.filename


def check_contents(archive: zipfile.ZipFile, bounds: Bounds = BOUNDS, depth: int = 1) -> None:
    """Unpack every member of a plain archive once, in pieces, and refuse programs, macros and nests of archives."""
    for member in archive.infolist():
        if member.is_dir():
            continue
        name = member_name(member)
        extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
        if extension in RUNNABLE or extension in MACRO_EXTENSIONS:
            raise Refusal(f"压缩包内的「{Path(name).name}」是程序、脚本或带宏的文件，不予接收。")
        if extension == "zip":
            if depth >= bounds.depth:
                raise Refusal(f"压缩包嵌套超过 {bounds.depth} 层，请解开后上传。")
            with open_zip(BytesIO(read_member(archive, member)), bounds) as inner:
                check_contents(inner, bounds, depth + 1)
            continue
        _unpack(archive, member)


def check_whole(archive: zipfile.ZipFile) -> None:
    """Unpack every member once without keeping it; a damaged one is refused."""
    for member in archive.infolist():
        _unpack(archive, member)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    try:
        with archive.open(member) as stream:
            while stream.read(1 << 20):
                pass
    except Exception as error:  # zlib, lzma and struct errors differ by method
        raise Refusal(_BROKEN) from error


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str, limit: int = 200_000_000) -> bytes:
    """The bytes of one member, at most ``limit``; refuses a damaged or larger one."""
    try:
        with archive.open(member) as stream:
            data = stream.read(limit + 1)
    except Exception as error:
        raise Refusal(_BROKEN) from error
    if len(data) > limit:
        raise Refusal(_bomb())
    return data


def parse_xml(data: bytes) -> Element:
    """The root of an XML part without entities, document type or network; refuses what is not well formed."""
    from lxml import etree  # type: ignore[import-untyped]

    if b"<!DOCTYPE" in data[:2048] or b"<!ENTITY" in data[:2048]:
        raise Refusal("文件内含有不允许的 XML 声明，不予接收。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refusal(_BROKEN) from None
