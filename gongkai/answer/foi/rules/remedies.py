"""救济途径: what a reply must tell of reconsideration and suit (行政复议法20, 22–28, 34; 行政诉讼法45, 46)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.answer.foi.terms import Outcome, Remedy
from gongkai.kernel.organizations.terms import Level, Nature
from gongkai.kernel.vocabulary import Refusal

REVIEW_DAYS = 60  # 行政复议法20: natural days from knowing of the act
COURT_DAYS = 15  # 行政诉讼法45, 行政复议法34: natural days from the reconsideration decision
COURT_MONTHS = 6  # 行政诉讼法46


@dataclass(frozen=True)
class OrganFacts:
    """What the remedy and the letters need of an organ; names as they are printed.

    ``government``: the government it belongs to (of a township: the county's; of a branch: that of its department);
    ``upper``: of a government the next higher one; ``superior``: the department above it in its own system.
    ``vertical``: customs, finance, foreign exchange, tax, state security (行政复议法27); ``justice``: the local
    department of justice (28); ``by_district``: a branch of a department of a city, set up by district (24 末款), with
    ``local_government``. ``review_online``: the internet channel for reconsideration (22).
    """

    name: str
    level: Level = Level.COUNTY
    nature: Nature = Nature.DEPARTMENT
    government: str = ""
    upper: str = ""
    superior: str = ""
    vertical: bool = False
    justice: bool = False
    by_district: bool = False
    local_government: str = ""
    review_online: str = ""
    office: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Clause:
    """The remedy of one reply. ``first``: reconsideration comes first (复议前置). ``text`` is what the reply prints.

    ``kind``: "F" reconsideration first, "N" either, "T" the third party's, "" none to be told. Days are natural days.
    """

    kind: str = ""
    first: bool = False
    bodies: tuple[str, ...] = ()
    review_days: int = REVIEW_DAYS
    court_days: int = COURT_DAYS
    court_months: int = COURT_MONTHS
    online: str = ""
    text: str = ""


def review_bodies(organ: OrganFacts) -> tuple[str, ...]:
    """Where reconsideration may be asked for (行政复议法24–28): one body, or two where the law leaves a choice.

    A department's superior is no longer one of them, but for the systems of art 27 and departments of justice.
    Refusal for bodies that give no reply under the Regulation (条例55; legislatures).
    """
    if organ.nature in {Nature.INSTITUTION, Nature.LEGISLATURE}:
        raise Refusal(f"{organ.name}不是依照条例第四章答复申请的行政机关（《条例》第二十七条、第五十五条）。")
    if organ.vertical:  # 27: 向上一级主管部门申请行政复议
        return (organ.superior or "上一级主管部门",)
    if organ.nature is Nature.GOVERNMENT:
        if organ.level in {Level.PROVINCE, Level.STATE}:  # 24 ¶2
            return (organ.name,)
        return (organ.upper or organ.government or "上一级人民政府",)  # 24(2)
    if organ.level is Level.STATE:  # 25
        return (
            organ.name if organ.nature in {Nature.DEPARTMENT, Nature.OFFICE} else organ.superior or "国务院主管部门",
        )
    if organ.nature is Nature.TOWNSHIP:  # 24(2), 24(3)
        return (organ.government or organ.upper or "县级人民政府",)
    same = organ.government or "本级人民政府"  # 24(1), 24(4), 24 末款
    if organ.justice:  # 28
        return (same, organ.superior or "上一级司法行政部门")
    if organ.nature is Nature.DISPATCHED and organ.by_district and organ.local_government:
        return (same, organ.local_government)
    return (same,)


def remedy(
    outcome: Outcome | Remedy, organ: OrganFacts, served_online: bool = False, third_party: bool = False
) -> Clause:
    """What the reply says on remedies; ``third_party``: the notice to a third party whose objection was not followed.

    Refusal (field ``review_online``) when it is served through the internet and the organ names no internet channel
    for reconsideration (行政复议法22).
    """
    kind = outcome if isinstance(outcome, Remedy) else outcome.remedy
    partial = isinstance(outcome, Outcome) and outcome.code == "partial"
    if kind is Remedy.NONE and not third_party:
        return Clause()
    if served_online and not organ.review_online.strip():
        raise Refusal(
            "通过互联网送达答复的，应当同时提供提交行政复议申请书的互联网渠道，请先登记该渠道的网址（《行政复议法》第二十二条）。",
            field="review_online",
        )
    bodies = review_bodies(organ)
    online = organ.review_online.strip() if served_online else ""
    if third_party:
        text = (
            _either("认为公开该信息侵犯你（单位）合法权益", bodies, "本告知书")
            + "提起行政诉讼的，可以依法申请人民法院停止公开。"
        )
    elif kind is Remedy.FIRST_REVIEW:
        what = "对本答复中不予公开的部分不服" if partial else "对本答复不服"
        text = _review_first(what, bodies, organ)
        if partial:
            text += _either("对本答复的其他部分不服", bodies)
    else:
        text = _either("对本答复不服", bodies)
    if online:
        text += f"行政复议申请书可以通过互联网提交：{online}。"
    first = kind is Remedy.FIRST_REVIEW and not third_party
    return Clause(kind="T" if third_party else kind.value, first=first, bodies=bodies, online=online, text=text)


def _where(bodies: tuple[str, ...]) -> str:
    return "或者".join(bodies)


def _review_first(what: str, bodies: tuple[str, ...], organ: OrganFacts) -> str:
    """行政复议法23(1)(4): the applicant must be told that reconsideration comes first."""
    final = ""
    if bodies == (organ.name,):  # 26
        final = "对行政复议决定不服的，也可以向国务院申请裁决。"
    return (
        f"{what}的，应当自收到本答复之日起六十日内，先向{_where(bodies)}申请行政复议；对行政复议决定不服的，"
        f"可以自收到行政复议决定书之日起十五日内，依法向人民法院提起行政诉讼。"
        f"行政复议机关不予受理、驳回申请或者逾期不作答复的，可以自收到决定书之日或者行政复议期限届满之日起十五日内，"
        f"依法向人民法院提起行政诉讼。{final}"
    )


def _either(what: str, bodies: tuple[str, ...], paper: str = "本答复") -> str:
    return (
        f"{what}的，可以自收到{paper}之日起六十日内向{_where(bodies)}申请行政复议，"
        f"或者自收到{paper}之日起六个月内依法向人民法院提起行政诉讼。"
    )
