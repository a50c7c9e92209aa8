"""Words of records: attributes, grounds, validity, gates, checks, relations."""

from __future__ import annotations

from gongkai.kernel.vocabulary import Term


class Attribute(Term):
    """公开属性, fixed when the document is drafted (国办发〔2016〕80号)."""

    OPEN = "open", "主动公开", "条例13、19"
    ON_REQUEST = "on_request", "依申请公开", "条例13、27"
    NOT_OPEN = "not_open", "不予公开", "条例14、15、16"


class Ground(Term):
    """不予公开的理由."""

    SECRET = "g14_1", "依法确定为国家秘密", "条例14"
    FORBIDDEN = "g14_2", "法律、行政法规禁止公开", "条例14"
    SAFETY = "g14_3", "公开后可能危及国家安全、公共安全、经济安全、社会稳定", "条例14"
    THIRD_PARTY = "g15", "涉及商业秘密、个人隐私等，公开会损害第三方合法权益", "条例15"
    INTERNAL = "g16_1", "人事管理、后勤管理、内部工作流程等内部事务信息", "条例16(1)"
    PROCESS = "g16_2a", "讨论记录、过程稿、磋商信函、请示报告等过程性信息", "条例16(2)"
    CASE_FILE = "g16_2b", "行政执法案卷信息", "条例16(2)"


class Status(Term):
    """Where a record stands towards the public."""

    UNPUBLISHED = "unpublished", "未发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"
    KEPT = "kept", "留存不公开"


class State(Term):
    """Where a revision stands in its review."""

    DRAFTING = "drafting", "起草中"
    FOI_OPINION = "foi_opinion", "公开机构审核", "国办发〔2016〕80号"
    DISCLOSURE_CHECK = "disclosure_check", "公开审查", "条例17"
    FIRST_REVIEW = "first_review", "初审"
    SECOND_REVIEW = "second_review", "复审"
    FINAL_REVIEW = "final_review", "终审"
    WAITING = "waiting", "待发布"
    PUBLISHED = "published", "已发布"
    KEPT = "kept", "留存不公开"
    ABANDONED = "abandoned", "已作废"


#: The states of what is on its way: neither public, kept nor abandoned. Spelled out, in this order, in an index.
ON_THE_WAY = (
    State.DRAFTING,
    State.FOI_OPINION,
    State.DISCLOSURE_CHECK,
    State.FIRST_REVIEW,
    State.SECOND_REVIEW,
    State.FINAL_REVIEW,
    State.WAITING,
)


class Validity(Term):
    """效力状况, derived from dates and relations."""

    IN_FORCE = "in_force", "现行有效"
    NOT_YET = "not_yet", "尚未施行"
    AMENDED = "amended", "已被修改"
    REPEALED = "repealed", "已废止"
    EXPIRED = "expired", "已失效"


class Withdrawal(Term):
    """撤回的原因; the tombstone shows it."""

    IN_ERROR = "in_error", "发布有误"
    REPLACED = "replaced", "已由新的信息替代"
    ORDERED = "ordered", "依有关决定撤回"
    LIFTED = "lifted", "公开期限届满"


class Gate(Term):
    """三审五关, ticked by name (国办发〔2018〕123号)."""

    POLITICS = "politics", "政治关"
    LAW = "law", "法律关"
    POLICY = "policy", "政策关"
    SECRECY = "secrecy", "保密关"
    WORDING = "wording", "文字关"


class Check(Term):
    """公开审查 items, each ticked by a named person."""

    SECRECY = "secrecy", "不涉及国家秘密", "条例14、17"
    COMMERCIAL = "commercial", "不涉及商业秘密，或权利人已同意公开", "条例15"
    PRIVACY = "privacy", "不涉及个人隐私，或已作遮盖处理", "条例15"
    SAFETY = "safety", "公开不会危及国家安全、公共安全、经济安全和社会稳定", "条例14"
    OTHER_ORGANS = "other_organs", "涉及其他机关的内容已与有关机关协商确认", "条例11"


class RelationType(Term):
    """Typed relation, read from the first record to the second; ``basis`` holds the reading in the other direction."""

    INTERPRETS = "interprets", "解读", "解读材料"
    CONSULTS_ON = "consults_on", "征求意见", "征求意见"
    REPORTS_ON = "reports_on", "反馈", "意见反馈"
    REPEALS = "repeals", "废止", "被废止于"
    AMENDS = "amends", "修改", "被修改于"
    REPOSTS = "reposts", "转载", "被转载于"
    PRINTED_IN = "printed_in", "刊登于", "刊登"
    RELATED = "related", "相关", "相关"


class Decision(Term):
    """What was decided on a screening hit."""

    OPEN = "open", "待处理"
    KEPT = "kept", "依规保留"
    ALLOWED = "allowed", "提示（可以公开）"
