"""Documents that were taken back or corrected after they were public: in error, replaced, ordered (条例6)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.config.demo.city import DOMAIN
from gongkai.config.demo.paper import ALL, paper
from gongkai.config.demo.shape import DemoCorrection, DemoDocument, DemoWithdrawal
from gongkai.config.demo.timeline import Timeline, moment, shift


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Four withdrawn, one of them with what replaced it, and three corrected."""
    yield from _withdrawn(line)
    yield from _corrected(line)


def _withdrawn(line: Timeline) -> Iterator[DemoDocument]:
    made = line.past(8, 12)
    yield paper(
        "stop-water-wrong",
        "housing",
        "notice",
        15,
        "公告",
        "桥南路片区计划停水公告",
        """
因桥南路供水管道改造，定于本周六8时至20时停水，影响范围为桥南社区、东关社区部分居民，请提前储水。
停水期间，应急送水点设在桥南路文化广场，送水车10时、16时各到达一次。恢复供水初期可能出现短时浑浊，放水片刻即可正常使用。
""",
        made,
        unit="供水管理股",
        keywords="停水 桥南路",
        delay=0,
        stage="withdrawn",
        withdrawal=DemoWithdrawal(
            "in_error",
            "停水时间与施工方案不一致，已重新核实并发布新的公告。",
            moment(shift(made, 1), "stop water"),
            "stop-water",
        ),
    )
    yield paper(
        "stop-water",
        "housing",
        "notice",
        15,
        "公告",
        "关于桥南路片区停水时间的公告（重新发布）",
        """
因桥南路供水管道改造，现将停水时间重新公告如下：
|=停水安排
|区域|停水时间|恢复时间
|桥南路以东（桥南花园一期、农机厂宿舍）|周六22时|周日6时
|桥南路以西（供销社家属院、文化广场商户）|周日22时|周一6时
改为夜间施工，减少对居民生活的影响。县人民医院由备用管线供水，不受影响。原公告时间有误，向各位居民致歉。
""",
        shift(made, 1),
        unit="供水管理股",
        keywords="停水 桥南路 重新发布",
        delay=0,
    )
    made = line.past(1, 13)
    yield paper(
        "price-list-old",
        "development",
        "fee",
        8,
        "公告",
        "城区机动车停放服务收费标准公示表",
        """
现将城区政府指导价停车场收费标准公示如下。
|=停车场收费标准
|停车场|首小时（元）|以后每小时（元）|封顶（元）
|县人民医院停车场|2|1|10
|政务服务中心停车场|免费|1|6
|汽车客运站停车场|3|1|12
""",
        made,
        unit="价格管理股",
        keywords="停车收费 公示表",
        stage="withdrawn",
        withdrawal=DemoWithdrawal(
            "replaced",
            "新的停车设施管理办法施行后，收费标准已经调整，由新办法代替。",
            moment(shift(line.recent(5, 12), 6), "price list"),
            "parking",
        ),
    )
    made = line.past(5, 28)
    yield paper(
        "training-names",
        "labour",
        "livelihood",
        11,
        "公示",
        "就业困难人员培训补贴人员情况公示",
        """
经审核，本批共有37名就业困难人员符合培训补贴条件，其中大龄失业人员19名、残疾人7名、零就业家庭成员4名、脱贫劳动力7名，补贴金额合计55,500元。
|=补贴发放情况（单位：人、元）
|类别|人数|补贴金额
|大龄失业人员|19|28,500
|残疾人|7|10,500
|零就业家庭成员|4|6,000
|脱贫劳动力|7|10,500
|合计|37|55,500
""",
        made,
        unit="职业能力建设股",
        keywords="培训补贴 公示",
        stage="withdrawn",
        withdrawal=DemoWithdrawal(
            "ordered",
            "主管部门检查认为附件名单列有与公示无关的个人信息，责令撤回并整改。",
            moment(shift(made, 6), "training names"),
        ),
    )
    made = line.recent(9, 15)
    yield paper(
        "half-day",
        "office",
        "notice",
        15,
        "通知",
        "关于县政府网站升级期间暂停服务的通知",
        f"""
{ALL}
县政府网站将进行系统升级，升级期间栏目更新和查询服务暂停，请各单位提前安排信息发布。升级期间如有紧急信息，通过政务新媒体发布，恢复后补录。技术咨询请联系网站值班电话，网站邮箱为site@{DOMAIN}。
""",
        made,
        unit="信息股",
        keywords="网站升级 暂停服务",
        stage="withdrawn",
        withdrawal=DemoWithdrawal("in_error", "升级计划取消，网站服务没有中断。", moment(shift(made, 7), "half day")),
    )


