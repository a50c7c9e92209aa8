"""Budgets, final accounts, debt, spending on guests and cars, fees: the totals come from ``facts`` and agree everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.config.demo import facts
from gongkai.config.demo.markup import table
from gongkai.config.demo.paper import ORGANS, paper
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline, shift, vary

# organ: staff, basic spending and project spending in 万元, the project it is proudest of
_OFFICES = {
    "education": (3_412, 48_260, 9_740, "义务教育薄弱环节改善与能力提升"),
    "civil": (64, 1_180, 12_350, "困难群众救助补助"),
    "transport": (187, 3_060, 6_420, "农村公路养护与安全防护"),
    "health": (1_268, 14_930, 7_860, "基本公共卫生服务"),
    "market": (142, 2_410, 690, "食品安全抽检监测"),
    "farming": (211, 3_350, 8_120, "高标准农田建设管护"),
}


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """The county's money in the order of the year."""
    for made in line.yearly(1, 27):
        yield from _budget(made)
    for made in line.yearly(2, 12):
        for organ in _OFFICES:
            yield _office_budget(organ, shift(made, vary(f"{organ} {made.year}", 0, 3)))
    for made in line.yearly(7, 28):
        yield _accounts(made)
    for made in line.yearly(8, 20):
        for organ in ("education", "civil", "transport"):
            yield _office_accounts(organ, made)
    yield _adjusted(line.recent(7, 29))
    yield _debt(line.recent(8, 6))
    yield _special(line.recent(3, 31))
    for made in line.yearly(3, 12):
        yield _fees(made)
    for year, quarter, made in line.quarters(4, 16):
        yield _execution(year, quarter, made)


def _budget(made: date) -> Iterator[DemoDocument]:
    year, plan = made.year, facts.budget(made.year)
    before = facts.budget(year - 1)
    yield paper(
        f"budget-{year}",
        "finance",
        "budget",
        7,
        "报告",
        f"关于云岫县{year - 1}年预算执行情况和{year}年预算草案的报告",
        f"""
各位代表：
受县人民政府委托，现将{year}年预算草案报告如下，请予审查。
##一、一般公共预算收入
{year}年全县一般公共预算总收入安排{plan.total:,}万元，其中地方一般公共预算收入{plan.own:,}万元，比上年预算增长{plan.own / before.own - 1:.1%}。
"""
        + table(
            f"{year}年一般公共预算收入（单位：万元）",
            ("项目", "预算数"),
            [
                ("税收收入", plan.taxes),
                ("非税收入", plan.other_income),
                ("上级补助收入", plan.transfers),
                ("上年结转", plan.carried),
            ],
            total="合计",
            sums=(1,),
        )
        + f"""
##二、一般公共预算支出
按照收支平衡的原则，一般公共预算支出安排{plan.total:,}万元，重点保障教育、社会保障和就业、农林水、卫生健康等民生领域。
"""
        + table(
            f"{year}年一般公共预算支出（单位：万元）",
            ("科目", "预算数", "占比"),
            [(name, amount, f"{amount / plan.total:.1%}") for name, amount in plan.spending],
            total="合计",
            sums=(1,),
        )
        + f"""
##三、落实措施
-坚持过紧日子，一般性项目支出较上年压减百分之五；
-兜牢“三保”底线，教育支出安排{plan.of("教育支出"):,}万元，做到只增不减；
-规范债务管理，足额安排还本付息资金；
-推进预算公开，部门预算自批复之日起二十日内向社会公开。
""",
        made,
        unit="预算股",
        keywords="预算草案 一般公共预算 收支平衡",
        delay=7,
    )
    yield paper(
        f"guests-{year}",
        "finance",
        "budget",
        7,
        "说明",
        f"云岫县{year}年“三公”经费预算汇总情况说明",
        _guests(year),
        shift(made, 2),
        unit="预算股",
        keywords="三公经费 公务接待 公务用车",
        delay=6,
    )


def _guests(year: int) -> str:
    cars = vary(f"cars {year}", 612, 668)
    new_cars, meals = vary(f"new cars {year}", 74, 120), vary(f"meals {year}", 318, 356)
    rows = [("因公出国（境）费", 0), ("公务接待费", meals), ("公务用车购置费", new_cars), ("公务用车运行维护费", cars)]
    return (
        f"{year}年，全县使用一般公共预算拨款安排“三公”经费{meals + new_cars + cars}万元，具体情况如下。\n"
        + table(f"{year}年“三公”经费预算（单位：万元）", ("项目", "预算数"), rows, total="合计", sums=(1,))
        + "\n公务接待严格执行工作餐制度，不得提供香烟和高档酒水；公务用车实行集中停放、定点维修、一车一卡加油。"
    )


