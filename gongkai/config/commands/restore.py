"""``gongkai restore FILE``: bring a backup into an empty data folder; it ends in a full verification."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tarfile
from pathlib import Path

from gongkai.config import folder
from gongkai.config.cli import DONE, FAILURE, FINDINGS, USAGE


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE."""
    parser.add_argument("file", type=Path, metavar="备份文件")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Unpack beside the target, move into place, verify, rebuild the index."""
    home = folder.path()
    if not options.file.is_file():
        print(f"找不到备份文件 {options.file}。", file=sys.stderr)
        return USAGE
    if home.exists() and any(home.iterdir()):
        print(f"数据目录 {home} 不是空的。请用 GONGKAI_DATA 指定一个空目录，现有数据不会被覆盖。", file=sys.stderr)
        return USAGE
    home.parent.mkdir(parents=True, exist_ok=True)
    scratch = home.with_name(f".{home.name}.restoring")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        _unpack(options.file, scratch)
    except (OSError, tarfile.TarError, ValueError, KeyError, EOFError) as fault:
        shutil.rmtree(scratch, ignore_errors=True)
        print(f"{options.file} 不是完整的备份文件（{fault}）。", file=sys.stderr)
        return FAILURE
    if home.exists():
        home.rmdir()
    scratch.rename(home)
    from gongkai.config.cli import prepare
    from gongkai.config.commands.verify import everything

    prepare()
    verdict = everything()
    from gongkai.faces.search import jobs

    with folder.take_lock():
        jobs.rebuild()
    if options.json:
        print(json.dumps(verdict, ensure_ascii=False))
    else:
        print(
            f"已恢复到 {home}。"
            + ("核验通过" if verdict["ok"] else "核验未通过")
            + f"，共检查 {verdict['checked']} 项。"
        )
        for sentence in verdict["faults"]:  # type: ignore[attr-defined]
            print(f"  {sentence}")
    return DONE if verdict["ok"] else FINDINGS


def _unpack(source: Path, target: Path) -> None:
    """Take only what a backup holds; a foreign member is an error."""
    target.mkdir(mode=0o700)
    with tarfile.open(source, "r:*") as archive:
        for member in archive:
            parts = Path(member.name).parts
            plain = member.isfile() and ".." not in parts and not member.name.startswith("/")
            if not plain or parts[0] not in {"about.json", "gongkai.sqlite3", "secrets", "files"} or len(parts) > 2:
                raise ValueError(f"{member.name}")
            content = archive.extractfile(member)
            if content is None:
                raise ValueError(member.name)
            if parts[0] == "files":
                sha256 = parts[1]
                place = target / "files" / sha256[:2] / sha256[2:4] / sha256
            else:
                place = target / member.name
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as out:
                shutil.copyfileobj(content, out)
            place.chmod(0o600 if parts[0] == "secrets" else 0o644)
    about = json.loads((target / "about.json").read_text())
    if about["format"] != 1 or not (target / "gongkai.sqlite3").exists():
        raise ValueError("format")
    (target / "secrets").mkdir(exist_ok=True)
    (target / "secrets").chmod(0o700)
