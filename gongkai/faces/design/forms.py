"""A form whose complaints are sentences a reader can act on: 请填写标题, not 这个字段是必填项."""

from __future__ import annotations

from typing import Any

from django import forms


def speak_plainly(form: forms.BaseForm) -> None:
    """Give every required field of a form (also a ModelForm) its own sentence, unless the field declares one."""
    standard = str(forms.Field.default_error_messages["required"])
    for name, field in form.fields.items():
        if str(field.error_messages.get("required", standard)) != standard:
            continue
        label = str(field.label or form[name].label)
        if isinstance(field.widget, forms.CheckboxInput):
            field.error_messages["required"] = f"请勾选：{label}"
        else:
            field.error_messages["required"] = f"{'请选择' if _chooses(field) else '请填写'}{label}"


def _chooses(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField | forms.FileField) or isinstance(
        field.widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple
    )


class PlainForm(forms.Form):
    """The base of the forms of both faces."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)
