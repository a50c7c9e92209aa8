"""A law read from its Markdown: title, 题注, chapters and articles, and the body as clean HTML and as text.

Every visible character of the file comes out again, in order: the text is what is searched and what is proven.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import PurePosixPath
from typing import Final

from gongkai.kernel.vocabulary import clean
from gongkai.publish.library import caption, rules
from gongkai.publish.library.numerals import DATE, NUMERAL, number

_INFO_END: Final = re.compile(r"^[ \t]*<!--\s*INFO END\s*-->[ \t]*$", re.MULTILINE)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT: Final = re.compile(r"\A\s*---\n.*?\n---[ \t]*\n", re.DOTALL)
_FILE_NAME: Final = re.compile(r"(?P<title>.*?)\s*[(（](?P<on>\d{4}-\d{1,2}-\d{1,2})[)）]")
_HEADING: Final = re.compile(r"(#{1,6})(?:[ \t]+|$)(.*?)[ \t]*#*$")
_UNIT: Final = re.compile(rf"第\s*(?P<number>{NUMERAL}+)\s*(?P<level>分编|编|章|节)(?=\s|$|[^\s的条款规中]) *")
_ARTICLE: Final = re.compile(
    rf"(?P<label>第(?P<number>{NUMERAL}+)条(?P<sub>(?:之{NUMERAL}+)*))(?P<gap>[\s：:]+|$)(?P<text>.*)"
)
_ITEM: Final = re.compile(r"(?P<label>(?P<number>[一二三四五六七八九十百]+)、)\s*(?P<text>.*)")
_LINK: Final = re.compile(r"(!?)\[([^\]\[]*)\]\((https?://[^\s()<>\"']+)\)")
_STRONG: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_RULE_OFF: Final = re.compile(r"(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|\|?(?:\s*:?-{2,}:?\s*\|)*\s*:?-{2,}:?\s*\|?")
_BULLET: Final = re.compile(r"[-+*][ \t]+(?=\S)")
_PREFIX: Final = {"编": "part", "分编": "subpart", "章": "chapter", "节": "section"}
_HEADING_LIMIT: Final = 200
_CITIES: Final = frozenset({"北京", "天津", "上海", "重庆"})


@dataclass(frozen=True)
class Provision:
    """编, 分编, 章, 节, 条 or 标题 (a heading without a number), in the order of the text.

    ``label`` as printed (第一百二十条之一), ``number`` its value when there is one, ``heading`` the words beside a
    chapter's label, ``anchor`` the id in the HTML, ``text`` what stands under it before the next provision.
    """

    position: int
    level: str
    label: str
    number: int | None
    heading: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Law:
    """One edition of one work. ``text`` is 题注 and body, paragraphs apart by line feeds; the title is not in it."""

    path: str
    title: str
    subtitle: str
    kind: str
    work_key: str
    dated_on: date | None
    caption: tuple[str, ...]
    passed_on: date | None
    amended_on: date | None
    published_on: date | None
    effective_on: date | None
    issuer: str
    number: str
    provisions: tuple[Provision, ...]
    html: str
    text: str

    @property
    def made_on(self) -> date | None:
        """The day of this edition: of the file's name, else the latest that the 题注 states."""
        return self.dated_on or max(filter(None, (self.passed_on, self.amended_on, self.published_on)), default=None)

    @property
    def edition_on(self) -> date | None:
        """What ``rules.editions`` sorts by."""
        return self.made_on


def parse_law(path: str, text: str) -> Law:
    """Read one file. Never fails: what is not marked up is a paragraph, what has no title is named after its file."""
    text = _FRONT.sub("", clean(text))
    head, body = _divided(text)
    titles, lines = _head(head)
    named, title = _named(path, titles)
    reader = _Body(has_articles=_has_articles(body), has_headings="\n#" in f"\n{body}")
    for line in lines:
        reader.paragraph(line, of_caption=True)
    for line in body.split("\n"):
        reader.line(line.strip())
    reader.end()
    found = caption.read(lines, body)
    kind = rules.kind_of(path)
    return Law(
        path=path,
        title=title,
        subtitle=" ".join(titles[1:]),
        kind=kind,
        work_key=rules.work_key(title),
        dated_on=_date(named["on"]) if named else None,
        caption=tuple(lines),
        passed_on=found.passed_on,
        amended_on=found.amended_on,
        published_on=found.published_on,
        effective_on=found.effective_on,
        issuer=found.issuer or _issuer(kind, path, title),
        number=found.number,
        provisions=tuple(reader.provisions()),
        html="\n".join(reader.html),
        text="\n".join(reader.text),
    )


@dataclass(frozen=True)
class Heading:
    """What decides which edition of which work a file is; as ``Law`` has it."""

    path: str
    kind: str
    work_key: str
    edition_on: date | None


