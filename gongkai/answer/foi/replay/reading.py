"""Reading the document of a replay: keys, dates and values checked, every fault said in Chinese with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from gongkai.answer.foi.terms import Channel
from gongkai.answer.foi.workflow import REQUEST
from gongkai.kernel.organizations.terms import Role
from gongkai.kernel.vocabulary import CHINA, Refusal, clean
from gongkai.kernel.workdays import YearTable
from gongkai.kernel.workdays.reading import read as read_days
from gongkai.kernel.workflow import Event

MOST_EVENTS = 200
MOST_YEARS = 20  # from the first moment told to the last; more is a typing error
_NOON = time(12)  # a day without time
_KEYS = ("organ", "channel", "arrived", "events", "calendar", "now", "handler", "reasons_pause")
_EVENT_KEYS = ("move", "at", "on", "data", "by", "roles")
_COMMON = frozenset({"comment", "note", "paper"})
#: What a move may bring beyond what the table asks of it.
_EXTRAS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "confirm": frozenset({"person"}),
        "attempt": frozenset({"person"}),
        "ask": frozenset({"days", "terms"}),
        "ask_served": frozenset({"channel"}),
        "amend": frozenset({"good_reason", "content"}),
        "consult": frozenset({"party", "about"}),
        "consult_more": frozenset({"party", "about"}),
        "heard": frozenset({"reason"}),
        "heard_all": frozenset({"reason"}),
        "late_heard": frozenset({"reason"}),
        "extend": frozenset({"days", "extend_by", "notified_on"}),
        "defer": frozenset({"days", "extend_by"}),
        "reasoned": frozenset({"files"}),
        "explained": frozenset({"reason"}),
        "charge": frozenset({"basis", "quantity", "already"}),
        "fee_served": frozenset({"channel"}),
        "paid": frozenset({"amount"}),
        "decide": frozenset({"fields", "earlier", "ground"}),
        "serve": frozenset({"channel"}),
    }
)


class MalformedDocument(Refusal):
    """The document of a replay cannot be read; the message names the place."""


@dataclass(frozen=True)
class Planned:
    """One event as it was written: ``written`` is its date as given, ``roles`` those of whoever made it, if told."""

    move: str
    at: datetime
    written: str
    data: Mapping[str, Any]
    by: str
    roles: tuple[str, ...] | None

    @property
    def event(self) -> Event:
        """The event for the workflow."""
        return Event(self.move, self.at, self.by, self.data)


@dataclass(frozen=True)
class Script:
    """A document that was read."""

    channel: Channel
    events: tuple[Planned, ...]
    organ: str = ""
    arrived: datetime | None = None
    now: datetime | None = None
    handler: str = ""
    reasons_pause: bool = False
    years: tuple[YearTable, ...] = field(default=())


def read(document: Any) -> Script:
    """The script in a document; MalformedDocument, naming the place, for anything that is not as docs/cli.md says."""
    if not isinstance(document, Mapping):
        raise MalformedDocument("文件内容应是一个JSON对象，含有 channel 和 events。")
    _only(document, _KEYS, "文件")
    channel = document.get("channel")
    if not isinstance(channel, str) or channel not in set(Channel):
        choices = "、".join(f"{one.value}（{one.label}）" for one in Channel)
        raise MalformedDocument(f"channel（提交方式）应是下列之一：{choices}。")
    events = document.get("events")
    if not isinstance(events, list):
        raise MalformedDocument("events 应是事件的列表，没有事件时写 []。")
    if len(events) > MOST_EVENTS:
        raise MalformedDocument(f"事件有{len(events)}个，最多{MOST_EVENTS}个。")
    pause = document.get("reasons_pause", False)
    if not isinstance(pause, bool):
        raise MalformedDocument("reasons_pause 应是 true 或者 false。")
    planned = _events(events)
    arrived = _moment(document["arrived"], "arrived", time()) if "arrived" in document else None
    now = _moment(document["now"], "now", time(23, 59, 59)) if "now" in document else None
    told = [one.at.year for one in planned] + [moment.year for moment in (arrived, now) if moment is not None]
    if told and max(told) - min(told) > MOST_YEARS:
        raise MalformedDocument(f"所写的时间前后相距超过{MOST_YEARS}年，请核对年份。")
    return Script(
        channel=Channel(channel),
        events=planned,
        organ=_text(document.get("organ", ""), "organ"),
        arrived=arrived,
        now=now,
        handler=_text(document.get("handler", ""), "handler"),
        reasons_pause=pause,
        years=_years(document.get("calendar", {})),
    )


def _events(rows: Sequence[Any]) -> tuple[Planned, ...]:
    whens = [_when(row, place) for place, row in enumerate(rows, 1)]
    moments = _in_order(whens)
    return tuple(
        _event(row, place, moment, written)
        for place, (row, moment, (_, _, written)) in enumerate(zip(rows, moments, whens, strict=True), 1)
    )


def _when(row: Any, place: int) -> tuple[date, time | None, str]:
    where = f"第{place}个事件"
    if not isinstance(row, Mapping):
        raise MalformedDocument(f"{where}应是一个JSON对象，含有 move 和 at（或者 on）。")
    _only(row, _EVENT_KEYS, where)
    given = [key for key in ("at", "on") if key in row]
    if len(given) != 1:
        raise MalformedDocument(f"{where}的时间用 at 或者 on 写明，二者写一个。")
    day, hour = _parsed(row[given[0]], f"{where}的 {given[0]}")
    if given[0] == "on" and hour is not None:
        raise MalformedDocument(f"{where}的 on 只写日期，带时间的写在 at。")
    return day, hour, str(row[given[0]])


def _event(row: Mapping[str, Any], place: int, moment: datetime, written: str) -> Planned:
    where = f"第{place}个事件"
    move = row.get("move")
    if not isinstance(move, str) or not move:
        raise MalformedDocument(f"{where}没有写明 move（操作）。")
    data = row.get("data", {})
    if not isinstance(data, Mapping):
        raise MalformedDocument(f"{where}的 data 应是一个JSON对象。")
    if REQUEST.knows(move):
        asked = {name for name, _ in REQUEST.move(move).asked}
        _only(data, sorted(asked | _EXTRAS.get(move, frozenset()) | _COMMON), f"{where}的 data")
    roles = row.get("roles")
    if isinstance(roles, str):
        roles = [roles]
    if roles is not None and not (
        isinstance(roles, list) and all(isinstance(role, str) and role in set(Role) for role in roles)
    ):
        raise MalformedDocument(f"{where}的 roles 应是岗位角色，如 foi_officer、foi_head、legal、signer。")
    return Planned(
        move=move,
        at=moment,
        written=written,
        data={key: clean(value) if isinstance(value, str) else value for key, value in data.items()},
        by=_text(row.get("by", ""), f"{where}的 by"),
        roles=None if roles is None else tuple(roles),
    )


def _in_order(whens: Sequence[tuple[date, time | None, str]]) -> list[datetime]:
    """Days without time stand at noon, or as near to it as the order of the events of that day leaves room."""
    moments: list[datetime] = []
    for number, (day, hour, _) in enumerate(whens):
        if hour is not None:
            moments.append(_aware(day, hour))
            continue
        moment = _aware(day, _NOON)
        for later, hour_later, _ in whens[number + 1 :]:
            if later != day:
                break
            if hour_later is not None:
                moment = min(moment, _aware(later, hour_later))
                break
        if moments and moments[-1].date() == day:
            moment = max(moment, moments[-1])
        moments.append(moment)
    return moments


def _years(given: Any) -> tuple[YearTable, ...]:
    """{"2027": [{name, date, isOffDay}…]} or the text of the notice instead of the list."""
    if not isinstance(given, Mapping):
        raise MalformedDocument('calendar 应写成 {"2027": 放假安排}。')
    tables = []
    for year, days in given.items():
        if not re.fullmatch(r"20\d\d", str(year)) or not isinstance(days, list | str | Mapping):
            raise MalformedDocument(f'calendar 中的“{str(year)[:20]}”应写成 "2027": 放假安排。')
        rows = days.get("days") if isinstance(days, Mapping) else days
        if not isinstance(rows, list | str):
            raise MalformedDocument(f"calendar 中{year}年的安排没有 days 列表。")
        try:
            tables.append(YearTable(int(year), read_days(int(year), rows), "随事件文件提供"))
        except Refusal as refusal:
            raise MalformedDocument(f"calendar 中{year}年的安排：{refusal.message}") from refusal
    return tuple(sorted(tables, key=lambda one: one.year))


def _only(given: Mapping[Any, Any], known: Collection[str], where: str) -> None:
    if unknown := [str(key)[:40] for key in given if key not in known]:
        raise MalformedDocument(f"{where}中有不认识的项“{'”“'.join(unknown[:5])}”，可以有：{'、'.join(known)}。")


def _text(value: Any, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise MalformedDocument(f"{where} 应是文字。")
    return clean(str(value)).strip()[:200]


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _parsed(value: Any, where: str) -> tuple[date, time | None]:
    """Day and time in China; the time None when only a day is written."""
    wrong = MalformedDocument(f"{where}“{str(value)[:40]}”不是日期或时间，请写成 2026-03-02 或者 2026-03-02T09:30。")
    if not isinstance(value, str):
        raise wrong
    text = value.strip()
    if not _DATE.match(text):
        raise wrong
    try:
        if _DATE.fullmatch(text):
            day, hour = date.fromisoformat(text), None
        else:
            moment = datetime.fromisoformat(text)
            moment = moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
            day, hour = moment.date(), moment.time()
    except (ValueError, OverflowError) as error:
        raise wrong from error
    if not 2000 <= day.year < 2200:
        raise MalformedDocument(f"{where}“{text[:40]}”的年份应在2000至2199之间。")
    return day, hour


def _moment(value: Any, where: str, without_time: time) -> datetime:
    day, hour = _parsed(value, where)
    return _aware(day, without_time if hour is None else hour)


def _aware(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, CHINA)
