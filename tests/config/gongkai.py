"""The command line as others meet it: a process of its own, in a data folder of its own."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

COMMAND = Path(sys.executable).with_name("gongkai")
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The last line as JSON."""
        return json.loads(self.out.strip().splitlines()[-1])


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a command that works in ``folder``."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI", "DJANGO", "PYTEST"))}
    return kept | {"GONGKAI_DATA": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | more


def start(folder: Path, *words: object, **more: str) -> subprocess.Popen[str]:
    """Begin a command and leave it running."""
    command = (
        [str(COMMAND)]
        if COMMAND.exists()
        else [sys.executable, "-c", "import sys; from gongkai.config.cli import main; sys.exit(main())"]
    )
    return subprocess.Popen(
        [*command, *map(str, words)], env=surroundings(folder, **more), text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, cwd=folder.parent,
    )  # fmt: skip


def run(folder: Path, *words: object, **more: str) -> Said:
    """A command from beginning to end."""
    process = start(folder, *words, **more)
    out, err = process.communicate(timeout=600)
    return Said(process.returncode, out, err)


@cache
def _ready() -> Path:
    """A folder that one command made ready: tables take seconds to make, and are the same each time."""
    home = Path(tempfile.mkdtemp(prefix="gongkai-ready-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    said = run(home / "data", "workdays", "due", "2026-01-05", "1")
    assert said.code == 0, said.err
    return home / "data"


def made_ready(folder: Path) -> Path:
    """``folder`` as the first command leaves it; the same secrets as others of this session."""
    shutil.copytree(_ready(), folder)
    return folder


_DRIVER = """
import contextlib, io, json, sys
from gongkai.config.cli import main
for words in json.loads(sys.stdin.read()):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(words)
        except SystemExit as leave:
            code = leave.code
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""


def run_all(folder: Path, *commands: Sequence[object]) -> list[Said]:
    """Several commands one after the other in one process (starting one costs more than most commands)."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER], env=surroundings(folder), cwd=folder.parent, text=True, capture_output=True,
        input=json.dumps([[str(word) for word in words] for words in commands]), timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [Said(*json.loads(line)) for line in done.stdout.splitlines()]


def laws(shared: Path, target: Path, *folders: str) -> Path:
    """Some folders of the corpus, unpacked."""
    with tarfile.open(shared / "corpus" / "laws.tar.xz") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".md") and member.name.startswith(folders):
                archive.extract(member, target, filter="data")
    return target
