"""``gongkai workdays due DATE N``: when a term of N working days ends, day by day."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from gongkai.config.cli import DONE, USAGE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """The question ``due DATE N [--json]``."""
    verbs = parser.add_subparsers(dest="question", required=True, metavar="问题")
    due = verbs.add_parser("due", help="从某日起(当日不计)第N个工作日是哪一天")
    due.add_argument("date", metavar="日期")
    due.add_argument("n", metavar="天数")
    due.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Print {start, n, due, provisional, days[]} or the same in words."""
    try:
        start, n = date.fromisoformat(options.date), int(options.n)
        if not 1 <= n <= 10_000:
            raise ValueError
    except ValueError:
        print("日期写成 2026-01-05,天数为1至10000的整数。", file=sys.stderr)
        return USAGE
    prepare()
    from gongkai.kernel.workdays import queries

    if options.json:
        print(json.dumps(queries.due_json(start, n), ensure_ascii=False))
    else:
        print(queries.explain_text(start, n))
    return DONE
