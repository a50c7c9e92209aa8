"""A small county on the portal, in a folder of its own: one of everything that a page can show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from gongkai.faces.search import jobs as search
from gongkai.kernel.ledger.queries import Actor
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.papers import richtext
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Attachment, Record, Revision
from gongkai.kernel.records.operations import importing
from gongkai.kernel.records.operations.importing import Incoming
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import now
from gongkai.publish.library import operations as library
from tests import factories

ADDRESS = "https://www.yunxiu.example"
LAW = """# 云岫县河道管理条例

{caption}

<!-- INFO END -->

## 第一章　总则

第一条　为了加强河道管理，制定本条例。

第二条　本县河道的保护适用本条例，{words}。

## 第二章　附则

第三条　本条例自公布之日起施行。
"""


@dataclass
class County:
    """What stands on the portal: a policy with its interpretation, a corrected notice, a withdrawn one, two editions."""

    people: factories.Staff
    policy: Record
    interpretation: Record
    corrected: Record
    withdrawn: Record
    withdrawn_file: Attachment
    draft: Revision
    draft_file: Attachment
    file: Attachment
    old_law: Record
    new_law: Record


def prepared(place: Path) -> Path:
    """A data folder that nobody has used."""
    for part in ("secrets", "files", "index"):
        (place / part).mkdir()
    return place


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A data folder that no other test has seen."""
    settings.GONGKAI_FOLDER = prepared(tmp_path)
    settings.GONGKAI_ADDRESS = ADDRESS
    return tmp_path


def with_file(people: factories.Staff, name: str, content: bytes, **given: Any) -> tuple[Record, Attachment]:
    """A published document with one attachment."""
    revision = factories.draft(people, **given)
    verbs.attach(revision_id=revision.pk, name=name, content=content, by=people.of("drafter"), at=now())
    verbs.screen(revision_id=revision.pk, at=now())
    revision = Revision.objects.select_related("record__organ").get(pk=revision.pk)
    revision = factories.carry(people, revision, State.PUBLISHED)
    return Record.objects.select_related("organ", "current").get(pk=revision.record_id), revision.attachments.get()


def many(people: factories.Staff, n: int, title: str, body: str, *, kind: str, topic: str) -> list[Record]:
    """Published documents of the organ by the dozen, all at one moment, without their reviews."""
    text = richtext.to_text(body)
    rows = [
        Incoming(
            source=f"{title}{number}", kind=kind, title=f"{title}第{number:02d}号", body=body, text=text, topic=topic
        )
        for number in range(n)
    ]
    return importing.publish_imported(rows, organ=people.organ, actor=Actor.system("测试"), at=now())


def correct(people: factories.Staff, record: Record, **given: Any) -> Record:
    """The record with a correction published."""
    revision = verbs.start_correction(record_id=record.pk, by=people.of("drafter"), at=now())
    fields = {"correction_wrong": "服务人口为36200人", "correction_right": "服务人口为36800人"} | given
    revision = verbs.save(
        revision_id=revision.pk, fields=fields, version=revision.version, by=people.of("drafter"), at=now()
    )
    verbs.screen(revision_id=revision.pk, at=now())
    revision = Revision.objects.select_related("record__organ").get(pk=revision.pk)
    factories.carry(people, revision, State.PUBLISHED)
    return Record.objects.select_related("organ", "current").get(pk=record.pk)


def laws(folder: Path) -> tuple[Record, Record]:
    """Two editions of one local regulation, the older first."""
    place = folder / "archive" / "地方性法规"
    place.mkdir(parents=True)
    for day, caption, words in (
        ("2015-03-01", "2015年3月1日云岫县人民代表大会常务委员会通过", "旧的规定"),
        ("2024-05-01", "2015年3月1日云岫县人民代表大会常务委员会通过　2024年5月1日修订", "新的规定"),
    ):
        text = LAW.format(caption=caption, words=words)
        (place / f"云岫县河道管理条例({day}).md").write_text(text, encoding="utf-8")
    done = library.import_path(folder / "archive", at=now())
    assert (done.imported, done.failed) == (2, [])
    old, new = Record.objects.filter(kind="local_regulation").order_by("made_on")
    return old, new


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[County, Path]]:
    """The county, published once for a module inside a transaction that is rolled back at its end."""
    folder = prepared(tmp_path_factory.mktemp("county"))
    with django_db_blocker.unblock(), override_settings(GONGKAI_FOLDER=folder, GONGKAI_ADDRESS=ADDRESS):
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield build(folder), folder
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def county(db: None, built: tuple[County, Path], settings: Any) -> Iterator[County]:
    """The county as it was built; what a test adds is taken back, in the index too."""
    settings.GONGKAI_FOLDER, settings.GONGKAI_ADDRESS = built[1], ADDRESS
    last = Record.objects.order_by("-pk").values_list("pk", flat=True)[0]
    yield built[0]
    search.engine().delete(range(last + 1, last + 100))
    search.engine().commit()


def build(folder: Path) -> County:
    """Published, indexed, ready to be read."""
    at = now()
    people = factories.staff(
        name="云岫县水利局", short_name="县水利局", office_hours="周一至周五8:30—12:00", fax="0999-0210009",
        email="water@yunxiu.example",
    )  # fmt: skip
    organizing.save_site(
        fields={
            "name": "云岫县人民政府", "domain": "www.yunxiu.example", "id_code": "9910260001",
            "sponsor": "云岫县人民政府办公室", "main_organ": people.organ,
        },
        by=Actor.system("测试"), at=at,
    )  # fmt: skip
    policy, file = with_file(
        people, "水源地名录.csv", "水源地,人口\n望溪水库,36200\n".encode(), doc_number="岫水规〔2026〕3号",
        keywords="饮用水，水源", effective_on=date(2024, 1, 1), expires_on=date(2099, 5, 1),
    )  # fmt: skip
    interpretation = factories.published(
        people,
        kind="interpretation",
        title="《云岫县农村饮用水水源保护管理办法》解读",
        body="<p>为什么要保护水源。</p>",
    )
    verbs.relate(source_id=interpretation.pk, target_id=policy.pk, type_="interprets", by=people.of("drafter"), at=at)
    first = factories.published(
        people, kind="notice", title="关于供水管网冲洗的通告", topic="A20-11", body="<p>人口36200人。</p>"
    )
    corrected = correct(people, first, body="<p>人口36800人。</p>")
    gone, gone_file = with_file(
        people,
        "名单.csv",
        "姓名,金额\n甲,100\n".encode(),
        kind="livelihood",
        title="补助发放名单公示",
        topic="A20-11",
        body="<p>发放名单见附件。</p>",
    )
    withdrawn = verbs.withdraw(
        record_id=gone.pk, reason="in_error", note="名单有误，核对后重新公示", by=people.of("head"), at=at
    )
    draft = factories.draft(people, kind="notice", title="还没有发布的通告", topic="A20-15")
    draft_file = verbs.attach(
        revision_id=draft.pk, name="草稿附件.csv", content="甲,乙\n1,2\n".encode(), by=people.of("drafter"), at=at
    )
    old_law, new_law = laws(folder)
    factories.published(
        people, kind="annual_report", title="云岫县水利局2025年政府信息公开工作年度报告", topic="A20-15"
    )
    factories.organ("云岫县水文站", government=people.organ)  # has not published the report that it owes
    search.catch_up()
    return County(
        people, policy, interpretation, corrected, withdrawn, gone_file, draft, draft_file, file, old_law, new_law
    )


@pytest.fixture
def client() -> Client:
    """A reader without a past."""
    return Client(SERVER_NAME="127.0.0.1")
