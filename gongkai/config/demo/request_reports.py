"""What the offices enter in January for the report of last year: figures, disputes, and every office's counted report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from gongkai.config.demo.paper import paper
from gongkai.config.demo.report_words import WORDS
from gongkai.config.demo.request_stories import County
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import shift, vary, working
from gongkai.kernel.casework.models import Case
from gongkai.kernel.organizations.queries import Nature, Role, Standing
from gongkai.kernel.records.models import Revision
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import narrative
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual.queries import reports_held

Review = Callable[[Revision, DemoDocument, Standing, datetime], Revision]

_NONE = "本机关不实施行政许可、行政处罚、行政强制，不收取行政事业性收费"
_TOWN = "行政执法办公室处罚案卷登记簿、镇财政所决算"
#: organ → licences, penalties, coercive measures, fees in 万元 of last year, and where the numbers are from.
FIGURES: dict[str, tuple[str, str, str, str, str]] = {
    "office": ("0", "0", "0", "0", _NONE),
    "county": ("0", "0", "0", "0", "以县政府名义没有作出，由各部门分别报告"),
    "market": ("4218", "367", "26", "12.46", "县市场监管局行政审批台账、处罚案件系统、财务决算"),
    "land": ("512", "43", "3", "386.2", "县自然资源和规划局审批台账、执法监察台账、财务决算"),
    "housing": ("297", "58", "4", "21.85", "县住建局行政审批台账、处罚案卷登记簿、财务决算"),
    "development": ("186", "2", "0", "0", "县发改局项目审批台账、价格执法案卷登记簿"),
    "education": ("37", "5", "0", "0", "县教育局民办学校审批台账、校外培训执法案卷登记簿"),
    "civil": ("64", "3", "0", "0", "县民政局社会组织登记台账、执法案卷登记簿"),
    "finance": ("9", "4", "0", "0", "县财政局代理记账许可台账、财政检查案卷登记簿"),
    "labour": ("118", "16", "0", "0", "县人社局行政审批台账、劳动监察案件系统"),
    "transport": ("731", "204", "17", "8.64", "县交通运输局许可台账、路政和运政处罚系统、财务决算"),
    "farming": ("342", "29", "6", "1.72", "县农业农村局行政审批台账、农业执法案卷登记簿、财务决算"),
    "health": ("415", "52", "2", "0", "县卫健局行政审批台账、卫生监督信息系统"),
    "emergency": ("73", "61", "8", "0", "县应急局行政许可台账、安全生产执法系统"),
    "services": ("0", "0", "0", "0", "审批决定由各主管部门作出，本局不实施处罚、强制，不收费"),
    "streets": ("268", "483", "31", "94.3", "县城管局行政审批台账、执法办案系统、财务决算"),
    "environment": ("46", "27", "5", "0", "生态环境云岫分局排污许可台账、行政处罚案卷登记簿"),
    "figures": ("0", "6", "0", "0", "县统计局统计执法案卷登记簿"),
    "wangxi": ("21", "8", "1", "0.36", _TOWN),
    "songting": ("14", "5", "0", "0.22", _TOWN),
    "bailu": ("17", "6", "1", "0.28", _TOWN),
    "lingbo": ("0", "33", "2", "0", "综合行政执法队处罚案卷登记簿"),
    "trading": ("0", "0", "0", "0", _NONE),
}
_CELLS = ("license.decisions", "penalty.decisions", "coercion.decisions", "fee.amount")
#: organ, kind, working days before the end of last year, days it took (0: no result yet), result, authority
_DISPUTES: tuple[tuple[str, str, int, int, str, str], ...] = (
    ("office", "review", 160, 42, "upheld", "云岫县人民政府"),
    ("office", "review", 110, 38, "corrected", "云岫县人民政府"),
    ("office", "post", 70, 55, "upheld", "澜州市云岫县人民法院"),
    ("land", "review", 150, 40, "upheld", "云岫县人民政府"),
    ("land", "direct", 20, 0, "pending", "澜州市云岫县人民法院"),
    ("market", "review", 90, 35, "other", "云岫县人民政府"),
    ("housing", "post", 130, 60, "other", "澜州市云岫县人民法院"),
)
#: What only the office knows, in the order of the gaps: 信息管理, 平台建设, 监督保障.
_MANAGED = (
    "主动公开的文件每季度核对一次有效性，失效、废止的随即标注。",
    "对重点领域信息逐项建立台账，按季度核对。",
    "公开前逐件核对个人信息的遮盖情况，全年没有发生不当公开。",
)
_KEPT_UP = (
    "每月检查一次栏目更新、链接和附件。",
    "栏目由专人维护，附件统一为可以复制、检索的格式。",
    "按照群众查找的习惯调整了栏目顺序，办事指南与政策文件互相链接。",
)
_OVERSEEN = (
    "公开工作纳入年度考核，结果在全县通报，没有发生责任追究的情形。",
    "举办业务培训两期，开展栏目自查四次，没有发生责任追究的情形。",
)
_PROBLEMS = (
    ("个别申请答复说理不够充分", "印发答复书示范文本，组织经办人员集中评查答复案卷"),
    ("主动公开栏目中的历史文件有效性标注不够及时", "对现行有效文件逐件核对，失效、废止的及时标注"),
    ("政策解读语言不够通俗", "解读材料由起草人员和窗口人员共同审读，专业词句逐条说明"),
    ("工程类信息附件格式不统一", "统一附件格式，发布前由公开机构逐件打开核对"),
    ("乡镇公示栏更换不够及时", "公示内容与网站同步更换，每月拍照留存"),
)


def plan(county: County, review: Review) -> None:
    """Plan the entries of last year's disputes and of this January."""
    last = county.today.year - 1
    for place, dispute in enumerate(_DISPUTES):
        _plan_dispute(county, place, dispute)
    for place, organ in enumerate(FIGURES):
        typed = working(date(last + 1, 1, 8 + place % 3))
        told = working(date(last + 1, 1, 14 + place % 11))
        for day, hour, act in (
            (typed, 10, _typing(county, organ, last)),
            (told, 9, _reporting(county, organ, place, review)),
        ):
            moment = datetime.combine(day, time(hour, 2 * place), CHINA)
            if moment <= county.now:  # one that lies in the future has not happened
                county.plan(moment, act)


