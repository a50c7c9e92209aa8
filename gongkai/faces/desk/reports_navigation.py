"""The group that annual reports add to the desk's navigation."""

from __future__ import annotations

from django.urls import reverse

from gongkai.faces.design.parts import Group, Link
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.oversee.annual import queries as annual


def groups(standing: Standing, path: str) -> list[Group]:
    """年度报告 for whoever keeps, reads or supervises one."""
    own = annual.own(standing)
    if not own and not standing.has(Role.SUPERVISOR):
        return []
    home = reverse("desk:reports")
    at_register = "/disputes/" in path
    collecting = reverse("desk:collecting")
    checking = reverse("desk:reports_check")
    at_check = path == checking
    links = [Link("年度报告", home, current=path.startswith(home) and not at_register and not at_check)]
    kept = [post.organ_id for post in standing.posts if post.organ_id in own]
    if kept:
        links.append(Link("复议诉讼登记", reverse("desk:disputes", args=[kept[0]]), current=at_register))
    links.append(Link("年报汇集", collecting, current=path.startswith(collecting)))
    links.append(Link("核对年报", checking, current=at_check))
    comparing = reverse("desk:comparing")
    links.append(Link("年报比较", comparing, current=path.startswith(comparing)))
    return [Group("年度报告", tuple(links))]
