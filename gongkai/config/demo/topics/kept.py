"""Decided and not public, each with its article, its reason and the day when that is looked at again (条例13—18)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.config.demo.paper import ALL, paper
from gongkai.config.demo.shape import DemoDocument, DemoWithholding
from gongkai.config.demo.timeline import Timeline, add_years, next_month, shift


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Six that stay inside, two that wait for their end, three old rules."""
    yield from _inside(line)
    yield from _until(line)
    yield from _old(line)


def _inside(line: Timeline) -> Iterator[DemoDocument]:
    made = line.past(3, 11)
    yield paper(
        "k-cars",
        "office",
        "policy_other",
        15,
        "通知",
        "关于机关公务用车内部调度流程的通知",
        """
各股室：
公务用车由综合股统一调度，用车人提前半日填写派车单，跨县出行须经分管领导批准，节假日车辆封存停驶。
""",
        made,
        code="*",
        keywords="公务用车 内部流程",
        stage="kept",
        attribute="not_open",
        withholding=DemoWithholding(
            "internal", "第十六条第一款", "属于后勤管理、内部工作流程方面的内部事务信息。", add_years(made, 1)
        ),
    )
    made = line.past(6, 6)
    yield paper(
        "k-request",
        "housing",
        "policy_other",
        15,
        "请示",
        "关于申请追加老旧小区改造资金的请示",
        """
县人民政府：
因纺织厂宿舍地下管网埋深与原图纸不符，需增加管道迁改工程量，恳请追加改造资金一百二十六万元。妥否，请批示。
""",
        made,
        code="*",
        keywords="请示 资金",
        stage="kept",
        attribute="not_open",
        withholding=DemoWithholding(
            "process", "第十六条第二款", "属于行政管理过程中形成的请示，决定作出后结果已经公开。", add_years(made, 1)
        ),
    )
    made = line.past(3, 24)
    yield paper(
        "k-casefile",
        "market",
        "penalty",
        6,
        "笔录",
        "甜乐烘焙店案件调查终结报告",
        """
本案经立案、现场检查、询问、抽样，事实清楚，证据充分，建议减轻处罚。处罚决定书已经依法公开，调查材料归入执法案卷。
""",
        made,
        keywords="执法案卷 调查报告",
        stage="kept",
        attribute="not_open",
        withholding=DemoWithholding(
            "casefile", "第十六条第二款", "属于行政执法案卷信息，处罚决定已公开。", add_years(made, 1)
        ),
    )
    made = line.recent(4, 23)
    yield paper(
        "k-firm",
        "development",
        "project",
        15,
        "报告",
        "茶产业园入园企业工艺和成本情况报告",
        """
汇总六家入园企业报送的加工工艺、单位能耗和生产成本资料，供园区供热方案论证使用，企业在报送时均声明涉及商业秘密。
""",
        made,
        keywords="商业秘密 入园企业",
        stage="kept",
        attribute="not_open",
        withholding=DemoWithholding(
            "third_party",
            "第十五条",
            "含有企业商业秘密，公开会对第三方合法权益造成损害，企业不同意公开。",
            shift(line.today, 6),
        ),
    )
    made = line.recent(5, 19)
    yield paper(
        "k-minutes",
        "county",
        "policy_other",
        15,
        "纪要",
        "县政府专题会议纪要（省道改建征地工作）",
        """
会议听取征地补偿工作进展，议定对两户争议面积重新测量，对过渡期内学生上学接送由镇政府统筹安排。
""",
        made,
        code="*",
        keywords="会议纪要 征地",
        stage="kept",
        attribute="on_request",
        withholding=DemoWithholding(
            "process",
            "第十三条、第十六条第二款",
            "会议纪要含有讨论过程，议定事项可以依申请提供，不主动公开。",
            add_years(made, 1),
        ),
    )
    made = line.past(9, 4)
    yield paper(
        "k-roster",
        "civil",
        "livelihood",
        11,
        "台账",
        "养老机构入住老年人健康评估汇总",
        """
汇总十三家养老机构入住老年人能力评估等级，按完好、轻度、中度、重度、完全失能五级统计，用于核定运营补贴。
""",
        made,
        keywords="养老机构 能力评估",
        stage="kept",
        attribute="on_request",
        withholding=DemoWithholding(
            "third_party",
            "第十三条、第十五条",
            "逐人评估情况涉及个人隐私，汇总统计数可以依申请提供。",
            shift(line.today, -5),
        ),
    )


