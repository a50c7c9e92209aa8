"""The county office collects last year's figures in January: computed, reported, sent back once, accepted, locked, rolled up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from gongkai.config.demo.request_reports import FIGURES
from gongkai.config.demo.request_stories import County
from gongkai.config.demo.timeline import shift, working
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries as collecting
from gongkai.oversee.collecting.models import Campaign, Filing
from gongkai.oversee.collecting.terms import State

_WORDS = "数据以系统统计为准，与业务台账不一致的先核对台账。没有发生的填0，不要空着。"
#: What was sent back: the cell, what is wrong with it, the reason. The second of the two was not reported again.
_RETURNED = {
    "market": ("penalty.decisions", "与处罚案件系统的结案数不一致", "行政处罚数请与案件系统核对后重新报送。"),
    "streets": ("fee.amount", "是否含代收的垃圾处理费", "收费金额请核对口径，不含代收款项。"),
}
_EXPLAINED = "上年按申请表登记的身份归类，本年答复时按查实的身份归类，总数一致。"
_UNREPORTED = "trading"  # filled in, never reported


def plan(county: County) -> None:
    """Plan the collection of last year: opened on a working day of early January, everything else follows."""
    opened = datetime.combine(working(date(county.today.year, 1, 6)), time(10, 20), CHINA)
    if opened <= county.now:
        county.plan(opened, _opening(county))


def _opening(county: County) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        year, lead = at.year - 1, county.organs["office"]
        officer = county.who("office", Role.FOI_OFFICER, at.date(), set())
        keys = [key for key in FIGURES if key != "county"]  # what the county reports is the roll-up
        campaign = verbs.open_campaign(
            lead=lead,
            year=year,
            by=officer,
            at=at,
            organ_ids=[county.organs[key].pk for key in keys],
            fields={"words": _WORDS},
        )
        filings = dict(Filing.objects.filter(campaign=campaign).values_list("organ_id", "pk"))
        for place, key in enumerate(keys):
            day = working(date(year + 1, 1, 14 + list(FIGURES).index(key) % 11))
            when = datetime.combine(day, time(15, 2 * place), CHINA)
            _plan(county, when, _reporting(county, key, filings[county.organs[key].pk]))
        last = working(date(year + 1, 2, 2))
        _plan(county, datetime.combine(last, time(9, 30), CHINA), _reminding(county, campaign.pk))
        _plan(county, datetime.combine(shift(last, 2), time(16), CHINA), _summing(county, campaign.pk))

    return act


def _plan(county: County, at: datetime, act: Callable[[datetime], None]) -> None:
    """One that lies in the future has not happened."""
    if at <= county.now:
        county.plan(at, act)


def _reporter(county: County, key: str, on: date) -> Standing:
    try:
        return county.who(key, Role.FOI_HEAD, on, set())
    except LookupError:
        return county.who(key, Role.FOI_OFFICER, on, set())


def _reporting(county: County, key: str, filing: int) -> Callable[[datetime], None]:
    """The figures that the house counted, reported by the head; examined on the next working day."""

    def act(at: datetime) -> None:
        officer = county.who(key, Role.FOI_OFFICER, at.date(), set())
        row = verbs.take_computed(filing_id=filing, version=0, by=officer, at=at)
        if key == _UNREPORTED:
            return
        if told := collecting.judged(row).warnings:
            words = {check.fingerprint: _EXPLAINED for check in told}
            row = verbs.save_filing(filing_id=filing, version=row.version, cells={}, words=words, by=officer, at=at)
        _report(county, key, row, at)
        examined = datetime.combine(shift(at.date(), 1), time(9, at.minute), CHINA)
        _plan(county, examined, _examining(county, key, filing))

    return act


def _report(county: County, key: str, row: Filing, at: datetime) -> None:
    verbs.submit(
        filing_id=row.pk, version=row.version, by=_reporter(county, key, at.date()), at=at + timedelta(minutes=30)
    )


def _examining(county: County, key: str, filing: int) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        row = Filing.objects.get(pk=filing)
        reporter = row.submitted_by_id or 0
        try:
            examiner = county.who("office", Role.FOI_OFFICER, at.date(), {reporter})
        except LookupError:
            examiner = county.who("office", Role.FOI_HEAD, at.date(), {reporter})
        if key in _RETURNED and row.state == State.SUBMITTED and not row.steps.filter(move="return").exists():
            cell, note, reason = _RETURNED[key]
            verbs.send_back(
                filing_id=filing, version=row.version, reason=reason, cells={cell: note}, by=examiner, at=at
            )
            if key == "market":
                again = datetime.combine(shift(at.date(), 1), time(10, 40), CHINA)
                _plan(county, again, _correcting(county, key, filing))
            return
        verbs.accept(filing_id=filing, version=row.version, by=examiner, at=at)

    return act


def _correcting(county: County, key: str, filing: int) -> Callable[[datetime], None]:
    """The number is the right one: the office says so in its text, and reports again."""

    def act(at: datetime) -> None:
        row = Filing.objects.get(pk=filing)
        officer = county.who(key, Role.FOI_OFFICER, at.date(), set())
        row = verbs.save_filing(
            filing_id=filing, version=row.version, cells={"penalty.decisions": Decimal(row.cells["penalty.decisions"])},
            texts={"others": f"{row.texts.get('others', '')}\n处罚数按作出决定的日期统计，已与案件系统核对一致。".strip()}, by=officer, at=at,
        )  # fmt: skip
        _report(county, key, row, at)
        examined = datetime.combine(shift(at.date(), 1), time(11, 10), CHINA)
        _plan(county, examined, _examining(county, key, filing))

    return act


def _reminding(county: County, campaign: int) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        officer = county.who("office", Role.FOI_OFFICER, at.date(), set())
        verbs.remind(campaign_id=campaign, by=officer, at=at)

    return act


def _summing(county: County, campaign: int) -> Callable[[datetime], None]:
    """What was accepted is locked and summed; who is missing stands with the sum."""

    def act(at: datetime) -> None:
        head = county.who("office", Role.FOI_HEAD, at.date(), set())
        row = Campaign.objects.get(pk=campaign)
        for filing in Filing.objects.filter(campaign=row, state=State.ACCEPTED).order_by("pk"):
            verbs.lock(filing_id=filing.pk, version=filing.version, by=head, at=at)
        above = county.organs["county"].pk
        verbs.roll_up(campaign_id=campaign, organ_id=above, scope=verbs.Scope(), by=head, at=at + timedelta(minutes=20))

    return act
