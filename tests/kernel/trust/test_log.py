"""The log in the database: it grows, it is signed, it proves, and no byte of it changes unnoticed."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gongkai.kernel.ledger import operations as ledger
from gongkai.kernel.trust import keys, merkle, notes, operations, queries
from gongkai.kernel.trust.canonical import canonical, digest
from gongkai.kernel.trust.models import Checkpoint, Key, Leaf, LogHead, Node
from gongkai.kernel.vocabulary import Refusal

pytestmark = pytest.mark.django_db

AT = datetime(2025, 3, 1, 1, 2, 3, 456789, tzinfo=UTC)
CLERK = ledger.Actor(1, "陈静", "办公室", 1, "清河县人民政府办公室")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.GONGKAI_FOLDER = tmp_path
    return tmp_path


def statement(number: int) -> dict:
    return {"title": f"第{number}号通知", "body": f"<p>内容{number}</p>"}


def grow(count: int, *, at: datetime = AT) -> list[Leaf]:
    start = queries.size()
    items = [(f"revision:{n}", digest(canonical(statement(n)))) for n in range(start, start + count)]
    return operations.append(items, at)


def line() -> None:
    ledger.write(actor=CLERK, verb="发布", object_type="record", object_id=1, at=AT)


def unguarded(sql: str, parameters=()) -> None:
    """Run a change as a person would who owns the file: the triggers are dropped first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'trust_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql, parameters)


def test_leaves_are_numbered_from_zero_and_the_root_is_that_of_the_rfc():
    added = [leaf for count in (1, 2, 5, 0, 1, 30, 500) for leaf in grow(count)]
    assert [leaf.index for leaf in added] == list(range(539))
    assert queries.size() == Leaf.objects.count() == 539
    assert Node.objects.count() == sum(539 >> level for level in range(1, 10))
    signed = operations.checkpoint(AT)
    assert signed.root == merkle.root([bytes.fromhex(leaf.leaf_hash) for leaf in added]).hex()
    assert list(queries.faults()) == []


def test_a_batch_is_added_whole_or_not_at_all():
    grow(3)
    with pytest.raises(Refusal, match="六十四位"):
        operations.append([("revision:9", "0" * 64), ("revision:10", "short")], AT)
    for subject in ("", "two words", "line\nbreak", "修订:1", "x" * 201):
        with pytest.raises(Refusal, match="名称"):
            operations.append([(subject, "0" * 64)], AT)
    with transaction.atomic():
        grow(4)
        transaction.set_rollback(True)
    assert queries.size() == Leaf.objects.count() == 3


def test_the_number_of_queries_does_not_grow_with_the_log(django_assert_max_num_queries):
    grow(1000)
    operations.checkpoint(AT)
    line()
    with django_assert_max_num_queries(9):  # one more where rows are locked
        grow(1)
    with django_assert_max_num_queries(13):
        operations.checkpoint(AT)
    with django_assert_max_num_queries(4):
        assert queries.proof_for("revision:500", statement(500))


