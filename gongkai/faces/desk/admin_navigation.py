"""The groups that administration and ledger add to the desk's navigation, by what the person's posts allow."""

from __future__ import annotations

from gongkai.faces.design.parts import Group, Link
from gongkai.faces.desk.admin_words import KEEPERS
from gongkai.faces.desk.ledger_pages import READERS
from gongkai.kernel.organizations.queries import Role, Standing

_ADMINISTRATION = (
    ("概览", "/desk/admin/"),
    ("机关", "/desk/admin/organs/"),
    ("人员和岗位", "/desk/admin/people/"),
    ("导入导出", "/desk/admin/tables/"),
    ("网站信息", "/desk/admin/site/"),
    ("规则数值", "/desk/admin/rules/"),
    ("工作日历", "/desk/admin/calendars/"),
    ("后台任务", "/desk/admin/work/"),
)


def groups(standing: Standing, path: str) -> list[Group]:
    """Administration for the administrator, the dictionary for its keepers, the ledger for its readers."""
    found = []
    if standing.has(Role.ADMIN):
        found.append(Group("系统管理", tuple(_link(label, url, path) for label, url in _ADMINISTRATION)))
    tools = []
    if any(standing.has(role) for role in KEEPERS):
        tools.append(_link("筛查词典", "/desk/admin/words/", path))
    if any(standing.has(role) for role in READERS):
        tools.append(_link("台账", "/desk/ledger/", path))
    if tools:
        found.append(Group("词典和台账" if len(tools) > 1 else tools[0].label, tuple(tools)))
    return found


def _link(label: str, url: str, path: str) -> Link:
    inside = path == url if url == "/desk/admin/" else path.startswith(url)
    return Link(label, url, current=inside)
