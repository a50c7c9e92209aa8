"""What lies on the desk today: drafts, documents sent back, in review, or waiting for their hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from stdnum.cn import ric

from gongkai.config.demo.paper import paper
from gongkai.config.demo.shape import DemoDocument, Kind, Stage
from gongkai.config.demo.timeline import Timeline
from gongkai.kernel.vocabulary import CHINA

_SERIAL = "34992619680317002"  # a province that exists, with a prefecture (99) that does not
FAKE_IDENTITY = _SERIAL + ric.calc_check_digit(f"{_SERIAL}0")
FAKE_MOBILE = "19900000426"  # the screening gate must find both

# stage | days ago | key | organ | kind | topic | genre | title | remark of the one who sent it back
# followed by the text, up to a line of ====
_ROWS = """
drafting|1|d-heating|housing|notice|15|公告|城区集中供热试点小区报名公告|
为探索南方地区冬季取暖方式，拟在北苑小区、教师新村开展集中供热试点，现征集居民报名意愿。
报名率达到百分之六十的楼栋纳入首批，热费拟按建筑面积每平方米每月四元五角计收，最终标准以成本监审为准。
##待补充
燃气公司报价和换热站选址意见尚未反馈。
====
drafting|2|d-kindergarten|education|livelihood|11|公示|普惠性民办幼儿园认定名单公示|
经幼儿园申请、专家评估，拟认定启明双语幼儿园、桥南蓝天幼儿园等四所幼儿园为普惠性民办幼儿园，保教费每生每月不超过八百六十元。
公示期五个工作日。认定有效期三年，期间擅自提高收费的取消资格并收回奖补资金。
====
drafting|2|d-bus-line|transport|notice|15|公告|关于3路公交线路走向调整征求意见的公告|
因规划三路通车，拟将3路公交车北苑小区至汽车客运站段改走规划三路，取消粮站、旧车站两个站点，新增北苑实验小学站，全程缩短约六分钟。
取消站点附近居民可以步行三百米至桥南花园站换乘5路。意见征集期十五日。
====
drafting|3|d-rice-cake|market|inspection|13|公告|节令食品专项抽检情况公告|
近期对糯米制品、卤制品、白酒三类节令食品开展专项抽检。
|=专项抽检情况（单位：批次）
|食品|抽检|合格|不合格
|糯米制品|28|28|0
|卤制品|34|33|1
|白酒|16|16|0
|合计|78|77|1
不合格样品的复检结果尚未出具，待收到后补充公布。
====
drafting|3|d-orchard|farming|livelihood|11|公告|柑橘黄龙病统防统治作业公告|
定于下旬在望溪镇、松亭镇3.6万亩柑橘园开展木虱统防统治，采用无人机飞防，作业时间为每日6时至9时30分。
请养蜂户提前转移蜂箱，作业区内晾晒衣物、放养畜禽的请暂时收回。作业不收取费用。
====
drafting|4|d-archive|office|policy_other|15|通知|关于做好历史公文清理和开放工作的通知|
各乡镇人民政府、街道办事处，县政府各部门：
为便利群众查询，决定对2008年以前形成的政府公文开展清理，逐件确定能否公开，清理结果分三批公布。
====
drafting|5|d-well|bailu|notice|15|公告|芦荡村2号水井恢复使用公告（草稿）|
芦荡村2号水井经清淤、消毒，第一次检测合格，第二次检测结果待出。拟在结果合格后恢复使用，同时停止送水车供水。
====
drafting|6|d-volunteer|civil|policy_other|11|方案|云岫县“银龄互助”志愿服务实施方案|
##一、服务内容
低龄健康老年人为高龄独居老年人提供代购、陪诊、读报、谈心等服务，每次不少于四十分钟。
##二、时间储蓄
服务一小时记一分，累计三十分可以兑换家政或者理发服务，也可以留待本人高龄时使用。
##三、安全保障
统一购买意外伤害保险，上门服务两人同行，不得代管银行卡和现金。
====
drafting|6|d-signs|streets|notice|15|通告|文庙街店招店牌更新改造通告|
文庙街为历史风貌街巷，拟分段更新沿街126家门店招牌，保留老字号匾额原样，其余商户可以自行设计，色彩、尺寸符合导则即可，不搞统一字体。
改造费用由县财政承担七成，商户承担三成；商户自行设计制作的，给予每平方米二百元补助。
====
drafting|7|d-drugs|health|inspection|13|通报|村卫生室药品管理检查情况通报|
抽查村卫生室63家，发现过期药品未及时清理5家、冷藏药品无温度记录8家、处方书写不规范11家。
====
drafting|8|d-mine|land|plan|3|规划|云岫县矿产资源绿色开发专项规划（讨论稿）|
##一、资源概况
已发现矿产十一种，建筑石料、石英砂岩、地热具有开发价值。现有采矿权14个，其中小型矿山9个。
##二、调整方向
规划期末采矿权总数压减至10个，绿色矿山比例达到百分之百；岫河两岸可视范围不再新设露天采矿权。
====
drafting|9|d-fair|labour|notice|11|公告|家政服务专场招聘会安排（草稿）|
拟于下月上旬在桥南社区举办家政服务专场招聘会，提供育婴、养老护理、保洁岗位约180个，现场开展技能展示和体检咨询。
====
returned|4|r-no-reason|transport|policy_other|15|通知|关于印发农村客运补贴内部测算办法的通知|公开属性填写“不予公开”，但未说明条款和理由。政策性文件拟不予公开的，须先送公开机构审查，请补充后重新提交。
各客运企业：
农村客运补贴按照行驶里程占六成、载客人次占四成的权重测算，里程以卫星定位数据为准。
补贴资金每半年清算一次，数据造假的取消当年补贴资格。
====
returned|5|r-table|farming|livelihood|11|公示|高素质农民培育学员遴选结果公示|表格没有表头，人数合计与正文不一致，请核对后提交。
经乡镇推荐、资格审核，遴选茶叶、柑橘、水产三个班学员共150名，其中返乡青年占百分之三十八。
培训分集中授课、基地实训、跟踪指导三个阶段，共计十五日，食宿由财政承担。
====
returned|6|r-title|wangxi|notice|15|通知|通知|标题没有写明事由，发文机关也不完整，请按公文格式规范修改。
各村民委员会：
近期气温下降，请各村开展一次取暖用电、用火安全检查，重点检查独居老人家庭和留守儿童家庭，检查情况本周五前报镇应急办公室。
====
returned|8|r-law|market|policy_other|15|通知|关于规范外卖封签使用的通知|第三条对不使用封签的商户设定罚款没有法律依据，规范性内容不得增设处罚，请删除或者改为倡导。
各餐饮服务提供者、外卖平台：
一、倡导使用一次性外卖封签，封签破损的，消费者有权拒收。
二、平台应当在首页显著位置公示商户封签使用情况。
三、对不使用封签的商户处以五百元以下罚款。
====
returned|9|r-office|songting|livelihood|15|公示|三岔口村征地补偿费使用方案公示|涉及村集体资金分配，请补充村民会议表决情况，并征求县农业农村局意见后再提交。
三岔口村收到征地补偿费388.70万元，其中被征地农户土地补偿占八成，村集体留用二成，留用部分拟用于村级供水管网维修和养老互助点建设。
====
disclosure_check|2|c-firms|development|project|10|公示|中小企业设备更新补助拟支持项目公示|
经申报、现场核验，拟对9家企业11个设备更新项目给予补助，补助金额合计386.4万元，按照@[enterprise]规定的设备投资额百分之八计算。
公示内容为企业名称、设备类别和补助金额，不公布设备供应商报价和工艺参数。
====
disclosure_check|3|c-relief-fund|civil|livelihood|11|公示|困难残疾人生活补贴发放情况公示|
本季度发放困难残疾人生活补贴4,128人次、重度残疾人护理补贴5,346人次，补贴标准分别为每人每月九十元和一百元。
补贴资格一年复核一次，采取数据比对方式，不需要残疾人到现场。
====
disclosure_check|3|c-water-quality|environment|inspection|13|公告|岫河国控断面水质自动站异常情况说明|
本月中旬岫河文庙断面氨氮浓度短时升高，经排查为上游清淤扰动底泥所致，未发现偷排，持续约九小时后恢复正常。
已要求清淤单位错峰施工、铺设防污帘，下游取水口水质没有受到影响。
====
disclosure_check|4|c-bridge|transport|project|10|公告|望溪大桥定期检测结果公告|
望溪大桥建成于1997年，全长218米。本次检测技术状况评定为三类，主要病害为支座老化、伸缩缝损坏、栏杆锈蚀，承载能力满足限载要求。
维修加固完成后将重新检测评定并公布结果。
====
disclosure_check|5|c-minutes|county|policy_other|15|纪要|县政府常务会议纪要（供水专题）|
会议听取了农村供水提升工程情况汇报，研究了维修养护资金安排、单村工程联网改造和水价听证工作，要求年底前完成水费减免对象数据对接。
====
first_review|1|f-library|lingbo|notice|15|公告|文庙社区图书室延长开放时间公告|
应居民要求，文庙社区图书室工作日开放时间延长至20时30分，周末延长至18时，寒暑假增设少儿自习席位24个。
自习席位当日9时起现场登记，不得代占。图书室由六名退休教师轮流值守，欢迎报名志愿服务。
====
first_review|1|f-school-bus|education|livelihood|11|公告|关于核定农村学生校车服务线路的公告|
经公安、交通、教育联合勘查，核定校车服务线路27条，覆盖19所学校2,146名学生，其中新增大垭、芦荡两条线路。
校车每日早晚各一趟，随车照管人员不少于一名。学生单程票价一元，低保家庭学生免费。
====
first_review|2|f-debt|finance|budget|7|公告|政府专项债券项目信息披露公告|
县中医院康复综合楼项目专项债券存续期内，项目进度、资金使用、对应资产变动情况公告如下：截至上月末，已使用债券资金4,180万元，占发行额的百分之七十八点九，主体结构封顶，没有改变资金用途。
====
first_review|2|f-pool|market|inspection|13|公示|集贸市场计量器具检定情况公示|
对城区四个集贸市场的电子计价秤免费检定，共检定862台，合格839台，不合格23台已停用或者更换，在市场入口设置公平秤6台。
====
first_review|3|f-forest|land|notice|15|公告|古树名木补充挂牌公告|
经普查认定，全县新增古树17株，其中树龄三百年以上的4株，最大一株为松亭镇大垭村银杏，胸围4.9米。
古树周边五米范围内不得硬化地面、堆放物料、架设线路。挂牌内容包括树种、树龄、管护责任单位和扫码介绍。
====
first_review|3|f-salt|emergency|emergency|12|提示|冬季取暖安全提示|
-使用煤炭取暖应当安装烟囱并保持通风，睡前检查炉火；
-电热毯不得折叠使用，不得与热水袋同时使用；
-燃气热水器不得安装在浴室内；
-发现一氧化碳中毒，先开窗、再关阀、后施救，立即拨打120。
====
first_review|4|f-trade|trading|procurement|9|公告|老旧小区改造（东关片区）施工招标公告|
东关片区老旧小区改造包括纺织厂宿舍、东关一村16栋602户，招标控制价798.6万元，工期一百五十日。
投标人须具备建筑工程施工总承包三级以上资质，项目经理不得同时担任其他在建项目负责人。开标采用不见面方式。
====
second_review|2|s-hotel|health|inspection|13|通报|住宿场所卫生监督抽检情况通报|
抽检住宿场所46家，床上用品、杯具、空气质量三类样品共276份，合格269份，合格率97.5%。不合格7份均为杯具消毒不到位，涉及5家，已责令整改并复检。
====
second_review|3|s-tax|finance|policy_other|8|通知|关于停止收取部分工本费的通知|
各执收单位：
自下月起停止收取房屋租赁登记备案证明工本费、临时占道许可证工本费。已经收取的本年度费用，原渠道退还缴费人，退费不需要提出申请。
各单位不得以其他名目变相收取，所需经费由部门预算统筹。
====
second_review|3|s-plot|land|notice|15|公示|望溪镇石桥铺村村庄规划批前公示|
村庄规划范围为石桥铺村全域612公顷，规划保留居民点7处，新增集中居民点1处，可以安置搬迁农户46户；划定永久基本农田188公顷，预留机动建设用地指标1.2公顷用于农产品初加工。
公示期三十日，图纸张贴于村委会和镇政府公示栏。
====
second_review|4|s-skills|labour|policy_other|11|通知|关于开展重点群体免费创业培训的通知|
各乡镇人民政府、街道办事处：
面向返乡人员、退役军人、高校毕业生开展免费创业培训六期，每期三十人，培训八十课时，合格者可以申请最高三十万元创业担保贷款，财政贴息两年。
====
second_review|5|s-litter|streets|policy_other|15|方案|城区公共厕所提升改造方案|
改造公厕18座，新建4座，女厕与男厕厕位比例不低于三比二，设置第三卫生间不少于10座，全部免费开放，主要路段公厕开放至24时。
导航软件同步标注公厕位置和开放时间。
====
second_review|6|s-duty|services|licence|5|公告|政务服务中心周六“不打烊”事项公告|
周六9时至16时，不动产登记、企业开办、公积金、社保、户籍、出入境等48个事项正常办理，周六办件与工作日同标准计时。
====
final_review|1|l-winter|office|policy_other|12|通知|云岫县人民政府办公室关于做好今冬明春低温雨雪冰冻灾害防范应对工作的通知|
各乡镇人民政府、街道办事处，县政府各部门：
据预测，今冬明春我县气温略偏低，出现阶段性低温雨雪的可能性较大。各单位要提前检查供水管网、电力线路、农业大棚和公路防滑物资，对独居老人、困难群众逐户走访，保障取暖。
实行灾情一小时报告制度，不得迟报、漏报、瞒报。
====
final_review|2|l-list|office|normative|1|目录|云岫县人民政府继续有效行政规范性文件目录|
经清理，继续有效的行政规范性文件六十四件，宣布失效五件，拟修改七件。未列入本目录的文件，不得作为行政管理的依据。
拟修改的文件在修改完成前继续有效，修改应当自本目录公布之日起六个月内完成。
====
final_review|2|l-fertile|farming|project|10|公告|高标准农田建设项目竣工验收结果公告|
上年度高标准农田建设项目建设面积1.2万亩，涉及望溪镇上塘村、柳垭村和白鹭湾镇沙洲村，修建灌排渠道28.4公里、机耕路16.7公里，审定投资2,938万元，亩均投资二千四百四十八元，验收合格。
====
final_review|3|l-care|civil|notice|11|公告|关于提高特困人员供养标准的公告|
自下季度起，特困人员基本生活标准由每人每月九百九十元提高到一千零六十元，全护理、半护理、全自理照料护理标准分别为每人每月一千一百元、七百三十元、二百元。差额部分于次月底前补发。
====
final_review|3|l-census|figures|statistics|4|公告|第五次经济普查主要数据补充公告|
全县从事第二产业和第三产业的法人单位4,286个，产业活动单位4,973个，个体经营户19,840个，从业人员9.7万人，其中女性占百分之四十一点六。
====
final_review|4|l-school|education|personnel|14|公示|中小学校长交流任职公示|
为促进教育均衡，拟对十一名在同一学校任职满两届的校长进行交流，其中县城到乡镇四名、乡镇到县城三名、乡镇之间四名。公示期五个工作日。
====
"""


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Everything that the public cannot see yet, and what it will never see unasked."""
    for block in _ROWS.strip().split("\n====")[:-1]:
        head, text = block.strip().split("\n", 1)
        stage, days, key, organ, kind, topic, genre, title, remark = head.split("|")
        yield paper(
            key,
            organ,
            _kind(kind),
            int(topic),
            genre,
            title,
            text,
            line.ago(int(days)),
            keywords=f"{genre} {title[:8].strip('关于')}",
            stage=_stage(stage),
            remark=remark,
        )
    yield from _personal(line)
    yield from _scheduled(line)


