"""Words of the yearly forms: which form, what kind of answer an item takes, where a report of the yearly list stands."""

from __future__ import annotations

from gongkai.kernel.vocabulary import Term


class Form(Term):
    """The yearly forms beside the annual report; ``basis`` is what asks for them."""

    WEBSITE = "website", "政府网站工作年度报表", "国办函〔2018〕12号"
    SUMMARY = "summary", "政务公开工作年度总结"


class Kind(Term):
    """What an item is answered with."""

    WHOLE = "whole", "整数"
    DECIMAL = "decimal", "数值"
    YES_NO = "yes_no", "是否"
    WORDS = "words", "文字"


class Publication(Term):
    """Where the report of an organ stands in the yearly list (条例49)."""

    IN_TIME = "in_time", "按期公布", "条例49"
    LATE = "late", "逾期公布", "条例49"
    OVERDUE = "overdue", "未公布，已逾期", "条例49"
    WAITING = "waiting", "未公布，未到期", "条例49"
    WITHDRAWN = "withdrawn", "已撤回，没有重新公布", "条例49"
    NOT_ASKED = "not_asked", "不单独公布"

    @property
    def missing(self) -> bool:
        """Whether the public cannot read the report although it is asked for."""
        return self in {Publication.OVERDUE, Publication.WAITING, Publication.WITHDRAWN}
