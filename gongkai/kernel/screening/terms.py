"""What a finding is: where it stands, what it seems to be, and whether it stops a publication."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.kernel.vocabulary import Term


class Kind(Term):
    """What was found; the stored value is the Chinese word that users and ``--json`` see."""

    IDENTITY = "身份证号", "身份证号", "GB 11643、条例15"
    MOBILE = "手机号", "手机号", "条例15"
    CARD = "银行卡号", "银行卡号", "条例15"
    CLASSIFICATION = "密级标志", "密级标志", "条例14"
    WORD = "词典词", "词典词", ""


class Action(Term):
    """What has to happen: ``must_mask`` stops submission until masked or kept with a reason; ``allowed`` is a hint."""

    MUST_MASK = "must_mask", "必须遮盖", "条例15"
    ALLOWED = "allowed", "可以保留", ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding: ``start`` and ``end`` count Unicode code points (end exclusive); ``text`` is what stands there.

    ``reason`` is the Chinese sentence that the clerk reads beside it.
    """

    start: int
    end: int
    type: Kind
    action: Action
    text: str
    reason: str

    @property
    def blocks(self) -> bool:
        """True when a document with this finding may not be submitted as it stands."""
        return self.action is Action.MUST_MASK
