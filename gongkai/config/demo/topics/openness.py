"""The county's own openness work: guides with what 条例12 asks, internal rules made public, annual reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.config.demo import facts
from gongkai.config.demo.city import SITE
from gongkai.config.demo.paper import ORGANS, paper
from gongkai.config.demo.requests import carried_over
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline, vary


def documents(line: Timeline) -> Iterator[DemoDocument]:
    """Guides, rules, reports."""
    for place, organ in enumerate(("office", "civil", "market")):
        yield _guide(organ, line.past(2, 21) if place == 0 else line.recent(2, 2 + place))
    yield from _rules(line)
    # Of last year every office publishes what was counted (request_reports); these are of the year before.
    yield _county_report(line.past(1, 16))
    for organ in ("civil", "education", "market"):
        yield _organ_report(organ, line.past(1, 12))


def _guide(organ: str, made: date) -> DemoDocument:
    body = ORGANS[organ]
    kept = {
        "office": "规范性文件、政策文件及解读、领导信息、人事任免、财政预决算汇总、应急预案、重点项目、征地信息，以及本办公室履行职能形成的其他信息。",
        "civil": "社会救助、养老服务、婚姻登记、殡葬管理、社会组织和地名管理的政策、标准、办事指南及资金发放情况。",
        "market": "经营主体登记规定、食品抽检结果、行政处罚决定、双随机检查结果、特种设备和计量监督情况。",
    }[organ]
    return paper(
        f"guide-{organ}",
        organ,
        "foi_guide",
        15,
        "指南",
        f"{body.name}政府信息公开指南",
        f"""
为方便公民、法人和其他组织获取政府信息，根据《中华人民共和国政府信息公开条例》第十二条，编制本指南。
##一、信息分类和编排体系
{kept}主动公开的信息编有目录，目录包括索引号、名称、内容概述、生成日期。索引号由机关代码、年份和顺序号组成。
##二、主动公开
+网站：{SITE.domain}“政府信息公开”专栏，提供检索、查阅、下载；
+查阅场所：县档案馆一楼、县图书馆二楼、县政务服务中心大厅；
+公开时限：自政府信息形成或者变更之日起二十个工作日内，法律、法规另有规定的从其规定。
##三、依申请公开
申请应当载明申请人的姓名或者名称、身份证明、联系方式，申请公开的政府信息的名称、文号或者便于查询的其他特征性描述，以及获取信息的方式、途径。可以当面提交、邮寄（信封注明“政府信息公开申请”）、传真或者网上提交。书写确有困难的，可以口头提出，由工作人员代为填写。
能够当场答复的当场答复，不能当场答复的自收到申请之日起二十个工作日内答复；需要延长的，最多延长二十个工作日，并告知申请人。
##四、政府信息公开工作机构
-名称：{body.foi_office}
-办公地址：{body.address}
-办公时间：{body.hours}
-联系电话：{body.phone}
-传真号码：{body.fax}
-互联网联系方式：{body.email}
-邮政编码：{body.postcode}
##五、不公开的范围
依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息，不予公开。涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的，不得公开，但第三方同意公开或者不公开会对公共利益造成重大影响的除外。
##六、监督和救济
认为本机关不依法履行政府信息公开义务的，可以向{"澜州市人民政府办公室" if organ == "office" else "云岫县人民政府办公室"}投诉、举报；对答复不服的，可以依法申请行政复议或者提起行政诉讼。其中对不予公开决定不服的，应当先申请行政复议。
""",
        made,
        keywords="政府信息公开指南 依申请公开",
        sign=False,
    )


_RULES = (
    (
        "rule-review",
        (1, 15),
        "云岫县政府信息公开审查制度",
        """
§拟公开的政府信息，应当遵循“先审查、后公开”“谁制作、谁审查”“一事一审”的原则。
§公开审查包括下列内容：是否涉及国家秘密；是否涉及商业秘密、个人隐私；是否危及国家安全、公共安全、经济安全、社会稳定；是否涉及其他机关，需要协商确认一致。
§起草人提出公开属性建议，公开机构经办人逐项审查并署名，公开机构负责人批准。对能否公开不能确定的，报主管部门或者保密行政管理部门确定。
§发布实行三审：初审核对内容与格式，复审核对政策与法律依据，终审把握政治方向和发布时机。起草人、修改人不得审核自己起草、修改的内容。
§审查记录与公文一并归档，保存期限与公文相同。
""",
    ),
    (
        "rule-attribute",
        (1, 23),
        "云岫县公文公开属性源头认定制度",
        """
