"""Who may use the administrator's verbs, and how cleaned fields are put on a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations.models import Post
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.organizations.terms import Role
from gongkai.kernel.vocabulary import Refusal, clean

M = TypeVar("M", bound=Model)


class Stale(Refusal):
    """Somebody else saved the same thing meanwhile; nothing was changed."""


def administrator(by: Standing | Actor) -> Actor:
    """The actor, when it is an administrator (or the command line); Refusal otherwise."""
    if isinstance(by, Actor):
        return by
    if not by.has(Role.ADMIN):
        raise Refusal("只有系统管理员可以进行这项操作。")
    return by.actor()


def locked(row: M, version: int | None = None) -> M:
    """The row as the database holds it now, locked until the transaction ends.

    ``version`` is what the editor saw; Stale when the row has moved on since.
    """
    rows: QuerySet[M] = QuerySet(row._meta.model)
    current = rows.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and getattr(current, "version", version) != version:
        raise Stale("在您填写期间，另一位管理员修改了这一项。您填写的内容仍在本页，请核对后再次保存。")
    return current


def apply_fields(row: Model, fields: Mapping[str, Any], allowed: set[str]) -> list[str]:
    """Set cleaned fields on a row; names of those that changed. Too long a text is refused by its Chinese name."""
    unknown = set(fields) - allowed
    if unknown:
        raise ValueError(f"not fields of {type(row).__name__}: {sorted(unknown)}")
    changed = []
    for name, value in fields.items():
        field = row._meta.get_field(name)
        if isinstance(value, str):
            value = clean(value).strip()
            longest = getattr(field, "max_length", None)
            if longest and len(value) > longest:
                label = getattr(field, "verbose_name", name)
                raise Refusal(f"{label}过长：最多{longest}字。", field=name)
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)
    return changed


def keep_an_administrator(*, without_person: int | None = None, without_organ: int | None = None, on: date) -> None:
    """Refusal when nobody would be left who administers the system from ``on`` without an end date.

    Call inside the transaction: the posts of administrators are locked, so that two of them cannot remove each other.
    """
    posts = Post.objects.select_for_update(of=("self",)).filter(role=Role.ADMIN).order_by("pk")
    held = list(posts.filter(Q(ends_on=None), starts_on__lte=on, person__is_active=True))
    if not any(post.person_id != without_person and post.organ_id != without_organ for post in held):
        raise Refusal("这是最后一名系统管理员，请先设置另一名管理员。")
