"""Pure rules of records: what is missing before submission, how validity follows from dates, what a statement holds."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.kernel.records.terms import Attribute, Check, Gate, Ground, Validity
from gongkai.kernel.workdays import Calendar, Due

STATEMENT_VERSION = 1


@dataclass(frozen=True)
class Missing:
    """One thing that keeps a draft from being submitted: the field, and a sentence saying what to do."""

    field: str
    sentence: str


def missing(
    fields: Mapping[str, Any],
    *,
    open_findings: int,
    screened: bool,
    topics: Sequence[str],
    summary_limit: int,
    today: date,
    correction: bool,
) -> list[Missing]:
    """What a draft lacks before it may be submitted, in the order of the form; empty when nothing is missing."""
    gaps: list[Missing] = []

    def need(field: str, sentence: str) -> None:
        gaps.append(Missing(field, sentence))

    if not fields["title"].strip():
        need("title", "填写标题。")
    if not fields["text"].strip() and not fields["attachments"]:
        need("body", "填写正文，或上传附件。")
    # 条例12: 索引、名称、内容概述、生成日期 are the contents of the catalogue; the index number is given on publication.
    if not fields["summary"].strip():
        need("summary", "填写内容概述。")
    elif len(fields["summary"]) > summary_limit:
        need("summary", f"内容概述超过{summary_limit}字，请缩短（现有{len(fields['summary'])}字）。")
    if fields["made_on"] is None:
        need("made_on", "填写成文日期。")
    if not fields["responsible_unit"].strip() or not fields["contact"].strip():
        need("responsible_unit", "填写责任部门和联系电话。")
    if topics and fields["topic"] not in topics:
        need("topic", "选择法定公开事项。")
    gaps += attribute_gaps(fields, today=today)
    effective, expires = fields["effective_on"], fields["expires_on"]
    if effective and expires and expires < effective:
        need("expires_on", "有效期至不能早于施行日期。")
    if fields["publish_at"] and fields["lift_at"] and fields["lift_at"] <= fields["publish_at"]:
        need("lift_at", "到期下线的时间应晚于发布时间。")
    gaps += term_gaps(fields)
    if correction and fields["attribute"] in {Attribute.ON_REQUEST, Attribute.NOT_OPEN}:
        need("attribute", "已发布的信息不能经更正改为不公开；不应公开的，请办理撤回。")
    if correction and not (fields["correction_wrong"].strip() and fields["correction_right"].strip()):
        need("correction_wrong", "写明更正前和更正后的内容（条例第六条）。")
    if not screened:
        need("screening", "内容有改动，请先完成内容筛查。")
    elif open_findings:
        need("screening", f"还有{open_findings}处筛查结果未处理，请遮盖或者注明依规保留。")
    return gaps


def attribute_gaps(fields: Mapping[str, Any], *, today: date) -> list[Missing]:
    """公开属性 fixed at the source: attribute, ground, reason and next re-assessment date (国办发〔2016〕80号, 条例18)."""
    attribute = fields["attribute"]
    if attribute not in set(Attribute):
        return [Missing("attribute", "确定公开属性：主动公开、依申请公开或不予公开。未定属性的文件将被退文。")]
    gaps: list[Missing] = []
    if attribute == Attribute.OPEN:
        return gaps
    if attribute == Attribute.NOT_OPEN and fields["ground"] not in set(Ground):
        gaps.append(Missing("ground", "选择不予公开的法定理由（条例第十四条至第十六条）。"))
    if not fields["reason"].strip():
        gaps.append(Missing("reason", "说明不主动公开的理由。未说明理由的文件将被退文。"))
    if fields["reassess_on"] is None or fields["reassess_on"] <= today:
        gaps.append(Missing("reassess_on", "填写下次评估日期（条例第十八条），应晚于今天。"))
    return gaps


def term_gaps(fields: Mapping[str, Any]) -> list[Missing]:
    """A term of publication of its own is one, days or a day, and names the law that sets it (条例26)."""
    days, day, source = fields["term_days"], fields["term_on"], fields["term_source"].strip()
    if days and day:
        return [Missing("term_days", "另定的公开期限，工作日数和截止日期只填一项。")]
    if (days or day) and not source:
        return [Missing("term_source", "写明另定公开期限的法律、法规和条款（条例第二十六条）。")]
    if source and not (days or day):
        return [Missing("term_days", "写了另定期限的依据，请填写工作日数或者截止日期。")]
    return []


def unticked(ticks: Iterable[str], wanted: type[Gate | Check]) -> list[str]:
    """Labels of the gates or checks that were not ticked, in their order."""
    given = set(ticks)
    return [term.label for term in wanted if term.value not in given]


def validity(
    *, effective_on: date | None, expires_on: date | None, repealed_on: date | None, superseded: bool, today: date
) -> Validity:
    """效力状况 on a day. A repeal counts from its date; a later edition makes an older one 已被修改."""
    if repealed_on is not None and repealed_on <= today:
        return Validity.REPEALED
    if superseded:
        return Validity.AMENDED
    if expires_on is not None and expires_on < today:
        return Validity.EXPIRED
    if effective_on is not None and effective_on > today:
        return Validity.NOT_YET
    return Validity.IN_FORCE


def publish_by(formed_on: date, *, within: int, calendar: Calendar) -> Due:
    """The last day on which information formed (or changed) on a day may be published: ``within`` working days (条例26)."""
    return calendar.after(formed_on, within)


def text_digest(fields: Mapping[str, Any], attachments: Iterable[tuple[str, str]]) -> str:
    """SHA-256 (hex) of what a reviewer sees: every field of the draft and each attachment's name and digest."""
    joined = "\x1f".join(f"{key}={fields[key]!s}" for key in sorted(fields))
    joined += "\x1e".join(f"{name}\x1f{digest}" for name, digest in attachments)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def finding_key(secret: bytes, type_: str, value: str) -> str:
    """Keyed hash of a hit, so that a decision survives re-screening without the value being stored again."""
    return hmac.new(secret, f"{type_}\x1f{value}".encode(), hashlib.sha256).hexdigest()


def iso(value: date | datetime | None) -> str | None:
    """A date or an aware moment as ISO text for a statement; moments in UTC with whole microseconds."""
    if value is None:
        return None
    if isinstance(value, datetime):
        from datetime import UTC

        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat()
