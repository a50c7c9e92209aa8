"""``gongkai workdays``: ``due DATE N``, when a term ends, day by day; ``import YEAR FILE``, a year's arrangement."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from gongkai.config.cli import DONE, FAILURE, USAGE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """The question ``due DATE N [--json]`` and the verb ``import YEAR FILE --source TEXT --by LOGIN``."""
    verbs = parser.add_subparsers(dest="question", required=True, metavar="问题")
    due = verbs.add_parser("due", help="从某日起（当日不计）第N个工作日是哪一天")
    due.add_argument("date", metavar="日期")
    due.add_argument("n", metavar="天数")
    due.add_argument("--json", action="store_true")
    year = verbs.add_parser("import", help="导入一年的放假安排，并重算在办件的期限")
    year.add_argument("year", metavar="年份", type=int)
    year.add_argument("file", metavar="文件", type=Path, help="通知全文、CSV 或 JSON")
    year.add_argument("--source", required=True, metavar="文号", help="放假通知的文号或出处")
    year.add_argument("--by", required=True, metavar="登录名", help="由哪位系统管理员导入")


def run(options: argparse.Namespace) -> int:
    """Answer the question, or keep the year."""
    return _import(options) if options.question == "import" else _due(options)


def _import(options: argparse.Namespace) -> int:
    """Keep the arrangement as the newest version of its year, with a line in the ledger; then recompute open cases."""
    try:
        raw = options.file.read_bytes()
    except OSError:
        print(f"读不到 {options.file}。", file=sys.stderr)
        return USAGE
    if len(raw) > 1024 * 1024:
        print("文件超过 1 MB，不像一年的放假安排。", file=sys.stderr)
        return USAGE
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    prepare()
    from django.db import transaction

    from gongkai.kernel.casework import operations as cases
    from gongkai.kernel.ledger import operations as ledger
    from gongkai.kernel.organizations import queries as organizations
    from gongkai.kernel.vocabulary import now
    from gongkai.kernel.workdays import operations

    at = now()
    person = organizations.people(at.date()).filter(username=options.by, is_active=True).first()
    standing = organizations.standing(person, at.date()) if person is not None else None
    if standing is None or not standing.has(organizations.Role.ADMIN):
        print(f"“{options.by}”不是在职的系统管理员。", file=sys.stderr)
        return FAILURE
    with transaction.atomic():
        row = operations.import_calendar(options.year, text, options.source, by=standing.person.name, at=at)
        ledger.write(
            actor=standing.actor(), verb="导入工作日历", object_type="calendar", object_id=f"{row.year}-{row.version}",
            at=at, detail={"year": row.year, "version": row.version, "source": row.source, "digest": row.digest},
        )  # fmt: skip
    changes = cases.rebuild(at=at)
    print(f"{row.year}年的放假安排已启用（第{row.version}版）。在办件的期限已重算，改变 {len(changes)} 件。")
    return DONE


def _due(options: argparse.Namespace) -> int:
    """Print {start, n, due, provisional, days[]} or the same in words."""
    try:
        start, n = date.fromisoformat(options.date), int(options.n)
        if not 1 <= n <= 10_000:
            raise ValueError
    except ValueError:
        print("日期写成 2026-01-05，天数为1至10000的整数。", file=sys.stderr)
        return USAGE
    prepare()
    from gongkai.kernel.workdays import queries

    if options.json:
        print(json.dumps(queries.due_json(start, n), ensure_ascii=False))
    else:
        print(queries.explain_text(start, n))
    return DONE
