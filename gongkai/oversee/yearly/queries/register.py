"""Questions about what an office entered: websites, forms that were begun, their texts, gaps and documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from gongkai.kernel.organizations.queries import Organ, site
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.rules import Missing
from gongkai.oversee.annual import narrative
from gongkai.oversee.annual.queries.documents import Standing, standing
from gongkai.oversee.annual.report import number_words
from gongkai.oversee.yearly import rendering, telling
from gongkai.oversee.yearly.items import words
from gongkai.oversee.yearly.models import ItemWording, Website, YearlyFigure, YearlyReport
from gongkai.oversee.yearly.queries.sheets import Subject, compute
from gongkai.oversee.yearly.sheet import Sheet
from gongkai.oversee.yearly.terms import Form

TEXTS = ("opening", "work", "problems", "plans")
LABELS = {"opening": "开头", "work": "一、工作开展情况", "problems": "二、存在的问题", "plans": "三、下一步工作"}


def websites(organ_ids: Iterable[int]) -> QuerySet[Website]:
    """The registered websites of some offices, those that were shut down too."""
    return (
        Website.objects.filter(organ_id__in=list(organ_ids)).select_related("organ").order_by("organ__position", "pk")
    )


def website(pk: int) -> Website | None:
    """One registered website; None when there is none."""
    return Website.objects.select_related("organ").filter(pk=pk).first()


def history(about: Subject) -> QuerySet[YearlyFigure]:
    """Everything that was typed into a form, newest first."""
    return YearlyFigure.objects.filter(
        organ=about.organ, form=about.form, website=about.website, year=about.year
    ).order_by("-pk")


def wording_history() -> QuerySet[ItemWording]:
    """Every name that was given to an item, newest first."""
    return ItemWording.objects.order_by("-pk")


def report_of(about: Subject) -> YearlyReport | None:
    """The form that an office has begun; None before it has."""
    rows = YearlyReport.objects.filter(organ=about.organ, form=about.form, website=about.website, year=about.year)
    return rows.select_related("record__current").first()


def begun(organ_ids: Iterable[int], years: Iterable[int]) -> QuerySet[YearlyReport]:
    """The forms that some offices have begun (one query)."""
    rows = YearlyReport.objects.filter(organ_id__in=list(organ_ids), year__in=list(years))
    return rows.select_related("record")


def subject_of(row: YearlyReport) -> Subject:
    """What a form that was begun is about."""
    return Subject(row.organ, Form(row.form), row.website, row.year)


def suggested(sheet: Sheet) -> dict[str, str]:
    """The texts as drafted; what only the office knows is left open. A website's table has none."""
    if sheet.form is Form.WEBSITE:
        return dict.fromkeys(TEXTS, "")
    return {
        "opening": telling.opening(sheet.organ, sheet.year, sheet.scope),
        "work": telling.work(),
        "problems": narrative.OPEN,
        "plans": narrative.OPEN,
    }


def texts_of(about: Subject, sheet: Sheet) -> YearlyReport:
    """The texts of a form: the office's own, else (not stored) those that are suggested."""
    found = report_of(about)
    if found is not None:
        return found
    return YearlyReport(organ=about.organ, form=about.form, website=about.website, year=about.year, **suggested(sheet))


def gaps(sheet: Sheet, texts: YearlyReport) -> list[str]:
    """What keeps the form from becoming a document, in sentences; empty when nothing does."""
    found = []
    if not sheet.ended:
        found.append(f"{sheet.year}年尚未结束，年度终了后才能生成文稿。")
    if sheet.missing:
        labels = "、".join(f"“{item.name}”" for item in sheet.missing)
        found.append(f"还有{len(sheet.missing)}项未填报：{labels}。没有发生的填0，没有这一项的填“无”。")
    found += [
        f"“{less.name}”（{words(sheet.answers[less.code])}）大于“{more.name}”（{words(sheet.answers[more.code])}），请核对。"
        for less, more in sheet.doubts
    ]
    if sheet.form is Form.WEBSITE:
        return found
    for name in TEXTS:
        text = getattr(texts, name)
        if not text.strip():
            found.append(f"“{LABELS[name]}”还没有填写。")
        elif narrative.OPEN in text:
            found.append(f"“{LABELS[name]}”中还有{text.count(narrative.OPEN)}处{narrative.OPEN}，请补充或者删去。")
    return found


def document_gaps(revision: Revision, at: datetime) -> list[Missing]:
    """What keeps the document of a form from review and publication: a gap of the form, or words that are not the form's."""
    row = YearlyReport.objects.filter(record_id=revision.record_id).select_related("organ", "website").first()
    if row is None:
        return []
    sheet = compute(subject_of(row), at)
    found = [Missing("body", sentence) for sentence in gaps(sheet, row)]
    if not found and revision.body != rendering.html(sheet, row):
        sentence = (
            "文稿与年度表的数据或者文字不一致。数据和文字都在年度表的页面修改，改后在那里重新生成文稿，不要直接改文稿。"
        )
        found = [Missing("body", sentence)]
    return found


def standing_of(sheet: Sheet, texts: YearlyReport) -> Standing:
    """The document of a form, and whether it still says what the form says (one query)."""
    return standing(texts.record if texts.pk else None, lambda: rendering.html(sheet, texts))


def offered(sheet: Sheet) -> list[tuple[str, str, str]]:
    """The numbers and sentences that a text may name: name, what it is, what it says now."""
    if sheet.report is None:
        return []
    found = [(name, telling.SENTENCES[name], said or "无") for name, said in sheet.report.sentences.items()]
    found += [(name, one.label, f"{number_words(one.value)}{one.unit}") for name, one in sheet.report.figures.items()]
    return found


@dataclass(frozen=True)
class Due:
    """A form of an organ in the overview: what it is about, and the form when it was begun."""

    about: Subject
    report: YearlyReport | None


def overview(organs: Iterable[Organ], years: Iterable[int]) -> list[Due]:
    """The forms of some organs and years, the newest year first (three queries)."""
    rows, wanted = list(organs), list(years)
    ids = [one.pk for one in rows]
    own = site().main_organ_id
    known = {(one.organ_id, one.form, one.website_id, one.year): one for one in begun(ids, wanted)}
    sites: dict[int, list[Website]] = {}
    for one in websites(ids):
        sites.setdefault(one.organ_id, []).append(one)
    found = []
    for year in wanted:
        for organ in rows:
            forms: list[tuple[Form, Website | None]] = [(Form.WEBSITE, None)] if organ.pk == own else []
            forms += [(Form.WEBSITE, one) for one in sites.get(organ.pk, []) if _was_there(one, year)]
            forms.append((Form.SUMMARY, None))
            for form, one_site in forms:
                report = known.get((organ.pk, form.value, one_site.pk if one_site else None, year))
                found.append(Due(Subject(organ, form, one_site, year), report))
    return found


def _was_there(one: Website, year: int) -> bool:
    return (one.opened_on is None or one.opened_on.year <= year) and (
        one.closed_on is None or one.closed_on.year >= year
    )


def code_taken(id_code: str, but: int | None) -> bool:
    """Whether another open site bears a 标识码, this platform's own included."""
    rows = Website.objects.filter(Q(closed_on=None), id_code=id_code).exclude(pk=but or 0)
    return rows.exists() or site().id_code == id_code
