"""A process beside the server that prepares what a journey starts from, through the house's own operations.

It reads one JSON line ``{"do": verb, …}`` and answers with one: ``{"done": …}`` or ``{"fault": words}``. It also starts the
server and ends it when its input ends, so that a test run that is killed leaves nothing running.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

_servers: list[subprocess.Popen[bytes]] = []


def _prepared() -> dict[str, Any]:
    """The empty folder made ready, with the facts of the site."""
    from gongkai.config.cli import prepare

    prepare()
    from gongkai.kernel.ledger.queries import Actor
    from gongkai.kernel.organizations import operations as organizing
    from gongkai.kernel.vocabulary import now

    organizing.save_site(
        fields={
            "name": "云岫县人民政府", "sponsor": "云岫县人民政府办公室", "contact": "0999-0210001", "id_code": "9910230001",
            "icp": "岫ICP备99000001号", "police": "岫公网安备 99102302000001号",
        },
        by=Actor.system("测试"), at=now(),
    )  # fmt: skip
    return {}


def _serve(port: int) -> dict[str, Any]:
    """The real server with its worker, on a port of this machine."""
    program = Path(sys.executable).with_name("gongkai")
    _servers.append(subprocess.Popen([program, "serve", "--port", str(port)], stdin=subprocess.DEVNULL, stdout=2))
    return {}


def _stop() -> None:
    for server in _servers:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _staff(**columns: Any) -> dict[str, Any]:
    """An organ with its seven people and their common random password; ``government`` by its key."""
    from django.contrib.auth.hashers import make_password

    from gongkai.kernel.organizations.models import Organ, Person
    from tests import factories

    if "government" in columns:
        columns["government"] = Organ.objects.get(pk=columns["government"])
    people = factories.staff(factories.organ(**columns))
    roles = ("drafter", "officer", "head", "first", "second", "final", "signer")
    password = secrets.token_urlsafe(12)
    persons = [getattr(people, role) for role in roles]
    Person.objects.filter(pk__in=[person.pk for person in persons]).update(password=make_password(password))
    return {
        "organ": people.organ.pk, "name": people.organ.name, "password": password,
        "people": {role: person.username for role, person in zip(roles, persons, strict=True)},
    }  # fmt: skip


def _people(organ: int) -> Any:
    from gongkai.kernel.organizations.models import Organ, Person
    from tests import factories

    names = {"drafter": "draft", "officer": "foi_officer", "head": "foi_head", "first": "first_review",
             "second": "second_review", "final": "final_review", "signer": "signer"}  # fmt: skip
    found = {
        name: Person.objects.filter(posts__organ_id=organ, posts__role=role).order_by("pk")[0]
        for name, role in names.items()
    }
    return factories.Staff(organ=Organ.objects.get(pk=organ), **found)


def _draft(organ: int, state: str, publish_in: float = 0, lift_in: float = 0, **given: Any) -> dict[str, Any]:
    """A document of the organ in a state of its review; times are seconds from now."""
    from gongkai.kernel.records.terms import State
    from gongkai.kernel.vocabulary import now
    from tests import factories

    at = now()
    if publish_in:
        given["publish_at"] = at + timedelta(seconds=publish_in)
    if lift_in:
        given["lift_at"] = at + timedelta(seconds=lift_in)
    revision = factories.draft(_people(organ), state=State(state), at=at, **given)
    hours = {name: given[name].timestamp() for name in ("publish_at", "lift_at") if name in given}
    return {"revision": revision.pk, "record": revision.record_id, **hours}


def _laws(path: str) -> dict[str, Any]:
    """The laws of an archive."""
    from gongkai.kernel.vocabulary import now
    from gongkai.publish.library import operations as library

    done = library.import_path(Path(path), at=now())
    return {"here": done.imported + done.skipped, "failed": len(done.failed)}


def _count(title: str) -> dict[str, Any]:
    """How many documents have a title, and how many steps they went."""
    from gongkai.kernel.records.models import Revision, Step

    found = Revision.objects.filter(title=title)
    return {"revisions": found.count(), "steps": Step.objects.filter(revision__in=found).count()}


def _office(organ: int) -> Any:
    """The people of an organ for its requests: the head of the office is its legal reader too."""
    from tests.answer.foi import requests as make

    people = _people(organ)
    return make.Office(
        organ=people.organ, officer=people.officer, deputy=people.officer, head=people.head, legal=people.head,
        signer=people.signer,
    )  # fmt: skip


def _request(
    organ: int, state: str = "registered", outcome: str = "open", days: int = 3, **given: Any
) -> dict[str, Any]:
    """An application on line, carried some days ago to a state; its number, and its code in clear."""
    from gongkai.answer.foi import operations as verbs
    from gongkai.kernel.vocabulary import now
    from tests.answer.foi import requests as make

    office, at = _office(organ), now() - timedelta(days=days)
    case, code = make.submitted(office, at=at, **given)
    steps = {
        "registered": lambda: make.confirmed(office, case, at),
        "handling": lambda: verbs.accept(case_id=case.pk, by=office.of("officer"), at=at),
        "reviewing": lambda: make.decided(office, case, at, outcome),
        "signed": lambda: make.signed(office, case, at),
        "sent": lambda: make.sent(office, case, at),
    }
    for name, step in steps.items():
        case = step()
        if name == state:
            break
    return {"case": case.pk, "number": case.number, "code": code, "state": case.state}


def _finish(case: int) -> dict[str, Any]:
    """What the head passed: signed, numbered, sent on line."""
    from gongkai.kernel.casework.models import Case
    from gongkai.kernel.vocabulary import now
    from tests.answer.foi import requests as make

    found = Case.objects.select_related("organ").get(pk=case)
    office, at = _office(found.organ_id), now()
    if found.state != "signed":
        found = make.signed(office, found, at)
    return {"state": make.sent(office, found, at).state}


def _year(organ: int, year: int) -> dict[str, Any]:
    """A year of requests of an organ, its figures typed in, its texts written: nothing is missing but the document."""
    from datetime import date

    from tests.oversee.annual import factory
    from tests.oversee.annual.factory import Asked

    people = _people(organ)
    asked = [
        Asked(date(year, 3, 3), date(year, 3, 21), "open"),
        Asked(date(year, 5, 6), date(year, 6, 3), "d4", "org_business"),
        Asked(date(year, 12, 30)),
    ]
    factory.requests(people.organ, asked)
    factory.ready(people, year, license=1186)
    return {"requests": len(asked)}


def _carry(revision: int) -> dict[str, Any]:
    """A document through its reviews to the public, by its proper people."""
    from gongkai.kernel.records.models import Revision
    from gongkai.kernel.records.terms import State
    from gongkai.kernel.vocabulary import now
    from tests import factories

    found = Revision.objects.select_related("record__organ").get(pk=revision)
    people = _people(found.record.organ_id)
    people.officer = people.head  # the officer wrote it: somebody else of the office checks it
    moved = factories.carry(people, found, State.PUBLISHED, now())
    return {"record": moved.record_id, "state": str(moved.state)}


_VERBS = {
    "request": _request, "finish": _finish, "year": _year, "carry": _carry,
    "prepare": _prepared, "serve": _serve, "staff": _staff, "draft": _draft, "laws": _laws, "count": _count,
}  # fmt: skip


def main() -> None:
    """Answer until the input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        wanted = json.loads(line)
        try:
            answer = {"done": _VERBS[wanted.pop("do")](**wanted)}
        except Exception:
            answer = {"fault": traceback.format_exc()}
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()
    _stop()


if __name__ == "__main__":
    main()
