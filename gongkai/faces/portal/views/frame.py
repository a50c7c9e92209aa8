"""The frame of the platform of an organ: its parts, the way to a page, the lists that it is made of (国办公开办函〔2019〕61号)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.faces.design.parts import Link
from gongkai.faces.portal import addresses, cards, headtags
from gongkai.faces.portal.views import organs as seen
from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.records.queries import Counts, Filter, public
from gongkai.publish.catalogue.queries import Section, kinds_of


@dataclass(frozen=True)
class Column:
    """A list of the platform: a part that shows records of some kinds. ``lead`` says what it holds."""

    code: str
    label: str
    lead: str
    empty: str
    filters: tuple[str, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that stand here."""
        return tuple(kind.code for kind in kinds_of(Section(self.code)))


POLICY = Column(
    "policy",
    "政策文件",
    "规章、行政规范性文件和其他政策文件，注明文号、成文日期和效力。",
    "还没有发布政策文件。",
    ("organ", "kind", "year"),
)
SYSTEM = Column(
    "system",
    "政府信息公开制度",
    "政府信息公开的制度规定。国家法律法规可在法规库中查阅。",
    "还没有发布政府信息公开制度。",
    ("organ", "year"),
)
ANNUAL = Column(
    "annual",
    "政府信息公开年报",
    "上一年度的政府信息公开工作年度报告，政府部门在1月31日前公布，政府在3月31日前公布（条例第四十九条、第五十条）。",
    "还没有发布年报。",
    ("organ", "year"),
)
COLUMNS = {column.code: column for column in (POLICY, SYSTEM, ANNUAL)}


def address(organ: Organ | None, part: str = "") -> str:
    """A part of the platform of an organ, or of all of them."""
    head = addresses.organ(organ.pk) if organ else "/open/"
    return f"{head}{part}/" if part else head


def trail(organ: Organ | None, *labels: str) -> list[Link]:
    """The way to a page of a platform; the last of the labels is the page itself."""
    links = [Link("首页", "/"), Link("政府信息公开", "/open/")]
    if organ:
        links.append(Link(organ.name, address(organ)))
    links += [Link(label, "") for label in labels]
    return [*links[:-1], Link(links[-1].label, "")]


def parts_of(organ: Organ | None, counts: Counts, current: str) -> list[Link]:
    """The parts of a platform in their order; a part without records is shown by the office's own facts or not at all."""
    parts: list[tuple[str, str, int | None]] = [("guide", "政府信息公开指南", None)]

    def held(column: Column) -> int:
        return sum(counts.kinds.get(kind, 0) for kind in column.kinds)

    if n := held(SYSTEM):
        parts.append(("system", SYSTEM.label, n))
    parts.append(("statutory", "法定主动公开内容", counts.total))
    if (n := held(ANNUAL)) or organ is None:
        parts.append(("annual", ANNUAL.label, n))
    if n := held(POLICY):
        parts.append(("policy", POLICY.label, n))
    if organ is None or (seen.answering(organ) and organ.closed_on is None):
        parts.append(("apply", "依申请公开", None))
    return [Link(label, address(organ, code), current=code == current, count=n) for code, label, n in parts]


def counted(organ: Organ | None) -> Counts:
    """How many records the organ (all organs) published."""
    return public.counts(Filter(organ_id=organ.pk if organ else None, kinds=cards.own()))


def head(organ: Organ | None, label: str, description: str) -> headtags.Tags:
    """The tags of a column of a platform."""
    name = f"{organ.name}{label}" if organ else label
    return headtags.of_column(name, description, keywords=f"政府信息公开，{label}", types="信息公开")
