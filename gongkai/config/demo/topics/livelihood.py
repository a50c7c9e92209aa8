"""Education, relief, old age, health, work and housing: measures and how they are carried out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.config.demo.markup import table
from gongkai.config.demo.paper import paper
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline, cn, shift, vary

_TOWNS = ("凌波街道", "望溪镇", "松亭镇", "白鹭湾镇", "双河乡等其他乡镇")


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Relief month by month and quarter by quarter, then what happens once a year."""
    for year, month, made in line.months(12, 12):
        yield _minimum(year, month, made)
    for year, quarter, made in line.quarters(4, 13):
        yield _relief(year, quarter, made)
        yield _posts(year, quarter, made)
    yield from _schools(line)
    yield from _old_and_ill(line)
    yield from _work_and_home(line)


def _minimum(year: int, month: int, made: date) -> DemoDocument:
    rows, people = [], 0
    for place, base in zip(_TOWNS, (620, 1_060, 1_240, 870, 3_350), strict=True):
        count = base + vary(f"minimum {place} {year} {month}", -9, 9)
        homes = round(count / 1.86)
        people += count
        rows.append((place, homes, count, count * vary(f"rate {place}", 428, 466)))
    note = (
        "本月起城市低保标准为每人每月七百六十元，农村低保标准为每人每月六百八十元。"
        if month == 1
        else f"本月新增{vary(f'new {year} {month}', 14, 41)}户，退出{vary(f'out {year} {month}', 9, 38)}户，"
        f"动态管理情况已在各村（社区）公示栏公布。"
    )
    return paper(
        f"minimum-{year}-{month:02d}",
        "civil",
        "livelihood",
        11,
        "公示",
        f"{year}年{month}月城乡最低生活保障资金发放情况",
        f"{note}\n"
        + table(
            f"{year}年{month}月低保资金发放（单位：户、人、元）",
            ("乡镇、街道", "户数", "人数", "发放金额"),
            rows,
            total="合计",
            sums=(1, 2, 3),
        )
        + f"\n资金于{cn(made)}前通过惠民惠农财政补贴“一卡通”发放到户，查询电话见责任部门。",
        made,
        unit="社会救助股",
        keywords="最低生活保障 资金发放",
        delay=1,
    )


def _relief(year: int, quarter: int, made: date) -> DemoDocument:
    causes = ("火灾等意外事件", "突发重大疾病", "教育支出", "交通事故", "其他生活困难")
    rows = []
    for cause in causes:
        homes = vary(f"homes {cause} {year} {quarter}", 6, 58)
        rows.append((cause, homes, homes * 2 + vary(f"more {cause} {quarter}", 0, 9), homes * 2_350))
    return paper(
        f"relief-{year}-{quarter}",
        "civil",
        "livelihood",
        11,
        "公示",
        f"{year}年第{'一二三四'[quarter - 1]}季度临时救助情况公示",
        table(
            "临时救助情况（单位：户、人、元）",
            ("困难原因", "户次", "人次", "救助金额"),
            rows,
            total="合计",
            sums=(1, 2, 3),
        )
        + f"\n本季度由乡镇、街道直接审批{vary(f'direct {year} {quarter}', 41, 79)}户次。对救助结果有异议的，可以向县民政局社会救助股反映。",
        made,
        unit="社会救助股",
        keywords="临时救助 季度公示",
        summary=f"{year}年第{quarter}季度按困难原因分列的临时救助户次、人次和救助金额，以及乡镇直接审批的数量。",
        delay=2,
    )


def _posts(year: int, quarter: int, made: date) -> DemoDocument:
    kinds = (("保洁", 412), ("护林防火", 286), ("护路护河", 178), ("养老护理", 64), ("公共秩序", 93))
    rows = []
    for name, base in kinds:
        count = base + vary(f"posts {name} {year} {quarter}", -8, 8)
        rows.append((name, count, count * 600 * 3))
    return paper(
        f"posts-{year}-{quarter}",
        "labour",
        "livelihood",
        11,
        "公示",
        f"{year}年第{'一二三四'[quarter - 1]}季度乡村公益性岗位补贴发放公示",
        "根据@[public-posts]，现将本季度乡村公益性岗位补贴发放情况公示如下，补贴标准为每人每月600元。\n"
        + table("补贴发放情况（单位：人、元）", ("岗位类别", "在岗人数", "补贴金额"), rows, total="合计", sums=(1, 2))
        + "\n公示期五个工作日，如发现虚报人数、冒领补贴等问题，请向县人社局就业促进股反映。",
        shift(made, 2),
        unit="就业促进股",
        keywords="公益性岗位 补贴发放",
        delay=1,
    )


