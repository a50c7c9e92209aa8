"""Organs as the public sees them: in groups, each with its own openness platform and its contact facts (条例12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import Http404

from gongkai.faces.design.parts import Fact, Group, Link
from gongkai.faces.portal import addresses
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Nature, Organ

_GROUPS = (
    ("政府和政府部门", (Nature.GOVERNMENT, Nature.OFFICE, Nature.DEPARTMENT, Nature.DISPATCHED, Nature.AUTHORIZED)),
    ("乡镇、街道", (Nature.TOWNSHIP,)),
    ("公共企事业单位", (Nature.INSTITUTION,)),
)
# Those whom an application for information may be addressed to (条例27、54); 公共企事业单位 follow rules of their own (条例55).
ANSWERING = frozenset(
    (Nature.GOVERNMENT, Nature.OFFICE, Nature.DEPARTMENT, Nature.TOWNSHIP, Nature.DISPATCHED, Nature.AUTHORIZED)
)


def groups(organs: Iterable[Organ], counts: Mapping[int, int]) -> list[Group]:
    """Organs by what they are, each a link to its platform with the number of its published records."""
    rows = list(organs)
    found = []
    for label, natures in _GROUPS:
        items = tuple(
            Link(organ.name, addresses.organ(organ.pk), count=counts.get(organ.pk, 0))
            for organ in rows
            if organ.nature in natures
        )
        if items:
            found.append(Group(label, items))
    return found


def answering(organ: Organ) -> bool:
    """Whether applications for information may be addressed to the organ."""
    return organ.nature in ANSWERING


def named(organ_id: int) -> Organ:
    """An organ with a platform, closed ones too; Http404 when there is none."""
    organ = organizations.organ(organ_id)
    if organ is None or organ.nature == Nature.LEGISLATURE:
        raise Http404
    return organ


def contact(organ: Organ) -> list[Fact]:
    """The facts of its openness office that article 12 asks for, in the order of the article."""
    facts = [
        Fact("工作机构", organ.foi_office and _full(organ)),
        Fact("办公地址", organ.address),
        Fact("办公时间", organ.office_hours),
        Fact("联系电话", organ.phone),
        Fact("传真号码", organ.fax),
        Fact("互联网联系方式", organ.email, url=f"mailto:{organ.email}" if organ.email else ""),
    ]
    return [fact for fact in facts if fact.value]


def _full(organ: Organ) -> str:
    return organ.foi_office if organ.foi_office.startswith(organ.name) else f"{organ.name}{organ.foi_office}"