def _kind(value: str) -> Kind:
    return value  # type: ignore[return-value]  # the tests check every kind


def _stage(value: str) -> Stage:
    return value  # type: ignore[return-value]  # the tests check every stage


def _personal(line: Timeline) -> Iterator[DemoDocument]:
    yield paper(
        "d-personal-relief",
        "bailu",
        "livelihood",
        11,
        "公示",
        "渡口村临时救助对象公示（草稿）",
        f"""
经村级评议，拟对渡口村一户因火灾受损家庭给予临时救助，户主赵某，身份证号码{FAKE_IDENTITY}，家庭成员四人，拟救助金额八千一百六十元。
公示期五日，有异议的可以向镇社会事务办公室反映。
""",
        line.ago(2),
        keywords="临时救助 公示",
        stage="drafting",
    )
    yield paper(
        "d-personal-work",
        "labour",
        "livelihood",
        11,
        "公示",
        "创业担保贷款贴息对象公示（草稿）",
        f"""
经审核，拟对下列创业人员给予贷款贴息，公示五个工作日。
|=贴息对象
|序号|创业者|项目|贷款金额（万元）|联系方式
|1|柳某|茶叶电商|20|{FAKE_MOBILE}
|2|石某|农家乐|15|见责任部门
""",
        line.ago(3),
        keywords="创业贷款 贴息",
        stage="drafting",
    )


