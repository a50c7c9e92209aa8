"""A city of any size in seconds a hundred thousand: real columns, tallies, steps and ledger lines, written in bulk.

Made for lists and desks only: the texts are short and neither certified nor logged, so it does not verify.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.rows import note

_ORGANS = 20
_OPEN = 1_000  # documents on their way: fifty of an organ, in the small city and in the large one
_BATCH = 20_000
_SUBJECTS = (
    "水源",
    "道路",
    "校园",
    "养老",
    "菜市场",
    "河道",
    "消防",
    "防汛",
    "医保",
    "住房",
    "就业",
    "绿化",
    "供暖",
    "垃圾分类",
)
_FORMS = (
    "管理办法",
    "工作方案",
    "的通知",
    "公告",
    "情况通报",
    "实施细则",
    "招标公告",
    "处罚决定",
    "预算说明",
    "名单公示",
)


def enter(folder: Path) -> None:
    """Make this folder's database and index those of the process."""
    from django.conf import settings
    from django.db import connection

    for part in ("index", "files", "secrets"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    connection.close()
    settings.GONGKAI_FOLDER = folder
    connection.settings_dict["NAME"] = folder / "gongkai.sqlite3"


def make(folder: Path, records: int) -> None:
    """Fill the folder that was entered, unless it holds such a city already; a migration that came since is applied to it."""
    from django.core.management import call_command

    mark = folder / "made"
    wanted = f"{records} {_mark()}"
    if mark.exists() and mark.read_text() == wanted:
        call_command("migrate", verbosity=0, interactive=False)
        return
    filled = folder / "filled"
    start = time.perf_counter()
    note(f"making a city of {records} records …")
    if not filled.exists() or filled.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        enter(folder)
        call_command("migrate", verbosity=0, interactive=False)
        _fill(records)
        filled.write_text(wanted)
    shutil.rmtree(folder / "index", ignore_errors=True)
    _index()
    mark.write_text(wanted)
    note(f"made in {time.perf_counter() - start:.0f} s")


def _mark() -> str:
    """Changes with this generator."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]


def _insert(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Rows straight into the table; what a row does not name has the default of its field."""
    from django.db import connection, transaction

    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.get_internal_type() == "BigAutoField")
    ]
    named: set[str] | None = None
    blank = {field.column: _plain(field.get_default()) for field in fields}
    sql, columns = "", []
    batch: list[tuple[Any, ...]] = []

    def flush() -> None:
        if batch:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(sql, batch)
            batch.clear()

    for given in rows:
        if named is None:
            named = set(given)
            columns = list(dict.fromkeys([*blank, *given]))
            marks = ", ".join(["%s"] * len(columns))
            sql = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({marks})"
        values = blank | given
        batch.append(tuple(values[column] for column in columns))
        if len(batch) >= _BATCH:
            flush()
    flush()


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value)
    if isinstance(value, bool):
        return int(value)
    return getattr(value, "value", value)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _fill(records: int) -> None:
    from django.db import connection

    from gongkai.kernel.ledger.models import Entry
    from gongkai.kernel.notices.models import Notice
    from gongkai.kernel.records import kinds
    from gongkai.kernel.records.models import Editor, Record, Revision, Step, Tally
    from gongkai.kernel.vocabulary import CHINA, now
    from tests import factories

    rng = random.Random(20260101)
    offices = [factories.staff() for _ in range(_ORGANS)]
    declared = [kind for kind in kinds.all_kinds() if kind.draftable]
    weights = [
        8 if kind.code == "notice" else 3 if kind.code in {"penalty", "procurement", "livelihood"} else 1
        for kind in declared
    ]
    until = now().astimezone(UTC)
    length = timedelta(days=6 * 365)
    chosen = [(rng.randrange(_ORGANS), rng.choices(declared, weights)[0]) for _ in range(records)]

    def title(n: int) -> str:
        return f"云岫县第{n}号{_SUBJECTS[n % len(_SUBJECTS)]}{_FORMS[n * 7 % len(_FORMS)]}"

    def moment(n: int) -> datetime:
        return until - length + length * (n / records)

    tallies: Counter[tuple[int, str, str, int]] = Counter()

    def record_rows() -> Iterator[dict[str, Any]]:
        for n, (place, kind) in enumerate(chosen, 1):
            organ, at = offices[place].organ, moment(n)
            topic = kind.topics[n % len(kind.topics)] if kind.topics else ""
            tallies[organ.pk, kind.code, topic, at.astimezone(CHINA).year] += 1
            yield {
                "id": n, "organ_id": organ.pk, "kind": kind.code, "status": "published", "title": title(n),
                "index_number": f"{organ.index_code}/{at:%Y}-{n:07d}", "created_at": _stamp(at), "topic": topic,
                "organ_name": organ.name, "doc_number": f"{organ.code}〔{at:%Y}〕{n}号", "made_on": f"{at:%Y-%m-%d}",
                "published_at": _stamp(at), "changed_at": _stamp(at), "current_id": n,
            }  # fmt: skip

    def revision_rows() -> Iterator[dict[str, Any]]:
        for n, (place, kind) in enumerate(chosen, 1):
            office, at = offices[place], _stamp(moment(n))
            text = f"{title(n)}已经县人民政府同意，现予公布，请遵照执行。联系电话0999-0210123。"
            yield {
                "id": n, "record_id": n, "number": 1, "state": "published", "title": title(n), "body": f"<p>{text}</p>",
                "text": text, "summary": text[:60], "attribute": "open", "author_id": office.drafter.pk,
                "created_at": at, "updated_at": at, "screened_at": at, "frozen_at": at, "organ_name": office.organ.name,
                "topic": kind.topics[0] if kind.topics else "", "digest": "0" * 64,
            }  # fmt: skip

    def step_rows() -> Iterator[dict[str, Any]]:
        for n, (place, _) in enumerate(chosen, 1):
            office, at = offices[place], _stamp(moment(n))
            for move, person in (
                ("submit", office.drafter), ("checked", office.officer), ("first_pass", office.first),
                ("second_pass", office.second), ("final_pass", office.final),
            ):  # fmt: skip
                yield {
                    "revision_id": n, "record_id": n, "move": move, "at": at, "person_id": person.pk,
                    "actor_name": person.name, "ticks": "[]", "text_digest": "0" * 64,
                    "urgent": int(n % 200 == 0 and move == "final_pass"),
                }  # fmt: skip

    def open_rows() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        states = (
            "drafting",
            "drafting",
            "disclosure_check",
            "first_review",
            "second_review",
            "final_review",
            "waiting",
            "kept",
        )
        for n in range(records + 1, records + _OPEN + 1):
            office, at = offices[n % _ORGANS], until - timedelta(hours=n - records)
            state = states[(n // _ORGANS) % len(states)]
            record = {
                "id": n, "organ_id": office.organ.pk, "kind": "notice", "created_at": _stamp(at),
                "status": "kept" if state == "kept" else "unpublished",
            }  # fmt: skip
            revision = {
                "id": n, "record_id": n, "number": 1, "state": state, "title": title(n), "author_id": office.drafter.pk,
                "body": "<p>征求意见稿。</p>", "text": "征求意见稿。", "created_at": _stamp(at), "updated_at": _stamp(at),
                "attribute": "not_open" if state == "kept" else "open",
                "publish_at": _stamp(until + timedelta(days=n % 30 + 1)) if state == "waiting" else None,
                "reassess_on": f"{at - timedelta(days=3):%Y-%m-%d}" if state == "kept" else None,
            }  # fmt: skip
            yield record, revision

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA synchronous = OFF")
    _insert(Record, record_rows())
    _insert(Revision, revision_rows())
    on_the_way = list(open_rows())
    _insert(Record, [record for record, _ in on_the_way])
    _insert(Revision, [revision for _, revision in on_the_way])
    _insert(Step, step_rows())
    _insert(
        Step,
        [
            {
                "revision_id": r["id"], "record_id": r["id"], "move": "return" if r["id"] % 3 == 0 else "recall",
                "at": r["updated_at"], "person_id": None, "actor_name": "邱若琳", "ticks": "[]", "text_digest": "0" * 64,
                "comment": "请补充依据。",
            }
            for _, r in on_the_way if r["state"] == "drafting"
        ],
    )  # fmt: skip
    everybody = [*((n, offices[place].drafter.pk) for n, (place, _) in enumerate(chosen, 1)),
                 *((r["id"], r["author_id"]) for _, r in on_the_way)]  # fmt: skip
    _insert(Editor, ({"revision_id": n, "person_id": who} for n, who in everybody))
    _insert(
        Tally,
        (
            {"organ_id": organ, "kind": kind, "topic": topic, "year": year, "count": count}
            for (organ, kind, topic, year), count in tallies.items()
        ),
    )
    _insert(
        Notice,
        (
            {
                "person_id": who, "text": f"《{title(n)}》已发布", "link": f"/records/{n}/", "key": f"published:{n}",
                "level": "info", "created_at": _stamp(until), "read_at": None if n > records - 200 else _stamp(until),
            }
            for n, who in everybody
        ),
    )  # fmt: skip
    _insert(
        Entry,
        (
            {
                "seq": 10_000_000 + n, "at": _stamp(until), "actor_id": who, "actor_name": "伍汉臣", "verb": "发布",
                "object_type": "record", "object_id": str(n), "organ_id": offices[0].organ.pk, "detail": "{}",
                "previous": "0" * 64, "hash": f"{n:064x}",
            }
            for n, who in everybody
        ),
    )  # fmt: skip
    connection.close()


def _index() -> None:
    from gongkai.faces.search import jobs
    from gongkai.kernel.records.queries import projecting
    from gongkai.kernel.vocabulary import today

    index, on = jobs.engine(), today()
    for turn, ids in enumerate(projecting.public_ids(2000), 1):
        index.add([jobs.entry(content, on) for content in projecting.contents(ids)])
        if turn % 25 == 0:
            index.commit()
    index.commit()