§各单位起草公文时，应当在发文稿纸上注明主动公开、依申请公开或者不予公开。
§拟不予公开的，应当写明条款和具体理由，不得笼统写“内部文件”“不宜公开”。
§政策性文件拟不予公开的，报批前应当送公开机构审查。
§没有注明公开属性，或者拟不予公开但没有说明理由的，办公室予以退文。
§每年六月、十二月对不予公开和依申请公开的公文进行评估，情况变化可以公开的及时转为主动公开。
""",
    ),
    (
        "rule-request",
        (3, 24),
        "云岫县依申请公开政府信息办理规程",
        """
§公开机构收到申请后当日登记，编制受理编号。通过互联网和传真提交的，以双方确认之日为收到之日。
§申请内容不明确的，自收到申请之日起七个工作日内一次性告知补正，补正期限一般为十个工作日。
§办理单位应当全面检索，记录检索的系统、关键词、时间和经办人；信息不存在的，答复书中应当说明检索情况。
§涉及第三方合法权益的，书面征求意见，第三方十五个工作日内未答复的，由本机关依法决定。
§答复书经公开机构负责人审核，重大、复杂的经法制机构审核后由分管领导签发。
§答复书应当载明救济途径，属于不予公开的，写明应当先申请行政复议。
""",
    ),
    (
        "rule-update",
        (5, 29),
        "云岫县政府网站信息内容保障和更新制度",
        """
§动态要闻类栏目每个工作日更新；通知公告、政策文件类栏目自文件印发之日起五个工作日内更新；统计、预决算类栏目按照规定时限更新。
§文件附件应当使用通用格式，扫描件应当同时提供可以复制、检索的文本。
§发布表格应当设置表头，不得用图片代替文字。
§栏目连续三个月没有可以更新的内容的，由责任单位提出合并或者关闭建议。
§每月开展一次错别字、断链、隐私泄露扫描，发现问题一个工作日内处置。
""",
    ),
    (
        "rule-correct",
        (7, 24),
        "云岫县虚假和不完整信息澄清及信息更正制度",
        """
§发现影响或者可能影响社会稳定、扰乱社会和经济管理秩序的虚假或者不完整信息的，责任单位应当在二小时内核实，五小时内发布准确信息予以澄清。
§已经公开的政府信息有误的，应当发布更正，写明原文、更正内容和更正理由，原版本留存备查。
§确需撤回的，由公开机构负责人批准，保留撤回说明，不得直接删除。
§公民、法人提出证据证明与其自身相关的政府信息记录不准确的，应当在十五个工作日内核实处理。
""",
    ),
    (
        "rule-places",
        (9, 25),
        "云岫县政府信息查阅场所管理办法",
        """
§在县档案馆、图书馆、政务服务中心和各乡镇便民服务中心设立政府信息查阅点，悬挂统一标识。
§各单位自主动公开信息发布之日起十个工作日内，向县档案馆、图书馆移送纸质或者电子文本。
§查阅点配备电脑、打印机、老花镜，对阅读困难的群众提供代读、代查服务，二十页以内免费打印。
§查阅点建立服务台账，每季度统计接待人次，不得登记与查阅无关的个人信息。
""",
    ),
    (
        "rule-report",
        (10, 29),
        "云岫县政府信息公开工作年度报告制度",
        """
§各单位应当在每年1月31日前公布本单位上一年度政府信息公开工作年度报告，县政府办公室在3月31日前公布全县年度报告。
§年度报告应当使用统一格式，数据以登记台账为准，各项数据之间的勾稽关系应当平衡。
§上年结转数应当与上一年度报告的结转数一致，不一致的应当说明原因。
§报告公布后发现数据有误的，重新公布并说明，不得自行修改原报告。
""",
    ),
)


def _rules(line: Timeline) -> Iterator[DemoDocument]:
    for key, (month, day), title, text in _RULES:
        yield paper(
            key,
            "office",
            "foi_system",
            15,
            "制度",
            title,
            text,
            line.past(month, day),
            unit="政务公开股",
            keywords="政府信息公开制度",
            summary=f"规定{title[3:]}的责任、程序和时限，共{text.count('§')}条。",
        )


def _county_report(made: date) -> DemoDocument:
    year = made.year - 1
    now, before = facts.openness(year), facts.openness(year - 1)
    more = now.received - before.received
    trend = f"比上年{'增加' if more > 0 else '减少'}{abs(more)}件" if more else "与上年持平"
    return paper(
        f"report-{year}",
        "county",
        "annual_report",
        15,
        "报告",
        f"云岫县人民政府{year}年政府信息公开工作年度报告",
        f"""
