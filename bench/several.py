"""Several web processes on one database: people apply at the same moment over HTTP; no number lost or given twice, no job done twice.

One process owns the folder and does the jobs, granian has three more workers beside it, and the readers go round them, as
nginx would send them (docs/recipes/several-processes.md).
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.city import prepare
from bench.rows import median, note, p95, row

_PEOPLE, _TIMES = 12, 3
_HERE = Path(sys.executable).parent


class _Browser:
    """What ``Citizen`` needs of a client: cookies kept, each request to the next process, the address told as a proxy does."""

    turn = count()

    def __init__(self, ports: list[int], address: str) -> None:
        self.ports, self.address, self.jar = ports, address, SimpleCookie()
        self.spent = 0.0

    def get(self, path: str) -> Any:
        return self._ask("GET", path, None)

    def post(self, path: str, data: dict[str, str]) -> Any:
        return self._ask("POST", path, urlencode(data))

    def _ask(self, method: str, path: str, body: str | None) -> Any:
        port = self.ports[next(self.turn) % len(self.ports)]
        head = {"X-Forwarded-For": self.address, "Cookie": "; ".join(f"{k}={m.value}" for k, m in self.jar.items())}
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request(method, path, body, head)
        answer: Any = line.getresponse()
        answer.content, answer.status_code = answer.read(), answer.status
        self.spent = (time.perf_counter() - begun) * 1000
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.jar.load(cookie)
        line.close()
        return answer


def run(database: str) -> int:
    prepare()
    from django.db import connection

    from gongkai.answer.foi import operations as verbs
    from gongkai.answer.foi.models import Application
    from gongkai.kernel.casework.models import Case
    from gongkai.kernel.vocabulary import now
    from tests.answer.foi import requests as factory

    office = factory.office()
    ports = [_free(), _free()]
    servers = [_serve(ports[0]), _more(ports[1], 3)]
    try:
        for port in ports:
            _wait(port)
        told, spent, errors, seconds = _apply(office.organ.pk, [ports[0], *[ports[1]] * 3])
        for case in Case.objects.filter(kind="foi").order_by("pk"):  # each asks for a receipt: two files to typeset
            verbs.acknowledge(case_id=case.pk, by=office.of("officer", now()), at=now())
        _until_typeset()
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(20)
    for error in errors[:5]:
        note(error)
    row("several.errors", len(errors), "errors", "<= 0")
    row("several.applications", len(told), "applications")
    row("several.rate", len(told) / seconds, "requests/s")
    row("several.send.median", median(spent), "ms")
    row("several.send.p95", p95(spent), "ms")
    kept = sorted(Application.objects.values_list("number", flat=True))
    row("several.lost", len(set(told) ^ set(kept)) + len(told) - len(set(told)), "numbers", "<= 0")
    row("several.gaps", _gaps(), "numbers", "<= 0")
    row("several.jobs.twice", _twice(), "jobs", "<= 0")
    connection.close()
    verified = subprocess.run([_HERE / "gongkai", "verify", "--all"], capture_output=True, text=True, check=False)
    note(verified.stdout.strip().splitlines()[-1] if verified.stdout.strip() else verified.stderr[-300:])
    row("several.verify.exit", verified.returncode, "code", "<= 0")
    return 0


def _serve(port: int) -> subprocess.Popen[bytes]:
    """The process that owns the folder and does the jobs."""
    return subprocess.Popen(
        [_HERE / "gongkai", "serve", "--port", str(port)], env=_environment(), stdout=subprocess.DEVNULL
    )


def _more(port: int, workers: int) -> subprocess.Popen[bytes]:
    """Further processes that only answer."""
    command = [
        _HERE / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--no-access-log", "--log-level", "warning", "gongkai.config.wsgi:application",
    ]  # fmt: skip
    return subprocess.Popen(command, env=_environment() | {"GONGKAI_WORKER": "0"}, stdout=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    limits = str(Path(os.environ["GONGKAI_DATA"]).parent / "limits")
    return dict(os.environ) | {
        "GONGKAI_PROXIES": "127.0.0.1", "GONGKAI_LIMITS": limits, "PYTHONPATH": str(Path.cwd()),
    }  # fmt: skip


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if _Browser([port], "203.0.113.1").get("/apply/").status_code == 200:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise RuntimeError(f"nothing answers at {port}")


def _apply(organ_id: int, ports: list[int]) -> tuple[list[str], list[float], list[str], float]:
    """Everybody fills in, waits until all are ready, and sends at one moment, some times over; numbers, times, errors."""
    from bench import casebook
    from tests.faces.portal.applying import Citizen, Page

    class Person(Citizen):
        def __init__(self, place: int) -> None:
            self.client: Any = _Browser(ports, f"203.0.113.{place + 1}")
            self.address = f"/apply/{organ_id}/"
            self.shown = Page(self.client.get(self.address))

    told: list[str] = []
    spent: list[float] = []
    errors: list[str] = []
    together = threading.Barrier(_PEOPLE)
    begun: list[float] = []
    ended: list[float] = []

    def work(place: int) -> None:
        for turn in range(_TIMES):
            try:
                who = Person(place)
                facts = casebook.applicant(place * _TIMES + turn)
                who.to_the_end(**{name: facts[name] for name in ("name", "identity_number", "phone", "address")})
                time.sleep(5)  # nobody reads the page faster
            except Exception as fault:  # told below, with its place
                errors.append(f"{type(fault).__name__}: {fault}")
                who = None  # type: ignore[assignment]
            together.wait(120)
            if who is None:
                continue
            begun.append(time.perf_counter())
            shown = who.send()
            ended.append(time.perf_counter())
            spent.append(who.client.spent)
            if shown.status == 200 and re.search(r"\d", shown.number):
                told.append(shown.number)
            else:
                errors.append(f"{shown.status}: {shown.errors or shown.words[:200]}")

    threads = [threading.Thread(target=work, args=(place,)) for place in range(_PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return told, spent, errors, sum(spent) / 1000 / _PEOPLE


def _until_typeset() -> None:
    from gongkai.kernel.papers.models import Rendition

    end = time.monotonic() + 240
    while time.monotonic() < end and Rendition.objects.filter(file=None).exists():
        time.sleep(1)


def _gaps() -> int:
    """Serials that were not given, or given twice, over all sequences."""
    from gongkai.kernel.papers.models import PaperNumber, Sequence

    found = 0
    for one in Sequence.objects.all():
        serials = PaperNumber.objects.filter(code=one.code, year=one.year, kind=one.kind).values_list(
            "serial", flat=True
        )
        found += len(Counter(serials) - Counter(range(1, one.last + 1))) + len(
            set(range(1, one.last + 1)) - set(serials)
        )
    return found


def _twice() -> int:
    """Papers that were not typeset exactly once in each form, by the lines of the ledger."""
    from gongkai.kernel.casework.models import CasePaper
    from gongkai.kernel.ledger.models import Entry

    lines = Entry.objects.filter(verb__startswith="生成", object_type="case").values_list("detail", "verb")
    made = Counter((detail["paper"], verb) for detail, verb in lines)
    papers = CasePaper.objects.filter(kind="receipt").count()
    return sum(times != 1 for times in made.values()) + abs(2 * papers - len(made))
