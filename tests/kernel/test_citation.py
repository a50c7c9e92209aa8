"""Articles are written short in the code and spelt out for people: 《条例》第三十三条."""

import re

import pytest

from gongkai.answer.foi import terms as answers
from gongkai.answer.foi.workflow import REQUEST
from gongkai.kernel.casework import terms as casework
from gongkai.kernel.organizations import terms as organizations
from gongkai.kernel.records import terms as records
from gongkai.kernel.vocabulary import Term, chinese, cited
from gongkai.oversee.annual import terms as annual
from gongkai.publish.catalogue import terms as catalogue

ROOMS = (answers, casework, organizations, records, annual, catalogue)
SHORT = re.compile(r"(条例|法)\s*\d")


@pytest.mark.parametrize(
    ("short", "spelt"),
    [
        ("条例33", "《条例》第三十三条"),
        ("条例36(2)", "《条例》第三十六条第二项"),
        ("条例14、36(3)", "《条例》第十四条、第三十六条第三项"),
        ("条例36(4)、36(5)", "《条例》第三十六条第四项、第三十六条第五项"),
        ("条例16(2)", "《条例》第十六条第二款"),
        ("条例39(1)", "《条例》第三十九条第一款"),
        ("条例20(15)、21", "《条例》第二十条第十五项、第二十一条"),
        ("行政复议法23(1)(4)", "《行政复议法》第二十三条第一款第四项"),
        ("行政复议法20，行政诉讼法46", "《行政复议法》第二十条，《行政诉讼法》第四十六条"),
        ("条例42，国办函〔2020〕109号", "《条例》第四十二条，国办函〔2020〕109号"),
        ("GB 11643、条例15", "GB 11643、《条例》第十五条"),
    ],
)
def test_the_articles_of_a_basis_are_spelt_as_a_sentence_names_them(short, spelt):
    assert cited(short) == spelt
    assert cited(spelt) == spelt, "what is spelt already stays"


@pytest.mark.parametrize(
    "other", ["", "三审", "国办发〔2016〕80号", "条例第三十条", "附件1、2", "各地做法100、150", "条例33b", "条例1234"]
)
def test_what_names_no_article_stays_as_it_is(other):
    assert cited(other) == other


def test_no_basis_of_a_term_a_move_or_a_clock_is_shown_short():
    kinds = [
        kind
        for room in ROOMS
        for kind in vars(room).values()
        if isinstance(kind, type) and issubclass(kind, Term) and kind is not Term
    ]
    given = [term.basis for kind in kinds for term in kind] + [outcome.basis for outcome in answers.OUTCOMES]
    given += [move.basis for move in REQUEST.moves] + [clock.basis for clock in REQUEST.clocks]
    assert len(given) > 200
    assert [basis for basis in given if SHORT.search(cited(basis))] == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (12345, "12345"),
    ],
)
def test_numbers_below_ten_thousand_in_chinese(value, text):
    assert chinese(value) == text
