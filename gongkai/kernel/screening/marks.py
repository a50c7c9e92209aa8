"""Classification marks (绝密、机密、秘密 with ★, a term, or named as 密级); such a text never enters the system."""

from __future__ import annotations

import re

from gongkai.kernel.screening.terms import Action, Hit, Kind

CLASSIFIED_SENTENCE = "涉密信息不得录入本系统"

# White space, and what takes no place at all: soft hyphen, joiners, marks of direction, variation selectors.
_GAP = "[ \u00a0\u00ad\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff]{0,4}"
_LEVEL = f"(?:[绝絕]{_GAP}密|[机機]{_GAP}密|(?<![商业業家作])[秘祕]{_GAP}密)"
_STAR = "[★☆✩✭✮✯✰⭐⭑⭒🌟⋆＊*]"
_TERM = f"(?:[0-9０-９〇一二三四五六七八九十]{{1,4}}{_GAP}(?:[个個]月|年|月|日|天|小[时時])|[长長]{_GAP}期|[启啟]{_GAP}用{_GAP}前|解{_GAP}密|至[0-9０-９]{{4}}年)"
_MARKS = re.compile(
    # 保密法实施条例: level★term; a lone asterisk counts only with a term.
    f"{_LEVEL}[级級]?{_GAP}(?:[★☆✩✭✮✯✰⭐⭑⭒🌟⋆]|{_STAR}{_GAP}{_TERM})(?:{_GAP}{_TERM})?"
    # 密级:机密. An enumeration of the three levels is a form or a rule, not a mark.
    f"|密{_GAP}[级級]{_GAP}[:\uff1a=\uff1d为]?{_GAP}[\\t|｜]?{_GAP}[☑√■✔【\\[(\uff08]?{_GAP}{_LEVEL}(?!{_GAP}(?:[、,\uff0c/或和及级級]|[□☐○]))"
    # Alone in its line with a term, or in brackets.
    f"|(?m:^[ \\t\u3000]*{_LEVEL}[级級]?{_GAP}{_TERM}(?=[ \\t\u3000\\r]*$))"
    f"|(?m:^[ \\t\u3000]*(?:【{_GAP}{_LEVEL}{_GAP}】|\\[{_GAP}{_LEVEL}{_GAP}\\]|[(\uff08]{_GAP}{_LEVEL}{_GAP}[)\uff09]){_GAP}(?:{_TERM})?(?=[ \\t\u3000\\r]*$))"
)
# The bare word alone in a line is a mark only at the head of a text.
_HEAD = re.compile(f"(?m:^[ \\t\u3000]*{_LEVEL}(?=[ \\t\u3000\\r]*$))")
_HEAD_LENGTH = 200


def marks(text: str) -> list[Hit]:
    """Every classification mark; prose about secrets (商业秘密、保守国家秘密、绝密级文件) is none. Art 14; 保密法."""
    if "密" not in text:
        return []
    found = [*_MARKS.finditer(text), *_HEAD.finditer(text[:_HEAD_LENGTH])]
    return [
        Hit(
            match.start(),
            match.end(),
            Kind.CLASSIFICATION,
            Action.MUST_MASK,
            match.group(),
            f"密级标志：{CLASSIFIED_SENTENCE}",
        )
        for match in found
    ]


def classified(text: str) -> Hit | None:
    """The first classification mark, or None. Callers refuse the text with ``CLASSIFIED_SENTENCE``."""
    return min(marks(text), key=lambda hit: hit.start, default=None)
