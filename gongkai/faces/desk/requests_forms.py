"""The form of every step of a request: what is asked, and the verb that takes it. Dates count in law, not the day of entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.queries import Letter, items_before, request_of
from gongkai.answer.foi.rules import DEFER_MOST
from gongkai.answer.foi.terms import Explanation, FeeBasis, LetterKind, Opinion
from gongkai.faces.design.forms import PlainForm
from gongkai.kernel.casework.queries import Case
from gongkai.kernel.casework.terms import Channel as Served

Verb = Callable[..., Any]


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, help_text="不填就是今天", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "请按 2026-03-02 的样子填写日期"},
    )  # fmt: skip


def _long(label: str, hint: str = "", *, required: bool = True, most: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=hint, max_length=most, widget=forms.Textarea(attrs={"rows": 4})
    )


def _short(label: str, hint: str = "", *, required: bool = True, most: int = 300) -> forms.CharField:
    return forms.CharField(label=label, required=required, help_text=hint, max_length=most)


def _number(label: str, *, least: int = 1, most: int = 1_000_000, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=hint)


def _choice(label: str, pairs: list[tuple[str, str]], *, few: bool = True) -> forms.ChoiceField:
    widget: Any = forms.RadioSelect if few else forms.Select
    return forms.ChoiceField(label=label, choices=pairs, widget=widget)


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class MultipleFiles(forms.FileField):
    """Several files in one field: pairs of name and content, empty when there are none."""

    widget = _Several

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file checked by itself."""
        given = [super(MultipleFiles, self).clean(one, initial) for one in data or () if one]
        return [(str(one.name or ""), one.read()) for one in given]


def _sent_by(case: Case | None = None) -> forms.ChoiceField:
    """How a letter goes out: to the applicant as the request came, to others by post, unless the clerk says otherwise."""
    usual = verbs.channel_to(request_of(case)) if case else Served.POST
    return forms.ChoiceField(label="送出方式", choices=Served.choices(), initial=usual.value, required=False)


def _files() -> MultipleFiles:
    return MultipleFiles(label="附件", required=False, help_text="申请人提交的材料或者扫描件，可以选多个")


@dataclass(frozen=True)
class Way:
    """How a step is entered: the fields of its form, the verb, and what follows from it in words."""

    verb: Verb
    fields: Callable[[Case], dict[str, forms.Field]] = lambda _case: {}
    consequence: str = ""
    letter: bool = False
    silent: bool = False  # of the letters, those for which the law entered a silence
    renames: Mapping[str, str] = field(default_factory=dict)


def letter_choices(letters: list[Letter], *, silent: bool = False) -> list[tuple[str, str]]:
    """The letters that still wait for an answer, or those that were left without one."""
    return [
        (str(one.pk), f"{LetterKind.label_of(one.kind)}：{one.party.masked}（{one.sent_on:%Y-%m-%d}发出）")
        for one in letters
        if (one.opinion == Opinion.SILENT if silent else one.answered_on is None)
    ]


def _counted(before: int) -> forms.IntegerField:
    return forms.IntegerField(
        label="本月此前已计的件数", min_value=0, max_value=100_000, required=False, initial=before,
        help_text=f"只在按件收费时累计。系统查到同一申请人本月此前有{before}件申请，一件申请含几项内容的请按项改正。",
    )  # fmt: skip


def _charge(*, basis: str, already: int | None, **given: Any) -> Case:
    """国办函〔2020〕109号: items of one applicant add up within the month, pages are counted for each request alone."""
    return verbs.charge(basis=basis, already=(already or 0) if basis == FeeBasis.ITEMS else 0, **given)


_OPINIONS = [(one.value, one.label) for one in Opinion if one is not Opinion.SILENT]
_COMMENT = "可以不填"

