"""Papers: a number is given once and with the event that needs it; sent is not served."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from gongkai.kernel.casework import operations as verbs
from gongkai.kernel.casework import queries
from gongkai.kernel.casework.models import CasePaper
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.papers.terms import Format
from gongkai.kernel.vocabulary import Refusal
from tests.kernel.casework.helpers import day, handled, office

pytestmark = pytest.mark.django_db
MONDAY = day("2026-03-02")
LETTER = {"template": "official", "title": "答复书", "blocks": []}


@pytest.fixture
def drafted():
    place = office()
    case = handled(place, MONDAY)
    by = place.of("officer", MONDAY)
    paper = verbs.add_paper(
        case_id=case.pk,
        kind="reply",
        direction="out",
        title="政府信息公开申请答复书",
        by=by,
        at=MONDAY,
        document=LETTER,
    )
    return place, case, by, paper


def test_a_paper_goes_from_draft_to_served(drafted):
    _, _, by, paper = drafted
    verbs.revise_paper(paper_id=paper.pk, by=by, at=MONDAY, document=LETTER | {"title": "答复"})
    verbs.freeze_paper(paper_id=paper.pk, by=by, at=MONDAY)
    numbered = verbs.number_paper(paper_id=paper.pk, code="岫公复", by=by, at=MONDAY)
    assert numbered.number_text == "岫公复〔2026〕1号"
    rendition = papers.rendition(f"casepaper:{paper.pk}", Format.PDF)
    assert rendition is not None
    with pytest.raises(Refusal, match="不能登记送达"):
        verbs.mark_served(paper_id=paper.pk, proof="签收", by=by, at=MONDAY)
    verbs.mark_sent(paper_id=paper.pk, channel="post", by=by, at=MONDAY, proof="EMS123")
    with pytest.raises(Refusal, match="送达日期不能早于"):
        verbs.mark_served(paper_id=paper.pk, proof="签收", by=by, at=MONDAY, on=MONDAY - timedelta(days=1))
    served = verbs.mark_served(paper_id=paper.pk, proof="本人签收", by=by, at=MONDAY + timedelta(days=2))
    assert (served.state, served.proof) == ("served", "本人签收")
    with pytest.raises(Refusal):
        verbs.mark_served(paper_id=paper.pk, proof="再次", by=by, at=MONDAY + timedelta(days=3))
    assert list(queries.faults()) == []


def test_what_is_frozen_is_not_changed_and_what_is_numbered_not_numbered_again(drafted):
    _, _, by, paper = drafted
    verbs.freeze_paper(paper_id=paper.pk, by=by, at=MONDAY)
    with pytest.raises(Refusal, match="已经定稿"):
        verbs.revise_paper(paper_id=paper.pk, by=by, at=MONDAY, document={})
    verbs.number_paper(paper_id=paper.pk, code="岫公复", by=by, at=MONDAY)
    with pytest.raises(Refusal, match="已编文号"):
        verbs.number_paper(paper_id=paper.pk, code="岫公复", by=by, at=MONDAY)


def test_a_crash_after_numbering_gives_the_number_back(drafted):
    _, _, by, paper = drafted
    with transaction.atomic():
        verbs.number_paper(paper_id=paper.pk, code="岫公复", by=by, at=MONDAY)
        transaction.set_rollback(True)
    assert CasePaper.objects.get(pk=paper.pk).number is None
    assert verbs.number_paper(paper_id=paper.pk, code="岫公复", by=by, at=MONDAY).number_text.endswith("1号")


def test_a_void_number_is_never_given_again(drafted):
    _, case, by, paper = drafted
    verbs.number_paper(paper_id=paper.pk, code="岫公复", by=by, at=MONDAY)
    with pytest.raises(Refusal, match="作废原因"):
        verbs.void_paper(paper_id=paper.pk, reason=" ", by=by, at=MONDAY)
    verbs.void_paper(paper_id=paper.pk, reason="文字有误", by=by, at=MONDAY)
    another = verbs.add_paper(
        case_id=case.pk, kind="reply", direction="out", title="答复书", by=by, at=MONDAY, document=LETTER
    )
    assert verbs.number_paper(paper_id=another.pk, code="岫公复", by=by, at=MONDAY).number_text.endswith("2号")
    assert list(queries.faults()) == []


def test_who_only_supervises_sees_what_was_issued(drafted):
    _, case, by, paper = drafted
    assert queries.papers(case, access=queries.Access.OVERSEE) == []
    verbs.number_paper(paper_id=paper.pk, code="岫公复", by=by, at=MONDAY)
    assert queries.papers(case, access=queries.Access.OVERSEE) == [paper]
