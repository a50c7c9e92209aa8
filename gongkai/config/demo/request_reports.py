"""What the offices enter in January for the report of last year: figures, disputes, and the report of the county office itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from gongkai.config.demo.paper import paper
from gongkai.config.demo.request_stories import County
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import shift, vary, working
from gongkai.kernel.casework.models import Case
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.records.models import Revision
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import narrative
from gongkai.oversee.annual import operations as verbs

Review = Callable[[Revision, DemoDocument, Standing, datetime], Revision]

#: organ → licences, penalties, coercive measures, fees in 万元 of last year, and where the numbers are from.
_FIGURES: dict[str, tuple[str, str, str, str, str]] = {
    "office": ("0", "0", "0", "0", "本机关不实施行政许可、行政处罚、行政强制，不收取行政事业性收费"),
    "county": ("0", "0", "0", "0", "以县政府名义没有作出，由各部门分别报告"),
    "market": ("4218", "367", "26", "12.46", "县市场监管局行政审批台账、处罚案件系统、财务决算"),
    "land": ("512", "43", "3", "386.2", "县自然资源和规划局审批台账、执法监察台账、财务决算"),
    "housing": ("297", "58", "4", "21.85", "县住建局行政审批台账、处罚案卷登记簿、财务决算"),
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
_ONLY_THE_OFFICE_KNOWS = (
    "全年开展栏目抽查四次，举办业务培训两期，没有发生责任追究的情形。",
    "对重点领域信息逐项建立台账，按季度核对。",
    "每月检查一次栏目更新、链接和附件。",
    "年度考核结果在全县通报，没有发生责任追究的情形。",
)
_PROBLEMS = (
    "存在的主要问题：一是个别申请答复说理不够充分；二是主动公开栏目中的历史文件有效性标注不够及时。"
    "改进情况：印发答复书示范文本，组织经办人员集中评查答复案卷；对现行有效文件逐件核对，失效、废止的及时标注。"
)


def plan(county: County, review: Review) -> None:
    """Plan the entries of last year's disputes and of this January."""
    last = county.today.year - 1
    for place, dispute in enumerate(_DISPUTES):
        _plan_dispute(county, place, dispute)
    for place, organ in enumerate(_FIGURES):
        day = working(date(last + 1, 1, 8 + place % 3))
        county.plan(datetime.combine(day, time(10, 7 * place), CHINA), _typing(county, organ, last))
    day = working(date(last + 1, 1, 20))
    county.plan(datetime.combine(day, time(9, 20), CHINA), _reporting(county, last, review))


def _officer(county: County, organ: str, at: datetime) -> Standing:
    return county.who(organ, Role.FOI_OFFICER, at.date(), set())


def _typing(county: County, organ: str, year: int) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        *values, source = _FIGURES[organ]
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


def _reporting(county: County, year: int, review: Review) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        organ, officer = county.organs["office"], _officer(county, "office", at)
        row = verbs.open_report(organ=organ, year=year, by=officer, at=at)
        overview = row.overview
        for sentence in _ONLY_THE_OFFICE_KNOWS:
            overview = overview.replace(narrative.OPEN, sentence, 1)
        texts = {"overview": overview.replace(narrative.OPEN, ""), "problems": _PROBLEMS}
        row = verbs.write_texts(report_id=row.pk, version=row.version, texts=texts, by=officer, at=at)
        revision = verbs.draft_record(report=row, by=officer, at=at + timedelta(minutes=20))
        title = f"云岫县人民政府办公室{year}年政府信息公开工作年度报告"
        shape = paper(
            "annual-office",
            "office",
            "annual_report",
            15,
            "报告",
            title,
            title,
            at.date(),
            keywords="年度报告",
            sign=False,
        )
        review(revision, shape, officer, at + timedelta(minutes=20))

    return act
