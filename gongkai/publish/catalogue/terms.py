"""Words of the catalogue: the items of article 20, the parts of the platform, genres."""

from __future__ import annotations

from gongkai.kernel.vocabulary import Term


class Topic(Term):
    """条例第二十条 的主动公开事项; the short label is what a reader looks for, ``basis`` the item."""

    RULES = "A20-1", "行政法规、规章和规范性文件", "条例20(1)"
    ORGAN = "A20-2", "机关职能、机构设置、联系方式", "条例20(2)"
    PLANS = "A20-3", "规划、专项规划、区域规划及相关政策", "条例20(3)"
    STATISTICS = "A20-4", "国民经济和社会发展统计信息", "条例20(4)"
    LICENCES = "A20-5", "行政许可和其他对外管理服务事项", "条例20(5)"
    PENALTIES = "A20-6", "行政处罚、行政强制", "条例20(6)"
    BUDGET = "A20-7", "财政预算、决算信息", "条例20(7)"
    FEES = "A20-8", "行政事业性收费", "条例20(8)"
    PROCUREMENT = "A20-9", "政府集中采购", "条例20(9)"
    PROJECTS = "A20-10", "重大建设项目", "条例20(10)"
    LIVELIHOOD = "A20-11", "扶贫、教育、医疗、社会保障、促进就业", "条例20(11)"
    EMERGENCY = "A20-12", "突发公共事件应急预案、预警及应对", "条例20(12)"
    INSPECTION = "A20-13", "环保、卫生、安全生产、食品药品、产品质量监督检查", "条例20(13)"
    RECRUITMENT = "A20-14", "公务员招考", "条例20(14)"
    OTHER = "A20-15", "法律、法规、规章规定的其他信息", "条例20(15)、21"


class Section(Term):
    """政府信息公开平台 的栏目 (国办公开办函〔2019〕61号; 政策 came with the 2021 redesign)."""

    POLICY = "policy", "政策文件"
    GUIDE = "guide", "政府信息公开指南", "条例12"
    SYSTEM = "system", "政府信息公开制度"
    STATUTORY = "statutory", "法定主动公开内容", "条例20、21"
    ANNUAL = "annual", "政府信息公开年报", "条例49、50"


class Genre(Term):
    """体裁."""

    ORDER = "order", "令"
    DECISION = "decision", "决定"
    NOTICE = "notice", "通知"
    OPINION = "opinion", "意见"
    MEASURES = "measures", "办法"
    RULES = "rules", "规定"
    DETAILED = "detailed", "细则"
    PLAN = "plan", "方案"
    ANNOUNCEMENT = "announcement", "公告"
    PUBLICITY = "publicity", "公示"
    CIRCULAR = "circular", "通报"
    REPORT = "report", "报告"
    REPLY = "reply", "批复"
    LETTER = "letter", "函"
    INTERPRETATION = "interpretation", "解读"
    OTHER = "other", "其他"
