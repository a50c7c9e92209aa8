"""What the gallery shows: realistic samples of every component, for eyes, axe and tests; none of it is data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms

from gongkai.faces.design import charts
from gongkai.faces.design.forms import PlainForm
from gongkai.faces.design.parts import (
    Badge,
    Desk,
    Entry,
    Event,
    Facet,
    Fact,
    Figure,
    File,
    Group,
    Heading,
    Link,
    Step,
)
from gongkai.kernel.vocabulary import CHINA


@dataclass(frozen=True)
class SampleSite:
    """The facts of a site as the frames read them."""

    name: str = "云溪县人民政府"
    id_code: str = "3399990001"
    sponsor: str = "云溪县人民政府办公室"
    contact: str = "0579-8600 0000（工作日 8:30—17:30）"
    icp: str = "浙ICP备00000000号"
    police: str = "浙公网安备 33999902000001号"


class SampleForm(PlainForm):
    """One field of every shape."""

    title = forms.CharField(label="标题", max_length=120, help_text="与正式文件一致，不加书名号。")
    number = forms.CharField(label="文号", required=False, help_text="例如：云政办发〔2026〕18号")
    kind = forms.ChoiceField(label="体裁", choices=[("", "请选择"), ("notice", "通知"), ("opinion", "意见")])
    made_on = forms.DateField(label="成文日期", widget=forms.DateInput(attrs={"type": "date"}))
    attribute = forms.ChoiceField(
        label="公开属性",
        help_text="在起草时就要确定。不予公开的须写明依据和理由。",
        widget=forms.RadioSelect,
        choices=[("open", "主动公开"), ("asked", "依申请公开"), ("closed", "不予公开")],
    )
    topics = forms.MultipleChoiceField(
        label="主题分类",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("farm", "农业、林业、水利"), ("city", "城乡建设、环境保护"), ("health", "卫生、体育")],
    )
    reason = forms.CharField(
        label="说明", max_length=500, widget=forms.Textarea(attrs={"rows": 4}), help_text="写给复审人看，不对外公开。"
    )
    file = forms.FileField(label="附件", required=False, help_text="PDF、docx、xlsx，单个不超过 50 MB。")
    checked = forms.BooleanField(label="已逐页核对，不含国家秘密、商业秘密和个人隐私")


def _at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


TITLES = [
    "云溪县人民政府办公室关于印发云溪县农村饮用水水源保护管理办法的通知",
    "云溪县人民政府关于调整城镇土地使用税税额标准的通告",
    "《云溪县农村饮用水水源保护管理办法》解读",
]
VALID = Badge("现行有效", "green")
ENTRIES = [
    Entry(TITLES[0], "#1", "县政府办公室", date(2026, 11, 3), "行政规范性文件", "云政办发[2026]18号", VALID),
    Entry(TITLES[1], "#2", "县财政局", date(2026, 9, 28), "通告", "云政发〔2026〕7号", Badge("即将失效", "amber")),
    Entry(TITLES[2], "#3", "县水利局", date(2026, 11, 4), "政策解读"),
]


def context() -> dict[str, Any]:
    """Every variable of the gallery's templates."""
    wrong = SampleForm({"title": "", "number": "", "kind": "notice", "reason": "拟于 11 月印发。"})
    wrong.is_valid()
    return {
        "site": SampleSite(),
        "nav": _nav(),
        "desk": _desk(),
        "messages": [],
        "form": SampleForm(auto_id="fresh_%s"),
        "wrong": wrong,
        "today": date(2026, 11, 3),
        "moment": _at(11, 3, 14, 5),
        "entries": ENTRIES,
        "related": ENTRIES[2:],
        "facets": _facets(),
        "tabs": [
            Link("待办", "#a", current=True, count=6),
            Link("待审", "#b", count=2),
            Link("我参与的", "#c", count=48),
        ],
        "head": _head(),
        "facts": [
            Fact("公开属性", "主动公开", note="条例第十九条、第二十条第（一）项"),
            Fact("责任处室", "县水利局 水资源科"),
            Fact("联系电话", "0579-8600 0123"),
            Fact("文号", "云政办发〔2026〕18号", url="#number"),
            Fact("失效日期", ""),
        ],
        "files": [
            File("云溪县农村饮用水水源保护管理办法", "#f1", "PDF", 482_304),
            File("附表：水源地名录（2026年版）", "#f2", "表格", 35_120, note="共 3 个工作表"),
        ],
        "events": _events(),
        "steps": [
            Step("起草", "done", "王晓岚，10月26日"),
            Step("公开审查", "done", "李志远，10月28日"),
            Step("初审", "done", "陈立，10月30日"),
            Step("复审", "current", "周敏，还有 1 个工作日"),
            Step("终审", "todo"),
            Step("发布", "todo"),
        ],
        "returned": [Step("起草", "done"), Step("初审", "returned", "10月30日退回"), Step("复审"), Step("终审")],
        "figures": [
            Figure("逾期", 1, "件", "#late", "最久 2 个工作日", "red"),
            Figure("本周到期", 4, "件", "#week", kind="amber"),
            Figure("待我签发", 3, "件", "#sign"),
            Figure("本月发布", 1286, "件", "#month", "上月 1,190 件"),
        ],
        "charts": _charts(),
        "pages": [Link(str(n), f"#p{n}", current=n == 5) for n in (1, 3, 4, 5, 6, 7, 278)],
        "headings": [
            Heading("第一章　总则", "chapter-1"),
            Heading("第二章　水源保护", "chapter-2"),
            Heading("第一节　划定与标志", "section-2-1", 3),
            Heading("第二节　日常巡查", "section-2-2", 3),
            Heading("第三章　附则", "chapter-3"),
        ],
    }


