"""The door of the detectors: scan a text, mask what was found, or answer as plain values for ``--json``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.kernel.screening.detectors import numbers
from gongkai.kernel.screening.lexicon import listed
from gongkai.kernel.screening.marks import CLASSIFIED_SENTENCE, marks
from gongkai.kernel.screening.terms import Action, Hit, Kind
from gongkai.kernel.vocabulary import Refusal, half_width

# Practice, no national rule (see the masks of Chinese portals): one mask for the whole city, never birthday with tail.
_KEEP_FIRST = {Kind.IDENTITY: 6, Kind.MOBILE: 3}
_KEEP_LAST = {Kind.MOBILE: 2, Kind.CARD: 4}


def scan(text: str, words: Iterable[str] = ()) -> list[Hit]:
    """Every finding in order of its place, none overlapping another of the same kind of number.

    ``words`` is the dictionary. Arts 14 and 15: only ``hit.blocks`` stops a submission; the rest is a hint.
    """
    found = [*numbers(text), *marks(text), *listed(text, words)]
    return sorted(found, key=lambda hit: (hit.start, hit.end))


def screen_json(text: str, words: Iterable[str] = ()) -> dict[str, list[dict[str, int | str]]]:
    """``{"findings": [{start, end, type, action}]}``; offsets are Unicode code points, end exclusive."""
    return {
        "findings": [
            {"start": hit.start, "end": hit.end, "type": hit.type.value, "action": hit.action.value}
            for hit in scan(text, words)
        ]
    }


def mask(text: str, hits: Sequence[Hit], *, also_allowed: bool = False) -> str:
    """The text with its must-mask findings starred, character for character, so that other offsets stay right.

    Identity numbers keep the first six digits, mobiles the first three and last two, bank cards the last four, words
    nothing; blanks and dashes stay. ``also_allowed`` masks the hints too. Refuses a classified text, and hits that
    belong to another state of the text.
    """
    characters = list(text)
    for hit in hits:
        if text[hit.start : hit.end] != hit.text:
            raise Refusal("文字已经改动，请重新检查后再遮盖。")
        if hit.type is Kind.CLASSIFICATION:
            raise Refusal(f"{CLASSIFIED_SENTENCE}，不能以遮盖代替。")
        if hit.action is Action.ALLOWED and not also_allowed:
            continue
        characters[hit.start : hit.end] = _starred(hit)
    return "".join(characters)


def _starred(hit: Hit) -> list[str]:
    if hit.type is Kind.WORD:
        return ["*"] * len(hit.text)
    places = [index for index, letter in enumerate(half_width(hit.text)) if letter.isascii() and letter.isalnum()]
    if hit.type is Kind.MOBILE and len(places) > 11:
        kept = places[: len(places) - 11 + _KEEP_FIRST[hit.type]]
    else:
        kept = places[: _KEEP_FIRST.get(hit.type, 0)]
    last = _KEEP_LAST.get(hit.type, 0)
    hidden = set(places[len(kept) : len(places) - last])
    return ["*" if index in hidden else letter for index, letter in enumerate(hit.text)]
