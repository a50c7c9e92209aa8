"""Rows enter their table with SQL that is spelt once: for a row or two Django spells longer than the database writes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

M = TypeVar("M", bound=models.Model)

_MOST = 900  # values of one statement


def insert(*rows: M, twice: bool = False) -> Sequence[M]:
    """Enter new rows of one table, which then have their keys; ``twice``: a row that is there already is passed over.

    As ``bulk_create`` does it: no signals, and what every field makes of its value. Keys stay unknown with ``twice``.
    """
    if not rows:
        return rows
    model = type(rows[0])
    at_once = max(1, _MOST // len(model._meta.local_concrete_fields))
    if len(rows) <= at_once:
        _enter(model, rows, twice)
    else:
        with transaction.atomic(savepoint=False):
            for start in range(0, len(rows), at_once):
                _enter(model, rows[start : start + at_once], twice)
    return rows


def _enter(model: type[models.Model], rows: Sequence[models.Model], twice: bool) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields, key = _spelt(model, connection.vendor, len(rows), twice)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        made: list[tuple[Any, ...]] = cursor.fetchall() if key else []
    for row, (pk,) in zip(rows, made, strict=False):
        row.pk = pk
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@lru_cache(maxsize=256)
def _spelt(
    model: type[models.Model], vendor: str, count: int, twice: bool
) -> tuple[str, list[models.Field[Any, Any]], bool]:
    """(statement, fields in its order, whether it gives back the keys)."""
    meta, quote = model._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    automatic = isinstance(meta.pk, models.AutoField)
    fields = [field for field in meta.local_concrete_fields if not (automatic and field.primary_key)]
    row = f"({', '.join(['%s'] * len(fields))})"
    named = ", ".join(quote(str(field.column)) for field in fields)
    sql = f"INSERT INTO {quote(meta.db_table)} ({named}) VALUES {', '.join([row] * count)}"  # noqa: S608 - names of ours
    if twice:
        return f"{sql} ON CONFLICT DO NOTHING", fields, False
    if automatic:
        return f"{sql} RETURNING {quote(str(meta.pk.column))}", fields, True
    return sql, fields, False