def test_the_database_refuses_to_change_the_log():
    grow(2)
    operations.checkpoint(AT)
    for rows in (Leaf.objects.filter(index=0), Node.objects.all(), Checkpoint.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Leaf.objects.filter(index=0).update(digest="0" * 64)


def test_every_subject_has_a_proof_that_holds_off_line():
    grow(37)
    assert queries.proof_for("revision:5", statement(5)) is None
    operations.checkpoint(AT)
    grow(20)
    operations.checkpoint(AT)
    key = queries.public_key_text()
    for number in range(57):
        for stable in (False, True):
            proof = queries.proof_for(f"revision:{number}", statement(number), stable=stable)
            assert proof is not None
            assert proof["tree_size"] == (37 if stable and number < 37 else 57)
            assert queries.check_proof(proof, key) == []
    assert queries.proof_for("revision:57", statement(57)) is None


def test_no_proof_is_given_for_what_was_not_recorded():
    grow(3)
    operations.checkpoint(AT)
    with pytest.raises(Refusal, match="内容与存证不符"):
        queries.proof_for("revision:1", statement(2))


def test_checkpoints_are_consistent_and_name_the_head_of_the_ledger():
    states = []
    for count in (1, 6, 9, 20):
        grow(count)
        line()
        states.append(operations.checkpoint(AT))
    assert [row.number for row in queries.checkpoints()] == [4, 3, 2, 1]
    assert [row.number for row in queries.checkpoints(before=3, limit=1)] == [2]
    assert [row.ledger_seq for row in states] == [1, 2, 3, 4]
    for old in states:
        for new in states[old.number - 1 :]:
            path = [bytes.fromhex(part) for part in queries.consistency(old.size, new.size)]
            roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
            assert merkle.verify_consistency(old.size, new.size, *roots, path)
    with pytest.raises(Refusal, match="不在日志范围内"):
        queries.consistency(5, 37)


def test_an_unchanged_log_is_not_signed_twice():
    first = operations.checkpoint(AT)
    assert first.size == 0
    assert operations.checkpoint(AT + timedelta(days=1)) == first
    line()
    assert operations.checkpoint(AT).number == 2
    assert list(queries.faults()) == []


def test_nothing_inconsistent_is_signed():
    grow(5)
    operations.checkpoint(AT)
    unguarded("UPDATE trust_leaf SET leaf_hash = %s WHERE " + connection.ops.quote_name("index") + " = 4", ["0" * 64])
    grow(2)
    with pytest.raises(Refusal, match="拒绝签名"):
        operations.checkpoint(AT)


def test_a_log_with_a_lost_leaf_takes_no_more():
    grow(5)
    unguarded("DELETE FROM trust_leaf WHERE " + connection.ops.quote_name("index") + " = 4")
    with pytest.raises(Refusal, match="已损坏"):
        grow(1)


def test_the_private_key_is_made_once_and_only_the_service_may_read_it(folder):
    operations.checkpoint(AT)
    path = folder / "secrets" / "signing.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["signing.key"]
    first = keys.load()
    assert first is not None
    assert keys.create().public == first.public
    assert queries.public_key_text() == first.public.text + "\n"
    path.chmod(0o644)
    keys.load()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_lost_or_exchanged_key_is_refused_and_changed_only_openly(folder, django_capture_on_commit_callbacks):
    grow(2)
    first = operations.checkpoint(AT)
    path = folder / "secrets" / "signing.key"
    old = path.read_text()
    path.unlink()
    grow(1)
    with pytest.raises(Refusal, match="不见了"):
        operations.checkpoint(AT)
    path.write_text(notes.Signer.generate("gongkai/other").secret_text)
    with pytest.raises(Refusal, match="不符"):
        operations.checkpoint(AT)
    path.write_text("rubbish")
    with pytest.raises(Refusal, match="已损坏"):
        operations.checkpoint(AT)
    path.write_text(old)
    with django_capture_on_commit_callbacks(execute=True):
        operations.rotate_key(by=CLERK, at=AT + timedelta(days=1))
    second = operations.checkpoint(AT)
    assert second.key_id != first.key_id
    assert len(notes.parse_keys(queries.public_key_text())) == 2
    assert list(queries.faults()) == []
    proof = queries.proof_for("revision:0", statement(0), stable=True)
    assert proof is not None
    assert queries.check_proof(proof, queries.public_key_text()) == []


def test_the_key_may_be_lost_and_changed(folder, django_capture_on_commit_callbacks):
    operations.checkpoint(AT)
    (folder / "secrets" / "signing.key").unlink()
    with django_capture_on_commit_callbacks(execute=True):
        operations.rotate_key(by=CLERK, at=AT)
    line()
    assert operations.checkpoint(AT).number == 2


# One changed byte anywhere: column by column, character by character.

TABLES = {
    "trust_leaf": ["index", "subject", "digest", "appended_at", "leaf_hash"],
    "trust_node": ["level", "index", "hash"],
    "trust_checkpoint": [
        "number",
        "size",
        "root",
        "ledger_seq",
        "ledger_hash",
        "key_id",
        "note",
        "signed_at",
    ],
    "trust_loghead": ["size"],
    "trust_key": ["key_id", "public"],
}
CASES = [(table, column) for table, columns in TABLES.items() for column in columns]


def whole_log() -> None:
    for count in (3, 4, 6):
        grow(count)
        line()
        operations.checkpoint(AT)
    assert list(queries.faults()) == []


def tampered(table: str, column: str, row: int, value) -> list[str]:
    """The faults found when the value stands in that row, which is put back afterwards."""
    quoted, key = connection.ops.quote_name(column), connection.introspection
    with connection.cursor() as cursor:
        primary = connection.ops.quote_name(key.get_primary_key_column(cursor, table))
        cursor.execute(f"SELECT {primary} FROM {table} ORDER BY {primary}")
        identities = [item[0] for item in cursor.fetchall()]
    identity = identities[row % len(identities)]
    mark = transaction.savepoint()
    try:
        unguarded(f"UPDATE {table} SET {quoted} = %s WHERE {primary} = %s", [value, identity])
        return list(queries.faults())
    finally:
        transaction.savepoint_rollback(mark)


@pytest.mark.parametrize(("table", "column"), CASES)
def test_one_flipped_byte_is_found(table, column):
    whole_log()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {connection.ops.quote_name(column)} FROM {table} ORDER BY 1")
        values = [item[0] for item in cursor.fetchall()]
    tried = 0
    for row, value in enumerate(values[:: max(1, len(values) // 3)]):
        for changed in flips(value):
            try:
                with transaction.atomic():
                    faults = tampered(table, column, row, changed)
            except (DatabaseError, ValueError):
                continue  # the database itself refused it: the key is taken, or it is no date
            if same(table, column, row, changed):
                continue
            tried += 1
            assert faults, (table, column, value, changed)
            assert all("\u4e00" <= fault[0] <= "\u9fff" for fault in faults)
    assert tried


def same(table: str, column: str, row: int, changed) -> bool:
    with connection.cursor() as cursor:
        primary = connection.ops.quote_name(connection.introspection.get_primary_key_column(cursor, table))
        cursor.execute(f"SELECT {connection.ops.quote_name(column)} FROM {table} ORDER BY {primary}")
        values = [item[0] for item in cursor.fetchall()]
    return values[row % len(values)] == changed


def flips(value):
    if isinstance(value, int):
        return [value ^ 1, value ^ 64, value ^ (1 << 40), -1 - value]
    if isinstance(value, datetime):
        return [value + timedelta(seconds=1), value + timedelta(microseconds=1)]
    step = max(1, len(value) // 6)
    return [
        value[:n] + chr(ord(value[n]) ^ bit) + value[n + 1 :] for n in range(0, len(value), step) for bit in (1, 32)
    ]


@pytest.mark.parametrize(
    ("table", "column", "row", "said"),
    [
        ("trust_leaf", "subject", 5, "存证第 5 号读不出来"),
        ("trust_leaf", "appended_at", 5, "存证第 5 号"),
        ("trust_node", "hash", 0, "第 1 层第 0 号节点读不出来"),
        ("trust_checkpoint", "note", 1, "检查点 2 读不出来"),
    ],
)
def test_a_byte_that_makes_a_row_unreadable_is_found_and_named(table, column, row, said):
    whole_log()
    if connection.vendor == "postgresql":  # which stores no text that is not UTF-8
        with pytest.raises(DatabaseError), transaction.atomic():
            unguarded("SELECT convert_from(decode('ff41', 'hex'), 'UTF8')")
        return
    quoted = connection.ops.quote_name(column)
    primary = {"trust_leaf": '"index"', "trust_node": "id", "trust_checkpoint": "number"}[table]
    unguarded(
        f"UPDATE {table} SET {quoted} = CAST(x'ff41' AS TEXT) "
        f"WHERE {primary} = (SELECT {primary} FROM {table} ORDER BY {primary} LIMIT 1 OFFSET {row})"
    )
    assert any(fault.startswith(said) or said in fault for fault in queries.faults())


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ('DELETE FROM trust_leaf WHERE "index" = 7', "存证第 7 号缺失"),
        ('DELETE FROM trust_leaf WHERE "index" = 12', "记载 13 条，实有 12 条"),
        ('UPDATE trust_leaf SET "index" = 99999999999 WHERE "index" = 12', "第 99999999999 号不在日志范围内"),
        ('DELETE FROM trust_node WHERE level = 2 AND "index" = 1', "第 2 层第 1 号节点缺失"),
        ("UPDATE trust_node SET level = 9 WHERE level = 3", "多出第 9 层第 0 号节点"),
        ("DELETE FROM trust_checkpoint WHERE number = 2", "检查点 2 缺失"),
        ("UPDATE trust_checkpoint SET size = 99 WHERE number = 3", "检查点 3 签了 99 条，日志只有 13 条"),
        ("DELETE FROM trust_key", "不是由所给公钥签名的"),
        ("UPDATE trust_loghead SET size = 500000000000", "记载 500000000000 条，实有 13 条"),
        ("DELETE FROM trust_leaf", "实有 0 条"),
    ],
)
def test_what_was_removed_or_moved_is_named(sql, said):
    whole_log()
    unguarded(sql)
    assert any(said in fault for fault in queries.faults())


def test_a_rewritten_ledger_does_not_fit_the_checkpoint():
    whole_log()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS guard_ledger_entry_update")
        cursor.execute("UPDATE ledger_entry SET hash = %s WHERE seq = 2", ["c" * 64])
    assert list(queries.faults()) == ["检查点 2：所签的台账第 2 行与台账不符"]


def test_a_log_rewritten_in_full_does_not_fit_what_was_signed():
    whole_log()
    unguarded("DELETE FROM trust_leaf")
    unguarded("DELETE FROM trust_node")
    LogHead.objects.update(size=0)
    operations.append([(f"revision:{n}", digest(b"forged" + bytes([n]))) for n in range(13)], AT)
    assert list(queries.faults()) == ["检查点 1 的根与日志前 3 条不符", "另有 2 个检查点的根也与日志不符"]


def test_a_forger_with_a_key_of_his_own_fails_against_a_key_kept_outside():
    grow(3)
    operations.checkpoint(AT)
    ours = queries.public_key_text()
    forger = notes.Signer.generate("gongkai/forger")
    unguarded("DELETE FROM trust_checkpoint")
    Key.objects.all().delete()
    keys.replace(forger)
    operations.checkpoint(AT)
    assert list(queries.faults()) == []
    assert any("不是由所给公钥签名的" in fault for fault in queries.faults(ours))


def test_a_log_beyond_one_batch_fits_and_a_fault_far_in_is_named():
    grow(9000)
    operations.checkpoint(AT)
    assert list(queries.faults()) == []
    unguarded('UPDATE trust_node SET hash = %s WHERE level = 13 AND "index" = 0', ["d" * 64])
    assert list(queries.faults()) == ["存证日志第 13 层第 0 号节点与其下两个节点不符"]
