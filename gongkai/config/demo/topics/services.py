"""Licences, guides to services, and what the county buys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from gongkai.config.demo.markup import table
from gongkai.config.demo.paper import paper
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline, cn, shift, vary


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Results by quarter, six guides, the list of items, procurement."""
    for year, quarter, made in line.quarters(5, 8):
        yield _results(year, quarter, made)
    yield from _guides(line)
    yield from _purchases(line)


def _results(year: int, quarter: int, made: date) -> DemoDocument:
    kinds = (
        ("食品经营许可", 180, 260),
        ("公共场所卫生许可", 38, 74),
        ("建筑工程施工许可", 9, 22),
        ("道路货物运输经营许可", 21, 46),
        ("林木采伐许可", 88, 190),
        ("户外广告设置许可", 12, 35),
    )
    rows = []
    for name, low, high in kinds:
        taken = vary(f"taken {name} {year} {quarter}", low, high)
        refused = vary(f"refused {name} {year} {quarter}", 0, 3)
        rows.append((name, taken, taken - refused, refused))
    fast = vary(f"fast {year} {quarter}", 71, 84)
    return paper(
        f"licences-{year}-{quarter}",
        "services",
        "licence",
        5,
        "公示",
        f"{year}年第{'一二三四'[quarter - 1]}季度行政许可办理结果公示",
        table(
            "行政许可办理结果（单位：件）", ("许可事项", "办结", "准予", "不予许可"), rows, total="合计", sums=(1, 2, 3)
        )
        + f"\n平均承诺时限较法定时限压缩{fast}%，没有超期办件。不予许可的均已书面说明理由并告知复议、诉讼权利。逐件结果可以凭办件编号在政务服务平台查询。",
        made,
        unit="审批管理股",
        keywords="行政许可 办理结果",
        summary=f"按六类许可事项公布{year}年第{quarter}季度办结、准予和不予许可的件数。",
        delay=2,
    )


