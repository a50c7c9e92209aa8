"""Everything that is checked without running the tests: one line per check, the full output of what failed.

Style, types, import contracts, templates, migrations, Django's own checks, and that no file tells where it was made.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
AT_ONCE = 2

# Written in two halves, so that this file does not hold what it looks for.
_HOSTS = (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("npmmirror", "com"), ("yarnpkg", "com"),
    ("crates", "io"), ("proxy.golang", "org"), ("mirrors.aliyun", "com"), ("mirrors.tuna.tsinghua.edu", "cn"),
    ("mirrors.ustc.edu", "cn"), ("mirrors.cloud.tencent", "com"), ("repo.huaweicloud", "com"), ("unpkg", "com"),
    ("jsdelivr", "net"), ("cdnjs.cloudflare", "com"), ("googleapis", "com"), ("anaconda", "org"), ("files.pythonhosted", "org"),
)  # fmt: skip
TRACES = (
    ("package registry", re.compile(r"\b(?:" + "|".join(re.escape(".".join(host)) for host in _HOSTS) + r")\b", re.IGNORECASE)),
    ("package index option", re.compile(r"(?<!emit-)\b(?:extra-)?index-url[ =]+\S*[/$]|--find-links[ =]\S*/")),
    ("download address", re.compile(r"https?://[^\s\"'<>)]+\.(?:whl|tgz|zip|tar\.\w+|deb|rpm|exe|msi|dmg|AppImage)\b")),
    ("absolute path", re.compile(r"(?<![\w/.)}~:-])/(?:home|Users|root|work|tmp)/\w|\b[A-Za-z]:\\Users\\")),
)  # fmt: skip


class Trace(NamedTuple):
    """A place that tells where the file was made: path and line, what it is, the text."""

    path: str
    line: int
    kind: str
    text: str


def traces(files: Iterable[tuple[str, str]]) -> Iterator[Trace]:
    """Registry hosts, download addresses and absolute paths in files given as pairs (path, text)."""
    for path, text in files:
        for number, line in enumerate(text.splitlines(), start=1):
            for kind, pattern in TRACES:
                if match := pattern.search(line):
                    yield Trace(path, number, kind, match[0])


def committed(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Every text file that git keeps, or would with the next commit, as pairs (path, text)."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        path = root / name
        if path.is_file():
            data = path.read_bytes()
            if b"\0" not in data:
                yield name, data.decode("utf-8", errors="replace")


def _scan() -> tuple[bool, str]:
    found = [f"{path}:{line}: {kind}: {text}" for path, line, kind, text in traces(committed())]
    return not found, "\n".join(found)


def _run(*command: str) -> Callable[[], tuple[bool, str]]:
    def run() -> tuple[bool, str]:
        with tempfile.TemporaryDirectory() as data:
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
                "GONGKAI_DATA": data,
                "PYTHONPATH": str(ROOT),
            }
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        return done.returncode == 0, done.stdout

    return run


def _tool(name: str, *arguments: str) -> Callable[[], tuple[bool, str]]:
    return _run(str(BIN / name), *arguments)


def _django(*arguments: str) -> Callable[[], tuple[bool, str]]:
    return _run(sys.executable, "-m", "django", *arguments)


# The slow ones first, so that two at a time end together.
CHECKS: tuple[tuple[str, Callable[[], tuple[bool, str]]], ...] = (
    ("types (mypy strict)", _tool("mypy")),
    ("style (ruff check)", _tool("ruff", "check", "--quiet", ".")),
    ("format (ruff format --check)", _tool("ruff", "format", "--quiet", "--check", ".")),
    ("import contracts", _tool("lint-imports", "--no-logo")),
    ("templates", _run(sys.executable, "tools/templates.py")),
    ("migrations", _django("makemigrations", "--check", "--dry-run")),
    ("system check", _django("check", "--fail-level", "WARNING")),
    ("no trace of a machine", _scan),
)


def main() -> int:
    """Run every check; 1 when one failed."""
    failed: list[tuple[str, str]] = []

    def timed(check: Callable[[], tuple[bool, str]]) -> tuple[bool, str, float]:
        start = time.monotonic()
        passed, output = check()
        return passed, output, time.monotonic() - start

    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [(name, pool.submit(timed, check)) for name, check in CHECKS]
        for name, future in running:
            passed, output, seconds = future.result()
            print(f"{'✓' if passed else '✗'} {name} ({seconds:.1f} s)", flush=True)
            if not passed:
                failed.append((name, output))
    for name, output in failed:
        print(f"\n── {name}\n{output.rstrip()}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
