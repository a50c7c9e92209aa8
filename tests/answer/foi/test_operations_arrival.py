"""An application comes in: the untouched row, its number and code, the case made from it in the same transaction."""

from __future__ import annotations

import pytest

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.models import Application, Request
from gongkai.kernel.casework import identity
from gongkai.kernel.casework.models import Case, Party
from tests.answer.foi import requests as make

pytestmark = pytest.mark.django_db


def test_the_case_is_made_from_the_untouched_application() -> None:
    where = make.office()
    case, code = make.submitted(where)
    application = Application.objects.get()
    assert case.number == application.number
    assert application.number.endswith("号")
    assert case.handler is not None
    assert case.state == "arrived"
    request = Request.objects.get()
    assert request.description == application.description
    assert len(code.replace("-", "")) == 16
    assert code.replace("-", "") not in application.code_hash
    party = Party.objects.get()
    assert party.masked == "张*"
    assert "张望" not in application.sealed
    assert identity.unseal(application.sealed)["name"].startswith("张望")


def test_a_reply_goes_all_the_way() -> None:
    where = make.office()
    case = make.replied(where, until="archived")
    assert Case.objects.get(pk=case.pk).state == "archived"
    request = make.request_of(case)
    assert request.line == "open"
    assert request.replied_on is not None
    assert verbs is not None