def _office_budget(organ: str, made: date) -> DemoDocument:
    name, year = ORGANS[organ].name, made.year
    staff, basic, projects, pride = _OFFICES[organ]
    people = round(basic * 0.86) + vary(f"people {organ} {year}", -60, 60)
    growth = 1 if year % 2 else 1.03
    projects, main = round(projects * growth), round(projects * growth * 0.46)
    return paper(
        f"budget-{organ}-{year}",
        organ,
        "budget",
        7,
        "说明",
        f"{name}{year}年部门预算公开说明",
        f"""
##一、单位概况
{ORGANS[organ].duties}本部门及所属预算单位编制内实有{staff}人。
##二、收支预算
{year}年收入预算{basic + projects:,}万元，全部为财政拨款；支出预算与收入预算平衡。
"""
        + table(
            "支出预算表（单位：万元）",
            ("支出类别", "预算数"),
            [
                ("人员经费", people),
                ("日常公用经费", basic - people),
                (pride, main),
                ("其他项目支出", projects - main),
            ],
            total="合计",
            sums=(1,),
        )
        + f"""
##三、重点项目绩效目标
“{pride}”项目安排{main:,}万元，占项目支出的{main / projects:.0%}。年度绩效目标按数量、质量、时效、成本和满意度五类指标编制，服务对象满意度不低于90%。
##四、其他说明
本年度没有使用政府性基金预算和国有资本经营预算安排的支出。
""",
        made,
        keywords="部门预算 绩效目标",
        unit="计划财务股",
    )


def _accounts(made: date) -> DemoDocument:
    year = made.year - 1
    plan, real = facts.budget(year), facts.accounts(year)
    rows = [(name, plan.of(name), amount, f"{amount / plan.of(name):.1%}") for name, amount in real.spending]
    return paper(
        f"accounts-{year}",
        "finance",
        "budget",
        7,
        "报告",
        f"关于云岫县{year}年财政决算的报告",
        f"""
受县人民政府委托，现将{year}年财政决算情况报告如下。
##一、收入决算
{year}年地方一般公共预算收入决算数为{real.own:,}万元，为预算{plan.own:,}万元的{real.own / plan.own:.1%}，其中税收收入{real.taxes:,}万元。加上级补助{real.transfers:,}万元、上年结转{real.carried:,}万元，收入总计{real.total:,}万元。
##二、支出决算
支出总计{real.total:,}万元，收支相抵，当年平衡。超出预算的部分由上级新增专项补助安排，已依法报告。
"""
        + table(
            f"{year}年一般公共预算支出决算（单位：万元）",
            ("科目", "预算数", "决算数", "决算数为预算数"),
            rows,
            total="合计",
            sums=(1, 2),
        )
        + """
##三、审计查出问题的整改
审计指出的专项资金结转时间偏长、个别单位资产账实不符等问题，已完成整改，盘活的沉淀资金全部用于民生支出。
""",
        made,
        unit="国库股",
        keywords="财政决算 收支决算",
        delay=6,
    )


def _office_accounts(organ: str, made: date) -> DemoDocument:
    year = made.year - 1
    _, basic, projects, pride = _OFFICES[organ]
    spent = basic + round(projects * vary(f"spent {organ} {year}", 92, 99) / 100)
    left = basic + projects - spent
    remarks = {
        "education": "义务教育巩固率99.2%，改善12所乡村学校食堂和宿舍条件；个别项目因汛期停工，资金结转下年。",
        "civil": "困难群众救助资金全部通过惠民惠农“一卡通”发放，群众满意度95.6%；养老机构改造进度偏慢，已列入下年重点。",
        "transport": "完成农村公路养护里程2146公里，危桥改造4座；安全防护工程招标节余资金已按规定交回。",
    }
    return paper(
        f"accounts-{organ}-{year}",
        organ,
        "budget",
        7,
        "说明",
        f"{ORGANS[organ].name}{year}年部门决算公开说明",
        f"""
##一、收支总体情况
{year}年收入决算{basic + projects:,}万元，支出决算{spent:,}万元，年末结转和结余{left:,}万元。
##二、支出结构
基本支出{basic:,}万元，项目支出{spent - basic:,}万元，其中“{pride}”按计划实施。
##三、绩效自评
{remarks[organ]}
""",
        made,
        keywords="部门决算 绩效自评",
        unit="计划财务股",
    )


def _adjusted(made: date) -> DemoDocument:
    plan = facts.budget(made.year)
    bonds = 18_600
    return paper(
        "budget-adjusted",
        "finance",
        "budget",
        7,
        "报告",
        f"关于{made.year}年县级预算调整方案的报告",
        f"""
根据新增地方政府债务限额情况，需要对年初批准的{made.year}年预算作部分调整。
##一、调整原因
省财政核定下达我县新增政府债务限额{bonds:,}万元，其中一般债务6,200万元、专项债务12,400万元，按规定列入预算。
##二、调整内容
一般公共预算总支出由{plan.total:,}万元调整为{plan.total + 6_200:,}万元，增加的6,200万元全部用于农村供水提升和学校扩建；政府性基金支出增加12,400万元，用于下列项目：
|=专项债券项目安排（单位：万元）
|项目|安排数
|县城排水防涝整治工程|2,600
|县中医院康复综合楼|5,300
|省级产业园区标准厂房二期|4,500
|合计|12,400
##三、风险说明
调整后全县政府债务余额仍低于法定限额，债务率处于绿色区间。
""",
        made,
        unit="债务管理股",
        keywords="预算调整 政府债券",
        delay=6,
    )


