"""``gongkai report show ORGAN YEAR``: an annual report as computed now; ``check FILE…``: reports that others published."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.config import folder
from gongkai.config.cli import DONE, FINDINGS, USAGE, prepare

if TYPE_CHECKING:
    from gongkai.oversee.annual.checking import Checked
    from gongkai.oversee.annual.verdicts import Said


_KNOWN = frozenset([".html", ".htm", ".docx", ".doc", ".wps", ".pdf", ".md", ".txt", ".zip"])
_FEW = 4  # findings that lack a side and are still told one by one


def arguments(parser: argparse.ArgumentParser) -> None:
    """The questions ``show ORGAN YEAR [--json]`` and ``check FILE… [--json]``."""
    verbs = parser.add_subparsers(dest="question", required=True, metavar="问题")
    show = verbs.add_parser("show", help="一个机关一年的年度报告：各表、勾稽关系、未填报的数据")
    show.add_argument("organ", metavar="机关", help="机关代字、名称或者编号")
    show.add_argument("year", metavar="年份", type=int)
    show.add_argument("--json", action="store_true")
    check = verbs.add_parser("check", help="读取并核对已发布的年度报告：html、docx、pdf、md、txt、zip 文件或者文件夹")
    check.add_argument("files", nargs="+", metavar="文件", type=Path)
    check.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Answer the question."""
    return _check(options) if options.question == "check" else _show(options)


def _check(options: argparse.Namespace) -> int:
    """Read and check the files, without a database; 1 when something contradicts itself or cannot be read, 2 for a missing file."""
    from gongkai.kernel.vocabulary import today
    from gongkai.oversee.annual.checking import check_many
    from gongkai.oversee.annual.reading import Published, Unread, read

    answers: list[Published | Unread] = []
    absent = False
    for path in options.files:
        files = _files(path)
        if not files:
            absent = True
            answers.append(
                Unread(str(path), f"文件夹里没有可以读取的文件（{'、'.join(sorted(_KNOWN))}），请检查路径。")
            )
        for file in files:
            try:
                answers += read(file.read_bytes(), str(file))
            except OSError as fault:
                absent = True
                answers.append(Unread(str(file), f"文件打不开（{_why(fault)}），请检查路径。"))
    checked = check_many(answers, today().year)
    said = _verdicts(checked)
    if options.json:
        single = len(options.files) == 1 and len(checked) == 1
        told = [one.as_json(said.get(_key(one), ())) for one in checked]
        print(json.dumps(told[0] if single else told, ensure_ascii=False))
    else:
        for one in checked:
            print("\n".join(_words(one, said.get(_key(one), ()))))
    for one in checked:
        if one.error:
            print(f"{one.name}：{one.error}", file=sys.stderr)
    if absent:
        return USAGE
    return FINDINGS if any(one.error or one.failing for one in checked) else DONE


def _key(one: Checked) -> tuple[str, int | None]:
    return (one.report.organ, one.report.year) if one.report is not None else ("", None)


def _verdicts(checked: Sequence[Checked]) -> Mapping[tuple[str, int | None], Sequence[Said]]:
    """What offices said of these reports on the desk (核对说明); nothing where there is no database, or one not yet migrated."""
    if not (os.environ.get("GONGKAI_DATABASE") or (folder.path() / "gongkai.sqlite3").exists()):
        return {}
    import django
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    django.setup()
    from gongkai.oversee.annual.queries import verdicts_of

    try:
        return verdicts_of(_key(one) for one in checked)
    except DatabaseError:
        return {}


def _files(path: Path) -> list[Path]:
    """The file, or the readable files of a folder in their order."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in _KNOWN and file.is_file())


def _why(fault: OSError) -> str:
    """The system's reason in Chinese."""
    known = {FileNotFoundError: "文件不存在", PermissionError: "没有读取权限"}
    return known.get(type(fault), f"系统说：{fault.strerror}")


def _words(one: Checked, said: Sequence[Said] = ()) -> Iterator[str]:
    """A file in words: whose report, what does not fit, what is missing."""
    from gongkai.oversee.annual.checking import missing_words, sentence, verdict
    from gongkai.oversee.annual.terms import Level
    from gongkai.oversee.annual.verdicts import LAPSED, judge

    if one.report is None:
        yield f"{one.name}：无法读取"
        return
    report = one.report
    yield f"{one.name}：{report.organ or '（看不出机关）'} {report.year or '（看不出年份）'}年，{report.format}格式"
    judged = judge(one.checks, said)
    unknown = sum(found.check.level == Level.INCOMPLETE for found in judged)
    listed = (Level.ERROR, Level.WARNING, Level.INCOMPLETE)[: 3 if unknown <= _FEW else 2]
    for level in listed:
        for found in judged:
            check = found.check
            if check.level != level:
                continue
            yield f"  {verdict(check)}：{sentence(check)}{f'（{check.note}）' if check.note else ''}{check.place and f' {check.place}'}"
            for who in found.said:
                yield f"    已说明：{who.reason}（{who.organ}{who.person}，{who.at:%Y-%m-%d}）"
            for who in found.lapsed:
                yield f"    {LAPSED}（{who.organ}{who.person}，{who.at:%Y-%m-%d}：{who.reason}）"
    if unknown > _FEW:
        yield f"  有{unknown}项缺少数据，无法核对（逐项见 --json 的 checks）"
    if report.missing:
        yield f"  {'，'.join(missing_words(report.missing))}（没有读到的数不当作0，名目见 --json 的 missing）"
    yield from (f"  注意：{note}" for note in report.notes)


def _show(options: argparse.Namespace) -> int:
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