def _guides(line: Timeline) -> Iterator[DemoDocument]:
    guide = partial(paper, kind="licence", topic=5, genre="指南", sign=False)
    yield guide(
        "guide-snack",
        "services",
        title="开办小餐饮店办事指南",
        text="""
##一、办什么
营业执照、食品经营许可（小餐饮登记）、户外招牌备案，合并为“开办餐饮店一件事”，填一张表。
##二、谁能办
在本县有固定经营场所的个人和企业。经营场所距离粪坑、垃圾场等污染源不得少于二十五米。
##三、带什么
|=申请材料
|材料|份数|说明
|开办餐饮店申请表|1|窗口提供，可以网上填写
|经营场所使用证明|1|不动产权证号或者租赁合同
|平面布局图|1|手绘即可，标明尺寸
|从业人员健康证明|每人1|可以通过数据共享核验
##四、怎么办
网上申请或者到政务服务中心二楼“一件事”窗口；三个工作日内市场监管、城管、消防联合现场踏勘一次；合格的当场制证。
##五、多久、多少钱
承诺五个工作日，不收费。
##六、不服怎么办
对不予许可决定不服的，可以向县人民政府申请行政复议或者提起行政诉讼。
""",
        made_on=line.past(5, 8),
        unit="审批管理股",
        keywords="餐饮店 开办 一件事 办事指南",
    )
    yield guide(
        "guide-property",
        "land",
        title="二手房转移登记办事指南",
        text="""
##办理条件
房屋已办理不动产登记，没有查封、异议登记；存在抵押的，可以选择带押过户。
##办理流程
+网签备案：双方在政务服务平台或者窗口签订合同；
+缴纳税费：税务窗口同步核税，扫码缴纳；
+登记发证：受理后一个工作日内登簿，电子证照即时生成；
+联动过户：水、电、气、网同步变更户名，不用另跑。
##收费标准
住宅类登记费每件80元，由受让人缴纳；非住宅每件550元，小微企业免收。
##温馨提示
未成年人名下房产交易，需监护人到场并提交为未成年人利益处分的书面保证。老年人、残疾人可以预约上门，电话见责任部门。
""",
        made_on=line.past(6, 12),
        unit="不动产登记中心",
        keywords="不动产登记 二手房 带押过户",
    )
    yield guide(
        "guide-birth",
        "services",
        title="新生儿出生“一件事”办事指南",
        text="""
##一、联办事项
出生医学证明签发、户口登记、城乡居民医保参保、社会保障卡申领、生育医疗费用报销、预防接种证办理。
##二、申请时间
孩子出生后即可在助产机构床旁办理，也可以在出生后一个月内通过手机申请。
##三、需要准备
父母双方身份证、户口簿、结婚证。非婚生育的，不影响户口登记，按照规定提交出生医学证明和随父或者随母落户的声明。
##四、办理结果
证件免费邮寄到家，社会保障卡三个工作日制卡，医保参保即时生效，出生当年的费用可以追溯报销。
""",
        made_on=line.recent(7, 2),
        unit="大厅管理股",
        keywords="新生儿 出生一件事 办事指南",
    )
    yield guide(
        "guide-benefit",
        "civil",
        title="申请最低生活保障办事指南",
        text="""
##哪些人可以申请
共同生活的家庭成员人均收入低于本县低保标准，且家庭财产状况符合规定的家庭。重病、重残人员可以单人户申请。
##财产要求
家庭人均存款不超过低保标准的二十四个月总和；没有机动车（残疾人代步车除外）；没有两套以上产权住房。
##到哪里申请
户籍地或者经常居住地的乡镇便民服务中心、街道社会事务窗口，也可以委托村（居）民委员会代办。
##办理步骤
|=办理步骤和时限
|步骤|承办|时限
|受理|乡镇、街道|当场
|家庭经济状况核对|县居民家庭经济状况核对中心|5个工作日
|入户调查和公示|乡镇、街道|公示7日
|审核确认|乡镇、街道|合计不超过20个工作日
##金额怎样确定
按照低保标准与家庭人均收入的差额发放，城市标准每人每月七百六十元，农村标准每人每月六百八十元。
##动态管理
收入增加超过标准的，给予六个月渐退期；收入下降的随时申请。
""",
        made_on=line.past(4, 3),
        unit="社会救助股",
        keywords="低保 申请 办事指南",
    )
    yield guide(
        "guide-tree",
        "land",
        title="林木采伐许可证办事指南",
        text="""
##适用范围
采伐林地上的林木，应当申请林木采伐许可证。采伐自留地、房前屋后个人所有的零星林木，不需要申请。
##告知承诺
采伐蓄积不超过十五立方米的，林农填写承诺书即可，不再提交采伐作业设计，当日发证。
##申请渠道
乡镇林业站窗口、政务服务平台、手机小程序。林农不会使用手机的，由护林员协助填写。
##更新要求
采伐后次年年底前完成更新造林，面积和株数不得少于采伐数。
##收费
不收费。
""",
        made_on=line.recent(1, 14),
        unit="林业管理股",
        keywords="林木采伐 告知承诺",
    )
    yield guide(
        "guide-dig",
        "streets",
        title="临时占用挖掘城市道路办事指南",
        text="""
##受理条件
新建、扩建、改建的城市道路交付使用后五年内、大修后三年内不得挖掘；因特殊情况需要挖掘的，须经县政府批准。
##申请材料
申请书、施工方案、管线位置图、交通组织方案，影响公交线路的附公交单位意见。
##办理时限
法定二十日，承诺四个工作日；供水、供气抢修可以先行挖掘，二十四小时内补办手续。
##收费
沥青路面挖掘修复费每平方米210元，由施工单位自行恢复并验收合格的不收取。
##施工要求
夜间施工不得超过22时，现场设置围挡、警示灯和公示牌，公示牌写明单位、工期和投诉电话。
""",
        made_on=line.past(8, 5),
        unit="市政设施股",
        keywords="道路挖掘 占用 办事指南",
    )
    yield paper(
        "item-list",
        "services",
        "licence",
        5,
        "清单",
        "云岫县行政许可事项清单调整公告",
        """
根据法律、法规修改和上级清单调整情况，经县政府同意，对本县行政许可事项清单作如下调整。
|=调整事项
|序号|事项名称|主管部门|调整方式|调整原因
|1|临时性建筑物搭建审批|县自然资源和规划局|合并|并入乡村建设规划许可
|2|户外广告设置审批|县城管局|下放|小型门头招牌改为备案
|3|公众聚集场所投入使用前消防检查|消防救援机构|改进|实行告知承诺
|4|生鲜乳准运证明核发|县农业农村局|取消|法规修改
|5|农村集体聚餐备案|县市场监管局|不列入|属于行政指导
调整后清单共保留行政许可事项287项。清单之外不得实施行政许可，不得以备案、登记、年检等名义变相许可。
""",
        line.past(7, 16),
        code="*",
        unit="审批管理股",
        keywords="行政许可 事项清单 调整",
    )


