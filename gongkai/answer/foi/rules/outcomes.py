"""Which replies the timeline allows (table three's leaves with their steps), and what a reply must say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from gongkai.answer.foi.rules.opinions import LetterFacts
from gongkai.answer.foi.rules.receipt import fee_due, last, supplement_due
from gongkai.answer.foi.terms import OUTCOMES, Explanation, LetterKind, Opinion, Outcome, Presupposes, outcome
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workdays import Calendar
from gongkai.kernel.workflow import Event

#: Fields of a decision and how they are called on the desk.
NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "given": "提供的信息及提供方式",
        "where": "获取的方式、途径",
        "withheld": "不予公开的部分",
        "ground": "不予公开部分的依据",
        "reason": "理由",
        "law": "依据的法律、法规条款",
        "search": "检索经过（检索的部门、系统、关键词、期间和结果）",
        "earlier": "此前答复的文号和日期",
        "override": "第三方不同意而仍予公开的理由（意见理由不合理，或者不公开会对公共利益造成重大影响）",
        "other_organ": "负责公开的机关名称、联系方式",
    }
)

#: Outcomes that a move of its own brings about, never the proposal of a reply.
OF_LAPSE = MappingProxyType({"lapse_supplement": "no_supplement", "lapse_fee": "no_fee"})
_OF_OTHER_MOVES = frozenset({"no_supplement", "no_fee", "withdrawn"})
GROUNDS = tuple(one for one in OUTCOMES if one.code.startswith("deny_"))


def result(history: Sequence[Event]) -> Outcome | None:
    """The outcome that counts in the report: of the reply that was sent, or of the withdrawal; None before that."""
    ended = last(history, "send", "withdraw")
    if ended is None:
        return None
    decided = last(history, "decide", *OF_LAPSE)
    return outcome("withdrawn") if ended.move == "withdraw" or decided is None else outcome(decided.data["outcome"])


@dataclass(frozen=True)
class _Facts:
    """What the timeline says up to a moment."""

    history: Sequence[Event]
    letters: Sequence[LetterFacts]
    calendar: Calendar
    today: date
    fee_due_on: date | None
    earlier: str
    done: Counter[str]


def offered(
    history: Sequence[Event],
    letters: Sequence[LetterFacts],
    *,
    calendar: Calendar,
    at: datetime,
    fee_due_on: date | None = None,
    earlier: str = "",
) -> tuple[Outcome, ...]:
    """The outcomes that may be chosen at a moment, in the order of table three; none before receipt or after signing.

    ``fee_due_on`` overrides the day read from the events; ``earlier`` is the earlier reply's number when it is known
    from elsewhere than the events (a linked case).
    """
    facts = _facts(history, letters, calendar, at, fee_due_on, earlier)
    return tuple(one for one in OUTCOMES if not _why_not(one, facts))


def refuse_outcome(
    code: str,
    history: Sequence[Event],
    letters: Sequence[LetterFacts],
    *,
    calendar: Calendar,
    at: datetime,
    fee_due_on: date | None = None,
    earlier: str = "",
    fields: Mapping[str, Any] | None = None,
) -> None:
    """Raise a Refusal (field ``outcome``) when this outcome may not be chosen now; nothing when it may.

    A part withheld for a third party's sake (``fields["ground"] == "deny_third"``) asks for the same step as the whole.
    """
    try:
        one = outcome(str(code))
    except KeyError as error:
        raise Refusal(f"没有“{code}”这一办理结果。", field="outcome") from error
    facts = _facts(history, letters, calendar, at, fee_due_on, earlier or str((fields or {}).get("earlier") or ""))
    reason = _why_not(one, facts)
    if not reason and one.code == "partial" and (fields or {}).get("ground") == "deny_third":
        reason = _STEPS[Presupposes.THIRD_PARTY](facts)
    if reason:
        raise Refusal(f"不能选择“{one.label}”：{reason}", field="outcome")


def missing(one: Outcome, fields: Mapping[str, Any], letters: Sequence[LetterFacts] = ()) -> list[tuple[str, str]]:
    """Pairs (field, Chinese sentence) of what the reply still must say (条例36, 37); empty when it is complete.

    To disclose against the will of a third party asks for a reason of its own (条例15, 32).
    """
    needs = list(one.needs)
    if against(one.code, fields, letters):
        needs.append("override")
    found = [(name, f"请填写{NEEDS[name]}。") for name in needs if not str(fields.get(name) or "").strip()]
    ground = str(fields.get("ground") or "")
    if "ground" in needs and ground and ground not in {denial.code for denial in GROUNDS}:
        found.append(("ground", "不予公开部分的依据须从不予公开的各种情形中选择。"))
    return found


def against(code: str, fields: Mapping[str, Any], letters: Sequence[LetterFacts]) -> tuple[LetterFacts, ...]:
    """The letters of third parties whose objection such a reply does not follow (条例15, 32); none where that is withheld."""
    if code != "open" and (code != "partial" or fields.get("ground") == "deny_third"):
        return ()
    return tuple(x for x in letters if x.kind is LetterKind.THIRD and x.opinion is Opinion.DISAGREE)


def _facts(
    history: Sequence[Event],
    letters: Sequence[LetterFacts],
    calendar: Calendar,
    at: datetime,
    fee_due_on: date | None,
    earlier: str,
) -> _Facts:
    cited = last(history, "cite_earlier")
    earlier = earlier.strip() or (str(cited.data.get("earlier", "")).strip() if cited else "")
    done = Counter(event.move for event in history)
    return _Facts(history, letters, calendar, at.astimezone(CHINA).date(), fee_due_on, earlier, done)


def _why_not(one: Outcome, facts: _Facts) -> str:
    """The Chinese reason against an outcome; empty when it may be chosen."""
    done = facts.done
    if not (done["receive"] or done["confirm"]):
        return "尚未确认收到申请。"
    if done["sign"] > done["void"] or done["lapse_sign"] or done["withdraw"] or done["drop"]:
        return "办理结果已经确定。"
    if one.presupposes is not Presupposes.NOTHING and (reason := _STEPS[one.presupposes](facts)):
        return reason
    if one.code in _OF_OTHER_MOVES:
        return ""
    if done["ask"] > done["amend"]:
        return "正在等待申请人补正。"
    if done["charge"] > done["paid"]:
        return "正在等待申请人缴费。"
    return ""


def _supplemented(facts: _Facts) -> str:
    return "" if facts.done["ask"] and facts.done["amend"] else "须先告知补正并收到补正（《条例》第三十条）。"


def _not_supplemented(facts: _Facts) -> str:
    due = supplement_due(facts.history, facts.calendar)
    if due is None or facts.done["amend"]:
        return "没有逾期未补正的情形（《条例》第三十条）。"
    return "" if facts.today > due.due else f"补正期限至{due.due}届满，尚未届满（《条例》第三十条）。"


def _fee_unpaid(facts: _Facts) -> str:
    read = fee_due(facts.history, facts.calendar)
    due = facts.fee_due_on or (read.due if read else None)
    if not facts.done["charge"] or facts.done["paid"]:
        return "没有逾期未缴费的情形（国办函〔2020〕109号）。"
    if due is None:
        return "收费通知尚未登记送达，缴费期限没有起算（国办函〔2020〕109号）。"
    return "" if facts.today > due else f"缴费期限至{due}届满，尚未届满（国办函〔2020〕109号）。"


def _unreasonable(facts: _Facts) -> str:
    found = last(facts.history, "explained")
    if found is None:
        return "须先要求申请人说明理由并作出认定（《条例》第三十五条）。"
    reasonable = found.data.get("finding") == Explanation.REASONABLE
    return "申请理由已认定为合理，应当答复（《条例》第三十五条）。" if reasonable else ""


def _third_party(facts: _Facts) -> str:
    asked = [
        letter for letter in facts.letters if letter.kind is LetterKind.THIRD and letter.opinion != Opinion.RECALLED
    ]
    if not asked:
        return "须先书面征求第三方意见（《条例》第三十二条）。"
    if any(letter.open for letter in asked):
        return "第三方的意见尚未收到，征求意见期限也未届满（《条例》第三十二条）。"
    # 条例15: 第三方同意公开的,予以公开.
    agreed = all(letter.opinion is Opinion.AGREE for letter in asked)
    return "第三方同意公开，应当予以公开（《条例》第十五条）。" if agreed else ""


def _earlier_reply(facts: _Facts) -> str:
    return "" if facts.earlier else "须先登记此前答复的文号（《条例》第三十六条第六项）。"


def _statement(facts: _Facts) -> str:
    return "申请人撤回的，请办理“申请人撤回”。"


_STEPS: Mapping[Presupposes, Callable[[_Facts], str]] = MappingProxyType(
    {
        Presupposes.SUPPLEMENTED: _supplemented,
        Presupposes.NOT_SUPPLEMENTED: _not_supplemented,
        Presupposes.FEE_UNPAID: _fee_unpaid,
        Presupposes.UNREASONABLE: _unreasonable,
        Presupposes.THIRD_PARTY: _third_party,
        Presupposes.EARLIER_REPLY: _earlier_reply,
        Presupposes.STATEMENT: _statement,
    }
)
