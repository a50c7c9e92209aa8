"""A kind of case of the tests' own: small, with every effect that a clock knows, and no application behind it."""

from __future__ import annotations

from gongkai.kernel.casework import kinds
from gongkai.kernel.organizations.terms import Role
from gongkai.kernel.workflow import STAY, Clock, Move, State, Workflow

OFFICE = ("foi_officer", "foi_head")
TABLE = Workflow(
    code="trial",
    label="试办件",
    initial="arrived",
    states=(
        State("arrived", "待确认收到", waiting="与申请人确认"),
        State("registered", "已登记"),
        State("handling", "办理中"),
        State("amending", "待补正", waiting="申请人"),
        State("consulting", "征求意见中", waiting="第三方"),
        State("reviewing", "审核中"),
        State("signing", "待签发"),
        State("signed", "已签发"),
        State("issued", "已编号待送出"),
        State("sent", "已送出待送达", waiting="送达"),
        State("ended", "已终结"),
        State("archived", "已归档", final=True),
    ),
    clocks=(
        Clock("answer", "答复期限", working_days=20, basis="条例33"),
        Clock("notice", "补正告知期限", working_days=7, basis="条例30"),
        Clock("supplement", "补正期限", working_days=10, adjustable=True),
    ),
    moves=(
        Move("receive", "arrived", "registered", "登记收到", OFFICE, starts=("answer", "notice"), style="primary"),
        Move("attempt", "arrived", STAY, "记录一次联系", OFFICE),
        Move("accept", "registered", "handling", "受理", OFFICE, stops=("notice",), style="primary"),
        Move(
            "ask", ("registered", "handling"), "amending", "告知补正", OFFICE, stops=("answer", "notice"),
            starts=("supplement",), once=True, needs=(("what", "需要补正的内容"),),
        ),
        Move("amend", "amending", "handling", "收到补正", OFFICE, stops=("supplement",), restarts=("answer",), once=True),
        Move("consult", "handling", "consulting", "征求意见", OFFICE, pauses=("answer",)),
        Move("heard", "consulting", "handling", "意见已齐", OFFICE, resumes=("answer",)),
        Move("silent", "consulting", "handling", "逾期未答复", resumes=("answer",)),
        Move(
            "extend", ("registered", "handling", "consulting"), STAY, "批准延长答复期限", ("foi_head",),
            extends=(("answer", 20),), once=True, needs="reason",
        ),
        Move("decide", "handling", "reviewing", "提交答复意见", OFFICE, needs="outcome", style="primary"),
        Move("approve", "reviewing", "signing", "审核通过", ("foi_head", "legal"), style="primary"),
        Move("return", ("reviewing", "signing"), "handling", "退回修改", ("foi_head", "legal", "signer"), needs="comment"),
        Move("sign", "signing", "signed", "签发", ("signer",), style="primary"),
        Move("issue", "signed", "issued", "编号并制作答复书", OFFICE, style="primary"),
        Move("send", "issued", "sent", "送出", OFFICE, stops=("answer",), style="primary"),
        Move("undelivered", "sent", "issued", "退回，重新送达", OFFICE),
        Move("withdraw", ("registered", "handling", "amending", "consulting"), "ended", "申请人撤回", OFFICE,
             stops=("answer", "notice", "supplement"), style="danger"),
        Move("archive", ("sent", "ended"), "archived", "归档", OFFICE, style="primary"),
    ),
    line=("arrived", "registered", "handling", "reviewing", "signing", "issued", "sent", "archived"),
)  # fmt: skip

KIND = kinds.Kind(
    code="trial",
    label="试办件",
    workflow=lambda _organ: TABLE,
    page="/desk/trials/{pk}/",
    readers=frozenset({Role.FOI_OFFICER, Role.FOI_HEAD, Role.LEGAL, Role.SIGNER}),
    heads=frozenset({Role.FOI_HEAD}),
    closing=frozenset({"send", "withdraw"}),
    owed=frozenset({"answer", "notice"}),
    handlers=frozenset({Role.FOI_OFFICER}),
    position=900,
)