def _schools(line: Timeline) -> Iterator[DemoDocument]:
    made = line.recent(5, 26)
    yield paper(
        "enrolment",
        "education",
        "livelihood",
        11,
        "公告",
        f"{made.year}年秋季城区义务教育学校招生公告",
        """
根据@[school-entry]，现将今年秋季城区义务教育学校招生有关事项公告如下。
##一、招生计划
|=城区学校招生计划
|学校|年级|班数|人数
|云岫县实验小学|一年级|8|360
|文庙小学|一年级|6|270
|桥南小学|一年级|6|270
|北苑小学|一年级|5|225
|云岫县第一初级中学|七年级|14|700
|云岫县第三初级中学|七年级|10|500
|合计|—|49|2325
##二、报名时间
小学6月22日至26日，初中7月6日至8日。户籍、房产、居住证信息由系统自动核验，核验通过的不需要到校提交材料；核验未通过的，8月3日至5日到校现场审核。
##三、派位和公布
超出计划的学校于8月12日电脑派位，8月15日公布录取名单，名单只公布报名号。
##四、咨询
县教育局基础教育股，工作日8:30—18:00专人接听。
>附件：各学校服务范围示意
""",
        made,
        unit="基础教育股",
        keywords="招生 服务范围 电脑派位",
        delay=1,
    )
    made = line.past(9, 16)
    yield paper(
        "bursaries",
        "education",
        "livelihood",
        11,
        "公示",
        f"{made.year}年秋季学期家庭经济困难学生资助情况公示",
        "现将本学期资助资金发放情况公示如下，资助标准按照国家规定执行。\n"
        + table(
            "资助资金发放（单位：人、元）",
            ("学段和项目", "人数", "标准（元/学期）", "金额"),
            [
                ("学前教育资助", 612, "500", 612 * 500),
                ("小学寄宿生生活补助", 1_384, "625", 1_384 * 625),
                ("小学非寄宿生生活补助", 2_106, "312.5", 658_125),
                ("初中寄宿生生活补助", 2_273, "750", 2_273 * 750),
                ("普通高中国家助学金", 1_158, "1000", 1_158 * 1_000),
                ("中职国家助学金", 694, "1000", 694 * 1_000),
            ],
            total="合计",
            sums=(1, 3),
        )
        + "\n资助对象由学校评审小组认定，认定过程不得让学生当众诉苦、互相比困。",
        made,
        unit="学生资助管理中心",
        keywords="学生资助 助学金 生活补助",
    )
    made = line.past(7, 9)
    yield paper(
        "private-school-check",
        "education",
        "livelihood",
        11,
        "公告",
        f"民办学校和校外培训机构{made.year}年度检查结果公告",
        """
经自查、实地检查和集体研究，现将年度检查结果公告如下。
|=年度检查结果
|序号|名称|类别|结果|主要问题
|1|启明双语幼儿园|民办幼儿园|合格|—
|2|桥南蓝天幼儿园|民办幼儿园|合格|—
|3|北苑童乐幼儿园|民办幼儿园|基本合格|保健医配备不足
|4|云岫县育才职业培训学校|民办培训|合格|—
|5|墨香书法艺术中心|校外培训|合格|—
|6|弈林围棋俱乐部|校外培训|合格|—
|7|跃动体能培训中心|校外培训|不合格|预收费未纳入监管账户，消防通道堵塞
检查基本合格的，三个月内完成整改并申请复查；检查不合格的，即日起停止招生，限期六个月整改，整改期间应当保障学员退费权益。
""",
        made,
        unit="职业与民办教育股",
        keywords="民办学校 校外培训 年度检查",
    )


