"""The administrator's forms: what a page asks before it calls an operation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gongkai.faces.design.forms import PlainForm, speak_plainly
from gongkai.kernel.organizations import queries
from gongkai.kernel.organizations.queries import Level, Nature, Organ, Person, ReviewPath, Role, Site
from gongkai.kernel.vocabulary import Number, cited, half_width


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _text(label: str, longest: int, *, required: bool = False, help_text: str = "", **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )


#: Who reviews, as the administrator chooses it.
_REVIEWED = {
    ReviewPath.GENERAL: "部门由本级人民政府复议，人民政府由上一级人民政府复议",
    ReviewPath.VERTICAL: "海关、金融、外汇管理、税务、国家安全机关，由上一级主管部门复议",
    ReviewPath.JUSTICE: "由本级人民政府或者上一级司法行政部门复议，申请人选择",
    ReviewPath.DISTRICT: "直辖市、设区的市政府部门的派出机构，由设立部门的本级人民政府或者所在地人民政府复议，申请人选择",
}


class OrganChoice(forms.ModelChoiceField[Organ]):
    """An organ by its full name."""

    def __init__(self, label: str, *, required: bool = False, help_text: str = "", empty: str = "无") -> None:
        super().__init__(
            queryset=queries.organs(), label=label, required=required, help_text=help_text, empty_label=empty
        )


class OrganForm(PlainForm):
    """Every fact of an organ; the name only when it is set up, since later it is changed by 更名."""

    name = _text("机关全称", 100, required=True)
    short_name = _text("简称", 40, required=True, help_text="列表和审核记录中使用。")
    level = forms.ChoiceField(label="政府层级", choices=Level.choices)
    nature = forms.ChoiceField(label="机关性质", choices=Nature.choices)
    government = OrganChoice("所属政府", help_text="本机关是哪一级政府或哪个机关的组成部分。")
    vertical_parent = OrganChoice("垂直领导机关", help_text="实行垂直领导的机关填写上级主管机关（条例第三条）。")
    review_path = forms.ChoiceField(
        label="复议管辖", widget=forms.RadioSelect,
        choices=[(one.value, f"{one.label}：{_REVIEWED[one]}（{cited(one.basis)}）") for one in ReviewPath],
        help_text="决定答复书告知申请人向哪个机关申请行政复议。",
    )  # fmt: skip
    higher = _text(
        "上级机关（写全称）", 100,
        help_text="上级机关不在本系统时填写，写入答复书。人民政府填写上一级人民政府；垂直领导机关、司法行政部门填写上一级主管部门；派出机构填写设立部门所属的人民政府。",
    )  # fmt: skip
    seat = OrganChoice(
        "所在地人民政府", help_text="只用于市直部门按行政区划设立的派出机构（《行政复议法》第二十四条第四款）。"
    )
    position = forms.IntegerField(label="排列次序", min_value=0, max_value=100_000, initial=100, help_text="小的在前。")
    opened_on = _day("设立日期", required=False)
    makes_rules = forms.BooleanField(
        label="可以制定规章", required=False, help_text="设区的市级以上政府及其部门（立法法第九十一条、第九十三条）。"
    )
    is_supervisor = forms.BooleanField(
        label="政府信息公开工作主管部门",
        required=False,
        help_text="可以看到所属机关的办理状态和统计（条例第四十七条）。",
    )
    code = _text("机关代字", 20, help_text="例如：云岫政办发。文号由代字、年份、序号组成。")
    uscc = _text("统一社会信用代码", 18, help_text="18位，校验码会核对。", autocapitalize="characters")
    index_code = _text("索引号机构码", 20, help_text="索引号规则中的 {code}。")
    index_pattern = _text(
        "索引号规则", 80, required=True,
        help_text="可用：{code} 机构码、{uscc} 信用代码、{year} {month} {day} 日期、{serial:05d} 五位流水号（必须有）。",
    )  # fmt: skip
    reviewers = forms.TypedChoiceField(
        label="审核人数", coerce=int, widget=forms.RadioSelect,
        choices=[(3, "三审三校：初审、复审、终审由三人办理"), (2, "两人审核：初审、终审（人员少的机关）")],
        help_text="任何设置都至少由两名起草人以外的人审核。",
    )  # fmt: skip
    timetable = forms.CharField(
        label="办公时间表", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=600,
        help_text="用于计算工作时限，每行一条，例如：周一至周五 08:30-12:00,14:30-17:30。夏季作息在前面写起止日期：5月1日至9月30日 周一至周五 …。",
    )  # fmt: skip
    foi_office = _text("政府信息公开工作机构", 100, help_text="条例第四条。")
    address = _text("办公地址", 200)
    office_hours = _text("办公时间", 200, help_text="公开指南中的写法，例如：工作日上午8:30至12:00。")
    phone = _text("联系电话", 60)
    fax = _text("传真号码", 60)
    email = forms.EmailField(label="电子邮箱", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    #: Groups as the page shows them: title, then lines of fields that stand side by side.
    PARTS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
        (
            "基本情况",
            (
                ("name",),
                ("short_name", "position"),
                ("level", "nature"),
                ("government",),
                ("vertical_parent",),
                ("opened_on",),
            ),
        ),
        ("行政复议（《行政复议法》第二十四条、第二十七条、第二十八条）", (("review_path",), ("higher",), ("seat",))),
        ("职权", (("makes_rules",), ("is_supervisor",), ("reviewers",))),
        ("编号", (("code", "uscc"), ("index_code",), ("index_pattern",))),
        (
            "公开工作机构（条例第十二条，列入公开指南）",
            (("foi_office",), ("address",), ("office_hours",), ("phone", "fax"), ("email",)),
        ),
        ("工作时间", (("timetable",),)),
    )

    def __init__(self, *args: Any, organ: Organ | None = None, **kwargs: Any) -> None:
        if organ is not None:
            kwargs.setdefault("initial", organ_initial(organ))
        else:
            kwargs.setdefault(
                "initial",
                {
                    "reviewers": 3,
                    "review_path": ReviewPath.GENERAL.value,
                    "index_pattern": "{code}/{year}-{serial:05d}",
                    "level": Level.COUNTY.value,
                },
            )
        super().__init__(*args, **kwargs)
        if organ is not None:
            del self.fields["name"]
            for name in ("government", "vertical_parent", "seat"):
                choice = self.fields[name]
                assert isinstance(choice, OrganChoice)
                choice.queryset = queries.organs().exclude(pk=organ.pk)

    def clean_uscc(self) -> str:
        """Half width, as it is checked."""
        return half_width(str(self.cleaned_data["uscc"])).strip().upper()

    def values(self) -> dict[str, Any]:
        """What ``save_organ`` takes."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return data | {"timetable": {"text": data["timetable"]}}


