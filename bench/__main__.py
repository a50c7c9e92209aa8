"""Runs every measurement in a process of its own, with a folder of its own, and ends with a table on the error channel.

``python -m bench`` runs all of them, ``python -m bench search pages`` only these, ``python -m bench soak`` the endurance test,
which is not among all; nor is ``several``. Exit 1 when a bound is missed or a measurement fails.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.rows import loop

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "bench" / "out"

#: Name to (module, database, folder kept between runs, what has to be there before).
MEASURES: dict[str, tuple[str, str, str, str]] = {
    "import": ("importing", "sqlite", "corpus", ""),
    "pages": ("pages", "sqlite", "corpus", "import"),
    "search": ("searching", "sqlite", "corpus", "import"),
    "verify": ("verifying", "sqlite", "corpus", "import"),
    "volume": ("volume", "sqlite", "", ""),
    "requests": ("requests", "sqlite", "", ""),
    "requests-postgresql": ("requests", "postgresql", "", ""),
    "writing": ("writing", "sqlite", "", ""),
    "writing-postgresql": ("writing", "postgresql", "", ""),
    "found": ("found", "sqlite", "", ""),
    "found-postgresql": ("found", "postgresql", "", ""),
    "reports": ("reports", "sqlite", "", ""),
    "comparing": ("comparing", "sqlite", "", ""),
    "collecting": ("collecting", "sqlite", "", ""),
    "several": ("several", "postgresql", "", ""),
    "soak": ("soak", "sqlite", "", ""),
    "soak-postgresql": ("soak", "postgresql", "", ""),
}
USUAL = [name for name in MEASURES if not name.startswith(("soak", "several"))]


def main(names: list[str]) -> int:
    """Run the named measurements (the usual ones when none is named); returns the exit code."""
    if names[:1] == ["--here"]:
        return here(names[1])
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        print(f"unknown: {', '.join(unknown)}. There are: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    if names == ["soak"]:
        names = ["soak", "soak-postgresql"]
    OUT.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    failed = []
    machine("start", rows)
    for name in with_needs(names or USUAL):
        print(f"{name} …", file=sys.stderr, flush=True)
        if not child(name, rows):
            failed.append(name)
    machine("end", rows)
    derive(rows)
    table(rows)
    for name in failed:
        print(f"FAILED: {name}", file=sys.stderr)
    return 1 if failed or any(row["ok"] is False for row in rows) else 0


def with_needs(names: list[str]) -> list[str]:
    """The names in order, each after what it needs when that is not in its folder yet."""
    ordered: list[str] = []
    for name in names:
        _, _, _, need = MEASURES[name]
        if need and need not in names and not (OUT / MEASURES[need][2] / "complete").exists() and need not in ordered:
            ordered.append(need)
        if name not in ordered:
            ordered.append(name)
    return ordered


def child(name: str, rows: list[dict[str, Any]]) -> bool:
    """Run one measurement in a process of its own and pass its rows on; False when it fails."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench", "--here", name], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            rows.append(json.loads(line))
            print(line, end="", flush=True)
        else:
            print(line, end="", file=sys.stderr)
    return process.wait() == 0


def here(name: str) -> int:
    """The child: folder and database first, then Django, then the measurement."""
    module, database, kept, _ = MEASURES[name]
    scratch = Path(tempfile.mkdtemp(prefix="gk-bench-"))
    os.environ["GONGKAI_DATA"] = str(OUT / kept if kept else scratch / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
    for variable in ("GONGKAI_TODAY", "GONGKAI_DATABASE", "GONGKAI_SMTP_HOST"):
        os.environ.pop(variable, None)
    from tests import database as postgres

    server = None
    try:
        if database == "postgresql":
            if reason := postgres.lacking():
                print(f"  · {name}: left out, {reason}", file=sys.stderr)
                return 0
            os.environ["GONGKAI_DATABASE"], server = postgres.boot(scratch, safe=True)
        return int(importlib.import_module(f"bench.{module}").run(database) or 0)
    finally:
        if server is not None:
            postgres.shut(server, scratch)
        shutil.rmtree(scratch, ignore_errors=True)


def machine(when: str, rows: list[dict[str, Any]]) -> None:
    """A fixed piece of arithmetic: how fast a core is, and how much of it was ours. Without these no figure means much."""
    wall, cpu = time.perf_counter(), time.process_time()
    loop()
    cpu = (time.process_time() - cpu) * 1000
    wall = (time.perf_counter() - wall) * 1000
    for name, value, unit in (("loop", round(cpu, 1), "ms"), ("share", round(100 * cpu / wall), "%")):
        rows.append({"name": f"machine.{when}.{name}", "value": value, "unit": unit, "bound": None, "ok": None})
        print(json.dumps(rows[-1]), flush=True)


def derive(rows: list[dict[str, Any]]) -> None:
    """Rows that compare two measurements: PostgreSQL as a share of SQLite."""
    values = {row["name"]: row["value"] for row in rows}
    for what in ("publish", "ledger", "log"):
        ours, theirs = values.get(f"{what}.sqlite"), values.get(f"{what}.postgresql")
        if ours and theirs:
            derived = {
                "name": f"{what}.postgresql/sqlite", "value": round(theirs / ours, 2), "unit": "ratio",
                "bound": None, "ok": None,
            }  # fmt: skip
            rows.append(derived)
            print(json.dumps(derived), flush=True)


def table(rows: list[dict[str, Any]]) -> None:
    """The rows as a person reads them."""
    if not rows:
        return
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        verdict = {True: "ok", False: "MISSED", None: ""}[row["ok"]]
        print(
            f"{row['name']:<{width}}  {row['value']:>12,} {row['unit']:<12} {row['bound'] or '':<10} {verdict}",
            file=sys.stderr,
        )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