def _old_and_ill(line: Timeline) -> Iterator[DemoDocument]:
    for made in line.yearly(6, 17):
        old, rate = ("八十至八十九周岁", 50) if made.year % 2 else ("八十至八十九周岁", 60)
        first, second, third = (
            vary(f"eighty {made.year}", 8_120, 8_690),
            vary(f"ninety {made.year}", 1_020, 1_130),
            vary(f"hundred {made.year}", 21, 29),
        )
        yield paper(
            f"old-age-{made.year}",
            "civil",
            "livelihood",
            11,
            "公示",
            f"{made.year}年上半年高龄津贴发放情况",
            table(
                "高龄津贴发放（单位：人、元）",
                ("年龄段", "人数", "月标准", "六个月金额"),
                [
                    (old, first, f"{rate}元", first * rate * 6),
                    ("九十至九十九周岁", second, "150元", second * 150 * 6),
                    ("一百周岁以上", third, "500元", third * 500 * 6),
                ],
                total="合计",
                sums=(1, 3),
            )
            + "\n高龄津贴实行静默认证，老年人不需要到现场拍照。如家中老人去世，请家属在三十日内告知村（社区），避免多发后退回。",
            made,
            unit="养老服务股",
            keywords="高龄津贴 老年人",
            summary=f"按年龄段公布{made.year}年上半年高龄津贴的发放人数、标准和金额，并说明静默认证和停发告知的办法。",
        )
    yield paper(
        "meals",
        "civil",
        "livelihood",
        11,
        "公告",
        "关于城区老年助餐点设置和优惠标准的公告",
        """
为方便老年人就餐，城区首批12个老年助餐点已经开放，现将有关事项公告如下。
##一、助餐点
|=老年助餐点
|社区|地点|供餐|送餐上门
|东关社区|东关街日间照料中心一楼|午餐、晚餐|是
|桥南社区|桥南路48号社区食堂|三餐|是
|文庙社区|文庙小学旧址东侧|午餐|是
|北苑社区|北苑小区会所|午餐、晚餐|否
|其余八处|各社区党群服务中心|午餐|部分
##二、优惠标准
六十至七十九周岁老年人每餐优惠二元，八十周岁以上优惠四元，特困、低保老年人优惠六元，每日补贴一餐。午餐两荤一素定价不高于十二元。
##三、怎样办理
凭身份证到助餐点登记一次即可，以后刷脸或者报姓名结算，不得以没有智能手机为由拒绝服务。
""",
        line.recent(3, 4),
        unit="养老服务股",
        keywords="老年助餐 社区食堂",
    )
    made = line.recent(8, 27)
    yield paper(
        "screening",
        "health",
        "livelihood",
        11,
        "公告",
        "关于开展农村妇女“两癌”免费筛查的公告",
        f"""
为保障妇女健康，县卫生健康局组织开展“两癌”免费筛查，现将有关事项公告如下。
##一、筛查对象
本县农村户籍和城镇低保家庭中三十五至六十四周岁、三年内没有参加过筛查的妇女，今年计划完成宫颈癌筛查5200人、乳腺癌筛查5200人。
##二、时间地点
{made.month + 1}月10日起，县妇幼保健院每个工作日上午接诊；流动筛查车到乡镇的安排为：望溪镇18日至20日，松亭镇21日至24日，白鹭湾镇25日至27日。
##三、注意事项
检查前三天避免阴道用药；无需空腹；请携带身份证。
##四、结果反馈
三十个工作日内告知本人，可疑病例由县妇幼保健院一对一通知复查，检查结果不向任何无关单位和个人提供。
""",
        made,
        unit="妇幼健康股",
        keywords="两癌筛查 妇女健康 免费",
    )
    yield paper(
        "vaccination",
        "health",
        "livelihood",
        11,
        "公告",
        "关于调整城区预防接种门诊服务时间的公告",
        """
为方便学龄儿童和上班家长，自下月起调整城区三家预防接种门诊服务时间。
|=预防接种门诊服务时间
|门诊|工作日|周六|周日
|凌波街道社区卫生服务中心|8:00—17:30|8:00—16:00|休息
|县妇幼保健院|8:00—17:00|8:00—12:00|8:00—12:00
|桥南社区卫生服务站|13:00—20:00|休息|休息
实行分时段预约，未预约的儿童可以现场取号，老年人接种不强制预约。国家免疫规划疫苗免费接种，非免疫规划疫苗的品种、价格在门诊公示，由家长自愿选择。
""",
        line.past(3, 19),
        unit="疾病预防控制股",
        keywords="预防接种 疫苗 门诊",
    )


