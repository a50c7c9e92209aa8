"""Who works where: examinations, appointments, the leaders' division of work, what each organ is for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.config.demo.paper import ORGANS, paper
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline, cn, shift

# organ: inner offices with their work, staff, and what citizens ask most
_OFFICES = {
    "office": (
        ("政务公开股", "主管全县政府信息公开"),
        ("秘书股", "公文起草审核"),
        ("督查股", "决策督办"),
        ("法制股", "合法性审核"),
    ),
    "civil": (
        ("社会救助股", "低保、特困、临时救助"),
        ("养老服务股", "机构和居家养老"),
        ("社会事务股", "婚姻、殡葬、收养"),
    ),
    "housing": (("住房保障股", "公租房和人才住房"), ("供水管理股", "城乡供水行业管理"), ("村镇建设股", "农村危房改造")),
    "land": (("用途管制股", "用地预审和转用"), ("不动产登记中心", "登记发证"), ("地质灾害防治股", "隐患点防治")),
    "environment": (("综合股", "环评和排污许可"), ("监测监控股", "环境质量监测"), ("执法大队", "现场执法")),
    "trading": (("综合科", "平台运行和信息公开"), ("交易科", "招标、采购、挂牌组织"), ("见证科", "场内见证和专家管理")),
}
_ASKED = {
    "office": "依申请公开受理窗口设在一楼102室，配备放大镜、轮椅，工作人员可以代填申请表。",
    "civil": "婚姻登记处周六9时至16时正常办理，周日可以预约。",
    "housing": "公租房轮候进度可以凭登记通知编号在线查询，供水服务监督电话二十四小时有人接听。",
    "land": "不动产登记资料查询窗口设在政务服务中心二楼，每日15时以后人较少。",
    "environment": "本分局是市生态环境局的派出机构，接受市生态环境局垂直领导，环境问题投诉电话12369。",
    "trading": "本中心为公益一类事业单位，不收取交易服务费，场地使用由系统自动安排。",
}


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Recruitment in the order of the year, then offices and leaders."""
    yield from _recruitment(line)
    yield from _appointments(line)
    for place, organ in enumerate(_OFFICES):
        yield _institution(organ, line.past(1, 13 + place))
    yield from _leaders(line)


def _recruitment(line: Timeline) -> Iterator[DemoDocument]:
    made = line.past(2, 25)
    year = made.year
    yield paper(
        "exam",
        "labour",
        "personnel",
        14,
        "公告",
        f"云岫县{year}年度考试录用公务员职位和资格复审公告",
        f"""
根据省统一安排，我县{year}年度计划录用公务员38名，现将职位和资格复审有关事项公告如下。
|=招录职位（单位：名）
|招录单位|职位|名额|学历要求
|县直行政机关|综合管理|9|大学本科以上
|县市场监督管理局|基层执法|6|大学本科以上
|县财政局|财务管理|3|大学本科以上
|望溪镇人民政府|综合管理|5|大学专科以上
|松亭镇人民政府|综合管理|6|大学专科以上
|白鹭湾镇人民政府|综合管理|4|大学专科以上
|其他乡镇机关|面向服务基层项目人员|5|大学专科以上
|合计|—|38|—
资格复审在笔试成绩公布后五个工作日内进行，按照职位名额一比三的比例确定复审人选。考生携带身份证、学历证书、户籍证明原件；在职人员出具单位同意报考证明。弃权的依次递补一次。
""",
        made,
        unit="人事股",
        keywords="公务员 招录 资格复审",
        delay=0,
    )
    made = line.past(8, 7)
    yield paper(
        "exam-result",
        "labour",
        "personnel",
        14,
        "公示",
        f"云岫县{year}年度拟录用公务员情况公示",
        """
经笔试、面试、体检和考察，确定36名同志为拟录用人选，现公示五个工作日。
|=拟录用情况（单位：名）
|招录单位|计划|拟录用|空缺原因
|县直行政机关|9|9|—
|县市场监督管理局|6|6|—
|县财政局|3|2|1人体检不合格，无递补人选
|望溪镇人民政府|5|5|—
|松亭镇人民政府|6|5|1人考察阶段放弃
|白鹭湾镇人民政府|4|4|—
|其他乡镇机关|5|5|—
|合计|38|36|—
公示内容包括姓名、准考证号、毕业院校，详见人力资源和社会保障局一楼公示栏。公示期间可以来信来访反映，反映情况应当署真实姓名，以便核实反馈。
""",
        made,
        unit="人事股",
        keywords="公务员 拟录用 公示",
        delay=0,
    )
    made = line.recent(4, 13)
    yield paper(
        "teachers",
        "education",
        "personnel",
        14,
        "公告",
        f"{made.year}年中小学教师公开招聘公告",
        """
经县政府同意，面向社会公开招聘中小学教师64名，现公告如下。
|=招聘岗位（单位：名）
|学段|语文|数学|英语|其他学科|小计
|小学|12|11|5|8|36
|初中|6|6|4|7|23
|特殊教育|1|1|0|3|5
|合计|19|18|9|18|64
##报名条件
三十五周岁以下，具有相应学科教师资格证和普通话二级乙等以上证书（语文为二级甲等）。特殊教育专业学历可以放宽至大学专科。
##考试办法
笔试占百分之四十，试讲占百分之六十；试讲在本县以外抽取评委，全程录像。
##服务期
在乡镇学校最低服务五年，期间不得借调到县城学校和机关。
""",
        made,
        unit="教师工作股",
        keywords="教师招聘 岗位",
        joint=("labour",),
        delay=0,
    )
    made = line.recent(5, 7)
    yield paper(
        "doctors",
        "health",
        "personnel",
        14,
        "公告",
        "乡镇卫生院专业技术人员专项招聘公告",
        """
为充实基层医疗力量，面向医学院校毕业生专项招聘乡镇卫生院专业技术人员22名，其中临床12名、中医3名、护理4名、医学影像2名、药学1名。
##一、优惠措施
临床、中医岗位免笔试，直接面试；取得执业医师资格的给予五万元安家补助，分三年发放；提供周转住房。
##二、报考条件
临床岗位具有医学专科以上学历；护理岗位须通过护士执业资格考试。本县定向培养生不参加本次招聘。
##三、面试
采取结构化问答与技能操作相结合的方式，成绩当场公布，七十分以下不予录用。
##四、聘用管理
实行“县管乡用”，编制在县级医疗集团，服务期内每年到县级医院进修不少于一个月。
""",
        made,
        unit="人事股",
        keywords="卫生院 招聘 医学毕业生",
        delay=0,
    )