def _scheduled(line: Timeline) -> Iterator[DemoDocument]:
    rows = (
        (
            "t-price",
            "development",
            "fee",
            "通知",
            "关于调整县城管道燃气居民用气阶梯价格的通知",
            """
县燃气公司：
经成本监审、听证和县政府同意，居民用气第一档由每立方米三元二角调整为三元一角，气量上限由每户每年三百立方米提高到三百六十立方米；第二档三元七角，第三档四元六角。
低保户、特困人员每户每年免费用气十五立方米。抄表周期跨调价日的，按日均用量折算。
""",
            2,
        ),
        (
            "t-exam",
            "labour",
            "personnel",
            "公告",
            "县直事业单位公开选调工作人员公告",
            """
面向本县乡镇事业单位选调工作人员16名，须在乡镇服务满五年。报名、资格审查、笔试、面试全程由纪检机构监督，笔试成绩占百分之五十。
同一乡镇选调人数不超过在编人数的百分之五，避免影响基层工作。
""",
            3,
        ),
        (
            "t-fair",
            "farming",
            "notice",
            "公告",
            "冬季农产品展销会参展公告",
            """
定于下月中旬在县文化广场举办冬季农产品展销会，设展位120个，其中脱贫村专区30个，免收展位费。食品类参展商须提供产品检验报告，现场设快速检测点。
展销会期间文化广场西侧道路临时禁停，观众可以停放在县体育馆停车场。
""",
            4,
        ),
        (
            "t-bus",
            "transport",
            "notice",
            "公告",
            "城区公交冬季运行时刻调整公告",
            """
自下月1日起，城区1路、2路、3路公交车首班推迟至6时40分，末班提前至20时30分，早晚高峰发车间隔保持八分钟不变。学生专线不作调整。
""",
            5,
        ),
    )
    for key, organ, kind, genre, title, text, days in rows:
        yield paper(
            key,
            organ,
            _kind(kind),
            15,
            genre,
            title,
            text,
            line.ago(days),
            code="*" if genre == "通知" else "",
            keywords=f"{genre} 定时发布",
            stage="scheduled",
            publish_at=datetime.combine(line.ahead(days), time(9), tzinfo=CHINA),
        )
