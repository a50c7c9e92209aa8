"""What a case row says is always a fold over its events; a changed calendar is carried through with a line each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.kernel.casework import kinds, queries
from gongkai.kernel.casework import operations as verbs
from gongkai.kernel.casework.models import Case, Deadline
from gongkai.kernel.casework.rules import PROJECTED
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.ledger.queries import of_object
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays import operations as calendars
from gongkai.kernel.workdays.queries import current_calendar
from gongkai.kernel.workflow import Event
from tests.kernel.casework.helpers import day, handled, office, received
from tests.kernel.casework.trial import KIND, TABLE

pytestmark = pytest.mark.django_db
MONDAY = day("2026-03-02")
DATA = {
    "what": "时间范围", "reason": "需要检索", "outcome": "open", "comment": "同意", "statement": "本人撤回", "extend_by": 7,
}  # fmt: skip


def _agrees(case_id: int) -> None:
    case = Case.objects.select_related("organ").get(pk=case_id)
    found = queries.projection(case)
    assert {name: getattr(case, name) for name in PROJECTED} == {name: getattr(found, name) for name in PROJECTED}
    stored = {(d.clock, d.due_at, d.remaining) for d in Deadline.objects.filter(case=case)}
    assert stored == {(r.clock, r.due_at, r.remaining) for r in found.running}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([m.code for m in TABLE.moves]), st.integers(0, 9), st.integers(-2, 9), st.booleans()),
        max_size=14,
    )
)
def test_after_every_move_lawful_or_refused_the_row_is_a_fold_over_the_events(steps):
    place = office()
    case = received(place, MONDAY)
    now, refused = MONDAY, []
    for code, pause, back, whole_day in steps:
        now += timedelta(days=pause)
        on = now - timedelta(days=back)
        try:
            verbs.move(
                case_id=case.pk, code=code, by=verbs_actor(place, code, now), at=now, data=DATA,
                on=on.date() if whole_day else on,
            )  # fmt: skip
        except Refusal as refusal:
            refused.append(refusal.message)
        _agrees(case.pk)
    assert all(message.endswith("。") for message in refused)
    lines = ledger.head()
    assert verbs.rebuild(at=now) == []
    assert ledger.head() == lines
    assert list(queries.faults()) == []
    assert list(ledger.faults()) == []


def verbs_actor(place, code, at):
    """Whoever may make the move."""
    roles = TABLE.move(code).actors
    who = {"foi_officer": "officer", "foi_head": "head", "signer": "signer", "legal": "legal"}
    return place.of(who[roles[0]] if roles else "officer", at)


def test_a_changed_calendar_moves_the_open_cases_with_a_line_each():
    place = office()
    open_one, closed = handled(place, MONDAY), handled(place, MONDAY)
    place.move(closed, "withdraw", "officer", day("2026-03-03"))
    off = [d for t in current_calendar().tables if t.year == 2026 for d in t.days]
    days = [{"name": d.name, "date": d.date.isoformat(), "isOffDay": d.kind == "holiday"} for d in off]
    days += [{"name": "特别安排", "date": f"2026-03-{n:02}", "isOffDay": True} for n in (23, 24)]
    calendars.import_calendar(2026, days, "国办发明电〔2026〕9号", by="测试", at=day("2026-03-10"))
    before = of_object("case", closed.pk).count()
    (change,) = verbs.rebuild(at=day("2026-03-10"))
    assert change.case_id == open_one.pk
    assert (change.before and change.before.date(), change.after and change.after.date()) == (
        date(2026, 3, 30), date(2026, 4, 1),
    )  # fmt: skip
    line = of_object("case", open_one.pk).last()
    assert line is not None
    assert (line.verb, line.detail["after"][:10]) == ("重算期限", "2026-04-01")
    _agrees(open_one.pk)
    assert of_object("case", closed.pk).count() == before
    assert verbs.rebuild(at=day("2026-03-10")) == []
    assert list(queries.faults()) == []


def test_a_damaged_projection_is_repaired_from_the_events():
    place = office()
    case = handled(place, MONDAY)
    Case.objects.filter(pk=case.pk).update(due_at=None, state="arrived")
    Deadline.objects.filter(case=case).delete()
    assert list(queries.faults()) != []
    (change,) = verbs.rebuild(at=MONDAY, case_ids=[case.pk])
    assert set(change.columns) == {"due_at", "state", "deadlines"}
    assert list(queries.faults()) == []


def test_silence_is_entered_before_what_is_done_after_it_and_by_the_clockwork(monkeypatch):
    silent_from = day("2026-03-20", "23:59")

    def silence(case_id, until):
        here = queries.situation(Case.objects.get(pk=case_id))
        return [Event("silent", silent_from)] if here.state == "consulting" and until >= silent_from else []

    seen = []
    kind = kinds.Kind(
        **{name: getattr(KIND, name) for name in KIND.__dataclass_fields__}
        | {"automatic": silence, "after": lambda *told: seen.append((told[1].move, told[2].state))}
    )
    monkeypatch.setitem(kinds._KINDS, KIND.code, kind)
    place = office()
    case = place.move(handled(place, MONDAY), "consult", "officer", day("2026-03-03"))
    other = place.move(handled(place, MONDAY), "consult", "officer", day("2026-03-03"))
    assert verbs.settle(at=day("2026-03-20")) == 0
    case = place.move(case, "decide", "officer", day("2026-03-23"), data={"outcome": "open"})
    assert [e.move for e in queries.events(case)][-2:] == ["silent", "decide"]
    assert seen[-2:] == [("silent", "handling"), ("decide", "reviewing")]
    assert verbs.settle(at=day("2026-03-23")) == 1
    assert verbs.settle(at=day("2026-03-23")) == 0
    assert queries.situation(other).state == "handling"
    _agrees(other.pk)


def test_when_what_follows_a_move_fails_nothing_was_done(monkeypatch):
    def crash(*_):
        raise RuntimeError

    kind = kinds.Kind(**{name: getattr(KIND, name) for name in KIND.__dataclass_fields__} | {"after": crash})
    place = office()
    case = received(place, MONDAY)
    lines = ledger.head()
    monkeypatch.setitem(kinds._KINDS, KIND.code, kind)
    with pytest.raises(RuntimeError):
        place.move(case, "accept", "officer", MONDAY)
    assert ledger.head() == lines
    assert len(queries.events(case)) == 1


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("casework_case", "title", "'改动'"), ("casework_case", "due_at", "NULL"), ("casework_case", "version", "9"),
        ("casework_party", "masked", "'李*'"), ("casework_party", "sealed", "'1:AAAA'"), ("casework_party", "kind", "'x'"),
        ("casework_casepaper", "title", "'改动'"), ("casework_assignment", "reason", "'改动'"),
        ("casework_deadline", "due_at", "NULL"), ("casework_event", "comment", "'改动'"), ("casework_note", "text", "'改'"),
        ("casework_link", "kind", "'split'"),
    ],
)  # fmt: skip
def test_the_audit_finds_every_changed_byte(table, column, value):
    from django.db import connection

    place = office()
    case, other = handled(place, MONDAY), received(place, MONDAY)
    by = place.of("officer", MONDAY)
    verbs.note(case_id=case.pk, text="备注", by=by, at=MONDAY)
    verbs.link(source_id=case.pk, target_id=other.pk, kind="related", by=by, at=MONDAY)
    verbs.add_paper(case_id=case.pk, kind="attachment", direction="in", title="材料", by=by, at=MONDAY)
    assert list(queries.faults()) == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER IF EXISTS guard_{table}_update")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"UPDATE {table} SET {column} = {value} WHERE id = (SELECT min(id) FROM {table})")
    found = list(queries.faults())
    assert found
    assert all(sentence.isprintable() for sentence in found)
