"""The two national forms of the report as data, labels verbatim: 国办公开办函〔2021〕30号, and 〔2019〕60号 for 2019 and 2020."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gongkai.kernel.vocabulary import Refusal

#: Columns of table three (申请人情况): code and label; the first six are applicant kinds of a request.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("natural", "自然人"),
    ("org_business", "商业企业"),
    ("org_research", "科研机构"),
    ("org_welfare", "社会公益组织"),
    ("org_legal", "法律服务机构"),
    ("org_other", "其他"),
    ("total", "总计"),
)
KINDS = tuple(code for code, _ in COLUMNS if code != "total")
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS, ORGANISATIONS = "申请人情况", "法人或其他组织"
RESULT = "三、本年度办理结果"


@dataclass(frozen=True)
class Column:
    """A column of table two. ``decimal``: not a whole number; ``signed``: may be below zero (本年增/减)."""

    code: str
    label: str
    decimal: bool = False
    signed: bool = False


@dataclass(frozen=True)
class Line:
    """A row of table two; ``counted`` rows are counted from records, the others are typed in. ``key``: its name in JSON."""

    code: str
    label: str
    key: str
    counted: bool = False


@dataclass(frozen=True)
class Block:
    """A block of table two below one item of article 20."""

    heading: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Row:
    """A row of table three: its code, its label as printed, and the group below 三 that it stands in (empty: none)."""

    code: str
    label: str
    group: str = ""
    result: bool = True


@dataclass(frozen=True)
class Section:
    """One of the six sections; ``table`` names its table, 0 where it is text."""

    number: str
    title: str
    table: int = 0

    @property
    def heading(self) -> str:
        """一、总体情况."""
        return f"{self.number}、{self.title}"


@dataclass(frozen=True)
class Form:
    """One national form: sections, the blocks of table two, the rows of table three, the columns of table four."""

    code: str
    document: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]

    @property
    def leaves(self) -> tuple[str, ...]:
        """Codes of the rows in which exactly one result of a request is counted."""
        return tuple(row.code for row in self.rows if row.result and row.code != "total")

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell as ``row.column``, in reading order."""
        two = [f"{line.code}.{column.code}" for _, line, column in self.fields]
        three = [f"{row.code}.{column}" for row in self.rows for column, _ in COLUMNS]
        four = [f"{group}.{column}" for group, _ in GROUPS for column, _ in OUTCOMES]
        return (*two, *three, *four)

    @property
    def fields(self) -> tuple[tuple[Block, Line, Column], ...]:
        """Every cell of table two with its block, row and column."""
        return tuple((block, line, column) for block in self.blocks for line in block.lines for column in block.columns)

    @property
    def typed(self) -> tuple[str, ...]:
        """The cells of table two that an office types in."""
        return tuple(f"{line.code}.{column.code}" for _, line, column in self.fields if not line.counted)

    def column_of(self, cell: str) -> Column:
        """The column of a typed cell; KeyError when the form has no such cell."""
        return {f"{line.code}.{column.code}": column for _, line, column in self.fields}[cell]

    def label_of(self, cell: str) -> str:
        """A cell in words: 行政许可·本年处理决定数量; KeyError when the form has no such cell."""
        return _labels(self.code)[cell]


#: Table four: its three groups and the five columns of each. 行政诉讼 stands above the second and third.
GROUPS: tuple[tuple[str, str], ...] = (("review", "行政复议"), ("direct", "未经复议直接起诉"), ("post", "复议后起诉"))
COURT = "行政诉讼"
OUTCOMES: tuple[tuple[str, str], ...] = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
ITEM = "信息内容"

