"""Penalty decisions of public interest, with names of companies invented and of people left out (条例20第六项)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.config.demo.paper import paper
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline, cn, shift

# key, organ, day of the year, fined, what was done, facts, rule, decision
_CASES = (
    (
        "expired-cake",
        "market",
        (4, 2),
        "云岫县甜乐烘焙店",
        "经营超过保质期食品",
        "执法人员在该店冷藏柜内发现已超过保质期三日的动物奶油蛋糕6个，货值金额408元，当事人能够提供进货凭证，及时下架并配合调查。",
        "《中华人民共和国食品安全法》第三十四条第十项、第一百二十四条第一款第五项",
        "没收超过保质期的蛋糕6个，罚款5,000元。鉴于当事人系初次违法、积极整改，依法减轻处罚。",
    ),
    (
        "price-mark",
        "market",
        (9, 17),
        "云岫县桥南好邻居超市有限公司",
        "利用虚假价格手段诱骗消费者",
        "该公司在店庆期间宣传“全场五折”，经查27种商品的“原价”在促销前七日内没有成交记录，涉案销售额18,640元，多收价款4,215元。",
        "《中华人民共和国价格法》第十四条第四项、第四十条",
        "责令改正，没收不能退还的违法所得4,215元，罚款12,645元。",
    ),
    (
        "gas-cylinder",
        "market",
        (6, 4),
        "云岫县安顺液化气经营部",
        "充装超过检验期限的气瓶",
        "该经营部充装超期未检气瓶11只，其中2只已交付用户，执法人员当场责令停止充装并召回全部气瓶。",
        "《中华人民共和国特种设备安全法》第四十九条、第八十五条",
        "罚款60,000元，责令停业整顿十五日。",
    ),
    (
        "dust",
        "streets",
        (3, 25),
        "澜州宏基土石方工程有限公司",
        "运输渣土沿途遗撒",
        "该公司6台运输车辆未密闭，自北苑社区至站前路沿线遗撒渣土约1.2公里，影响通行和环境卫生，事后组织清扫。",
        "《城市市容和环境卫生管理条例》第十五条及省实施办法有关规定",
        "责令清除遗撒渣土，罚款18,000元，暂停渣土运输资格七日。",
    ),
    (
        "fumes",
        "streets",
        (7, 29),
        "云岫县文庙街夜来香烧烤店",
        "露天烧烤污染环境",
        "该店在文庙小学南侧人行道摆设烤炉三台，经两次书面告知后仍未改正，附近居民多次反映油烟扰民。",
        "《中华人民共和国大气污染防治法》第八十一条第三款、第一百一十九条第三款",
        "责令改正，没收烧烤工具三件，罚款2,000元。",
    ),
    (
        "well-water",
        "environment",
        (5, 22),
        "云岫县绿源竹制品厂",
        "不正常运行水污染防治设施",
        "该厂蒸煮废水处理设施曝气装置停运两日，未向生态环境部门报告，排放口化学需氧量浓度为每升186毫克，超过限值0.86倍。",
        "《中华人民共和国水污染防治法》第三十九条、第八十三条第三项",
        "责令立即改正，罚款200,000元。当事人已签订生态环境损害赔偿协议，赔偿费用31,200元。",
    ),
    (
        "hot-work",
        "emergency",
        (8, 13),
        "云岫县恒丰竹木有限公司",
        "未经审批进行动火作业",
        "该公司在粉尘车间未清理积尘、未办理动火审批的情况下焊接管道，现场没有监护人员，执法人员当场叫停。",
        "《中华人民共和国安全生产法》第四十三条、第一百零一条第三项",
        "责令限期改正，对单位罚款30,000元，对直接负责的主管人员罚款10,000元。",
    ),
    (
        "overload",
        "transport",
        (10, 20),
        "云岫县远达物流有限公司",
        "货运源头单位放任货车超限超载出场",
        "该公司砂石料场当月放行超限车辆14台次，最高超限46%，称重记录未上传监管系统。",
        "《公路安全保护条例》第四十一条及省治理货物运输车辆超限超载条例有关规定",
        "责令改正，罚款28,000元；两名超限驾驶人另案处理。",
    ),
)


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Eight decisions, and the year's overview of one organ."""
    for place, (key, organ, (month, day), *parts) in enumerate(_CASES):
        made = line.recent(month, day) if place % 2 else line.past(month, day)
        yield _decision(key, organ, made, *parts)
    yield _ladder(line.past(12, 4))


def _decision(
    key: str, organ: str, made: date, fined: str, deed: str, story: str, rule: str, decision: str
) -> DemoDocument:
    return paper(
        f"penalty-{key}",
        organ,
        "penalty",
        6,
        "公告",
        f"行政处罚信息公开：{fined}{deed}案",
        f"""
##一、当事人
{fined}（负责人姓名、联系方式依法不予公开）
##二、违法事实
{story}
##三、处罚依据
{rule}
##四、处罚内容
{decision}
##五、履行和救济
当事人自收到处罚决定书之日起十五日内履行。不服本决定的，可以在六十日内向云岫县人民政府申请行政复议，或者在六个月内向人民法院提起行政诉讼。
>决定日期：{cn(shift(made, -3))}
""",
        made,
        keywords=f"行政处罚 {deed}",
        unit="法规股",
        summary=f"{deed}。{story[:60].rstrip('，。')}……",
        delay=2,
        sign=False,
    )


def _ladder(made: date) -> DemoDocument:
    return paper(
        "penalty-ladder",
        "streets",
        "penalty",
        6,
        "基准",
        "云岫县城市管理领域轻微违法不予处罚和减轻处罚事项清单",
        """
为推行包容审慎监管，根据《中华人民共和国行政处罚法》第三十三条，结合城市管理实际，制定本清单。
|=不予处罚、减轻处罚事项
|序号|违法行为|适用条件|处理方式
|1|沿街商户超出门窗占道摆放商品|初次违法，当场改正|不予处罚，批评教育
|2|在树木、护栏上晾晒衣物|经告知后立即改正|不予处罚
|3|未按规定时间投放大件垃圾|初次违法，二十四小时内清运|不予处罚
|4|门头招牌破损未及时修复|收到通知后三日内修复|不予处罚
|5|占用道路停车泊位装卸货物|未造成交通堵塞|减轻处罚
|6|建筑工地围挡不整洁|限期内改正且没有污染道路|减轻处罚
适用本清单的，应当制作现场记录，由当事人签字确认；同一违法行为一年内再次发生的，不再适用。
""",
        made,
        unit="法制股",
        keywords="裁量基准 轻微免罚 清单",
    )
