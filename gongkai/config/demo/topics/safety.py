"""Inspection and emergencies: food, air, water, work places, warnings, and what was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.config.demo.markup import table
from gongkai.config.demo.paper import ALL, paper
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline, cn, shift, vary

_FOODS = (
    "食用农产品",
    "粮食加工品",
    "肉制品",
    "乳制品",
    "饮料",
    "糕点",
    "酒类",
    "茶叶及相关制品",
    "豆制品",
    "餐饮食品",
)
# food, where it was sold, what was found, the limit
_FAULTS = (
    ("生姜", "东关农贸市场12号摊位", "噻虫胺残留0.46毫克/千克", "不得超过0.2毫克/千克"),
    ("散装酱卤鸭", "桥南路老味道卤菜店", "苯甲酸0.031克/千克", "不得使用"),
    ("自消毒餐盘", "站前路顺口快餐店", "阴离子合成洗涤剂0.014毫克/100平方厘米", "不得检出"),
    ("芹菜", "望溪镇供销超市", "毒死蜱残留0.19毫克/千克", "不得超过0.05毫克/千克"),
    ("手工红薯粉条", "松亭镇大垭粉条加工点", "铝残留量243毫克/千克", "不得超过200毫克/千克"),
    ("鲜活黄鳝", "白鹭湾镇渡口水产店", "恩诺沙星186微克/千克", "不得超过100微克/千克"),
    ("散装高粱酒", "文庙街老作坊酒坊", "甜蜜素0.0021克/千克", "不得使用"),
)
_AIR = {
    1: "受静稳天气影响，上旬出现两天轻度污染。",
    2: "春节期间燃放管控有力，未出现重污染天气。",
    3: "扬尘天气增多，可吸入颗粒物浓度环比上升。",
    4: "降水充沛，颗粒物浓度下降。",
    5: "臭氧成为首要污染物的天数增加。",
    6: "空气质量以优为主，臭氧日均值低于去年同期。",
    7: "午后臭氧浓度偏高，开展加油站油气回收检查14家次。",
    8: "高温少雨，臭氧超标一天。",
    9: "秸秆禁烧巡查启动，未发现成片火点。",
    10: "优良天数比例为百分之百。",
    11: "昼夜温差大，细颗粒物浓度环比上升。",
    12: "启动一次重污染天气黄色预警，持续二十六小时。",
}


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Series of findings first, then single checks, plans and warnings."""
    for number, made in line.weeks(12, every=4):
        yield _food(number, made)
    for year, month, made in line.months(9, 9):
        yield _air(year, month, made)
    for year, quarter, made in line.quarters(4, 19):
        yield _drinking(year, quarter, made)
        yield _work(year, quarter, made)
    yield from _checks(line)
    yield from _plans(line)
    yield from _warnings(line)


def _food(number: int, made: date) -> DemoDocument:
    kinds = sorted(_FOODS, key=lambda food: vary(f"{food} {made}", 0, 9_999))[:5]
    bad = vary(f"bad {made}", 0, 2)
    rows = []
    for place, kind in enumerate(kinds):
        batches = vary(f"batches {kind} {made}", 8, 36)
        failed = 1 if place < bad else 0
        rows.append((kind, batches, batches - failed, failed))
    start = vary(f"fault {made}", 0, len(_FAULTS) - 1)
    faults = [_FAULTS[(start + i) % len(_FAULTS)] for i in range(bad)]
    told = "\n".join(f"-{food}（{place}）：{found}，标准为{limit}；" for food, place, found, limit in faults)
    end = (
        f"##不合格情况\n{told}\n对不合格食品已责令停止销售、下架召回，并立案调查，结果将依法公布。"
        if faults
        else "本期抽检全部合格。消费者在购买食品时请注意查看标签和保质期，保留购物凭证。"
    )
    return paper(
        f"food-{made.year}-{number:02d}",
        "market",
        "inspection",
        13,
        "公告",
        f"食品安全监督抽检信息公告（{made.year}年第{number}期）",
        f"近期，我局组织对{'、'.join(kinds)}五类食品开展监督抽检，现将结果公告如下。\n"
        + table("抽检结果（单位：批次）", ("食品类别", "抽检", "合格", "不合格"), rows, total="合计", sums=(1, 2, 3))
        + f"\n{end}",
        made,
        unit="食品安全抽检监测股",
        keywords="食品抽检 食品安全",
        delay=1,
        summary=f"公布{'、'.join(kinds)}五类食品的监督抽检批次、合格情况"
        + ("，并说明不合格项目和处置。" if bad else "。"),
    )


