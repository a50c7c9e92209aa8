"""Statistics: monthly main figures, quarterly farming, the yearly communiqué; months of a year add up to its total."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.config.demo import facts
from gongkai.config.demo.markup import table
from gongkai.config.demo.paper import paper
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline, vary

_BRANCHES = ("农副食品加工", "茶叶加工", "竹木制品", "建材", "电子元件", "纺织服装")
_NOTES = {
    1: "受春节假期错位影响，1月工业用电量环比下降。",
    2: "节日消费带动住宿餐饮业增长，景区接待人次创近三年同期新高。",
    3: "春茶开采，茶叶加工产值环比明显回升。",
    4: "新开工项目增多，固定资产投资降幅收窄。",
    5: "电子元件出口订单增加，生产保持较快增长。",
    6: "早稻长势良好，蔬菜上市量增加，物价总体平稳。",
    7: "高温天气拉动用电量增长，工业生产受限电影响较小。",
    8: "暑期文旅消费活跃，白鹭湾湿地公园接待游客人次增长较快。",
    9: "秋收开始，农产品加工企业原料采购量增加。",
    10: "竹木制品企业订单充足，技改投资拉动作用增强。",
    11: "项目建设进入收尾阶段，建材行业产值有所回落。",
    12: "全年主要指标运行在合理区间，好于年初预期。",
}


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Twelve months, four quarters, and the communiqués of the two years before."""
    for year, month, made in line.months(12, 18):
        yield _month(year, month, made)
    for year, quarter, made in line.quarters(4, 22):
        yield _farming(year, quarter, made)
    for made in line.yearly(3, 20):
        yield _communique(made)
    yield _census(line.recent(5, 27))


def _month(year: int, month: int, made: date) -> DemoDocument:
    rows = []
    for branch in _BRANCHES:
        base = vary(f"branch {branch}", 3_200, 14_800)
        amounts = [round(base * vary(f"{branch} {year} {m}", 90, 113) / 100) for m in range(1, month + 1)]
        rows.append((branch, amounts[-1], sum(amounts)))
    retail = round(facts.economy(year).retail * month / 12, 1)
    power = sum(vary(f"power {year} {m}", 4_950, 6_480) for m in range(1, month + 1))
    prices = vary(f"price {year} {month}", 996, 1_012) / 10
    return paper(
        f"month-{year}-{month:02d}",
        "figures",
        "statistics",
        4,
        "公报",
        f"{year}年{month}月全县主要经济指标",
        f"{_NOTES[month]}\n"
        + table(
            f"{year}年{month}月规模以上工业总产值（单位：万元）",
            ("行业", "本月", "1月以来累计"),
            rows,
            total="合计",
            sums=(1, 2),
        )
        + f"""
##其他主要指标
-社会消费品零售总额累计{retail}亿元；
-全社会用电量累计{power:,}万千瓦时；
-居民消费价格指数为{prices}（上年同月等于100）。
以上数据为快报数，最终以年度统计公报为准。
""",
        made,
        unit="综合核算股",
        keywords="主要经济指标 工业总产值 月度统计",
        delay=1,
    )


def _farming(year: int, quarter: int, made: date) -> DemoDocument:
    kinds = ("猪肉", "禽肉", "牛羊肉", "水产品")
    base = {"猪肉": 4_300, "禽肉": 1_950, "牛羊肉": 410, "水产品": 2_260}
    rows = [(kind, *(round(base[kind] * vary(f"{kind} {year} {q}", 92, 109) / 100) for q in range(1, quarter + 1)))
            for kind in kinds]  # fmt: skip
    season = {
        1: "春季动物防疫应免尽免，生猪存栏恢复到正常水平。",
        2: "春茶总产量3120吨，夏粮收获8.4万亩。",
        3: f"水稻进入收获期，秋粮丰收在望，预计全年粮食总产量{facts.economy(year).grain}万吨。",
        4: f"全年粮食总产量{facts.economy(year).grain}万吨，蔬菜产量21.6万吨。",
    }[quarter]
    names = ("一季度", "二季度", "三季度", "四季度")[:quarter]
    return paper(
        f"farming-{year}-{quarter}",
        "figures",
        "statistics",
        4,
        "公报",
        f"{year}年{names[-1]}农业生产情况",
        f"{season}\n"
        + table(
            f"{year}年畜禽肉和水产品产量（单位：吨）",
            ("品种", *names),
            rows,
            total="合计",
            sums=tuple(range(1, quarter + 1)),
        ),
        made,
        unit="农业调查股",
        keywords="农业生产 肉类产量 粮食",
        delay=1,
    )


