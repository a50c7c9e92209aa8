"""What the pages of account, administration and ledger share: the frame around a page, refusals beside fields, a question first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from gongkai.faces.desk.context import frame
from gongkai.kernel.vocabulary import Refusal


def show(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page in the desk's frame."""
    return render(request, template, {"desk": SimpleLazyObject(lambda: frame(request)), **context}, status=status)


def blame(form: BaseForm, refusal: Refusal) -> None:
    """Put a refusal beside the field that it names, or at the head of the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def retyped(form: BaseForm, **values: object) -> None:
    """Keep what was typed, but with these values (a newer version, the text of a file), when the form is shown again."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name, value in values.items():
        data[name] = str(value)
    form.data = data


def confirmed(
    request: HttpRequest,
    *,
    question: str,
    consequence: str,
    action: str,
    back_url: str,
    kept: Sequence[tuple[str, str]] = (),
) -> HttpResponse | None:
    """None when the step was confirmed (by the dialog or the page), else the page that asks."""
    if request.POST.get("confirmed"):
        return None
    context = {"question": question, "consequence": consequence, "action": action, "url": request.path,
               "back_url": back_url, "kept": kept}  # fmt: skip
    return show(request, "design/confirm.html", context)
