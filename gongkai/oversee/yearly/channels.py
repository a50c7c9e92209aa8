"""The channel figures of a summary as data: where information was made public, how much, and what was done round it.

The manner is that of published summaries (门户网站, 公报, 新媒体, 发布会, 查阅场所 条例25). What this platform does not know is
typed in with its source; the same items every year, so that growth is measured on one scope.
"""

from __future__ import annotations

from gongkai.oversee.yearly.items import Item, Layout, Part

CHANNELS = Layout(
    (
        Part(
            "公开渠道",
            (
                Item("site.published", "政府网站（本平台）公开信息", "件", counted=True),
                Item("site.other", "其他网站、栏目公开信息", "条"),
                Item("gazette.issues", "政府公报出版", "期"),
                Item("gazette.items", "政府公报刊登文件", "件"),
                Item("wechat.posts", "微信公众号发布信息", "条"),
                Item("weibo.posts", "微博发布信息", "条"),
                Item("media.posts", "其他新媒体发布信息", "条"),
                Item("media.accounts", "政务新媒体账号", "个"),
                Item("press.held", "新闻发布会", "场"),
                Item("board.posted", "公示栏、电子屏等公开信息", "条"),
            ),
        ),
        Part(
            "查阅场所",  # 条例25: 国家档案馆、公共图书馆、政务服务场所
            (
                Item("place.archive", "国家档案馆查阅点", "个"),
                Item("place.library", "公共图书馆查阅点", "个"),
                Item("place.service", "政务服务场所公开专区", "个"),
                Item("place.visits", "查阅场所接待", "人次"),
            ),
        ),
        Part(
            "公开总量",
            (
                Item("stock.public", "年末公开信息总量", "件", counted=True),
                Item("stock.normative", "年末现行有效行政规范性文件", "件", counted=True),
            ),
        ),
        Part(
            "解读回应",
            (
                Item("read.published", "政策解读材料", "件", counted=True),
                Item("reply.total", "回应公众关切", "件"),
            ),
        ),
        Part(
            "依申请公开",
            (
                Item("request.new", "新收申请", "件", counted=True),
                Item("request.done", "办结申请", "件", counted=True),
            ),
        ),
        Part(
            "监督保障",
            (
                Item("train.held", "业务培训", "期"),
                Item("train.people", "培训人次", "人次"),
                Item("check.made", "日常检查、测评", "次"),
            ),
        ),
    )
)
