"""A county's FOI office with its site, and yearly forms that lack nothing."""

from __future__ import annotations

from typing import Any

from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations import operations as organizing
from gongkai.oversee.yearly import operations as verbs
from gongkai.oversee.yearly import queries
from gongkai.oversee.yearly.models import Website, YearlyReport
from gongkai.oversee.yearly.queries import Form, Kind, Subject
from tests import factories
from tests.oversee.annual.factory import passed

YEAR = 2025
SOURCE = "网站统计后台"


def site(people: factories.Staff, **fields: Any) -> None:
    """This platform's own site, run by the organ."""
    values = {
        "name": "云岫县人民政府网", "domain": "www.yunxiu.example", "id_code": "9910260001", "sponsor": "云岫县人民政府办公室",
        "icp": "岫ICP备26000001号", "police": "岫公网安备99102600001号", "main_organ": people.organ,
    }  # fmt: skip
    organizing.save_site(fields=values | fields, by=Actor.system("测试"), at=people.at)


def other_site(people: factories.Staff, **fields: Any) -> Website:
    """A site that this platform does not serve."""
    values = {
        "name": "云岫县水利信息网",
        "address": "slj.yunxiu.example",
        "id_code": "9910260002",
        "icp": "x",
        "police": "y",
    }
    return verbs.save_website(organ=people.organ, fields=values | fields, by=people.of("officer"), at=people.at)


def about(people: factories.Staff, form: Form = Form.WEBSITE, website: Website | None = None) -> Subject:
    """The form of the organ's year."""
    return Subject(people.organ, form, website, YEAR)


def fill(people: factories.Staff, subject: Subject, **values: str) -> None:
    """Answer everything that a person answers: ``wechat__posts="195"``, the rest 0, 是 or the first choice."""
    for item in queries.compute(subject, people.at).layout.items:
        if not queries.asks(subject, item):
            continue
        plain = "是" if item.kind is Kind.YES_NO else item.choices[0] if item.choices else "0"
        if item.kind is Kind.WORDS and not item.choices:
            plain = "有"
        text = values.get(item.code.replace(".", "__"), plain)
        verbs.answer(about=subject, item=item.code, text=text, source=SOURCE, by=people.of("officer"), at=people.at)


def ready(people: factories.Staff, subject: Subject, **values: str) -> YearlyReport:
    """A form from which a document can be made."""
    fill(people, subject, **values)
    row = verbs.open_report(about=subject, by=people.of("officer"), at=people.at)
    if subject.form is Form.WEBSITE:
        return row
    texts = {
        name: getattr(row, name).replace("【待补充】", "工作按计划完成。")
        for name in ("opening", "work", "problems", "plans")
    }
    return verbs.write_texts(report_id=row.pk, version=row.version, texts=texts, by=people.of("officer"), at=people.at)


def published(people: factories.Staff, subject: Subject, **values: str) -> YearlyReport:
    """A form that the public reads."""
    row = ready(people, subject, **values)
    passed(people, verbs.draft_record(report=row, by=people.of("officer"), at=people.at))
    row.refresh_from_db()
    return row