本报告根据《中华人民共和国政府信息公开条例》第五十条编制，数据统计期限为{year}年1月1日至12月31日，不包括以县政府各部门、各乡镇名义办理的事项。
##一、总体情况
以县政府名义主动公开政府信息{now.published:,}条，发布政策解读{now.interpretations}件；新收政府信息公开申请{now.received}件，{trend}，均在法定期限内答复。全年对{vary(f"checked {year}", 18, 21)}家单位开展栏目抽查四次，举办业务培训二期，培训{vary(f"trained {year}", 168, 214)}人次。
##二、主动公开政府信息情况
|=主动公开政府信息情况
|信息内容|本年制发件数|本年废止件数
|行政规范性文件|{now.normative}|{now.abolished}
以县政府名义没有作出行政许可、行政处罚、行政强制决定，没有收取行政事业性收费。
##三、收到和处理政府信息公开申请情况
|=收到申请情况（单位：件）
|项目|自然人|法人或其他组织|总计
|本年新收申请|{now.natural}|{now.legal}|{now.received}
|上年结转申请|{now.carried_in}|0|{now.carried_in}
|=办理结果（单位：件）
|办理结果|数量
|予以公开|{now.granted}
|部分公开|{now.partial}
|不予公开|{now.refused}
|无法提供|{now.unable}
|不予处理|{now.unhandled}
|合计|{now.decided}
结转下年度继续办理{now.carried_out}件。
##四、因政府信息公开工作被申请行政复议、提起行政诉讼情况
没有因政府信息公开被申请行政复议，没有被提起行政诉讼。
##五、存在的主要问题及改进情况
一是少数单位公文公开属性认定理由过于简单，二是部分乡镇栏目更新不及时，三是图表图解类解读偏少。已通过退文补充、按季通报、集中培训逐项改进。
##六、其他需要报告的事项
本年度没有收取信息处理费。
""",
        made,
        unit="云岫县人民政府办公室政务公开股",
        keywords="年度报告 政府信息公开",
        summary=f"{year}年以县政府名义主动公开政府信息{now.published:,}条，新收政府信息公开申请{now.received}件，办结{now.decided}件。",
        delay=5,
    )


def _organ_report(organ: str, made: date) -> DemoDocument:
    year, name = made.year - 1, ORGANS[organ].name
    asked = vary(f"asked {organ} {year}", 5, 9)
    partial = vary(f"partly {organ} {year}", 0, 2)
    unable = vary(f"unable {organ} {year}", 1, 2)
    left = carried_over(organ)  # what the counted report of the next year begins with
    told = {
        "civil": "重点公开低保、临时救助资金发放情况，按月更新，群众通过手机即可查询乡镇汇总数据。",
        "education": "重点公开招生计划、服务范围和派位结果，招生期间专人接听咨询电话。",
        "market": "重点公开食品抽检和行政处罚信息，抽检公告每四周发布一期。",
    }[organ]
    weak = {
        "civil": "乡镇救助公示栏更换不够及时",
        "education": "政策解读语言不够通俗",
        "market": "处罚信息公开时间偏晚",
    }[organ]
    return paper(
        f"report-{organ}-{year}",
        organ,
        "annual_report",
        15,
        "报告",
        f"{name}{year}年政府信息公开工作年度报告",
        f"""
##一、总体情况
{year}年，本局主动公开政府信息{vary(f"open {organ} {year}", 6, 12)}条。{told}
##二、依申请公开情况
上年没有结转的申请，全年新收申请{asked}件，办理结果如下：
|=申请办理结果（单位：件）
|办理结果|数量
|予以公开|{asked - left - partial - unable}
|部分公开|{partial}
|无法提供|{unable}
|合计|{asked - left}
{f"结转下年度继续办理{left}件" if left else "没有结转下年度办理的申请"}，没有因政府信息公开被申请行政复议、提起行政诉讼。
##三、存在的问题和改进
主要问题是{weak}。下一步明确专人负责，把公开要求纳入业务流程，按季自查。
""",
        made,
        keywords="年度报告",
        delay=4,
    )
