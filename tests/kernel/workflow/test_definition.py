"""A definition checks itself: each contradiction is refused when the table is built, and named."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.kernel.workflow import STAY, Clock, DefinitionError, Move, State, Workflow, path_to

from .sample import REQUEST

A, B, END = State("a", "甲"), State("b", "乙"), State("end", "结束", final=True)
RUN = Clock("run", "期限", working_days=5)
GO, FINISH = Move("go", "a", "b", "去"), Move("finish", "b", "end", "结束")


def build(**changes: Any) -> Workflow:
    rows: dict[str, Any] = {"code": "x", "initial": "a", "states": (A, B, END), "moves": (GO, FINISH), "clocks": ()}
    return Workflow(**rows | changes)


def test_a_sound_table_is_accepted_and_finds_its_main_line():
    assert build().line == ("a", "b", "end")
    assert REQUEST.line == ("filed", "handling", "answered")
    assert [move.code for move in path_to(REQUEST, "consulting")] == ["accept", "consult"]


BROKEN = [
    ("lower-case English", {"code": "Bad Code"}),
    ("state 'a' is declared 2 times", {"states": (A, A, B, END)}),
    ("move 'go' is declared 2 times", {"moves": (GO, GO, FINISH)}),
    ("clock 'run' is declared 2 times", {"clocks": (RUN, RUN)}),
    ("state 'c' has no label", {"states": (A, B, END, State("c", " "))}),
    ("move 'go' has no label", {"moves": (Move("go", "a", "b"), FINISH)}),
    ("initial state 'z' is unknown", {"initial": "z"}),
    ("main line names unknown state 'z'", {"line": ("a", "z")}),
    ("main line names a state twice", {"line": ("a", "b", "a")}),
    ("starts from no state", {"moves": (Move("go", (), "b", "去"), FINISH)}),
    ("starts from unknown state 'z'", {"moves": (GO, FINISH, Move("x", "z", "b", "某"))}),
    ("leads to unknown state 'z'", {"moves": (GO, FINISH, Move("x", "a", "z", "某"))}),
    ("style 'big'", {"moves": (Move("go", "a", "b", "去", style="big"), FINISH)}),
    ("needs 'colour' without a Chinese label", {"moves": (Move("go", "a", "b", "去", needs=("colour",)), FINISH)}),
    ("after the unknown move 'fly'", {"moves": (Move("go", "a", "b", "去", never_after="fly"), FINISH)}),
    ("exactly one positive term, not none", {"clocks": (Clock("run", "期限"),)}),
    ("exactly one positive term, not working_days, hours", {"clocks": (Clock("run", "期", working_days=1, hours=2),)}),
    ("exactly one positive term", {"clocks": (Clock("run", "期限", days=-1),)}),
    ("starts unknown clock 'walk'", {"moves": (Move("go", "a", "b", "去", starts="walk"), FINISH)}),
    ("extends unknown clock 'walk'", {"moves": (Move("go", "a", "b", "去", extends=(("walk", 1),)), FINISH)}),
    ("clock 'run' is never started", {"clocks": (RUN,)}),
    ("does 2 things to clock 'run' at once",
     {"moves": (Move("go", "a", "b", "去", starts="run", stops="run"), FINISH), "clocks": (RUN,)}),
    ("by 0: at least one unit",
     {"moves": (Move("go", "a", "b", "去", starts="run"), Move("more", "b", STAY, "延", extends=(("run", 0),)), FINISH),
      "clocks": (RUN,)}),
    ("is resumed but never paused",
     {"moves": (Move("go", "a", "b", "去", starts="run"), Move("on", "b", STAY, "续", resumes="run"), FINISH),
      "clocks": (RUN,)}),
    ("no state is final", {"states": (A, B), "moves": (GO, Move("back", "b", "a", "回"))}),
    ("starts from final state 'end'", {"moves": (GO, FINISH, Move("again", "end", "a", "再来"))}),
    ("state 'c' cannot be reached from 'a'",
     {"states": (A, B, END, State("c", "丙")), "moves": (GO, FINISH, Move("out", "c", "end", "出"))}),
    ("state 'c' is a dead end",
     {"states": (A, B, END, State("c", "丙")), "moves": (GO, FINISH, Move("x", "a", "c", "入"))}),
    ("state 'c' is a dead end",  # going round in a circle is no way out
     {"states": (A, B, END, State("c", "丙"), State("d", "丁")),
      "moves": (GO, FINISH, Move("x", "a", "c", "入"), Move("y", "c", "d", "转"), Move("z", "d", "c", "回"))}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "changes"), BROKEN, ids=[fault for fault, _ in BROKEN])
def test_a_contradiction_is_refused_with_a_sentence_that_names_it(fault: str, changes: dict[str, Any]):
    with pytest.raises(DefinitionError) as refused:
        build(**changes)
    assert fault in str(refused.value)


START = Move("go", "a", "b", "去", starts="run")
WAYS = [
    ("'early' pauses clock 'run' while it is idle (early)", (Move("early", "a", STAY, "早停", pauses="run"), START)),
    ("'early' extends clock 'run' while it is idle (early)",
     (Move("early", "a", STAY, "早延", extends=(("run", 3),)), START)),
    ("'twice' starts clock 'run' while it is running (go → twice)",
     (START, Move("twice", "b", STAY, "又起", starts="run"))),
    ("'on' resumes clock 'run' while it is running (go → on)",
     (START, Move("off", "b", STAY, "停", pauses="run"), Move("on", "b", STAY, "续", resumes="run"))),
    ("'late' extends clock 'run' while it is stopped (go → stop → late)",
     (START, Move("stop", "b", STAY, "止", stops="run"), Move("late", "b", STAY, "延", extends=(("run", 3),)))),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "moves"), WAYS, ids=[fault for fault, _ in WAYS])
def test_a_clock_is_followed_on_every_way_and_the_way_is_shown(fault: str, moves: tuple[Move, ...]):
    with pytest.raises(DefinitionError) as refused:
        build(moves=(*moves, FINISH), clocks=(RUN,))
    assert fault in str(refused.value)


def test_a_move_made_once_does_not_count_as_made_twice():
    begin = Move("begin", "b", STAY, "起算", starts="run", once=True)
    assert build(moves=(GO, begin, FINISH), clocks=(RUN,)).clock("run") == RUN
    with pytest.raises(DefinitionError, match="go → begin → begin"):
        build(moves=(GO, Move("begin", "b", STAY, "起算", starts="run"), FINISH), clocks=(RUN,))
    once = Move("stop_and_start", "b", STAY, "再起算", restarts="run", once=True)
    assert build(moves=(START, once, FINISH), clocks=(RUN,)).move("stop_and_start").once
    off = Move("off", "b", STAY, "停", stops="run", once=True)
    again = Move("again", "b", STAY, "再", starts="run")
    with pytest.raises(DefinitionError, match="while it is running"):
        build(moves=(START, off, again, FINISH), clocks=(RUN,))


def test_a_move_that_another_one_shuts_is_not_on_the_ways_after_it():
    off = Move("off", "b", STAY, "停", stops="run")
    more = Move("more", "b", STAY, "延", extends=(("run", 5),))
    with pytest.raises(DefinitionError, match="extends clock 'run' while it is stopped"):
        build(moves=(START, off, more, FINISH), clocks=(RUN,))
    shut = Move("more", "b", STAY, "延", extends=(("run", 5),), never_after="off")
    assert build(moves=(START, off, shut, FINISH), clocks=(RUN,)).move("more").shut_by == ("off",)


def test_all_faults_of_one_kind_are_told_together():
    with pytest.raises(DefinitionError) as refused:
        build(initial="z", moves=(Move("go", "q", "b", "去"), FINISH))
    assert len(refused.value.faults) == 2
