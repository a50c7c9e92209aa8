"""The forms of an application, one per page: what, who, the last look. Every sentence of a fault stands at its field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from gongkai.answer.foi import applicants
from gongkai.answer.foi.rules import applicant_kind_from_credit_code
from gongkai.answer.foi.terms import ApplicantKind, IdentityKind, SupplyForm, SupplyWay
from gongkai.faces.design.forms import PlainForm
from gongkai.kernel.screening import intake
from gongkai.kernel.vocabulary import Refusal, clean

MOST_FILES = 5
LARGEST_FILE = 5 * 1024 * 1024  # bytes
LARGEST_TOGETHER = 10 * 1024 * 1024
NATURAL, UNIT = "natural", "unit"
ORGANISATIONS = tuple(kind for kind in ApplicantKind if kind is not ApplicantKind.NATURAL)
Data = Mapping[str, str]

_FULL = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}
_HALF = re.compile(r"(?<=[\u3002-\uffef])[,:;()]|[,:;()](?=[\u4e00-\u9fff])")

# What is filled in for the facts that are not looked at, when one fact is.
_PERSON = {
    "kind": ApplicantKind.NATURAL.value, "name": "申请人", "identity_kind": IdentityKind.PASSPORT.value,
    "identity_number": "E00000000", "phone": "0000-0000000",
}  # fmt: skip
_UNIT = {
    "kind": ApplicantKind.OTHER.value, "name": "申请单位", "identity_kind": IdentityKind.CREDIT.value,
    "identity_number": "91110000600037341L", "phone": "0000-0000000",
}  # fmt: skip


class Words(forms.CharField):
    """Typed text: line ends unified and what cannot be printed taken out before it is counted."""

    def to_python(self, value: Any) -> str:
        """The cleaned text."""
        return str(super().to_python(clean(str(value)) if value is not None else value) or "")


def _words(label: str, longest: int, hint: str = "", *, must: bool = False, **attrs: str) -> Words:
    field = Words(
        label=label, max_length=longest, required=must, help_text=hint, widget=forms.TextInput(attrs=attrs),
        error_messages={"max_length": f"{label}最多 %(limit_value)d 字，现有 %(show_value)d 字"},
    )  # fmt: skip
    field.widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted without a word
    return field


class WishForm(PlainForm):
    """What is wanted, and how it is to be supplied (条例29(2)、(3)、43). The purpose is not asked."""

    description = Words(
        label="需要的政府信息",
        max_length=applicants.LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "translate": "no"}),
        help_text="写明名称、文号，或者便于查找的特征，例如哪一年、哪个地方、什么事项。一件申请写一项内容。不需要说明用途。",
        error_messages={
            "required": "请写明名称、文号，或者便于查找的特征",
            "max_length": "最多 %(limit_value)d 字，现有 %(show_value)d 字。较长的内容请作为附件提交",
        },
    )
    supply_form = forms.ChoiceField(
        label="以什么形式提供", choices=SupplyForm.choices, widget=forms.RadioSelect, initial=SupplyForm.ELECTRONIC
    )
    supply_way = forms.ChoiceField(
        label="怎样交给您",
        choices=SupplyWay.choices,
        widget=forms.RadioSelect,
        initial=SupplyWay.ONLINE,
        help_text="网上获取：凭登记编号和查询码在本站下载。",
    )
    needs_help = Words(
        label="需要的帮助（选填）",
        max_length=300,
        required=False,
        help_text="有阅读困难或者视听障碍的，机关提供必要的帮助（条例第四十三条）。例如：大字文本、语音说明、手语。",
        error_messages={"max_length": "最多 %(limit_value)d 字，现有 %(show_value)d 字"},
    )

    def clean(self) -> dict[str, Any]:
        """The wish as the office checks it."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                applicants.wish(
                    applicants.applicant(_PERSON | {"address": "地址", "email": "a@example.com"}),
                    description=given["description"],
                    form=given["supply_form"],
                    way=given["supply_way"],
                    needs_help=given["needs_help"],
                )
            except Refusal as refusal:
                self.add_error(refusal.field if refusal.field in self.fields else None, said(refusal))
        return given


