"""Conditions written so that a database finds the index made for them, whatever it knows of the sizes of its tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import F, IntegerField, Model, Q, QuerySet, Value

from gongkai.kernel.records.terms import ON_THE_WAY

M = TypeVar("M", bound=Model)
_ORGAN = "organ_beside"


class Spelled(Value):
    """A constant of this program, written into the statement: SQLite compares the condition of a partial index with the
    statement word for word, and a parameter is no word. Never for what came from outside.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:  # noqa: ARG002  Django asks so
        """The constant in quotation marks."""
        text = str(getattr(self.value, "value", self.value))
        if text and not text.replace("_", "").isalpha():
            raise ValueError(text)
        return f"'{text}'", ()


def on_the_way() -> Q:
    """What is neither public, kept nor abandoned: the words of the index ``revision_on_the_way``."""
    return Q(state__in=[Spelled(state) for state in ON_THE_WAY])


def has_number() -> Q:
    """A record with a 文号: the words of the index ``record_doc_number``."""
    return ~Q(doc_number=Spelled(""))


def beside(rows: QuerySet[M], *, organ: str = "record__organ_id") -> QuerySet[M]:
    """The same rows, ready for ``of_organs``. The organ is compared as a sum, which no index offers: an organ has many times
    more records than the city has texts on their way, and a database without statistics would begin with the organ.
    """
    found: QuerySet[M] = rows.alias(**{_ORGAN: F(organ) + Value(0, output_field=IntegerField())})
    return found


def of_organs(organ_ids: Iterable[int]) -> Q:
    """Those of these organs, among rows that are few already."""
    return Q(**{f"{_ORGAN}__in": sorted(organ_ids)})
