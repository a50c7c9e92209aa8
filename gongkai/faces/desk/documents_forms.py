"""The forms of a document: its text and metadata, a screening hit that stays, a number given up, an assessment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django_prose_editor.widgets import ProseEditorWidget

from gongkai.faces.design.forms import PlainForm
from gongkai.kernel.organizations.queries import number
from gongkai.kernel.papers import richtext
from gongkai.kernel.records import kinds
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.queries import Revision
from gongkai.kernel.records.terms import Attribute, Ground
from gongkai.kernel.vocabulary import CHINA, cited, half_width
from gongkai.publish.catalogue import queries as catalogue
from gongkai.publish.catalogue.queries import Genre, Topic

EDITOR = {
    "extensions": {
        "Bold": True,
        "Italic": True,
        "Underline": True,
        "Strike": True,
        "Subscript": True,
        "Superscript": True,
        "Heading": {"levels": [2, 3, 4]},
        "BulletList": True,
        "OrderedList": True,
        "ListItem": True,
        "Blockquote": True,
        "HorizontalRule": True,
        "HardBreak": True,
        "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
    }
}
_BLOCK = re.compile(
    r"<(/?)(p|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|blockquote|div|caption)\b[^<>]*>", re.IGNORECASE
)
_ENDS = re.compile(r"(</(?:p|h[2-4]|ul|ol|table|blockquote)>|<hr>)(?=<)")


def body_shown(html: str) -> str:
    """The body for the text area: every paragraph on a line of its own, so that it can be read without script."""
    return _ENDS.sub(r"\1\n", html)


def body_typed(text: str) -> str:
    """What was typed into the text area as HTML: lines that stand outside every element become paragraphs."""
    if not _BLOCK.search(text):
        return richtext.from_plain(text)
    out, depth = [], 0
    for line in text.replace("\r\n", "\n").split("\n"):
        loose = depth == 0 and not _BLOCK.search(line)
        out.append(richtext.from_plain(line) if loose and "<" not in line else line)
        for match in _BLOCK.finditer(line):
            depth = max(0, depth + (-1 if match[1] else 1))
    return "\n".join(out)


class DayField(forms.DateField):
    """A day as people write it: 2026-11-03, 2026年11月3日, ２０２６．１１．３."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault("error_messages", {"invalid": "日期写法无法识别，请按2026-11-03填写。"})
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = re.sub(r"[年月./]", "-", half_width(value).replace("日", "")).strip().strip("-")
        return super().to_python(value)


