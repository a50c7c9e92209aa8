"""The forms of annual reports: figures that are typed in, texts, an entry of the register of disputes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from gongkai.faces.design.forms import PlainForm
from gongkai.faces.desk.admin_frame import retyped
from gongkai.kernel.vocabulary import half_width
from gongkai.oversee.annual import queries as annual

_DAY = {"type": "date"}


class NumberField(forms.CharField):
    """A number as people write it: full-width digits and separators of thousands are understood; empty is None."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=30, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        """A Decimal, or None when nothing was written."""
        text = half_width(str(super().clean(value))).replace(",", "").replace("，", "").replace(" ", "")
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            raise forms.ValidationError("请填写数字，没有发生的填0") from None


#: What is kept of a cell, each part by itself: the fields that are typed in, and the hidden one that says what stood there.
_OWN, _BESIDE, _TOLD = ("value", "source", "was"), ("elsewhere", "where", "saw"), ("reason", "", "told")


class FiguresForm(PlainForm):
    """Every cell of table two that an office types in, with where it is from; beside it what was published elsewhere, and why it differs."""

    def __init__(
        self, *args: Any, report: annual.Report, said: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:  # ``said``: how a difference of a cell is explained
        super().__init__(*args, **kwargs)
        self.report, self.said = report, said or {}
        for cell in report.form.typed:
            known, other = report.typed.get(cell), report.elsewhere.get(cell)
            self.fields[f"value-{cell}"] = NumberField(
                label=report.form.label_of(cell), initial=annual.number_words(known.value) if known else ""
            )
            self.fields[f"source-{cell}"] = forms.CharField(
                label="数据来源", required=False, max_length=200, initial=known.source if known else "",
            )  # fmt: skip
            self.fields[f"elsewhere-{cell}"] = NumberField(
                label="他处公布的数", initial=annual.number_words(other.value) if other else ""
            )
            self.fields[f"where-{cell}"] = forms.CharField(
                label="公布在何处", required=False, max_length=200, initial=other.source if other else "",
            )  # fmt: skip
            self.fields[f"reason-{cell}"] = forms.CharField(
                label="两处不同的原因", required=False, max_length=500, initial=self.said.get(cell, ""),
            )  # fmt: skip
            for part in (_OWN, _BESIDE, _TOLD):
                self.fields[f"{part[2]}-{cell}"] = forms.CharField(
                    required=False, strip=False, widget=forms.HiddenInput, initial=self._stands(cell, part)
                )

    def lines(self) -> Iterator[dict[str, Any]]:
        """The fields of each cell with what is known of it."""
        for cell in self.report.form.typed:
            names = ("value", "source", "elsewhere", "where", "reason")
            fields: dict[str, BoundField] = {name: self[f"{name}-{cell}"] for name in names}
            hidden = [self[f"{part[2]}-{cell}"] for part in (_OWN, _BESIDE, _TOLD)]
            opened = bool(self.report.elsewhere.get(cell)) or any(
                fields[name].errors for name in ("elsewhere", "where", "reason")
            )
            yield fields | {"hidden": hidden, "known": self.report.typed.get(cell), "beside": opened}

    def clean(self) -> dict[str, Any]:
        """A cell that somebody else changed since the form was opened is not overwritten unseen; one left alone stays as it is."""
        seen = {}
        for cell in self.report.form.typed:
            for part in (_OWN, _BESIDE, _TOLD):
                was, stands = self.cleaned_data.get(f"{part[2]}-{cell}", ""), self._stands(cell, part)
                if was == stands or self._posted(cell, part) in {was, stands}:
                    continue
                self.add_error(f"{part[0]}-{cell}", self._changed(cell, part))
                seen[f"{part[2]}-{cell}"] = stands
        if seen:
            retyped(self, **seen)
        return self.cleaned_data

    def _changed(self, cell: str, part: tuple[str, str, str]) -> str:
        if part is _TOLD:
            return f"您打开页面以后，其他人已将原因改为“{self.said.get(cell, '')}”。请核对，仍要修改的再次保存。"
        known = self.report.typed.get(cell) if part is _OWN else self.report.elsewhere.get(cell)
        new = f"改为{annual.number_words(known.value)}，来源：{known.source}" if known else "撤回"
        who = known.person if known else "其他人"
        return f"您打开页面以后，{who}已将这一项{new}。请核对，仍要修改的再次保存。"

    def changes(self) -> Iterator[tuple[str, Decimal | None, str]]:
        """The cells of which the number or the source was changed."""
        yield from self._of(_OWN)

    def beside(self) -> Iterator[tuple[str, Decimal | None, str]]:
        """The cells of which the number published elsewhere, or where, was changed."""
        yield from self._of(_BESIDE)

    def reasons(self) -> Iterator[tuple[str, str]]:
        """The cells of which the reason for a difference was changed."""
        for cell in self.report.form.typed:
            if self._posted(cell, _TOLD) not in {self.cleaned_data[f"told-{cell}"], self._stands(cell, _TOLD)}:
                yield cell, self.cleaned_data[f"reason-{cell}"]

    def _of(self, part: tuple[str, str, str]) -> Iterator[tuple[str, Decimal | None, str]]:
        for cell in self.report.form.typed:
            if self._posted(cell, part) not in {self.cleaned_data[f"{part[2]}-{cell}"], self._stands(cell, part)}:
                yield cell, self.cleaned_data[f"{part[0]}-{cell}"], self.cleaned_data[f"{part[1]}-{cell}"]

    def _stands(self, cell: str, part: tuple[str, str, str]) -> str:
        if part is _TOLD:
            return self.said.get(cell, "")
        known = self.report.typed.get(cell) if part is _OWN else self.report.elsewhere.get(cell)
        return _said(known.value, known.source) if known else ""

    def _posted(self, cell: str, part: tuple[str, str, str]) -> str:
        if part is _TOLD:
            return " ".join(str(self.cleaned_data.get(f"reason-{cell}", "")).split())
        return _said(self.cleaned_data.get(f"{part[0]}-{cell}"), self.cleaned_data.get(f"{part[1]}-{cell}", ""))


def _said(value: Decimal | None, source: str) -> str:
    """A figure with its source as one text; empty when there is no figure."""
    return "" if value is None else f"{annual.number_words(value)} {source}"


class TextsForm(PlainForm):
    """The texts of a report; numbers stand in them as names in braces."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    preface = forms.CharField(label="导语", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    overview = forms.CharField(label="一、总体情况", required=False, widget=forms.Textarea(attrs={"rows": 18}))
    problems = forms.CharField(
        label="五、存在的主要问题及改进情况", required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="先写上一年提出的问题改进到什么程度，再写本年度的问题和措施。",
    )  # fmt: skip
    others = forms.CharField(
        label="六、其他需要报告的事项", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="信息处理费的收取情况必须写明，没有收取的也要说明。",
    )  # fmt: skip

    def texts(self) -> Mapping[str, str]:
        """What was written."""
        return {name: self.cleaned_data[name] for name in ("preface", "overview", "problems", "others")}