def _officer(county: County, organ: str, at: datetime) -> Standing:
    return county.who(organ, Role.FOI_OFFICER, at.date(), set())


def _typing(county: County, organ: str, year: int) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        *values, source = FIGURES[organ]
        for cell, value in zip(_CELLS, values, strict=True):
            verbs.type_figure(
                organ=county.organs[organ], year=year, cell=cell, value=Decimal(value), source=source,
                by=_officer(county, organ, at), at=at,
            )  # fmt: skip

    return act


def _plan_dispute(county: County, place: int, dispute: tuple[str, str, int, int, str, str]) -> None:
    organ, kind, before, took, result, authority = dispute
    filed = shift(date(county.today.year - 1, 12, 31), -before)
    fields: dict[str, object] = {
        "kind": kind, "filed_on": filed, "result": "pending", "decided_on": None, "authority": authority,
        "case_number": f"{'岫府复' if kind == 'review' else '（岫）行初'}〔{filed.year}〕{11 + vary(f'dispute {place}', 1, 80)}号",
        "source": "行政复议答复通知书" if kind == "review" else "应诉通知书",
    }  # fmt: skip

    def entered(at: datetime) -> None:
        about = Case.objects.filter(organ=county.organs[organ], kind="foi", closed_at__lt=at - timedelta(days=5))
        number = about.order_by("-closed_at").values_list("number", flat=True).first() or ""
        row = verbs.enter_dispute(
            organ=county.organs[organ], fields=fields | {"request": number}, by=_officer(county, organ, at), at=at
        )
        if took:
            decided = shift(filed, took)

            def ended(when: datetime) -> None:
                told = fields | {"request": number, "result": result, "decided_on": decided}
                officer = _officer(county, organ, when)
                verbs.amend_dispute(dispute_id=row.pk, version=row.version, fields=told, by=officer, at=when)

            county.plan(datetime.combine(decided, time(16, place), CHINA), ended)

    county.plan(datetime.combine(filed, time(11, place), CHINA), entered)


def _reporting(county: County, key: str, place: int, review: Review) -> Callable[[datetime], None]:
    """The report of last year, its numbers counted from what the demo did, made public through the reviews."""
    year = county.today.year - 1

    def write(at: datetime) -> None:
        organ, officer = county.organs[key], _officer(county, key, at)
        row = verbs.open_report(organ=organ, year=year, by=officer, at=at)
        # The year before was counted elsewhere: what the system holds of it is nothing to compare with.
        overview = row.overview.replace("{new.sentence}", "")
        government = organ.nature in {Nature.GOVERNMENT, Nature.TOWNSHIP, Nature.OFFICE}
        for sentence in (_MANAGED[place % 3], _KEPT_UP[place // 3 % 3], _OVERSEEN[0 if government else 1]):
            overview = overview.replace(narrative.OPEN, sentence, 1)
        (first, cure), (second, remedy) = (
            _PROBLEMS[(place + step) % len(_PROBLEMS)] for step in (0, 1 + place // 5 % 3)
        )
        problems = f"存在的主要问题：一是{first}；二是{second}。改进情况：{cure}；{remedy}。"
        problems = f"{problems}\n{WORDS.get(key, '')}".strip()
        texts = {"overview": overview, "problems": problems}
        row = verbs.write_texts(report_id=row.pk, version=row.version, texts=texts, by=officer, at=at)
        revision = verbs.draft_record(report=row, by=officer, at=at + timedelta(minutes=20))
        title = f"{organ.name}{year}年政府信息公开工作年度报告"
        shape = paper(
            f"annual-{key}", key, "annual_report", 15, "报告", title, title, at.date(), keywords="年度报告", sign=False
        )
        review(revision, shape, officer, at + timedelta(minutes=20))

    def act(at: datetime) -> None:
        with reports_held():  # from the text to the last review nothing of last year changes
            write(at)

    return act