_DENIED, _UNABLE, _UNHANDLED, _OTHER = "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"
_ROWS = (
    Row("new", "一、本年新收政府信息公开申请数量", result=False),
    Row("carried_in", "二、上年结转政府信息公开申请数量", result=False),
    Row("open", "（一）予以公开"),
    Row("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    Row("d1", "1.属于国家秘密", _DENIED),
    Row("d2", "2.其他法律行政法规禁止公开", _DENIED),
    Row("d3", "3.危及“三安全一稳定”", _DENIED),
    Row("d4", "4.保护第三方合法权益", _DENIED),
    Row("d5", "5.属于三类内部事务信息", _DENIED),
    Row("d6", "6.属于四类过程性信息", _DENIED),
    Row("d7", "7.属于行政执法案卷", _DENIED),
    Row("d8", "8.属于行政查询事项", _DENIED),
    Row("u1", "1.本机关不掌握相关政府信息", _UNABLE),
    Row("u2", "2.没有现成信息需要另行制作", _UNABLE),
    Row("u3", "3.补正后申请内容仍不明确", _UNABLE),
    Row("n1", "1.信访举报投诉类申请", _UNHANDLED),
    Row("n2", "2.重复申请", _UNHANDLED),
    Row("n3", "3.要求提供公开出版物", _UNHANDLED),
    Row("n4", "4.无正当理由大量反复申请", _UNHANDLED),
    Row("n5", "5.要求行政机关确认或重新出具已获取信息", _UNHANDLED),
)
_THREE_OTHERS = (
    Row("o1", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", _OTHER),
    Row("o2", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", _OTHER),
    Row("o3", "3.其他", _OTHER),
)
_ONE_OTHER = (Row("o", _OTHER),)
_END = (Row("total", "（七）总计"), Row("carried_out", "四、结转下年度继续办理", result=False))


def _sections(fifth: str) -> tuple[Section, ...]:
    return (
        Section("一", "总体情况"),
        Section("二", "主动公开政府信息情况", 2),
        Section("三", "收到和处理政府信息公开申请情况", 3),
        Section("四", "政府信息公开行政复议、行政诉讼情况", 4),
        Section("五", fifth),
        Section("六", "其他需要报告的事项"),
    )


_DECISIONS = (Column("decisions", "本年处理决定数量"),)
_PROJECTS = (Column("previous", "上一年项目数量"), Column("change", "本年增/减", signed=True))
_PROJECTS_AND_DECISIONS = (*_PROJECTS, Column("decisions", "处理决定数量"))
_RULES, _LICENCES = Line("rules", "规章", "规章", counted=True), Line("license", "行政许可", "许可")
_PENALTIES = (Line("penalty", "行政处罚", "处罚"), Line("coercion", "行政强制", "强制"))
_FEES = (Line("fee", "行政事业性收费", "收费"),)

CURRENT = Form(
    "2021",
    "国办公开办函〔2021〕30号",
    _sections("存在的主要问题及改进情况"),
    (
        Block(
            "第二十条第（一）项",
            (Column("issued", "本年制发件数"), Column("repealed", "本年废止件数"), Column("in_force", "现行有效件数")),
            (_RULES, Line("normative", "行政规范性文件", "规范性文件", counted=True)),
        ),
        Block("第二十条第（五）项", _DECISIONS, (_LICENCES,)),
        Block("第二十条第（六）项", _DECISIONS, _PENALTIES),
        Block("第二十条第（八）项", (Column("amount", "本年收费金额（单位：万元）", decimal=True),), _FEES),
    ),
    (*_ROWS, *_THREE_OTHERS, *_END),
)
FORMER = Form(
    "2019",
    "国办公开办函〔2019〕60号",
    _sections("政府信息公开工作存在的主要问题及改进情况"),
    (
        Block(
            "第二十条第（一）项",
            (
                Column("made", "本年新制作数量"),
                Column("published", "本年新公开数量"),
                Column("public", "对外公开总数量"),
            ),
            (_RULES, Line("normative", "规范性文件", "规范性文件", counted=True)),
        ),
        Block(
            "第二十条第（五）项",
            _PROJECTS_AND_DECISIONS,
            (_LICENCES, Line("service", "其他对外管理服务事项", "其他对外管理服务事项")),
        ),
        Block("第二十条第（六）项", _PROJECTS_AND_DECISIONS, _PENALTIES),
        Block("第二十条第（八）项", _PROJECTS, _FEES),
        Block(
            "第二十条第（九）项",
            (Column("projects", "采购项目数量"), Column("amount", "采购总金额", decimal=True)),
            (Line("procurement", "政府集中采购", "采购"),),
        ),
    ),
    (*_ROWS, *_ONE_OTHER, *_END),
)
FIRST_YEAR = 2019  # before it there was no national form of this shape


def form_of(year: int) -> Form:
    """The form of a report year; Refusal for years that had none."""
    if not FIRST_YEAR <= year <= 2199:
        raise Refusal(f"{year}年没有全国统一的年度报告格式，可以选择{FIRST_YEAR}年及以后的年份。", field="year")
    return CURRENT if year >= 2021 else FORMER


@cache
def _labels(code: str) -> dict[str, str]:
    form = CURRENT if code == CURRENT.code else FORMER
    found = {f"{line.code}.{column.code}": f"{line.label}·{column.label}" for _, line, column in form.fields}
    for row in form.rows:
        name = f"{row.group}·{row.label}" if row.group else row.label
        found |= {f"{row.code}.{column}": f"{name}·{label}" for column, label in COLUMNS}
    for group, name in GROUPS:
        found |= {f"{group}.{column}": f"{name}·{label}" for column, label in OUTCOMES}
    return found