def parse_heading(path: str, text: str) -> Heading:
    """Read the beginning of a file (title and 题注), without its articles. Never fails."""
    head, body = _divided(_FRONT.sub("", clean(text)))
    titles, lines = _head(head)
    named, title = _named(path, titles)
    made_on = (_date(named["on"]) if named else None) or caption.read(lines, body).made_on
    return Heading(path, rules.kind_of(path), rules.work_key(title), made_on)


def _named(path: str, titles: list[str]) -> tuple[re.Match[str] | None, str]:
    """What the file's name says, and the title: its own heading, else the name."""
    stem = PurePosixPath(path).stem
    named = _FILE_NAME.fullmatch(stem)
    return named, " ".join(titles) or (named["title"] if named else stem) or "无标题"


def _divided(text: str) -> tuple[str, str]:
    """The head with title and 题注, and the body: at the mark, else after the last line that reads like 题注."""
    parts = _INFO_END.split(text, maxsplit=1)
    if len(parts) == 2:
        return parts[0], _uncommented(parts[1])
    lines = _uncommented(text).split("\n")
    end = 0
    for place, line in enumerate(map(str.strip, lines)):
        if re.match(r"#(?!#)", line) or (line and DATE.match(line)):
            end = place + 1
        elif line:
            break
    return "\n".join(lines[:end]), "\n".join(lines[end:])


def _uncommented(text: str) -> str:
    return _COMMENT.sub("", text) if "<!--" in text else text


def _head(head: str) -> tuple[list[str], list[str]]:
    titles: list[str] = []
    lines: list[str] = []
    for line in map(str.strip, _uncommented(head).split("\n")):
        match = _HEADING.match(line) if line.startswith("#") else None
        if match and match[1] == "#":
            titles.append(_told(match[2]))
        elif line:
            lines.append(match[2] if match else line)
    return [title for title in titles if title], lines


def _date(text: str) -> date | None:
    try:
        return date(*map(int, text.split("-")))
    except ValueError:
        return None


def _has_articles(body: str) -> bool:
    return re.search(rf"^\s*(?:#+\s*)?第{NUMERAL}+条", body, re.MULTILINE) is not None


def _issuer(kind: str, path: str, title: str) -> str:
    """Who issued it, by title and folder, when the 题注 does not say."""
    if kind == "司法解释":
        return "、".join(court for court in ("最高人民法院", "最高人民检察院") if court in title[:30])
    if kind == "行政法规":
        return "国务院"
    if kind == "部门规章":
        return PurePosixPath(path).parent.name
    if kind == "法律":
        return "全国人民代表大会常务委员会"
    if kind == "地方性法规":
        if match := re.match(r"[\u4e00-\u9fff]{1,8}?(?:省|市|州|县|自治区)", title):
            return f"{match[0]}人民代表大会常务委员会"
        province = PurePosixPath(path).parent.name
        return f"{province}{'市' if province in _CITIES else '省'}人民代表大会常务委员会"
    return ""


def _told(line: str) -> str:
    """A line as a reader sees it."""
    if "](" in line:
        line = _LINK.sub(lambda match: _linked(match[2], match[3]), line)
    if "**" in line:
        line = _STRONG.sub(r"\1", line)
    return line


def _linked(label: str, url: str) -> str:
    return url if label.strip() in {"", url} else f"{label}（{url}）"


def _inline(line: str) -> str:
    """A line as HTML: links and strong words; everything else is letters."""
    line = escape(line, quote=False) if "&" in line or "<" in line or ">" in line else line
    if "](" in line:
        line = _LINK.sub(lambda match: f'<a href="{match[3]}">{_linked(match[2], match[3])}</a>', line)
    if "**" in line:
        line = _STRONG.sub(r"<strong>\1</strong>", line)
    return line


@dataclass
class _Open:
    """A provision that is being read."""

    level: str
    label: str
    number: int | None
    heading: str
    anchor: str
    lines: list[str] = field(default_factory=list)


