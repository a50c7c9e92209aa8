"""Verbs: keep a file, take and void an official number, ask for a rendition and make it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import IO, Any, BinaryIO

from django.db import IntegrityError, connection, transaction

from gongkai.kernel.ledger import operations as ledger
from gongkai.kernel.ledger.inserting import insert
from gongkai.kernel.ledger.rules import Actor
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.papers import store as files
from gongkai.kernel.papers import typesetting
from gongkai.kernel.papers.models import PaperNumber, Rendition, Sequence, StoredFile, Voiding
from gongkai.kernel.papers.queries import folder, orphans
from gongkai.kernel.papers.rules import UPLOAD_MEGABYTES, checked_code, number_text
from gongkai.kernel.papers.terms import Format, State
from gongkai.kernel.papers.typesetting import require_printable
from gongkai.kernel.vocabulary import CHINA, Refusal, clean

__all__ = [
    "PaperNumber",
    "Rendition",
    "StoredFile",
    "fail",
    "finish",
    "first_number",
    "produce",
    "request",
    "require_printable",
    "store",
    "sweep",
    "take_number",
    "void_number",
]

_log = logging.getLogger(__name__)


def store(source: bytes | BinaryIO | IO[bytes], media_type: str, at: datetime, *, limit: int = 0) -> StoredFile:
    """Keep a file and enter its row; the same bytes twice give the same row. Call it before the transaction that uses it.

    ``limit`` in bytes, 0 for the configured size of uploads. Refusals (too large, disk full) leave nothing behind.
    """
    limit = limit or organizations.number(UPLOAD_MEGABYTES.code, at.astimezone(CHINA).date()) * 1024 * 1024
    kept = files.keep(folder(), source, limit=limit)
    with transaction.atomic():
        row = StoredFile(sha256=kept.sha256, size=kept.size, media_type=media_type, stored_at=at)
        StoredFile.objects.bulk_create([row], ignore_conflicts=True)
        if not files.path_of(folder(), kept.sha256).exists():
            raise Refusal("文件没有保存成功，请重新上传。", field="file")  # a sweep ran between the two steps
        return StoredFile.objects.get(pk=kept.sha256)


def sweep(*, before: datetime) -> int:
    """Delete files that no row names, untouched since ``before`` (a real moment, a day ago or more); returns how many."""
    swept = 0
    for path in orphans(before=before):
        with transaction.atomic():  # the writer's lock: ``store`` enters no row in between
            if StoredFile.objects.filter(pk=path.name).exists():
                continue
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def take_number(*, organ: Organ, code: str, kind: str, year: int, subject: str, by: Actor, at: datetime) -> PaperNumber:
    """The next official number (文号), without a gap: it commits or vanishes with the caller's transaction.

    Take it as the last step: whoever wants a number of this sequence waits from here to the commit. ``kind`` names the
    sequence, ``subject`` what bears the number (revision:12). Refusal for a bad code or year, for a subject that has a
    number already, and for a code that serves another kind in that year (the texts would collide).
    """
    sequence = _next(code, kind, year, at)
    if held := PaperNumber.objects.filter(subject=subject, voiding=None).first():
        raise Refusal(f"已编文号 {held.text}，不能重复编号；如须另编，请先作废原文号。", field="code")
    number, line = _take(sequence, organ=organ, subject=subject, by=by, at=at)
    ledger.write_many(actor=by, lines=[line], at=at)
    return number


def first_number(
    *, organ: Organ, code: str, kind: str, year: int, subject: str, by: Actor, at: datetime
) -> tuple[PaperNumber, ledger.Line]:
    """As ``take_number``, for a subject that is new; the caller writes the line of the ledger together with its own."""
    return _take(_next(code, kind, year, at), organ=organ, subject=subject, by=by, at=at)


def _next(code: str, kind: str, year: int, at: datetime) -> Sequence:
    """The sequence, locked, with the next serial as its last."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is taken inside the transaction of what bears it")
    code = checked_code(code)
    issued = at.astimezone(CHINA).year
    if year not in {issued, issued - 1}:
        raise Refusal(f"文号年份应为 {issued} 年（年初补办可用 {issued - 1} 年）。", field="year")
    sequences = _sequences(code, year)
    if kind not in sequences:
        Sequence.objects.bulk_create([Sequence(code=code, year=year, kind=kind)], ignore_conflicts=True)
        sequences = _sequences(code, year)
    if any(row.last for name, row in sequences.items() if name != kind):
        raise Refusal(f"机关代字“{code}”在 {year} 年已用于另一类文件，请换用其他代字。", field="code")
    sequences[kind].last += 1
    return sequences[kind]