def _corrected(line: Timeline) -> Iterator[DemoDocument]:
    made = line.recent(10, 20)
    yield paper(
        "sale-corrected",
        "finance",
        "notice",
        15,
        "公告",
        "县直行政事业单位闲置房产公开招租公告",
        """
经批准，对六处县直行政事业单位闲置房产公开招租，现公告如下。
|=招租房产
|坐落|面积（平方米）|用途|年租金底价（元）
|文庙街31号一层|86.40|商业|41,000
|东关街102号一、二层|214.00|商业|72,000
|站前路8号仓库|560.00|仓储|38,000
|康宁路17号三层|148.60|办公|21,000
|学府路原培训楼|1,320.00|教育、养老|96,000
|望溪镇正街原粮站|780.00|仓储、加工|26,500
|合计|3,109.00|—|294,500
租期三年，同等条件下优先用于养老、托育等公共服务。竞租保证金为年租金底价的百分之二十，未竞得的五个工作日内退还。
""",
        made,
        unit="资产管理股",
        keywords="闲置房产 招租",
        delay=0,
        stage="corrected",
        correction=DemoCorrection(
            "27,000", "72,000", "东关街102号租金底价录入时数字颠倒，合计数无误。", moment(shift(made, 3), "rent")
        ),
    )
    made = line.past(12, 9)
    yield paper(
        "clinic-corrected",
        "health",
        "notice",
        11,
        "公告",
        "关于公布城区发热门诊设置的公告",
        """
为方便群众冬春季就诊，现将城区发热门诊设置公布如下。
|=发热门诊
|医疗机构|地址|服务时间
|县人民医院|康宁路1号急诊楼西侧|二十四小时
|县中医院|康宁路36号门诊楼一层|8:00—22:00
|凌波街道社区卫生服务中心|桥南路12号|8:00—17:30
就诊时请佩戴口罩，主动告知流行病学史。老年人、孕产妇和慢性病患者出现持续高热、呼吸困难的，请及时就医。
""",
        made,
        unit="医政医管股",
        keywords="发热门诊 冬春季",
        delay=0,
        stage="corrected",
        correction=DemoCorrection(
            "8:00—20:00", "8:00—22:00", "县中医院服务时间误写为旧时间。", moment(shift(made, 2), "clinic")
        ),
    )
    made = line.recent(11, 3)
    yield paper(
        "fund-corrected",
        "farming",
        "livelihood",
        11,
        "公示",
        "稻谷生产者补贴发放情况公示",
        """
根据实际种植面积，现将本年度稻谷生产者补贴发放情况公示如下，补贴标准为每亩四十二元。
|=稻谷补贴发放
|乡镇、街道|户数|面积（亩）|金额（元）
|望溪镇|3,218|21,460|901,320
|松亭镇|3,604|24,150|1,014,300
|白鹭湾镇|2,417|18,920|794,640
|凌波街道|386|2,140|89,880
|其他乡镇|19,835|169,330|7,111,860
|合计|29,460|236,000|9,912,000
资金通过“一卡通”发放，农户对面积有异议的，可以向所在村申请复核。
""",
        made,
        unit="种植业股",
        keywords="稻谷补贴 一卡通",
        delay=1,
        stage="corrected",
        correction=DemoCorrection(
            "每亩四十元", "每亩四十二元", "补贴标准笔误，面积和金额无误。", moment(shift(made, 3), "rice")
        ),
    )