def _purchases(line: Timeline) -> Iterator[DemoDocument]:
    for year, quarter, made in line.quarters(3, 25):
        goods = vary(f"goods {year} {quarter}", 1_640, 2_480)
        works = vary(f"works {year} {quarter}", 3_100, 5_900)
        help_ = vary(f"help {year} {quarter}", 980, 1_760)
        small = round((goods + works + help_) * vary(f"small {year} {quarter}", 76, 88) / 100)
        yield paper(
            f"purchases-{year}-{quarter}",
            "finance",
            "procurement",
            9,
            "公示",
            f"{year}年第{'一二三四'[quarter - 1]}季度政府采购执行情况",
            table(
                "政府采购执行情况（单位：万元）",
                ("类别", "采购金额", "节约金额"),
                [
                    ("货物类", goods, round(goods * 0.052)),
                    ("工程类", works, round(works * 0.081)),
                    ("服务类", help_, round(help_ * 0.037)),
                ],
                total="合计",
                sums=(1, 2),
            )
            + f"\n授予中小企业的合同金额{small:,}万元，占{small / (goods + works + help_):.1%}。本季度受理投诉{quarter % 3}起，均在三十个工作日内作出处理决定。",
            made,
            unit="政府采购股",
            keywords="政府采购 执行情况",
            summary=f"按货物、工程、服务公布{year}年第{quarter}季度政府采购金额、节约金额和授予中小企业份额。",
            delay=1,
        )
    yield paper(
        "standards",
        "finance",
        "procurement",
        9,
        "通知",
        "关于公布政府集中采购目录及标准的通知",
        """
县直各预算单位，各乡镇人民政府、街道办事处：
经县政府同意，现将本县执行的政府集中采购目录及标准公布如下。
##一、集中采购机构采购项目
计算机、打印设备、复印机、空调、家具、公务用车、车辆保险、物业管理、印刷服务，单项或者批量预算二十万元以上的，委托集中采购。
##二、分散采购限额标准
货物、服务项目五十万元，工程项目六十万元。
##三、公开招标数额标准
货物、服务项目二百万元，工程项目按照招标投标有关规定执行。
##四、支持政策
二百万元以下货物服务、四百万元以下工程适宜由中小企业提供的，专门面向中小企业；脱贫地区农副产品预留份额不低于食堂采购总额的百分之十。
""",
        line.past(12, 18),
        code="*",
        unit="政府采购股",
        keywords="集中采购目录 采购标准",
    )
    yield paper(
        "buses-won",
        "trading",
        "procurement",
        9,
        "公告",
        "城乡公交新能源车辆采购项目中标结果公告",
        """
受县交通运输局委托，城乡公交新能源车辆采购项目于本月完成公开招标，现将中标结果公告如下。
|=中标结果
|标包|中标供应商|数量（辆）|中标金额（万元）|评审得分
|一包（8米级）|澜州远航客车销售有限公司|28|1,668.80|92.4
|二包（6米级）|江东通达新能源汽车有限公司|18|756.00|90.7
|合计|—|46|2,424.80|—
项目预算2,576万元，节约151.20万元。评审专家五人从省级专家库随机抽取。供应商对结果有异议的，可以在公告期届满之日起七个工作日内以书面形式提出质疑。
""",
        line.past(7, 3),
        unit="交易科",
        keywords="中标公告 新能源公交",
    )
    yield paper(
        "lunch-delivery",
        "trading",
        "procurement",
        9,
        "公告",
        "中小学校食堂大宗食材配送服务项目公开招标公告",
        """
##一、项目概况
为全县114家学校和幼儿园食堂提供米、面、油、肉、蛋、蔬菜等大宗食材集中配送，预算金额4,860万元，服务期一年，考核合格可以续签一次。
##二、供应商资格
具备食品经营许可，自有或者租赁冷链车辆不少于十辆，近三年没有食品安全重大违法记录。本项目不接受联合体，不得将配送业务转包。
##三、评审方法
综合评分法，价格分占三十分，食材溯源和检测能力占二十五分，配送方案和应急保障占二十五分，履约信誉占二十分。
##四、获取文件和开标
招标文件在公共资源交易平台免费下载；开标实行不见面方式，供应商远程解密。
##五、监督
食材价格每两周由市场监管、教育部门和家长代表联合询价一次，高于市场均价百分之五的部分予以扣减。
""",
        line.recent(6, 16),
        unit="交易科",
        keywords="招标公告 食材配送 学校食堂",
        delay=0,
    )
    made = line.recent(9, 29)
    yield paper(
        "lighting-stopped",
        "trading",
        "procurement",
        9,
        "公告",
        "滨河路路灯节能改造项目废标公告",
        f"""
滨河路路灯节能改造项目于{cn(shift(made, -1))}开标，因对招标文件作出实质响应的供应商不足三家，根据《中华人民共和国政府采购法》第三十六条规定予以废标。
##废标原因说明
共有四家供应商递交投标文件，其中一家未按规定提交授权书，一家灯具光效检测报告不符合要求，有效投标两家。
##后续安排
采购人将对招标文件中的技术参数重新论证，消除可能的倾向性条款后重新组织采购。已下载文件的供应商重新参加时无需再次报名。
""",
        made,
        unit="交易科",
        keywords="废标公告 路灯改造",
    )
