"""Files of one organ or of two hundred: each gets its answer, what was not read is missing, never zero; the rest goes on."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from gongkai.kernel.ledger.rules import Actor
from gongkai.kernel.notices.models import Notice
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import layout
from gongkai.oversee.annual.format import CURRENT, FORMER, Form
from gongkai.oversee.annual.report import number_words
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries
from gongkai.oversee.collecting.rules import kept
from gongkai.oversee.collecting.terms import Source, State
from tests.oversee.annual.reading.writer import consistent

from .city import City, filled, numbers, opened, submitted


def page(organ: str, seed: int, *, year: int = 2025, form: Form = CURRENT, without: int = 0, **changed: int) -> bytes:
    """A report as offices publish it; ``without``: a table that the page lacks."""
    cells = numbers(seed) if form is CURRENT else dict(consistent(form, random.Random(seed)))
    cells |= {cell.replace("__", "."): Decimal(value) for cell, value in changed.items()}
    tables = {table.number: layout.html(table, lambda cell: number_words(cells[cell])) for table in layout.tables(form)}
    tables.pop(without, None)
    body = f"<h2>一、总体情况</h2><p>{year}年，{organ}认真执行《条例》。</p>"
    for section in form.sections[1:]:
        body += f"<h2>{section.heading}</h2>" + tables.get(
            section.table, "" if section.table else "<p>没有收取信息处理费。</p>"
        )
    return f"<html><head><meta charset='utf-8'></head><body><h1>{organ}{year}年政府信息公开工作年度报告</h1>{body}</body></html>".encode()


def brought(city: City, files: dict[str, bytes], **options: bool) -> dict[str, verbs.Answer]:
    campaign = city.filing("水利局").campaign
    found = verbs.import_many(
        campaign_id=campaign.pk, files=files.items(), by=city.officer("市办"), at=city.at, **options
    )
    return {one.name: one for one in found}


def test_a_file_is_read_into_the_filing_with_the_place_of_every_number(city: City):
    opened(city)
    row = city.filing("水利局")
    answer = verbs.import_file(
        filing_id=row.pk,
        version=0,
        name="年报.html",
        data=page("澜州市水利局", 1),
        by=city.officer("水利局"),
        at=city.at,
    )
    row = city.filing("水利局")
    assert (row.source, row.missing, row.errors, answer.missing) == (Source.FILE, 0, 0, 0)
    assert row.cells == kept(numbers(1))
    assert set(row.places) == {*row.cells, "file"}
    assert row.places["file"] == "年报.html"
    assert row.texts["others"].endswith("没有收取信息处理费。")
    assert (
        verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("水利局"), at=city.at).state
        == State.SUBMITTED
    )


def test_a_file_of_a_name_that_nobody_bears_is_read_and_told(city: City):
    opened(city)
    row = city.filing("水利局")
    answer = verbs.import_file(
        filing_id=row.pk,
        version=0,
        name="年报.html",
        data=page("澜州市水务局", 1),
        by=city.officer("水利局"),
        at=city.at,
    )
    assert answer.notes[0] == "报告写的机关是“澜州市水务局”，与澜州市水利局不同，请核对。"


def test_half_a_table_leaves_cells_missing_and_they_block_the_report(city: City):
    opened(city)
    row = city.filing("水利局")
    data = page("澜州市水利局", 1, without=3)
    verbs.import_file(filing_id=row.pk, version=0, name="半.html", data=data, by=city.officer("水利局"), at=city.at)
    row = city.filing("水利局")
    assert row.missing == 7 * len(CURRENT.rows)
    assert "new.total" not in row.cells
    with pytest.raises(Refusal, match=f"还有{row.missing}个单元格未填报"):
        verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("水利局"), at=city.at)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.html", b"", "文件是空的"),
        ("照片.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "图片中的数字读不到"),
        ("去年.html", page("澜州市水利局", 1, year=2024), "这是2024年的报告，这次汇集的是2025年"),
        ("将来.html", page("澜州市水利局", 1, year=2031), "还没有到"),
        ("别人的.html", page("云岫县教育局", 1), "这是云岫县教育局的报告，不是澜州市水利局的"),
        (
            "表一.txt",
            "澜州市水利局2025年政府信息公开工作年度报告\n一、总体情况\n很好。".encode(),
            "没有读到表格中的数据",
        ),
    ],
)
def test_a_wrong_file_is_refused_in_words_and_changes_nothing(city: City, name: str, data: bytes, said: str):
    opened(city)
    row = city.filing("水利局")
    with pytest.raises(Refusal, match=said):
        verbs.import_file(filing_id=row.pk, version=0, name=name, data=data, by=city.officer("水利局"), at=city.at)
    assert (city.filing("水利局").state, city.filing("水利局").cells) == (State.ASSIGNED, {})


def test_a_number_too_long_to_be_one_is_told_and_missing(city: City):
    opened(city)
    answers = brought(city, {"大.html": page("澜州市水利局", 1, license__decisions=10**13)})
    assert "“10000000000000”不像一个数" in answers["大.html"].notes[0]
    assert (city.filing("水利局").missing, "license.decisions" in city.filing("水利局").cells) == (1, False)


def test_many_files_each_get_their_answer_and_nothing_stops_the_others(city: City):
    opened(city)
    filled(city, "松亭县")
    submitted(city, "市办", 9)
    organizing.rename_organ(
        organ=city.organs["教育局"],
        name="云岫县教育体育局",
        short_name="县教体局",
        on=date(2025, 9, 1),
        by=Actor.system("测试"),
        at=city.at,
    )
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("水利局.html", page("澜州市水利局", 1))
        archive.writestr("教育局.html", page("云岫县教育局", 2))  # the former name
        archive.writestr("坏.docx", b"PK\x03\x04 broken")
    answers = brought(
        city,
        {
            "各单位.zip": box.getvalue(), "望溪镇一.html": page("云岫县望溪镇人民政府", 3), "望溪镇二.html": page("云岫县望溪镇人民政府", 4),
            "生.html": page("白鹭县水务局", 5), "旧.html": page("云岫县人民政府", 6, year=2023), "松.html": page("松亭县人民政府", 7),
            "市.html": page("澜州市人民政府办公室", 8), "乱.txt": b"\x00\x01\x02\x03",
        },
    )  # fmt: skip
    said = {name.rpartition("/")[2]: one.words for name, one in answers.items()}
    assert said["水利局.html"] == said["教育局.html"] == f"读到{len(CURRENT.cells)}个数据。"
    assert city.filing("教育局").cells == kept(numbers(2))
    assert "有2份报告（另见望溪镇二.html），都没有导入" in said["望溪镇一.html"]
    assert city.filing("望溪镇").state == State.ASSIGNED
    assert "没有“白鹭县水务局”" in said["生.html"]
    assert "这是2023年的报告" in said["旧.html"]
    assert "已有填报数据，没有覆盖" in said["松.html"]
    assert "已报送，没有导入" in said["市.html"]
    assert len(said) == 10
    assert all(said.values())
    replaced = brought(city, {"松.html": page("松亭县人民政府", 7)}, replace=True)
    assert replaced["松.html"].filing_id == city.filing("松亭县").pk
    assert list(queries.faults()) == []


def test_a_file_that_names_nobody_is_matched_by_its_name(city: City):
    opened(city)
    data = page("", 1)
    answers = brought(city, {"报送/2025澜州市水利局年报.html": data, "无名.html": data})
    assert answers["报送/2025澜州市水利局年报.html"].organ == "澜州市水利局"
    assert "看不出是哪个机关" in answers["无名.html"].words


def test_a_report_in_the_former_form_is_not_taken_for_the_present_one(city: City):
    opened(city)
    answers = brought(city, {"旧式.html": page("澜州市水利局", 1, form=FORMER)})
    row = city.filing("水利局")
    assert answers["旧式.html"].missing == row.missing > 0
    assert "rules.issued" not in row.cells


def test_an_organ_hears_that_its_figures_were_entered_for_it(city: City):
    opened(city)
    officer = city.officer("水利局")
    brought(city, {"水利局.html": page("澜州市水利局", 1)})
    (notice,) = Notice.objects.filter(person=officer.person)
    assert notice.text == "澜州市水利局2025年年报：澜州市人民政府办公室已代为录入年报数据，请核对后报送"
