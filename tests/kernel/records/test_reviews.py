"""三审: three different people who did not write it; what they may do, in which state, and what is refused."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.kernel.notices.models import Notice
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.models import Organ, Post
from gongkai.kernel.organizations.queries import Actor, Role
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Record, Step
from gongkai.kernel.records.queries import review
from gongkai.kernel.records.terms import Gate, State
from gongkai.kernel.records.workflow import PASSES, THREE, TWO
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workflow import Event, advance
from gongkai.kernel.workflow.drawings import matrix
from gongkai.kernel.workflow.steps import open_from, opening, situation
from tests import factories
from tests.kernel.records import helpers

#: Who makes a move when it may be made at all.
HANDS = {
    "submit": "drafter", "submit_not_open": "drafter", "agree_not_open": "head", "checked": "officer",
    "first_pass": "first", "second_pass": "second", "final_pass": "final", "return": "head", "recall": "drafter",
    "abandon": "drafter",
}  # fmt: skip
STATES = [s for s in State if s not in {State.WAITING, State.KEPT, State.FOI_OPINION}]


@pytest.fixture
def people(db) -> factories.Staff:
    made = factories.staff()
    made.at = helpers.MORNING
    return made


def test_three_different_people_let_a_document_pass_and_the_last_one_publishes_it(people) -> None:
    record = factories.published(people, at=people.at)
    steps = list(Step.objects.filter(record=record).order_by("pk"))
    assert [step.move for step in steps] == ["submit", "checked", "first_pass", "second_pass", "final_pass", "publish"]
    judges = [step.person for step in steps if step.move in PASSES]
    assert judges == [people.first, people.second, people.final]
    assert people.drafter not in judges


@pytest.mark.parametrize(
    ("table", "state"),
    [(table, state) for table in (THREE, TWO) for state in STATES if table is THREE or state != State.SECOND_REVIEW],
)
def test_a_move_that_the_table_does_not_know_here_is_refused_and_changes_nothing(people, table, state) -> None:
    if table is TWO:
        Organ.objects.filter(pk=people.organ.pk).update(reviewers=2)
        people.organ.refresh_from_db()
    revision = factories.draft(people, at=people.at)
    if state == State.ABANDONED:
        revision = helpers.step(people, revision, "abandon", "drafter")
    else:
        revision = factories.carry(people, revision, state, people.at)
    allowed = {code for (where, code), target in matrix(table).items() if where == state and target is not None}
    for code, who in HANDS.items():
        if code in allowed or code == "submit_not_open":
            continue
        with pytest.raises(Refusal):
            helpers.step(people, revision, code, who, comment="意见")
        assert helpers.refresh(revision).state == state
    before = helpers.refresh(revision).version
    for code in ("publish", "keep", "no_such_move"):
        with pytest.raises(Refusal):
            helpers.step(people, revision, code, "final")
    assert helpers.refresh(revision).version == before


@pytest.mark.parametrize("code", PASSES)
def test_each_review_belongs_to_its_role(people, code) -> None:
    state = {"first_pass": "first_review", "second_pass": "second_review", "final_pass": "final_review"}[code]
    revision = factories.draft(people, state=State(state), at=people.at)
    for who in {"drafter", "officer", "head", "first", "second", "final", "signer"} - {HANDS[code]}:
        with pytest.raises(Refusal):
            helpers.step(people, revision, code, who)
    assert helpers.step(people, revision, code, HANDS[code]).state != state


def test_one_person_with_all_roles_judges_once(people) -> None:
    everything = factories.person(Role.FIRST_REVIEW, Role.SECOND_REVIEW, Role.FINAL_REVIEW, organ=people.organ)
    people.first = people.second = people.final = everything
    revision = factories.draft(people, state=State.FIRST_REVIEW, at=people.at)
    revision = helpers.step(people, revision, "first_pass", "first")
    with pytest.raises(Refusal, match="三审须由不同的人完成"):
        helpers.step(people, revision, "second_pass", "second")


def test_whoever_changed_the_text_counts_as_author_and_cannot_review(people) -> None:
    clerk = factories.person(Role.DRAFT, Role.FIRST_REVIEW, organ=people.organ)
    revision = factories.draft(people, at=people.at)
    revision = verbs.save(
        revision_id=revision.pk, fields={"title": "改过的标题"}, version=revision.version,
        by=factories.standing(clerk, people.at), at=people.at,
    )  # fmt: skip
    revision = factories.carry(people, helpers.refresh(revision), State.FIRST_REVIEW, people.at)
    people.first = clerk
    with pytest.raises(Refusal, match="您参与了这份文稿的起草或修改"):
        helpers.step(people, revision, "first_pass", "first")
    assert revision not in review.for_me(people.of("first"))
    assert "first_pass" not in {m.code for m in review.open_moves(revision, people.of("first"))}


def test_a_small_organ_may_be_set_to_two_reviewers(db) -> None:
    people = factories.staff(reviewers=2)
    revision = factories.draft(people, state=State.FIRST_REVIEW, at=people.at)
    revision = helpers.step(people, revision, "first_pass", "first")
    assert revision.state == State.FINAL_REVIEW
    people.final = people.first
    Post.objects.create(person=people.first, organ=people.organ, role=Role.FINAL_REVIEW, starts_on=date(2020, 1, 1))
    with pytest.raises(Refusal, match="不同的人"):
        helpers.step(people, revision, "final_pass", "final")


@pytest.mark.parametrize("reviewers", [0, 1, 4, -1])
def test_no_setting_lets_fewer_than_two_others_see_it(people, reviewers) -> None:
    with pytest.raises(Refusal, match="不能少于2人"):
        organizing.save_organ(
            fields={"reviewers": reviewers}, by=Actor.system("测试"), at=people.at, organ=people.organ
        )
    with pytest.raises(IntegrityError), transaction.atomic():  # nor does the database
        Organ.objects.filter(pk=people.organ.pk).update(reviewers=abs(reviewers))


def test_a_change_of_the_setting_in_the_middle_lets_nobody_slip(people) -> None:
    revision = factories.draft(people, state=State.SECOND_REVIEW, at=people.at)
    Organ.objects.filter(pk=people.organ.pk).update(reviewers=2)
    revision = helpers.step(people, helpers.refresh(revision), "second_pass", "second")
    assert revision.state == State.FINAL_REVIEW
    revision = factories.carry(people, revision, State.PUBLISHED, people.at)
    assert len({s.person_id for s in revision.steps.filter(move__in=PASSES)}) == 3


@pytest.mark.parametrize("gate", list(Gate))
def test_a_gate_that_is_not_ticked_stops_the_document_and_is_named(people, gate) -> None:
    revision = factories.draft(people, state=State.FIRST_REVIEW, at=people.at)
    with pytest.raises(Refusal, match=f"五关须逐项确认，未确认：{gate.label}"):
        helpers.step(people, revision, "first_pass", "first", ticks=[g.value for g in Gate if g is not gate])


def test_each_review_keeps_name_post_time_gates_and_text(people) -> None:
    revision = factories.draft(people, state=State.SECOND_REVIEW, at=people.at)
    step = Step.objects.get(revision=revision, move="first_pass")
    assert (step.actor_name, step.actor_post, step.at, step.ticks) == (
        "邱若琳",
        "科员",
        people.at,
        list(factories.GATES),
    )


@pytest.mark.parametrize("state", [State.DISCLOSURE_CHECK, State.FIRST_REVIEW, State.SECOND_REVIEW, State.FINAL_REVIEW])
def test_a_return_needs_a_comment_and_tells_the_author(people, state) -> None:
    who = {"disclosure_check": "officer", "first_review": "first", "second_review": "second", "final_review": "final"}
    revision = factories.draft(people, state=state, at=people.at)
    with pytest.raises(Refusal):
        helpers.step(people, revision, "return", who[state])
    revision = helpers.step(people, revision, "return", who[state], comment="请核对人口数")
    assert revision.state == State.DRAFTING
    assert Notice.objects.filter(person=people.drafter, text__contains="请核对人口数").exists()


@pytest.mark.parametrize("who", ["first", "final"])
def test_only_whose_turn_it_is_or_the_foi_office_may_return(people, who) -> None:
    revision = factories.draft(people, state=State.SECOND_REVIEW, at=people.at)
    with pytest.raises(Refusal):
        helpers.step(people, revision, "return", who, comment="意见")
    assert helpers.step(people, revision, "return", "officer", comment="意见").state == State.DRAFTING


def test_a_change_after_approval_starts_the_review_again(people) -> None:
    later = people.at + timedelta(days=1)
    revision = factories.draft(people, state=State.WAITING, at=people.at, publish_at=later)
    with pytest.raises(Refusal, match="请先“撤回修改”"):
        verbs.save(
            revision_id=revision.pk, fields={"title": "新"}, version=revision.version, by=people.of("drafter"),
            at=people.at,
        )  # fmt: skip
    revision = helpers.step(people, revision, "recall", "drafter")
    assert review.passed_by(revision) == set()
    revision = verbs.save(
        revision_id=revision.pk, fields={"title": "改后的标题"}, version=revision.version, by=people.of("drafter"),
        at=people.at,
    )  # fmt: skip
    revision = factories.carry(people, helpers.refresh(revision), State.FIRST_REVIEW, people.at)
    assert review.last_sent(revision) is None or review.last_sent(revision).title != revision.title
    revision = factories.carry(people, revision, State.WAITING, people.at)
    assert [s.move for s in review.round_steps(revision)][-3:] == ["first_pass", "second_pass", "final_pass"]


def test_differences_to_what_was_sent_before_are_shown(people) -> None:
    revision = factories.draft(people, at=people.at, returned="请核对")
    revision = verbs.save(
        revision_id=revision.pk, fields={"body": factories.BODY.replace("36200", "36500")}, version=revision.version,
        by=people.of("drafter"), at=people.at,
    )  # fmt: skip
    revision = helpers.refresh(revision)
    fields, text = review.changes(review.last_sent(revision), revision)
    assert fields == []
    assert "36500" in str(text)


def test_a_role_counts_from_its_first_day_until_the_day_it_ends(people) -> None:
    at = people.at
    Post.objects.filter(person=people.first).update(starts_on=at.date() + timedelta(days=1))
    revision = factories.draft(people, state=State.FIRST_REVIEW, at=at)
    with pytest.raises(Refusal, match="岗位"):
        helpers.step(people, revision, "first_pass", "first")
    Post.objects.filter(person=people.first).update(starts_on=date(2020, 1, 1), ends_on=at.date())
    with pytest.raises(Refusal, match="岗位"):
        helpers.step(people, revision, "first_pass", "first")
    Post.objects.filter(person=people.first).update(ends_on=at.date() + timedelta(days=1))
    assert helpers.step(people, revision, "first_pass", "first").state == State.SECOND_REVIEW


def test_a_role_in_another_organ_counts_for_nothing(people) -> None:
    stranger = factories.staff()
    revision = factories.draft(people, state=State.FIRST_REVIEW, at=people.at)
    people.first = stranger.first
    with pytest.raises(Refusal, match="岗位"):
        helpers.step(people, revision, "first_pass", "first")
    assert not review.may_read(revision, factories.standing(stranger.first))


def test_a_form_made_from_an_older_version_is_refused_and_nothing_is_lost(people) -> None:
    revision = factories.draft(people, at=people.at)
    old = revision.version
    verbs.save(revision_id=revision.pk, fields={"title": "甲"}, version=old, by=people.of("drafter"), at=people.at)
    with pytest.raises(verbs.StaleEdit) as stale:
        verbs.save(revision_id=revision.pk, fields={"title": "乙"}, version=old, by=people.of("drafter"), at=people.at)
    assert stale.value.revision.title == "甲"
    assert "没有丢失" in stale.value.message
    with pytest.raises(verbs.StaleEdit):
        helpers.step(people, revision, "submit", "drafter")


def test_a_double_submit_is_one_submit(people) -> None:
    revision = factories.draft(people, at=people.at)
    helpers.step(people, revision, "submit", "drafter")
    with pytest.raises(Refusal):
        helpers.step(people, revision, "submit", "drafter")
    assert revision.steps.count() == 1


def test_a_step_cannot_be_dated_before_the_last_one(people) -> None:
    revision = factories.draft(people, state=State.FIRST_REVIEW, at=people.at)
    with pytest.raises(Refusal, match="早于上一步"):
        helpers.step(people, revision, "first_pass", "first", at=people.at - timedelta(hours=1))


def test_the_urgent_lane_has_the_same_people_and_lists_every_use_for_the_leader(people) -> None:
    revision = factories.draft(people, at=people.at, urgent_reason="防汛四级响应")
    factories.carry(people, revision, State.PUBLISHED, people.at)
    assert Notice.objects.filter(person=people.first, text__startswith="【加急】").exists()
    uses = review.urgent_uses(people.of("signer"))
    assert {use.move for use in uses} == set(PASSES)
    assert {use.person for use in uses} == {people.first, people.second, people.final}
    assert list(review.urgent_uses(people.of("drafter"))) == []


def test_every_arrival_tells_the_people_whose_turn_it_is(people) -> None:
    factories.draft(people, state=State.SECOND_REVIEW, at=people.at)
    told = set(Notice.objects.values_list("person__name", flat=True))
    assert told == {"何彬华", "邱若琳", "周敬之"}


def test_the_buttons_are_the_moves_that_are_not_refused(people) -> None:
    revision = factories.draft(people, state=State.FIRST_REVIEW, at=people.at)
    wanted = {
        "drafter": {"recall"}, "officer": {"recall", "return"}, "head": {"return"}, "first": {"first_pass", "return"},
        "second": set(), "final": set(), "signer": set(),
    }  # fmt: skip
    found = {who: {m.code for m in review.open_moves(revision, people.of(who))} for who in wanted}
    assert found == wanted


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_is_refused() -> None:
    people = factories.staff()
    other = factories.person(Role.FINAL_REVIEW, organ=people.organ, name="另一终审")
    revision = factories.draft(people, state=State.FINAL_REVIEW, at=people.at)
    standings = [people.of("final"), factories.standing(other)]
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def pass_it(by) -> None:
        try:
            gate.wait(10)
            verbs.move(
                revision_id=revision.pk, code="final_pass", by=by, at=people.at, version=revision.version,
                ticks=factories.GATES,
            )  # fmt: skip
            outcomes.append("passed")
        except Refusal:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=pass_it, args=(by,)) for by in standings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["passed", "refused"]
    assert Step.objects.filter(revision=revision, move="final_pass").count() == 1
    assert Record.objects.get(pk=revision.record_id).status == "published"


@settings(max_examples=80, deadline=None)
@given(choices=st.lists(st.integers(0, 50), min_size=5, max_size=40), reviewers=st.sampled_from([2, 3]))
def test_whatever_happens_nothing_is_published_without_its_check_and_every_review_of_the_last_round(
    choices, reviewers
) -> None:
    table = {2: TWO, 3: THREE}[reviewers]
    here, events, made = opening(table), [], []
    for place, choice in enumerate(choices):
        moves = open_from(table, here)
        if not moves:
            break
        move = moves[choice % len(moves)]
        data = {"comment": "意见", "checks": ["x"], "gates": ["x"]}
        events.append(Event(move.code, helpers.MORNING + timedelta(minutes=place), "某人", data))
        here = advance(table, here, events[-1])
        made = [] if move.code in {"return", "recall"} else [*made, move.code]
    if here.state in {State.WAITING, State.PUBLISHED, State.KEPT}:
        wanted = ["checked", "first_pass", *(["second_pass"] if reviewers == 3 else []), "final_pass"]
        assert [code for code in made if code in wanted] == wanted
    assert situation(table, events) == here
