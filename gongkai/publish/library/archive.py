"""Reading what was handed in: an archive (tar, also .xz .gz .bz2; zip), a folder or a single file, one text at a time.

Archives come from anywhere. A member that is unsafe, too large or no text is reported with its fault and the reading goes
on; an archive that is broken or unfolds without end is refused as a whole.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

from gongkai.kernel.vocabulary import Refusal

NOT_DOCUMENTS: Final = frozenset({"_index.md", "README.md", "法律法规模版.md"})
LARGEST: Final = 8 << 20  # bytes of one text; the longest law has about one million
UNFOLDED: Final = 2 << 30  # bytes of everything in an archive, read or not
MEMBERS: Final = 200_000

_BROKEN: Final = (tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, zlib.error, EOFError, OSError, ValueError)


class BrokenArchive(Refusal):
    """The archive as a whole cannot be read."""


@dataclass(frozen=True)
class SourceFile:
    """A text with its path in the archive (no leading slash). ``fault`` is empty, or the reason why ``text`` is."""

    path: str
    text: str
    fault: str = ""


def read_archive(path: Path) -> Iterator[SourceFile]:
    """Every ``.md`` but index and template files, in the order of the archive (a folder: sorted by path).

    Where there is no ``.md`` at all, every ``.txt``. Raises BrokenArchive, also in the middle of the reading.
    """
    if not path.exists():
        raise BrokenArchive(f"找不到文件：{path.name}")
    if path.is_dir():
        members = _folder(path)
    else:
        try:
            with path.open("rb") as file:
                start = file.read(512)
        except OSError as error:
            raise BrokenArchive(f"无法读取文件：{path.name}") from error
        if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            members = _zip(path)
        elif start.startswith((b"\xfd7zXZ\x00", b"\x1f\x8b", b"BZh")) or start[257:262] == b"ustar":
            members = _tar(path, start)
        elif path.suffix.lower() in {".md", ".txt"}:
            members = _single(path)
        else:
            raise BrokenArchive("不认识的文件类型：请提供 tar.xz、tar.gz、tar、zip 压缩包，文件夹，或 .md、.txt 文件。")
    return _chosen(members)


def _chosen(members: Iterator[SourceFile]) -> Iterator[SourceFile]:
    """The .md files as they come; the .txt files wait until it is known that there are no others."""
    waiting: list[SourceFile] = []
    any_law = False
    for member in members:
        if PurePosixPath(member.path).name in NOT_DOCUMENTS:
            continue
        if member.path.lower().endswith(".md"):
            any_law = True
            waiting.clear()
            yield member
        elif not any_law and len(waiting) < 1_000:
            waiting.append(member)
    yield from waiting


def _wanted(name: str) -> bool:
    return name.lower().endswith((".md", ".txt"))


def _fault_of(name: str) -> str:
    """Why a member's name may not be taken, or nothing."""
    pure = PurePosixPath(name.replace("\\", "/"))
    if pure.is_absolute() or (len(name) > 1 and name[1] == ":"):
        return "路径是绝对路径，已拒绝"
    if ".." in pure.parts:
        return "路径指向上级目录，已拒绝"
    return ""


def _tidy(name: str) -> str:
    return str(PurePosixPath(name.replace("\\", "/"))).lstrip("/")


def _text(path: str, data: bytes) -> SourceFile:
    """UTF-8, or GB18030 as older offices write it."""
    if b"\0" in data:
        return SourceFile(path, "", "不是文本文件")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return SourceFile(path, data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return SourceFile(path, "", "文字编码无法识别（应为 UTF-8 或 GB18030）")


def _too_large() -> str:
    return f"文件过大（超过 {LARGEST >> 20} MB）"


def _single(path: Path) -> Iterator[SourceFile]:
    yield _plain(path, path.name)


def _folder(folder: Path) -> Iterator[SourceFile]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not _wanted(name):
            continue
        if path.is_symlink():
            yield SourceFile(name, "", "是符号链接，已拒绝")
        elif path.is_file():
            yield _plain(path, name)


def _plain(path: Path, name: str) -> SourceFile:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        return SourceFile(name, "", "无法读取")
    return SourceFile(name, "", _too_large()) if len(data) > LARGEST else _text(name, data)


class _Measured:
    """A stream that refuses to unfold without end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._taken = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size if 0 <= size <= LARGEST else LARGEST)
        self._taken += len(data)
        if self._taken > UNFOLDED:
            raise BrokenArchive("压缩包解开后过大，可能是压缩炸弹，已拒绝。")
        return data


def _tar(path: Path, start: bytes) -> Iterator[SourceFile]:
    opening = lzma.open if start[:1] == b"\xfd" else gzip.open if start[:1] == b"\x1f" else bz2.open
    try:
        with (
            path.open("rb") if start[257:262] == b"ustar" else opening(path, "rb") as stream,
            tarfile.open(
                fileobj=cast("IO[bytes]", _Measured(cast("IO[bytes]", stream))), mode="r|", bufsize=1 << 20
            ) as archive,
        ):
            for number, member in enumerate(archive):
                if number >= MEMBERS:
                    raise BrokenArchive(f"压缩包中的文件过多（超过 {MEMBERS} 个），已拒绝。")
                name = _renamed(member.name)
                if not _wanted(name):
                    continue
                yield _tar_member(archive, member, name)
                cast("Any", archive).members = []  # a stream never goes back: do not remember 200,000 of them
    except _BROKEN as error:
        raise BrokenArchive("压缩包已损坏或不完整，无法继续读取；已读取的文件不受影响。") from error


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> SourceFile:
    if fault := _fault_of(name):
        return SourceFile(_tidy(name), "", fault)
    name = _tidy(name)
    if member.issym() or member.islnk():
        return SourceFile(name, "", "是链接，已拒绝")
    if not member.isfile():
        return SourceFile(name, "", "不是普通文件，已拒绝")
    if member.size > LARGEST:
        return SourceFile(name, "", _too_large())
    file = archive.extractfile(member)
    return _text(name, file.read() if file else b"")


def _renamed(name: str) -> str:
    """A name whose bytes were not UTF-8 is GB18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("gb18030", "replace")
    return name


def _zip(path: Path) -> Iterator[SourceFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MEMBERS:
                raise BrokenArchive(f"压缩包中的文件过多（超过 {MEMBERS} 个），已拒绝。")
            left = UNFOLDED
            for member in members:
                name = _zip_name(member)
                if member.is_dir() or not _wanted(name):
                    continue
                source = _zip_member(archive, member, name)
                left -= len(source.text)
                if left < 0:
                    raise BrokenArchive("压缩包解开后过大，可能是压缩炸弹，已拒绝。")
                yield source
    except _BROKEN as error:
        raise BrokenArchive("压缩包已损坏或不完整，无法继续读取；已读取的文件不受影响。") from error


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag were written by older Chinese Windows."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> SourceFile:
    if fault := _fault_of(name):
        return SourceFile(_tidy(name), "", fault)
    name = _tidy(name)
    if stat.S_ISLNK(member.external_attr >> 16):
        return SourceFile(name, "", "是链接，已拒绝")
    if member.flag_bits & 0x1:
        return SourceFile(name, "", "文件已加密，无法读取")
    try:
        with archive.open(member) as file:
            data = file.read(LARGEST + 1)
    except (*_BROKEN, NotImplementedError, RuntimeError):
        return SourceFile(name, "", "文件已损坏")
    return SourceFile(name, "", _too_large()) if len(data) > LARGEST else _text(name, data)
