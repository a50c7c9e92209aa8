"""The shapes of the demo content, plain values that the seeding turns into rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

Level = Literal["county", "township"]
Nature = Literal["government", "department", "agency", "institution"]
Role = Literal[
    "draft",  # 起草
    "first_review",  # 初审
    "second_review",  # 复审
    "final_review",  # 终审
    "foi_officer",  # 公开机构经办
    "foi_head",  # 公开机构负责人
    "signer",  # 签发领导
    "legal",  # 法制审核
    "supervisor",  # 主管部门监督
    "admin",  # 系统管理
    "auditor",  # 审计(只读)
]
Kind = Literal[
    "normative",
    "policy_other",
    "notice",
    "plan",
    "statistics",
    "budget",
    "licence",
    "penalty",
    "fee",
    "procurement",
    "project",
    "livelihood",
    "emergency",
    "inspection",
    "personnel",
    "institution",
    "leader",
    "foi_system",
    "foi_guide",
    "interpretation",
    "annual_report",
]
Stage = Literal[
    "published",
    "drafting",
    "returned",
    "disclosure_check",
    "first_review",
    "second_review",
    "final_review",
    "scheduled",  # approved, waits for its hour
    "urgent",  # went through the urgent lane, public
    "withdrawn",  # public once, now a tombstone
    "repealed",  # public, marked as no longer in force
    "corrected",  # public, with a correction (条例6)
    "kept",  # decided, not public
    "lifting",  # public until a date
]
Attribute = Literal["open", "on_request", "not_open"]
Ground = Literal["third_party", "internal", "process", "casefile"]
WithdrawalKind = Literal["in_error", "replaced", "ordered"]


@dataclass(frozen=True)
class DemoOrgan:
    """An organ with what 条例12 asks of the guide; ``parent`` and ``supervised_by`` are organ keys.

    ``vertical_parent`` is the name of an organ outside the county (垂直领导), empty for most. ``timetable`` holds pairs
    of "HH:MM", Monday to Friday. ``reviewers`` is how many people besides the author see a document (2 or 3).
    """

    key: str
    name: str
    short_name: str
    level: Level
    nature: Nature
    document_code: str
    uscc: str
    index_code: str
    foi_office: str
    address: str
    postcode: str
    hours: str
    timetable: tuple[tuple[str, str], ...]
    phone: str
    fax: str
    email: str
    parent: str
    supervised_by: str
    vertical_parent: str = ""
    may_make_rules: bool = False  # 立法法 93: 县级政府及其部门不得制定规章
    reviewers: int = 3
    duties: str = ""


@dataclass(frozen=True)
class DemoSite:
    """What the footer of the portal must list; every number is invented."""

    name: str
    site_code: str
    icp: str
    police: str
    domain: str
    sponsor: str
    maintainer: str
    address: str
    postcode: str
    phone: str
    email: str


@dataclass(frozen=True)
class DemoPost:
    """A role in one organ from ``start`` (included) to ``end`` (excluded; None: still held)."""

    organ: str
    role: Role
    start: date
    end: date | None = None


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who works in ``organ``; reviewers of small organs hold posts elsewhere too."""

    username: str
    name: str
    title: str
    organ: str
    posts: tuple[DemoPost, ...]


@dataclass(frozen=True)
class DemoWithholding:
    """Why a document is not open: the ground, its article, the reason, and when it is looked at again (条例18)."""

    ground: Ground
    article: str
    reason: str
    reassess_on: date


@dataclass(frozen=True)
class DemoWithdrawal:
    """When and why a published document was taken back; ``replaced_by`` is a document key or empty."""

    kind: WithdrawalKind
    reason: str
    at: datetime
    replaced_by: str = ""


@dataclass(frozen=True)
class DemoCorrection:
    """A correction of a published document (条例6): ``right`` stands in the body, ``wrong`` stood there before."""

    wrong: str
    right: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class DemoDocument:
    """One document; ``body`` is clean HTML, ``summary`` at most 150 characters, times are China time.

    ``publish_at`` lies in the past when the stage is public, in the future when it is scheduled, None otherwise.
    ``interpretation_of``, ``repealed_by`` and ``replaces`` are keys of other documents. ``remark`` is what a reviewer
    wrote when returning it, or why the urgent lane was taken.
    """

    key: str
    organ: str
    kind: Kind
    topic: int  # 条例20 第n项
    genre: str
    title: str
    number: str | None
    summary: str
    body: str
    made_on: date
    publish_at: datetime | None
    unit: str
    phone: str
    keywords: tuple[str, ...]
    stage: Stage = "published"
    attribute: Attribute = "open"
    withholding: DemoWithholding | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    joint: tuple[str, ...] = ()
    interpretation_of: str = ""
    replaces: str = ""
    repealed_by: str = ""
    repealed_on: date | None = None
    withdrawal: DemoWithdrawal | None = None
    correction: DemoCorrection | None = None
    lift_on: date | None = None
    remark: str = ""
    code: str = ""  # 机关代字 of its number, given in date order when all documents are known

    def before_correction(self) -> DemoDocument:
        """The version that was public first; itself when nothing was corrected."""
        if self.correction is None:
            return self
        return replace(self, body=self.body.replace(self.correction.right, self.correction.wrong), correction=None)