def _take(
    sequence: Sequence, *, organ: Organ, subject: str, by: Actor, at: datetime
) -> tuple[PaperNumber, ledger.Line]:
    Sequence.objects.filter(pk=sequence.pk).update(last=sequence.last)
    number = PaperNumber(
        organ=organ,
        code=sequence.code,
        year=sequence.year,
        kind=sequence.kind,
        serial=sequence.last,
        text=number_text(sequence.code, sequence.year, sequence.last),
        subject=subject,
        taken_at=at,
        taken_by=clean(by.name)[:80],
    )
    insert(number)
    return number, _line(number, "编文号", {"text": number.text, "subject": subject})


def _sequences(code: str, year: int) -> dict[str, Sequence]:
    """The sequences of a code in a year by kind, locked: one, unless the code was about to serve two kinds."""
    rows = Sequence.objects.select_for_update().filter(code=code, year=year).order_by("pk")
    return {row.kind: row for row in rows}


def void_number(number: PaperNumber, *, reason: str, by: Actor, at: datetime) -> PaperNumber:
    """Declare a number 作废, once and with a reason; it stays in the register and is never given again."""
    reason = clean(reason).strip()
    if not reason:
        raise Refusal("请填写作废原因。", field="reason")
    if len(reason) > 500:
        raise Refusal("作废原因不能超过 500 字。", field="reason")
    try:
        with transaction.atomic():
            Voiding.objects.create(number=number, reason=reason, by=clean(by.name)[:80], at=at)
            line = _line(number, "作废文号", {"text": number.text, "reason": reason})
            ledger.write_many(actor=by, lines=[line], at=at)
    except IntegrityError as fault:
        raise Refusal(f"文号 {number.text} 已经作废，不能重复作废。") from fault
    return PaperNumber.objects.select_related("voiding", "organ").get(pk=number.pk)


def _line(number: PaperNumber, verb: str, detail: Mapping[str, Any]) -> ledger.Line:
    return ledger.Line(verb, "文号", number.pk, number.organ_id, detail)


def request(subject: str, form: Format, at: datetime) -> Rendition:
    """Ask for a rendition, in the transaction of what is to be typeset; one that failed is queued again."""
    row, _ = Rendition.objects.get_or_create(subject=subject, format=form, defaults={"requested_at": at})
    if row.state == State.FAILED:
        row.state, row.error, row.requested_at = State.QUEUED, "", at
        row.save(update_fields=["state", "error", "requested_at"])
    return row


def finish(rendition_id: int, *, file: StoredFile, at: datetime) -> Rendition:
    """The rendition is made; doing it twice changes nothing."""
    Rendition.objects.filter(pk=rendition_id).exclude(state=State.READY).update(
        state=State.READY, file=file, ready_at=at, error=""
    )
    return Rendition.objects.select_related("file").get(pk=rendition_id)


def fail(rendition_id: int, *, error: str) -> Rendition:
    """The rendition could not be made; ``error`` is the Chinese sentence that the desk shows."""
    Rendition.objects.filter(pk=rendition_id).exclude(state=State.READY).update(state=State.FAILED, error=error[:500])
    return Rendition.objects.get(pk=rendition_id)


def produce(
    rendition_id: int, document: Mapping[str, Any], at: datetime, *, seal: Callable[[bytes], bytes] = bytes
) -> Rendition:
    """Typeset a document and store the file: the worker's job, outside any transaction; repeatable.

    A refusal (a character without a glyph, a full disk) is kept on the rendition and shown. Any other fault is kept in
    general words and raised again, so that the worker logs it. ``seal``: what is to be stored in place of the bytes.
    """
    row = Rendition.objects.select_related("file").get(pk=rendition_id)
    if row.state == State.READY:
        return row
    form = Format(row.format)
    make = typesetting.typeset_pdf if form is Format.PDF else typesetting.typeset_docx
    try:
        stored = store(seal(make(document, at)), form.media_type, at, limit=1024**3)
    except Refusal as refusal:
        _log.warning("rendition %s of %s: %s", form, row.subject, refusal.message)
        return fail(rendition_id, error=refusal.message)
    except Exception:
        fail(rendition_id, error="排版时出错，系统管理员可在日志中查看原因；内容和文号不受影响，可以重新生成。")
        raise
    return finish(rendition_id, file=stored, at=at)
