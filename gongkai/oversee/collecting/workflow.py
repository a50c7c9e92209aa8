"""报送 as a table: who may do what to a filing, in which state (条例49). The roles are those that a person has towards it."""

from __future__ import annotations

from gongkai.kernel.workflow import STAY, Move, State, Workflow
from gongkai.oversee.collecting.terms import State as S

#: The FOI office that fills it in and its head; the FOI office that examines it; the office that collects, and its head.
OFFICER, HEAD, EXAMINER, LEAD, LEAD_HEAD = "officer", "head", "examiner", "lead", "lead_head"

FILING = Workflow(
    code="filing",
    label="年报报送",
    initial=S.ASSIGNED,
    states=[
        State(S.ASSIGNED, S.ASSIGNED.label),
        State(S.FILLING, S.FILLING.label),
        State(S.SUBMITTED, S.SUBMITTED.label, waiting="审核"),
        State(S.RETURNED, S.RETURNED.label),
        State(S.ACCEPTED, S.ACCEPTED.label),
        State(S.LOCKED, S.LOCKED.label),
        State(S.REMOVED, S.REMOVED.label, final=True),
    ],
    moves=[
        Move("fill", S.ASSIGNED, S.FILLING, "开始填报", (OFFICER, HEAD)),
        Move("save", (S.FILLING, S.RETURNED), STAY, "保存填报", (OFFICER, HEAD)),
        # The office that collects enters what came on paper or as a file; it reports for an office only where that has nobody.
        Move("enter", (S.ASSIGNED, S.FILLING, S.RETURNED), S.FILLING, "代为录入", (LEAD,)),
        Move("submit_for", S.FILLING, S.SUBMITTED, "代为报送", (LEAD,)),
        # Where an office has a head of its FOI office, the head reports; see ``operations.filings``.
        Move("submit", S.FILLING, S.SUBMITTED, "报送", (OFFICER, HEAD), style="primary", basis="条例49"),
        Move("resubmit", S.RETURNED, S.SUBMITTED, "重新报送", (OFFICER, HEAD), style="primary", basis="条例49"),
        Move("recall", S.SUBMITTED, S.FILLING, "撤回报送", (OFFICER, HEAD)),
        Move("return", (S.SUBMITTED, S.ACCEPTED), S.RETURNED, "退回", (EXAMINER,), needs="reason", style="danger"),
        Move("accept", S.SUBMITTED, S.ACCEPTED, "审核通过", (EXAMINER,), style="primary"),
        Move("lock", S.ACCEPTED, S.LOCKED, "锁定", (EXAMINER, LEAD)),
        Move("unlock", S.LOCKED, S.ACCEPTED, "解除锁定", (LEAD_HEAD,), needs="reason", style="danger"),
        Move(
            "remove", (S.ASSIGNED, S.FILLING, S.SUBMITTED, S.RETURNED, S.ACCEPTED), S.REMOVED, "移出",
            (LEAD,), needs="reason", style="danger",
        ),
    ],
    line=(S.ASSIGNED, S.FILLING, S.SUBMITTED, S.ACCEPTED, S.LOCKED),
)  # fmt: skip
