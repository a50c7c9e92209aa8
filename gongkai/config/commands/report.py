"""``gongkai report show ORGAN YEAR``: the annual report of an organ as computed now."""

from __future__ import annotations

import argparse
import json
import sys

from gongkai.config.cli import DONE, USAGE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """The question ``show ORGAN YEAR [--json]``."""
    verbs = parser.add_subparsers(dest="question", required=True, metavar="问题")
    show = verbs.add_parser("show", help="一个机关一年的年度报告：各表、勾稽关系、未填报的数据")
    show.add_argument("organ", metavar="机关", help="机关代字、名称或者编号")
    show.add_argument("year", metavar="年份", type=int)
    show.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Print the report; 2 when there is no such organ."""
    prepare()
    from gongkai.kernel.vocabulary import now
    from gongkai.oversee.annual import queries

    organ = queries.organ_named(options.organ)
    if organ is None:
        print(f"没有找到机关“{options.organ}”，请写机关代字、全称、简称或者编号。", file=sys.stderr)
        return USAGE
    report = queries.compute(organ, options.year, now())
    if options.json:
        print(json.dumps(queries.as_json(organ, report), ensure_ascii=False))
        return DONE
    print(f"{report.organ} {report.year}年（{report.form.document}）")
    for cell in report.form.cells:
        if report.cells[cell] != 0:
            print(f"  {report.form.label_of(cell)}：{report.words(cell)}")
    for check in (*report.errors, *report.warnings):
        print(f"  勾稽{check.level.label}：{check.left_words} {check.left}，{check.right_words} {check.right}")
    print(f"未填报{len(report.missing)}项，勾稽不符{len(report.errors)}项。没有列出的单元格为0。")
    return DONE
