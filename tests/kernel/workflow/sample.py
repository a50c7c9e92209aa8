"""A request for information (依申请公开) in miniature, with every effect that a clock knows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workflow import STAY, Clock, Event, Move, State, Workflow

REQUEST = Workflow(
    code="request",
    label="依申请公开",
    initial="filed",
    states=(
        State("filed", "待登记"),
        State("handling", "办理中"),
        State("amending", "待补正", waiting="申请人"),
        State("consulting", "征求意见", waiting="第三方"),
        State("answered", "已答复", final=True),
        State("abandoned", "视为放弃", final=True),
    ),
    moves=(
        Move("accept", "filed", "handling", "登记", starts=("answer", "notice"), style="primary", basis="条例31"),
        Move("ask", "handling", "amending", "告知补正", stops=("answer", "notice"), starts="amendment", once=True,
             needs=("reason",), basis="条例30"),
        Move("amend", "amending", "handling", "收到补正", starts="answer", stops="amendment", basis="条例30"),
        Move("lapse", "amending", "abandoned", "逾期未补正", style="danger", basis="条例30"),
        Move("consult", "handling", "consulting", "征求第三方意见", pauses="answer", starts="opinion", basis="条例32"),
        Move("ask_more", "consulting", STAY, "再征求一方", pauses="answer"),
        Move("heard", "consulting", "handling", "收到意见", resumes="answer", stops="opinion"),
        Move("extend", ("handling", "consulting"), STAY, "延期答复", extends=(("answer", 20),), once=True,
             roles=("head",), basis="条例33"),
        Move("redo", "handling", STAY, "缴费后重新计算", restarts="answer"),
        Move("reply", "handling", "answered", "答复", style="primary", basis="条例36"),
    ),
    clocks=(
        Clock("answer", "答复期限", working_days=20, basis="条例33"),
        Clock("notice", "补正告知期限", working_days=7, basis="条例30"),
        Clock("amendment", "补正期限", days=10, basis="条例30", adjustable=True),
        Clock("opinion", "第三方意见期限", working_days=15, basis="条例32"),
    ),
)  # fmt: skip

TICKET = Workflow(
    code="ticket",
    label="热线工单",
    initial="new",
    states=(State("new", "新建"), State("open", "处理中"), State("waiting", "挂起"), State("done", "办结", final=True)),
    moves=(
        Move("send", "new", "open", "派单", starts=("contact", "onsite", "answer")),
        Move("hold", "open", "waiting", "挂起", pauses=("contact", "onsite", "answer")),
        Move("go_on", "waiting", "open", "恢复", resumes=("contact", "onsite", "answer")),
        Move("close", "open", "done", "办结"),
    ),
    clocks=(
        Clock("contact", "联系时限", hours=1),
        Clock("onsite", "到场时限", working_hours=10),
        Clock("answer", "答复时限", days=10),
    ),
)


def at(text: str) -> datetime:
    """A moment in China from "2026-03-02" (nine in the morning) or "2026-03-02 14:30"."""
    return datetime.fromisoformat(text if ":" in text else f"{text} 09:00").replace(tzinfo=CHINA)


def happened(*rows: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> list[Event]:
    """Events from rows (move, moment[, data])."""
    return [Event(row[0], at(row[1]), by="李经办", data=row[2] if len(row) == 3 else {}) for row in rows]