def organ_initial(organ: Organ) -> dict[str, Any]:
    """The facts of an organ as the form shows them."""
    special = {"government", "vertical_parent", "seat", "timetable"}
    names = [name for _, lines in OrganForm.PARTS for line in lines for name in line if name not in special]
    return {name: getattr(organ, name) for name in names} | {
        "government": organ.government_id, "vertical_parent": organ.vertical_parent_id, "seat": organ.seat_id, "version": organ.version,
        "timetable": organ.timetable.get("text", "") if isinstance(organ.timetable, dict) else "",
    }  # fmt: skip


class RenameForm(PlainForm):
    """A new name from a day on."""

    name = _text("新的全称", 100, required=True)
    short_name = _text("新的简称", 40, required=True)
    on = _day("启用日期", help_text="这一天起使用新名称；此前公开的信息仍显示原名称。不能晚于今天。")


class MergeForm(PlainForm):
    """Into which organ, from which day."""

    into = OrganChoice("并入机关", required=True, empty="请选择")
    on = _day("撤销日期", help_text="这一天起本机关不再存在，岗位同时结束。不能晚于今天。")

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["into"]
        assert isinstance(choice, OrganChoice)
        choice.queryset = queries.organs().exclude(pk=organ.pk)


class PersonForm(PlainForm):
    """Who somebody is; what they may do is a matter of posts."""

    name = _text("姓名", 40, required=True)
    username = _text(
        "登录名",
        40,
        required=True,
        help_text="小写字母开头，可含数字和 . _ -,例如姓名全拼。",
        autocapitalize="none",
        spellcheck="false",
    )
    email = forms.EmailField(label="电子邮箱", required=False, help_text="用于接收待办提醒。")
    phone = _text("手机", 20)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        if person is not None:
            names = ("name", "username", "email", "phone", "version")
            kwargs.setdefault("initial", {name: getattr(person, name) for name in names})
        super().__init__(*args, **kwargs)

    def clean_username(self) -> str:
        """Half width, lower case, as it is stored."""
        return half_width(str(self.cleaned_data["username"])).strip().lower()

    def values(self) -> dict[str, Any]:
        """What ``save_person`` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


#: Roles that a post can have, each with what it allows in a few words.
ROLE_CHOICES = [("", "请选择"), *((role.value, role.label) for role in Role if role is not Role.PUBLIC)]


class PostForm(PlainForm):
    """A role in an organ from one day until another."""

    organ = OrganChoice("机关", required=True, empty="请选择")
    role = forms.ChoiceField(label="角色", choices=ROLE_CHOICES)
    title = _text("职务", 60, help_text="显示在审核记录中，例如：股长。")
    starts_on = _day("任职开始")
    ends_on = _day("任职结束", required=False, help_text="这一天起不再任职；长期任职不填。")


class EndPostForm(PlainForm):
    """The first day on which a post no longer holds."""

    ends_on = _day("任职结束", help_text="这一天起不再有这个角色。")


class SiteForm(PlainForm):
    """The facts of the head and foot of every public page."""

    name = _text("网站名称", 60, required=True)
    domain = _text("网站域名", 100)
    sponsor = _text("主办单位", 100)
    operator = _text("承办单位", 100)
    contact = _text("联系方式", 100, help_text="例如：0999-0210001（工作日8:30—17:30）。")
    id_code = _text("网站标识码", 10, help_text="10位数字，由主管单位核发。", inputmode="numeric")
    icp = _text("ICP备案编号", 60)
    police = _text("公安机关备案号", 60)
    main_organ = OrganChoice("主办机关", help_text="门户“公开指南”“公开年报”默认显示的机关。")
    review_online = _text(
        "网上申请行政复议的网址", 200, inputmode="url",
        help_text="写入网上送达的答复书（《行政复议法》第二十二条），例如全国行政复议服务平台 https://xzfy.moj.gov.cn。没有填写的，不能网上送达答复。",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        names = (
            "name",
            "domain",
            "sponsor",
            "operator",
            "contact",
            "id_code",
            "icp",
            "police",
            "review_online",
            "version",
        )
        kwargs.setdefault("initial", {n: getattr(site, n) for n in names} | {"main_organ": site.main_organ_id})
        super().__init__(*args, **kwargs)

    def clean_id_code(self) -> str:
        """Half width, as it is checked."""
        return half_width(str(self.cleaned_data["id_code"])).strip()

    def values(self) -> dict[str, Any]:
        """What ``save_site`` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NumberForm(PlainForm):
    """A new value of a configurable number."""

    value = forms.IntegerField(label="新的数值")
    source = _text("来源", 300, required=True, help_text="法规条款、文件名称和文号，或本单位的规定。")
    effective_on = _day("生效日期", help_text="从这一天起使用；已经算过的期限不受影响。")
    organ = OrganChoice("适用机关", empty="全部机关", help_text="只对一个机关不同时才选择。")

    def __init__(self, *args: Any, number: Number, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"effective_on": today})
        super().__init__(*args, **kwargs)
        if number.values:
            self.fields["value"] = forms.TypedChoiceField(
                label="新的规定", coerce=int, widget=forms.RadioSelect, choices=list(enumerate(number.values))
            )
            speak_plainly(self)
            return
        self.fields["value"].help_text = f"{number.floor} 至 {number.ceiling} {number.unit}。"
        self.fields["value"].widget.attrs |= {"min": number.floor, "max": number.ceiling}


class CalendarForm(PlainForm):
    """A year's arrangement, pasted or as a file."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100)
    source = _text(
        "通知名称和文号",
        300,
        required=True,
        help_text="例如：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕7号）。",
    )
    days = forms.CharField(
        label="放假安排", required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="粘贴通知全文即可；也可以每行一天：日期，节日，放假或上班。须包含全年七个节日。",
    )  # fmt: skip
    file = forms.FileField(label="或选择文件", required=False, help_text="文本、CSV 或 JSON 文件，不超过 1 MB。")

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        if not data.get("days") and not data.get("file"):
            self.add_error("days", "请粘贴放假安排，或选择一个文件")
        return data


class WordForm(PlainForm):
    """A word of the screening dictionary."""

    text = _text("词语", 60, required=True, help_text="2至60字。")
    advice = _text("提示", 200, help_text="给起草人看：为什么要注意，或应改成什么。")
    active = forms.BooleanField(label="启用", required=False)


class TableForm(PlainForm):
    """A workbook of organs, people and posts."""

    file = forms.FileField(label="选择表格文件", help_text="xlsx 文件，不超过 5 MB，每张表不超过 2,000 行。")
