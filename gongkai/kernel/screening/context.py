"""Reads what stands around a number: its label, the head of its column, the unit behind it, whose number it is."""

from __future__ import annotations

import re

from gongkai.kernel.vocabulary import half_width

IDENTITY = re.compile(
    r"身份证|身份号|公民身份|证件号|有效证件|证件类?[::]|旧证号|老证号|一代证|二代证|id ?card|identity|sfz",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"手机|电话|联系|致电|拨打|来电|机主|移动号|微信|短信|tel|phone|mobile|wechat|cell|[☎☏✆📞📱]", re.IGNORECASE
)
CARD = re.compile(r"银行卡|储蓄卡|借记卡|信用卡|卡号|卡折|一卡通|一本通|社保卡|惠农卡|工资卡|打卡|存折", re.IGNORECASE)
ACCOUNT = re.compile(
    r"账号|帐号|账户|帐户|开户|户名|银行|农商行|信用社|缴至|汇至|汇入|转入|打入|account", re.IGNORECASE
)
DISABLED = re.compile(r"残疾|残联|残证")
# What may stand between such a word and the number: nothing that could be a person (许可证号, but not 被许可人).
_REST = r"(?:[证书编号码代件系列单新旧地统一内部的]|\([^()]{0,10}\)|[:= ])*$"
# A label of some other number: certificate, project, serial, goods. Its own words, then any noun ending in 号, 码.
FOREIGN = re.compile(
    r"(?:信用代码|机构代码|项目(?=[代编号统])|许可|编号|流水|订单|运单|工单|单号|合同|文号|索引|ISBN|ISSN|IMEI|ICCID|条码|条形码|编码|代码"
    r"|车架|发动机|出厂|(?<!手)机号|序列|发票|税号|纳税|注册号|备案|批号|批准|登记号|不动产|产权证|宗地|档案号|案号|执照|资质"
    r"|标段|批次|型号|货号|图号|表号|户号|房号|车号|设备|QQ)" + _REST,
    re.IGNORECASE,
)
# Labels that leave no doubt that the number is no person's, even when its check character happens to fit.
CERTAIN = re.compile(
    r"(?:信用代码|机构代码|项目(?=[代编号统])|许可|流水|订单|运单|工单|单号|合同|文号|索引|ISBN|ISSN|IMEI|ICCID|条码|条形码|车架|发动机"
    r"|出厂|发票|税号|纳税|备案|批准|不动产|产权证|宗地|案号|执照|资质|标段|批次|型号|货号|设备)" + _REST,
    re.IGNORECASE,
)
# 注册号皖134202100233: the short name of a province opens a registration number.
REGISTERED = re.compile(r"(?:注册|执业|证书|资格|建造)[^,;]{0,8}[号码证书][\s:]*[\u4e00-\u9fff]?[A-Z]?$")
_FOREIGN_TAIL = re.compile(
    r"(?:(?<!手机)(?<!电话)(?<!联系)(?<![原新旧老本短])号|(?<!号)码|\bID|\bNo\.?|№|第)$", re.IGNORECASE
)
STATISTIC = re.compile(
    r"(?:数|额|量|总值|产值|价值|市值|增加值|费用|经费|价款|货款|贷款|存款|税款|总价|单价|合同价|资金|奖金|租金|基金|现金"
    r"|收入|支出|合计|总计|共计|累计|小计|余额|人口|投资|面积|造价|估价|预算|决算|资产|负债|利润|税收)"
    r"(?:[((][^()()]{0,8}[))])?(?:约|为|达到?|共|是|超过?|近)*$|其中[^,;]{0,6}$|[¥￥$€≈=×<>≥≤]$"
)
_UNIT = re.compile(
    r"(?:[.][0-9]|[ \t]?(?:元|万|亿|千|百|人|次|户|吨|公|平方|立方|米|亩|个|件|条|份|台|辆|%|‰|名|只|头|株|册|套|家|项|例|张|笔"
    r"|股|度|瓦|㎡|字节|美元|欧元|kW|MW|t\b|号(?!码|机主)))"
)
_DENIED = re.compile(r"\s?[((][^()()\n]{0,16}(?:非身份证|不是身份证|非手机|非个人|流水|编号|许可证[编号]|统计|代码)")
_PERSONAL = re.compile(
    r"个人|本人|私人|家庭|家属|监护|家长|父亲|母亲|户主|申请人|当事人|被执行人|被处罚人|违法行为人|举报人|投诉人|信访人|受益"
    r"|受助|对象|享受|领取|学生|患者|病人|承租|购房|购机|竞买|买受|残疾人|老人|应聘|考生|拟聘|录用|死者|紧急联系人|身份证|证件号"
    r"|许可人|征收|业主|经营者|驾驶|户籍|住址|家住|姓名|性别|农户|被保险|投保人|车主|机主"
)
# Parties whose contact is published with the notice (tender, environment, poverty relief): §11.3 of our sources.
_PARTY = re.compile(
    r"招标|采购|代理机构|项目联系人|联系单位|建设单位|公示单位|环评|环境影响|评价机构|评价单位|编制单位|帮扶|驻村|第一书记|河长|网格员"
    r"|报名|办公室|征求意见|出让人|拍卖人|拍卖行|执业"
)
_DESK = re.compile(r"办公|咨询|监督|举报(?!人)|投诉(?!人)|受理|服务|值班|热线|报名|窗口|传真|客服|公示电话|业务电话")
_CONTACT = re.compile(r"(?<!紧急)(?<!家庭)(?<!本人)联系人")
_CONTACT_LINE = re.compile(r"\W*(?:联\s*系\s*人|联系电话|联系方式|电\s*话|手\s*机|邮箱|地\s*址)")
_CORPORATE = re.compile(
    r"保证金|对公|基本户|基本存款|单位账|公司账|财政|国库|专户|收款单位|捐赠|缴款|缴至|缴入|汇至"
    r"|户\s*名[::\s]*[^,,;;\n]{0,30}(?:公司|局|中心|委员会|政府|医院|学校|协会|合作社|事务所)|(?:公司|中心|局)[,,\s]*(?:开户|账号|帐号)"
)
_URL = re.compile(r"(?:://|www\.)[^\s,。;,;]*$")
_CLAUSE_ENDS = frozenset(",;。、|\t\n!?0123456789")
_BETWEEN = "0123456789 \t、,/;和或及()+-—*"
_TRIM = " :=为是\"“'(【[<>#"
_LINE = 160
_BLOCK = 260
_ROW = 4000


