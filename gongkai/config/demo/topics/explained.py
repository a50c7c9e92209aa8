"""More explanations of normative documents, each in the form that suits its readers."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.config.demo.paper import paper
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Four explanations, published with or within three working days after what they explain."""
    yield paper(
        "homestead-explained",
        "farming",
        "interpretation",
        15,
        "解读",
        "图表解读：农村建房怎么批",
        """
@[homestead]印发后，建房审批的步骤、时限、面积都有了统一规定，用三张表说清楚。
|=面积标准
|占用土地|每户上限（平方米）
|耕地|120
|非耕地|150
|荒山、荒坡地|180
|=办理步骤
|步骤|谁来办|多长时间
|申请|村民小组讨论并公示|不少于5日
|村级审查|村民委员会审查并公示|不少于5日
|乡镇审批|乡镇人民政府|20个工作日
|开工放线和竣工验收|乡镇人民政府|申请后到场
|=常见疑问
|问题|回答
|儿子成家能不能单独申请|符合分户条件且没有宅基地的可以
|城镇居民能不能买农村宅基地|不可以，可以依法租赁农房，合同不超过二十年
|审批要不要交钱|不收取任何费用
|老宅不退能不能批新宅|易地建房的，新房竣工后六个月内应当退出原宅基地
""",
        line.past(8, 14),
        unit="宅基地管理股",
        keywords="政策解读 宅基地",
        interpretation_of="homestead",
        delay=3,
    )
    yield paper(
        "school-entry-explained",
        "education",
        "interpretation",
        11,
        "解读",
        "负责人谈义务教育招生：随迁子女凭居住证就能报名",
        """
近日@[school-entry]公布，家长来电较多，县教育局基础教育股负责人作了说明。
##记者：今年招生最大的变化是什么？
答：服务范围调整要先征求意见，不少于十五日，不能说改就改。报名人数超过计划时，排序写得清清楚楚，同一顺序用电脑派位，家长可以到场监督。
##记者：随迁子女需要准备什么？
答：一张居住证即可，不再要求劳动合同、社保缴费证明。没有居住证的，先到居住地派出所申领，报名期间可以凭领取凭证先登记。
##记者：拆迁户的孩子去哪里上学？
答：没有安置的按照原住址入学，安置后可以选择转到新住址对应的学校，也可以不转。
##记者：能不能选班、选老师？
答：不能。学校均衡编班，开学前三日公示，编班后不得随意调换，欢迎家长监督。
""",
        line.past(4, 16),
        unit="基础教育股",
        keywords="政策解读 招生入学",
        interpretation_of="school-entry",
        delay=5,
    )
    yield paper(
        "rented-homes-explained",
        "housing",
        "interpretation",
        11,
        "解读",
        "《云岫县公共租赁住房分配和运营管理细则》要点说明",
        """
##一、申请随时受理
原来每年三月集中登记，错过要再等一年；@[rented-homes]改为常年受理，二十个工作日内审核完毕。
##二、租金减得更明白
以一套50平方米、市场租金每月每平方米七元的住房为例：
|=月租金测算
|家庭类型|计算方法|月租金（元）
|一般承租家庭|50×7×60%|210
|低保边缘家庭|210×（1－50%）|105
|低保家庭|210×（1－80%）|42
##三、退出有缓冲
收入提高不再符合条件的，给六个月搬迁期，期间租金不变；确实暂时没有住处的，可以按市场租金续租至多一年。
##四、六类情形会被收回
转租转借、改变用途、空置六个月以上、拖欠租金累计六个月、损毁房屋拒不恢复、在承租住房内从事违法活动。
""",
        line.recent(2, 26),
        unit="住房保障股",
        keywords="政策解读 公租房",
        interpretation_of="rented-homes",
        delay=4,
    )
    yield paper(
        "machinery-explained",
        "farming",
        "interpretation",
        11,
        "解读",
        "买农机、换农机，补贴怎么领",
        """
##先看结论
先购机，后申请；手机上就能办；钱直接打到本人“一卡通”。
##和以前比，少了什么
按照@[machinery]，不再要求人机合影和村级证明，乡镇不再逐台核验，改为抽查；单人年度补贴超过五万元的才全部核验。
##多了什么
报废旧机也有补贴：拖拉机每台一千元至一万二千元，联合收割机每台三千元至二万元，报废和购新可以一起申请。
##多久到账
受理五个工作日，核验审核十五个工作日，公示五个工作日，拨付十个工作日，合计最多三十五个工作日。
##提醒
两年内不要转卖补贴机具；凡是以“代办补贴”名义收费的，请拨打县农业农村局电话举报。
""",
        line.recent(6, 25),
        unit="农业机械化股",
        keywords="政策解读 农机补贴",
        interpretation_of="machinery",
        delay=3,
    )
