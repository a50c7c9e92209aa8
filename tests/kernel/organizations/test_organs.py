"""Organs: the tree and its supervisor, names that stay with their days, mergers, identifiers, stale edits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.models import Organ, Post
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal, now
from tests import factories

pytestmark = pytest.mark.django_db
ACTOR = operations.Actor.system("测试")
TODAY = now().date()


def save(organ: Organ, **fields: object) -> Organ:
    return operations.save_organ(organ=organ, fields=fields, by=ACTOR, at=now())


def test_a_renamed_organ_keeps_its_old_name_on_old_days():
    organ = factories.organ("云岫县文化局", opened_on=date(2010, 1, 1))
    on = TODAY - timedelta(days=30)
    operations.rename_organ(organ=organ, name="云岫县文化和旅游局", short_name="县文旅局", on=on, by=ACTOR, at=now())
    organ.refresh_from_db()
    assert organ.name == "云岫县文化和旅游局"
    assert queries.name_on(organ, on - timedelta(days=1)) == "云岫县文化局"
    assert queries.name_on(organ, on) == "云岫县文化和旅游局"
    assert [row.name for row in queries.names(organ)] == ["云岫县文化和旅游局", "云岫县文化局"]
    line = ledger.of_object("organ", organ.pk).last()
    assert line is not None
    assert (line.verb, line.detail["from"], line.detail["to"]) == ("机关更名", "云岫县文化局", "云岫县文化和旅游局")


@pytest.mark.parametrize("days", [1, -100_000])
def test_a_name_begins_neither_in_the_future_nor_before_the_present_one(days: int):
    organ = factories.organ(opened_on=date(2019, 3, 1))
    on = TODAY + timedelta(days=1) if days > 0 else date(2019, 3, 1)
    with pytest.raises(Refusal) as refused:
        operations.rename_organ(organ=organ, name="新名", short_name="新", on=on, by=ACTOR, at=now())
    assert refused.value.field == "on"


def test_a_name_is_changed_by_renaming_only_and_is_borne_once():
    one, other = factories.organ("云岫县水利局"), factories.organ("云岫县林业局")
    with pytest.raises(Refusal, match="更名"):
        save(one, name="云岫县水务局")
    with pytest.raises(Refusal, match="已有名称"):
        operations.rename_organ(organ=one, name=other.name, short_name="林", on=TODAY, by=ACTOR, at=now())
    one.refresh_from_db()
    assert queries.names(one).count() == 1


def test_a_merged_organ_ends_with_its_posts_and_gives_its_name_free():
    into, organ = factories.organ(), factories.organ("云岫县粮食局")
    keeper = factories.person(Role.ADMIN, organ=into)
    clerk = factories.person(Role.DRAFT, Role.FIRST_REVIEW, organ=organ)
    late = Post.objects.create(person=clerk, organ=organ, role="signer", starts_on=TODAY + timedelta(days=9))
    operations.merge_organ(organ=organ, into=into, on=TODAY, by=factories.standing(keeper), at=now())
    organ.refresh_from_db()
    assert (organ.closed_on, organ.merged_into) == (TODAY, into)
    assert factories.standing(clerk).posts == ()
    late.refresh_from_db()
    assert late.ends_on == late.starts_on + timedelta(days=1)
    assert factories.organ("云岫县粮食局").pk != organ.pk
    with pytest.raises(Refusal, match="撤销"):
        operations.rename_organ(organ=organ, name="甲", short_name="甲", on=TODAY, by=ACTOR, at=now())
    with pytest.raises(Refusal, match="撤销"):
        operations.give_post(person=clerk, organ=organ, role=Role.DRAFT, title="", starts_on=TODAY, by=ACTOR, at=now())


def test_an_organ_with_organs_below_it_is_not_merged():
    government, into = factories.organ(), factories.organ()
    factories.organ(government=government)
    with pytest.raises(Refusal, match="下级机关"):
        operations.merge_organ(organ=government, into=into, on=TODAY, by=ACTOR, at=now())


def test_nobody_is_his_own_superior():
    top = factories.organ()
    below = factories.organ(government=top)
    with pytest.raises(Refusal, match="下级"):
        save(top, government=below)
    with pytest.raises(Refusal, match="自己"):
        save(top, vertical_parent=top)


def test_a_county_organ_makes_no_rules_and_three_or_two_review():
    organ = factories.organ()
    with pytest.raises(Refusal, match="立法法"):
        save(organ, makes_rules=True)
    for reviewers in (1, 0, 4):
        with pytest.raises(Refusal, match="2人"):
            save(organ, reviewers=reviewers)
    assert save(organ, reviewers=2).reviewers == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"uscc": "11341702003213047X"}, "uscc"),
        ({"index_pattern": "{code}-{year}"}, "index_pattern"),
        ({"index_pattern": "{serial.__class__}"}, "index_pattern"),
        ({"index_pattern": "{serial:>999999999}"}, "index_pattern"),
        ({"index_pattern": "{serial} {year}"}, "index_pattern"),
        ({"timetable": {"text": "周一 25:00-26:00"}}, "timetable"),
        ({"code": "长" * 21}, "code"),
    ],
)
def test_identifiers_are_checked(fields: dict[str, object], field: str):
    with pytest.raises(Refusal) as refused:
        save(factories.organ(), **fields)
    assert refused.value.field == field


def test_working_hours_are_kept_in_canonical_writing():
    organ = save(factories.organ(), timetable={"text": "08:30-12:00，14:30-17:30"})
    hours = queries.timetable(organ)
    assert hours is not None
    assert organ.timetable["text"].splitlines()[0] == "周一至周五 08:30-12:00,14:30-17:30"


def test_the_second_of_two_windows_is_told_that_it_is_stale():
    organ = factories.organ()
    seen = organ.version
    operations.save_organ(organ=organ, fields={"phone": "1"}, by=ACTOR, at=now(), version=seen)
    with pytest.raises(operations.Stale):
        operations.save_organ(organ=organ, fields={"phone": "2"}, by=ACTOR, at=now(), version=seen)
    organ.refresh_from_db()
    assert organ.phone == "1"


def test_saving_what_is_there_writes_no_line():
    organ = factories.organ()
    before = ledger.head()
    save(organ, phone=organ.phone)
    assert ledger.head() == before


def test_the_supervisor_sees_its_government_and_all_below_and_no_sister_county():
    county = factories.organ("云岫县政府")
    office = factories.organ(government=county, is_supervisor=True)
    bureau = factories.organ(government=county)
    town = factories.organ(government=bureau)
    elsewhere = factories.organ()
    branch = factories.organ(vertical_parent=bureau)
    who = factories.standing(factories.person(Role.SUPERVISOR, organ=office))
    assert queries.supervised(who) == {county.pk, office.pk, bureau.pk, town.pk, branch.pk}
    assert elsewhere.pk not in queries.supervised(who)
    ordinary = factories.standing(factories.person(Role.SUPERVISOR, organ=bureau))
    assert queries.supervised(ordinary) == frozenset()  # the bureau is not a 主管部门


def test_the_tree_is_read_in_one_query(django_assert_num_queries):
    county = factories.organ("云岫县政府")
    for _ in range(6):
        organ = factories.organ(government=county)
        factories.person(Role.DRAFT, organ=organ)
    with django_assert_num_queries(1):
        branches = queries.tree(TODAY)
        assert [(b.organ.government_id, b.depth, b.people) for b in branches] == [
            (None, 0, 0),
            *[(county.pk, 1, 1)] * 6,
        ]


def test_an_organ_whose_government_is_gone_still_stands_in_the_tree():
    top, into = factories.organ(), factories.organ()
    child = factories.organ(government=top)
    save(child, government=None)
    factories.person(Role.ADMIN, organ=into)
    operations.merge_organ(organ=top, into=into, on=TODAY, by=ACTOR, at=now())
    assert {b.organ.pk for b in queries.tree(TODAY)} == {into.pk, child.pk}
    assert top.pk in {b.organ.pk for b in queries.tree(TODAY, closed=True)}


def test_only_the_administrator_changes_organs():
    organ = factories.organ()
    head = factories.standing(factories.person(Role.FOI_HEAD, Role.SIGNER, organ=organ))
    with pytest.raises(Refusal, match="系统管理员"):
        operations.save_organ(organ=organ, fields={"phone": "1"}, by=head, at=now())


def test_who_reviews_follows_from_the_facts_or_is_refused():
    county = factories.organ(nature="government")
    bureau = factories.organ(government=county)
    for path in ("vertical", "justice"):
        with pytest.raises(Refusal, match="全称") as refused:
            save(bureau, review_path=path)
        assert refused.value.field == "higher"
        with pytest.raises(Refusal, match="第二十四条"):
            save(county, review_path=path, higher="云州市税务局")
    with pytest.raises(Refusal, match="派出机构"):
        save(bureau, review_path="district", higher="云州市人民政府", seat=county)
    branch = factories.organ(nature="dispatched", government=county)
    with pytest.raises(Refusal, match="所在地"):
        save(branch, review_path="district", higher="云州市人民政府")
    with pytest.raises(Refusal, match="人民政府全称"):
        save(branch, review_path="district", seat=county)
    kept = save(branch, review_path="district", higher="云州市人民政府", seat=county)
    assert (kept.review_path, kept.seat, kept.higher) == ("district", county, "云州市人民政府")
    assert save(bureau, review_path="justice", higher="云州市司法局").review_path == "justice"