class MomentField(forms.DateTimeField):
    """A moment in China time."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
        options.setdefault("error_messages", {"invalid": "时间写法无法识别，请按2026-11-03 09:00填写。"})
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            value = half_width(value).strip()
        return super().to_python(value)


def change_posted(form: forms.Form, values: Mapping[str, str], *, drop: str = "") -> None:
    """Change what a bound form will show again; names that begin with ``drop`` go."""
    data = cast("QueryDict", form.data).copy()
    for name in [name for name in data if drop and name.startswith(drop)]:
        del data[name]
    for name, value in values.items():
        data[name] = value
    form.data = data


def _line(label: str, longest: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest, **options)


def _text(label: str, longest: int, rows: int = 3, **options: Any) -> forms.CharField:
    return _line(label, longest, widget=forms.Textarea(attrs={"rows": rows}), **options)


class DraftForm(PlainForm):
    """Everything that a clerk writes in a draft. Nothing is required to save; what submission lacks is told beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = _line("标题", 300)
    kind = forms.ChoiceField(label="信息类别", required=False)
    topic = forms.ChoiceField(label="法定公开事项", required=False)
    genre = forms.ChoiceField(label="体裁", required=False, choices=[("", "未选"), *Genre.choices()])
    doc_number = _line("发文字号", 80)
    made_on = DayField(label="成文日期")
    effective_on = DayField(label="施行日期")
    expires_on = DayField(label="有效期至")
    summary = forms.CharField(label="内容概述", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    keywords = _line("关键词", 200, help_text="用空格分开。")
    subject = _line("主题分类", 60)
    annotation = _text("题注", 1000, 2, help_text="文件通过、修订的经过，显示在标题之下。")
    body = forms.CharField(label="正文", required=False, widget=ProseEditorWidget(config=EDITOR, preset="configurable"))
    attribute = forms.ChoiceField(
        label="公开属性", required=False, widget=forms.RadioSelect, choices=[(a.value, a.label) for a in Attribute]
    )
    ground = forms.ChoiceField(label="不予公开的理由", required=False)
    reason = _text("理由说明", 1000, 3)
    reassess_on = DayField(label="下次评估日期", help_text="到这一天再次评估能否公开（条例第十八条）。")
    joint_organs = _line("联合发文机关", 300, help_text="用顿号分开。")
    content_source = _line("信息来源", 100)
    responsible_unit = _line("责任部门", 100)
    contact = _line("联系电话", 60)
    publish_at = MomentField(label="定时发布", help_text="中国标准时间（UTC+8）。留空则终审通过后立即发布。")
    lift_at = MomentField(label="到期下线", help_text="中国标准时间（UTC+8）。留空则长期公开。")
    urgent_reason = _line("加急理由", 200, help_text="填写后走加急通道，每次使用都会列给领导。不急的请留空。")
    term_days = forms.IntegerField(
        label="另定公开期限（工作日）",
        required=False,
        min_value=1,
        max_value=verbs.LONGEST_TERM,
        help_text="法律、法规另有规定的才填，例如7。",
        error_messages={"invalid": "请填写数字，例如7。"},
    )
    term_on = DayField(label="另定公开截止日期", help_text="规定的是某一天的，填这里。")
    term_source = _line(
        "另定期限的依据", 200, help_text="法律、法规的名称和条款。不写明依据的，仍按条例第二十六条计算。"
    )
    correction_wrong = _text("更正前（错在哪里）", 1000, 2)
    correction_right = _text("更正后（正确内容）", 1000, 2)

    def __init__(self, data: Any = None, *, revision: Revision, today: date) -> None:
        self.revision = revision
        initial = {name: getattr(revision, name) for name in self.base_fields if name != "kind"}
        initial |= {"kind": revision.record.kind, "body": body_shown(revision.body)}
        for name in ("publish_at", "lift_at"):
            moment = initial[name]
            initial[name] = moment.astimezone(CHINA) if moment else None
        super().__init__(data, initial=initial)
        limit = number("records.summary_length", today, revision.record.organ_id)
        self.fields["summary"].widget.attrs["data-count"] = limit
        self.fields["summary"].help_text = f"不超过{limit}字，公众在列表和检索结果中看到。"
        self._offer_kinds()
        grounds = [(g.value, f"{g.label}（{cited(g.basis)}）") for g in Ground]
        self._choices("ground", [("", "请选择"), *grounds])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _offer_kinds(self) -> None:
        self.revised = self.revision.number > 1
        if self.revised:
            del self.fields["kind"]
        else:
            self._choices("kind", grouped_kinds())
        code = str(self.data.get("kind") or self.revision.record.kind) if self.is_bound else self.revision.record.kind
        declared = kinds.get(code)
        offered = [(topic, f"{Topic.label_of(topic)}（{cited(Topic(topic).basis)}）") for topic in declared.topics]
        self._choices("topic", [("", "请选择"), *offered] if len(offered) != 1 else offered)
        if self.is_bound and self.data.get("topic", "") not in {"", *declared.topics}:
            # the topic of another kind: choose again
            change_posted(self, {"topic": declared.topics[0] if len(declared.topics) == 1 else ""})

    def clean_body(self) -> str:
        """Plain lines as paragraphs; the operation sanitizes."""
        return body_typed(self.cleaned_data["body"])

    def written(self) -> dict[str, Any]:
        """What may be saved: every field that is in order."""
        names = self.cleaned_data.keys() - {"version", "kind"}
        values = {name: self.cleaned_data[name] for name in names}
        if values.get("attribute") == Attribute.OPEN:
            values |= {"ground": "", "reason": "", "reassess_on": None}
        elif values.get("attribute") == Attribute.ON_REQUEST:
            values["ground"] = ""
        return values


def grouped_kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds that can be drafted, grouped by the part of the platform in which they stand."""
    groups = []
    for section in catalogue.Section:
        offered = [(kind.code, kind.label) for kind in catalogue.kinds_of(section) if kind.draftable]
        if offered:
            groups.append((section.label, offered))
    return groups


class NewForm(PlainForm):
    """What a new document begins with."""

    organ = forms.TypedChoiceField(label="起草机关", coerce=int)
    kind = forms.ChoiceField(label="信息类别", widget=forms.RadioSelect)
    title = forms.CharField(label="标题", required=False, max_length=300, help_text="可以先留空。")
    once = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, organs: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("organ", organs), ("kind", grouped_kinds())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class KeepForm(PlainForm):
    """依规保留 of a screening hit."""

    reason = forms.CharField(
        label="保留理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：公示期内依法公示的中标人信息。",
    )
    basis = forms.CharField(label="依据", max_length=200, help_text="法律、法规、规章或文件的名称和条款。")
    review_on = DayField(label="复核日期", help_text="到这一天再看是否仍有必要保留。")


class VoidForm(PlainForm):
    """Why a number is given up."""

    reason = forms.CharField(label="作废原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class AssessForm(PlainForm):
    """What comes of an assessment on its day."""

    outcome = forms.ChoiceField(
        label="评估结论",
        widget=forms.RadioSelect,
        choices=[("keep", "继续不主动公开"), ("reopen", "可以公开，重新起草并审核")],
    )
    note = forms.CharField(
        label="继续不公开的理由", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_on = DayField(label="下次评估日期")
    version = forms.IntegerField(widget=forms.HiddenInput)
