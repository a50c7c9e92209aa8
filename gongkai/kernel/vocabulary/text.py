"""Text as it may be stored, compared and searched; nothing here knows a language beyond its characters."""

from __future__ import annotations

import re
import unicodedata

# Control characters but tab and line feed, the byte order mark, lone surrogates, private use: nothing prints them.
_FORBIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010fffd\ufff9-\ufffb]"
)


def clean(text: str) -> str:
    """Text without characters that cannot be printed or stored; every line end becomes a line feed. Never fails."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def half_width(text: str) -> str:
    """Full-width ASCII (Ａ１：) as ASCII, character for character: the length stays the same."""
    return text.translate(_HALF)


_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def unified(text: str) -> str:
    """Radicals (⼿⾏⺠) as the characters that they look like, one for one: many a PDF holds them where 手行民 are meant."""
    return text.translate(_RADICALS)


#: The Kangxi radicals by their compatibility forms; of the supplement, which has none, those that look like a whole character.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | str.maketrans(
    "⺁⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "厂母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)


def fold(text: str) -> str:
    """Text for comparing names and words: compatibility forms unified, case dropped, white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