class _ContactForm(PlainForm):
    """What persons and organisations have in common: how the office reaches them."""

    base: Mapping[str, str] = {}
    phone = _words("联系电话", 40, type="tel", autocomplete="tel", inputmode="tel")
    email = _words("电子邮箱", 200, type="email", autocomplete="email", inputmode="email", autocapitalize="off")
    address = _words("通信地址", 200, "省、市、县、街道门牌和邮政编码", autocomplete="street-address")

    def __init__(self, *args: Any, way: str = "", **kwargs: Any) -> None:
        """``way`` is how the answer is to be supplied: what it needs becomes obligatory."""
        self.way = way
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = (
            "选择了传真：请填写传真号码。"
            if way == SupplyWay.FAX
            else "机关收到申请后与您联系确认，答复期限从确认之日起算（条例第三十一条）。"
        )
        for field, needing, words in (
            ("phone", SupplyWay.FAX, "您选择了传真，请填写传真号码"),
            ("email", SupplyWay.EMAIL, "您选择了电子邮件，请填写电子邮箱"),
            ("address", SupplyWay.POST, "您选择了邮寄，请填写通信地址"),
        ):
            if way == needing:
                self.fields[field].required = True
                self.fields[field].error_messages["required"] = words

    def facts(self, given: Mapping[str, Any]) -> dict[str, str]:
        """What the application takes over, with the kind of applicant."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Every fact looked at by itself, so that all faults are told at once; at last all of them together."""
        given: dict[str, Any] = super().clean() or {}
        facts = self.facts(given)
        for names in (("name",), ("identity_kind", "identity_number"), ("phone",), ("email",), ("address",), ("representative",)):  # fmt: skip
            if not any(name in self.errors for name in names) and any(facts.get(name) for name in names):
                self._look({**self.base, **{name: facts.get(name, "") for name in names}})
        for name in ("name", "representative"):
            if name not in self.errors and any(unusual(letter) for letter in facts.get(name, "")):
                self.add_error(name, "不能含有表情符号，请用文字填写")
        if not self.errors:
            self._look(facts)
        return given

    def _look(self, facts: Mapping[str, str]) -> None:
        try:
            applicants.applicant(facts)
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, said(refusal))


class PersonForm(_ContactForm):
    """A citizen: name, proof of identity, contact (条例29(1))."""

    base = _PERSON
    name = _words("姓名", 100, must=True, autocomplete="name")
    identity_kind = forms.ChoiceField(
        label="身份证明",
        choices=[pair for pair in IdentityKind.choices() if pair[0] != IdentityKind.CREDIT],
        widget=forms.RadioSelect,
        initial=IdentityKind.RESIDENT,
    )
    identity_number = _words(
        "证件号码", 40, "只有办理这件申请的机关可以看到，每次查看都有记录。", must=True, autocomplete="off",
        autocapitalize="characters", spellcheck="false",
    )  # fmt: skip
    field_order = ("name", "identity_kind", "identity_number", "phone", "email", "address")

    def facts(self, given: Mapping[str, Any]) -> dict[str, str]:
        """The facts of a natural person; the kind is not asked."""
        return {**_facts(given), "kind": ApplicantKind.NATURAL.value}


class UnitForm(_ContactForm):
    """An organisation: its name, its credit code, and which of the five kinds of the yearly report it is."""

    base = _UNIT
    name = _words("单位名称", 100, must=True, autocomplete="organization")
    identity_number = _words(
        "统一社会信用代码", 40, "18 位，营业执照或者登记证书上有。", must=True, autocomplete="off",
        autocapitalize="characters", spellcheck="false",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="单位类型",
        required=False,
        choices=[("", "按统一社会信用代码判断"), *((kind.value, kind.label) for kind in ORGANISATIONS)],
        help_text="只用于年度报告的统计。",
    )
    representative = _words("联系人", 80, autocomplete="name")
    field_order = ("name", "identity_number", "kind", "representative", "phone", "email", "address")

    def facts(self, given: Mapping[str, Any]) -> dict[str, str]:
        """The facts of an organisation; its kind as chosen, else as its credit code says."""
        return {
            **_facts(given),
            "identity_kind": IdentityKind.CREDIT.value,
            "kind": given.get("kind") or kind_of(given.get("identity_number", "")),
        }


