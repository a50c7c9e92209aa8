"""Questions whose SQL is spelt once in a connection: for a few rows Django spells ten times as long as the database looks.

Only the words are kept; every answer is read anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=models.Model)

_LARGEST = 2**63 - 1
_Parameters = list[tuple[bool, Any]]
_Converters = list[tuple[int, Any, list[Callable[..., Any]]]]


class Prepared:
    """A ``values_list`` question over whole numbers; ``ask`` is called once in a connection, with stand-ins for them."""

    def __init__(self, ask: Callable[..., models.QuerySet[Any, Any]], *, arguments: int = 1) -> None:
        self._ask = ask
        self._marks = [2**31 - 7 * (n + 1) for n in range(arguments)]  # like nothing that a question itself names
        self._spelt: WeakKeyDictionary[BaseDatabaseWrapper, tuple[str, _Parameters, _Converters]] = WeakKeyDictionary()

    def rows(self, *arguments: int) -> list[tuple[Any, ...]]:
        """The rows as the question itself would give them (one query); none for a number that no column can hold."""
        if any(abs(number) > _LARGEST for number in arguments):
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        if connection not in self._spelt:
            self._spelt[connection] = self._spell(connection)
        sql, parameters, converters = self._spelt[connection]
        with connection.cursor() as cursor:
            cursor.execute(sql, [arguments[value] if marked else value for marked, value in parameters])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if not converters:
            return found
        rows = []
        for row in map(list, found):
            for place, expression, steps in converters:
                for step in steps:
                    row[place] = step(row[place], expression, connection)
            rows.append(tuple(row))
        return rows

    def _spell(self, connection: BaseDatabaseWrapper) -> tuple[str, _Parameters, _Converters]:
        compiler = self._ask(*self._marks).query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        marks = self._marks
        parameters = [(value in marks, marks.index(value) if value in marks else value) for value in given]
        found = compiler.get_converters([column for column, _, _ in compiler.select])
        return sql, parameters, [(place, expression, steps) for place, (steps, expression) in found.items()]


def columns(model: type[models.Model], path: str = "") -> list[str]:
    """The names under which ``values_list`` gives a whole row, from the table itself or along ``path`` (``organ__``)."""
    return [f"{path}{field.attname}" for field in model._meta.concrete_fields]


def made(model: type[M], row: tuple[Any, ...]) -> M:
    """The object of a row that was asked for by its ``columns``."""
    return model.from_db(DEFAULT_DB_ALIAS, columns(model), row)
