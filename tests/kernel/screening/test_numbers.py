"""A number of a person is found however it is written; the number of a thing, a sum or an office is left alone."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai.kernel.screening import Kind, mask, scan, screen_json
from gongkai.kernel.screening.identity import check_character, is_valid
from gongkai.kernel.vocabulary import half_width

ID = "349901193301010153"
KINDS = {"身份证号", "手机号", "银行卡号"}


def blocking(text: str) -> list[str]:
    return [hit.text for hit in scan(text) if hit.blocks]


@pytest.mark.parametrize("number", range(1, 11))
def test_the_samples_are_found_and_their_look_alikes_are_not(shared: Path, number: int) -> None:
    folder = shared / "samples" / "pii"
    text = (folder / f"s{number:02}.txt").read_text("utf-8")
    spans = json.loads((folder / f"s{number:02}.json").read_text("utf-8"))["spans"]
    hits = scan(text)
    masked = half_width(mask(text, hits)).replace(" ", "")
    for span in spans:
        assert text[span["start"] : span["end"]] == span["text"]
        places = set(range(span["start"], span["end"]))
        forced = {place for hit in hits if hit.blocks for place in range(hit.start, hit.end)}
        if span["action"] != "must_mask":
            assert not places & forced, span
        elif span["type"] in KINDS:
            assert len(places & forced) >= 0.8 * len(places), span
            assert half_width(span["text"]).replace(" ", "") not in masked
        if span["action"] == "not_pii":
            assert not any(hit.start < span["end"] and span["start"] < hit.end for hit in hits), span


def test_the_plain_answer_counts_code_points(shared: Path) -> None:
    text = "𠮷野" + (shared / "samples" / "pii" / "s01.txt").read_text("utf-8")
    first = screen_json(text)["findings"][0]
    assert first == {"start": 29, "end": 47, "type": "身份证号", "action": "must_mask"}


FOUND: list[tuple[str, list[str]]] = [
    ("身份证号 349901 19330101 0153", ["349901 19330101 0153"]),
    ("身份证3499 0119 3301 0101 53。", ["3499 0119 3301 0101 53"]),
    ("349901-19330101-0153", ["349901-19330101-0153"]),
    ("34990119310816058x", ["34990119310816058x"]),
    ("34990119310816058X 349901193301010153", ["34990119310816058X", ID]),
    ("学籍号G349901193301010153", [ID]),
    ("1.349901193301010153", [ID]),
    ("349901193301\n010153", ["349901193301\n010153"]),
    ("349901\u200b193301010153", ["349901\u200b193301010153"]),
    ("身份证号349901193301010154", ["349901193301010154"]),
    ("残疾证号34990119330101015342", ["34990119330101015342"]),
    ("手机138-0000-0000", ["138-0000-0000"]),
    ("138 0000 0000", ["138 0000 0000"]),
    ("+86 138 0000 0000", ["+86 138 0000 0000"]),
    ("+8613800000000", ["+8613800000000"]),
    ("86-13800000000", ["86-13800000000"]),
    ("(+86)13800000000", ["13800000000"]),
    ("1 3 8 0 0 0 0 0 0 0 0", ["1 3 8 0 0 0 0 0 0 0 0"]),
    ("手机138.0000.0000", ["138.0000.0000"]),
    ("张三13800000000", ["13800000000"]),
    ("1\u3001张三 13800000000", ["13800000000"]),
    ("户主\uff1a李四\uff0c电话13800000000", ["13800000000"]),
    ("手机号码:13800000000\u300113900000001", ["13800000000", "13900000001"]),
    ("13800000000/13900000001", ["13800000000", "13900000001"]),
    ("Tel:13800000000", ["13800000000"]),
    ("13800000000@example.org", ["13800000000"]),
    ("联系电话:13800000000(微信同号)", ["13800000000"]),
    ("机主15400001234", ["15400001234"]),
    ("原号13800000007", ["13800000007"]),
    ("被许可人张三13800000000", ["13800000000"]),
    ("注册建造师张三 13800000000", ["13800000000"]),
    ("13800000000(项目经理)", ["13800000000"]),
    ("设备管理员王五13800000000", ["13800000000"]),
    ("项目负责人349901193301010153", [ID]),
    ("被许可人349901193301010153", [ID]),
    ("合同当事人王五349901193301010153", [ID]),
    ("许可证号:张三 身份证号:349901193301010153", [ID]),
    ("6217 8500 0000 3344 517", ["6217 8500 0000 3344 517"]),
    ("6217850000003344517", ["6217850000003344517"]),
    ("卡号\uff1a6217850000003344518", ["6217850000003344518"]),
    ("银行账号:12180000040000345 户名:张三", ["12180000040000345"]),
]


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_a_number_of_a_person_is_found(text: str, found: list[str]) -> None:
    assert blocking(text) == found


LEFT_ALONE = [
    "349901193301010154",
    "349901193302310153",
    "施工许可证编号:341122202401150201",
    "3499********0153 138****0000 349901XXXXXXXX0153",
    "全年营业收入13800000000元",
    "营业收入\uff08元\uff09\uff1a13800000000",
    "总产值 13812345678",
    "访问量达13812345678次",
    "13812345678.50",
    "0.13812345678",
    "投资13,812,345,678元",
    "业务总量15912345678,其中移动13512345678",
    "许可证号码:13812345678",
    "注册号皖A13812345678",
    "IMEI:358240051111110",
    "经营者\t许可证编号\n安溪公司\t341122202401150201",
    "工单编号:13812345678",
    "受理号13812345678",
    "注册号皖13420210023",
    "https://a.example.org/x/13812345678.html",
    "投资项目代码2402-341122-04-01-112358",
    "投资项目代码24023411220401112358",
    "ISBN 978-7-101-00023-8",
    "ISBN9787101000238",
    "6217850000003344518",
    "交易金额6217850000003344517元",
    "0550-3330011",
    "2024.02.01\u20142024.02.07 2024-01-01 13:00:00",
    "业务流水:202401080000123",
    "工商注册号341122600123456",
    "统一社会信用代码91340100MA2R8TT29E",
    "合计 1234 5678 9012 3456 7890",
    "经度117.30794812345678,纬度32.12345678901234",
    "LSVAA49J132047371 LSK2023110700451",
    "单位名称\t统计代码\t营业收入\n安溪公司\t13800000000\t15900001234",
    "卡号:0000000000000000",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_a_number_of_a_thing_or_a_sum_is_left_alone(text: str) -> None:
    assert blocking(text) == []


TABLES = [
    ("姓名\t身份证号\t电话\n张三\t349901193301010154\t13800000000", ["349901193301010154", "13800000000"]),
    ("姓名\t证件号码\n李四\t329907790909191", ["329907790909191"]),
    (
        "姓名|身份证号|电话|金额\n---|---|---|---\n张三|349901193301010153|13800000000|13800000000\n",
        [ID, "13800000000"],
    ),
    ("姓名,身份证号,电话,补贴金额\n张三,349901193301010153,13800000000,100\n", [ID, "13800000000"]),
    ("姓名 银行账号 发放金额\n张三 6217850000003344517 13800000000\n", ["6217850000003344517"]),
]


@pytest.mark.parametrize(("text", "found"), TABLES)
def test_the_head_of_a_column_says_what_its_numbers_are(text: str, found: list[str]) -> None:
    assert blocking(text) == found


OFFICE = [
    "招标人联系人:包工,电话:18600001133",
    "采购代理机构\uff1a皖信公司\n联系人\uff1a王工\n电话\uff1a18600001133",
    "监督电话:18600001133",
    "监督电话:12393\u300118600001133",
    "咨询电话:张老师,18600001133",
    "帮扶责任人:王五,联系电话18600001133",
    "环评单位联系人:李工 18600001133",
    "联系人:陈老师;联系电话:18600001133",
]
PRIVATE = [
    "举报电话:0550-3330125;个人手机18600001133",
    "举报电话:0550-3330125,手机18600001133",
    "举报人电话:18600001133",
    "申请人:敖登 电话:18600001133",
    "监督电话12345\n张三 18600001133",
    "招标人:甲公司\n中标人:乙\n姓名:李四,手机18600001133",
    "紧急联系人:李四 18600001133",
    "拟聘人员:李四,18600001133",
    "姓名\t联系电话\n李四\t18600001133",
]


@pytest.mark.parametrize("text", OFFICE)
def test_the_contact_of_an_office_or_a_party_to_a_notice_may_stay(text: str) -> None:
    assert [(hit.type, hit.blocks) for hit in scan(text)] == [(Kind.MOBILE, False)]


@pytest.mark.parametrize("text", PRIVATE)
def test_the_mobile_of_a_private_person_may_not_stay(text: str) -> None:
    assert blocking(text) == ["18600001133"]


AREAS = st.sampled_from(["349901", "110105", "650203", "820000", "449902"])
DAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))
WORDS = st.text(st.characters(exclude_categories=["Nd", "Nl", "No", "Cs"]), max_size=12)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    first = f"{draw(AREAS)}{draw(DAYS):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first + check_character(first)


@given(identity_numbers(), WORDS, WORDS, st.booleans(), st.sampled_from(["", " ", "-", "\u3000"]))
@settings(deadline=None)
def test_every_valid_identity_number_is_found_wherever_it_stands(
    number: str, before: str, after: str, wide: bool, gap: str
) -> None:
    assert is_valid(number)
    assume(not scan(before + "甲" + after))
    written = f"{number[:6]}{gap}{number[6:14]}{gap}{number[14:]}"
    if wide:
        written = "".join(chr(ord(letter) + 0xFEE0) if letter.isalnum() else letter for letter in written)
    text = f"{before}甲{written}。{after}"
    hits = [hit for hit in scan(text) if hit.type is Kind.IDENTITY]
    assert [hit.text for hit in hits] == [written]


@given(identity_numbers(), st.integers(0, 10))
@settings(deadline=None)
def test_a_wrong_check_character_is_no_identity_number(number: str, shift: int) -> None:
    other = "0123456789X"[shift]
    assume(other != number[17])
    assert [hit for hit in scan(f"甲{number[:17]}{other}。") if hit.type is Kind.IDENTITY] == []


@given(st.text("0123456789０１Xx -\n:,.|\t手机卡号身份证元"))
@settings(deadline=None)
def test_no_text_breaks_the_scan_and_masking_ends_it(text: str) -> None:
    hits = scan(text)
    for hit in hits:
        assert text[hit.start : hit.end] == hit.text
    for one, two in pairwise(hits):
        assert one.end <= two.start
    assert len(mask(text, hits)) == len(text)


def test_a_page_of_figures_is_read_in_reasonable_time() -> None:
    assert scan("1234 5678 " * 20_000) == []
    assert len(scan("姓名\t身份证号\n" + f"张三\t{ID}\n" * 2_000)) == 2_000
