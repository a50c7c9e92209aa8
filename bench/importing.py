"""The law corpus into a fresh folder, by the command as a user runs it: documents a second, and where the time goes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.rows import cpu_ms, loop, median, note, row

_RUN = (
    "import json,os,sys,time\n"
    "from gongkai.config.cli import main\n"
    "t=time.perf_counter()\n"
    "code=main(sys.argv[1:])\n"
    "u=os.times()\n"
    "print(json.dumps({'cpu':u.user+u.system+u.children_user+u.children_system,'wall':time.perf_counter()-t}))\n"
    "raise SystemExit(code)\n"
)


def corpus() -> Path | None:
    """The archive beside the checkout (GONGKAI_SHARED names another folder)."""
    shared = Path(os.environ.get("GONGKAI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    path = shared / "corpus" / "laws.tar.xz"
    return path if path.exists() else None


def run(_: str) -> int:
    archive = corpus()
    if archive is None:
        note("import: left out, the corpus is not here")
        return 0
    folder = Path(os.environ["GONGKAI_DATA"])
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-c", _RUN, "import", str(archive), "--json", "--quiet"],
        stdout=subprocess.PIPE, text=True, check=False, cwd=Path(__file__).resolve().parents[1],
    )  # fmt: skip
    if done.returncode != 0:
        note(f"import: exit {done.returncode} {done.stdout[-500:]}")
        return 1
    said, used = (json.loads(line) for line in done.stdout.strip().splitlines()[-2:])
    row("import.rate", said["imported"] / said["seconds"], "documents/s", ">= 120")
    row("import.rate.whole", said["imported"] / used["wall"], "documents/s", ">= 120")
    row("import.prepare", used["wall"] - said["seconds"], "s")  # an empty folder is made ready first, once
    row("import.rate.cpu", said["imported"] / used["cpu"], "documents/cpu-s")
    row("import.documents", said["imported"], "documents", ">= 3475")
    row("import.wall", used["wall"], "s")
    row("import.cpu", used["cpu"], "s")
    row("import.cpu/loop", used["cpu"] * 1000 / median([cpu_ms(loop) for _ in range(3)]), "loops", "<= 150")
    whole = sum(said["shares"].values()) or 1.0
    for part, seconds in said["shares"].items():
        row(f"import.share.{part}", 100 * seconds / whole, "%")
    (folder / "complete").touch()
    return 0
