"""Questions about files, numbers and renditions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db.models import Count, Max

from gongkai.kernel.papers import store
from gongkai.kernel.papers.models import PaperNumber, Rendition, Sequence, StoredFile
from gongkai.kernel.papers.terms import Format, State
from gongkai.kernel.vocabulary import Refusal

__all__ = [
    "Format",
    "PaperNumber",
    "Rendition",
    "State",
    "StoredFile",
    "faults",
    "file",
    "folder",
    "last_serial",
    "number",
    "numbers",
    "numbers_of",
    "open_file",
    "orphans",
    "path",
    "queued",
    "rendition",
]


def folder() -> Path:
    """The folder of the files, below the data folder; it may not exist yet."""
    return Path(settings.GONGKAI_FOLDER) / "files"


def path(sha256: str) -> Path:
    """Where the bytes of a stored file lie; whether the caller may have them is the caller's question."""
    return store.path_of(folder(), sha256)


def open_file(sha256: str) -> BinaryIO:
    """The bytes of a stored file, open for reading. Refusal when it is not there."""
    try:
        return path(sha256).open("rb")
    except (FileNotFoundError, ValueError) as fault:
        raise Refusal("文件不存在或已被移走，请联系系统管理员核对存储。") from fault


def file(sha256: str) -> StoredFile | None:
    """What is known of a stored file, or None."""
    return StoredFile.objects.filter(pk=sha256).first()


def faults() -> Iterator[str]:
    """Every disagreement between table, disk and numbers as a Chinese sentence; reads every byte of every file."""
    for sha256, size in StoredFile.objects.order_by("pk").values_list("pk", "size").iterator(chunk_size=500):
        if trouble := store.fault(folder(), sha256, size):
            yield trouble
    yield from _number_faults()


def _number_faults() -> Iterator[str]:
    found = {
        (row["code"], row["year"], row["kind"]): row
        for row in PaperNumber.objects.values("code", "year", "kind").annotate(count=Count("pk"), top=Max("serial"))
    }
    for sequence in Sequence.objects.order_by("code", "year", "kind"):
        row = found.pop((sequence.code, sequence.year, sequence.kind), {"count": 0, "top": 0})
        if not row["count"] == (row["top"] or 0) == sequence.last:
            yield f"文号不连续：{sequence.code}〔{sequence.year}〕应有 {sequence.last} 个，实有 {row['count']} 个"
    for code, year, _ in found:
        yield f"文号没有序列：{code}〔{year}〕"


def orphans(*, before: datetime) -> Iterator[Path]:
    """Files that no row names and unfinished ones, last touched before this real moment (not the demo's date)."""
    for leftover in store.leftovers(folder()):
        if _untouched(leftover, before):
            yield leftover
    for sha256 in store.names(folder()):
        candidate = path(sha256)
        if _untouched(candidate, before) and not StoredFile.objects.filter(pk=sha256).exists():
            yield candidate


def _untouched(candidate: Path, before: datetime) -> bool:
    try:
        return candidate.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


def number(text: str) -> PaperNumber | None:
    """The official number that is written so, void or not; None when we never gave it."""
    return PaperNumber.objects.select_related("voiding", "organ").filter(text=text).first()


def numbers_of(subject: str) -> list[PaperNumber]:
    """The numbers that a thing was given, the newest first; at most one of them is not void."""
    return list(PaperNumber.objects.select_related("voiding").filter(subject=subject).order_by("-pk"))


def numbers(*, organ_id: int, year: int) -> list[PaperNumber]:
    """The register of an organ's numbers in a year, void ones included, in order; two queries at most."""
    rows = PaperNumber.objects.select_related("voiding").filter(organ_id=organ_id, year=year)
    return list(rows.order_by("code", "kind", "serial"))


def last_serial(*, code: str, kind: str, year: int) -> int:
    """The last serial given; 0 when none was."""
    return Sequence.objects.filter(code=code, kind=kind, year=year).values_list("last", flat=True).first() or 0


def rendition(subject: str, form: Format) -> Rendition | None:
    """A thing's rendition in one format with its file, or None when none was asked for."""
    return Rendition.objects.select_related("file").filter(subject=subject, format=form).first()


def queued(*, limit: int = 100) -> list[Rendition]:
    """Renditions still to be made, the oldest first."""
    return list(Rendition.objects.filter(state=State.QUEUED).order_by("requested_at", "pk")[:limit])
