"""政府网站工作年度报表 as data: its parts and items under the names that practice uses (国办函〔2018〕12号).

The text of the notice was not at hand: names are those seen in published tables. An office puts them right from a year on
without a change of the programme (表式), and the page says where each name is from.
"""

from __future__ import annotations

from gongkai.oversee.yearly.items import Item, Layout, Part
from gongkai.oversee.yearly.terms import Kind

ORIGIN = "按已公布的报表整理，尚未与国办函〔2018〕12号的附件逐字核对"
#: Numbers of the openness documents of this platform that make up 信息公开目录信息更新量, by column.
COLUMNS = (
    ("catalogue.policy", "policy", "政策文件"),
    ("catalogue.system", "system", "制度和指南"),
    ("catalogue.statutory", "statutory", "法定主动公开内容"),
    ("catalogue.annual", "annual", "年报"),
)
_YES_NO, _WORDS = Kind.YES_NO, Kind.WORDS
_TYPES = ("政府门户网站", "部门网站", "专项网站")
_MEDIA = (("weibo", "微博"), ("wechat", "微信"), ("media", "其他"))

SITE = Layout(
    (
        Part(
            "基本信息",
            (
                Item("site.name", "网站名称", kind=_WORDS, counted=True),
                Item("site.address", "首页网址", kind=_WORDS, counted=True),
                Item("site.sponsor", "主办单位", kind=_WORDS, counted=True),
                Item("site.type", "网站类型", kind=_WORDS, choices=_TYPES),
                Item("site.id_code", "政府网站标识码", kind=_WORDS, counted=True),
                Item("site.icp", "ICP备案号", kind=_WORDS, counted=True),
                Item("site.police", "公安机关备案号", kind=_WORDS, counted=True),
                Item("visit.people", "独立用户访问总量", "个"),
                Item("visit.total", "网站总访问量", "次"),
            ),
        ),
        Part(
            "信息发布",
            (
                Item("info.total", "总数", "条", parts=("info.overview", "info.news", "info.catalogue")),
                Item("info.overview", "概况类信息更新量", "条", counted=True),
                Item("info.news", "政务动态信息更新量", "条"),
                Item("info.catalogue", "信息公开目录信息更新量", "条", parts=tuple(code for code, _, _ in COLUMNS)),
                *(Item(code, label, "条", counted=True, group="其中") for code, _, label in COLUMNS),
            ),
        ),
        Part("专栏专题", (Item("topic.kept", "维护数量", "个"), Item("topic.new", "新开设数量", "个"))),
        Part(
            "解读回应",
            (
                Item(
                    "read.total",
                    "总数",
                    "条",
                    parts=("read.material", "read.product", "read.comment"),
                    group="解读信息发布",
                ),
                Item("read.material", "解读材料数量", "条", counted=True, group="解读信息发布"),
                Item("read.product", "解读产品数量", "个", group="解读信息发布"),
                Item("read.comment", "媒体评论文章数量", "篇", group="解读信息发布"),
                Item("reply.total", "回应公众关注热点或重大舆情数量", "次"),
            ),
        ),
        Part(
            "办事服务",
            (
                Item("service.listed", "是否发布服务事项目录", kind=_YES_NO),
                Item("service.users", "注册用户数", "个"),
                Item("service.items", "政务服务事项数量", "项"),
                Item("service.online", "可全程在线办理政务服务事项数量", "项"),
                Item("done.total", "总数", "件", parts=("done.person", "done.legal"), group="办件量"),
                Item("done.person", "自然人办件量", "件", group="办件量"),
                Item("done.legal", "法人办件量", "件", group="办件量"),
            ),
        ),
        Part(
            "互动交流",
            (
                Item("message.one", "是否使用统一平台", kind=_YES_NO),
                Item("message.received", "收到留言数量", "条", group="留言办理"),
                Item("message.done", "办结留言数量", "条", group="留言办理"),
                Item("message.days", "平均办理时间", "天", Kind.DECIMAL, group="留言办理"),
                Item("message.public", "公开答复数量", "条", group="留言办理"),
                Item("survey.issues", "征集调查期数", "期", group="征集调查"),
                Item("survey.opinions", "收到意见数量", "条", group="征集调查"),
                Item("survey.results", "公布调查结果期数", "期", group="征集调查"),
                Item("talk.issues", "访谈期数", "期", group="在线访谈"),
                Item("talk.questions", "网民留言数量", "条", group="在线访谈"),
                Item("talk.answers", "答复网民提问数量", "条", group="在线访谈"),
                Item("foi.received", "通过网站收到申请数量", "件", counted=True, group="依申请公开"),
                Item("foi.replied", "通过网站收到并已答复数量", "件", counted=True, group="依申请公开"),
                Item("chat.smart", "是否提供智能问答", kind=_YES_NO),
            ),
        ),
        Part(
            "安全防护",
            (
                Item("safety.checks", "安全检测评估次数", "次"),
                Item("safety.found", "发现问题数量", "个"),
                Item("safety.fixed", "问题整改数量", "个"),
                Item("safety.watch", "是否建立安全监测预警机制", kind=_YES_NO),
                Item("safety.drill", "是否开展应急演练", kind=_YES_NO),
                Item("safety.person", "是否明确网站安全责任人", kind=_YES_NO),
            ),
        ),
        Part(
            "移动新媒体",
            tuple(
                item
                for code, label in _MEDIA
                for item in (
                    Item(f"{code}.posts", "信息发布量", "条", group=label),
                    Item(f"{code}.followers", "关注量", "个", group=label),
                )
            ),
        ),
        Part(
            "创新发展",
            (
                Item("new.search", "搜索即服务", kind=_YES_NO),
                Item("new.languages", "多语言版本", kind=_YES_NO),
                Item("new.accessible", "无障碍浏览", kind=_YES_NO),
                Item("new.personal", "千人千网", kind=_YES_NO),
            ),
        ),
    )
)
#: An item that cannot be more than another: 办结留言 more than 收到留言.
NOT_MORE: tuple[tuple[str, str], ...] = (
    ("message.done", "message.received"),
    ("message.public", "message.received"),
    ("survey.results", "survey.issues"),
    ("talk.answers", "talk.questions"),
    ("safety.fixed", "safety.found"),
    ("service.online", "service.items"),
    ("visit.people", "visit.total"),
    ("foi.replied", "foi.received"),
)