def _communique(made: date) -> DemoDocument:
    year = made.year - 1
    now, before = facts.economy(year), facts.economy(year - 1)
    money = facts.accounts(year)
    special = (
        "全年完成农村公路改造64公里，城乡公交实现行政村全覆盖；新建养老助餐点5处，新增护理型床位86张。"
        if year % 2
        else "全年改造老旧小区4个、惠及居民780户；岫河水质优良率保持百分之百，空气质量优良天数比例为96.4%。"
    )
    return paper(
        f"communique-{year}",
        "figures",
        "statistics",
        4,
        "公报",
        f"云岫县{year}年国民经济和社会发展统计公报",
        f"""
##一、综合
初步核算，全年地区生产总值{now.output}亿元，比上年增长{now.growth:.1f}%。其中，第一产业增加值{now.first}亿元，第二产业增加值{now.second}亿元，第三产业增加值{now.third}亿元。
|=地区生产总值及构成（单位：亿元）
|产业|{year - 1}年|{year}年
|第一产业|{before.first}|{now.first}
|第二产业|{before.second}|{now.second}
|第三产业|{before.third}|{now.third}
|合计|{before.output}|{now.output}
##二、农业
全年粮食播种面积41.3万亩，粮食总产量{now.grain}万吨，比上年{"增加" if now.grain >= before.grain else "减少"}{abs(now.grain - before.grain):.1f}万吨。
##三、国内贸易
全年社会消费品零售总额{now.retail}亿元，比上年增长{now.retail / before.retail - 1:.1%}。
##四、财政
地方一般公共预算收入{money.own:,}万元，其中税收收入{money.taxes:,}万元。一般公共预算支出中，教育支出{money.of("教育支出"):,}万元，社会保障和就业支出{money.of("社会保障和就业支出"):,}万元。
##五、人口和居民生活
年末户籍人口{facts.HOUSEHOLD_POPULATION:,}人，常住人口{now.residents}万人。城镇居民人均可支配收入{now.town_income}元，农村居民人均可支配收入{now.rural_income}元，城乡收入比为{now.town_income / now.rural_income:.2f}。
##六、教育和卫生
全县共有各级各类学校137所，专任教师3412人；医疗卫生机构床位2186张，其中县级医院1320张。
{special}
>注：1.本公报各项数据为初步统计数。2.地区生产总值增长速度按可比价格计算。
""",
        made,
        unit="综合核算股",
        keywords="统计公报 地区生产总值 居民收入",
    )


def _census(made: date) -> DemoDocument:
    return paper(
        "sample-survey",
        "figures",
        "statistics",
        4,
        "公告",
        "关于开展农村住户收支抽样调查样本轮换的公告",
        """
各位村民朋友：
根据统计调查制度，住户收支调查样本每五年轮换一次。本轮我县共抽中12个村的120户，分布在望溪镇、松亭镇、白鹭湾镇等六个乡镇。
##一、调查什么
记录家庭每天的收入和支出，调查员每月上门一次，协助记账和核对。
##二、怎样保护您的信息
调查取得的能够识别单个家庭的资料，任何单位和个人不得对外提供、泄露，不得用于统计以外的目的，也不会作为征税、评定低保的依据。
##三、有什么补助
记账户每月补助一百五十元，辅助调查员每月补助三百元，由县统计局直接发放到银行账户。
##四、如何辨认调查员
调查员佩戴县统计局统一制发的证件，您可以拨打县统计局办公电话核实。
""",
        made,
        unit="住户调查股",
        keywords="住户调查 抽样 记账户",
    )
