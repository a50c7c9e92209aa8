"""Files on disk by their content: written aside, synced, renamed into place; nothing here knows the database."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from gongkai.kernel.vocabulary import Refusal

_PIECE = 1024 * 1024
_ASIDE = ".part"


class TooLarge(Refusal):
    """The file is larger than the limit; nothing of it was kept."""


class DiskFull(Refusal):
    """The disk is full or a quota is used up; nothing of the file was kept."""


@dataclass(frozen=True)
class Kept:
    """Bytes that lie in the folder: their SHA-256 (hex) and size in bytes."""

    sha256: str
    size: int


def path_of(folder: Path, sha256: str) -> Path:
    """Where a file lies: ab/cd/<sha256>. ValueError when this is no SHA-256 in lower-case hex."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError(f"no SHA-256: {sha256!r}")
    return folder / sha256[:2] / sha256[2:4] / sha256


def keep(folder: Path, source: bytes | BinaryIO | IO[bytes], *, limit: int) -> Kept:
    """Write a file into the folder, hashing as it streams; the same bytes twice are one file.

    ``limit`` in bytes. TooLarge and DiskFull leave nothing behind. A file that lies there damaged is replaced.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = tempfile.NamedTemporaryFile(dir=folder, suffix=_ASIDE, delete=False)  # noqa: SIM115 - renamed below
    except OSError as fault:
        raise _refused(fault) from fault
    try:
        with aside:
            kept = _copy(source, aside, limit)
            aside.flush()
            os.fsync(aside.fileno())
        target = path_of(folder, kept.sha256)
        if target.exists() and _digest(target) == (kept.sha256, kept.size):
            os.utime(target)  # wanted again: an orphan sweep that runs now must not take it
            return kept
        target.parent.mkdir(parents=True, exist_ok=True)
        Path(aside.name).chmod(0o640)
        Path(aside.name).replace(target)
        _sync(target.parent)
    except OSError as fault:
        raise _refused(fault) from fault
    else:
        return kept
    finally:
        with suppress(OSError):
            Path(aside.name).unlink(missing_ok=True)


def _copy(source: bytes | BinaryIO | IO[bytes], target: IO[bytes], limit: int) -> Kept:
    digest, size = hashlib.sha256(), 0
    pieces = [source] if isinstance(source, bytes) else iter(lambda: source.read(_PIECE), b"")
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise TooLarge(f"文件超过 {limit / 1024 / 1024:g} MB 的上限，请压缩或拆分后再上传。", field="file")
        digest.update(piece)
        target.write(piece)
    return Kept(digest.hexdigest(), size)


def _refused(fault: OSError) -> Refusal | OSError:
    if fault.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskFull(
            "服务器磁盘空间已满，文件没有保存。已填写的内容不受影响，请联系系统管理员清理后重试。", field="file"
        )
    return fault


def _sync(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def fault(folder: Path, sha256: str, size: int) -> str:
    """What is wrong with a file, as a Chinese sentence; empty when every byte is as it was."""
    path = path_of(folder, sha256)
    try:
        found, length = _digest(path)
    except FileNotFoundError:
        return f"文件缺失：{sha256}"
    except OSError as trouble:
        return f"文件无法读取：{sha256}（{trouble.strerror}）"
    if length != size:
        return f"文件大小不符：{sha256}，应为 {size} 字节，实为 {length} 字节"
    if found != sha256:
        return f"文件内容已改变：{sha256}，现为 {found}"
    return ""


def names(folder: Path) -> Iterator[str]:
    """The SHA-256 of every file in the folder, in order."""
    for path in sorted(folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
        if len(path.name) == 64:
            yield path.name


def leftovers(folder: Path) -> Iterator[Path]:
    """Files that were being written when a process died."""
    return folder.glob(f"*{_ASIDE}")
