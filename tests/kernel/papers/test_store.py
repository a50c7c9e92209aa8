"""Files are kept by their content: streamed, synced, refused whole, and every changed byte is found."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import threading
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.kernel.papers import operations, queries, store
from gongkai.kernel.papers.rules import media_type
from gongkai.kernel.vocabulary import CHINA, Refusal

from .conftest import AT

DATA = "政府信息公开".encode() * 200_000
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.mark.django_db
def test_a_file_lies_under_its_hash_and_the_same_bytes_are_one_file(own_folder):
    first = operations.store(io.BytesIO(DATA), "application/pdf", AT)
    second = operations.store(DATA, "text/plain", AT)
    assert first == second
    assert (first.sha256, first.size, second.media_type) == (DIGEST, len(DATA), "application/pdf")
    assert (own_folder / DIGEST[:2] / DIGEST[2:4] / DIGEST).read_bytes() == DATA
    with queries.open_file(DIGEST) as file:
        assert file.read() == DATA
    assert [p for p in own_folder.rglob("*") if p.is_file()] == [queries.path(DIGEST)]


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_delete_a_files_row():
    row = operations.store(b"x", "text/plain", AT)
    for change in (lambda: type(row).objects.update(size=2), lambda: type(row).objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_and_nothing_of_it_stays(own_folder):
    with pytest.raises(store.TooLarge, match="超过 1 MB"):
        operations.store(io.BytesIO(DATA), "text/plain", AT, limit=1024 * 1024)
    assert [p for p in own_folder.rglob("*") if p.is_file()] == []


@pytest.mark.django_db
def test_the_size_of_uploads_is_a_configured_number(own_folder):
    class Endless:
        sent = 0

        def read(self, size: int) -> bytes:
            self.sent += size
            return bytes(size)

    with pytest.raises(store.TooLarge, match="50 MB"):
        operations.store(Endless(), "text/plain", AT)
    assert list(own_folder.glob("*.part")) == []


def _limited(size: int):
    """Run in a child: the kernel itself refuses to write more than ``size`` bytes to a file."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_is_said_in_chinese_and_nothing_stays(tmp_path):
    folder = tmp_path / "full"
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _limited(65_536)
            store.keep(folder, DATA, limit=1 << 40)
            word = "kept"
        except store.DiskFull as refusal:
            word = refusal.message
        except BaseException as fault:
            word = repr(fault)
        os.write(writer, word.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        said = answer.read().decode()
    os.waitpid(child, 0)
    assert "磁盘空间已满" in said
    assert [p for p in folder.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize(
    ("number", "refusal"), [(errno.ENOSPC, store.DiskFull), (errno.EDQUOT, store.DiskFull), (errno.EIO, OSError)]
)
def test_no_space_and_no_quota_are_refusals_and_a_broken_disk_is_not(tmp_path, number, refusal):
    class Failing:
        def read(self, _size: int) -> bytes:
            raise OSError(number, os.strerror(number))

    with pytest.raises(refusal):
        store.keep(tmp_path, Failing(), limit=100)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_lies_there_damaged_is_replaced_when_it_comes_again(tmp_path):
    kept = store.keep(tmp_path, b"good", limit=100)
    path = store.path_of(tmp_path, kept.sha256)
    path.chmod(0o600)
    path.write_bytes(b"evil")
    store.keep(tmp_path, b"good", limit=100)
    assert path.read_bytes() == b"good"


def test_many_threads_keep_the_same_file_once(tmp_path):
    faults: list[BaseException] = []

    def work():
        try:
            for _ in range(20):
                store.keep(tmp_path, b"same" * 1000, limit=1 << 20)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


@pytest.mark.django_db
def test_missing_changed_and_cut_files_are_found_and_named():
    rows = [operations.store(f"文件{n}".encode(), "text/plain", AT) for n in range(4)]
    assert list(queries.faults()) == []
    paths = [queries.path(row.sha256) for row in rows]
    paths[0].unlink()
    paths[1].write_bytes(paths[1].read_bytes()[:-1] + b"?")
    paths[2].write_bytes(b"")
    faults = sorted(queries.faults())
    assert len(faults) == 3
    assert any("缺失" in f and rows[0].sha256 in f for f in faults)
    assert any("内容已改变" in f and rows[1].sha256 in f for f in faults)
    assert any("大小不符" in f and rows[2].sha256 in f for f in faults)


@pytest.mark.django_db
def test_a_missing_file_and_a_bad_name_are_refused_when_opened():
    for name in ("0" * 64, "../../etc/passwd"):
        with pytest.raises(Refusal, match="文件不存在"):
            queries.open_file(name)


@pytest.mark.django_db
def test_a_sweep_takes_only_old_files_that_no_row_names(own_folder):
    row = operations.store(b"wanted", "text/plain", AT)
    store.keep(own_folder, b"orphan", limit=100)
    (own_folder / "dead.part").write_bytes(b"half")
    real = datetime.now(CHINA)
    assert operations.sweep(before=real - timedelta(days=1)) == 0, "what is being stored now is left alone"
    assert operations.sweep(before=real + timedelta(hours=1)) == 2
    assert [p for p in own_folder.rglob("*") if p.is_file()] == [queries.path(row.sha256)]


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [("a.PDF", b"%PDF-1.7", "application/pdf"), ("表.csv", "甲,乙".encode("gb18030"), "text/csv; charset=utf-8"),
     ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"), ("新.ofd", b"PK\x03\x04", "application/ofd")],
)  # fmt: skip
def test_a_file_is_what_its_name_and_its_first_bytes_say(name, head, kind):
    assert media_type(name, head) == kind


@pytest.mark.parametrize(
    ("name", "head", "sentence"),
    [("a.pdf", b"MZ\x90\0", "不符"), ("a.exe", b"MZ", "不接受"), ("a.txt", b"%PDF-1.4", "不符"), ("a.txt", b"a\0b", "不符"),
     ("a.png", b"<html>", "不符"), ("a", b"x", "不接受"), ("a.pdf", b"", "空的"), ("a.html", b"<p>", "不接受")],
)  # fmt: skip
def test_a_disguised_file_is_refused(name, head, sentence):
    with pytest.raises(Refusal, match=sentence):
        media_type(name, head)