def _debt(made: date) -> DemoDocument:
    return paper(
        "debt",
        "finance",
        "budget",
        7,
        "公告",
        f"云岫县{made.year - 1}年地方政府债务限额及余额情况公告",
        """
按照地方政府债务信息公开的要求，现将本县上年末政府债务情况公告如下。
|=政府债务限额和余额（单位：万元）
|类别|限额|余额
|一般债务|186,400|182,150
|专项债务|243,800|238,620
|合计|430,200|420,770
全年发行地方政府债券31,500万元，其中新增债券18,900万元、再融资债券12,600万元；偿还到期本金14,000万元，支付利息12,870万元，没有发生逾期。
""",
        made,
        unit="债务管理股",
        keywords="政府债务 限额 余额",
    )


def _special(made: date) -> DemoDocument:
    return paper(
        "special-funds",
        "finance",
        "budget",
        11,
        "公示",
        f"{made.year}年衔接推进乡村振兴补助资金分配方案公示",
        """
根据资金管理办法，采用因素法测算，现将本年度第一批衔接资金分配方案公示十个工作日。
|=第一批衔接资金分配（单位：万元）
|乡镇、街道|产业发展|基础设施|就业增收|小计
|望溪镇|386|214|42|642
|松亭镇|428|305|57|790
|白鹭湾镇|297|168|31|496
|凌波街道|64|20|18|102
|其他乡镇|1,105|693|172|1,970
|合计|2,280|1,400|320|4,000
产业发展资金占百分之五十七，符合不低于百分之五十五的要求。项目实施单位应当在村级公示栏公开项目名称、资金规模、建设内容和联系电话。
""",
        made,
        unit="农业农村股",
        keywords="衔接资金 乡村振兴 资金分配",
        joint=("farming",),
    )


def _fees(made: date) -> DemoDocument:
    earlier = made.year % 2
    extra = (
        "|5|河道采砂管理|城乡建设|按开采量每立方米2元|省级规定|本年保留"
        if earlier
        else "|5|城市道路占用挖掘修复费|城市管理|沥青路面每平方米210元|省级规定|标准降低一成"
    )
    return paper(
        f"fees-{made.year}",
        "finance",
        "fee",
        8,
        "公告",
        f"云岫县{made.year}年行政事业性收费目录清单",
        f"""
根据国家和省清理规范收费的规定，现将我县执行的行政事业性收费目录清单公布如下。清单之外的收费，缴费单位和个人有权拒绝并可向县财政局、县市场监督管理局举报。
|=行政事业性收费目录清单
|序号|项目|执收部门|标准|依据层级|说明
|1|不动产登记费|自然资源|住宅每件80元，非住宅每件550元|国家规定|小微企业免收
|2|普通高中学费|教育|每生每学期650元|省级规定|资助对象减免
|3|生活垃圾处理费|城市管理|每户每月5元|县级定价听证|低保户免收
|4|水土保持补偿费|税务部门代征|按占地面积每平方米1.2元|省级规定|公益项目免征
{extra}
|6|诉讼费以外的证照工本费|各部门|不收取|国家规定|已全部取消
""",
        made,
        unit="非税收入管理股",
        keywords="行政事业性收费 目录清单",
        joint=("development",),
    )


def _execution(year: int, quarter: int, made: date) -> DemoDocument:
    plan = facts.budget(year)
    pace = {1: 0.27, 2: 0.53, 3: 0.76, 4: 0.998}[quarter]
    own, spent = round(plan.own * pace), round(plan.total * pace * 0.97)
    taxes = round(own * 0.607)
    said = {
        1: "一季度受春节因素影响，建筑业税收入库偏慢，茶叶加工企业税收增长较快。",
        2: "上半年民生支出占比百分之七十七，义务教育和困难群众救助资金按时拨付。",
        3: "前三季度新增专项债券资金支出进度百分之八十二，高于序时进度七个百分点。",
        4: "全年收入完成预算目标，“三保”支出足额保障，结转资金较上年减少。",
    }[quarter]
    period = {1: "一季度", 2: "上半年", 3: "前三季度", 4: "全年"}[quarter]
    return paper(
        f"execution-{year}-{quarter}",
        "finance",
        "budget",
        7,
        "公告",
        f"云岫县{year}年{period}财政收支情况",
        f"{said}\n"
        + table(
            f"{year}年{period}地方一般公共预算收入（单位：万元）",
            ("项目", "累计数", "为年初预算"),
            [
                ("税收收入", taxes, f"{taxes / plan.taxes:.1%}"),
                ("非税收入", own - taxes, f"{(own - taxes) / plan.other_income:.1%}"),
            ],
            total="合计",
            sums=(1,),
        )
        + f"\n{period}一般公共预算支出{spent:,}万元，为年初预算{plan.total:,}万元的{spent / plan.total:.1%}。",
        made,
        unit="国库股",
        keywords="财政收支 预算执行",
        delay=1,
    )