def _appointments(line: Timeline) -> Iterator[DemoDocument]:
    made = line.past(6, 27)
    yield paper(
        "appointed",
        "county",
        "personnel",
        15,
        "通知",
        "云岫县人民政府关于邱若琳等同志任职的通知",
        """
各乡镇人民政府、街道办事处，县政府各部门：
经研究，决定：
-邱若琳任县政府办公室秘书股股长，任职时间自7月1日起计算；
-伍汉臣不再承担秘书股审核工作，另有任用；
-焦立夫任凌波街道办事处副主任，试用期一年；
-祝长青试用期满，正式任望溪镇副镇长。
""",
        made,
        code="*",
        unit="秘书股",
        keywords="人事任免",
        summary="公布县政府办公室、凌波街道办事处、望溪镇四名同志的任职、试用期满和工作调整情况。",
        delay=2,
    )
    made = line.recent(10, 13)
    yield paper(
        "village-aides",
        "labour",
        "personnel",
        14,
        "公示",
        "基层公共就业服务专员选聘结果公示",
        f"""
经报名、面试、考察，拟选聘12名基层公共就业服务专员，分配到望溪镇2名、松亭镇3名、白鹭湾镇2名、凌波街道2名、其他乡镇3名，公示期为{cn(made)}至{cn(shift(made, 4))}。
专员负责建立劳动力台账、发布岗位信息、协助申领补贴，每年考核一次，补助标准为每月二千四百元，缴纳工伤保险。
公示期间对人选有异议的，请以真实姓名向人事股反映，电话见责任部门。
""",
        made,
        unit="人事股",
        keywords="就业服务专员 选聘公示",
        delay=0,
    )


def _institution(organ: str, made: date) -> DemoDocument:
    body = ORGANS[organ]
    rows = "\n".join(f"|{name}|{work}" for name, work in _OFFICES[organ])
    return paper(
        f"institution-{organ}",
        organ,
        "institution",
        2,
        "简介",
        f"{body.name}机构职能",
        f"""
##一、主要职责
{body.duties}
##二、内设机构
|=内设机构和职责
|机构|主要职责
{rows}
##三、联系方式
-办公地址：{body.address}（邮政编码{body.postcode}）
-办公时间：{body.hours}
-联系电话：{body.phone}
-传真号码：{body.fax}
-电子邮箱：{body.email}
##四、便民提示
{_ASKED[organ]}
""",
        made,
        keywords="机构职能 内设机构 联系方式",
        sign=False,
    )


def _leaders(line: Timeline) -> Iterator[DemoDocument]:
    yield paper(
        "leaders",
        "county",
        "leader",
        2,
        "通知",
        "云岫县人民政府领导班子工作分工",
        """
县长沈致远：领导县人民政府全面工作，负责审计方面工作。分管县审计部门。
副县长陆晚晴：负责政府常务工作，负责发展改革、财政、统计、应急管理、行政审批、政务公开方面工作。分管县政府办公室、县发改局、县财政局、县统计局、县应急局、县政务服务局。
副县长（挂职）由上级选派，协助常务工作，负责对口协作和招商引资。
另设副县长三名，分别负责：
-教育、卫生健康、民政、人力资源和社会保障；
-自然资源、住房城乡建设、城市管理、交通运输、生态环境；
-农业农村、市场监管、乡村振兴、供销。
实行互为补位制度，一名副县长外出时由补位的副县长代行职责，重大事项及时报告县长。
""",
        line.past(1, 8),
        unit="秘书股",
        keywords="领导分工 县政府领导",
        sign=False,
    )
    made = line.recent(3, 26)
    yield paper(
        "reception-days",
        "office",
        "leader",
        2,
        "公告",
        "第二季度县政府领导接待群众来访安排",
        """
为畅通群众反映问题渠道，现将第二季度县政府领导接待群众来访安排公告如下。
|=接待安排
|日期|接待领导|重点领域|地点
|4月第二个星期三|县长沈致远|综合|县群众来访接待中心
|4月第四个星期三|副县长陆晚晴|应急、政务服务|县政务服务中心三楼
|5月第二个星期三|分管城建副县长|住房、供水、征地|凌波街道办事处
|5月第四个星期三|分管农业副县长|宅基地、补贴|松亭镇便民服务中心
|6月第二个星期三|分管教育副县长|入学、医疗、救助|望溪镇便民服务中心
接待时间为上午9时至11时30分，不需要预约，现场取号。当场能答复的当场答复，不能当场答复的七个工作日内反馈。
""",
        made,
        unit="督查股",
        keywords="领导接访 来访安排",
    )
