"""The page of a record, its former texts after a correction, and the tombstone of what was withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from gongkai.faces.design.formats import cdate, cdatetime
from gongkai.faces.design.parts import Entry, Fact, Link
from gongkai.faces.portal import addresses, cards, headtags
from gongkai.faces.portal.reading import dressed
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.kernel.records.queries import Record, Related, Revision, public
from gongkai.kernel.records.terms import Attribute, Status, Withdrawal
from gongkai.oversee.yearly import queries as yearly
from gongkai.publish.catalogue.queries import Genre, Section, Topic, get
from gongkai.publish.library import queries as library


def known(record_id: int) -> Record:
    """A record that the public knows, published or withdrawn; Http404 for anything else."""
    record = public.record(record_id)
    if record is None or (record.status == Status.PUBLISHED and record.current is None):
        raise Http404
    return record


def tombstone(record: Record) -> Page:
    """410: why and when it was withdrawn, and nothing of what it said."""
    return Page(
        "portal/gone.html",
        {
            "reason": Withdrawal.label_of(record.withdrawal),
            "note": record.withdrawal_note,
            "at": record.withdrawn_at,
            "organ": record.organ,
            "crumbs": [Link("首页", "/"), Link("信息已撤下", "")],
        },
        status=410,
    )


@reading
def record(visit: Visit, record_id: int) -> Page:
    """/records/<id>/: at most ten queries, whatever is attached or related."""
    found = known(record_id)
    if found.status != Status.PUBLISHED:
        return tombstone(found)
    revision = found.current
    assert revision is not None
    kind = get(found.kind)
    section, section_url = cards.section_of(kind)
    leaf = public.leaf(revision)
    former = _former(found, revision)
    image = f"/records/{record_id}/qr/"
    return Page(
        "portal/record.html",
        {
            **_text(found, revision),
            "status_badge": cards.validity_badge(found, visit.today),
            "status_words": cards.validity_words(found, visit.today),
            "facts": _facts(found, revision),
            "responsible": _responsible(found, revision),
            "files": [cards.file(found.pk, one) for one in public.attachments(revision)],
            "related": _related(public.related(found)),
            "editions": _editions(found),
            "former": former,
            "changes": _changes(found, former[0][0].number if former else 0, revision),
            "pdf_url": f"/records/{record_id}/pdf/",
            "docx_url": f"/records/{record_id}/docx/",
            "verify_url": f"/verify/{record_id}/",
            "verify_detail": f"公开日志第{leaf.index + 1:,}项，{cdatetime(leaf.appended_at)}写入" if leaf else "",
            "qr_url": image,
            "page_url": addresses.absolute(visit.path),
            "crumbs": _trail(found, section, section_url),
        },
        headtags.of_article(found, revision, column=kind.label, types=f"信息公开，{section}"),
        section=section_url if section_url in {"/open/policy/", "/open/annual/", "/library/"} else "/open/",
    )


@reading
def former(_visit: Visit, record_id: int, number: int) -> Page:
    """/records/<id>/revisions/<n>/: a text that a correction replaced, with what was wrong and what is right (条例6)."""
    found = known(record_id)
    if found.status != Status.PUBLISHED:
        return tombstone(found)
    revision = public.published_revision(found, number)
    if revision is None or revision.pk == found.current_id:
        raise Http404
    follower = next(
        (one for one in reversed([found.current, *public.former_revisions(found)]) if one and one.number > number), None
    )
    kind = get(found.kind)
    section, section_url = cards.section_of(kind)
    return Page(
        "portal/former.html",
        {
            **_text(found, revision),
            "follower": follower,
            "changes": _changes_to(found, revision, follower),
            "current_url": addresses.record(found.pk),
            "facts": _facts(found, revision),
            "files": [cards.file(found.pk, one) for one in public.attachments(revision)],
            "proof_url": f"/verify/{found.pk}/revisions/{number}/proof.json",
            "crumbs": [
                *_trail(found, section, section_url)[:-1],
                Link(found.title, addresses.record(found.pk)),
                Link("更正前的文本", ""),
            ],
        },
        headtags.of_article(found, revision, column=kind.label, types=f"信息公开，{section}"),
        section="/open/",
    )


def _text(found: Record, revision: Revision) -> dict[str, Any]:
    """The certified words of a revision and how they are laid out."""
    body = dressed(revision.body)
    return {
        "record": found,
        "revision": revision,
        "title": revision.title,
        "number": revision.doc_number,
        "body": body.html,
        "headings": body.headings if len(body.headings) > 1 else (),
        "note": "" if body.captioned else revision.annotation,
    }


def _trail(found: Record, section: str, section_url: str) -> list[Link]:
    kind = get(found.kind)
    base = "/lists/" if found.kind in cards.own() else section_url
    listed = f"{base}kind/{kind.code}/"
    trail = [Link("首页", "/"), Link(section, section_url)]
    if kind.label != section:
        trail.append(Link(kind.label, listed))
    return [*trail, Link(found.title, "")]


def _facts(found: Record, revision: Revision) -> list[Fact]:
    """The metadata head (条例12 and the office's own labels), only what is known; the issuer as it was called then."""
    issuer = "、".join(filter(None, (revision.organ_name, revision.joint_organs)))
    topic = Topic(revision.topic) if revision.topic in set(Topic) else None
    topic_url = addresses.listed(topic=topic.value) if topic else ""
    same = topic is not None and revision.subject in {"", topic.label}
    rows = [
        Fact("索引号", found.index_number),
        Fact("主题分类", topic.label if topic and same else revision.subject, url=topic_url if same else ""),
        Fact("发布机构", issuer, url=addresses.organ(found.organ_id) if found.kind not in cards.LIBRARY else ""),
        Fact("发文字号", revision.doc_number),
        Fact("成文日期", cdate(revision.made_on)),
        Fact("发布日期", cdate(found.published_at)),
        Fact("体裁", Genre.label_of(revision.genre) if revision.genre else ""),
        Fact("信息类别", get(found.kind).label),
        Fact("公开方式", Attribute.label_of(revision.attribute) if revision.attribute else ""),
        Fact("施行日期", cdate(revision.effective_on)),
        Fact("有效期至", cdate(revision.expires_on)),
        Fact("信息来源", revision.content_source if revision.content_source != revision.organ_name else ""),
        Fact("公开事项", topic.label if topic and not same else "", url=topic_url, wide=True),
        Fact("关键词", revision.keywords, wide=True),
    ]
    return [fact for fact in rows if fact.value]


def _responsible(found: Record, revision: Revision) -> list[Fact]:
    """The office that answers questions about this page, with its telephone."""
    unit = revision.responsible_unit or found.organ.foi_office
    name = unit if unit.startswith(found.organ.name) else f"{found.organ.short_name or found.organ.name} {unit}".strip()
    facts = [Fact("责任部门", name), Fact("联系电话", revision.contact or found.organ.phone)]
    return [fact for fact in facts if fact.value]


def _related(rows: list[Related]) -> list[tuple[str, list[Entry]]]:
    """Related records in groups under the words that read from this page."""
    groups: dict[str, list[Entry]] = {}
    for row in rows:
        groups.setdefault(row.label, []).append(cards.compact(row.record))
    return list(groups.items())


def _former(found: Record, revision: Revision) -> list[tuple[Revision, str]]:
    """Texts that corrections replaced, newest first, with their addresses; a first text has none."""
    if revision.number == 1:
        return []
    return [(one, addresses.former(found.pk, one.number)) for one in public.former_revisions(found)]


def _changes(found: Record, former: int, revision: Revision) -> yearly.Changes | None:
    """What a corrected report says differently, cell by cell (条例6); None for other documents and first texts."""
    if not former or get(found.kind).section != Section.ANNUAL.value:
        return None
    old = public.published_revision(found, former)
    return yearly.changes(old.body, revision.body) if old is not None else None


def _changes_to(found: Record, revision: Revision, follower: Revision | None) -> yearly.Changes | None:
    """What the text that replaced this one says differently."""
    if follower is None or get(found.kind).section != Section.ANNUAL.value:
        return None
    new = public.published_revision(found, follower.number)
    return yearly.changes(revision.body, new.body) if new is not None else None


def _editions(found: Record) -> list[tuple[str, str, bool]]:
    """The editions of the work that a law belongs to: words, address, whether it is this page."""
    if found.kind not in cards.LIBRARY:
        return []
    rows = library.editions_of(found)
    if len(rows) < 2:
        return []
    return [
        (
            f"{cdate(row.dated_on) or '日期不详'}版本" + ("，现行" if row.current else ""),
            addresses.record(row.record_id) if row.record_id != found.pk else "",
            row.record_id == found.pk,
        )
        for row in rows
    ]