def _work_and_home(line: Timeline) -> Iterator[DemoDocument]:
    made = line.recent(2, 4)
    yield paper(
        "job-fair",
        "labour",
        "livelihood",
        11,
        "公告",
        "春风行动暨返乡务工人员专场招聘会公告",
        """
为促进返乡务工人员和高校毕业生就地就近就业，定于正月十二、十三举办两场专场招聘会，现公告如下。
##一、场次安排
+正月十二9时至15时，县体育馆，参会企业86家，提供岗位2140个；
+正月十三9时至12时，松亭镇文化广场，参会企业31家，提供岗位620个。
##二、岗位情况
电子装配、茶叶和竹木加工、餐饮服务、物流配送岗位较多，月薪集中在三千六百元至五千八百元，其中适合五十周岁以上人员的岗位310个。
##三、服务事项
现场设置政策咨询、技能培训报名、劳动维权、创业担保贷款四个窗口；望溪镇、白鹭湾镇安排免费接送车，发车时间为当日8时。
##四、提醒
招聘会不收取任何费用，凡要求交纳押金、服装费、体检费的，请立即向现场工作人员反映。
""",
        made,
        unit="就业促进股",
        keywords="招聘会 春风行动 返乡务工",
        delay=0,
    )
    yield paper(
        "training",
        "labour",
        "livelihood",
        11,
        "公示",
        "补贴性职业技能培训班次公示",
        "现将本批补贴性职业技能培训班次公示五个工作日，培训期间不收取学费、教材费。\n"
        + table(
            "培训班次（单位：人、元）",
            ("工种", "培训地点", "课时", "人数", "人均补贴", "补贴金额"),
            [
                ("茶叶加工", "松亭镇茶叶合作社", "80", 45, "1600", 72_000),
                ("电工（五级）", "县职业技术学校", "120", 50, "1800", 90_000),
                ("养老护理员", "县福利中心", "100", 40, "1700", 68_000),
                ("中式烹调师", "望溪镇文化站", "90", 50, "1500", 75_000),
                ("直播销售", "县电商服务中心", "60", 60, "1200", 72_000),
            ],
            total="合计",
            sums=(3, 5),
        )
        + "\n培训考核合格率低于百分之八十的班次，按合格人数据实核减补贴。",
        line.past(6, 24),
        unit="职业能力建设股",
        keywords="技能培训 补贴 班次公示",
    )
    yield paper(
        "wages",
        "labour",
        "livelihood",
        11,
        "公告",
        "关于开展治理欠薪冬季专项行动的公告",
        """
为保障农民工按时足额拿到工资，县人社局会同住建、交通等部门开展治理欠薪冬季专项行动，时间为11月中旬至次年春节前。
##一、检查重点
工程建设领域农民工工资专用账户、实名制管理、分账管理、按月足额支付、总包代发、维权信息公示六项制度落实情况。
##二、投诉渠道
-到县人社局一楼劳动保障监察窗口当面反映；
-通过政务服务平台“欠薪线索”栏目填报；
-拨打0999-0210777，早8时至晚9时有人接听。
##三、办理时限
线索三个工作日内受理，十五个工作日内办结；涉及人数在三十人以上的，当日派员到场处置。
##四、结果公布
对拒不支付劳动报酬的用人单位，依法列入失信联合惩戒名单并向社会公布。
""",
        line.past(11, 12),
        unit="劳动保障监察大队",
        keywords="农民工工资 欠薪 专项行动",
    )
    made = line.recent(6, 3)
    yield paper(
        "homes-lottery",
        "housing",
        "livelihood",
        11,
        "公告",
        "公共租赁住房公开摇号配租结果公告",
        f"""
按照公共租赁住房分配的有关规定，{cn(made)}上午在县政务服务中心举行公共租赁住房公开摇号，现将结果公告如下。
|=摇号配租情况（单位：户、套）
|申请类别|参加摇号|配租房源|未配租继续轮候
|优先配租家庭|38|38|0
|中等偏下收入家庭|146|92|54
|新就业无房职工|73|41|32
|外来务工人员|58|29|29
|合计|315|200|115
配租房源为北苑安居小区3号楼、5号楼，户型建筑面积46至58平方米，租金每月每平方米四元二角。选房顺序号已发送至申请人，请于十个工作日内到县住建局住房保障股签订合同，逾期视为放弃，房源依次递补。
""",
        made,
        unit="住房保障股",
        keywords="公租房 摇号 配租",
        delay=1,
    )
    yield paper(
        "unsafe-homes",
        "housing",
        "livelihood",
        11,
        "公示",
        "农村危房改造对象和补助资金公示",
        "经农户申请、村级评议、乡镇审核、县级审批，现将本年度农村危房改造情况公示七个工作日，公示期间名单张贴在所在村公示栏。\n"
        + table(
            "农村危房改造（单位：户、万元）",
            ("乡镇、街道", "拆除重建", "修缮加固", "补助资金"),
            [
                ("望溪镇", 9, 14, 9 * 3.5 + 14 * 1.2),
                ("松亭镇", 12, 17, 12 * 3.5 + 17 * 1.2),
                ("白鹭湾镇", 6, 8, 6 * 3.5 + 8 * 1.2),
                ("其他乡镇", 31, 44, 31 * 3.5 + 44 * 1.2),
            ],
            total="合计",
            sums=(1, 2, 3),
        )
        + "\n补助标准为拆除重建每户3.5万元、修缮加固每户1.2万元，竣工验收合格后三十日内拨付。",
        line.past(5, 21),
        unit="村镇建设股",
        keywords="危房改造 补助资金",
    )
