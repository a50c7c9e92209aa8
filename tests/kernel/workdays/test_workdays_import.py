"""Each November the desk imports the next year: a version is added, holds at once, and no former one is changed."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from django.db import DatabaseError, transaction

from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workdays import operations, queries, shipped

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 6, 9, 0, tzinfo=CHINA)
# Invented for the test; the arrangement of 2027 was not known when it was written.
YEAR_2027 = """一、元旦：1月1日至3日放假，共3天。
二、春节：2月5日至12日放假调休，共8天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日放假，共1天。
六、中秋节：9月15日放假，共1天。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""


def imported(text: str = YEAR_2027, year: int = 2027, source: str = "放假通知"):
    return operations.import_calendar(year, text, source, by="周敏", at=AT)


def test_without_imports_the_shipped_calendar_holds():
    assert queries.current_calendar() == shipped()


def test_an_imported_year_makes_provisional_dates_certain_at_once():
    before = queries.due_json(date(2026, 12, 28), 4)
    assert (before["due"], before["provisional"]) == ("2027-01-04", True)
    imported()
    after = queries.due_json(date(2027, 1, 28), 2)
    assert (after["due"], after["provisional"]) == ("2027-01-31", False)
    assert "2027-01-31 调休上班，计第2日" in queries.explain_text(date(2027, 1, 28), 2)
    assert queries.current_calendar().years == tuple(range(2019, 2028))


def test_a_year_imported_twice_makes_a_new_version_and_keeps_the_former():
    first = imported()
    second = imported(YEAR_2027.replace("9月15日放假，共1天", "9月15日至16日放假"))
    assert (first.version, second.version) == (1, 2)
    assert not queries.current_calendar().works(date(2027, 9, 16))
    rows = queries.versions(2027)
    assert [(row.table.version, row.current, row.imported_by) for row in rows] == [
        (2, True, "周敏"),
        (1, False, "周敏"),
    ]
    first.refresh_from_db()
    assert "2027-09-16" not in json.dumps(first.days)


def test_a_shipped_year_may_be_corrected_and_the_shipped_one_stays_listed():
    days = [
        {"name": d.name, "date": d.date.isoformat(), "isOffDay": d.kind == "holiday"} for d in shipped().tables[-1].days
    ]
    days.append({"name": "国庆节", "date": "2026-10-08", "isOffDay": True})
    imported(json.dumps({"year": 2026, "days": days}), 2026)
    assert not queries.current_calendar().works(date(2026, 10, 8))
    assert [(row.table.version, row.current) for row in queries.versions(2026)] == [(1, True), (0, False)]


def test_asking_again_costs_one_query(django_assert_num_queries):
    imported()
    queries.current_calendar()
    with django_assert_num_queries(1):
        queries.due_json(date(2026, 12, 28), 20)


def test_an_import_undone_is_noticed_too():
    with transaction.atomic():
        imported()
        assert 2027 in queries.current_calendar().years
        transaction.set_rollback(True)
    assert 2027 not in queries.current_calendar().years


def test_the_list_for_the_desk_names_source_and_person_in_two_queries(django_assert_num_queries):
    imported(source="国办发明电(试)")
    queries.current_calendar()
    with django_assert_num_queries(2):
        rows = queries.year_rows()
    assert [row.table.year for row in rows] == list(range(2027, 2018, -1))
    assert (rows[0].table.source, rows[0].imported_by, rows[0].off, rows[0].makeup) == ("国办发明电(试)", "周敏", 28, 5)
    assert (rows[1].imported_by, rows[1].imported_at) == ("随系统提供", None)


def test_the_next_year_is_asked_for_from_november():
    assert queries.missing_years(date(2026, 10, 31)) == []
    assert queries.missing_years(date(2026, 11, 1)) == [2027]
    imported()
    assert queries.missing_years(date(2026, 11, 1)) == []
    assert queries.missing_years(date(2028, 1, 1)) == [2028]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"source": "  "}, "文号或出处"),
        ({"source": "文" * 301}, "300字"),
        ({"by": " "}, "导入人"),
        ({"days": ""}, "没有内容"),
    ],
)
def test_an_incomplete_import_is_refused_and_stores_nothing(change, sentence):
    values = {"days": YEAR_2027, "source": "放假通知", "by": "周敏"} | change
    with pytest.raises(Refusal, match=sentence):
        operations.import_calendar(2027, values["days"], values["source"], by=values["by"], at=AT)
    assert queries.versions(2027) == []


def test_the_database_itself_refuses_to_change_or_delete_a_version():
    row = imported()
    for change in (
        lambda: queries.CalendarVersion.objects.filter(pk=row.pk).update(source="另一份"),
        lambda: queries.CalendarVersion.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert queries.current_calendar().tables[-1].source == "放假通知"