WAYS: dict[str, Way] = {
    "receive": Way(
        verbs.receive, lambda _: {"on": _day("收到日期")}, "从收到之日的次日起计算答复期限（条例第三十三条）。"
    ),
    "confirm": Way(
        verbs.confirm,
        lambda _: {
            "manner": _short("确认方式", "例如：电话、短信、电子邮件", most=60),
            "person": _short("与谁确认", required=False, most=60),
            "on": _day("双方确认之日"),
        },
        "网上、传真和平常信函提交的，以双方确认之日为收到申请之日（条例第三十一条）。",
    ),
    "attempt": Way(
        verbs.attempt,
        lambda _: {"manner": _short("联系方式", "例如：电话", most=60), "result": _short("联系结果", required=False)},
        "没有联系上的，也请记录。",
    ),
    "drop": Way(
        verbs.drop,
        lambda _: {"reason": _long("理由", "申请人查询进度时可以看到，请写得让申请人明白", most=500)},
        "由公开机构负责人决定：所提交的内容不是政府信息公开申请，不进入办理，不计入年度报告。不能恢复。",
    ),
    "cite_earlier": Way(
        verbs.cite_earlier, lambda _: {"earlier": _short("此前答复的文号", most=60)}, "登记后可以作不予重复处理的答复。"
    ),
    "accept": Way(verbs.accept, lambda _: {"on": _day("受理日期")}, "申请内容明确，进入办理。"),
    "ask": Way(
        verbs.ask,
        lambda case: {
            "what": _long("需要补正的内容", "一次性写明所有需要补正的事项和理由"),
            "days": forms.IntegerField(label="补正期限（工作日）", required=False, min_value=1, max_value=60,
                                       help_text="不填就用本机关规定的期限"),
            "channel": _sent_by(case),
            "on": _day("告知日期"),
        },
        "补正只能告知一次，应在收到申请之日起七个工作日内作出。答复期限停止计算，收到补正后重新计算（条例第三十条）。",
    ),
    "ask_served": Way(verbs.ask_served, lambda _: {"on": _day("申请人收到补正告知书之日")}, "补正期限从这一天的次日起计算。"),
    "amend": Way(
        verbs.amend,
        lambda _: {
            "text": _long("补正的内容", "照申请人的原话填写", most=5000),
            "files": _files(),
            "reason": _short("逾期补正的正当理由", "按期补正的不填", required=False),
            "on": _day("收到补正之日"),
        },
        "答复期限从收到补正之日起重新计算（条例第三十条）。",
    ),
    "consult": Way(
        verbs.consult,
        lambda _: {
            "kind": _choice("征求谁的意见", LetterKind.choices()),
            "name": _short("名称或者姓名", most=100),
            "phone": _short("联系电话", required=False, most=40),
            "address": _short("通信地址", required=False, most=200),
            "about": _long("涉及的信息", most=1000),
            "channel": _sent_by(),
            "sent_on": _day("发出日期"),
        },
        "征求意见所需时间不计入答复期限。对方应自收到之日起十五个工作日内提出意见：第三方逾期未提出的，由本机关决定；"
        "共同制作机关逾期未提出的，视为同意公开（条例第三十二条、第三十四条）。",
    ),
    "letter_received": Way(
        verbs.letter_received, lambda _: {"on": _day("对方收到之日")}, "从这一天的次日起计算十五个工作日。", letter=True
    ),
    "hear": Way(
        verbs.hear,
        lambda _: {
            "opinion": _choice("对方的意见", _OPINIONS),
            "reason": _long("理由", "不同意公开的必须填写", required=False, most=1000),
            "on": _day("收到意见之日"),
        },
        "全部意见收到后，答复期限继续计算。",
        letter=True,
    ),
    "late_heard": Way(
        verbs.hear_late,
        lambda _: {
            "opinion": _choice("对方的意见", [(one.value, one.label) for one in (Opinion.AGREE, Opinion.DISAGREE)]),
            "reason": _long("理由", "不同意公开的必须填写", required=False, most=1000),
            "answered_on": forms.DateField(
                label="对方提出意见之日", help_text="当面提交的日期或者交邮的日期，应当在期限之内",
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                error_messages={"invalid": "请按 2026-03-02 的样子填写日期"},
            ),
            "proof": _short("在期限内提出的证明", "例如：邮戳日期、收发室登记"),
        },
        "对方在期限内提出、期限届满之后才到达或者才登记的意见，以补登的为准；不计入答复期限的时间截至提出意见之日"
        "（《条例》第三十二条、第三十四条）。",
        letter=True,
        silent=True,
    ),
    "extend": Way(
        verbs.extend,
        lambda _: {
            "days": _number("延长多少个工作日", most=20, hint="最多20个工作日"),
            "reason": _long("延长的理由", most=500),
            "on": _day("批准日期"),
        },
        "由公开机构负责人批准，只能延长一次，并告知申请人；延期答复告知书随之生成（条例第三十三条）。",
    ),
    "ask_reasons": Way(
        verbs.ask_reasons,
        lambda _: {"reason": _long("申请数量、频次明显超过合理范围的事实", most=1000), "on": _day("告知日期")},
        "请申请人说明理由（条例第三十五条）。",
    ),
    "reasoned": Way(
        verbs.give_reasons,
        lambda _: {
            "text": _long("申请人说明的理由", "照申请人的原话填写", most=5000),
            "files": _files(),
            "on": _day("收到说明之日"),
        },
        "只登记申请人的说明；理由是否合理，另行认定（条例第三十五条）。申请人在网上说明的，系统自动登记。",
    ),
    "explained": Way(
        verbs.explain,
        lambda _: {
            "finding": _choice("认定结果", Explanation.choices()),
            "text": _long("申请人说明的理由", "已经登记过说明的，或者申请人没有说明的，不填", required=False),
            "on": _day("认定日期"),
        },
        "认定理由不合理的，可以答复不予处理；理由合理但不能按期答复的，可以告知延迟答复。",
    ),
    "defer": Way(
        verbs.defer,
        lambda _: {
            "days": _number("延迟多少个工作日", most=DEFER_MOST),
            "reason": _long("延迟答复的理由", most=500),
            "on": _day("告知日期"),
        },
        "确定延迟答复的合理期限并告知申请人（条例第三十五条）。",
    ),
    "charge": Way(
        _charge,
        lambda case: {
            "basis": _choice("收费方式", FeeBasis.choices()),
            "quantity": _number("件数或者页数", most=100_000),
            "already": _counted(items_before(case)),
            "how": _long("缴纳方式和地点", most=500),
            "channel": _sent_by(case),
            "on": _day("发出日期"),
        },
        "按件和按量只能选一种，金额按国办函〔2020〕109号的标准计算。答复期限停止计算，缴费后重新计算。",
    ),
    "fee_served": Way(verbs.fee_served, lambda _: {"on": _day("申请人收到通知之日")}, "从次日起计算二十个工作日。"),
    "paid": Way(
        verbs.pay, lambda _: {"amount": _number("缴费金额（元）"), "on": _day("缴费日期")}, "答复期限重新计算。"
    ),
    "approve": Way(verbs.approve, lambda _: {"comment": _long("审核意见", _COMMENT, required=False)}, "通过后报领导签发。"),
    "return": Way(verbs.return_, lambda _: {"comment": _long("退回的意见")}, "退回承办人修改。"),
    "recall": Way(verbs.recall, lambda _: {"comment": _long("说明", _COMMENT, required=False)}, "撤回后可以修改，再重新提交。"),
    "sign": Way(verbs.sign, lambda _: {"comment": _long("签发意见", _COMMENT, required=False)}, "签发后由公开机构编号、制作答复书。"),
    "issue": Way(verbs.issue, consequence="编号后文号不能收回；答复书随即排版。"),
    "void": Way(
        verbs.void,
        lambda _: {"reason": _long("作废的原因", "写入文号登记簿和台账", most=500)},
        "只有还没有送出的答复书可以作废。文号留在登记簿中，注明作废和原因，不再使用；申请退回办理中，答复期限照常计算。",
    ),
    "send": Way(
        verbs.send,
        lambda _: {
            "channel": _choice("送达方式", Served.choices()),
            "tracking": _short("邮件单号、邮箱地址等", required=False),
            "on": _day("送出日期"),
        },
        "送出不等于送达。送出后请按送达方式登记送达证明；网上送达的，申请人打开答复书即为送达。",
    ),
    "undelivered": Way(verbs.undelivered, lambda _: {"reason": _long("退回的情况", most=300), "on": _day("退回日期")}, "退回后可以换一种方式重新送达。"),
    "serve": Way(
        verbs.serve,
        lambda _: {"proof": _short("送达证明", "例如：签收人、邮件签收记录、当面签收"), "on": _day("送达日期")},
        "送达之日是申请人救济期限的起点。",
    ),
    "withdraw": Way(
        verbs.withdraw,
        lambda _: {"statement": _long("撤回声明", "写明申请人何时、以何种方式提出撤回", most=500), "on": _day("撤回日期")},
        "撤回后终止办理，按其他处理计入年度报告。不能恢复。",
    ),
    "archive": Way(verbs.archive, consequence="归档后不能再变更。"),
}  # fmt: skip
#: Moves of the table that people know under one name.
SAME = {
    "consult_more": "consult", "heard": "hear", "heard_all": "hear", "lapse_return_supplement": "return",
    "lapse_return_fee": "return", "lapse_sign": "sign",
    "lapse_approve_supplement": "approve", "lapse_approve_fee": "approve",
}  # fmt: skip
#: Moves that have a page of their own: the draft of the reply.
DRAFTED = {"decide", "lapse_supplement", "lapse_fee"}
#: Moves that have another page of their own: its address by name.
PAGES = {**dict.fromkeys(DRAFTED, "desk:request_draft"), "third_told": "desk:request_tell"}
_PARTY = ("name", "phone", "address")


class StepForm(PlainForm):
    """The fields of a step, and the version of the case that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, way: Way, case: Case, letters: list[Letter], **options: Any) -> None:
        super().__init__(*args, **options)
        if way.letter:
            self.fields["letter_id"] = _choice("哪一份征求意见函", letter_choices(letters, silent=way.silent))
        for name, shown in way.fields(case).items():
            self.fields[name] = shown
        from gongkai.faces.design.forms import speak_plainly

        speak_plainly(self)

    def given(self) -> dict[str, Any]:
        """The arguments of the verb."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "version" and value is not None}
        if "letter_id" in found:
            found["letter_id"] = int(found["letter_id"])
        if "kind" in found and "name" in found:
            found["party"] = {name: found.pop(name) for name in _PARTY if name in found}
        return found

    @property
    def shown(self) -> list[Any]:
        """The fields in their order, without the hidden one."""
        return [self[name] for name in self.fields if name != "version"]
