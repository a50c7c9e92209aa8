"""How a demo document is put together: marks become HTML, defaults are filled in, references are resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from gongkai.config.demo.city import organs
from gongkai.config.demo.markup import html
from gongkai.config.demo.shape import DemoDocument, DemoOrgan, Kind
from gongkai.config.demo.timeline import cn, moment, shift, vary

ORGANS: dict[str, DemoOrgan] = {organ.key: organ for organ in organs()}
ALL = "各乡镇人民政府、街道办事处，县政府各部门："
PUBLIC = frozenset({"published", "urgent", "withdrawn", "repealed", "corrected", "lifting"})
_REFERENCE = re.compile(r"@\[([a-z0-9-]+)\]")


def paper(
    key: str,
    organ: str,
    kind: Kind,
    topic: int,
    genre: str,
    title: str,
    text: str,
    made_on: date,
    *,
    keywords: str,
    unit: str = "",
    summary: str = "",
    delay: int | None = None,
    publish_at: datetime | None = None,
    code: str = "",
    sign: bool = True,
    joint: tuple[str, ...] = (),
    **facts: Any,
) -> DemoDocument:
    """One document; ``text`` in the marks of ``markup``, ``@[key]`` names another document with its number.

    ``code`` is the 机关代字 it is numbered under ("*": the organ's own, empty: no number). It is public ``delay``
    working days after it was made (by default one to five), unless ``publish_at`` says when. ``keywords`` are parted
    by spaces.
    """
    maker = ORGANS[organ]
    if sign:
        makers = [maker, *(ORGANS[other] for other in joint)]
        text = "\n".join([text.strip(), *(f">{each.name}" for each in makers), f">{cn(made_on)}"])
    day = shift(made_on, vary(f"delay {key}", 1, 5) if delay is None else delay)
    unit = unit or maker.foi_office
    office = unit == maker.foi_office
    return DemoDocument(
        key=key,
        organ=organ,
        kind=kind,
        topic=topic,
        genre=genre,
        title=title,
        number=None,
        code=maker.document_code if code == "*" else code,
        summary=summary or _opening(text),
        body=html(text),
        made_on=made_on,
        publish_at=publish_at or (moment(day, key) if facts.get("stage", "published") in PUBLIC else None),
        unit=unit,
        phone=maker.phone if office else f"{maker.phone[:-2]}{vary(f'{organ} {unit}', 11, 79)}",
        keywords=tuple(keywords.split()),
        joint=joint,
        **facts,
    )


def settle(documents: Iterable[DemoDocument]) -> Iterator[DemoDocument]:
    """The documents in date order, numbered without gaps per 机关代字 and year, references written out."""
    ordered = sorted(documents, key=lambda document: (document.made_on, document.key))
    counters: dict[tuple[str, int], int] = {}
    numbered: list[DemoDocument] = []
    for document in ordered:
        if document.code:
            series = (document.code, document.made_on.year)
            counters[series] = counters.get(series, 0) + 1
            number = f"{document.code}〔{document.made_on.year}〕{counters[series]}号"
            numbered.append(replace(document, number=number))
        else:
            numbered.append(document)
    cited = {document.key: _citation(document) for document in numbered}
    for document in numbered:
        yield replace(
            document,
            body=_REFERENCE.sub(lambda match: cited[match[1]], document.body),
            summary=_REFERENCE.sub(lambda match: cited[match[1]], document.summary)[:150],
        )


def _citation(document: DemoDocument) -> str:
    return f"《{document.title}》" + (f"（{document.number}）" if document.number else "")


def _opening(text: str) -> str:
    """The first sentences that say something, at most 110 characters; of a rule, its first article."""
    lines = [line for line in text.strip().splitlines() if line and not (line[0] == "各" and line[-1] == "：")]
    prose = [line for line in lines if line[0] not in "#§|>-+" and len(line) >= 26]
    first = (prose or [line[1:] for line in lines if line[0] == "§"] or [lines[0].lstrip("#-+")])[0]
    if len(first) <= 110:
        return f"{first[:-1]}。" if first.endswith("：") else first
    return first[: first.rfind("。", 0, 110) + 1] or f"{first[:108]}……"
