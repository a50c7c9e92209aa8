"""The documents of a request (文书) as plain data for typesetting: letters on the way, and the reply with its eight elements.

``document(kind, facts)`` with the kinds of ``KINDS`` (letters on the way) and the codes of ``terms.OUTCOMES`` (replies).
The facts, those of a kind in brackets; what is missing is refused with its field:

``organ`` (rules.OrganFacts), ``applicant`` (name), ``application_number``, ``channel``, ``description`` (what was asked;
``asked`` when the applicant's own words differ), ``submitted_on``, ``received_on``, ``date``; ``number`` of the letter
may come later. [receipt: ``due_on``; supplement: ``what``, ``days``; reasons: ``reason``, ``days``; extension, defer:
``reason``, ``days``, ``due_on``; third_party, co_maker, other_organ: ``addressee``, ``about``;
third_party_disclosure: ``addressee``, ``about``, ``reason``, ``remedy``; fee: ``basis``, ``quantity``, ``already``,
``amount``, ``how``; replies: ``remedy`` (rules.Clause), the fields of the decision (rules.NEEDS), ``body`` (clean rich
text), ``history`` (events: then the letter tells its course)].
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gongkai.answer.foi.letters.procedure import WRITERS
from gongkai.answer.foi.letters.replies import TITLES, reply
from gongkai.answer.foi.letters.wording import LABELS, Sheet, chinese_day, required
from gongkai.answer.foi.rules import OrganFacts
from gongkai.answer.foi.terms import outcome
from gongkai.kernel.vocabulary import Refusal

__all__ = ["KINDS", "NAMELESS", "document", "said"]

#: Letters on the way: code to title.
KINDS: Mapping[str, str] = MappingProxyType({code: title for code, (title, _) in WRITERS.items()})

#: Letters to other organs: they name neither the applicant nor anybody else whose identity is kept.
NAMELESS = frozenset({"co_maker", "other_organ"})


def document(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The letter as ``papers.typesetting`` sets it (template "official"), JSON values only.

    KeyError for a kind that does not exist. Refusal naming the field when a fact that the law asks for is missing, when
    the outcome has no letter, or when the remedy that must be told (行政复议法23) is not there.
    """
    organ: OrganFacts = facts["organ"]
    sheet = Sheet()
    if kind in WRITERS:
        title, write = WRITERS[kind]
        write(sheet, facts)
        addressee = str(facts.get("addressee") or "") or str(facts.get("applicant") or "")
    else:
        one = outcome(kind)
        if not one.letter:
            raise Refusal(f"“{one.label}”不制作答复书。", field="outcome")
        title, addressee = TITLES[one.code], str(required(facts, "applicant"))
        reply(sheet, one, facts)
    return {
        "template": "official",
        "masthead": organ.name,
        "organ": organ.name,
        "number": str(facts.get("number") or ""),
        "title": title,
        "addressee": addressee,
        "blocks": sheet.blocks(),
        "attachments": [],
        "signature": organ.name,
        "date": chinese_day(required(facts, "date")),
    }


def said(facts: Mapping[str, Any]) -> dict[str, str]:
    """What people wrote, by the Chinese label of its field: ask ``require_printable`` before a number is taken."""
    return {label: str(facts[name]) for name, label in LABELS.items() if isinstance(facts.get(name), str)}
