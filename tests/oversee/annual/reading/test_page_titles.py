"""A page whose text bears no title: whose report it is says the title of the article, or that of the page."""

from __future__ import annotations

import random

import pytest

from gongkai.oversee.annual.format import CURRENT
from gongkai.oversee.annual.reading import Published, read
from tests.oversee.annual.reading import writer

TITLE = "云岫县水利局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "head",
    [
        f'<meta name="ArticleTitle" content="{TITLE}"><title>云岫县人民政府</title>',
        f"<title>政府信息公开年报_{TITLE}_云岫县人民政府</title>",
        f"<title>{TITLE} - 云岫县人民政府</title>",
        f"<title>{writer.traditional(TITLE)}_雲岫縣人民政府</title>",
    ],
)
def test_whose_report_it_is_stands_in_the_head_of_the_page(head: str):
    found = page(head)
    assert (found.organ, found.year) == ("云岫县水利局", 2024)


def test_what_the_text_says_goes_before_the_head_of_the_page():
    found = page(f"<title>{TITLE}</title>", "<h1>云岫县民政局2023年政府信息公开工作年度报告</h1>")
    assert (found.organ, found.year) == ("云岫县民政局", 2023)


def page(head: str, text: str = "") -> Published:
    chance = random.Random(1)
    body = writer.report(CURRENT, 2024, writer.consistent(CURRENT, chance), writer.dressed(chance), writer.as_html)
    told = body.split("一、总体情况", 1)[1]
    found = read(f"<html><head>{head}</head><body>{text}<p>一、总体情况</p>{told}</body></html>".encode(), "1.html")
    assert isinstance(found[0], Published)
    return found[0]
