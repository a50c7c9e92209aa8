"""A clerk pastes the notice, spreadsheet rows or JSON; what cannot be a year's arrangement is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays import DayKind, reading, shipped_tables

SHIPPED = {table.year: table for table in shipped_tables()}

# The arrangements as the General Office of the State Council published them (with its full-width punctuation).
NOTICES = {
    2020: """一、元旦：2020年1月1日放假，共1天。
二、春节：1月24日至2月2日放假调休。1月19日（星期日）上班。
三、清明节：4月4日至6日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
五、端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。""",
    2023: """经国务院批准，现将2023年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2022年12月8日""",
    2024: """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2025: """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
鼓励单位和个人结合落实带薪年休假等制度，实际形成较长假期。
国务院办公厅
2025年11月4日""",
}


def as_json(year: int) -> str:
    days = [
        {"name": d.name, "date": d.date.isoformat(), "isOffDay": d.kind is DayKind.HOLIDAY} for d in SHIPPED[year].days
    ]
    return json.dumps({"year": year, "papers": [], "days": days}, ensure_ascii=False)


def as_rows(year: int, divider: str = ",") -> str:
    rows = [
        divider.join((d.date.isoformat(), d.name, "放假" if d.kind is DayKind.HOLIDAY else "上班"))
        for d in SHIPPED[year].days
    ]
    return "\n".join([divider.join(("日期", "节日", "安排")), *rows])


@pytest.mark.parametrize("year", NOTICES)
def test_the_text_of_the_notice_gives_the_shipped_year(year):
    assert reading.read(year, NOTICES[year]) == SHIPPED[year].days


@pytest.mark.parametrize("year", SHIPPED)
def test_json_and_rows_give_the_shipped_year(year):
    assert reading.read(year, as_json(year)) == SHIPPED[year].days
    assert reading.read(year, json.loads(as_json(year))["days"]) == SHIPPED[year].days
    assert reading.read(year, as_rows(year)) == SHIPPED[year].days
    assert reading.read(year, "\ufeff" + as_rows(year, "\t").replace("\n", "\r\n")) == SHIPPED[year].days


def test_pasted_cells_with_ranges_weekdays_times_and_chinese_dates_are_read():
    text = """节日\t日期\t安排
元旦\t2026/1/1 0:00:00\t放假
元旦\t2026-01-02至2026-01-03\t休
元旦\t1月4日（周日）\t上班
春节\t2月15日至23日\t放假
春节\t20260214 星期六\t上班
春节\t2026年2月28日\t调休上班
清明节，4月4日～4月6日，放假
劳动节,2026.5.1-2026.5.5,放假
劳动节,2026.5.9,上班
端午节 6月19日-21日 放假
中秋节|9月25日至27日|放假
国庆节;10月1日—7日;放假
国庆节,2026-09-20,上班
国庆节,2026-10-10,上班
"""
    assert reading.read(2026, text) == SHIPPED[2026].days


def changed(old: str, new: str) -> str:
    rows = as_rows(2026)
    assert old in rows
    return rows.replace(old, new)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有内容"),
        ("今天天气很好", "缺少：元旦、春节"),
        ("{", "JSON 格式有误"),
        ("[" * 100_000, "JSON 格式有误"),
        ("{}", "没有 days 列表"),
        ('{"year": 2025, "days": []}', "写明是2025年的安排，不是2026年"),
        ('[{"name": "元旦", "date": "2026-01-01"}]', "第1项应有 name、date、isOffDay"),
        ('[{"name": "元旦", "date": "2026-01-01", "isOffDay": "yes"}]', "第1项应有"),
        ('["元旦"]', "第1项应有"),
        ('[{"name": "元旦", "date": "2026-02-30", "isOffDay": true}]', "第1项的日期“2026-02-30”不存在"),
        ("x" * 200_001, "内容过长"),
        (changed("2026-05-09,劳动节,上班", "2026-05-08,劳动节,上班"), "2026-05-08是周五，本来就要上班"),
        (changed("2026-05-09,劳动节,上班", "2026-05-09,劳动节,加油"), "没有写明“放假”还是“上班”"),
        (changed("2026-05-09,劳动节,上班", "2025-05-10,劳动节,上班"), "2025-05-10不属于2026年的放假安排"),
        (changed("2026-05-09,劳动节,上班", "2027-01-02,元旦,上班"), "2027-01-02不属于2026年的放假安排"),
        (changed("2026-05-09,", "2026-05-09至2026-05-01,"), "次序颠倒或过长"),
        (changed("2026-05-09,", "2026-13-09,"), "不存在或无法识别"),
        (changed("2026-05-09,劳动节,上班", "2026-05-02,劳动节,上班"), "2026-05-02既列为放假又列为上班"),
        (changed("2026-05-01,劳动节,放假\n", ""), "2026-05-01是劳动节法定假日，安排中却没有放假"),
        (as_rows(2026).replace("端午节", "节日"), "缺少：端午"),
        (as_rows(2026) + "\n2026-03-01至2026-03-15,春节,放假\n2026-04-10至2026-04-24,春节,放假", "明显过多"),
    ],
)
def test_what_cannot_be_the_year_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(Refusal) as refused:
        reading.read(2026, text)
    assert sentence in refused.value.message


def test_a_notice_that_changes_one_festival_is_refused_with_the_way_to_go():
    with pytest.raises(Refusal, match="请录入调整后的全年安排"):
        reading.read(2019, "一、2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。")


@pytest.mark.parametrize("year", [0, 1999, 2101, 10**9])
def test_an_impossible_year_is_refused(year):
    with pytest.raises(Refusal, match="年份应在2000至2100之间"):
        reading.read(year, as_rows(2026))


@settings(deadline=None)
@given(st.text(alphabet='元旦春节放假上班一二、:。至日月年0123456789-/,\t\n{}[]"() x', max_size=80))
def test_no_text_whatever_leads_to_anything_but_a_refusal(text):
    with pytest.raises(Refusal):
        reading.read(2026, text)
