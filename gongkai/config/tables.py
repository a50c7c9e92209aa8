"""The tables of a new SQLite folder, made from the models in one go: migrating to them step by step takes ten times as long."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def make_new() -> bool:
    """Make the database where SQLite has none yet, with every migration marked as done; False where there is one already.

    It is made beside its place and put there whole: a power cut leaves none half made, and of two starters the first one's stays.
    """
    from django.core.management import call_command
    from django.db import connection

    name = connection.settings_dict["NAME"]
    place = Path(str(name))
    if connection.vendor != "sqlite" or place.exists():
        return False
    fresh = place.with_name(f".{place.name}.{os.getpid()}")
    _sweep(place)
    connection.close()
    connection.settings_dict["NAME"] = str(fresh)
    try:
        with _without_migrations():
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        call_command("migrate", fake=True, verbosity=0, interactive=False)
        connection.close()
        with fresh.open("rb") as made:
            os.fsync(made.fileno())
        os.link(fresh, place)
    except FileExistsError:
        return False
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        for part in place.parent.glob(f"{fresh.name}*"):
            part.unlink()
    return True


def _sweep(place: Path) -> None:
    """Remove what starters left that are no more."""
    for part in place.parent.glob(f".{place.name}.*"):
        owner = part.name.removeprefix(f".{place.name}.").partition("-")[0]
        if not owner.isdigit() or int(owner) == os.getpid() or not _runs(int(owner)):
            part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class _None(dict[str, None]):
    """No app has migrations: Django then makes their tables from the models."""

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> None:
        return None


@contextmanager
def _without_migrations() -> Iterator[None]:
    from django.conf import settings

    kept = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = _None()
    try:
        yield
    finally:
        settings.MIGRATION_MODULES = kept
