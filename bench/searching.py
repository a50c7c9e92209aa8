"""Search over the whole corpus: the engine's answer to a mix of real questions, and the page."""

from __future__ import annotations

import urllib.parse

from bench.city import browser, page, prepare, queries
from bench.rows import cpu_ms, median, p95, row, wall_ms

#: Words and sentences that people type, phrases in quotation marks, document numbers, Traditional characters, mistakes.
QUESTIONS = (
    "行政处罚", "政府信息公开", "劳动合同解除", "未成年人保护", "安全生产", "环境保护税", "土地征收补偿", "食品安全",
    "个人信息保护", "道路交通安全", "物业管理条例", "城市绿化", "饮用水水源保护", "消防条例", "养犬管理", "烟花爆竹",
    "电梯安全", "非物质文化遗产", "人民调解", "行政复议期限", "高考", "生育津贴", "住房公积金提取", "农村土地承包经营权流转",
    "如何申请行政复议", "工伤认定需要什么材料", "小区车位归谁所有", "公司注销流程", "政務公開", "優化營商環境", "ＷＴＯ",
    '"应当自收到申请之日起二十个工作日内"', '"县级以上地方人民政府"', '"法律、行政法规另有规定的,从其规定"', '"本条例自"',
    '"处五千元以上五万元以下罚款"', '"没有违法所得"', '"公民、法人和其他组织"', '"不可抗力" 合同', '"依法追究刑事责任"',
    '"行政机关公开政府信息"', "国务院令第711号", "国务院令 第 492 号", "主席令", "第一百二十条之一", "云南 旅游 条例", "北京市 生活垃圾",
    "上海 浦东新区 法规", "民族区域自治", "立法法 备案审查", "证据", "诉讼时效", "知识产权 侵权 赔偿", "的", "法", "zzzz", "数据 安全 出境",
    "税", "河长制", "湿地保护", "不动产登记",
)  # fmt: skip
_ROUNDS = 5


def run(_: str) -> int:
    prepare()
    from gongkai.faces.search import queries as search
    from gongkai.faces.search.jobs import engine

    def ask(text: str) -> None:
        engine().search(search.parse(text), search.Filters(), limit=20)

    for text in QUESTIONS:
        ask(text)
    wall, cpu, whole = [], [], []
    for _round in range(_ROUNDS):
        for text in QUESTIONS:
            wall.append(wall_ms(lambda text=text: ask(text)))
            cpu.append(cpu_ms(lambda text=text: ask(text)))
            whole.append(cpu_ms(lambda text=text: search.find(text)))
    row("search.query.p95", p95(wall), "ms", "<= 10")
    row("search.query.median", median(wall), "ms")
    row("search.query.cpu.p95", p95(cpu), "ms")
    row("search.found.cpu.median", median(whole), "ms")  # with snippets of twenty hits
    client = browser()
    visits = [page(client, "/search/?" + urllib.parse.urlencode({"q": text})) for text in QUESTIONS]
    for visit in visits:
        visit()
    spent = [cpu_ms(visit) for _ in range(2) for visit in visits]
    row("search.page.cpu", median(spent), "ms", "<= 50")
    row("search.page.cpu.p95", p95(spent), "ms")
    row("search.page.wall", median([wall_ms(visit) for visit in visits]), "ms")
    row("search.page.queries", max(queries(visit) for visit in visits), "queries")
    return 0
