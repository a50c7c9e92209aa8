"""Questions about what an office entered: typed figures with their history, the register of disputes, reports and their texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery

from gongkai.answer.foi.models import Request
from gongkai.kernel.casework.models import Case
from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.rules import Missing
from gongkai.kernel.vocabulary import CHINA, clean
from gongkai.oversee.annual import narrative, rendering
from gongkai.oversee.annual.checking import sentence
from gongkai.oversee.annual.format import FIRST_YEAR, Section, form_of
from gongkai.oversee.annual.models import AnnualReport, Dispute, Task, TypedFigure
from gongkai.oversee.annual.queries.computing import compute, latest_typed, office_of
from gongkai.oversee.annual.queries.documents import Standing, standing
from gongkai.oversee.annual.queries.findings import unexplained
from gongkai.oversee.annual.report import Report, number_words


def history(organ_id: int, year: int, cell: str = "") -> QuerySet[TypedFigure]:
    """What was typed in for a year (one cell, or all), newest first."""
    rows = TypedFigure.objects.filter(organ_id=organ_id, year=year).order_by("-pk")
    return rows.filter(cell=cell) if cell else rows


def disputes(organ_id: int) -> QuerySet[Dispute]:
    """The register of an organ, newest first; what was entered by mistake stays in it, crossed out."""
    return Dispute.objects.filter(organ_id=organ_id).select_related("case").order_by("-filed_on", "-pk")


def dispute(pk: int) -> Dispute | None:
    """One entry of a register; None when there is none."""
    return Dispute.objects.select_related("organ", "case").filter(pk=pk).first()


def tasks(organ_id: int, year: int) -> QuerySet[Task]:
    """The openness tasks of an office and a year as they were entered; what was crossed out stays among them."""
    return Task.objects.filter(organ_id=organ_id, year=year).order_by("pk")


def task(pk: int) -> Task | None:
    """One task; None when there is none."""
    return Task.objects.select_related("organ").filter(pk=pk).first()


def reports(organ_ids: Iterable[int], year: int | None = None) -> QuerySet[AnnualReport]:
    """The reports of some organs (of one year) with their records."""
    rows = AnnualReport.objects.filter(organ_id__in=list(organ_ids)).select_related("record__current")
    return rows if year is None else rows.filter(year=year)


def report_of(organ_id: int, year: int) -> AnnualReport | None:
    """The report that an office has begun; None before it has."""
    return reports([organ_id], year).first()


def texts_of(organ: Organ, report: Report) -> AnnualReport:
    """The texts of a report: the office's own, else (not stored) those that are suggested."""
    found = report_of(organ.pk, report.year)
    if found is not None:
        return found
    return AnnualReport(organ=organ, year=report.year, **suggested(organ, report))


def suggested(organ: Organ, report: Report) -> dict[str, str]:
    """The texts as drafted from the figures; what only the office knows is left open."""
    office = office_of(organ, report.organ)
    return {
        "preface": narrative.preface(office, report.year),
        "overview": narrative.overview(report, office),
        "problems": "",
        "others": narrative.OTHERS,
    }


def gaps(report: Report, texts: AnnualReport) -> list[str]:
    """What keeps the report from becoming a document, in sentences; empty when nothing does."""
    found = []
    if not report.ended:
        found.append(f"{report.year}年尚未结束，年度终了后才能生成文稿。")
    if report.missing:
        labels = "、".join(f"“{report.form.label_of(cell)}”" for cell in report.missing)
        found.append(f"还有{len(report.missing)}个数据未填报：{labels}。没有发生的请填0。")
    found += [
        f"勾稽关系不符：{check.left_words}为{number_words(check.left)}，{check.right_words}为{number_words(check.right)}，"
        f"相差{number_words(check.diff)}。"
        for check in report.errors
    ]
    found += [
        f"文字自相矛盾：{sentence(check)}请改正，或者在“核对”中说明原因。" for check in unexplained(report, texts)
    ]
    for section in report.form.sections:
        if section.table:
            continue
        text = getattr(texts, rendering.TEXTS[section.number])
        if not text.strip():
            found.append(f"“{section.heading}”还没有填写。")
        elif narrative.OPEN in text:
            found.append(f"“{section.heading}”中还有{text.count(narrative.OPEN)}处{narrative.OPEN}，请补充或者删去。")
    if texts.others.strip() and "信息处理费" not in narrative.filled(report, texts.others):
        # the form asks for it in words also when there was none
        found.append("“六、其他需要报告的事项”应写明信息处理费的收取情况，没有收取的也要说明。")
    return found


def document_gaps(revision: Revision, at: datetime) -> list[Missing]:
    """What keeps the document of a report from review and publication: a gap of the report, or words that are not the report's.

    A document of the kind that was not made from a report (an older year, brought along) is asked nothing.
    """
    row = AnnualReport.objects.filter(record_id=revision.record_id).select_related("organ").first()
    if row is None:
        return []
    report = compute(row.organ, row.year, at)
    found = [Missing("body", sentence) for sentence in gaps(report, row)]
    if not found and revision.body != rendering.html(report, row):
        sentence = "文稿与年度报告页的数据或者文字不一致。数据和文字都在年度报告页修改，改后在那里重新生成文稿，不要直接改文稿。"
        found = [Missing("body", sentence)]
    return found


