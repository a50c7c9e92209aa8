"""What the yearly forms enter into the register of record kinds; both stand in the 年报 column, none is drafted by hand."""

from __future__ import annotations

from gongkai.kernel.records.kinds import Kind
from gongkai.kernel.records.kinds import register as enter
from gongkai.oversee.yearly.terms import Form
from gongkai.publish.catalogue.terms import Section, Topic

_TOPICS = (Topic.OTHER.value,)
WEBSITE = Kind("site_report", Form.WEBSITE.label, Section.ANNUAL.value, topics=_TOPICS, draftable=False, position=43)
SUMMARY = Kind("work_summary", Form.SUMMARY.label, Section.ANNUAL.value, topics=_TOPICS, draftable=False, position=44)
KINDS = (WEBSITE, SUMMARY)
OF = {Form.WEBSITE: WEBSITE, Form.SUMMARY: SUMMARY}


def register() -> None:
    """Enter both kinds."""
    for kind in KINDS:
        enter(kind)
