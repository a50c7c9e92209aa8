"""verify --all finds one changed byte, whatever column of whatever official table it stands in, or file on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction

from gongkai.config import audit
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.papers.models import StoredFile
from tests.kernel.records import helpers

pytestmark = pytest.mark.django_db

TABLES = [
    "records.Record",
    "records.Revision",
    "records.Attachment",
    "records.Editor",
    "records.Finding",
    "records.Snapshot",
    "records.Step",
    "records.Relation",
    "records.Word",
    "records.Serial",
    "records.Tally",
    "ledger.Entry",
    "ledger.Head",
    "trust.Leaf",
    "trust.Node",
    "trust.Checkpoint",
    "trust.Key",
    "trust.LogHead",
    "papers.StoredFile",
    "papers.PaperNumber",
    "papers.Voiding",
    "papers.Sequence",
    "papers.Rendition",
    "library.Provision",
    "library.Work",
    "library.Edition",
]

#: What may change without a fault, and why that is right.
JUSTIFIED = {
    ("records.Serial", "id"): "a row's own number, referred to by nothing; the row is known by organ and year",
    ("records.Tally", "id"): "as above: known by organ, kind, topic and year",
    ("papers.Sequence", "id"): "as above: known by code, year and kind",
    ("library.Provision", "id"): "as above: known by record and position",
    ("trust.Node", "id"): "as above: known by level and index",
    ("trust.Key", "valid_from"): "orders the list of keys, nothing else; a checkpoint names its key by its hash",
}


def all_faults() -> list[str]:
    """What ``verify --all`` lists; a part that cannot be read is a fault as well."""
    found: list[str] = []
    for name, find in audit.PARTS.items():
        try:
            found += find()
        except Exception as fault:
            found.append(f"{name}: {fault}")
    return found


def noticed(app: str) -> bool:
    """Whether there is a fault at all; the table's own room is asked first."""
    first = {"ledger": "台账", "trust": "存证日志", "papers": "文件", "library": "法规条文"}.get(app, "政府信息")
    for name in sorted(audit.PARTS, key=lambda part: part != first):
        try:
            if next(iter(audit.PARTS[name]()), None):
                return True
        except Exception:
            return True
    return False


@pytest.fixture(scope="module")
def small_city(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[helpers.City]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = helpers.city(tmp_path_factory.mktemp("laws"))
        helpers.without_guards()
        yield made
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_the_city_as_it_stands_has_no_fault(small_city) -> None:
    assert all_faults() == []
    assert sum(audit.counts().values()) > 100


@pytest.mark.parametrize("label", TABLES)
def test_a_changed_column_is_found(small_city, label: str) -> None:
    model = apps.get_model(label)
    table, key = model._meta.db_table, model._meta.pk.column
    rows = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    assert rows, f"the small city has no {label}"
    if label == "papers.Rendition":
        rows = list(model._default_manager.filter(state="ready").order_by("pk").values_list("pk", flat=True))
    chosen = [rows[0], rows[-1]] if len(rows) > 1 else rows
    if label == "records.Revision":
        chosen = [small_city.draft.pk, small_city.public.current_id]
    unnoticed = []
    for pk in chosen:
        for field in model._meta.concrete_fields:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'SELECT "{field.column}" FROM {table} WHERE "{key}" = %s', [pk])
                (value,) = cursor.fetchone()
                changed = helpers.another(field, value)
                cursor.execute(f'UPDATE {table} SET "{field.column}" = %s WHERE "{key}" = %s', [changed, pk])
                if (label, field.column) not in JUSTIFIED and not noticed(model._meta.app_label):
                    unnoticed.append(f"{field.column} of {pk}: {value!r} → {changed!r}")
                transaction.set_rollback(True)
    assert unnoticed == []


@pytest.mark.parametrize(
    "label", ["records.Record", "records.Revision", "records.Step", "records.Attachment", "records.Relation",
              "records.Finding", "ledger.Entry", "trust.Leaf", "library.Provision", "library.Edition",
              "papers.StoredFile", "papers.PaperNumber", "papers.Voiding"],
)  # fmt: skip
def test_a_row_that_is_gone_is_found(small_city, label: str) -> None:
    model = apps.get_model(label)
    with transaction.atomic(), connection.cursor() as cursor:
        last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
        cursor.execute(f'DELETE FROM {model._meta.db_table} WHERE "{model._meta.pk.column}" = %s', [last])
        assert all_faults()
        transaction.set_rollback(True)


def test_a_row_that_was_slipped_in_is_found(small_city) -> None:
    with transaction.atomic():
        small_city.draft.pk, small_city.draft.number = None, 9
        small_city.draft.save(force_insert=True)
        assert any("没有台账记录" in fault for fault in all_faults())
        transaction.set_rollback(True)


def test_one_changed_byte_of_a_file_is_found(small_city) -> None:
    for sha256 in StoredFile.objects.values_list("pk", flat=True):
        place: Path = papers.path(sha256)
        before = place.read_bytes()
        place.chmod(0o640)
        place.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        try:
            assert all_faults() == [next(f for f in all_faults() if sha256 in f)]
        finally:
            place.write_bytes(before)
    assert all_faults() == []
