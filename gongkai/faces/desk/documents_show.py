"""How a document is shown at the desk: its facts, files, progress, timeline and what changed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.faces.design.formats import cdate, cdatetime
from gongkai.faces.design.parts import Event, Fact, File, Step
from gongkai.kernel.papers import richtext
from gongkai.kernel.records import kinds
from gongkai.kernel.records.queries import Revision, public, review
from gongkai.kernel.records.queries import Step as ReviewStep
from gongkai.kernel.records.terms import Attribute, Check, Gate, Ground, State
from gongkai.kernel.vocabulary import cited
from gongkai.publish.catalogue.queries import Genre, Topic

_KINDS = {
    "application/pdf": "PDF", "application/zip": "压缩包", "application/ofd": "OFD", "text/plain": "文本", "text/csv": "表格",
}  # fmt: skip


def file_kind(media_type: str, name: str) -> str:
    """What a reader calls a file of this type."""
    if media_type.startswith("image/"):
        return "图片"
    if "spreadsheet" in media_type or "excel" in media_type or name.lower().endswith(".et"):
        return "表格"
    if "presentation" in media_type or "powerpoint" in media_type:
        return "幻灯片"
    if "word" in media_type or "works" in media_type:
        return "文档"
    return _KINDS.get(media_type.partition(";")[0], "文件")


@dataclass(frozen=True)
class Attached:
    """A file of a draft with the id that its remove button carries."""

    pk: int
    file: File


def attached(revision: Revision) -> list[Attached]:
    """The files of a revision, served through the permission of its page (one query)."""
    return [
        Attached(a.pk, File(a.name, reverse("desk:file", args=[a.pk]), file_kind(a.media_type, a.name), a.size, a.note))
        for a in public.attachments(revision)
    ]


_TABLE = re.compile(r"<table\b")
_BOX = '<div class="table-scroll" role="region" aria-label="表格{}" tabindex="0">'


def body(revision: Revision) -> SafeString:
    """The text as HTML; it was sanitized when it was stored. Its tables may be wider than a phone: each scrolls by itself."""
    numbers = itertools.count(1)
    text = _TABLE.sub(lambda found: _BOX.format(next(numbers)) + found[0], richtext.with_anchors(revision.body))
    return mark_safe(text.replace("</table>", "</table></div>"))  # noqa: S308 - sanitized on entry by records.operations


def facts(revision: Revision) -> list[Fact]:
    """The metadata of a revision."""
    record = revision.record
    shown = [
        Fact("索引号", record.index_number or "发布时编制"),
        Fact("发文字号", revision.doc_number),
        Fact("信息类别", kinds.get(record.kind).label),
        Fact("体裁", Genre.label_of(revision.genre) if revision.genre else ""),
        Fact("法定公开事项", Topic.label_of(revision.topic) if revision.topic else "", note=_basis(revision.topic)),
        Fact("成文日期", cdate(revision.made_on)),
        Fact("施行日期", cdate(revision.effective_on)),
        Fact("有效期至", cdate(revision.expires_on)),
        Fact("责任部门", f"{revision.responsible_unit} {revision.contact}".strip()),
        Fact("信息来源", revision.content_source),
    ]
    for label, value in (
        ("主题分类", revision.subject),
        ("关键词", revision.keywords),
        ("联合发文机关", revision.joint_organs),
        ("定时发布", moment(revision.publish_at)),
        ("到期下线", moment(revision.lift_at)),
    ):
        if value:
            shown.append(Fact(label, value))
    shown.append(Fact("内容概述", revision.summary, wide=True))
    return shown


def _basis(topic: str) -> str:
    return cited(Topic(topic).basis) if topic in set(Topic) else ""


def moment(value: Any) -> str:
    """A moment with its zone said."""
    return f"{cdatetime(value)}（中国标准时间）" if value else ""


def openness(revision: Revision) -> list[Fact]:
    """公开属性 with its ground, reason and day of assessment."""
    shown = [Fact("公开属性", Attribute.label_of(revision.attribute) if revision.attribute else "未定")]
    if revision.ground:
        ground = Ground(revision.ground)
        shown.append(Fact("理由", ground.label, note=cited(ground.basis)))
    if revision.reason:
        shown.append(Fact("说明", revision.reason))
    if revision.reassess_on:
        shown.append(Fact("下次评估", cdate(revision.reassess_on)))
    return shown


_DONE = {
    "submit": State.DRAFTING,
    "submit_not_open": State.DRAFTING,
    "agree_not_open": State.FOI_OPINION,
    "checked": State.DISCLOSURE_CHECK,
    "first_pass": State.FIRST_REVIEW,
    "second_pass": State.SECOND_REVIEW,
    "final_pass": State.FINAL_REVIEW,
}


def progress(revision: Revision, steps: Sequence[ReviewStep]) -> list[Step]:
    """Where the document stands on its line; who passed which step of the present round, and when."""
    table = review.table(revision)
    line = list(table.line)
    if revision.state == State.FOI_OPINION or any(s.move == "agree_not_open" for s in steps):
        line.insert(1, State.FOI_OPINION)
    if revision.state == State.KEPT or revision.attribute not in {"", Attribute.OPEN}:
        line = [s for s in line if s not in {State.WAITING, State.PUBLISHED}] + [State.KEPT]
    elif revision.publish_at is None and revision.state != State.WAITING:
        line = [s for s in line if s != State.WAITING]
    back = max((i for i, s in enumerate(steps) if s.move in {"return", "recall"}), default=-1)
    passed = {_DONE[s.move]: s for s in steps[back + 1 :] if s.move in _DONE}
    came_back = back >= 0 and steps[back].move == "return" and revision.state == State.DRAFTING
    over = table.state(revision.state).final
    at = line.index(revision.state) if revision.state in line else (0 if not over else len(line))
    shown = []
    for place, code in enumerate(line):
        if place < at or (over and place == at):
            done = passed.get(State(code))
            note = f"{done.actor_name}，{_short(done.at)}" if done else ""
            shown.append(Step(State.label_of(code), "done", note))
        elif place == at:
            note = f"{_short(steps[back].at)}退回" if came_back else ""
            shown.append(Step(State.label_of(code), "returned" if came_back else "current", note))
        else:
            shown.append(Step(State.label_of(code), "todo"))
    return shown


def _short(at: Any) -> str:
    words = cdate(at)
    return words.partition("年")[2] if words else ""


_TICKS = {**{f"g:{g.value}": g.label for g in Gate}, **{f"c:{c.value}": c.label for c in Check}}
_SHAPE = {"return": "red", "recall": "amber", "abandon": "neutral", "publish": "green", "keep": "neutral"}


def timeline(revision: Revision, steps: Sequence[ReviewStep]) -> list[Event]:
    """What happened, newest first: moves with their gates or checks and comments, and the beginning."""
    table = review.table(revision)
    labels = {move.code: move.label for move in table.moves} | {"second_pass": "复审通过"}
    events = []
    for step in reversed(steps):
        kind = "c" if step.move == "checked" else "g"
        ticked = [_TICKS.get(f"{kind}:{tick}", tick) for tick in step.ticks]
        said = [f"已确认：{'、'.join(ticked)}"] if ticked else []
        said += [step.comment] if step.comment else []
        what = labels.get(step.move, step.move) + ("（加急）" if step.urgent else "")
        who = f"{step.actor_post} {step.actor_name}".strip()
        events.append(Event(step.at, what, who, "\n".join(said), _SHAPE.get(step.move, "blue")))
    author = revision.author.name if revision.author is not None else "系统"
    events.append(Event(revision.created_at, "开始更正" if _corrects(revision) else "起草", author))
    return events


def _corrects(revision: Revision) -> bool:
    return revision.number > 1 and revision.record.published_at is not None


@dataclass(frozen=True)
class Line:
    """A paragraph of a comparison: ``kind`` same, insert, delete or change; runs as pairs (op, text)."""

    kind: str
    heading: bool
    runs: list[tuple[str, str]]
    skipped: int = 0


def difference_lines(lines: Sequence[Any], *, around: int = 1) -> list[Line]:
    """The changed paragraphs with their neighbours; longer unchanged passages become one line with their count."""
    wanted = {
        place + step
        for place, line in enumerate(lines)
        if line["kind"] != "same"
        for step in range(-around, around + 1)
    }
    shown: list[Line] = []
    skipped = 0
    for place, line in enumerate(lines):
        if place not in wanted:
            skipped += 1
            continue
        if skipped:
            shown.append(Line("gap", heading=False, runs=[], skipped=skipped))
            skipped = 0
        runs = [(run["op"], run["text"]) for run in line["runs"]]
        shown.append(Line(line["kind"], line["block"] == "heading", runs))
    if skipped and shown:
        shown.append(Line("gap", heading=False, runs=[], skipped=skipped))
    return shown


def left(day: date | None, today: date) -> int:
    """Natural days from today to a day; 0 for none."""
    return (day - today).days if day else 0
