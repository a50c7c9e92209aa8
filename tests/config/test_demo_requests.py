"""The requests of the demo county as planned: every leaf, channel and applicant, whatever the day; nobody real among them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import pytest

from gongkai.answer.foi import applicants
from gongkai.answer.foi.rules import NEEDS
from gongkai.answer.foi.terms import OUTCOMES, ApplicantKind, Channel, Line, outcome
from gongkai.config.demo import request_words as words
from gongkai.config.demo.city import organs
from gongkai.config.demo.people import people
from gongkai.config.demo.request_people import applicant
from gongkai.config.demo.requests import LAST_YEAR, requests
from gongkai.config.demo.timeline import is_working

DAYS = (date(2026, 11, 21), date(2026, 1, 5), date(2026, 3, 2), date(2026, 5, 6), date(2026, 8, 31), date(2027, 7, 1))
made = cache(requests)
every_day = pytest.mark.parametrize("today", DAYS, ids=str)


@every_day
def test_a_hundred_and_twenty_came_last_year_and_more_before_and_after(today):
    years = Counter(one.year for one in made(today))
    assert years[today.year - 2] >= 3
    assert years[today.year - 1] >= LAST_YEAR
    if today.month > 8:
        assert 40 <= years[today.year] <= 50


@every_day
def test_every_leaf_channel_and_kind_of_applicant_is_reached_last_year(today):
    last = [one for one in made(today) if one.year == today.year - 1]
    assert {outcome(one.answer.outcome).line for one in last} == set(Line)
    assert {one.channel for one in last} == set(Channel)
    assert {one.answer.by for one in last} == set(ApplicantKind)


@every_day
def test_nothing_begins_in_the_future_or_on_a_day_off(today):
    assert all(one.begins <= today and is_working(one.begins) for one in made(today))


@every_day
def test_requests_are_spread_over_the_organs_that_answer(today):
    answering = {organ.key for organ in organs() if organ.nature != "institution"}
    asked = {one.answer.organ for one in made(today)}
    assert asked <= answering
    assert len(asked) >= len(answering) - 1


@every_day
def test_a_repeated_request_comes_after_the_one_it_repeats(today):
    first = {one.answer.key: one for one in made(today) if one.answer.key and not one.answer.earlier}
    for one in made(today):
        if one.answer.earlier:
            earlier = first[one.answer.earlier]
            assert (one.begins - earlier.begins).days > 30
            assert one.who == earlier.who
            assert one.answer.organ == earlier.answer.organ


def test_every_prepared_reply_says_what_its_outcome_needs():
    known = {one.code for one in OUTCOMES}
    for answer in (*words.ANSWERS, *words.FIRST.values()):
        assert answer.outcome in known
        assert set(answer.fields) <= set(NEEDS)
        lacking = set(outcome(answer.outcome).needs) - set(answer.fields) - {"given", "earlier"}
        assert not lacking, (answer.what, lacking)


@every_day
def test_applicants_pass_the_checks_of_the_portal_and_stand_for_nobody(today):
    officials = {person.name for person in people(today)}
    for one in made(today):
        facts = applicant(one.answer.by, one.who)
        checked = applicants.applicant(facts)
        number = checked.facts["identity_number"]
        assert number.startswith(("339926", "XZ99")) or number[2:8] == "991026"
        assert facts["name"] not in officials
        assert facts["phone"].startswith("0999-0")
        assert facts.get("email", "x.example").endswith(".example")


def test_no_two_people_share_a_number():
    numbers = [applicant("natural", place)["identity_number"] for place in range(100, 340)]
    assert len(set(numbers)) == len(numbers)
