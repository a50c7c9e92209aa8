"""Articles as people read them: what the code writes short (条例36(2)) is spelt 《条例》第三十六条第二项."""

from __future__ import annotations

import re
from typing import Final

_LAWS: Final = {"条例": "《条例》", "行政复议法": "《行政复议法》", "行政诉讼法": "《行政诉讼法》"}
#: Articles of one paragraph whose numbers in brackets are items (项); elsewhere a number is a paragraph (款).
_ITEMISED: Final = {"条例": {20, 29, 31, 36, 50}}
_CITED: Final = re.compile(rf"(?P<law>{'|'.join(_LAWS)})?(?P<article>\d{{1,3}})(?P<parts>(?:\(\d{{1,2}}\)){{0,2}})")
_DIGITS: Final = "零一二三四五六七八九"


def chinese(value: int) -> str:
    """A number below 10,000 in Chinese numerals: 12 → 十二, 105 → 一百零五; larger ones in digits."""
    if not 0 < value < 10_000:
        return str(value)
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
        zero = not digit
    return text[1:] if text.startswith("一十") else text


def cited(basis: str) -> str:
    """The ``basis`` of a term, move or clock as a sentence names it.

    条例33 → 《条例》第三十三条; 条例14、36(3) → 《条例》第十四条、第三十六条第三项; 行政复议法23(1)(4) →
    《行政复议法》第二十三条第一款第四项. What names no article (国办函〔2020〕109号, 三审) stays as it is. Never fails.
    """
    law = ""
    words = []
    for word in re.split("([、，])", basis):
        found = _CITED.fullmatch(word)
        if found is None or not (named := found["law"] or law):
            law = law if word == "、" else ""
            words.append(word)
            continue
        words.append(("" if named == law else _LAWS[named]) + _spelt(named, int(found["article"]), found["parts"]))
        law = named
    return "".join(words)


def _spelt(law: str, article: int, parts: str) -> str:
    numbers = [chinese(int(number)) for number in re.findall(r"\d+", parts)]
    marks = "款项" if len(numbers) > 1 or article not in _ITEMISED.get(law, ()) else "项"
    return f"第{chinese(article)}条" + "".join(
        f"第{number}{mark}" for number, mark in zip(numbers, marks, strict=False)
    )
