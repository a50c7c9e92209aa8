"""Colleagues: whose hands, notes with mentions, watchers, presence, phrases, links, cases together, views, bulk."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.apps import apps

from gongkai.kernel.casework import operations as verbs
from gongkai.kernel.casework import queries
from gongkai.kernel.casework.models import Assignment, SavedView
from gongkai.kernel.casework.terms import LinkKind
from gongkai.kernel.notices.queries import inbox, unread
from gongkai.kernel.organizations.models import Post
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal
from tests import factories
from tests.kernel.casework.helpers import day, handled, office, opened, received

pytestmark = pytest.mark.django_db
MONDAY = day("2026-03-02")


def test_a_case_goes_from_hand_to_hand_and_each_is_told():
    place = office()
    case = received(place, MONDAY)
    other = factories.person(Role.FOI_OFFICER, organ=place.organ, name="冯小满")
    case = verbs.assign(case_id=case.pk, person_id=other.pk, by=place.of("head", MONDAY), at=MONDAY, reason="熟悉水务")
    assert case.handler == other
    assert unread(other) == 1
    hands = list(Assignment.objects.filter(case=case).order_by("pk"))
    assert [(h.person_id, h.ended_at) for h in hands] == [(place.officer.pk, MONDAY), (other.pk, None)]


def test_a_case_is_not_given_to_somebody_without_a_post_there():
    place, elsewhere = office(), office()
    case = received(place, MONDAY)
    drafter = factories.person(Role.DRAFT, organ=place.organ)
    for stranger in (elsewhere.officer, drafter):
        with pytest.raises(Refusal, match="没有办理岗位"):
            verbs.assign(case_id=case.pk, person_id=stranger.pk, by=place.of("head", MONDAY), at=MONDAY)


def test_of_several_officers_the_head_distributes():
    place = office()
    factories.person(Role.FOI_OFFICER, organ=place.organ)
    assert opened(place, MONDAY).handler == place.head


def test_a_note_tells_whom_it_names_and_who_watches():
    place = office()
    case = received(place, MONDAY)
    namesake = factories.person(Role.LEGAL, organ=place.organ, name="方明德二")
    verbs.watch(case_id=case.pk, by=place.of("legal", MONDAY), at=MONDAY)
    before = {p.pk: unread(p) for p in (place.head, namesake, place.legal, place.officer)}
    verbs.note(case_id=case.pk, text="请＠方明德 看一下,@没有此人", by=place.of("officer", MONDAY), at=MONDAY)
    assert unread(place.head) == before[place.head.pk] + 1
    assert unread(place.legal) == before[place.legal.pk] + 1
    assert unread(namesake) == 0
    assert unread(place.officer) == before[place.officer.pk]
    verbs.note(case_id=case.pk, text="@方明德二", by=place.of("officer", MONDAY), at=MONDAY)
    assert unread(namesake) == 1
    assert unread(place.head) == before[place.head.pk] + 1


@pytest.mark.parametrize("text", ["", " \n ", "\u0000", "水" * 2001])
def test_an_empty_or_endless_note_is_refused(text):
    place = office()
    case = received(place, MONDAY)
    with pytest.raises(Refusal):
        verbs.note(case_id=case.pk, text=text, by=place.of("officer", MONDAY), at=MONDAY)


def test_who_watches_hears_of_moves_until_no_longer():
    place = office()
    case = received(place, MONDAY)
    verbs.watch(case_id=case.pk, by=place.of("legal", MONDAY), at=MONDAY)
    verbs.watch(case_id=case.pk, by=place.of("legal", MONDAY), at=MONDAY)
    place.move(case, "accept", "officer", MONDAY)
    assert "受理" in inbox(place.legal)[0].text
    verbs.unwatch(case_id=case.pk, by=place.of("legal", MONDAY))
    place.move(case, "ask", "officer", MONDAY, data={"what": "时间"})
    assert unread(place.legal) == 1


def test_a_colleague_who_has_it_open_is_seen_and_later_not():
    place = office()
    case = received(place, MONDAY)
    verbs.seen(case, by=place.of("officer", MONDAY), at=MONDAY)
    verbs.seen(case, by=place.of("head", MONDAY), at=MONDAY)
    assert queries.around(case, MONDAY, without=place.head).present == (place.officer,)
    later = MONDAY + timedelta(minutes=3)
    verbs.seen(case, by=place.of("head", MONDAY), at=later)
    assert queries.around(case, later).present == (place.head,)


def test_phrases_are_filled_with_the_facts_of_the_case():
    place = office()
    case = received(place, MONDAY)
    text = "{申请人}于{收到日期}提出的申请({编号})由{承办机关}{承办人}办理,{到期日}前答复。"
    row = verbs.save_phrase(organ_id=place.organ.pk, title="受理", text=text, by=place.of("officer", MONDAY), at=MONDAY)
    assert queries.phrases(place.organ.pk) == [row]
    filled = queries.fill(row.text, case, MONDAY)
    assert filled == f"韦*于2026年3月2日提出的申请({case.number})由{place.organ.name}何彬华办理,2026年3月11日前答复。"
    verbs.retire_phrase(phrase_id=row.pk, by=place.of("officer", MONDAY), at=MONDAY)
    assert queries.phrases(place.organ.pk) == []


def test_a_phrase_with_an_unknown_field_is_refused():
    place = office()
    with pytest.raises(Refusal, match=r"没有“\{申请目的\}”这个字段"):
        verbs.save_phrase(
            organ_id=place.organ.pk, title="受理", text="{申请目的}", by=place.of("officer", MONDAY), at=MONDAY
        )


def test_cases_together_keep_their_own_clocks_and_have_one_owner():
    place = office()
    first, second = received(place, MONDAY), received(place, day("2026-03-04"))
    other = factories.person(Role.FOI_OFFICER, organ=place.organ)
    by = place.of("head", MONDAY)
    verbs.assign(case_id=first.pk, person_id=other.pk, by=by, at=MONDAY)
    merged = verbs.merge(case_id=second.pk, into_id=first.pk, by=by, at=day("2026-03-05"))
    assert merged.handler == other
    assert merged.due_at == second.due_at
    assert [(row.kind, other.pk) for row, other in queries.links(first)] == [(LinkKind.MERGED, second.pk)]
    with pytest.raises(Refusal, match="已经并案"):
        verbs.merge(case_id=second.pk, into_id=first.pk, by=by, at=day("2026-03-05"))
    with pytest.raises(Refusal, match=r"其他办件并入此件|已经并案"):
        verbs.merge(case_id=first.pk, into_id=second.pk, by=by, at=day("2026-03-05"))
    place.move(merged, "accept", "head", day("2026-03-06"))
    assert verbs.unmerge(case_id=second.pk, by=by, at=day("2026-03-06")).merged_into is None
    assert queries.links(first) == []


def test_links_are_seen_from_both_sides():
    place = office()
    first, second = received(place, MONDAY), received(place, MONDAY)
    by = place.of("officer", MONDAY)
    row = verbs.link(source_id=second.pk, target_id=first.pk, kind=LinkKind.EARLIER, by=by, at=MONDAY)
    assert [(one, other.pk) for one, other in queries.links(first)] == [(row, second.pk)]
    with pytest.raises(Refusal, match="已经关联"):
        verbs.link(source_id=second.pk, target_id=first.pk, kind=LinkKind.EARLIER, by=by, at=MONDAY)
    with pytest.raises(Refusal, match="自身"):
        verbs.link(source_id=first.pk, target_id=first.pk, kind=LinkKind.RELATED, by=by, at=MONDAY)
    verbs.unlink(link_id=row.pk, by=by, at=MONDAY)
    assert queries.links(first) == []


def test_a_case_is_given_to_those_who_can_make_its_moves_and_to_nobody_else():
    place = office()
    case = received(place, MONDAY)
    on = MONDAY.date()
    assert {p.pk for p in queries.handlers(case, on)} == {place.officer.pk, place.head.pk}
    for who in (place.signer, place.legal):
        with pytest.raises(Refusal, match="没有办理岗位"):
            verbs.assign(case_id=case.pk, person_id=who.pk, by=place.of("head", MONDAY), at=MONDAY)


def test_what_a_handler_leaves_behind_is_counted_listed_and_the_head_is_told_every_day_until_it_is_given_on():
    place, elsewhere = office(), office()
    case, closed = received(place, MONDAY), received(place, MONDAY)
    other = received(elsewhere, MONDAY)
    place.move(closed, "withdraw", "officer", MONDAY, data={"outcome": "withdrawn"})
    tuesday = day("2026-03-03")

    def found(who: str) -> list[int]:
        by = place.of(who, tuesday)
        assert (
            queries.counts(by, tuesday)["nobody"].count
            == queries.queue(by, tuesday, filters={"handler": "none"}).count()
        )
        return [one.pk for one in queries.queue(by, tuesday, filters={"handler": "none"})]

    assert found("head") == []
    Post.objects.filter(person=place.officer).update(ends_on=tuesday.date())
    # A post like it elsewhere makes no hands here.
    Post.objects.create(person=place.officer, organ=elsewhere.organ, role=Role.FOI_OFFICER, starts_on=tuesday.date())
    assert found("head") == [case.pk]
    for _ in range(2):
        verbs.remind(at=tuesday)
    (told,) = [one for one in inbox(place.head) if "已不在岗" in one.text]
    assert told.text.startswith("何彬华已不在岗，名下1件")
    assert not [one for one in inbox(elsewhere.head) if "已不在岗" in one.text]
    verbs.remind(at=day("2026-03-04"))
    assert len([one for one in inbox(place.head) if "已不在岗" in one.text]) == 2
    verbs.assign(case_id=case.pk, person_id=place.head.pk, by=place.of("head", tuesday), at=tuesday)
    assert found("head") == []
    verbs.remind(at=day("2026-03-05"))
    assert len([one for one in inbox(place.head) if "已不在岗" in one.text]) == 2
    assert other.handler == elsewhere.officer


def test_views_keep_only_what_the_queue_understands():
    place = office()
    by = place.of("officer", MONDAY)
    view = verbs.save_view(by=by, title="红灯", query="?light=red&handler=me&next=//evil&light=red")
    assert view.query == "light=red&handler=me&light=red"
    verbs.save_view(by=by, title="红灯", query="light=amber")
    assert [v.query for v in queries.saved_views(place.officer)] == ["light=amber"]
    verbs.drop_view(view_id=view.pk, by=place.of("head", MONDAY))
    assert queries.saved_views(place.officer)
    verbs.drop_view(view_id=view.pk, by=by)
    assert not queries.saved_views(place.officer)


def test_a_view_keeps_no_word_that_was_searched_and_former_views_forget_theirs():
    place = office()
    by = place.of("officer", MONDAY)
    view = verbs.save_view(by=by, title="查过的", query="q=33052119700101001X&section=all")
    assert view.query == "section=all"
    with pytest.raises(Refusal, match="不予保存"):
        verbs.save_view(by=by, title="只有姓名", query="q=%E9%9F%A6%E7%A7%8B%E5%AE%9E")
    SavedView.objects.update(query="q=33052119700101001X&light=red")
    importlib.import_module("gongkai.kernel.casework.migrations.0004_views_without_searches").forget(apps, None)
    assert [one.query for one in queries.saved_views(place.officer)] == ["light=red"]


def test_a_notice_of_a_note_shows_no_number_of_a_person():
    place = office()
    case = handled(place, MONDAY)
    verbs.note(case_id=case.pk, text="@方明德 电话13800138000，请回复", by=place.of("officer", MONDAY), at=MONDAY)
    told = inbox(place.head)[0].text
    assert "138******00" in told
    assert any("13800138000" in line.text for line in queries.timeline(case)), (
        "on the page of the case it stands as it was written"
    )


def test_a_bulk_says_of_each_case_what_became_of_it():
    place = office()
    fresh, done = received(place, MONDAY), handled(place, MONDAY)
    results = verbs.bulk(
        case_ids=[done.pk, fresh.pk, fresh.pk], code="accept", by=place.of("officer", MONDAY), at=MONDAY
    )
    assert [(r.case_id, r.done) for r in results] == [(done.pk, False), (fresh.pk, True)]
    assert "不能“受理”" in results[0].message
    with pytest.raises(Refusal, match="先选择"):
        verbs.bulk(case_ids=[], code="accept", by=place.of("officer", MONDAY), at=MONDAY)


def test_a_bulk_with_a_case_of_another_office_does_nothing_at_all():
    place, other = office(), office()
    mine, theirs = received(place, MONDAY), received(other, MONDAY)
    with pytest.raises(verbs.NotAllowed):
        verbs.bulk(case_ids=[mine.pk, theirs.pk], code="accept", by=place.of("officer", MONDAY), at=MONDAY)
    assert queries.situation(mine).state == "registered"


def test_the_timeline_holds_everything_in_the_order_of_entry():
    place = office()
    case = received(place, MONDAY)
    verbs.note(case_id=case.pk, text="先核对", by=place.of("officer", MONDAY), at=MONDAY + timedelta(hours=1))
    verbs.add_paper(
        case_id=case.pk, kind="attachment", direction="in", title="申请表", by=place.of("officer", MONDAY),
        at=MONDAY + timedelta(hours=2),
    )  # fmt: skip
    place.move(case, "accept", "officer", MONDAY + timedelta(days=1), comment="材料齐全")
    lines = queries.timeline(case)
    assert [line.label for line in lines] == ["登记收到", "分办", "备注", "收到", "受理"]
    assert [line.label for line in queries.timeline(case, access=queries.Access.OVERSEE)] == ["登记收到", "受理"]
    assert all(not line.text for line in queries.timeline(case, access=queries.Access.OVERSEE))
