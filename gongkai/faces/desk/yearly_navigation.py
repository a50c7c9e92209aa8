"""The group that the yearly forms add to the desk's navigation."""

from __future__ import annotations

from django.urls import reverse

from gongkai.faces.design.parts import Group, Link
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.oversee.annual import queries as annual


def groups(standing: Standing, path: str) -> list[Group]:
    """年度表和总结 for whoever keeps, reads or supervises them."""
    if not annual.own(standing) and not standing.has(Role.SUPERVISOR):
        return []
    home, fields = reverse("desk:yearly"), reverse("desk:yearly_fields")
    links = (
        Link("年度表和总结", home, current=path.startswith(home) and path != fields),
        Link("网站报表表式", fields, current=path == fields),
    )
    return [Group("其他年度表", links)]
