"""A city's requests of ten years in bulk: applications with their cases, parties, events, clocks and numbers, as the verbs leave them.

One office has half of them. Identities are sealed and blindly indexed with the key of the folder; the rows have no seals in
the ledger, so the city does not verify. Works on SQLite (statements in bulk) and on PostgreSQL (COPY).
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from bench.rows import note

REQUESTS = 200_000
_ORGANS = 20
_YEARS = 10
_BATCH = 20_000
_APPLICANTS = 60_000
_TOWNS = ("凌波街道", "望溪镇", "松亭镇", "云门乡", "石桥镇", "青坪乡", "河口镇", "文庙街道")
_MATTERS = (
    "农村饮用水水源地名录", "国有土地上房屋征收补偿方案", "学校食堂采购合同", "道路改造工程招标文件", "医保基金审计报告", "环境影响评价批复",
    "低保对象审核结果", "规划许可证及附图", "河道采砂许可", "消防验收备案资料", "集体土地征收公告", "公交线路调整依据", "污水处理厂运行数据",
)  # fmt: skip
_WORDS = ("名称", "附件", "会议纪要", "批准文件", "年度预算", "测绘图", "检测报告", "合同文本")
_LINES = (
    ("open", 45), ("partial", 15), ("u1", 12), ("d4", 4), ("d5", 3), ("d6", 3), ("d7", 2), ("u2", 4), ("n1", 3), ("n2", 2),
    ("o1", 2), ("o3", 3), ("u3", 1), ("d2", 1),
)  # fmt: skip
_KINDS = (
    ("natural", 84),
    ("org_business", 9),
    ("org_legal", 3),
    ("org_other", 2),
    ("org_research", 1),
    ("org_welfare", 1),
)
_OPEN_STATES = (
    "arrived",
    "registered",
    "handling",
    "handling",
    "handling",
    "reviewing",
    "signing",
    "amending",
    "consulting",
)
_PATH = ("confirm", "accept", "decide", "approve", "sign", "issue", "send", "serve", "archive")
_STATE_AFTER = dict(
    zip(
        _PATH,
        ("registered", "handling", "reviewing", "signing", "signed", "issued", "sent", "served", "archived"),
        strict=True,
    )
)


@dataclass(frozen=True)
class One:
    """A request before it becomes rows; moments in UTC, ``came`` is the moment of confirmation."""

    n: int
    place: int
    person: int
    kind: str
    opened: datetime
    came: datetime | None
    replied: datetime | None
    line: str
    state: str
    due: datetime | None
    late: bool
    number: tuple[str, int, int, str]
    title: str


def make(folder: Path | None, requests: int = REQUESTS) -> None:
    """Fill the database that was entered; a folder that holds such a city already is migrated only."""
    from django.core.management import call_command

    mark = f"{requests} {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]}"
    done = folder / "made" if folder else None
    if done and done.exists() and done.read_text() == mark:
        call_command("migrate", verbosity=0, interactive=False)
        return
    start = time.perf_counter()
    note(f"making {requests} requests …")
    if folder:
        from bench import generated

        shutil.rmtree(folder, ignore_errors=True)
        generated.enter(folder)
        call_command("migrate", verbosity=0, interactive=False)
    _fill(requests)
    if done:
        done.write_text(mark)
    note(f"made in {time.perf_counter() - start:.0f} s")


def applicant(n: int) -> dict[str, str]:
    """The facts of the n-th applicant, as the form gives them."""
    from gongkai.kernel.screening.identity import check_character

    number = f"33052119{70 + n % 30}{1 + n // 30 % 12:02d}{1 + n // 360 % 28:02d}{n // 10_080 % 1000:03d}"
    name = f"{'赵钱孙李周吴郑王冯陈'[n % 10]}{chr(0x4E00 + n * 7 % 9000)}{chr(0x4E00 + n // 10 * 13 % 9000)}"
    return {
        "name": name, "identity_kind": "resident", "identity_number": number + check_character(number),
        "phone": f"0999-{n:07d}", "address": f"云岫县{_TOWNS[n % 8]}{n}号",
    }  # fmt: skip


def _fill(requests: int) -> None:
    from django.db import connection

    from gongkai.answer.foi.models import Application, Request
    from gongkai.answer.foi.numbers import KINDS
    from gongkai.kernel.casework.models import Assignment, Case, Deadline, Event, Party
    from gongkai.kernel.ledger.models import Entry
    from gongkai.kernel.notices.models import Notice
    from gongkai.kernel.papers.models import PaperNumber
    from gongkai.kernel.papers.models import Sequence as Numbers
    from tests.answer.foi import requests as factory

    offices = [factory.office(is_supervisor=place == 0) for place in range(_ORGANS)]
    people = [(office.officer.pk, office.deputy.pk) for office in offices]
    listed = _all(requests, [office.organ for office in offices])
    sealed = _identities(min(_APPLICANTS, requests))
    zero, stamp = "0" * 64, _stamp

    def officer(one: One) -> int:
        return people[one.place][one.n % 2]

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA synchronous = OFF")
        else:
            cursor.execute("SET session_replication_role = replica")
    _insert(
        PaperNumber, "id organ_id code year kind serial text subject taken_at taken_by",
        ((o.n, offices[o.place].organ.pk, *o.number[:2], KINDS["申请"], o.number[2], o.number[3], f"application:{o.n:032x}",
          stamp(o.opened), "申请人") for o in listed),
    )  # fmt: skip
    last: Counter[tuple[str, int]] = Counter()
    for one in listed:
        code, year, serial, _ = one.number
        last[code, year] = max(last[code, year], serial)
    _insert(Numbers, "code year kind last", ((code, year, KINDS["申请"], top) for (code, year), top in last.items()))
    _insert(
        Application,
        "id organ_id number code_hash channel submitted_at applicant_kind sealed description supply_form supply_way "
        "needs_help digest once",
        ((o.n, offices[o.place].organ.pk, o.number[3], f"{o.n:032x}${zero}", "online", stamp(o.opened), o.kind,
          sealed[o.person][0], o.title, "electronic", "online", "", zero, None) for o in listed),
    )  # fmt: skip
    _insert(
        Case,
        "id organ_id kind number title handler_id opened_at version merged_into_id state state_since received_on closed_at "
        "outcome due_at due_clock provisional paused extended was_late done",
        ((o.n, offices[o.place].organ.pk, "foi", o.number[3], o.title, officer(o), stamp(o.opened),
          len(_PATH) if o.replied else 1, None, o.state, stamp(o.replied or o.came or o.opened),
          _day(o.came), stamp(o.replied), _outcome(o.line), stamp(o.due), "answer" if o.due else "", False,
          o.state in {"amending", "consulting"}, o.n % 17 == 0, o.late, o.state == "archived") for o in listed),
    )  # fmt: skip
    _insert(
        Party, "id case_id role kind masked sealed name_index number_index contact_index",
        ((o.n, o.n, "applicant", o.kind, *sealed[o.person][1:2], sealed[o.person][0], *sealed[o.person][2:]) for o in listed),
    )  # fmt: skip
    _insert(
        Request,
        "id case_id application_id channel applicant_kind description supply_form supply_way line replied_on "
        "unconfirmed_days notice_late replied_late",
        ((o.n, o.n, o.n, "online", o.kind, o.title, "electronic", "online", o.line, _day(o.replied), 0, False, o.late)
         for o in listed),
    )  # fmt: skip
    _insert(
        Event, "case_id seq move at recorded_at person_id actor_name actor_post data comment state",
        ((o.n, seq, move, stamp(at), stamp(at), officer(o), "何彬华", "", data, "", state)
         for o in listed for seq, (move, at, state, data) in enumerate(_events(o), 1)),
    )  # fmt: skip
    _insert(
        Deadline, "case_id clock state due_at provisional remaining",
        ((o.n, clock, "running", stamp(due), False, None)
         for o in listed if o.due for clock, due in (("answer", o.due), ("notice", o.due - timedelta(days=18)))),
    )  # fmt: skip
    _insert(
        Assignment, "case_id person_id by reason begun_at ended_at",
        ((o.n, officer(o), "申请人", "新收办件", stamp(o.opened), None) for o in listed),
    )  # fmt: skip
    recent = datetime.now(UTC) - timedelta(days=60)
    _insert(
        Notice, "person_id text link level key created_at read_at",
        ((officer(o), f"新收政府信息公开申请{o.number[3]}", f"/desk/requests/{o.n}/", "info", f"case:{o.n}:opened:{officer(o)}",
          stamp(o.opened), stamp(o.opened) if o.opened < recent else None) for o in listed),
    )  # fmt: skip
    _insert(
        Entry,
        "seq at actor_id actor_name actor_post actor_organ_id actor_organ_name verb object_type object_id organ_id detail "
        "previous hash",
        ((10_000_000 + 2 * o.n + part, stamp(o.opened), None, "申请人", "", None, "", verb, kind, str(o.n),
          offices[o.place].organ.pk, "{}", zero, f"{2 * o.n + part:064x}")
         for o in listed for part, verb, kind in ((0, "提交申请", "application"), (1, "立案", "case"))),
    )  # fmt: skip
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
            for model in (PaperNumber, Application, Case, Party, Request):  # their keys were given
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {requests + 1})")
            cursor.execute("VACUUM ANALYZE")  # as its own daemon would, given the time
    from gongkai.kernel.casework.operations import index_titles

    index_titles()  # as the worker does, every ten minutes
    connection.close()


def _all(requests: int, organs: Sequence[Any]) -> list[One]:
    """The requests in the order of their arrival; the last months have open ones, some of them late."""
    from gongkai.answer.foi.numbers import code_of
    from gongkai.kernel.papers.rules import number_text
    from gongkai.kernel.vocabulary import CHINA, now

    rng = random.Random(20260101)
    until = now().astimezone(UTC).replace(microsecond=0)
    length = timedelta(days=_YEARS * 365)
    lines, line_weights = zip(*_LINES, strict=True)
    kinds, kind_weights = zip(*_KINDS, strict=True)
    replies, who = rng.choices(lines, line_weights, k=requests), rng.choices(kinds, kind_weights, k=requests)
    codes = [code_of(organ, "申请") for organ in organs]
    serials: Counter[tuple[str, int]] = Counter()
    found = []
    for n in range(1, requests + 1):
        place = 0 if n % 2 else 1 + rng.randrange(_ORGANS - 1)
        opened = until - length * (1 - n / requests) - timedelta(minutes=5)
        took = rng.randrange(5, 30)
        came: datetime | None = opened + timedelta(hours=4)
        end = opened + timedelta(days=took, hours=4)
        replied, due = end if end <= until else None, None
        state, line, late = "archived", replies[n - 1], took > 28
        if replied is None:
            state, line, late = _OPEN_STATES[n // 2 % len(_OPEN_STATES)], "", False
            if state == "arrived" and until - opened > timedelta(days=2):
                state = "handling"
            if state == "arrived":
                came = None
            elif state not in {"amending", "consulting"}:
                due = opened + timedelta(days=28, hours=4)
        elif until - replied < timedelta(days=20):
            state = "sent" if n % 3 else "served"
        code, year = codes[place], opened.astimezone(CHINA).year
        serials[code, year] += 1
        serial = serials[code, year]
        title = f"申请公开{_TOWNS[n % 8]}{opened:%Y}年{_MATTERS[n % 13]}{_WORDS[n % 8]}（第{n}号地块）"
        found.append(
            One(n, place, rng.randrange(min(_APPLICANTS, requests)), who[n - 1], opened, came, replied, line, state, due, late,
                (code, year, serial, number_text(code, year, serial)), title)
        )  # fmt: skip
    return found


def _identities(people: int) -> list[tuple[str, str, str, str, str]]:
    """Of each applicant: the sealed facts, the masked name and the three blind indexes."""
    from gongkai.kernel.casework import identity

    found = []
    for n in range(people):
        facts = applicant(n)
        found.append(
            (identity.seal(facts), identity.mask(facts["name"]), identity.index("name", facts["name"]),
             identity.index("identity_number", facts["identity_number"]), identity.index("contact", facts["phone"]))
        )  # fmt: skip
    return found


def _events(one: One) -> Iterator[tuple[str, datetime, str, str]]:
    """(move, moment, state after it, data) in order; an answered request went the whole way."""
    if one.came is None:
        return
    end = one.replied or one.came + timedelta(hours=3)
    steps = _PATH if one.replied else _PATH[: {"registered": 1, "reviewing": 3, "signing": 4}.get(one.state, 2)]
    at = one.came
    for move in steps:
        data = json.dumps({"outcome": _outcome(one.line)}) if move == "decide" else "{}"
        yield move, end if move == "send" else at, _STATE_AFTER[move], data
        at = min(at + timedelta(hours=1), end)
        if one.replied and _STATE_AFTER[move] == one.state:
            return


@lru_cache(maxsize=64)
def _outcome(line: str) -> str:
    """An outcome that counts in this line of table three."""
    from gongkai.answer.foi.terms import OUTCOMES

    return next((outcome.code for outcome in OUTCOMES if outcome.line == line), "")


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"


def _day(moment: datetime | None) -> str | None:
    from gongkai.kernel.vocabulary import CHINA

    return None if moment is None else date.isoformat(moment.astimezone(CHINA).date())


def _insert(model: Any, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Rows straight into the table, every column named."""
    from django.db import connection, transaction

    names, table = columns.split(), model._meta.db_table
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    connection.ensure_connection()
    while batch := list(islice(rows, _BATCH)):
        with transaction.atomic():
            connection.connection.executemany(sql, batch)
