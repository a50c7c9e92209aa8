"""What this application enters into the kernel's register: the kind of case."""

from __future__ import annotations

from gongkai.answer.foi.operations import hooks
from gongkai.answer.foi.queries import unserved
from gongkai.answer.foi.workflow import table
from gongkai.kernel.casework import kinds
from gongkai.kernel.organizations.queries import number
from gongkai.kernel.organizations.terms import Role
from gongkai.kernel.vocabulary import today
from gongkai.kernel.workflow import Workflow


def workflow_of(organ_id: int) -> Workflow:
    """The table in force for an organ."""
    return table(bool(number("foi.reasons_pause", today(), organ_id)))


FOI = kinds.Kind(
    code="foi",
    label="政府信息公开申请",
    workflow=workflow_of,
    page="/desk/requests/{pk}/",
    readers=frozenset({Role.FOI_OFFICER, Role.FOI_HEAD, Role.LEGAL, Role.SIGNER}),
    heads=frozenset({Role.FOI_HEAD}),
    position=10,
    counts_by=frozenset({"foi.reasons_pause"}),
    closing=frozenset({"send", "withdraw", "drop"}),
    owed=frozenset({"answer"}),  # 条例30 binds the notice only where a supplement is asked; 条例33 every answer
    handlers=frozenset({Role.FOI_OFFICER}),
    private=frozenset({"with", "manner", "result", "proof", "tracking", "statement", "text", "reason"}),
    guard=hooks.guard,
    automatic=hooks.automatic,
    after=hooks.after,
    unserved=unserved.unserved,
    waits=unserved.waits,
)
kinds.register(FOI)