class Context:
    """The surroundings of one text; every look is bounded, so that a scan stays linear."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._line = (-1, "")
        self._heads: dict[tuple[str, int], tuple[str, ...]] = {}

    def line_before(self, start: int) -> str:
        """Up to 160 half-width characters before ``start`` in its line."""
        if self._line[0] == start:
            return self._line[1]
        floor = max(0, start - _LINE)
        floor = max(floor, self.text.rfind("\n", floor, start) + 1)
        line = half_width(self.text[floor:start])
        self._line = (start, line)
        return line

    def label(self, start: int) -> str:
        """The words directly before a number within its clause, without colon; "" when it opens a clause or cell."""
        return _last_clause(self.line_before(start))

    def shared_label(self, start: int) -> str:
        """The label of the first number of an enumeration (电话:甲、乙) or of the clause before a name."""
        before = self.line_before(start).rstrip(_BETWEEN)
        return _last_clause(before)

    def is_foreign(self, start: int, end: int) -> bool:
        """True when label, unit or remark say that this is the number of a thing, a sum or a count."""
        label = self.label(start)
        tail = label[-14:]
        return bool(
            self.is_denied(end) or ((FOREIGN.search(tail) or _FOREIGN_TAIL.search(tail)) and not IDENTITY.search(tail))
        )

    def is_denied(self, end: int) -> bool:
        """True when a remark in brackets behind the number says what else it is: (15位数字,流水号)."""
        return bool(_DENIED.match(half_width(self.text[end : end + 24])))

    def is_measured(self, start: int, end: int) -> bool:
        """True when a unit, decimals or a word for sums and counts belong to the number."""
        before = self.line_before(start).rstrip(" :")
        return bool(_UNIT.match(half_width(self.text[end : end + 4])) or STATISTIC.search(before[-24:]))

    def in_address(self, start: int) -> bool:
        """True inside a web address."""
        return bool(_URL.search(self.line_before(start)))

    def is_office(self, start: int) -> bool:
        """True when a phone number is the published contact of an office or of a party to a notice, not a person's."""
        line = self.line_before(start)
        label = self.label(start)
        shared = label if PHONE.search(label) or _DESK.search(label) else f"{self.shared_label(start)} {label}"
        if _PERSONAL.search(label):
            return False
        if _DESK.search(shared):
            return True
        personal = [match.start() for match in _PERSONAL.finditer(line)]
        party = [match.start() for match in _PARTY.finditer(line)]
        if party:
            return not personal or party[-1] > personal[-1]
        if personal:
            return False
        block = half_width(self.text[max(0, start - _BLOCK) : start])
        if _CONTACT.search(line):
            return not _PERSONAL.search(block)
        if not _CONTACT_LINE.match(line):
            return False
        personal = [match.start() for match in _PERSONAL.finditer(block)]
        party = [match.start() for pattern in (_PARTY, _CONTACT) for match in pattern.finditer(block)]
        return bool(party) and (not personal or max(party) > personal[-1])

    def is_corporate(self, start: int) -> bool:
        """True when the account before us is said to belong to an organization."""
        block = half_width(self.text[max(0, start - _LINE) : start])
        corporate = [match.start() for match in _CORPORATE.finditer(block)]
        personal = [match.start() for match in _PERSONAL.finditer(block)]
        return bool(corporate) and (not personal or corporate[-1] > personal[-1])

    def column(self, start: int, *, ruled: bool = False) -> str:
        """The head of the column in which ``start`` stands (tab, bar, comma or blank separated); "" without a head.

        With ``ruled`` blanks do not count: a missing cell would put every number under a wrong head.
        """
        text = self.text
        opening = text.rfind("\n", max(0, start - _ROW), start) + 1
        closing = text.find("\n", start, start + _ROW)
        if (not opening and start > _ROW) or (closing < 0 and start + _ROW < len(text)):
            return ""  # no table has such rows
        line = text[opening : closing if closing >= 0 else len(text)]
        mark = next((mark for mark in "\t|｜," if mark in line), " ")
        if ruled and mark == " ":
            return ""
        place = len(_cells(text[opening:start] + "x", mark)) - 1
        heads = self._head(opening, mark, len(_cells(line, mark)))
        return half_width(heads[place]) if place < len(heads) else ""

    def _head(self, opening: int, mark: str, width: int) -> tuple[str, ...]:
        text = self.text
        passed: list[tuple[str, int]] = []
        heads: tuple[str, ...] = ()
        while opening > 0:
            known = self._heads.get((mark, opening))
            if known is not None:
                heads = known
                break
            passed.append((mark, opening))
            above = text.rfind("\n", max(0, opening - 1 - _ROW), opening - 1) + 1
            if not above and opening > _ROW:
                break
            cells = _cells(text[above : opening - 1], mark)
            opening = above
            if len(cells) != width:
                break
            if _is_head(cells):
                heads = tuple(cells)
                break
        for key in passed:
            self._heads[key] = heads
        return heads


_HEAD_WORD = re.compile(
    r"姓\s*名|证|号|电\s*话|手机|联系|账|帐|银行|额|数|量|单位|地址|备注|序|日期|时间|项目|名称|户主|类别"
    r"|码|收入|支出|产值|总值|[(\uff08](?:万?元|人|次|个|户|亩)[))]|性别|年龄|住址|村|街道|金|职务|岗位|部门|[者人]$|类型|情况|事项|标准|原因|等级"
)


def _is_head(cells: list[str]) -> bool:
    words = [cell for cell in cells if cell.strip()]
    return (
        len(words) > 1
        and sum(1 for cell in words if _HEAD_WORD.search(cell) and len(cell) <= 16) > 1
        and not any(re.search(r"\d{4}", cell) for cell in words)
    )


def _cells(line: str, mark: str) -> list[str]:
    if mark == " ":
        return line.split()
    return [cell.strip() for cell in line.rstrip("\r").split(mark)]


def _last_clause(before: str) -> str:
    """The words behind the last comma, stop or digit, trimmed."""
    place = len(before)
    while place and before[place - 1] not in _CLAUSE_ENDS:
        place -= 1
    return before[place:].strip(_TRIM)
