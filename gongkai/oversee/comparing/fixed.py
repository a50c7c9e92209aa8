"""The phrases that every report carries, so that nobody is told to have copied them: of the form, of the law, of our own draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Final

from gongkai.oversee.annual import narrative
from gongkai.oversee.annual.format import CORNER, CURRENT, FORMER, Form
from gongkai.oversee.annual.narrative import NAME, Office
from gongkai.oversee.annual.report import Report
from gongkai.oversee.comparing.alike import grams_of

#: As the reports of the whole country have them (条例50 and the form of the national office).
PHRASES: Final = (
    "本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条规定编制。",
    "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）规定，现公布2025年度政府信息公开工作年度报告。",
    "按照《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求编制。",
    "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成。",
    "本报告中所列数据的统计期限自2025年1月1日起，至2025年12月31日止。",
    "所列数据的统计期限从2025年1月1日到2025年12月31日。",
    "本年度报告的电子版可以在政府门户网站下载，如对本报告有疑问，请与政府办公室联系（地址：；邮编：；电话：；电子邮箱：）。",
    "按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定，本年度收取信息处理费0元。",
    "本机关依据《政府信息公开信息处理费管理办法》，2025年没有发出收费通知，没有收取信息处理费。",
    "本年度未发出收费通知，未收取政府信息公开信息处理费。",
    "本年度没有其他需要报告的事项。",
    "无其他需要报告的事项。",
    "本年度没有因政府信息公开被申请行政复议，没有因政府信息公开被提起行政诉讼。",
    "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大和二十届历次全会精神，深入贯彻落实党中央、国务院关于全面推进政务公开工作的决策部署。",
    "严格按照《中华人民共和国政府信息公开条例》规定，坚持以公开为常态、不公开为例外，遵循公正、公平、合法、便民的原则。",
)


def _labels(form: Form) -> Iterator[str]:
    yield CORNER
    yield from (section.heading for section in form.sections)
    yield from (row.label for row in form.rows)


def _drafted() -> Iterator[str]:
    """Our own draft of the text, whose numbers are names in braces."""
    for form, year in ((CURRENT, 2025), (FORMER, 2020)):
        report = Report(0, "", year, form, datetime(year + 1, 1, 20, tzinfo=UTC), True, {}, {}, {}, {}, ())
        for government in (True, False):
            office = Office("", "", "某地", "0", "某", government)
            yield narrative.overview(report, office).replace(narrative.OPEN, "")
            yield narrative.preface(office, year)
    for some in (0, 1):
        cells = dict.fromkeys(
            ("new.total", "total.total", "review.total", "direct.total", "post.total", "new.natural"), some
        )
        figures = narrative.figures_of(
            cells, published=1, interpretations=1, corrections=1, late=1, extended=1, fee_notices=some, fee_amount=some,
            fee_paid=some, last_new=0,
        )  # fmt: skip
        yield from narrative.sentences_of(cells, figures).values()


@cache
def fixed() -> frozenset[int]:
    """The grams of all of them."""
    texts = [*PHRASES, *_labels(CURRENT), *_labels(FORMER)]
    texts += [NAME.sub("0", text) for text in _drafted()]
    return grams_of(texts)
