"""The database itself refuses to change what is official, and says so when a guard is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from gongkai.answer.foi import operations as foi
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.ledger import guards
from gongkai.kernel.ledger import operations as ledger
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers import queries as paper_questions
from gongkai.kernel.records import operations as records
from gongkai.kernel.records.terms import State
from gongkai.kernel.trust import operations as trust
from gongkai.kernel.vocabulary import now
from gongkai.kernel.workdays.models import CalendarVersion
from gongkai.oversee.annual import operations as annual
from gongkai.oversee.collecting.operations import Scope, roll_up
from gongkai.oversee.yearly import operations as yearly
from gongkai.oversee.yearly.queries import Form, Subject
from tests import factories
from tests.answer.foi import requests
from tests.oversee.collecting import city as collecting

ACTOR = ledger.Actor.system("测试")


def column_of_key(table: str) -> str:
    with connection.cursor() as cursor:
        return connection.introspection.get_primary_key_column(cursor, table) or "id"


def fill(settings, tmp_path) -> None:
    """A row in each protected table, made by the operations of the house."""
    settings.GONGKAI_FOLDER = tmp_path
    people = factories.staff()
    for _ in range(2):  # the second leaf makes a node
        draft = factories.draft(people)
        records.attach(revision_id=draft.pk, name="名单.txt", content="甲".encode(), by=people.of("drafter"), at=now())
        records.screen(revision_id=draft.pk, at=now())
        draft.refresh_from_db()
        factories.carry(people, draft, State.PUBLISHED)
    trust.checkpoint(now())
    file = papers.store(b"%PDF-1.7\n", "application/pdf", now())
    assert paper_questions.file(file.pk) is not None
    number = papers.take_number(
        organ=people.organ, code="岫水发", kind="文件", year=2026, subject="record:1", by=ACTOR, at=now()
    )
    papers.void_number(number, reason="印错", by=ACTOR, at=now())
    office = requests.office()
    case, _ = requests.submitted(office, files=[("说明.txt", "补充".encode())])
    requests.confirmed(office, case, now())
    foi.accept(case_id=case.pk, by=office.of("officer"), at=now())
    foi.correct(case_id=case.pk, description="望溪水库的水质报告", by=office.of("officer"), at=now())
    requests.decided(office, case, now())
    cases.note(case_id=case.pk, text="请核对", by=office.of("officer"), at=now())
    annual.type_figure(
        organ=office.organ,
        year=2025,
        cell="license.decisions",
        value=Decimal(3),
        source="审批系统",
        by=office.of("officer"),
        at=now(),
    )
    annual.set_beside(
        organ=office.organ, year=2025, cell="license.decisions", value=Decimal(4), source="公示系统",
        by=office.of("officer"), at=now(),
    )  # fmt: skip
    said = annual.Subject("云岫县教育局", 2024, "0" * 16, "1" * 16, "正文与表格相差3。")
    annual.explain(organ=office.organ, subject=said, reason="口径不同", by=office.of("officer"), at=now())
    about = Subject(office.organ, Form.SUMMARY, None, 2025)
    yearly.answer(about=about, item="wechat.posts", text="195", source="公众号后台", by=office.of("officer"), at=now())
    supervisor = factories.standing(factories.person("supervisor", organ=office.organ))
    yearly.word_item(
        item="info.news", label="动态信息", in_use=True, from_year=2025, source="通知", by=supervisor, at=now()
    )
    place = collecting.city()
    campaign = collecting.opened(place)
    collecting.accepted(place, "水利局")
    above = place.organs["市政府"].pk
    roll_up(campaign_id=campaign.pk, organ_id=above, scope=Scope(), by=place.officer("市办"), at=place.at)
    CalendarVersion.objects.create(
        year=2031, version=1, days=[], source="x", digest="x", imported_at=now(), imported_by="x"
    )


def existing() -> dict[str, str]:
    tables = set(connection.introspection.table_names())
    return {table: condition for table, condition in guards.protected().items() if table in tables}


def kept_rows(table: str, condition: str) -> int:
    where = condition.replace("OLD.", "") if condition not in {"1", "1=1"} else "1=1"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE {where}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_every_protected_table_refuses_update_delete_upsert_and_replace(settings, tmp_path):
    fill(settings, tmp_path)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else it refuses to truncate for another reason
    empty, taken = [], []
    for table, condition in existing().items():
        rows = kept_rows(table, condition)
        if not rows:
            empty.append(table)
            continue
        where = condition.replace("OLD.", "") if condition not in {"1", "1=1"} else "1=1"
        key = connection.ops.quote_name(column_of_key(table))
        attacks = {
            "update": f"UPDATE {table} SET {key} = {key} WHERE {where}",
            "delete": f"DELETE FROM {table} WHERE {where}",
            "upsert": f"INSERT INTO {table} SELECT * FROM {table} WHERE {where} ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}",
        }
        if connection.vendor == "sqlite":
            attacks["replace"] = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {where}"
        else:
            attacks["truncate"] = f"TRUNCATE {table} CASCADE"
        for name, sql in attacks.items():
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(sql)
            except DatabaseError as refused:
                if "append-only" not in str(refused):
                    taken.append(f"{table}: {name}: {refused}")
            else:
                taken.append(f"{table}: {name}")
    assert taken == []
    assert empty == [], "fill() makes no row of these"


@pytest.mark.django_db
def test_what_is_not_official_yet_may_change():
    draft = factories.draft(factories.staff())
    type(draft).objects.filter(pk=draft.pk).update(summary="改动")
    draft.refresh_from_db()
    assert draft.summary == "改动"


@pytest.mark.django_db
def test_a_missing_guard_is_reported_with_its_cure():
    assert guards.missing_guards(databases=["default"]) == []
    with connection.cursor() as cursor:
        on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER guard_ledger_entry_update{on}")
    faults = guards.missing_guards(databases=["default"])
    assert [fault.id for fault in faults] == ["ledger.E001"]
    assert "guard_ledger_entry_update" in faults[0].msg
    assert "migrate" in str(faults[0].hint)
    assert guards.install() == ["guard_ledger_entry_update"]
    assert guards.missing_guards(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_has_its_guards_back_after_the_migration():
    field = CalendarVersion._meta.get_field("imported_by")
    wider = models.CharField(max_length=90)
    wider.set_attributes_from_name("imported_by")
    with connection.schema_editor() as editor:
        editor.alter_field(CalendarVersion, field, wider)
    try:
        if connection.vendor == "sqlite":  # Django rebuilds the table there, and the triggers are silently gone
            assert len(guards.missing_guards(databases=["default"])) == 2
        call_command("migrate", verbosity=0, interactive=False)
        assert guards.missing_guards(databases=["default"]) == []
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(CalendarVersion, wider, field)
        guards.install()
