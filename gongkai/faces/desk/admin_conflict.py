"""Two administrators at one thing: who was faster, when, and what is stored now beside what was typed here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from gongkai.faces.desk.admin_frame import retyped
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations import operations

_EDITS = (
    "修改机关信息", "机关更名", "机关合并", "修改人员信息", "关闭账号", "恢复账号", "修改网站信息",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A field in which the two differ, in words; an empty one is said to be empty by the page."""

    label: str
    stored: str
    typed: str


@dataclass(frozen=True)
class Conflict:
    """Who saved meanwhile, when and what they did (empty when the ledger does not say), and the differences."""

    who: str
    at: datetime | None
    what: str
    lines: list[Difference]


def conflict(
    form: forms.BaseForm, stored: forms.BaseForm, stale: operations.Stale, *, object_type: str, object_id: int
) -> Conflict:
    """The two side by side; ``stored`` is the same form, unbound, made anew from what is stored.

    The bound form gets the newer version, so that saving again is a decision.
    """
    lines = []
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.HiddenInput):
            continue
        now = _said(field, stored.get_initial_for_field(stored.fields[name], name))
        typed = _said(field, form[name].value())
        if now != typed:
            lines.append(Difference(str(field.label or name), now, typed))
    form.add_error(None, stale.message)
    retyped(form, version=stored.initial["version"])
    last = ledger.of_object(object_type, object_id).filter(verb__in=_EDITS).order_by("-seq").first()
    if last is None:
        return Conflict("", None, "", lines)
    return Conflict(f"{last.actor_post} {last.actor_name}".strip(), last.at, last.verb, lines)


def _said(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "是" if value in {True, "on", "1", "True"} else "否"
    if value in {None, ""}:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        text = str(value)
        rows = field.queryset
        found = rows.filter(pk=int(text)).first() if rows is not None and text.isascii() and text.isdigit() else None
        return field.label_from_instance(found) if found is not None else text
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return dict(_flat(choices)).get(str(value), str(value))
    return " ".join(str(value).split())


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)
