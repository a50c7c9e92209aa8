"""Every term has a Chinese label, so that nobody is ever shown a bare code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.kernel.vocabulary import Term

from .code import declaring

_CHINESE = re.compile("[\u4e00-\u9fff]")
UNDERSTOOD = {"PDF", "OFD", "DOCX", "XLSX", "CSV", "ZIP"}  # names that people in offices say themselves


def terms(base: type[Term] = Term) -> Iterator[type[Term]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("gongkai."):
            yield kind
        yield from terms(kind)


def unlabelled(kind: type[Term]) -> list[str]:
    return [
        f"{kind.__module__}.{kind.__name__}.{member.name}: {member.label!r}"
        for member in kind
        if member.label not in UNDERSTOOD and not _CHINESE.search(member.label)
    ]


def test_every_term_has_a_chinese_label():
    assert declaring("Term")
    kinds = set(terms())
    assert kinds
    assert [
        fault for kind in sorted(kinds, key=lambda k: (k.__module__, k.__name__)) for fault in unlabelled(kind)
    ] == []


def test_two_members_of_a_term_never_look_the_same():
    assert declaring("Term")
    same = {
        f"{kind.__module__}.{kind.__name__}": [member.label for member in kind]
        for kind in terms()
        if len({member.label for member in kind}) < len(kind)
    }
    assert same == {}


def test_a_term_without_label_would_be_found():
    class Colour(Term):
        RED = "red", "红"
        BLUE = "blue"

    assert [fault.rpartition(".")[2] for fault in unlabelled(Colour)] == ["BLUE: 'blue'"]
