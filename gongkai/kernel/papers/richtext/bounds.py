"""Markup from a stranger made harmless for the readers: nesting without end, and beginnings without end, cost nothing."""

from __future__ import annotations

import re

DEEPEST = 1000  # the HTML reader gives up its memory at some twenty thousand; Word nests a few dozen
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>?")
_FOREIGN = re.compile(r"<\s*(?:svg|math)", re.IGNORECASE)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
# Their end is often left out, and the next one ends them: they never nest in each other. Not so inside a drawing.
_ENDS_ITSELF = frozenset(["p", "li", "dd", "dt", "tr", "td", "th", "thead", "tbody", "tfoot"])


def flattened(html: str) -> str:
    """The markup without the tags that nest deeper than a thousand; the words stay. Linear in the length.

    Counts carefully: an end that does not fit the last beginning closes nothing.
    """
    if html.count("<") <= DEEPEST:
        return html
    alone = _VOID if _FOREIGN.search(html) else _VOID | _ENDS_ITSELF
    open_tags: list[str] = []

    def look(match: re.Match[str]) -> str:
        name = match[2].lower()
        if name in alone:
            return match[0]
        if match[1]:
            if open_tags and open_tags[-1] == name:
                open_tags.pop()
            return match[0]
        if len(open_tags) >= DEEPEST:
            return ""
        open_tags.append(name)
        return match[0]

    return _TAG.sub(look, html)


def without(html: str, begins: re.Pattern[str], ends: re.Pattern[str]) -> str:
    """The text without everything from a beginning to the next end after it; a beginning without an end stays."""
    kept: list[str] = []
    place = 0
    while (start := begins.search(html, place)) is not None:
        end = ends.search(html, start.end())
        if end is None:
            break
        kept.append(html[place : start.start()])
        place = end.end()
    return "".join([*kept, html[place:]])