class _Body:
    """Takes the lines one by one and keeps HTML, text and provisions in step."""

    def __init__(self, *, has_articles: bool, has_headings: bool) -> None:
        self.html: list[str] = []
        self.text: list[str] = []
        self._has_articles = has_articles
        self._has_headings = has_headings
        self._opened: list[_Open] = []
        self._depths: list[int] = []
        self._anchors: set[str] = set()
        self._above: list[tuple[int, str]] = []
        self._rows: list[str] = []
        self._items: list[str] = []

    def provisions(self) -> list[Provision]:
        return [
            Provision(n, one.level, one.label, one.number, one.heading, one.anchor, "\n".join(one.lines))
            for n, one in enumerate(self._opened, start=1)
        ]

    def line(self, line: str) -> None:
        """One line of the body, without white space at its ends."""
        if self._rows and not line.startswith("|"):
            self._table()
        if not line:
            return
        first = line[0]
        if self._items and first not in "-+*":
            self._list()
        if first == "#" and (match := _HEADING.fullmatch(line)):
            self._heading(len(match[1]), match[2].strip())
        elif first == "|":
            self._rows.append(line)
        elif first in "-_" and _RULE_OFF.fullmatch(line):
            self.html.append("<hr>")
        elif first in "-+*" and (match := _BULLET.match(line)):
            self._items.append(line[match.end() :])
        elif first == "第" and (match := _ARTICLE.match(line)):
            self._article(match)
        elif first == "第" and not self._has_headings and len(line) < 40 and _UNIT.match(line):
            self._heading(2, line)
        elif not self._has_articles and (match := _ITEM.match(line)):
            self._item(match)
        else:
            self.paragraph(line)

    def end(self) -> None:
        """What was still being gathered."""
        if self._rows:
            self._table()
        if self._items:
            self._list()

    def paragraph(self, line: str, *, of_caption: bool = False) -> None:
        """A paragraph, of the 题注 or of whatever provision is open."""
        told = _told(line)
        self.text.append(told)
        self.html.append(f'<p class="caption">{_inline(line)}</p>' if of_caption else f"<p>{_inline(line)}</p>")
        if self._opened and not of_caption:
            self._opened[-1].lines.append(told)

    def _article(self, match: re.Match[str]) -> None:
        label, text = match["label"], match["text"]
        subs = "".join(f"-{number(sub)}" for sub in match["sub"].split("之")[1:])
        value = number(match["number"])
        anchor = self._anchor(f"art-{value}{subs}")
        self._opened.append(_Open("条", label, value, "", anchor, [_told(text)] if text else []))
        self.text.append(f"{label}{match['gap']}{_told(text)}".rstrip())
        self.html.append(f'<p id="{anchor}"><strong>{label}</strong>{match["gap"]}{_inline(text)}'.rstrip() + "</p>")

    def _item(self, match: re.Match[str]) -> None:
        """A numbered point of a decision or amendment, which has no articles of its own."""
        line, value = match[0], number(match["number"])
        anchor = self._anchor(f"item-{value}")
        told = _told(match["text"])
        self._opened.append(_Open("条", match["label"], value, "", anchor, [told] if told else []))
        self.text.append(_told(line))
        self.html.append(f'<p id="{anchor}">{_inline(line)}</p>')

    def _heading(self, depth: int, words: str) -> None:
        if not words:
            return
        if article := _ARTICLE.fullmatch(words):
            self._article(article)
            return
        while self._depths and self._depths[-1] >= depth:
            self._depths.pop()
        self._depths.append(depth)
        told = _told(words)
        unit = _UNIT.match(told)
        if unit:
            level, label, value = unit["level"], unit[0].strip(), number(unit["number"])
            heading = " ".join(told[unit.end() :].split())
            rank = list(_PREFIX).index(level)
            self._above = [above for above in self._above if above[0] < rank]
            anchor = self._anchor("-".join([*(name for _, name in self._above), f"{_PREFIX[level]}-{value}"]))
            self._above.append((rank, f"{_PREFIX[level]}-{value}"))
        else:
            level, label, value, heading = "标题", "", None, " ".join(told.split())
            anchor = self._anchor(f"heading-{len(self._opened) + 1}")
        self._opened.append(_Open(level, label, value, heading[:_HEADING_LIMIT], anchor))
        tag = f"h{min(len(self._depths) + 1, 6)}"
        self.text.append(told)
        self.html.append(f'<{tag} id="{anchor}">{_inline(words)}</{tag}>')

    def _anchor(self, wish: str) -> str:
        anchor, copy = wish, 1
        while anchor in self._anchors:
            copy += 1
            anchor = f"{wish}x{copy}"
        self._anchors.add(anchor)
        return anchor

    def _table(self) -> None:
        rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in self._rows]
        ruled = len(self._rows) > 1 and _RULE_OFF.fullmatch(self._rows[1]) is not None
        head = rows[:1] if ruled else []
        rest = rows[2:] if ruled else rows
        out = ["<table>"]
        if head:
            out.append(_row(head[0], 'th scope="col"', "th", "thead"))
        out.append("<tbody>" + "".join(_row(row, "td", "td") for row in rest) + "</tbody></table>")
        self.html.append("".join(out))
        told = ["\t".join(map(_told, row)) for row in (*head, *rest)]
        self.text.extend(told)
        if self._opened:
            self._opened[-1].lines.extend(told)
        self._rows = []

    def _list(self) -> None:
        self.html.append("<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in self._items) + "</ul>")
        told = [_told(item) for item in self._items]
        self.text.extend(told)
        if self._opened:
            self._opened[-1].lines.extend(told)
        self._items = []


def _row(cells: list[str], opening: str, closing: str, around: str = "") -> str:
    row = "<tr>" + "".join(f"<{opening}>{_inline(cell)}</{closing}>" for cell in cells) + "</tr>"
    return f"<{around}>{row}</{around}>" if around else row
