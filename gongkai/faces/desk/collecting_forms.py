"""The forms of collecting: a campaign, its organs, reasons, files, the scope of a roll-up, the cells of a filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms

from gongkai.faces.design.forms import PlainForm
from gongkai.faces.desk.reports_forms import NumberField
from gongkai.faces.desk.requests_forms import MultipleFiles
from gongkai.kernel.organizations.queries import Organ
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.collecting import queries as collecting

_LARGEST = 40_000_000  # bytes of one report, as the reader takes them
FILES_HELP = "网页、docx、PDF、md、文本，或者装有这些文件的 zip，合计不超过64兆字节。"


def _day(label: str, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=hint, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class CampaignForm(PlainForm):
    """Title, days and words of a campaign."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="名称", max_length=100)
    due_on = _day("报送截止日")
    summed_due_on = _day("下级政府汇总报送截止日")
    words = forms.CharField(
        label="填报要求",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="显示在每个机关的填报页。",
    )


class OrgansForm(PlainForm):
    """Which organs are asked."""

    organs = forms.MultipleChoiceField(label="报送机关", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, organs: list[Organ], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organs"].choices = [(str(organ.pk), organ.name) for organ in organs]  # type: ignore[attr-defined]

    def ids(self) -> list[int]:
        """Their keys."""
        return [int(pk) for pk in self.cleaned_data["organs"]]


class ReasonForm(PlainForm):
    """A reason, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str = "原因", hint: str = "", needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint
        self.fields["reason"].required = needed


class CloseForm(ReasonForm):
    """Why a campaign ends or is opened again; as long as the campaign keeps it."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(PlainForm):
    """The report of one organ as a file."""

    report = forms.FileField(
        label="年度报告文件", help_text="网页、docx、PDF、md 或者文本。没有读到的单元格按未填报处理，不当作0。"
    )

    def clean_report(self) -> Any:
        """Not larger than any report is."""
        given = self.cleaned_data["report"]
        if given.size > _LARGEST:
            raise forms.ValidationError("文件超过40兆字节，请另存为不含图片的 docx 或者文本后再试")
        return given


class FilesForm(PlainForm):
    """Many reports at once."""

    reports = MultipleFiles(label="年度报告文件", help_text=FILES_HELP)
    replace = forms.BooleanField(label="代替机关已有的填报数据", required=False)

    def clean_reports(self) -> list[tuple[str, bytes]]:
        """At least one."""
        given: list[tuple[str, bytes]] = self.cleaned_data["reports"]
        if not given:
            raise forms.ValidationError("请选择年度报告文件")
        return given


class ScopeForm(PlainForm):
    """What a roll-up takes in."""

    own = forms.BooleanField(label="本机关", required=False, initial=True)
    department = forms.BooleanField(label="部门和单位", required=False, initial=True)
    lower = forms.BooleanField(label="下级政府", required=False, initial=True)
    submitted = forms.BooleanField(label="已报送、还没有审核的也计入", required=False)


@dataclass
class CellsForm:
    """Every cell of the national form as it was typed; ``faults``: a sentence by the cell that cannot be read."""

    typed: dict[str, str] = field(default_factory=dict)
    values: dict[str, Decimal | None] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, posted: Mapping[str, str], year: int) -> CellsForm:
        """What a request brought; a cell that it does not bring stays as it is."""
        found, number = cls(), NumberField()
        for cell in annual.form_of(year).cells:
            name = f"c-{cell}"
            if name not in posted:
                continue
            found.typed[cell] = posted[name][:40]
            try:
                found.values[cell] = number.clean(posted[name])
            except forms.ValidationError as fault:
                found.faults[cell] = "".join(fault.messages)
        return found


class TextsForm(PlainForm):
    """The texts that come with the figures."""

    overview = forms.CharField(label="一、总体情况", required=False, widget=forms.Textarea(attrs={"rows": 10}))
    problems = forms.CharField(
        label="五、存在的主要问题及改进情况", required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    others = forms.CharField(
        label="六、其他需要报告的事项",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明信息处理费的收取情况，没有收取的也要说明。",
    )

    def texts(self) -> dict[str, str]:
        """By name."""
        return {name: self.cleaned_data[name] for name in collecting.SECTIONS}
