"""Standing words of the demo desk: the screening dictionary, comments of reviewers, notices, the parts of the guide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoWord:
    """An entry of the editable screening dictionary: what is found, what to write instead, and why."""

    word: str
    instead: str
    reason: str


@dataclass(frozen=True)
class DemoNotice:
    """A message that waits in somebody's inbox when the demo opens."""

    username: str
    title: str
    text: str


DICTIONARY: tuple[DemoWord, ...] = (
    DemoWord("残废人", "残疾人", "歧视性用语"),
    DemoWord("聋哑人", "听力、言语残疾人", "歧视性用语"),
    DemoWord("弱智", "智力残疾", "歧视性用语"),
    DemoWord("老赖", "失信被执行人", "公文不使用俗称"),
    DemoWord("农民工子弟", "进城务工人员随迁子女", "规范称谓"),
    DemoWord("外来妹", "外来务工人员", "歧视性用语"),
    DemoWord("低保户名单如下", "（名单在所在村公示栏公示）", "救助对象名单不在网上公布"),
    DemoWord("国家级最佳", "（删除）", "绝对化用语"),
    DemoWord("内部资料请勿外传", "（核实公开属性）", "可能不属于主动公开范围"),
    DemoWord("仅供内部掌握", "（写明条款和理由）", "不予公开应当写明条款和理由"),
    DemoWord("县委县政府办", "云岫县人民政府办公室", "机关名称不规范"),
    DemoWord("政务中心", "县政务服务中心", "机构名称不规范"),
    DemoWord("帐号", "账号", "错别字"),
    DemoWord("截止目前", "截至目前", "错别字"),
    DemoWord("按装", "安装", "错别字"),
    DemoWord("报消", "报销", "错别字"),
)

REVIEW_COMMENTS: dict[str, tuple[str, ...]] = {
    "first_review": (
        "格式、标题、发文机关核对无误，同意送复审。",
        "附件名称与正文不一致，请修改后重新提交。",
        "表格合计与分项之和核对一致。",
        "成文日期应当与签发日期一致，请核对。",
    ),
    "second_review": (
        "引用的法律条款现行有效，同意送终审。",
        "引用的文件已经废止，请改引现行文件。",
        "涉及其他单位职责的表述，请附协商确认意见。",
        "公开属性和理由适当。",
    ),
    "final_review": (
        "同意发布。",
        "同意，定于下一工作日9时发布。",
        "与县政府口径不一致，退回起草单位核实。",
        "政策文件未附解读材料，补齐后再报。",
    ),
    "disclosure_check": (
        "不涉及国家秘密、商业秘密和个人隐私，不危及三安全一稳定，可以主动公开。",
        "含有能够识别个人的信息，遮盖后再提交。",
        "属于政策性文件，拟不予公开的理由不充分，建议主动公开。",
    ),
}

NOTICES: tuple[DemoNotice, ...] = (
    DemoNotice("hebinhua", "2件不予公开信息到期需重新评估", "请对照条例第十八条，逐件评估能否公开，并记录结论。"),
    DemoNotice("luwanqing", "本月使用紧急发布2次", "防汛应急响应、水井停用通告按紧急程序发布，审核记录完整，请阅。"),
    DemoNotice(
        "tanxiaoyun",
        "第三季度栏目抽查安排",
        "下周一起抽查各单位法定主动公开内容栏目，重点看附件能否打开、表格有无表头。",
    ),
    DemoNotice("caisiyuan", "您起草的文件已退回", "审核意见见文件页面，修改后可以重新提交，原意见保留备查。"),
    DemoNotice("jiangyulan", "有文件等待终审", "冬季雨雪冰冻防范通知时效要求高，请优先审核。"),
    DemoNotice("zengyihan", "应急预案已满三年", "预案每三年评估修订一次，请在年底前完成评估。"),
)

# 条例12: what the guide says beside the office's name, address, hours, telephone, fax and internet contact.
GUIDE: dict[str, str] = {
    "分类": "本县主动公开的政府信息按照机构职能、政策文件、规划计划、统计信息、行政许可、行政处罚、财政预决算、收费项目、政府采购、重大建设项目、重点民生、应急管理、监督检查、人事信息等类别编排。",
    "编排体系": "每条信息编有索引号，由机关代码、年份和顺序号组成；目录载明索引号、名称、内容概述和生成日期，可以按机关、类别、年份查找。",
    "获取方式": "可以在政府网站检索、查阅、下载，也可以到县档案馆、县图书馆、县政务服务中心和各乡镇便民服务中心查阅点免费查阅；没有主动公开的，可以依法提出申请。",
    "帮助": "对阅读有困难或者视听有障碍的申请人，工作人员应当提供必要的帮助，可以代填申请表、代读答复书。",
    "监督": "认为行政机关没有依法履行政府信息公开义务的，可以向县人民政府办公室政务公开股反映，十五个工作日内答复处理情况。",
}
