"""Words of requests (依申请公开): channels, applicants, remedies, and outcomes with their basis, letter and line of the report."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.kernel.vocabulary import Term


class Channel(Term):
    """How a request came; it decides from which day the law counts (条例31)."""

    COUNTER = "counter", "当面提交", "条例31(1)"
    POST_SIGNED = "post_signed", "邮寄（签收）", "条例31(2)"
    POST_PLAIN = "post_plain", "平常信函", "条例31(2)"
    ONLINE = "online", "互联网", "条例31(3)"
    FAX = "fax", "传真", "条例31(3)"

    @property
    def needs_confirmation(self) -> bool:
        """Does the clock start only when the office has confirmed with the applicant?"""
        return self in {Channel.POST_PLAIN, Channel.ONLINE, Channel.FAX}


class ApplicantKind(Term):
    """申请人情况: the columns of table three (国办公开办函〔2021〕30号)."""

    NATURAL = "natural", "自然人"
    BUSINESS = "org_business", "商业企业"
    RESEARCH = "org_research", "科研机构"
    WELFARE = "org_welfare", "社会公益组织"
    LEGAL = "org_legal", "法律服务机构"
    OTHER = "org_other", "其他"


class IdentityKind(Term):
    """身份证明 (条例29)."""

    RESIDENT = "resident", "居民身份证"
    PERMIT = "permit", "港澳台居民居住证或来往内地通行证"
    PASSPORT = "passport", "护照"
    CREDIT = "credit", "统一社会信用代码"


class SupplyForm(Term):
    """获取政府信息的形式要求 (条例29、40)."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子数据"
    INSPECT = "inspect", "现场查阅、抄录"


class SupplyWay(Term):
    """获取政府信息的途径 (条例29)."""

    POST = "post", "邮寄"
    EMAIL = "email", "电子邮件"
    ONLINE = "online", "网上获取"
    PICK_UP = "in_person", "当面领取"
    FAX = "fax", "传真"


class LetterKind(Term):
    """Whose opinion is asked, and what silence means."""

    THIRD = "third", "第三方", "条例32"
    CO_MAKER = "co_maker", "共同制作机关", "条例34"
    OTHER_ORGAN = "other_organ", "其他机关", "条例33"


class Opinion(Term):
    """What came back on a letter."""

    AGREE = "agree", "同意公开"
    DISAGREE = "disagree", "不同意公开"
    SILENT = "silent", "逾期未答复"
    UNREACHED = "unreached", "无法送达"
    RECALLED = "recalled", "已撤回征求意见"


class Explanation(Term):
    """What became of the question for reasons (条例35)."""

    REASONABLE = "reasonable", "理由合理", "条例35"
    UNREASONABLE = "unreasonable", "理由不合理", "条例35"
    NONE = "none", "未说明理由", "条例35"


class FeeBasis(Term):
    """收费标准: one of the two, never both (国办函〔2020〕109号)."""

    ITEMS = "items", "按件计收", "国办函〔2020〕109号"
    PAGES = "pages", "按量计收", "国办函〔2020〕109号"


class Proposer(Term):
    """Who suggests that information asked for be public for all."""

    APPLICANT = "applicant", "申请人建议", "条例44"
    OFFICE = "office", "多人申请，本机关提出", "条例44"


class ProposalAnswer(Term):
    """What became of such a suggestion."""

    ADOPTED = "adopted", "已纳入主动公开", "条例44"
    REFUSED = "refused", "不纳入主动公开", "条例44"


class Remedy(Term):
    """救济途径 of a reply."""

    FIRST_REVIEW = "F", "复议前置", "行政复议法23(1)(4)"
    CHOICE = "N", "复议或者诉讼", "行政复议法20，行政诉讼法46"
    NONE = "none", "不需要告知"


class Line(Term):
    """办理结果: the leaf rows of table three, one per request; ``basis`` is the article."""

    OPEN = "open", "予以公开", "条例36(1)、36(2)"
    PARTIAL = "partial", "部分公开", "条例37"
    D1 = "d1", "属于国家秘密", "条例14"
    D2 = "d2", "其他法律行政法规禁止公开", "条例14"
    D3 = "d3", "危及“三安全一稳定”", "条例14"
    D4 = "d4", "保护第三方合法权益", "条例15、32"
    D5 = "d5", "属于三类内部事务信息", "条例16(1)"
    D6 = "d6", "属于四类过程性信息", "条例16(2)"
    D7 = "d7", "属于行政执法案卷", "条例16(2)"
    D8 = "d8", "属于行政查询事项", "条例36(7)"
    U1 = "u1", "本机关不掌握相关政府信息", "条例36(4)、36(5)"
    U2 = "u2", "没有现成信息需要另行制作", "条例38"
    U3 = "u3", "补正后申请内容仍不明确", "条例30"
    N1 = "n1", "信访举报投诉类申请", "条例39(1)"
    N2 = "n2", "重复申请", "条例36(6)"
    N3 = "n3", "要求提供公开出版物", "条例39(2)"
    N4 = "n4", "无正当理由大量反复申请", "条例35"
    N5 = "n5", "要求行政机关确认或重新出具已获取信息"
    O1 = "o1", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "条例30"
    O2 = "o2", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "条例42，国办函〔2020〕109号"
    O3 = "o3", "其他"