def _air(year: int, month: int, made: date) -> DemoDocument:
    length = ((date(year + month // 12, month % 12 + 1, 1)) - date(year, month, 1)).days
    light = vary(f"light {year} {month}", 0, 2) if month != 10 else 0
    good = vary(f"good {year} {month}", 9, 16)
    fine = vary(f"fine {year} {month}", 17, 36)
    return paper(
        f"air-{year}-{month:02d}",
        "environment",
        "inspection",
        13,
        "公报",
        f"{year}年{month}月云岫县环境空气质量状况",
        f"{_AIR[month]}\n"
        + table(
            "空气质量级别（单位：天）",
            ("级别", "天数"),
            [("优", length - good - light), ("良", good), ("轻度污染", light), ("中度及以上污染", 0)],
            total="合计",
            sums=(1,),
        )
        + f"\n细颗粒物平均浓度为每立方米{fine}微克，可吸入颗粒物为每立方米{fine + vary(f'coarse {year} {month}', 14, 27)}微克。"
        f"县域设置自动监测站2个，分别位于文庙社区和北苑社区。",
        made,
        unit="监测监控股",
        keywords="空气质量 优良天数 细颗粒物",
        delay=1,
    )


def _drinking(year: int, quarter: int, made: date) -> DemoDocument:
    sources = (("岫河水源地（县城）", "河流型"), ("青石沟水库水源地", "湖库型"), ("三岔口地下水水源地", "地下水型"))
    rows = [(name, kind, "61项" if quarter == 3 else "29项", "达到Ⅲ类及以上", "100%") for name, kind in sources]
    taps = vary(f"taps {year} {quarter}", 38, 46)
    failed = vary(f"taps failed {year} {quarter}", 0, 2)
    return paper(
        f"drinking-{year}-{quarter}",
        "health",
        "inspection",
        13,
        "公告",
        f"{year}年第{'一二三四'[quarter - 1]}季度饮用水水质监测情况",
        "##一、水源水\n"
        + table("集中式饮用水水源水质", ("水源地", "类型", "监测项目", "水质", "达标率"), rows)
        + f"""
##二、出厂水和末梢水
县疾病预防控制中心共采集出厂水、末梢水{taps}份，按照国家生活饮用水卫生标准检测，合格{taps - failed}份，合格率{(taps - failed) / taps:.1%}。
"""
        + (
            f"不合格的{failed}份为乡镇水厂末梢水消毒剂余量偏低，已责成供水单位当日整改，复检合格。"
            if failed
            else "各供水单位消毒设施运行正常。"
        ),
        made,
        unit="公共卫生监督股",
        keywords="饮用水 水质监测",
        joint=("environment",),
        delay=1,
        summary=f"公布本季度3个集中式饮用水水源地和{taps}份出厂水、末梢水的监测结果。",
    )


def _work(year: int, quarter: int, made: date) -> DemoDocument:
    fields = ("工贸企业", "危险化学品经营", "烟花爆竹零售", "建筑施工", "非煤矿山")
    rows = []
    for field in fields:
        firms = vary(f"firms {field}", 6, 74)
        found = firms * 2 + vary(f"found {field} {year} {quarter}", -5, 24)
        left = vary(f"left {field} {year} {quarter}", 0, 4)
        rows.append((field, firms, found, found - left, left))
    focus = {
        1: "复工复产前“开工第一课”和动火作业审批",
        2: "有限空间作业、汛期防雷和尾矿库安全",
        3: "高温作业防护和粉尘涉爆企业除尘系统",
        4: "岁末年初烟花爆竹储存和冬季用电用气",
    }[quarter]
    return paper(
        f"work-{year}-{quarter}",
        "emergency",
        "inspection",
        13,
        "通报",
        f"{year}年第{'一二三四'[quarter - 1]}季度安全生产检查情况通报",
        f"本季度以{focus}为重点，对五个行业领域开展检查，现将情况通报如下。\n"
        + table(
            "安全生产检查情况（单位：家、处）",
            ("行业领域", "检查单位", "发现隐患", "已整改", "整改中"),
            rows,
            total="合计",
            sums=(1, 2, 3, 4),
        )
        + "\n整改中的隐患均已落实责任人、措施、资金、时限和预案，逾期未整改的依法采取停产停业措施。",
        made,
        code="*",
        unit="综合股",
        keywords="安全生产 检查 隐患整改",
        delay=1,
    )


def _checks(line: Timeline) -> Iterator[DemoDocument]:
    yield paper(
        "canteens",
        "market",
        "inspection",
        13,
        "通报",
        "春季学校食堂食品安全交叉检查情况通报",
        """
根据@[lunch]，3月上旬市场监管、教育部门组成6个组，对全县学校和幼儿园食堂开展交叉检查，现将情况通报如下。
|=学校食堂检查情况
|类别|检查家数|评为优秀|评为合格|限期整改
|中学食堂|14|5|9|0
|小学食堂|48|17|29|2
|幼儿园食堂|46|11|31|4
|民办学校食堂|6|1|4|1
|合计|114|34|73|7
##主要问题
+冷藏设备生熟混放3家；
+食品留样量不足125克2家；
+从业人员健康证明过期1家；
+原料进货查验记录不全1家。
##处理情况
7家限期整改单位在五个工作日内全部整改到位并通过复查。对健康证明过期的，已责令相关人员调离岗位。
""",
        line.recent(3, 19),
        unit="餐饮服务监管股",
        keywords="学校食堂 交叉检查 食品安全",
        joint=("education",),
    )
    yield paper(
        "random-check",
        "market",
        "inspection",
        13,
        "公示",
        "加油站计量和油品质量“双随机、一公开”检查结果公示",
        """
我局会同生态环境云岫分局，通过双随机平台抽取12家加油站和6名执法人员，对计量器具和油品质量开展联合检查，现将结果公示如下。
|=检查结果
|检查项目|抽查数|合格|不合格
|加油机示值误差（枪）|86|85|1
|强制检定标志（枪）|86|86|0
|车用汽油（批次）|24|24|0
|车用柴油（批次）|12|12|0
|油气回收装置（站）|12|11|1
示值误差不合格的1支加油枪已停止使用，检定合格后方可启用；油气回收装置密闭性不合格的1家，由生态环境部门依法处理。消费者对加油量有疑问的，可以要求加油站使用标准量器现场比对。
""",
        line.past(9, 24),
        unit="计量股",
        keywords="双随机 加油站 计量",
        joint=("environment",),
    )
    yield paper(
        "elevators",
        "market",
        "inspection",
        13,
        "通报",
        "住宅电梯安全筛查情况通报",
        """
针对群众反映的电梯困人问题，我局对使用十五年以上的住宅电梯逐台筛查，现将情况通报如下。
全县在用住宅电梯1184台，使用十五年以上的97台。经检验，建议大修21台、更换9台，其余67台维保到位可以继续使用。
##困人原因分析
今年以来接到困人报警136起，平均救援时间17分钟。原因依次为：门系统故障占46%，人为阻挡关门占23%，停电占19%，其他占12%。
##下一步措施
-更换9台电梯列入设备更新补助范围，每台补助十五万元；
-维保单位半年内同一电梯困人三次以上的，约谈负责人并公开曝光；
-物业服务企业应当公布维保合同和费用，接受业主监督。
""",
        line.recent(8, 11),
        unit="特种设备安全监察股",
        keywords="电梯安全 困人 筛查",
    )
    yield paper(
        "river-check",
        "environment",
        "inspection",
        13,
        "通报",
        "岫河入河排污口整治情况通报",
        """
我分局对岫河干流及三条支流共74公里岸线开展入河排污口排查，现将整治情况通报如下。
|=排污口分类整治（单位：个）
|类型|排查|依法取缔|清理合并|规范整治|完成
|工业排污口|7|0|1|6|7
|城镇雨洪排口|41|0|9|32|38
|农业养殖排口|16|11|2|3|16
|其他排口|24|15|5|4|22
|合计|88|26|17|45|83
尚未完成的5个排口，城镇雨洪排口3个随排水防涝工程一并改造，其他排口2个于本年底前完成。
""",
        line.past(10, 17),
        unit="综合股",
        keywords="入河排污口 岫河 整治",
    )


def _plans(line: Timeline) -> Iterator[DemoDocument]:
    yield paper(
        "emergency-plan",
        "office",
        "emergency",
        12,
        "预案",
        "云岫县突发事件总体应急预案",
        """
#总则
§为提高应对突发事件的能力，最大程度减少人员伤亡和财产损失，制定本预案。
§本预案适用于本县发生的自然灾害、事故灾难、公共卫生事件和社会安全事件的应对工作。
§突发事件按照社会危害程度、影响范围分为特别重大、重大、较大和一般四级，应急响应由高到低分为一级至四级。
#组织体系
§县人民政府设立总指挥部，县长任总指挥，分管副县长任副总指挥，办公室设在县应急管理局。
§乡镇人民政府、街道办事处建立应急队伍不少于二十人，村（社区）建立信息员制度。
#监测预警
§预警级别依次用红色、橙色、黄色和蓝色标示。预警信息通过应急广播、短信、入户通知等方式发布，对老年人、残疾人应当逐户告知。
#应急处置
§事发地乡镇人民政府、街道办事处应当在十五分钟内电话报告，四十分钟内书面报告。
§启动三级以上响应后，总指挥部应当在五小时内发布权威信息，二十四小时内举行新闻发布会。
§县级储备帐篷1200顶、折叠床2600张、棉被5000床、应急照明设备180套，由县应急管理局统一调度。
#恢复重建和保障
§受灾群众过渡期救助按照每人每天二十元和一斤粮的标准执行，期限不超过三个月。
§每两年至少组织一次综合演练，每年修订一次通讯录，每三年评估修订一次预案。
""",
        line.past(1, 22),
        code="*",
        unit="总值班室",
        keywords="应急预案 应急响应 突发事件",
    )
    yield paper(
        "snow-plan",
        "transport",
        "emergency",
        12,
        "预案",
        "云岫县公路低温雨雪冰冻灾害应急处置预案",
        """
##一、重点路段
大垭坡、龙脊垭口、青石沟长下坡等11处路段，总长23.6公里，海拔均在八百米以上。
##二、物资准备
储备融雪剂120吨、防滑料360立方米、防滑链400副、除雪机械9台，分设在松亭、龙脊、县城三个料场，每年11月15日前检查到位。
##三、响应行动
+四级响应：气温降至零摄氏度以下，巡查频次每四小时一次；
+三级响应：路面结冰，撒布防滑料，设置限速每小时三十公里标志；
+二级响应：连续结冰超过十二小时，会同公安交警分段管制，客运班线停运；
+一级响应：道路中断，启动绕行方案，向滞留人员提供食品、热水和医疗服务。
##四、信息发布
通行状况每两小时通过应急广播和政务新媒体更新一次。
""",
        line.past(11, 6),
        code="*",
        unit="养护管理股",
        keywords="雨雪冰冻 应急预案 公路保畅",
    )
    made = line.recent(6, 9)
    yield paper(
        "drill",
        "emergency",
        "emergency",
        12,
        "通报",
        "山洪灾害防御综合演练情况通报",
        f"""
{cn(shift(made, -2))}，县防汛抗旱指挥部在望溪镇青石沟村组织山洪灾害防御综合演练，模拟一小时降雨量七十毫米的情景，参加演练群众186人。
##演练成效
从发布预警到全部转移用时四十一分钟，比上年缩短九分钟；首次启用无人机喊话和卫星电话，断网断电情况下信息传递正常。
##发现的问题
-上院组两户独居老人转移车辆没有事先指定；
-安置点没有设置母婴区；
-两部手摇警报器锈蚀，无法使用。
##整改要求
六月底前逐户落实“一对一”转移责任人，安置点物资清单增加婴幼儿用品，手摇报警器全部检修更换。
""",
        made,
        unit="救灾股",
        keywords="应急演练 山洪 转移避险",
    )


def _warnings(line: Timeline) -> Iterator[DemoDocument]:
    made = line.recent(6, 29)
    yield paper(
        "rain-response",
        "emergency",
        "emergency",
        12,
        "通告",
        "关于启动防汛四级应急响应的通告",
        f"""
{cn(made)}8时起，我县将有一次强降雨过程，预计过程累计雨量八十至一百二十毫米，局部一百五十毫米。经会商，县防汛抗旱指挥部决定于{cn(made)}12时启动防汛四级应急响应。
+请山洪沟、地质灾害隐患点附近的群众听从转移安排；
+请勿在河滩、桥下、低洼地带停留，车辆不要通过积水路段；
+学校、工地、景区根据现场情况停课、停工、停止接待；
+遇险请拨打119或者县应急管理局值班电话0999-0211301。
""",
        made,
        unit="救灾股",
        keywords="防汛 应急响应 强降雨",
        delay=0,
        stage="urgent",
        remark="强降雨预报提前，需在两小时内发布应急响应，按紧急程序由三名审核人在移动端依次审核。",
    )
    yield paper(
        "rain-report",
        "emergency",
        "emergency",
        12,
        "公告",
        "关于强降雨过程应对情况的公告",
        """
本次强降雨过程持续38小时，全县平均降雨量104.6毫米，最大为松亭镇大垭站157.2毫米。现将应对情况公告如下。
|=转移和受灾情况
|乡镇、街道|转移人数|受灾人数|农作物受灾（亩）|倒损房屋（间）
|望溪镇|216|1,140|860|2
|松亭镇|384|2,065|1,720|5
|白鹭湾镇|97|688|940|0
|凌波街道|41|0|0|0
|其他乡镇|275|1,517|1,130|3
|合计|1,013|5,410|4,650|10
因转移及时，没有人员伤亡。县道12线、乡道7处塌方已全部抢通；停电的1860户于次日18时恢复供电。已下拨救灾资金180万元、棉被400床、大米6吨。倒损房屋的7户群众临时安置在亲友家和村党群服务中心。
""",
        line.recent(7, 6),
        unit="救灾股",
        keywords="强降雨 应对情况 救灾资金",
        delay=1,
    )
    made = line.ago(9)
    yield paper(
        "well-closed",
        "health",
        "emergency",
        12,
        "通告",
        "关于暂停使用芦荡村2号水井的紧急通告",
        f"""
{cn(made)}，我局在白鹭湾镇芦荡村饮水监测中发现2号水井总大肠菌群指标超标，为保障群众健康，现紧急通告如下：
+即时起暂停使用该水井，已由白鹭湾镇人民政府加贴封条；
+县住建局安排送水车每日7时、12时、18时在村部广场供水，按户领取，不收费用；
+饮用过该井水并出现腹痛、腹泻的，请到镇卫生院就诊，费用由县卫生健康局统筹解决；
+已开展消毒处理，连续两次检测合格后恢复使用，届时另行通告。
目前没有接到相关病例报告。
""",
        made,
        unit="公共卫生监督股",
        keywords="饮用水 紧急通告 水井",
        delay=0,
        stage="urgent",
        remark="涉及村民饮水安全，需立即告知，按紧急程序审核。",
    )
    yield paper(
        "heat-tips",
        "health",
        "emergency",
        12,
        "提示",
        "高温天气健康提示",
        """
气象部门预计未来一周最高气温达三十七摄氏度以上，县卫生健康局提醒：
-户外劳动者避开12时至16时，每十五至二十分钟补充一次淡盐水；
-老年人、慢性病患者室内温度以二十六摄氏度左右为宜，不要骤冷骤热；
-不要把儿童单独留在车内；
-出现头晕、恶心、大汗后皮肤干热等中暑先兆，立即转移到阴凉处降温，意识不清的马上拨打120。
全县14个社区和乡镇卫生院设置了纳凉点，提供饮水和降温药品，开放时间为每日9时至21时。
""",
        line.recent(7, 23),
        unit="公共卫生监督股",
        keywords="高温 中暑 健康提示",
        delay=0,
    )
    yield paper(
        "fire-ban",
        "county",
        "emergency",
        12,
        "命令",
        "云岫县人民政府森林防火禁火令",
        f"""
{ALL}
为有效预防森林火灾，发布本禁火令。
##一、禁火时间
清明节前后及秋冬季特别防护期，具体为3月25日至4月15日、10月1日至次年2月底。
##二、禁火区域
全县林地及距离林地边缘一百米范围。
##三、禁止行为
禁火期内严禁携带火种进入林区，严禁烧纸焚香、燃放烟花爆竹、烧荒烧秸秆、野炊和吸烟。倡导鲜花祭扫、植树缅怀。
##四、责任
违反规定尚未造成损失的，依法给予警告和罚款；构成犯罪的，依法追究刑事责任。森林火警电话12119。
""",
        line.past(3, 20),
        code="*",
        unit="秘书股",
        keywords="森林防火 禁火令",
        delay=0,
    )