def _nav() -> list[Link]:
    return [
        Link("首页", "/"),
        Link("政府信息公开", "#open", current=True),
        Link("政策文件", "#policies"),
        Link("依申请公开", "#apply"),
        Link("年报", "#reports"),
        Link("核验", "#verify"),
    ]


def _desk() -> Desk:
    return Desk(
        person="王晓岚",
        post="起草、公开机构经办",
        organ="县水利局",
        search_url="#search",
        notices_url="#notices",
        notices=3,
        groups=(
            Group(
                "我的工作",
                (
                    Link("待办", "#todo", current=True, count=6),
                    Link("待审", "#review", count=2),
                    Link("即将到期", "#soon", count=4),
                    Link("逾期", "#late", count=1, late=True),
                    Link("我参与的", "#mine", count=48),
                ),
            ),
            Group(
                "政府信息", (Link("起草", "#draft"), Link("全部信息", "#all", count=12_906), Link("公开目录", "#list"))
            ),
            Group("监督", (Link("台账", "#ledger"), Link("存证", "#log"))),
        ),
    )


def _charts() -> list[str]:
    """One of each kind: a year without a report breaks the line and is no column."""
    years = ["2022年", "2023年", "2024年", "2025年"]

    def told(label: str, *numbers: int | None) -> charts.Series:
        return charts.Series(label, numbers, tuple("无报告" if n is None else str(n) for n in numbers))

    return [
        charts.lines(
            key="gallery-lines", title="新收申请2022年至2025年增加42%，由140件到199件；2024年无报告", unit="件", categories=years,
            series=[told("新收申请", 140, 160, None, 199), told("结转下年度", 12, 31, None, 9)],
        ),
        charts.stacks(
            key="gallery-stacks", title="2025年办理结果中予以公开最多，占60%", categories=years,
            series=[
                told("予以公开", 70, 90, None, 120), told("部分公开", 20, 18, None, 24), told("不予公开", 14, 21, None, 19),
                told("无法提供", 22, 19, None, 26), told("不予处理", 8, 6, None, 0), told("其他处理", 3, 5, None, 10),
            ],
        ),
        charts.bars(
            key="gallery-bars", title="2025年新收申请最高的是县自然资源和规划局（64件）", unit="件",
            rows=[
                charts.Bar("县自然资源和规划局", 64, "64"), charts.Bar("县水利局", 31, "31", strong=True),
                charts.Bar("县民政局", 8, "8"),
            ],
        ),
    ]  # fmt: skip


def _facets() -> list[Facet]:
    return [
        Facet("体裁", (Link("全部", "#k0", current=True, count=3475), Link("地方性法规", "#k1", count=1830))),
        Facet("年份", (Link("2026年", "#y1", count=214), Link("2025年", "#y2", count=532))),
        Facet("效力", (Link("现行有效", "#v1", count=2911), Link("已废止", "#v2", count=208))),
    ]


def _head() -> list[Fact]:
    return [
        Fact("索引号", "11339999MB0001234X/2026-00518"),
        Fact("主题分类", "农业、林业、水利 / 水利、水务"),
        Fact("发文机关", "云溪县人民政府办公室"),
        Fact("成文日期", "2026年10月30日"),
        Fact("体裁", "通知"),
        Fact("发布日期", "2026年11月3日"),
        Fact("公开属性", "主动公开"),
        Fact("责任处室", "县水利局 水资源科"),
    ]


def _events() -> list[Event]:
    return [
        Event(_at(11, 2, 9, 12), "提交复审", "县水利局 王晓岚", kind="blue"),
        Event(
            _at(10, 30, 16, 40),
            "初审退回",
            "县政府办公室 陈立",
            "第十二条引用的《水法》条款与现行文本不一致，请核对；\n附表缺少 2 处水源地的坐标。",
            "red",
        ),
        Event(_at(10, 28, 11, 5), "通过公开审查", "县水利局 李志远", kind="green"),
        Event(_at(10, 26, 10, 0), "建立草稿", "县水利局 王晓岚"),
    ]
