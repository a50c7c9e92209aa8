"""A city of its own for the journeys: an empty data folder, the real server with its worker, and a clerk who prepares."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.config.gongkai import made_ready

ROOT = Path(__file__).resolve().parents[2]
GONGKAI = Path(sys.executable).with_name("gongkai")
PATIENCE = 90  # seconds; a busy machine is slow, not wrong


@dataclass(frozen=True)
class Staff:
    """Sign-in names of an organ's people (drafter, officer, head, first, second, final, signer) and their password."""

    organ: int
    name: str
    people: dict[str, str]
    password: str


class City:
    """The folder, the address, the server's log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "data"
        self.log = folder / "server.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "PYTEST_"))
        } | {"GONGKAI_DATA": str(self.folder), "GONGKAI_ADDRESS": self.address, "PYTHONPATH": str(ROOT)}
        self._out = self.log.open("w")
        self._clerk = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.clerk"], cwd=folder, env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._out,
        )  # fmt: skip
        made_ready(self.folder)
        self.ask("prepare")
        self.ask("serve", port=self.port)
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.1)
        raise AssertionError(f"the server did not come up:\n{self.log.read_text()[-3000:]}")

    def ask(self, verb: str, **given: Any) -> dict[str, Any]:
        """What the clerk did."""
        assert self._clerk.stdin
        assert self._clerk.stdout
        self._clerk.stdin.write(json.dumps({"do": verb, **given}) + "\n")
        self._clerk.stdin.flush()
        answer = json.loads(self._clerk.stdout.readline() or '{"fault": "the clerk is gone"}')
        assert "fault" not in answer, answer["fault"]
        done: dict[str, Any] = answer["done"]
        return done

    def staff(self, **columns: Any) -> Staff:
        """An organ with its seven people."""
        return Staff(**self.ask("staff", **columns))

    def faults(self, since: int) -> list[str]:
        """Lines of the server's log that tell of an error, from a place on."""
        lines = self.log.read_text(errors="replace")[since:].splitlines()
        return [line for line in lines if " ERROR " in line or " CRITICAL " in line]

    def run(self, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """The command line, by default in this city's folder."""
        environment = self.environment | ({"GONGKAI_DATA": str(folder)} if folder else {})
        return subprocess.run(
            [GONGKAI, *arguments], env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def close(self) -> None:
        """The clerk stops the server as an administrator would, and goes."""
        assert self._clerk.stdin
        assert self._clerk.stdout
        self._clerk.stdin.close()
        self._clerk.wait(40)
        self._clerk.stdout.close()
        self._out.close()
