"""Only what the table allows can happen, and a refusal says in Chinese which move, in which state, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workflow import (
    DatedBackwards,
    Event,
    MoveRefused,
    NotFromHere,
    NotYourRole,
    OnlyOnce,
    SomethingMissing,
    TermNotAllowed,
    UnknownMove,
    Workflow,
    matrix,
    moves_open,
    path_to,
    situation,
    step,
)

from .sample import REQUEST, TICKET, at, happened

ACCEPTED = happened(("accept", "2026-03-02"))


def event(move: str, when: str = "2026-03-03", **data: object) -> Event:
    return Event(move, at(when), by="李经办", data=data)


@pytest.mark.parametrize("workflow", [REQUEST, TICKET], ids=lambda workflow: workflow.code)
def test_every_pair_of_state_and_move_does_what_the_matrix_says(workflow: Workflow):
    table = matrix(workflow)
    assert len(table) == len(workflow.states) * len(workflow.moves)
    for (state, move), target in table.items():
        history = [Event(m.code, at("2026-03-02"), data={"reason": "内容不明确"}) for m in path_to(workflow, state)]
        made = Event(move, at("2026-03-03"), data={"reason": "内容不明确"})
        if target is None:
            with pytest.raises(NotFromHere) as refused:
                step(workflow, history, made)
            assert workflow.state(state).label in refused.value.message
            assert workflow.move(move).label in refused.value.message
        else:
            assert step(workflow, history, made).state == target


def test_a_refusal_names_the_move_the_state_and_what_is_possible():
    with pytest.raises(NotFromHere) as refused:
        step(REQUEST, [], event("reply"))
    assert refused.value.message == "当前状态为“待登记”，不能“答复”。现在可以：“登记”。"
    assert (refused.value.move, refused.value.state) == ("reply", "filed")
    assert isinstance(refused.value, Refusal)


def test_after_the_end_nothing_more_can_be_done():
    done = happened(("accept", "2026-03-02"), ("reply", "2026-03-03"))
    assert moves_open(REQUEST, done) == ()
    with pytest.raises(NotFromHere, match="已经办结"):
        step(REQUEST, done, event("extend", "2026-03-04"))


def test_a_move_that_the_table_does_not_know_is_refused():
    with pytest.raises(UnknownMove, match="没有“explode”这一操作"):
        step(REQUEST, ACCEPTED, event("explode"))


def test_a_second_notice_to_amend_is_refused():  # 条例30: 一次性告知
    amended = [*ACCEPTED, event("ask", reason="内容不明确"), event("amend")]
    with pytest.raises(OnlyOnce, match="“告知补正”只能办理一次"):
        step(REQUEST, amended, event("ask", reason="仍不明确"))
    assert "ask" not in [move.code for move in moves_open(REQUEST, amended)]


@pytest.mark.parametrize("given", [{}, {"reason": None}, {"reason": ""}, {"reason": "  "}, {"reason": []}])
def test_what_a_move_needs_must_be_given(given: dict[str, object]):
    with pytest.raises(SomethingMissing, match="须填写理由") as refused:
        step(REQUEST, ACCEPTED, event("ask", **given))
    assert refused.value.field == "reason"


def test_a_zero_is_something_that_was_given():
    assert step(REQUEST, ACCEPTED, event("ask", reason=0)).state == "amending"


def test_an_earlier_event_is_refused_and_the_same_moment_is_not():
    with pytest.raises(DatedBackwards, match=r"2026年3月1日 09:00.*早于.*2026年3月2日 09:00"):
        step(REQUEST, ACCEPTED, event("reply", "2026-03-01"))
    assert step(REQUEST, ACCEPTED, event("reply", "2026-03-02")).state == "answered"


def test_the_order_of_events_does_not_depend_on_their_time_zone():
    first = Event("accept", datetime(2026, 3, 2, 0, 30, tzinfo=UTC))  # 08:30 in China
    assert step(REQUEST, [first], Event("reply", at("2026-03-02 08:30"))).state == "answered"
    with pytest.raises(DatedBackwards):
        step(REQUEST, [first], Event("reply", at("2026-03-02 08:29")))


def test_an_event_without_time_zone_cannot_be_made():
    with pytest.raises(ValueError, match="no time zone"):
        Event("accept", datetime(2026, 3, 2))  # noqa: DTZ001


def test_only_the_role_named_by_the_table_may_make_the_move():
    with pytest.raises(NotYourRole, match="延期答复"):
        step(REQUEST, ACCEPTED, event("extend"), roles={"clerk"})
    assert step(REQUEST, ACCEPTED, event("extend"), roles={"clerk", "head"}).state == "handling"


def test_the_buttons_of_a_person_are_the_moves_open_to_the_roles_primary_first():
    assert [move.code for move in moves_open(REQUEST, ACCEPTED)] == ["reply", "ask", "consult", "extend", "redo"]
    assert "extend" not in [move.code for move in moves_open(REQUEST, ACCEPTED, {"clerk"})]
    assert "extend" in [move.code for move in moves_open(REQUEST, ACCEPTED, {"head"})]
    waiting = [*ACCEPTED, event("ask", reason="内容不明确")]
    assert [move.code for move in moves_open(REQUEST, waiting)] == ["amend", "lapse"]  # the dangerous one comes last


def test_every_move_shown_can_be_made():
    for history in (ACCEPTED, [*ACCEPTED, event("consult")], [*ACCEPTED, event("extend")]):
        for move in moves_open(REQUEST, history):
            step(REQUEST, history, event(move.code, "2026-03-09", reason="内容不明确"))


@pytest.mark.parametrize("by", [0, -1, 21, 10**9, "5", 2.5, True, None])
def test_an_extension_is_a_whole_number_up_to_the_limit(by: object):  # 条例33: 最长不得超过20个工作日
    with pytest.raises(TermNotAllowed, match="须是 1 到 20 个工作日的整数") as refused:
        step(REQUEST, ACCEPTED, event("extend", extend_by=by))
    assert refused.value.field == "extend_by"


def test_a_term_may_be_given_only_to_a_clock_that_allows_it_and_is_started():
    asked = step(REQUEST, ACCEPTED, event("ask", reason="内容不明确", terms={"amendment": 15}))
    assert asked.runs["amendment"].term == 15
    for terms in ({"amendment": 0}, {"amendment": "15"}, {"amendment": True}, {"answer": 15}, {"nothing": 3}, [15]):
        with pytest.raises(TermNotAllowed):
            step(REQUEST, ACCEPTED, event("ask", reason="内容不明确", terms=terms))
    with pytest.raises(TermNotAllowed):  # its own term is fixed by law
        step(REQUEST, [], event("accept", terms={"answer": 30}))


def test_the_past_cannot_be_changed_through_the_data_given():
    data = {"reason": "内容不明确"}
    made = Event("ask", at("2026-03-03"), data=data)
    data["reason"] = ""
    assert situation(REQUEST, [*ACCEPTED, made]).state == "amending"
    with pytest.raises(TypeError):
        made.data["reason"] = ""  # type: ignore[index]


def test_the_situation_knows_since_when_it_lasts():
    history = [*ACCEPTED, event("extend", "2026-03-05"), event("consult", "2026-03-09")]
    here = situation(REQUEST, history)
    assert (here.state, here.since) == ("consulting", at("2026-03-09"))
    assert situation(REQUEST, history[:2]).since == at("2026-03-02")  # an extension does not change the stage


def test_a_history_that_the_table_refuses_is_not_folded():
    with pytest.raises(MoveRefused):
        situation(REQUEST, [*ACCEPTED, event("amend")])


def test_ending_a_case_ends_every_clock():
    ended = situation(REQUEST, happened(("accept", "2026-03-02"), ("consult", "2026-03-03"), ("heard", "2026-03-05"),
                                        ("reply", "2026-03-06")))  # fmt: skip
    assert {code: run.stopped_at for code, run in ended.runs.items()} == {
        "answer": at("2026-03-06"),
        "notice": at("2026-03-06"),
        "opinion": at("2026-03-05"),
    }
    assert at("2026-03-06") - at("2026-03-05") == timedelta(days=1)
