"""Organs, people and posts from a table: all or nothing, every faulty row by its number."""

from __future__ import annotations

import pytest

from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations import operations
from gongkai.kernel.organizations.models import Organ, Person, Post
from gongkai.kernel.vocabulary import Refusal, now

pytestmark = pytest.mark.django_db
ACTOR = operations.Actor.system("测试")
ORGANS = [
    {"机关全称": "云岫县人民政府", "简称": "县政府", "政府层级": "县级", "机关性质": "人民政府"},
    {"机关全称": "云岫县水利局", "简称": "县水利局", "政府层级": "县级", "机关性质": "政府部门", "所属政府": "云岫县人民政府", "设立日期": "2019年3月1日"},
]  # fmt: skip
POSTS = [
    {"姓名": "伍汉臣", "登录名": "wuhanchen", "机关": "云岫县水利局", "职务": "科员", "角色": "起草", "任职开始": "2026-01-01"},
    {"姓名": "", "登录名": "ＷＵＨＡＮＣＨＥＮ", "机关": "云岫县水利局", "职务": "", "角色": "初审", "任职开始": "2026/1/1", "任职结束": "2027.1.1"},
]  # fmt: skip


def run(verb=operations.import_tables, organs=ORGANS, posts=POSTS):
    return verb(organs=organs, posts=posts, by=ACTOR, at=now())


def test_organs_come_first_then_people_and_their_posts():
    outcome = run()
    assert outcome.made == {"organs": 2, "people": 1, "posts": 2}
    bureau = Organ.objects.get(name="云岫县水利局")
    assert bureau.government is not None
    assert bureau.government.name == "云岫县人民政府"
    assert {(p.role, str(p.ends_on)) for p in Post.objects.all()} == {("draft", "None"), ("first_review", "2027-01-01")}


def test_a_second_import_of_the_same_table_changes_nothing():
    run()
    before = ledger.head()
    outcome = run()
    assert (outcome.made, outcome.changed, outcome.same) == ({"organs": 0, "people": 0, "posts": 0}, 0, 4)
    assert ledger.head() == before


def test_who_reviews_comes_with_the_table_and_is_checked_like_on_the_page():
    tax = {"机关全称": "国家税务总局云岫县税务局", "简称": "县税务局", "政府层级": "县级", "机关性质": "政府部门", "复议管辖": "垂直领导机关", "上级机关全称": "国家税务总局澜州市税务局"}  # fmt: skip
    branch = {"机关全称": "澜州市自然资源局云岫分局", "简称": "自然资源云岫分局", "政府层级": "县级", "机关性质": "派出机构", "复议管辖": "按行政区划设立的派出机构", "上级机关全称": "澜州市人民政府", "所在地人民政府": "云岫县人民政府"}  # fmt: skip
    run(organs=[*ORGANS, tax, branch], posts=[])
    made = Organ.objects.get(name=tax["机关全称"])
    assert (made.review_path, made.higher) == ("vertical", "国家税务总局澜州市税务局")
    made = Organ.objects.get(name=branch["机关全称"])
    assert (made.review_path, made.seat.name) == ("district", "云岫县人民政府")
    faulty = [
        {**tax, "上级机关全称": "", "机关全称": "甲局"},
        {**tax, "机关全称": "乙局", "复议管辖": "皇帝"},
        {**branch, "机关全称": "丙局", "所在地人民政府": "没有的县"},
        {**branch, "机关全称": "丁局", "机关性质": "政府部门"},
    ]
    found = run(operations.preview_tables, faulty, [])
    assert [fault.row for fault in found.faults] == [2, 3, 4, 5]
    assert "可用的有：一般管辖" in found.faults[1].message


def test_a_preview_keeps_nothing_not_even_a_line():
    before = ledger.head()
    outcome = run(operations.preview_tables)
    assert outcome.made == {"organs": 2, "people": 1, "posts": 2}
    assert (Organ.objects.count(), Person.objects.count(), ledger.head()) == (0, 0, before)


def test_a_preview_names_every_faulty_row_and_an_import_keeps_nothing():
    posts = [
        POSTS[0],
        {**POSTS[0], "角色": "国王"},
        {"登录名": "", "姓名": "无名"},
        {"登录名": "renhaoran", "姓名": "任浩然", "机关": "没有的局", "角色": "起草"},
        {"登录名": "wuhanchen", "姓名": "别人"},
        {**POSTS[0], "角色": "终审", "任职开始": "去年"},
        {**POSTS[0], "角色": "公众"},
    ]
    faults = run(operations.preview_tables, posts=posts).faults
    assert [(f.table, f.row) for f in faults] == [("人员岗位表", row) for row in (3, 4, 5, 6, 7, 8)]
    with pytest.raises(Refusal, match="人员岗位表第3行"):
        run(posts=posts)
    assert Organ.objects.count() == 0


def test_an_existing_organ_takes_only_what_is_filled_in():
    run()
    outcome = run(organs=[{"机关全称": "云岫县水利局", "联系电话": "0999-0210123", "简称": ""}], posts=[])
    assert outcome.changed == 1
    bureau = Organ.objects.get(name="云岫县水利局")
    assert (bureau.phone, bureau.short_name) == ("0999-0210123", "县水利局")


def test_too_many_rows_are_refused():
    row = {**POSTS[0], "角色": ""}
    found = run(operations.preview_tables, posts=[row] * (operations.MOST_ROWS + 1)).faults
    assert [fault.row for fault in found] == [operations.MOST_ROWS + 2]
