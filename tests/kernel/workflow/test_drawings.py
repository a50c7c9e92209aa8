"""Diagram, list, progress and matrix come from the table, so they cannot tell another story than the buttons."""

from __future__ import annotations

from gongkai.kernel.workflow import Place, Step, diagram, outline, outline_text, progress

from .sample import REQUEST, TICKET, at, happened


def told(*rows: tuple) -> list[tuple[str, str]]:
    return [(step.state.code, step.place.value) for step in progress(REQUEST, happened(*rows))]


def test_the_diagram_has_every_state_and_every_move():
    text = diagram(REQUEST)
    assert text.startswith("stateDiagram-v2\n")
    for state in REQUEST.states:
        assert f'state "{state.label}" as s_{state.code}' in text
    assert "s_handling --> s_consulting: 征求第三方意见<br/>暂停答复期限<br/>起算第三方意见期限（15个工作日）" in text
    assert "s_consulting --> s_consulting: 延期答复" in text
    assert "s_answered --> [*]" in text
    assert text.count(" --> ") == 1 + sum(len(move.sources) for move in REQUEST.moves) + 2


def test_the_list_tells_those_who_cannot_see_the_diagram_the_same():
    entries = {entry.state.code: entry.moves for entry in outline(REQUEST)}
    assert (
        "告知补正：进入“待补正”；停止答复期限；停止补正告知期限；起算补正期限（10日）；只能办理一次；须填写理由；依据《条例》第三十条"
        in entries["handling"]
    )
    assert entries["answered"] == ()
    assert sum(map(len, entries.values())) == sum(len(move.sources) for move in REQUEST.moves)
    text = outline_text(REQUEST)
    assert "- 待补正（等待申请人）\n  - 收到补正：进入“办理中”" in text
    assert "- 已答复（办结）\n" in text


def test_a_case_on_the_main_line_shows_done_current_and_ahead():
    assert told() == [("filed", "current"), ("handling", "ahead"), ("answered", "ahead")]
    assert told(("accept", "2026-03-02")) == [("filed", "done"), ("handling", "current"), ("answered", "ahead")]


def test_a_state_beside_the_main_line_stands_after_the_step_it_left():
    assert told(("accept", "2026-03-02"), ("consult", "2026-03-03")) == [
        ("filed", "done"), ("handling", "done"), ("consulting", "current"), ("answered", "ahead"),
    ]  # fmt: skip


def test_an_ending_beside_the_main_line_skips_what_will_not_come():
    lapsed = told(("accept", "2026-03-02"), ("ask", "2026-03-03", {"reason": "内容不明确"}), ("lapse", "2026-03-20"))
    assert lapsed == [("filed", "done"), ("handling", "done"), ("abandoned", "done"), ("answered", "skipped")]


def test_a_finished_case_is_done_throughout_and_knows_when_each_step_was_reached():
    steps = progress(REQUEST, happened(("accept", "2026-03-02"), ("extend", "2026-03-05"), ("reply", "2026-03-20")))
    assert steps == (
        Step(REQUEST.state("filed"), Place.DONE, None),
        Step(REQUEST.state("handling"), Place.DONE, at("2026-03-02")),
        Step(REQUEST.state("answered"), Place.DONE, at("2026-03-20")),
    )


def test_a_case_that_came_back_is_shown_where_it_is_now():
    back = progress(TICKET, happened(("send", "2026-03-02"), ("hold", "2026-03-03"), ("go_on", "2026-03-04")))
    assert [(step.state.code, step.place) for step in back] == [
        ("new", Place.DONE), ("open", Place.CURRENT), ("done", Place.AHEAD),
    ]  # fmt: skip
    assert back[1].reached == at("2026-03-04")
