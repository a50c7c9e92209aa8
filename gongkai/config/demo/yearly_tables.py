"""The county's table of its website and its summary for last year, and a report that was corrected in February."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from gongkai.config.demo.paper import paper
from gongkai.config.demo.request_reports import Review
from gongkai.config.demo.request_stories import County
from gongkai.config.demo.timeline import working
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.records.models import Revision
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import narrative
from gongkai.oversee.annual import operations as annual
from gongkai.oversee.annual.queries import report_of, reports_held
from gongkai.oversee.yearly import operations as verbs
from gongkai.oversee.yearly.queries import Form, Subject

_STATISTICS, _SERVICES, _SAFETY = "网站统计后台年度数据", "县政务服务平台运行报告", "网站安全检测报告和整改台账"
#: What the platform cannot know of its own site, with where it is from.
SITE: dict[str, tuple[str, str]] = {
    "site.type": ("政府门户网站", "网站开设批复"),
    "visit.people": ("286417", _STATISTICS), "visit.total": ("1934052", _STATISTICS), "info.news": ("1426", _STATISTICS),
    "topic.kept": ("18", _STATISTICS), "topic.new": ("3", _STATISTICS), "read.product": ("26", "解读产品登记表"),
    "read.comment": ("4", "解读产品登记表"), "reply.total": ("11", "舆情处置台账"), "service.listed": ("是", _SERVICES),
    "service.users": ("61208", _SERVICES), "service.items": ("1487", _SERVICES), "service.online": ("1302", _SERVICES),
    "done.person": ("84116", _SERVICES), "done.legal": ("12390", _SERVICES), "message.one": ("是", "县长信箱管理后台"),
    "message.received": ("1173", "县长信箱管理后台"), "message.done": ("1166", "县长信箱管理后台"),
    "message.days": ("3.6", "县长信箱管理后台"), "message.public": ("708", "县长信箱管理后台"),
    "survey.issues": ("21", "征集调查栏目台账"), "survey.opinions": ("396", "征集调查栏目台账"),
    "survey.results": ("20", "征集调查栏目台账"), "talk.issues": ("8", "在线访谈栏目台账"),
    "talk.questions": ("144", "在线访谈栏目台账"), "talk.answers": ("131", "在线访谈栏目台账"), "chat.smart": ("否", "功能清单"),
    "safety.checks": ("12", _SAFETY), "safety.found": ("9", _SAFETY), "safety.fixed": ("9", _SAFETY),
    "safety.watch": ("是", _SAFETY), "safety.drill": ("是", _SAFETY), "safety.person": ("是", _SAFETY),
    "weibo.posts": ("612", "微博账号后台"), "weibo.followers": ("18340", "微博账号后台"),
    "wechat.posts": ("935", "公众号后台"), "wechat.followers": ("72166", "公众号后台"), "media.posts": ("无", "没有其他账号"),
    "media.followers": ("无", "没有其他账号"), "new.search": ("是", "功能清单"), "new.languages": ("否", "功能清单"),
    "new.accessible": ("是", "功能清单"), "new.personal": ("否", "功能清单"),
}  # fmt: skip
_GAZETTE, _PLACES, _TRAINING = "县政府办公室公报编辑台账", "查阅场所登记簿", "培训和检查台账"
#: What the county knows of its channels: this year, last year (empty: not known), where it is from.
CHANNELS: dict[str, tuple[str, str, str]] = {
    "site.other": ("8214", "7963", "各单位栏目统计"),
    "gazette.issues": ("无", "", "县政府不出版公报"),
    "gazette.items": ("无", "", "县政府不出版公报"),
    "wechat.posts": ("935", "874", "公众号后台"),
    "weibo.posts": ("612", "655", "微博账号后台"),
    "media.posts": ("0", "0", "没有其他账号"),
    "media.accounts": ("19", "23", "政务新媒体备案台账"),
    "press.held": ("6", "4", "新闻发布会登记"),
    "board.posted": ("2380", "", "乡镇公示栏台账"),
    "place.archive": ("1", "1", _PLACES),
    "place.library": ("1", "1", _PLACES),
    "place.service": ("5", "4", _PLACES),
    "place.visits": ("1640", "1512", _PLACES),
    "reply.total": ("11", "9", "舆情处置台账"),
    "train.held": ("3", "2", _TRAINING),
    "train.people": ("214", "160", _TRAINING),
    "check.made": ("4", "4", _TRAINING),
}
#: Last year's numbers from before the platform counted: requests and documents of the whole county.
LAST: dict[str, tuple[str, str]] = {
    "request.new": ("108", "各机关依申请公开登记簿"),
    "request.done": ("104", "各机关依申请公开登记簿"),
    "read.published": ("3", "政策解读登记表"),
    "stock.normative": ("8", "行政规范性文件目录"),
}
_OPENING = "县政府办公室牵头，各乡镇、各部门分工落实，年度重点公开事项全部完成。"
_WORK = (
    "每件政策文件与解读材料同步起草、同步发布，解读由起草人员和窗口人员共同审读。",
    "查阅场所开放时间在平台公布，配有专人引导。",
    "每季度检查一次栏目更新、链接和附件，发现的问题逐项销号。",
)
_PROBLEMS = "一是乡镇公开人员变动较多，业务不够熟悉；二是历史文件的有效性标注不够及时；三是政策解读的形式比较单一。"
_PLANS = "一是按岗位开展培训，新任人员先培训后上岗；二是对现行有效文件逐件核对，失效、废止的及时标注；三是解读增加图解和短视频。"
_CORRECTED = "streets"  # whose report of last year had a wrong number


def plan(county: County, review: Review) -> None:
    """Plan the table, the summary and the correction of this January and February."""
    year = county.today.year - 1
    for day, hour, act in (
        (date(year + 1, 1, 12), 10, _site(county, year, review)),
        (date(year + 1, 1, 19), 9, _summary(county, year, review)),
        (date(year + 1, 2, 12), 9, _correction(county, year, review)),
    ):
        moment = datetime.combine(working(day), time(hour, 35), CHINA)
        if moment <= county.now:  # one that lies in the future has not happened
            county.plan(moment, act)


def _officer(county: County, organ: str, at: datetime) -> Standing:
    return county.who(organ, Role.FOI_OFFICER, at.date(), set())


def _reviewed(review: Review, revision: Revision, key: str, organ: str, by: Standing, at: datetime) -> None:
    shape = paper(
        key,
        organ,
        "annual_report",
        15,
        "报告",
        revision.title,
        revision.title,
        at.date(),
        keywords="年度报告",
        sign=False,
    )
    review(revision, shape, by, at)


def _site(county: County, year: int, review: Review) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        officer = _officer(county, "county", at)
        about = Subject(county.organs["county"], Form.WEBSITE, None, year)
        for item, (text, source) in SITE.items():
            verbs.answer(about=about, item=item, text=text, source=source, by=officer, at=at)
        row = verbs.open_report(about=about, by=officer, at=at)
        revision = verbs.draft_record(report=row, by=officer, at=at + timedelta(minutes=10))
        _reviewed(review, revision, "yearly-website", "county", officer, at + timedelta(minutes=10))

    return act


def _summary(county: County, year: int, review: Review) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        officer = _officer(county, "county", at)
        about = Subject(county.organs["county"], Form.SUMMARY, None, year)
        for item, (now, last, source) in CHANNELS.items():
            verbs.answer(about=about, item=item, text=now, source=source, by=officer, at=at)
            if last:
                verbs.answer(about=about, item=f"last.{item}", text=last, source=source, by=officer, at=at)
        for item, (last, source) in LAST.items():
            verbs.answer(about=about, item=f"last.{item}", text=last, source=source, by=officer, at=at)
        row = verbs.open_report(about=about, by=officer, at=at)
        work = row.work
        for sentence in _WORK:
            work = work.replace(narrative.OPEN, sentence, 1)
        texts = {
            "opening": row.opening.replace(narrative.OPEN, _OPENING), "work": work, "problems": _PROBLEMS, "plans": _PLANS,
        }  # fmt: skip
        row = verbs.write_texts(report_id=row.pk, version=row.version, texts=texts, by=officer, at=at)
        revision = verbs.draft_record(report=row, by=officer, at=at + timedelta(minutes=10))
        _reviewed(review, revision, "yearly-summary", "county", officer, at + timedelta(minutes=10))

    return act


def _correction(county: County, year: int, review: Review) -> Callable[[datetime], None]:
    """Two penalties had been entered twice: the number is put right, and the page says what it was (条例6)."""

    def act(at: datetime) -> None:
        organ, officer = county.organs[_CORRECTED], _officer(county, _CORRECTED, at)
        row = report_of(organ.pk, year)
        if row is None or row.record is None:
            return
        annual.type_figure(
            organ=organ, year=year, cell="penalty.decisions", value=Decimal(481), by=officer, at=at,
            source="执法办案系统（核减重复登记的2件）",
        )  # fmt: skip
        with reports_held():
            revision = annual.draft_record(report=row, by=officer, at=at)
            _reviewed(review, revision, "annual-corrected", _CORRECTED, officer, at)

    return act