def kind_of(code: str) -> str:
    """The kind of organisation that a credit code speaks for; 其他 when it says nothing."""
    return applicant_kind_from_credit_code(code).value


def _facts(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(given.get(name) or "") for name in applicants.FACTS}


def said(refusal: Refusal) -> str:
    """The sentence as it is printed for citizens."""
    return printed(refusal.message)


def printed(line: str) -> str:
    """A Chinese line with Chinese commas, colons and brackets."""
    return _HALF.sub(lambda found: _FULL[found[0]], line)


def unusual(letter: str) -> bool:
    """An emoji or another pictorial sign: no letter of an office can print it."""
    return 0x1F000 <= ord(letter) <= 0x1FAFF or 0x2600 <= ord(letter) <= 0x27BF or ord(letter) in {0x200D, 0xFE0F}


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  Django's signature
        """All the files of the input, not the last."""
        return files.getlist(name) if isinstance(files, MultiValueDict) else files.get(name)


class FilesField(forms.FileField):
    """Several files, each looked at before it comes in; every fault names its file."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:  # noqa: ARG002  Django's signature
        """Pairs of name and content; empty when none was chosen."""
        given: Sequence[UploadedFile[bytes]] = [one for one in (data or []) if one]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"附件最多 {MOST_FILES} 个，现有 {len(given)} 个")
        together = sum(one.size or 0 for one in given)
        if together > LARGEST_TOGETHER:
            raise forms.ValidationError(
                f"附件一共 {together / 1024 / 1024:.1f} MB，超过 {LARGEST_TOGETHER // 1024 // 1024} MB，请减少或者压缩"
            )
        faults, kept = [], []
        for one in given:
            name = str(one.name or "")
            try:
                if (one.size or 0) <= LARGEST_FILE:
                    content = one.read()
                    intake.inspect(content, name, LARGEST_FILE)
                    kept.append((name, content))
                else:
                    raise Refusal(f"超过 {LARGEST_FILE // 1024 // 1024} MB，请压缩或者改为邮寄")
            except Refusal as refusal:
                faults.append(f"“{clean(name)[-60:]}”：{said(refusal)}")
        if faults:
            raise forms.ValidationError(faults)
        return kept

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002  Django's signature
        """Files are never shown again."""
        return None


def files_hint(what: str) -> str:
    """What may be attached, and how much of it."""
    return f"{what}，最多 {MOST_FILES} 个，每个不超过 5 MB，一共不超过 10 MB。常用文档、图片、PDF 都可以。"


def left_out(request: HttpRequest) -> str:
    """What is said when the files of a form were too large to be read at all; empty when they were read."""
    size = getattr(request, "left_out", 0)
    if not size:
        return ""
    return (
        f"附件一共约 {size / 1024 / 1024:.0f} MB，超过 {LARGEST_TOGETHER // 1024 // 1024} MB，没有上传；"
        "已填写的内容保留在本页，请减少或者压缩后重新选择附件"
    )


class SendForm(PlainForm):
    """The last page: attachments, and the small task. Everything else was checked on its own page."""

    attachments = FilesField(
        label="附件（选填）",
        required=False,
        help_text=files_hint("与申请有关的材料"),
    )
    answer = Words(label="请算一算", required=False, max_length=20, error_messages={"max_length": "请只填写得数"})
    challenge = forms.CharField(required=False, widget=forms.HiddenInput, max_length=400)
    nonce = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, data: Data | None = None, files: MultiValueDict[str, UploadedFile[bytes]] | None = None) -> None:
        super().__init__(data, files)
        self.fields["answer"].widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})


def hidden(data: Data, forms_of_others: Iterable[type[PlainForm]]) -> list[tuple[str, str]]:
    """The fields of other pages as they were typed, to be carried along."""
    names = [name for form in forms_of_others for name in form.base_fields if name not in {"attachments", "challenge", "nonce", "answer"}]  # fmt: skip
    return [(name, data[name]) for name in dict.fromkeys(names) if data.get(name)]
