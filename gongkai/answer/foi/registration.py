"""What this application enters into the kernel's register: the kind of case."""

from __future__ import annotations

from django.db.models import Q

from gongkai.answer.foi.operations import hooks, renewing
from gongkai.answer.foi.queries import suggesting, unserved
from gongkai.answer.foi.workflow import REQUEST
from gongkai.kernel.casework import kinds
from gongkai.kernel.organizations.terms import Role

FOI = kinds.Kind(
    code="foi",
    label="政府信息公开申请",
    workflow=lambda _organ: REQUEST,
    page="/desk/requests/{pk}/",
    readers=frozenset({Role.FOI_OFFICER, Role.FOI_HEAD, Role.LEGAL, Role.SIGNER}),
    heads=frozenset({Role.FOI_HEAD}),
    position=10,
    closing=frozenset({"send", "withdraw", "drop"}),
    owed=frozenset({"answer"}),  # 条例30 binds the notice only where a supplement is asked; 条例33 every answer
    handlers=frozenset({Role.FOI_OFFICER}),
    private=frozenset({"with", "manner", "result", "proof", "tracking", "statement", "text", "reason", "good_reason"}),
    guard=hooks.guard,
    automatic=hooks.automatic,
    after=hooks.after,
    renew=renewing.renew,
    unserved=unserved.unserved,
    waits=unserved.waits,
    marks={
        "notice_late": ("补正告知超过七个工作日", Q(request__notice_late=True)),  # 条例30
        "dropped": ("决定申请不成立", Q(state="dropped")),  # in no report, so it is counted here
        "proposed": ("主动公开建议待答复", suggesting.OPEN),  # 条例44
        "unconfirmed": ("没有在当日确认", Q(request__unconfirmed_days__gt=0)),  # 条例31
    },
)
kinds.register(FOI)
