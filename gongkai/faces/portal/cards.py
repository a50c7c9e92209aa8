"""How records look in lists and heads: entries, validity in words and shape, names of files and kinds."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import PurePosixPath

from gongkai.faces.design.formats import cdate
from gongkai.faces.design.parts import Badge, Entry, File
from gongkai.faces.portal import addresses
from gongkai.kernel.records.queries import Attachment, Record, public
from gongkai.kernel.records.terms import Validity
from gongkai.kernel.vocabulary import CHINA
from gongkai.publish.catalogue.queries import Kind, Section, get, kinds_of
from gongkai.publish.library.kinds import KINDS as LIBRARY_KINDS

LIBRARY = frozenset(kind.code for kind in LIBRARY_KINDS)
_VALID = LIBRARY - {"case", "published_report"}

_SHAPES = {
    Validity.IN_FORCE: "green",
    Validity.NOT_YET: "blue",
    Validity.AMENDED: "amber",
    Validity.REPEALED: "red",
    Validity.EXPIRED: "red",
}


@cache
def own() -> tuple[str, ...]:
    """The kinds that the offices publish themselves; the register is full once the site serves."""
    return tuple(kind.code for section in Section for kind in kinds_of(section))


def has_validity(kind: str) -> bool:
    """Whether a reader asks if a document of this kind is in force: policy documents and laws."""
    return get(kind).policy or kind in _VALID


def validity_badge(record: Record, today: date) -> Badge | None:
    """效力状况 with its shape; None where nobody asks."""
    state = public.validity(record, today)
    if not has_validity(record.kind) and state is Validity.IN_FORCE:
        return None
    return Badge(state.label, _SHAPES[state])


def validity_words(record: Record, today: date) -> str:
    """What follows the badge: 有效期至 2029年5月1日, 自 2027年1月1日起施行, or why it no longer holds."""
    state = public.validity(record, today)
    if state is Validity.REPEALED:
        return f"自{cdate(record.repealed_on)}起废止" + (f"，{record.repeal_note}" if record.repeal_note else "")
    if state is Validity.AMENDED:
        return "已有较新的版本"
    if state is Validity.EXPIRED:
        return f"有效期至{cdate(record.expires_on)}，期满失效"
    if state is Validity.NOT_YET:
        return f"自{cdate(record.effective_on)}起施行"
    return f"有效期至{cdate(record.expires_on)}" if record.expires_on else ""


def day(record: Record) -> date | None:
    """The day of publication in China."""
    return record.published_at.astimezone(CHINA).date() if record.published_at else None


def entry(record: Record, today: date) -> Entry:
    """A record in a list; a law shows its edition's day instead of the archive that keeps it."""
    law = record.kind in LIBRARY
    return Entry(
        title=record.title,
        url=addresses.record(record.pk),
        organ="" if law else record.organ_name,
        date=_edition_day(record) if law else day(record),
        kind=get(record.kind).label,
        number=record.doc_number,
        validity=validity_badge(record, today),
    )


def _edition_day(record: Record) -> date | None:
    """The day of a law's edition, else of its publication; none when all that is known is when it was taken in."""
    return record.made_on or (day(record) if record.published_at != record.created_at else None)


def compact(record: Record) -> Entry:
    """A record on one line: title and day."""
    return Entry(title=record.title, url=addresses.record(record.pk), date=day(record))


_FILE_KINDS = {
    "pdf": "PDF", "doc": "文档", "docx": "文档", "wps": "文档", "ofd": "文档", "txt": "文本", "xls": "表格",
    "xlsx": "表格", "et": "表格", "csv": "表格", "ppt": "演示", "pptx": "演示", "zip": "压缩包", "rar": "压缩包",
    "jpg": "图片", "jpeg": "图片", "png": "图片", "gif": "图片", "mp3": "音频", "mp4": "视频",
}  # fmt: skip


def file(record_id: int, attachment: Attachment) -> File:
    """An attachment with its type and size."""
    ending = PurePosixPath(attachment.name).suffix.lower().removeprefix(".")
    return File(
        attachment.name,
        f"/records/{record_id}/files/{attachment.pk}/",
        _FILE_KINDS.get(ending, "文件"),
        attachment.size,
        attachment.note,
    )


def section_of(kind: Kind) -> tuple[str, str]:
    """The part of the site in which a kind stands: its label and address."""
    if kind.code in LIBRARY:
        return "法规库", "/library/"
    try:
        section = Section(kind.section)
    except ValueError:
        return "政府信息公开", "/open/"
    return section.label, f"/open/{section.value}/"
