"""``gongkai verify``: a page or file with its proof (also off line, with the key alone), or everything (--all)."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.config.cli import DONE, FINDINGS, USAGE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """--all | FILE [--proof FILE] [--key FILE|LINE] | NUMBER of a record; [--json]."""
    parser.add_argument("target", nargs="?", metavar="文件、证明文件或信息编号")
    parser.add_argument("--all", action="store_true", help="核验整个系统")
    parser.add_argument("--proof", type=Path, metavar="证明文件")
    parser.add_argument("--key", metavar="公钥文件或公钥行")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Print {ok, checked, faults[]}; 0 when all holds, 1 when something does not."""
    if options.all:
        verdict = everything()
    elif options.target is None:
        print("请给出要核验的文件、证明文件或信息编号，或使用 --all。", file=sys.stderr)
        return USAGE
    elif options.target.strip("/").split("/")[-1].isdigit() and not Path(options.target).exists():
        verdict = one_record(int(options.target.strip("/").split("/")[-1]))
    else:
        found = _file(Path(options.target), options.proof, options.key)
        if found is None:
            return USAGE
        verdict = found
    if options.json:
        print(json.dumps(verdict, ensure_ascii=False))
    else:
        print("核验通过。" if verdict["ok"] else "核验未通过：", f"共检查 {verdict['checked']} 项。")
        for fault in verdict["faults"]:  # type: ignore[attr-defined]
            print(f"  {fault}")
    return DONE if verdict["ok"] else FINDINGS


def _file(target: Path, proof: Path | None, key: str | None) -> dict[str, object] | None:
    """Off line: needs neither database nor data folder when the key is given."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    if proof is None and target.suffix == ".json":
        proof = target
    if key is None:
        prepare()
        from gongkai.kernel.trust import queries

        key = queries.public_key_text()
    from gongkai.kernel.trust.proofs import verify_file

    if proof is None:
        beside = [target.with_name(target.name + ".proof.json"), target.with_suffix(".proof.json")]
        proof = next((path for path in beside if path.exists()), None)
        if proof is None:
            print(f"没有找到“{target.name}”的证明文件，请用 --proof 指定（可从该信息的核验页下载）。", file=sys.stderr)
            return None
    return dict(verify_file(None if target == proof else target, proof, key))


def one_record(record_id: int) -> dict[str, object]:
    """The record as this system holds it: statement, leaf, checkpoint, and the bytes of every file."""
    prepare()
    from gongkai.kernel.papers import queries as papers
    from gongkai.kernel.records.queries import public
    from gongkai.kernel.trust import queries as trust
    from gongkai.kernel.vocabulary import Refusal

    record = public.record(record_id)
    if record is None or record.current is None:
        return {"ok": False, "checked": 0, "faults": [f"没有编号为 {record_id} 的已发布信息"]}
    faults: list[str] = []
    checked = 1
    try:
        proof = public.proof(record.current)
        if proof is None:
            faults.append("这条信息还没有被检查点覆盖")
        else:
            files = []
            for attachment in public.attachments(record.current):
                with papers.open_file(attachment.file_id) as file:
                    files.append(file.read())
            checked += len(files)
            faults += trust.check_proof(proof, trust.public_key_text(), attachments=files)
    except Refusal as refusal:
        faults.append(refusal.message)
    return {"ok": not faults, "checked": checked, "faults": faults}


def everything() -> dict[str, object]:
    """Every line, leaf, file, record and article of the data folder."""
    prepare(migrate=False)
    from gongkai.config import audit
    from gongkai.kernel.ledger import guards

    faults: list[str] = []
    try:
        with _one_moment():  # a city that is at work writes on while it is read
            checked = sum(audit.counts().values())
            for name, find in audit.PARTS.items():
                try:
                    faults += find()
                except Exception as fault:
                    faults.append(f"{name}无法读完：{type(fault).__name__} {fault}")
        faults += [str(message.msg) for message in guards.missing_guards(databases=["default"])]
        faults += _pages()
    except Exception as fault:
        return {"ok": False, "checked": 0, "faults": [f"数据库无法读取：{type(fault).__name__} {fault}"]}
    return {"ok": not faults, "checked": checked, "faults": faults}


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read the database as it stood at one moment, without keeping anybody from writing."""
    from django.db import connection

    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _pages() -> list[str]:
    """What SQLite itself finds wrong in its file: damaged pages, an index that misses a row, a key without its row."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        faults = [f"数据库文件：{line}" for (line,) in cursor.fetchall() if line != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return faults + [
            f"数据库文件：{table}第{row}行指向不存在的{parent}" for table, row, parent, _ in cursor.fetchall()
        ]
