"""The signing key of the log: one file under ``secrets`` of the data folder that only the service may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from gongkai.kernel.trust.notes import Signer
from gongkai.kernel.vocabulary import Refusal


def place() -> Path:
    """Where the key lies."""
    return Path(settings.GONGKAI_FOLDER) / "secrets" / "signing.key"


def load() -> Signer | None:
    """The key, or None when there is no file yet. Refusal when the file is damaged or cannot be read."""
    path = place()
    try:
        text = path.read_text()
        if path.stat().st_mode & 0o077:  # a copy put back from a backup may have lost its permissions
            path.chmod(0o600)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(f"读不到签名私钥：{path}") from fault
    return Signer.parse(text)


def create() -> Signer:
    """A first key under a new log name; when another process was quicker, its key."""
    signer = Signer.generate(f"gongkai/{secrets.token_hex(4)}")
    temporary = _write(signer)
    try:
        os.link(temporary, place())
    except FileExistsError:
        other = load()
        assert other is not None
        return other
    finally:
        temporary.unlink()
    return signer


def replace(signer: Signer) -> None:
    """Put another key in the place of the present one, at once and whole."""
    _write(signer).replace(place())


def _write(signer: Signer) -> Path:
    folder = place().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = folder / f".signing.key.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(signer.secret_text + "\n")
        out.flush()
        os.fsync(out.fileno())
    return temporary