def _until(line: Timeline) -> Iterator[DemoDocument]:
    yield paper(
        "u-homes",
        "housing",
        "livelihood",
        11,
        "公示",
        "北苑安居小区公共租赁住房拟配租对象公示",
        """
经审核，拟向7户优先配租家庭补充分配北苑安居小区房源，公示编号、户型和轮候序号，不公示家庭成员信息，公示期满自动撤下。
|=补充配租公示
|轮候编号|户型（平方米）|配租类别
|优配011|46|低保家庭
|优配014|46|残疾人家庭
|优配019|58|优抚对象
|优配023|46|环卫工人
|优配024|46|环卫工人
|优配031|58|低保家庭
|优配036|46|残疾人家庭
对公示对象有异议的，请在公示期内以书面形式向住房保障股反映。
""",
        line.ago(7),
        unit="住房保障股",
        keywords="公租房 配租公示",
        delay=1,
        stage="lifting",
        lift_on=line.ahead(4),
    )
    yield paper(
        "u-subsidy",
        "labour",
        "livelihood",
        11,
        "公示",
        "一次性创业补贴拟发放对象公示",
        """
经人社、市场监管数据比对和实地核查，拟向26名首次创业人员发放一次性创业补贴，每人五千元，合计13万元。
公示个体工商户名称和补贴金额，名单张贴于县人社局一楼，网上公示期满自动撤下。经营不足六个月注销的，补贴应当退回。
""",
        line.ago(5),
        unit="就业促进股",
        keywords="创业补贴 公示",
        delay=1,
        stage="lifting",
        lift_on=line.ahead(6),
    )


def _old(line: Timeline) -> Iterator[DemoDocument]:
    made = line.past(1, 20)
    yield paper(
        "o-fireworks",
        "county",
        "normative",
        1,
        "通告",
        "云岫县人民政府关于春节期间烟花爆竹燃放管理的临时通告",
        """
为保障春节期间公共安全，现就烟花爆竹燃放管理通告如下。
+允许燃放时间为除夕至正月初三每日8时至24时、正月十五18时至23时；
+禁止燃放区域为凌波街道建成区内的学校、医院、养老院、加油站周边一百米和所有高层住宅小区；
+一个零售点只能销售由持证批发企业配送的产品，不得销售礼花弹、双响炮。
本通告自发布之日起施行，至正月十六废止。
""",
        made,
        code="岫政规",
        unit="秘书股",
        keywords="烟花爆竹 春节 临时通告",
        delay=0,
        stage="repealed",
        effective_on=made,
        expires_on=next_month(next_month(made)),
        repealed_on=next_month(next_month(made)),
    )
    made = line.past(2, 14)
    yield paper(
        "o-machines",
        "farming",
        "normative",
        1,
        "通知",
        "关于农机购置补贴申请有关要求的通知",
        f"""
{ALL}
农机购置补贴申请人须提交购机发票、合格证、人机合影和村级证明，乡镇农业服务中心逐台核验后报县农业农村局。
补贴资金每年11月集中结算一次。
""",
        made,
        code="岫农规",
        unit="农业机械化股",
        keywords="农机补贴 申请",
        stage="repealed",
        effective_on=made,
        expires_on=add_years(made, 2),
        repealed_by="machinery",
        repealed_on=next_month(line.recent(6, 25)),
    )
    made = line.past(2, 28)
    yield paper(
        "o-homes",
        "housing",
        "normative",
        1,
        "办法",
        "云岫县公共租赁住房轮候登记暂行办法",
        """
§公共租赁住房申请人按照登记先后顺序轮候，轮候期间收入、住房情况变化的应当主动报告。
§每年登记一次，登记时间为三月一日至三月三十一日，逾期不予受理。
§轮候到位的家庭应当在三日内选房，放弃两次的取消轮候资格。
§本办法自印发之日起施行，有效期二年。
""",
        made,
        code="岫建规",
        unit="住房保障股",
        keywords="公租房 轮候登记",
        stage="repealed",
        effective_on=made,
        expires_on=add_years(made, 2),
        repealed_by="rented-homes",
        repealed_on=next_month(line.recent(2, 26)),
    )