class Presupposes(Term):
    """The step that must be in the timeline before an outcome is offered; ``basis`` is the article."""

    NOTHING = "nothing", "没有前置步骤"
    SUPPLEMENTED = "supplemented", "已告知补正且已收到补正", "条例30"
    NOT_SUPPLEMENTED = "not_supplemented", "已告知补正且补正期限已过", "条例30"
    FEE_UNPAID = "fee_unpaid", "收费通知送达后20个工作日未缴费", "国办函〔2020〕109号"
    UNREASONABLE = "unreasonable", "已要求说明理由且认定理由不合理（或者未说明理由）", "条例35"
    THIRD_PARTY = "third_party", "已书面征求第三方意见且第三方未同意公开", "条例15、32"
    EARLIER_REPLY = "earlier_reply", "已登记此前答复的文号", "条例36(6)"
    STATEMENT = "statement", "有申请人撤回申请的声明"


@dataclass(frozen=True)
class Outcome:
    """A kind of reply: which letter, on what basis, with what remedy, and where the year's report counts it.

    ``needs`` are fields of the decision that must be filled: see ``rules.NEEDS`` for their Chinese labels.
    """

    code: str
    label: str
    line: Line
    basis: str
    remedy: Remedy
    presupposes: Presupposes = Presupposes.NOTHING
    needs: tuple[str, ...] = ()
    letter: bool = True


_F, _N, _P = Remedy.FIRST_REVIEW, Remedy.CHOICE, Presupposes

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("open", "予以公开", Line.OPEN, "条例36(2)", _N, needs=("given",)),
    Outcome("already", "已主动公开，告知获取方式", Line.OPEN, "条例36(1)", _N, needs=("where",)),
    Outcome("partial", "部分公开", Line.PARTIAL, "条例37", _F, needs=("given", "withheld", "ground", "reason")),
    Outcome("deny_secret", "不予公开：国家秘密", Line.D1, "条例14、36(3)", _F, needs=("reason",)),
    Outcome("deny_law", "不予公开：法律、行政法规禁止", Line.D2, "条例14、36(3)", _F, needs=("law", "reason")),
    Outcome("deny_safety", "不予公开：三安全一稳定", Line.D3, "条例14、36(3)", _F, needs=("reason",)),
    Outcome("deny_third", "不予公开：第三方合法权益", Line.D4, "条例15、32、36(3)", _F, _P.THIRD_PARTY, ("reason",)),
    Outcome("deny_internal", "不予公开：内部事务信息", Line.D5, "条例16(1)、36(3)", _F, needs=("reason",)),
    Outcome("deny_process", "不予公开：过程性信息", Line.D6, "条例16(2)、36(3)", _F, needs=("reason",)),
    Outcome("deny_casefile", "不予公开：行政执法案卷", Line.D7, "条例16(2)、36(3)", _F, needs=("reason",)),
    Outcome("query", "行政查询事项，告知按规定查询", Line.D8, "条例36(7)", _N, needs=("law", "where")),
    Outcome("not_exist", "经检索，信息不存在", Line.U1, "条例36(4)", _N, needs=("search",)),
    Outcome("not_ours", "不属于本机关负责公开", Line.U1, "条例36(5)", _N, needs=("reason",)),
    Outcome("make", "需要加工、分析", Line.U2, "条例38", _N, needs=("reason",)),
    Outcome("unclear", "补正后仍不明确", Line.U3, "条例30", _N, _P.SUPPLEMENTED, ("reason",)),
    Outcome("petition", "信访、举报、投诉，不作为申请处理", Line.N1, "条例39(1)", _N),
    Outcome("repeat", "不予重复处理", Line.N2, "条例36(6)", _N, _P.EARLIER_REPLY, ("earlier",)),
    Outcome("publication", "公开出版物，告知获取途径", Line.N3, "条例39(2)", _N),
    Outcome("abuse", "大量反复申请，不予处理", Line.N4, "条例35", _N, _P.UNREASONABLE, ("reason",)),
    Outcome("confirm", "确认或重新出具已获取信息，不予处理", Line.N5, "", _N, _P.EARLIER_REPLY, ("earlier", "law")),
    Outcome("no_supplement", "逾期不补正，视为放弃申请", Line.O1, "条例30", _N, _P.NOT_SUPPLEMENTED),
    Outcome("no_fee", "逾期不缴费，视为放弃申请", Line.O2, "条例42", _N, _P.FEE_UNPAID),
    Outcome("withdrawn", "申请人撤回", Line.O3, "", Remedy.NONE, _P.STATEMENT, letter=False),
    Outcome("other", "其他处理", Line.O3, "", _N, needs=("reason", "law")),
)


def outcome(code: str) -> Outcome:
    """The outcome under a code; KeyError when there is none."""
    return {one.code: one for one in OUTCOMES}[code]
