"""一件申请的办理 as a table: registration, examination, handling, reply, archive (条例45), with the clocks of arts 30 to 35."""

from __future__ import annotations

from gongkai.answer.foi import rules
from gongkai.kernel.workflow import STAY, Clock, Move, State, Workflow

OFFICER, HEAD, LEGAL, SIGNER = "foi_officer", "foi_head", "legal", "signer"
OFFICE = (OFFICER, HEAD)

ANSWER = Clock("answer", "答复期限", working_days=rules.ANSWER_DAYS, basis="条例33")
NOTICE = Clock("notice", "补正告知期限", working_days=rules.NOTICE_DAYS, basis="条例30")
SUPPLEMENT = Clock("supplement", "补正期限", working_days=rules.SUPPLEMENT_DAYS, basis="条例30", adjustable=True)
FEE = Clock("fee", "缴费期限", working_days=rules.FEE_DAYS, basis="国办函〔2020〕109号")

STATES = (
    State("arrived", "待确认收到", waiting="与申请人确认"),
    State("registered", "已登记"),
    State("handling", "办理中"),
    State("amending", "待补正", waiting="申请人"),
    State("consulting", "征求意见中", waiting="第三方或其他机关"),
    State("explaining", "待说明理由", waiting="申请人"),
    State("fee_due", "待缴费", waiting="申请人"),
    State("lapsing_supplement", "审核中（逾期不补正）"),
    State("lapsing_fee", "审核中（逾期不缴费）"),
    State("ending_supplement", "待签发（逾期不补正）"),
    State("ending_fee", "待签发（逾期不缴费）"),
    State("reviewing", "审核中"),
    State("signing", "待签发"),
    State("signed", "已签发"),
    State("issued", "已编号待送出"),
    State("sent", "已送出待送达", waiting="送达"),
    State("served", "已送达"),
    State("ended", "已终结"),
    State("archived", "已归档", final=True),
    State("dropped", "不成立", final=True),
)

_BEFORE_REPLY = (
    "registered", "handling", "amending", "consulting", "explaining", "fee_due",
    "lapsing_supplement", "lapsing_fee", "ending_supplement", "ending_fee", "reviewing", "signing", "signed",
)  # fmt: skip
_RUNNING = ("registered", "handling", "consulting", "explaining", "reviewing", "signing")

