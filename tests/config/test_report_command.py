"""gongkai report show: the report of an organ and a year, under the keys by which reports are exchanged, and in words."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gongkai.config import cli
from tests import factories
from tests.oversee.annual import factory
from tests.oversee.annual.factory import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> factories.Staff:
    made = factories.staff(name="云岫县水利局", short_name="县水利局", code="岫水")
    factory.requests(made.organ, [Asked(date(2025, 3, 3), date(2025, 4, 1), "open"), Asked(date(2025, 12, 1))])
    return made


@pytest.mark.parametrize("name", ["岫水", "云岫县水利局", "县水利局", "id"])
def test_an_organ_is_found_by_code_name_or_number(
    people: factories.Staff, name: str, capsys: pytest.CaptureFixture[str]
):
    wanted = str(people.organ.pk) if name == "id" else name
    assert cli.main(["report", "show", wanted, "2025", "--json"]) == cli.DONE
    said = json.loads(capsys.readouterr().out)
    assert (said["organ"], said["year"], said["format"]) == ("云岫县水利局", 2025, "2021")
    assert said["tables"]["section3"]["rows"]["new"] == [2, 0, 0, 0, 0, 0, 2]
    assert said["tables"]["section2"]["许可"] is None
    assert said["missing"] == ["section2.许可", "section2.处罚", "section2.强制", "section2.收费"]
    assert all(check["level"] in {"none", "incomplete"} for check in said["checks"])
    assert {one["cell"]: one["value"] for one in said["narrative_figures"]}["new.total"] == 2


def test_the_form_of_2020_is_told_in_its_own_rows(people: factories.Staff, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["report", "show", "岫水", "2020", "--json"]) == cli.DONE
    said = json.loads(capsys.readouterr().out)
    assert said["format"] == "2019"
    assert "o" in said["tables"]["section3"]["rows"]
    assert said["tables"]["section2"]["许可"] == [None, None, None]
    assert "section2.许可.处理决定数量" in said["missing"]


def test_in_words_it_says_what_is_missing(people: factories.Staff, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["report", "show", "岫水", "2025"]) == cli.DONE
    said = capsys.readouterr().out
    assert "一、本年新收政府信息公开申请数量·总计：2" in said
    assert "未填报4项" in said


@pytest.mark.parametrize(("organ", "year", "code"), [("没有这个局", "2025", cli.USAGE), ("岫水", "2018", cli.FAILURE)])
def test_what_is_not_there_is_said(people: factories.Staff, organ: str, year: str, code: int):
    assert cli.main(["report", "show", organ, year, "--json"]) == code
