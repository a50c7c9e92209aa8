"""A small city with one of everything that is official, and hands that change a stored byte behind the house's back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, models

from gongkai.kernel.ledger import guards
from gongkai.kernel.records import jobs
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Finding, Record, Revision
from gongkai.kernel.records.operations import numbering
from gongkai.kernel.records.terms import RelationType, State
from gongkai.kernel.vocabulary import CHINA
from tests import factories

MORNING = datetime(2026, 11, 2, 9, 30, tzinfo=CHINA)
MOBILE = "13800138000"
LAW = """# 云岫县节约用水条例

2019年3月1日云岫县人民代表大会常务委员会第三次会议通过

<!-- INFO END -->

## 第一章 总则

第一条 为了节约用水,制定本条例。

第二条 本条例适用于本县行政区域。

## 第二章 附则

第三条 本条例自2019年5月1日起施行。
"""


def refresh(revision: Revision) -> Revision:
    """The revision as it is stored now, with its record and organ."""
    return Revision.objects.select_related("record__organ").get(pk=revision.pk)


def step(people: factories.Staff, revision: Revision, code: str, who: str, **more: Any) -> Revision:
    """One move by one of the staff, with every box ticked unless ``ticks`` says otherwise."""
    ticks = factories.CHECKS if code == "checked" else factories.GATES if code.endswith("_pass") else ()
    given = {"at": people.at, "version": revision.version, "comment": "", "ticks": ticks} | more
    verbs.move(revision_id=revision.pk, code=code, by=people.of(who), **given)
    return refresh(revision)


def correction(people: factories.Staff, record: Record, *, state: State = State.PUBLISHED, **given: Any) -> Revision:
    """A correction of a published record, carried to ``state``."""
    revision = verbs.start_correction(record_id=record.pk, by=people.of("drafter"), at=people.at)
    fields = {
        "body": factories.BODY.replace("36200", "36500"), "correction_wrong": "服务人口36200人",
        "correction_right": "服务人口36500人",
    } | given  # fmt: skip
    revision = verbs.save(
        revision_id=revision.pk, fields=fields, version=revision.version, by=people.of("drafter"), at=people.at
    )
    verbs.screen(revision_id=revision.pk, at=people.at)
    return factories.carry(people, refresh(revision), state, people.at)


@dataclass
class City:
    """Where the official things of the small city are."""

    people: factories.Staff
    draft: Revision
    public: Record
    folder: Path


def city(folder: Path) -> City:
    """One of everything: draft with file, number and a kept hit; published, corrected, related, withdrawn, kept, imported."""
    from gongkai.publish.library import operations as library

    people = factories.staff(code="岫水发")
    people.at = MORNING
    drafter, officer = people.of("drafter"), people.of("officer")
    draft = factories.draft(
        people, at=MORNING, body=f"<p>联系人:张明,手机{MOBILE}。</p>", state=State.DRAFTING,
        title="云岫县供水抢修值班表",
    )  # fmt: skip
    verbs.attach(revision_id=draft.pk, name="说明.txt", content="供水抢修说明。".encode(), by=drafter, at=MORNING)
    verbs.screen(revision_id=draft.pk, at=MORNING)
    finding = Finding.objects.get(revision=draft)
    verbs.keep(
        finding_id=finding.pk, reason="抢修值班电话,对外公布", basis="供水条例第八条", review_on=date(2027, 11, 2),
        by=officer, at=MORNING,
    )  # fmt: skip
    draft = refresh(draft)
    draft = numbering.take_number(revision_id=draft.pk, version=draft.version, by=drafter, at=MORNING)
    numbering.void_number(revision_id=draft.pk, version=draft.version, reason="编错", by=drafter, at=MORNING)
    verbs.save_word(text="旧县名", advice="应写新县名", active=True, by=officer, at=MORNING)
    first = factories.draft(people, at=MORNING)
    verbs.attach(revision_id=first.pk, name="水源地名单.txt", content="望溪水库".encode(), by=drafter, at=MORNING)
    verbs.screen(revision_id=first.pk, at=MORNING)
    first = factories.carry(people, refresh(first), State.PUBLISHED, MORNING)
    public = Record.objects.get(pk=first.record_id)
    correction(people, public)
    other = factories.published(people, at=MORNING, kind="interpretation", title="《办法》解读")
    verbs.relate(source_id=other.pk, target_id=public.pk, type_=RelationType.INTERPRETS, by=drafter, at=MORNING)
    gone = factories.published(people, at=MORNING, kind="notice", title="停水通知")
    verbs.withdraw(record_id=gone.pk, reason="in_error", note="日期有误", by=people.of("head"), at=MORNING)
    factories.draft(
        people, at=MORNING, kind="notice", state=State.KEPT, title="内部值班安排", attribute="not_open",
        ground="g16_1", reason="内部工作流程", reassess_on=MORNING.date() + timedelta(days=365),
    )  # fmt: skip
    jobs.typeset.func(other.current_id)
    laws = folder / "地方性法规"
    laws.mkdir(parents=True)
    (laws / "云岫县节约用水条例(2019-03-01).md").write_text(LAW)
    library.import_path(folder, at=MORNING)
    return City(people, refresh(draft), Record.objects.select_related("current").get(pk=public.pk), folder)


def without_guards() -> None:
    """What a person who owns the file can do: drop the triggers."""
    with connection.cursor() as cursor:
        for name in guards.standing(connection):
            table = name.removeprefix("guard_").rsplit("_", 1)[0]
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")


def another(field: models.Field[Any, Any], value: Any) -> Any:
    """The stored value with one character changed, or something where there was nothing."""
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, models.BooleanField):
        return not value
    if isinstance(kind, models.IntegerField):
        return 7 if value is None else value + 1000  # no neighbour has it
    if isinstance(kind, models.DateField):  # moments too
        moment = isinstance(kind, models.DateTimeField)
        if value is None:
            return "2020-01-01 00:00:00" if moment else "2020-01-01"
        return value + (timedelta(seconds=1) if moment else timedelta(days=1))
    if isinstance(kind, models.JSONField):
        stored = json.loads(value)
        return json.dumps(stored | {"x": 1} if isinstance(stored, dict) else [*stored, "x"])
    if not value:
        return "x"
    return _turned(value, len(value) // 2)


def _turned(text: str, place: int) -> str:
    letter = text[place]
    turned = str((int(letter) + 1) % 10) if letter in "0123456789" else "y" if letter == "x" else "x"
    return text[:place] + turned + text[place + 1 :]
