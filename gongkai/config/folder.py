"""The data folder: where everything of one city lies, its secrets, and the lock that one process holds."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]


def path() -> Path:
    """The folder that GONGKAI_DATA names; ``data`` in the checkout when it names none."""
    return Path(os.environ.get("GONGKAI_DATA") or ROOT / "data").expanduser().absolute()


def secret(name: str) -> str | None:
    """A secret of this folder, or None when it has not been made yet. Reads only."""
    try:
        return (path() / "secrets" / name).read_text().strip() or None
    except OSError:
        return None


def prepare() -> Path:
    """Make the folder, its parts and its secrets where they are missing; returns the folder. Safe to call again."""
    folder = path()
    for part in ("secrets", "files", "index", "log", "static"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "secrets").chmod(0o700)
    key = folder / "secrets" / "django_key"
    if not key.exists():
        _write_once(key, secrets.token_urlsafe(64))
    return folder


def _write_once(target: Path, value: str) -> None:
    """Write a secret so that two starters agree on one value and a power cut leaves none half written."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(value + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(temporary, target)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


class Busy(Exception):
    """Another process owns this data folder; ``owner`` is its process number where known."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"数据目录正在被另一个进程使用（进程号 {owner or '未知'}）。")
        self.owner = owner


def take_lock() -> IO[str]:
    """Own the data folder until this process dies or closes the handle. Raises Busy at once when another owns it."""
    handle = (path() / "lock").open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        owner = handle.read().strip()
        handle.close()
        raise Busy(owner) from None
    handle.seek(0)
    handle.truncate()
    handle.write(str(os.getpid()))
    handle.flush()
    return handle