class ReasonForm(PlainForm):
    """Why a finding stands."""

    reason = forms.CharField(
        label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明为什么不是错误，例如：表四含上年未审结的案件，正文只写本年新收的案件。清空后保存就是撤回说明。",
    )  # fmt: skip


class DisputeForm(PlainForm):
    """A reconsideration or a suit over openness work."""

    kind = forms.ChoiceField(
        label="类型", widget=forms.RadioSelect, choices=[(k.value, k.label) for k in annual.DisputeKind]
    )
    filed_on = forms.DateField(
        label="收到日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
        help_text="收到复议答复通知或者应诉通知的日期。",
    )
    authority = forms.CharField(label="复议机关或法院", required=False, max_length=100)
    case_number = forms.CharField(label="案号", required=False, max_length=80)
    request = forms.CharField(
        label="所涉申请的编号", required=False, max_length=60, help_text="本系统中的办件编号，没有可留空。"
    )
    result = forms.ChoiceField(
        label="结果", widget=forms.RadioSelect, choices=[(r.value, r.label) for r in annual.DisputeResult],
        initial="pending",
    )  # fmt: skip
    decided_on = forms.DateField(
        label="审结日期", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
        help_text="已有结果的必填，报告按这一天计入年度。",
    )  # fmt: skip
    source = forms.CharField(label="来源", max_length=200, help_text="例如：行政复议决定书、应诉通知书的文号。")


class VoidForm(PlainForm):
    """Why an entry should not have been made."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="作废原因", max_length=200, help_text="例如：与另一条登记重复。")


class TaskForm(PlainForm):
    """A task of the year's openness work."""

    name = forms.CharField(label="任务", max_length=120)
    source = forms.CharField(
        label="来源文件", max_length=200, help_text="例如：县政府办公室关于印发2025年政务公开工作要点的通知（文号）。"
    )
    state = forms.ChoiceField(
        label="进展", widget=forms.RadioSelect, choices=[(one.value, one.label) for one in annual.TaskState], initial="running"
    )  # fmt: skip
    finished_on = forms.DateField(
        label="完成日期", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY)
    )
    result = forms.CharField(
        label="完成情况", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一句话写明做了什么、到什么程度，可以引用到年度报告第一部分。",
    )  # fmt: skip


class VoidTaskForm(PlainForm):
    """Why a task should not have been entered."""

    void_reason = forms.CharField(label="作废原因", max_length=200, help_text="例如：与另一项重复。")