def standing_of(report: Report, texts: AnnualReport) -> Standing:
    """The document of a report, and whether it still says what the report says (one query)."""
    return standing(texts.record if texts.pk else None, lambda: rendering.html(report, texts))


def years(organ_id: int, at: datetime) -> list[int]:
    """The report years of an organ, newest first: from the first request or document that has a form, to the present year."""
    asked = Request.objects.filter(case__organ_id=organ_id).aggregate(first=Min("case__received_on"))["first"]
    entered = TypedFigure.objects.filter(organ_id=organ_id).aggregate(first=Min("year"), last=Max("year"))
    now = at.astimezone(CHINA).year
    first = min([now - 1, *([asked.year] if asked else []), *([entered["first"]] if entered["first"] else [])])
    return list(range(now, max(first, FIRST_YEAR) - 1, -1))


@dataclass(frozen=True)
class Progress:
    """A line of the overview: how far the report of a year is. ``unfilled``: cells that nobody has typed in.

    ``unknown``: nothing of the report was begun, and nothing was answered here up to the end of that year: what was
    carried out of it alone says that there was one, and it may have been made elsewhere.
    """

    organ: Organ
    year: int
    unfilled: int
    begun: bool
    record: Record | None
    unknown: bool = False


def progress(organs: Iterable[Organ], years_: Iterable[int]) -> list[Progress]:
    """How far the reports of some organs and years are (two queries; a third one where nothing of a report was begun)."""
    organs, wanted = list(organs), list(years_)
    ids = [organ.pk for organ in organs]
    known = {(row.organ_id, row.year): row for row in reports(ids).filter(year__in=wanted)}
    typed: dict[tuple[int, int], dict[str, bool]] = {}
    rows = TypedFigure.objects.filter(organ_id__in=ids, year__in=wanted).order_by("pk")
    for organ_id, year, cell, value in rows.values_list("organ_id", "year", "cell", "value"):
        typed.setdefault((organ_id, year), {})[cell] = value is not None
    found = []
    for year in wanted:
        cells = form_of(year).typed
        for organ in organs:
            filled = typed.get((organ.pk, year), {})
            begun = known.get((organ.pk, year))
            unfilled = sum(not filled.get(cell, False) for cell in cells)
            found.append(Progress(organ, year, unfilled, begun is not None, begun.record if begun else None))
    bare = [one for one in found if not one.begun and (one.organ.pk, one.year) not in typed]
    first = _first_answers({one.organ.pk for one in bare}) if bare else {}
    unknown = {(one.organ.pk, one.year) for one in bare if first.get(one.organ.pk, one.year) > one.year}
    return [replace(one, unknown=(one.organ.pk, one.year) in unknown) for one in found]


def _first_answers(organ_ids: Iterable[int]) -> dict[int, int]:
    """The year in which each organ ended its first request here; organs that ended none are left out (one query)."""
    ended = Case.objects.filter(organ=OuterRef("pk"), kind="foi", closed_at__isnull=False).order_by("closed_at", "id")
    rows = Organ.objects.filter(pk__in=organ_ids).values_list("pk", Subquery(ended.values("closed_at")[:1]))
    return {pk: at.astimezone(CHINA).year for pk, at in rows if at is not None}


def organ_named(text: str) -> Organ | None:
    """The organ whose 机关代字, full or short name, or id this is; None when there is none or more than one."""
    text = clean(text).strip()
    for wanted in (Q(code=text), Q(name=text), Q(short_name=text)):
        found = list(Organ.objects.filter(wanted).order_by("closed_on", "pk")[:2]) if text else []
        if len(found) == 1:
            return found[0]
    if text.isascii() and text.isdigit() and len(text) < 16:
        return Organ.objects.filter(pk=int(text)).first()
    return None


def as_json(organ: Organ, report: Report) -> dict[str, Any]:
    """The report with the numbers that its texts name, under the keys by which reports are exchanged."""
    texts = texts_of(organ, report)
    joined = f"{texts.overview}\n{texts.problems}\n{texts.others}"
    return report.as_json(narrative.narrative_figures(report, joined))


def prose(report: Report, texts: AnnualReport, section: Section | None) -> list[tuple[str, str]]:
    """A text with its numbers, as lines of (tag, words); the preface for no section, nothing for a section with a table."""
    if section is not None and section.table:
        return []
    name = "preface" if section is None else rendering.TEXTS[section.number]
    return list(narrative.paragraphs(narrative.filled(report, getattr(texts, name))))


def offered(report: Report) -> list[tuple[str, str, str]]:
    """The numbers and sentences that a text may name: name, what it is, what it says now; cells of single columns left out."""
    found = [(name, narrative.SENTENCES[name], said or "无") for name, said in report.sentences.items()]
    cells = [
        cell for cell in report.form.cells if cell in report.form.typed or not cell.partition(".")[2].startswith("org_")
    ]
    for name in (*report.figures, *cells):
        known = narrative.figure(report, name)
        assert known is not None
        found.append((name, known.label, f"{number_words(known.value)}{known.unit}"))
    return found


def typeset(report: Report, texts: AnnualReport, form: str, *, banner: str) -> bytes:
    """The report as it stands as ``pdf`` or ``docx``."""
    make = rendering.pdf if form == "pdf" else rendering.docx
    return make(report, texts, banner=banner)


__all__ = ["Progress", "Standing", "latest_typed"]