_MOVES = (
    # Receipt (条例31): what is handed in or signed for counts from that day, everything else from the confirmation.
    Move("receive", "arrived", "registered", "登记收到", OFFICE, starts=("answer", "notice"), style="primary", basis="条例31"),
    Move(
        "confirm", "arrived", "registered", "与申请人确认收到", OFFICE, starts=("answer", "notice"),
        needs=(("manner", "确认方式"),), style="primary", basis="条例31",
    ),
    Move("attempt", "arrived", STAY, "记录一次联系", OFFICE, needs=(("manner", "联系方式"),), basis="条例31"),
    # Counted nowhere, so not by a clerk alone; the applicant reads why.
    Move("drop", "arrived", "dropped", "申请不成立", (HEAD,), needs="reason", style="danger"),
    Move(
        "cite_earlier", ("registered", "handling"), STAY, "登记此前答复", OFFICE, needs=(("earlier", "此前答复的文号"),), basis="条例36(6)",
    ),
    Move("accept", "registered", "handling", "受理", OFFICE, stops=("notice",), style="primary", basis="条例45"),
    # Supplement, once (条例30).
    Move(
        "ask", ("registered", "handling"), "amending", "告知补正", OFFICE, stops=("answer", "notice"),
        starts=("supplement",), once=True, needs=(("what", "需要补正的内容"),), basis="条例30",
    ),
    # The applicant's term counts from the day on which the notice reached them, when that day is known.
    Move("ask_served", "amending", STAY, "补正告知书已送达", OFFICE, restarts=("supplement",), once=True, basis="条例30"),
    # Too late is still in time with good reason (无正当理由逾期不补正的,视为放弃), until the end is signed.
    Move(
        "amend", ("amending", "lapsing_supplement", "ending_supplement"), "handling", "收到补正", OFFICE,
        stops=("supplement",), restarts=("answer",), once=True, style="primary", basis="条例30",
    ),
    # Opinions of others (条例32, 33, 34): the time really used is not counted.
    Move("consult", "handling", "consulting", "征求意见", OFFICE, pauses=("answer",), needs=(("letter", "征求意见函"), ("kind", "征求意见的对象")), basis="条例32、34"),
    Move("consult_more", "consulting", STAY, "再征求一方意见", OFFICE, needs=(("letter", "征求意见函"), ("kind", "征求意见的对象")), basis="条例32、34"),
    Move("letter_received", "consulting", STAY, "征求意见函已收到", OFFICE, needs=(("letter", "征求意见函"),), basis="条例32"),
    Move("heard", "consulting", STAY, "收到一方意见", OFFICE, needs=(("letter", "征求意见函"), ("opinion", "意见")), basis="条例32、34"),
    Move(
        "heard_all", "consulting", "handling", "意见已齐", OFFICE, resumes=("answer",),
        needs=(("letter", "征求意见函"), ("opinion", "意见")), style="primary", basis="条例33",
    ),
    # An answer that was given in time and reached the file after the law had entered a silence (条例32、34).
    Move(
        "late_heard", ("handling", "consulting"), STAY, "补登期限内的意见", OFFICE, trims=("answer",),
        needs=(("letter", "征求意见函"), ("opinion", "意见"), ("answered_on", "对方提出意见的日期"), ("proof", "在期限内提出的证明")),
        basis="条例32、34",
    ),
    # Disclosed against a third party's objection: it is told what and why, in writing, before the reply goes out (条例32).
    Move(
        "third_told", ("handling", "reviewing", "signing", "signed", "issued"), STAY, "告知第三方决定公开", OFFICE,
        needs=(("letter", "征求第三方意见书"),), basis="条例32",
    ),
    # Extension (条例33): once, by the head of the FOI office, before the term is over.
    Move(
        "extend", _RUNNING, STAY, "批准延长答复期限", (HEAD,), extends=(("answer", rules.EXTENSION_MOST),), once=True,
        needs="reason", basis="条例33",
    ),
    # Many requests (条例35). Whether the wait stops the answer clock is not fixed there: the office's choice on that day
    # (foi.reasons_pause) stands in the event.
    Move(
        "ask_reasons", "handling", "explaining", "要求说明理由", OFFICE, once=True, needs="reason", basis="条例35",
        pauses=("answer",), pauses_if="pause",
    ),
    # What the applicant says is one thing, what the office thinks of it another.
    Move("reasoned", "explaining", STAY, "收到申请人说明", OFFICE, once=True, needs=(("text", "说明的理由"),), basis="条例35"),
    Move(
        "explained", "explaining", "handling", "认定理由", OFFICE, needs=(("finding", "认定结果"),),
        style="primary", basis="条例35", resumes=("answer",),
    ),
    Move("defer", "handling", STAY, "告知延迟答复", (HEAD,), extends=(("answer", rules.DEFER_MOST),), once=True, needs="reason", basis="条例35"),
    # Fee (条例42).
    Move("charge", "handling", "fee_due", "发出收费通知", OFFICE, stops=("answer",), once=True, needs=(("amount", "收费金额"),), basis="条例42"),
    Move("fee_served", "fee_due", STAY, "收费通知已送达", OFFICE, starts=("fee",), once=True, basis="国办函〔2020〕109号"),
    Move("paid", "fee_due", "handling", "已缴费", OFFICE, stops=("fee",), restarts=("answer",), once=True, style="primary", basis="国办函〔2020〕109号"),
    # Decision: 拟稿, 审核, 签发.
    Move("decide", "handling", "reviewing", "提交答复意见", OFFICE, needs="outcome", style="primary", basis="条例36"),
    Move("approve", "reviewing", "signing", "审核通过", (HEAD, LEGAL), style="primary", basis="条例45"),
    Move("return", ("reviewing", "signing"), "handling", "退回修改", (HEAD, LEGAL, SIGNER), needs="comment"),
    Move("recall", ("reviewing", "signing"), "handling", "撤回修改", OFFICE),
    Move("sign", "signing", "signed", "签发", (SIGNER,), style="primary", basis="条例45"),
    # No supplement, no fee: the request counts as given up; the clock of the answer stands since the notice.
    Move("lapse_supplement", "amending", "lapsing_supplement", "逾期不补正，终止办理", OFFICE, needs="outcome", basis="条例30"),
    Move("lapse_fee", "fee_due", "lapsing_fee", "逾期不缴费，终止办理", OFFICE, needs="outcome", basis="国办函〔2020〕109号"),
    # The end of the handling is reviewed before it is signed, like a reply (拟稿、审核、签发).
    Move("lapse_approve_supplement", "lapsing_supplement", "ending_supplement", "审核通过", (HEAD, LEGAL), style="primary", basis="条例45"),
    Move("lapse_approve_fee", "lapsing_fee", "ending_fee", "审核通过", (HEAD, LEGAL), style="primary", basis="条例45"),
    Move("lapse_return_supplement", ("lapsing_supplement", "ending_supplement"), "amending", "退回", (HEAD, LEGAL, SIGNER), needs="comment"),
    Move("lapse_return_fee", ("lapsing_fee", "ending_fee"), "fee_due", "退回", (HEAD, LEGAL, SIGNER), needs="comment"),
    Move("lapse_sign", ("ending_supplement", "ending_fee"), "signed", "签发", (SIGNER,), style="primary", basis="条例45"),
    Move("issue", "signed", "issued", "编号并制作答复书", OFFICE, style="primary", basis="条例45"),
    # A fault that is found between the number and the post: the number stays in the register as 作废, with the reason.
    # The clock has run all the time; what was sent once is known, and where a term of the applicant ran out it stands.
    Move(
        "void", "issued", "handling", "作废文号，重新办理", (HEAD,), needs="reason", never_after=("send", "lapse_sign"),
        style="danger", basis="条例45",
    ),
    # Sent is not served; the term is kept by sending.
    Move("send", "issued", "sent", "送出", OFFICE, stops=("answer",), needs=(("channel", "送达方式"),), style="primary", basis="条例33"),
    Move("undelivered", "sent", "issued", "退回，重新送达", OFFICE, needs="reason"),
    Move("serve", "sent", "served", "登记送达", OFFICE, needs=(("proof", "送达证明"),), style="primary", basis="条例45"),
    Move("withdraw", _BEFORE_REPLY, "ended", "申请人撤回", OFFICE, stops=("answer", "notice", "supplement", "fee"), needs=(("statement", "撤回声明"),), style="danger"),
    Move("archive", ("served", "ended"), "archived", "归档", OFFICE, style="primary", basis="条例45"),
)  # fmt: skip

REQUEST = Workflow(
    code="foi",
    label="政府信息公开申请",
    initial="arrived",
    states=STATES,
    moves=_MOVES,
    clocks=(ANSWER, NOTICE, SUPPLEMENT, FEE),
    line=("arrived", "registered", "handling", "reviewing", "signing", "issued", "sent", "served", "archived"),
)
