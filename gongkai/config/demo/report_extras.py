"""What stands beside last year's figures: the tasks of the year's plan, numbers published elsewhere, and why they differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from gongkai.config.demo.request_stories import County
from gongkai.config.demo.timeline import working
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries

#: organ → tasks: what was asked, in which month it was done (0: under way, -1: not done), what came of it.
TASKS: dict[str, tuple[tuple[str, int, str], ...]] = {
    "office": (
        ("逐件核对现行有效的规范性文件", 6, "核对后在网站标注有效性，失效、废止的一并公布"),
        ("修订政府信息公开指南", 4, "更新了申请渠道、期限和救济途径"),
        ("组织公开业务培训", 10, "面向部门、乡镇各举办一期"),
        ("在政务服务大厅和图书馆设立查阅点", 9, "两处均提供检索、打印和人工帮助"),
    ),
    "market": (
        ("公开重点领域抽查计划和结果", 11, "计划、结果分批公布，可以按对象检索"),
        ("制作便民办事的图解", 0, "已完成登记注册类，食品经营类正在制作"),
    ),
    "land": (("集中公开征地信息", 8, "历年批次按乡镇归集到统一平台"), ("整理历史规划图件", -1, "")),
}
#: organ, cell, the number elsewhere, where, why it differs (empty: it does not).
BESIDE: tuple[tuple[str, str, int, str, str], ...] = (
    ("market", "license.decisions", 4218, "省政务服务网办件统计", ""),
    ("market", "penalty.decisions", 371, "国家企业信用信息公示系统（澜州）", "公示系统含上年末作出、本年公示的4件决定，本表按作出日期统计"),
    ("streets", "penalty.decisions", 479, "县行政执法公示专栏", "公示专栏不含依法不予公示的4件对未成年人的处罚"),
)  # fmt: skip


def plan(county: County) -> None:
    """Plan last year's tasks, this year's, and what is put beside the figures in January."""
    last = county.today.year - 1
    for year in (last, county.today.year):
        for place, (organ, tasks) in enumerate(TASKS.items()):
            for step, (name, month, result) in enumerate(tasks):
                done = working(date(year, month, 20)) if month > 0 and year == last else None
                entered = datetime.combine(working(date(year, 3, 25)), time(14, 10 * place + step), CHINA)
                if entered <= county.now:
                    county.plan(entered, _task(county, organ, year, name, done, result if year == last else "", month))
    for place, one in enumerate(BESIDE):
        moment = datetime.combine(working(date(last + 1, 1, 12)), time(15, 5 * place), CHINA)
        if moment <= county.now:
            county.plan(moment, _beside(county, last, *one))


def _officer(county: County, organ: str, at: datetime) -> Standing:
    return county.who(organ, Role.FOI_OFFICER, at.date(), set())


def _task(
    county: County, organ: str, year: int, name: str, done: date | None, result: str, month: int
) -> Callable[[datetime], None]:
    """A task is entered when the plan comes, and what became of it when it is done or the year is over."""
    source = f"云岫县人民政府办公室关于印发{year}年政务公开工作要点的通知"
    begun = {"name": name, "source": source, "state": "running", "result": "", "finished_on": None}

    def act(at: datetime) -> None:
        row = verbs.enter_task(
            organ=county.organs[organ], year=year, fields=begun, by=_officer(county, organ, at), at=at
        )

        def ended(when: datetime) -> None:
            state = "done" if done else "undone" if month < 0 else "running"
            told = begun | {"state": state, "result": result, "finished_on": done}
            officer = _officer(county, organ, when)
            verbs.amend_task(task_id=row.pk, version=row.version, fields=told, by=officer, at=when)

        if done or result or month < 0:
            closed = datetime.combine(done or working(date(year, 12, 20)), time(16, 30), CHINA)
            if closed <= county.now:
                county.plan(closed, ended)

    return act


def _beside(
    county: County, year: int, organ: str, cell: str, value: int, where: str, why: str
) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        office, officer = county.organs[organ], _officer(county, organ, at)
        verbs.set_beside(organ=office, year=year, cell=cell, value=Decimal(value), source=where, by=officer, at=at)
        if not why:
            return
        found = queries.compute(office, year, at).checks
        check = next(one for one in found if one.kind == "elsewhere" and one.cells == (cell,))
        subject = verbs.Subject("", year, check.fingerprint, check.topic, queries.sentence(check))
        verbs.explain(organ=office, subject=subject, reason=why, by=officer, at=at)

    return act
