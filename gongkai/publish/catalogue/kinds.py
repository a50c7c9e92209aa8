"""What the catalogue enters into the register of record kinds: the information that an office publishes."""

from __future__ import annotations

from gongkai.kernel.records.kinds import Kind
from gongkai.kernel.records.kinds import register as enter
from gongkai.publish.catalogue.terms import Section, Topic

_POLICY, _STATUTORY = Section.POLICY.value, Section.STATUTORY.value


def _t(*topics: Topic) -> tuple[str, ...]:
    return tuple(topic.value for topic in topics)


KINDS = (
    Kind("rule", "规章", _POLICY, policy=True, rule=True, topics=_t(Topic.RULES), position=10),
    Kind("normative", "行政规范性文件", _POLICY, policy=True, normative=True, topics=_t(Topic.RULES), position=11),
    Kind("policy_other", "其他政策文件", _POLICY, policy=True, topics=_t(Topic.RULES, Topic.OTHER), position=12),
    Kind("interpretation", "政策解读", _POLICY, topics=_t(Topic.RULES, Topic.OTHER), position=13),
    Kind("institution", "机构职能", _STATUTORY, topics=_t(Topic.ORGAN), position=20),
    Kind("leader", "领导信息", _STATUTORY, topics=_t(Topic.ORGAN), position=21),
    Kind("plan", "规划信息", _STATUTORY, topics=_t(Topic.PLANS), position=22),
    Kind("statistics", "统计信息", _STATUTORY, topics=_t(Topic.STATISTICS), position=23),
    Kind("licence", "行政许可和服务事项", _STATUTORY, topics=_t(Topic.LICENCES), position=24),
    Kind("penalty", "行政处罚和行政强制", _STATUTORY, topics=_t(Topic.PENALTIES), position=25),
    Kind("budget", "财政预决算", _STATUTORY, topics=_t(Topic.BUDGET), position=26),
    Kind("fee", "行政事业性收费", _STATUTORY, topics=_t(Topic.FEES), position=27),
    Kind("procurement", "政府采购", _STATUTORY, topics=_t(Topic.PROCUREMENT), position=28),
    Kind("project", "重大建设项目", _STATUTORY, topics=_t(Topic.PROJECTS), position=29),
    Kind("livelihood", "民生领域", _STATUTORY, topics=_t(Topic.LIVELIHOOD), position=30),
    Kind("emergency", "应急管理", _STATUTORY, topics=_t(Topic.EMERGENCY), position=31),
    Kind("inspection", "监督检查", _STATUTORY, topics=_t(Topic.INSPECTION), position=32),
    Kind("personnel", "人事和招考", _STATUTORY, topics=_t(Topic.RECRUITMENT, Topic.OTHER), position=33),
    Kind("notice", "通知公告", _STATUTORY, topics=_t(*Topic), position=34),
    Kind("foi_system", "政府信息公开制度", Section.SYSTEM.value, topics=_t(Topic.OTHER), position=40),
    Kind("foi_guide", "政府信息公开指南", Section.GUIDE.value, topics=_t(Topic.OTHER), position=41),
    Kind("annual_report", "政府信息公开年报", Section.ANNUAL.value, topics=_t(Topic.OTHER), position=42),
)


def register() -> None:
    """Enter every kind of the catalogue."""
    for kind in KINDS:
        enter(kind)
