"""The forms of the yearly tables: answers with their source, the texts of a summary, a website, the name of an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from gongkai.faces.design.forms import PlainForm
from gongkai.faces.desk.admin_frame import retyped
from gongkai.oversee.yearly import queries as yearly
from gongkai.oversee.yearly.queries import Item, Kind

_DAY = {"type": "date"}


@dataclass(frozen=True)
class Asked:
    """An item that a person answers: its code (``last.…`` for the year before), what was answered and from where."""

    code: str
    item: Item
    value: str
    source: str
    person: str
    known: Any = None  # the typed answer with its moment


def asked(about: yearly.Subject, sheet: yearly.Sheet) -> list[tuple[str, list[Asked]]]:
    """The items that a person answers, by part; of a summary also last year's numbers, which may stay open."""

    def one(code: str, item: Item, known: Any) -> Asked:
        if known is None:
            return Asked(code, item, "", "", "")
        return Asked(code, item, yearly.words(known.value), known.source, known.person, known)

    found = []
    for part in sheet.layout.parts:
        rows = []
        for item in part.items:
            if yearly.asks(about, item):
                rows.append(one(item.code, item, sheet.typed.get(item.code)))
            if about.form is yearly.Form.SUMMARY:
                rows.append(one(yearly.LAST + item.code, item, sheet.typed_last.get(item.code)))
        if rows:
            found.append((part.heading, rows))
    return found


def _control(item: Item, label: str) -> forms.Field:
    choices = ("是", "否") if item.kind is Kind.YES_NO else item.choices
    if choices:
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "未填报"), *((word, word) for word in choices)]
        )
    mode = "text" if item.kind is Kind.WORDS else "decimal"
    widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=120, widget=widget)


class AnswersForm(PlainForm):
    """Every item of a yearly form that a person answers, each with where the answer is from."""

    common = forms.CharField(
        label="统一数据来源", required=False, max_length=200,
        help_text="没有单独写明来源的新数据，都用这一来源。例如：网站统计后台2025年数据。",
    )  # fmt: skip

    def __init__(self, *args: Any, parts: Sequence[tuple[str, Sequence[Asked]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        self.known = {one.code: one for _, rows in parts for one in rows}
        for one in self.known.values():
            last = one.code.startswith(yearly.LAST)
            unit = f"（{one.item.unit}）" if one.item.unit else ""
            label = f"{'上年' if last else ''}{one.item.name}{unit}"
            control = _control(one.item, label)
            control.initial = one.value
            self.fields[f"value-{one.code}"] = control
            self.fields[f"source-{one.code}"] = forms.CharField(
                label="数据来源", required=False, max_length=200, initial=one.source
            )
            self.fields[f"was-{one.code}"] = forms.CharField(
                required=False, strip=False, widget=forms.HiddenInput, initial=_said(one.value, one.source)
            )

    def lines(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The fields by part, with what is known of each item."""
        for heading, rows in self.parts:
            yield (
                heading,
                [
                    {
                        "value": self[f"value-{one.code}"],
                        "source": self[f"source-{one.code}"],
                        "was": self[f"was-{one.code}"],
                        "known": one.known,
                        "last": one.code.startswith(yearly.LAST),
                    }
                    for one in rows
                ],
            )

    def clean(self) -> dict[str, Any]:
        """An item that somebody else changed since the form was opened is not overwritten unseen."""
        seen = {}
        for code, one in self.known.items():
            stands, was = _said(one.value, one.source), self.cleaned_data.get(f"was-{code}", "")
            if was == stands or self._posted(code) in {was, stands}:
                continue
            new = f"改为{one.value}，来源：{one.source}" if one.value else "撤回"
            self.add_error(
                f"value-{code}",
                f"您打开页面以后，{one.person or '其他人'}已将这一项{new}。请核对，仍要修改的再次保存。",
            )
            seen[f"was-{code}"] = stands
        if seen:
            retyped(self, **seen)
        return self.cleaned_data

    def changes(self) -> Iterator[tuple[str, str, str]]:
        """The items of which the answer or the source was changed: code, answer (empty takes it back), source."""
        for code, one in self.known.items():
            if self._posted(code) in {self.cleaned_data[f"was-{code}"], _said(one.value, one.source)}:
                continue
            value, source = self.cleaned_data[f"value-{code}"], self.cleaned_data[f"source-{code}"]
            yield code, value, source or self.cleaned_data["common"]

    def _posted(self, code: str) -> str:
        return _said(self.cleaned_data.get(f"value-{code}", ""), self.cleaned_data.get(f"source-{code}", ""))


def _said(value: str, source: str) -> str:
    """An answer with its source as one text; empty when there is none."""
    return f"{value} {source}" if value else ""


class TextsForm(PlainForm):
    """The texts of a summary; numbers stand in them as names in braces."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    opening = forms.CharField(label="开头", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    work = forms.CharField(label="一、工作开展情况", required=False, widget=forms.Textarea(attrs={"rows": 18}))
    problems = forms.CharField(label="二、存在的问题", required=False, widget=forms.Textarea(attrs={"rows": 6}))
    plans = forms.CharField(label="三、下一步工作", required=False, widget=forms.Textarea(attrs={"rows": 6}))

    def texts(self) -> Mapping[str, str]:
        """What was written."""
        return {name: self.cleaned_data[name] for name in ("opening", "work", "problems", "plans")}


class WebsiteForm(PlainForm):
    """A government website of the office."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    name = forms.CharField(label="网站名称", max_length=60)
    address = forms.CharField(label="首页网址", max_length=120, help_text="例如：www.yunxiu.gov.cn。")
    id_code = forms.CharField(label="政府网站标识码", max_length=10, help_text="10位数字，部门网站为bm加8位数字。")
    icp = forms.CharField(label="ICP备案号", max_length=60, required=False)
    police = forms.CharField(label="公安机关备案号", max_length=60, required=False)
    opened_on = forms.DateField(label="开通日期", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY))
    closed_on = forms.DateField(
        label="关停日期", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
        help_text="已经关停的填写；关停当年仍要填报。",
    )  # fmt: skip


class WordingForm(PlainForm):
    """Another name for an item of the website's table from a year on."""

    item = forms.ChoiceField(label="项目")
    label = forms.CharField(label="名称", max_length=60)
    in_use = forms.TypedChoiceField(
        label="是否填报", choices=[("1", "填报"), ("0", "不再填报")], initial="1", coerce=lambda word: word == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    from_year = forms.IntegerField(label="起用年度", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    source = forms.CharField(
        label="依据", max_length=200, help_text="例如：国办函〔2018〕12号附件，或者当年填报通知的文号。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(part.heading, [(item.code, item.name) for item in part.items]) for part in yearly.SITE.parts]
