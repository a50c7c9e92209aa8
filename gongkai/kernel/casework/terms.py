"""Words of casework: parties, papers, how a clock stands in the queue, how something was served."""

from __future__ import annotations

from gongkai.kernel.vocabulary import Term


class PartyRole(Term):
    """In what capacity somebody takes part."""

    APPLICANT = "applicant", "申请人", "条例29"
    AGENT = "agent", "代理人"
    THIRD = "third", "第三方", "条例32"
    CO_MAKER = "co_maker", "共同制作机关", "条例34"
    OTHER = "other", "其他单位"


class ClockState(Term):
    """How a clock of an open case stands."""

    RUNNING = "running", "计时中"
    PAUSED = "paused", "已暂停"


class Light(Term):
    """灯: how near the due date is; always shown in words too."""

    GREEN = "green", "时间充裕"
    AMBER = "amber", "临近到期"
    RED = "red", "即将到期或已逾期"
    PAUSED = "paused", "暂停计时"
    NONE = "none", "没有期限"


class Direction(Term):
    """Which way a paper goes."""

    IN = "in", "收到"
    OUT = "out", "发出"
    INTERNAL = "internal", "内部"


class PaperState(Term):
    """How far an outgoing paper is."""

    DRAFT = "draft", "拟稿"
    NUMBERED = "numbered", "已编号"
    SENT = "sent", "已发出"
    SERVED = "served", "已送达"
    RETURNED = "returned", "退回未送达"
    VOID = "void", "已作废"


class Channel(Term):
    """送达方式, each with its own proof: sent is not served."""

    IN_PERSON = "in_person", "当面领取"
    POST = "post", "邮寄"
    ONLINE = "online", "网上送达"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"
    NOTICE = "notice", "公告送达"


class LinkKind(Term):
    """Why two cases belong together."""

    MERGED = "merged", "并案办理"
    RELATED = "related", "相关办件"
    EARLIER = "earlier", "此前的同一申请"
    SPLIT = "split", "拆分"
