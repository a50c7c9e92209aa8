"""Triggers by which the database itself refuses to change or delete what is official.

An app names its protected tables in its AppConfig: ``append_only = {"table": "condition on OLD"}``, and in ``may_empty`` the one
change that a table admits, ``{"table": "condition on OLD and NEW"}``. The triggers are
created after every migration, because SQLite drops them silently whenever Django rebuilds a table. They stop mistakes;
a person who owns the file can drop them, which is what the Merkle log is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "append-only: this row is part of the record and may not be changed"


def protected() -> dict[str, str]:
    """Every protected table with the SQL condition on OLD under which a change is refused."""
    tables: dict[str, str] = {}
    for config in apps.get_app_configs():
        tables |= getattr(config, "append_only", {})
    return tables


def _verbs(table: str, condition: str) -> dict[str, str]:
    """The verbs that are refused, each with the condition of its trigger."""
    admitted = [found for config in apps.get_app_configs() if (found := getattr(config, "may_empty", {}).get(table))]
    changed = " AND ".join([f"({condition})", *(f"NOT ({one})" for one in admitted)])
    return {"UPDATE": changed, "DELETE": condition}


def _sqlite(table: str, condition: str) -> Iterator[tuple[str, str]]:
    condition = "1=1" if condition.strip() == "1" else condition
    for verb, when in _verbs(table, condition).items():
        name = f"guard_{table}_{verb.lower()}"
        yield (
            name,
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} "
            f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        )


def _postgresql(table: str, condition: str) -> Iterator[tuple[str, str]]:
    condition = "TRUE" if condition.strip() in {"1", "1=1"} else condition
    for verb, when in _verbs(table, condition).items():
        name = f"guard_{table}_{verb.lower()}"
        yield (
            name,
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW "
            f"WHEN ({when}) EXECUTE FUNCTION gongkai_refuse()",
        )
    name = f"guard_{table}_truncate"
    yield (
        name,
        f"CREATE OR REPLACE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION gongkai_refuse()",
    )


_FUNCTION = f"""CREATE OR REPLACE FUNCTION gongkai_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def statements(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Trigger name to the statement that creates it, for the tables that exist in this database."""
    existing = set(connection.introspection.table_names())
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    return {
        name: sql
        for table, condition in protected().items()
        if table in existing
        for name, sql in make(table, condition)
    }


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the guards that the database holds now."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'guard\\_%'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'")
        return {row[0] for row in cursor.fetchall()}


def install(using: str = "default") -> list[str]:
    """Create the guards that are missing; returns their names."""
    connection = connections[using]
    wanted = statements(connection)
    there = standing(connection)
    missing = [name for name in wanted if name not in there]
    if missing:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_FUNCTION)
            for name in missing:
                cursor.execute(wanted[name])
    return missing


def missing_guards(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """System check (tag ``database``): an official table without its guard is an error with the cure in the hint."""
    faults: list[checks.CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        there = standing(connection)
        faults += [
            checks.Error(f"保护触发器缺失：{name}", hint="运行 gongkai migrate 会重新建立。", id="ledger.E001")
            for name in statements(connection)
            if name not in there
        ]
    return faults
