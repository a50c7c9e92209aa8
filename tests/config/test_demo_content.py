"""The demo county is believable: figures agree, dates are working days, everyone can be reviewed, nobody real is in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from typing import get_args
from xml.etree import ElementTree as ET

import chinese_calendar
import pytest
from stdnum.cn import ric, uscc

from gongkai.config.demo import facts
from gongkai.config.demo.city import SITE, organs
from gongkai.config.demo.documents import documents
from gongkai.config.demo.markup import html
from gongkai.config.demo.people import people
from gongkai.config.demo.requests import carried_over, requests
from gongkai.config.demo.shape import Attribute, DemoDocument, Ground, Kind, Role, Stage, WithdrawalKind
from gongkai.config.demo.timeline import is_working, shift
from gongkai.config.demo.topics.desk import FAKE_IDENTITY, FAKE_MOBILE
from gongkai.config.demo.words import DICTIONARY, GUIDE, NOTICES, REVIEW_COMMENTS
from gongkai.kernel.screening import classified, scan
from gongkai.kernel.vocabulary import chinese

AUTUMN = date(2026, 11, 21)
DAYS = (AUTUMN, date(2026, 1, 5), date(2026, 3, 2), date(2026, 5, 6), date(2026, 8, 31), date(2027, 7, 1))
PUBLIC = {"published", "urgent", "withdrawn", "repealed", "corrected", "lifting"}
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td"}

made = cache(documents)
every_day = pytest.mark.parametrize("today", DAYS, ids=str)


def tree(document: DemoDocument) -> ET.Element:
    return ET.fromstring(f"<body>{document.body}</body>")


def amount(text: str) -> float | None:
    plain = text.replace(",", "")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


# -- the organs and the people


def test_every_organ_has_valid_and_different_codes():
    found = organs()
    assert 20 <= len(found) <= 25
    for organ in found:
        assert uscc.is_valid(organ.uscc), organ.name
        assert organ.uscc[2:4] == "99", "no province has this region"
        assert not organ.may_make_rules, "a county makes no 规章"
    for field in ("key", "name", "short_name", "document_code", "uscc", "index_code", "phone", "email", "fax"):
        assert len({getattr(organ, field) for organ in found}) == len(found), field


def test_every_organ_has_what_the_guide_must_say():
    for organ in organs():
        for field in ("foi_office", "address", "hours", "phone", "fax", "email", "duties", "postcode"):
            assert getattr(organ, field), f"{organ.key} {field}"
        assert organ.email.endswith(".example")
        assert re.fullmatch(r"0999-0\d{6}", organ.phone)
        assert all(start < end for start, end in organ.timetable)


def test_the_tree_has_one_root_and_a_branch_led_from_above():
    found = {organ.key: organ for organ in organs()}
    assert [key for key, organ in found.items() if not organ.parent] == ["county"]
    assert {organ.parent for organ in found.values() if organ.parent} <= set(found)
    assert [key for key, organ in found.items() if organ.vertical_parent] == ["environment"]
    assert Counter(organ.reviewers for organ in found.values()) == {3: len(found) - 2, 2: 2}


def test_the_site_has_what_the_footer_must_list():
    assert re.fullmatch(r"99\d{8}", SITE.site_code)
    assert all(vars(SITE).values())


@every_day
def test_people_hold_known_roles_in_known_organs(today):
    known = {organ.key for organ in organs()}
    found = people(today)
    assert 40 <= len(found) <= 60
    assert len({person.username for person in found}) == len({person.name for person in found}) == len(found)
    for person in found:
        assert re.fullmatch(r"[a-z]{4,20}", person.username)
        assert person.organ in known
        assert person.posts
        for post in person.posts:
            assert post.organ in known
            assert post.role in get_args(Role)
            assert post.end is None or post.start < post.end
    assert {post.role for person in found for post in person.posts} == set(get_args(Role))


@every_day
def test_every_document_finds_an_author_and_different_reviewers_on_its_day(today):
    asked = {(document.organ, document.made_on) for document in made(today)}
    wanted = {organ.key: organ.reviewers for organ in organs()}
    for organ, day in asked | {(organ, today) for organ in wanted}:
        holders = defaultdict(set)
        for person in people(today):
            for post in person.posts:
                if post.organ == organ and post.start <= day and (post.end is None or day < post.end):
                    holders[post.role].add(person.username)
        assert holders["signer"], (organ, day)
        assert holders["foi_officer"], (organ, day)
        assert holders["foi_head"], (organ, day)
        roles = ["draft", "first_review", "second_review", "final_review"]
        if wanted[organ] == 2:
            roles.remove("second_review")
        assert distinct(holders, roles, frozenset()), (organ, day, dict(holders))


def distinct(holders, roles, taken):
    if not roles:
        return True
    return any(distinct(holders, roles[1:], taken | {who}) for who in holders[roles[0]] - taken)


def test_several_people_of_the_county_office_can_review_in_more_than_one_way():
    roles = defaultdict(set)
    for person in people(AUTUMN):
        for post in person.posts:
            if post.organ == "office" and post.end is None:
                roles[post.role].add(person.username)
    assert all(len(roles[role]) >= 2 for role in ("draft", "first_review", "second_review", "final_review"))


# -- the documents


@every_day
def test_the_same_day_gives_the_same_documents(today):
    assert documents(today) == made(today)
    assert people(today) == people(today)


@every_day
def test_there_are_about_three_hundred_and_most_are_public(today):
    found = made(today)
    assert 290 <= len(found) <= 340
    stages = Counter(document.stage for document in found)
    assert set(stages) == set(get_args(Stage))
    assert 215 <= stages["published"] <= 270
    assert all(count >= 2 for count in stages.values())
    assert sum(stages[stage] for stage in ("drafting", "returned", "disclosure_check")) >= 20


@every_day
def test_words_of_a_document_are_known(today):
    known = {organ.key for organ in organs()}
    found = made(today)
    keys = {document.key for document in found}
    assert len(keys) == len(found)
    for document in found:
        assert {document.organ, *document.joint} <= known
        assert document.kind in get_args(Kind)
        assert document.attribute in get_args(Attribute)
        assert 1 <= document.topic <= 15
        assert document.keywords
        assert document.unit
        assert re.fullmatch(r"0999-0\d{6}", document.phone)
        assert {document.interpretation_of, document.repealed_by, document.replaces} - {""} <= keys
    assert {document.kind for document in found} == set(get_args(Kind))
    assert {document.organ for document in found} == known


@every_day
def test_days_lie_in_the_two_years_and_are_working_days(today):
    for document in made(today):
        assert date(today.year - 1, 1, 1) <= document.made_on < today, document.key
        assert is_working(document.made_on), document.key
        if document.publish_at is None:
            assert document.stage not in PUBLIC
            continue
        day = document.publish_at.date()
        assert is_working(day), document.key
        assert 9 <= document.publish_at.hour <= 17
        if document.stage == "scheduled":
            assert day > today
        else:
            assert document.stage in PUBLIC
            assert document.made_on <= day < today, document.key
            assert day <= shift(document.made_on, 20), f"{document.key}: 条例26"


def test_working_days_agree_with_the_official_calendar():
    day = date(2024, 1, 1)
    while day < date(2027, 1, 1):
        if is_working(day):
            assert chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_both_years_are_well_filled_in_autumn():
    years = Counter(document.made_on.year for document in made(AUTUMN))
    assert set(years) == {2025, 2026}
    assert min(years.values()) >= 90


@every_day
def test_bodies_are_clean_and_well_formed(today):
    for document in made(today):
        found = tree(document)
        tags = {element.tag for element in found.iter()} - {"body"}
        assert tags <= TAGS, document.key
        assert len("".join(found.itertext())) >= 60, document.key
        for table in found.iter("table"):
            assert table.find("caption") is not None
            assert table.find("thead") is not None
            widths = {len(row) for row in table.iter("tr")}
            assert len(widths) == 1, document.key
            assert len(list(table.iter("tr"))) >= 2
        assert 10 <= len(document.summary) <= 150, (document.key, document.summary)
        assert not document.summary.startswith("各"), document.summary
        assert 3 <= len(document.title) <= 60 or document.key == "r-title"


@every_day
def test_totals_of_tables_are_right(today):
    checked = 0
    for document in made(today):
        for table in tree(document).iter("table"):
            rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
            parts = [row for row in rows[1:] if row[0] != "合计"]
            for total in (row for row in rows[1:] if row[0] == "合计"):
                for column, text in enumerate(total):
                    expected = amount(text)
                    values = [amount(row[column]) for row in parts]
                    if expected is None or all(value is None for value in values):
                        continue
                    assert sum(value or 0 for value in values) == pytest.approx(expected, abs=0.051), (
                        document.key,
                        rows[0][column],
                    )
                    checked += 1
            for column in (i for i, head in enumerate(rows[0]) if head in {"合计", "小计", "总计"}):
                across = [row for row in parts if all(amount(cell) is not None for cell in row[1:column])]
                for row in across if column == len(rows[0]) - 1 and "户数" not in rows[0] else []:
                    assert sum(amount(cell) for cell in row[1:column]) == amount(row[column]), document.key
                    checked += 1
    assert checked > 150


@every_day
def test_money_of_one_document_agrees_with_another(today):
    found = {document.key: document for document in made(today)}
    year = today.year - 1
    plan, real = facts.budget(year), facts.accounts(year - 1)
    assert sum(spent for _, spent in plan.spending) == plan.total
    assert sum(spent for _, spent in real.spending) == real.total
    assert f"{plan.total:,}万元" in found[f"budget-{year}"].body
    assert f"{real.total:,}万元" in found[f"accounts-{year - 1}"].body
    assert f"{real.own:,}万元" in found[f"communique-{year - 1}"].body
    assert f"{real.own:,}万元" in found[f"development-report-{year}"].body
    for key, document in found.items():
        if key.startswith("execution-"):
            assert f"{facts.budget(int(key.split('-')[1])).total:,}万元" in document.body, key


@every_day
def test_the_annual_report_balances_and_the_work_points_quote_it(today):
    found = {document.key: document for document in made(today)}
    for year in (today.year - 2, today.year - 1):
        now, after = facts.openness(year), facts.openness(year + 1)
        assert now.received + now.carried_in == now.decided + now.carried_out
        assert now.carried_out == after.carried_in
        assert now.granted > 0
    now, year = facts.openness(today.year - 2), today.year - 2
    assert now.carried_out == carried_over("county"), "the counted report of last year begins with them"
    assert f"{now.published:,}条" in found[f"report-{year}"].body
    assert f"{now.published:,}条" in found[f"openness-points-{year + 1}"].body


@every_day
def test_no_report_of_a_year_that_the_system_counted_is_invented(today):
    found = {document.key: document for document in made(today)}
    reports = {key: document for key, document in found.items() if document.kind == "annual_report"}
    assert len(reports) == 4
    assert all(str(today.year - 2) in document.title for document in reports.values())
    points = found.get(f"openness-points-{today.year}")
    if points is not None:
        said = points.body.split("提出如下要点")[0]
        assert re.findall(r"\d+[条件]", said) == []


@every_day
def test_what_an_older_report_leaves_open_is_what_the_counted_one_begins_with(today):
    """carried_out of a year is carried_in of the next; and every invented table three balances."""
    held = Counter(one.answer.organ for one in requests(today) if one.year == today.year - 2)
    for document in made(today):
        if document.kind != "annual_report":
            continue
        text = document.body
        left = int(found[1]) if (found := re.search(r"结转下年度继续办理(\d+)件", text)) else 0
        assert left == held[document.organ] == carried_over(document.organ), document.key
        asked = int(re.search(r"新收(?:政府信息公开)?申请(\d+)件", text)[1])
        rows = dict(
            re.findall(
                r"<t[dh][^>]*>(予以公开|部分公开|不予公开|无法提供|不予处理|合计)</t[dh]><td[^>]*>(\d+)</td>", text
            )
        )
        total = int(rows.pop("合计"))
        assert len(rows) >= 3
        assert total == sum(map(int, rows.values())) == asked - left


@every_day
def test_numbers_run_without_gap_in_the_order_of_days(today):
    series = defaultdict(list)
    for document in made(today):
        if document.number is None:
            continue
        code, year, serial = re.fullmatch(r"(\w+)〔(\d{4})〕(\d+)号", document.number).groups()
        assert int(year) == document.made_on.year
        series[code, year].append((document.made_on, int(serial)))
    for numbers in series.values():
        assert [serial for _, serial in sorted(numbers, key=lambda pair: pair[1])] == list(range(1, len(numbers) + 1))
        assert [day for day, _ in sorted(numbers, key=lambda pair: pair[1])] == sorted(day for day, _ in numbers)
    assert sum(map(len, series.values())) >= 40


@every_day
def test_normative_documents_have_a_term_and_their_explanation_comes_in_time(today):
    found = {document.key: document for document in made(today)}
    for document in found.values():
        if document.kind == "normative" and document.stage in PUBLIC:
            assert document.effective_on, document.key
            assert document.made_on <= document.effective_on < document.expires_on
            assert document.number
        if document.interpretation_of:
            explained = found[document.interpretation_of]
            assert document.kind == "interpretation"
            assert document.publish_at.date() >= explained.publish_at.date() - timedelta(days=7)
            assert document.publish_at.date() <= shift(explained.publish_at.date(), 3)
            assert explained.title in document.body
        if document.stage == "repealed":
            assert document.repealed_on <= today
            if document.repealed_by:
                assert found[document.repealed_by].effective_on == document.repealed_on
    assert sum(1 for document in found.values() if document.interpretation_of) >= 8


def test_the_longest_rules_have_five_chapters_and_thirty_articles():
    body = next(document for document in made(AUTUMN) if document.key == "water").body
    assert re.findall(r"<h2>第(.)章　", body) == list("一二三四五")
    assert re.findall(r"<p>第([^条]+)条　", body) == [chinese(n) for n in range(1, 31)]


@every_day
def test_every_stage_carries_what_it_needs(today):
    for document in made(today):
        assert (document.withdrawal is not None) == (document.stage == "withdrawn")
        assert (document.correction is not None) == (document.stage == "corrected")
        assert (document.lift_on is not None) == (document.stage == "lifting")
        assert (document.withholding is not None) == (document.attribute != "open") == (document.stage == "kept")
        if document.stage in {"returned", "urgent"}:
            assert len(document.remark) >= 15, document.key
        if document.lift_on:
            assert document.lift_on > today
        if document.withdrawal:
            assert document.withdrawal.kind in get_args(WithdrawalKind)
            assert document.publish_at < document.withdrawal.at
            assert document.withdrawal.at.date() < today, document.key
        if document.withholding:
            assert document.withholding.ground in get_args(Ground)
            assert document.withholding.article.startswith("第")
            assert document.withholding.reassess_on > document.made_on
        if document.correction:
            fix, before = document.correction, document.before_correction()
            assert fix.right in document.body
            assert fix.wrong not in document.body
            assert fix.wrong in before.body
            assert document.publish_at < fix.at
            assert fix.at.date() < today
    kinds = {document.withdrawal.kind for document in made(today) if document.withdrawal}
    assert kinds == set(get_args(WithdrawalKind))
    assert {document.attribute for document in made(today)} == set(get_args(Attribute))


@every_day
def test_personal_numbers_stand_in_two_drafts_only(today):
    found = defaultdict(set)
    for document in made(today):
        text = " ".join(tree(document).itertext()) + document.title + document.summary
        for pattern in (r"(?<!\d)\d{17}[\dXx](?!\d)", r"(?<!\d)1[3-9]\d{9}(?!\d)", r"(?<!\d)\d{16,19}(?!\d)"):
            found[document.key].update(re.findall(pattern, text))
        assert classified(text) is None, document.key
        assert not [hit for hit in scan(text) if hit.blocks and hit.text not in {FAKE_IDENTITY, FAKE_MOBILE}]
    hits = {key: numbers for key, numbers in found.items() if numbers}
    assert hits == {"d-personal-relief": {FAKE_IDENTITY}, "d-personal-work": {FAKE_MOBILE}}
    assert all(document.stage == "drafting" for document in made(today) if document.key in hits)
    assert {str(hit.type) for number in (FAKE_IDENTITY, FAKE_MOBILE) for hit in scan(f"号码{number}")} == {
        "身份证号",
        "手机号",
    }
    assert FAKE_IDENTITY[2:4] == "99", "no prefecture has this code"
    assert FAKE_IDENTITY[-1] == ric.calc_check_digit(FAKE_IDENTITY)


@every_day
def test_nothing_is_a_placeholder_and_references_are_written_out(today):
    for document in made(today):
        text = f"{document.title} {document.summary} {' '.join(tree(document).itertext())}"
        banned = re.search(r"lorem|ipsum|TODO|FIXME|XXX|xxx|某某|××|○○|\@\[|[{}]|None|nan|\|", text)
        assert not banned, (document.key, banned and banned.group())
        assert not any(word.word in text for word in DICTIONARY), document.key


def test_no_two_documents_are_one_page_with_another_number():
    skeletons = defaultdict(list)
    for document in made(AUTUMN):
        skeletons[re.sub(r"[\d,.%—]+", "", document.body)].append(document.key)
    series = re.compile(
        r"(food|air|minimum|relief|posts|execution|farming|licences|purchases|homesteads|work|drinking|fees|old-age"
        r"|guests|budget|accounts|projects|progress|month|report)-.*\d$"
    )
    for keys in skeletons.values():
        assert len(keys) == 1 or all(series.match(key) for key in keys), keys
    single = [document for document in made(AUTUMN) if not re.search(r"\d{4}(-\d+)?$", document.key)]
    assert len(single) >= 150
    titles = Counter(document.title for document in made(AUTUMN))
    assert max(titles.values()) == 1


def test_standing_words_are_plentiful_and_addressed_to_somebody():
    assert len(DICTIONARY) >= 10
    assert set(REVIEW_COMMENTS) == {"first_review", "second_review", "final_review", "disclosure_check"}
    assert {notice.username for notice in NOTICES} <= {person.username for person in people(AUTUMN)}
    assert {"分类", "编排体系", "获取方式"} <= set(GUIDE)


# -- the marks


def test_marks_escape_what_is_typed():
    assert html("1<2&3") == "<p>1&lt;2&amp;3</p>"


def test_a_ragged_table_is_refused():
    with pytest.raises(ValueError, match="another number of cells"):
        html("|=表\n|甲|乙\n|1")
