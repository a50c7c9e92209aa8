"""``gongkai backup FILE``: one archive of database, files, keys and index day, taken while the city runs."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from gongkai.config import folder
from gongkai.config.cli import DONE, FAILURE, USAGE, prepare

FORMAT = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE."""
    parser.add_argument("file", type=Path, metavar="备份文件")


def run(options: argparse.Namespace) -> int:
    """Copy the database first by SQLite's own online backup, then the files that it names; write-then-rename."""
    target: Path = options.file.expanduser().absolute()
    if target.exists():
        print(f"{target} 已存在，请换一个文件名。", file=sys.stderr)
        return USAGE
    if not target.parent.is_dir():
        print(f"目录 {target.parent} 不存在。", file=sys.stderr)
        return USAGE
    prepare()
    from django.db import connection

    from gongkai.kernel.vocabulary import now

    if connection.vendor != "sqlite":
        print("PostgreSQL 的数据库请用 pg_dump 备份，并另行备份数据目录中的 files 和 secrets。", file=sys.stderr)
        return FAILURE
    home = folder.path()
    partial = target.with_name(f".{target.name}.part")
    files = 0
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".gongkai-backup-") as scratch:
            copy = Path(scratch) / "gongkai.sqlite3"
            with (
                closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60)) as source,
                closing(sqlite3.connect(copy)) as out,
            ):
                source.backup(out, pages=2000, sleep=0.01)
            with closing(sqlite3.connect(copy)) as database:
                named = [row[0] for row in database.execute("SELECT sha256 FROM papers_storedfile")]
            about = Path(scratch) / "about.json"
            about.write_text(json.dumps({"format": FORMAT, "at": now().isoformat(), "files": len(named)}))
            with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
                archive.add(about, "about.json")
                archive.add(copy, "gongkai.sqlite3")
                for secret in sorted((home / "secrets").iterdir()):
                    if secret.is_file() and not secret.name.startswith("."):
                        archive.add(secret, f"secrets/{secret.name}")
                from gongkai.kernel.papers import queries as papers

                for sha256 in named:
                    archive.add(papers.path(sha256), f"files/{sha256}")
                    files += 1
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.chmod(0o600)  # it holds the keys
        partial.rename(target)
    except OSError as fault:
        partial.unlink(missing_ok=True)
        print(f"备份没有完成：{fault.strerror or fault}。原有数据没有变化。", file=sys.stderr)
        return FAILURE
    print(
        f"已备份到 {target}（数据库和 {files} 个文件，{target.stat().st_size / 1048576:.1f} MB）。备份中含密钥，请妥善保管。"
    )
    return DONE
