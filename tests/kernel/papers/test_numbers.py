"""Official numbers: without a gap under concurrency, never reused, void ones stay with their reason (recipe of the house)."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.papers import operations, queries
from gongkai.kernel.papers.models import PaperNumber, Sequence
from gongkai.kernel.papers.rules import number_text
from gongkai.kernel.vocabulary import Refusal

from .conftest import AT, CLERK


def take(organ, subject, **other):
    values = {
        "organ": organ,
        "code": "清政办发",
        "kind": "发文",
        "year": 2026,
        "subject": subject,
        "by": CLERK,
        "at": AT,
    }
    return operations.take_number(**(values | other))


def test_the_text_has_hexagonal_brackets_and_no_leading_zero():
    assert number_text("清政办发", 2026, 3) == "清政办发〔2026〕3号"


@pytest.mark.django_db
def test_numbers_follow_each_other_by_code_year_and_kind(organ):
    assert [take(organ, f"revision:{n}").text for n in (1, 2)] == ["清政办发〔2026〕1号", "清政办发〔2026〕2号"]
    assert take(organ, "revision:3", code="清政办函").text == "清政办函〔2026〕1号"
    assert take(organ, "revision:4", year=2025).text == "清政办发〔2025〕1号"
    assert queries.last_serial(code="清政办发", kind="发文", year=2026) == 2
    assert queries.number("清政办发〔2026〕2号").subject == "revision:2"
    assert [n.serial for n in queries.numbers(organ_id=organ.pk, year=2026)] == [1, 1, 2], "清政办函 before 清政办发"


@pytest.mark.django_db
def test_taking_and_voiding_each_write_one_line_in_the_ledger(organ):
    number = take(organ, "revision:1")
    operations.void_number(number, reason="重复登记", by=CLERK, at=AT)
    lines = list(Entry.objects.filter(object_type="文号").order_by("seq"))
    assert [(line.verb, line.actor_name, line.organ_id, line.detail["text"]) for line in lines] == [
        ("编文号", "赵文", organ.pk, "清政办发〔2026〕1号"),
        ("作废文号", "赵文", organ.pk, "清政办发〔2026〕1号"),
    ]


@pytest.mark.django_db
def test_a_void_number_stays_with_its_reason_and_is_never_given_again(organ):
    number = take(organ, "revision:1")
    assert not number.is_void
    number = operations.void_number(number, reason=" 文稿撤回 ", by=CLERK, at=AT)
    assert (number.is_void, number.void_reason, number.voided_by, number.voided_at) == (True, "文稿撤回", "赵文", AT)
    assert take(organ, "revision:1").serial == 2, "the same thing may get another number, the next one"
    assert [n.is_void for n in queries.numbers_of("revision:1")] == [False, True]
    with pytest.raises(Refusal, match="已经作废"):
        operations.void_number(number, reason="再次", by=CLERK, at=AT)
    assert list(queries.faults()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  \n", "长" * 501])
def test_voiding_needs_a_reason(organ, reason):
    with pytest.raises(Refusal, match="作废原因"):
        operations.void_number(take(organ, "revision:1"), reason=reason, by=CLERK, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "清政办发〔2026〕", "清政 3", "很长" * 11, "<b>"])
def test_a_malformed_code_is_refused(organ, code):
    with pytest.raises(Refusal, match="机关代字"):
        take(organ, "revision:1", code=code)


@pytest.mark.django_db
def test_a_code_with_white_space_is_the_same_code(organ):
    assert take(organ, "revision:1", code=" 清政\u3000办发 ").text == "清政办发〔2026〕1号"


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2024, 2027, 0, 20260])
def test_a_year_that_is_not_the_years_of_issue_is_refused(organ, year):
    with pytest.raises(Refusal, match="文号年份"):
        take(organ, "revision:1", year=year)


@pytest.mark.django_db
def test_one_thing_bears_one_number_and_one_code_serves_one_kind(organ):
    take(organ, "revision:1")
    with pytest.raises(Refusal, match="已编文号 清政办发〔2026〕1号"):
        take(organ, "revision:1")
    with pytest.raises(Refusal, match="另一类文件"):
        take(organ, "revision:2", kind="答复")
    assert queries.last_serial(code="清政办发", kind="发文", year=2026) == 1


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_delete_a_number(organ):
    operations.void_number(take(organ, "revision:1"), reason="错", by=CLERK, at=AT)
    take(organ, "revision:2")
    from gongkai.kernel.papers.models import Voiding

    for change in (
        lambda: PaperNumber.objects.update(serial=9),
        lambda: PaperNumber.objects.filter(subject="revision:2")._raw_delete("default"),
        lambda: Voiding.objects.update(reason="改"),
        lambda: Voiding.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_gap_made_behind_our_back_is_found(organ):
    take(organ, "revision:1")
    Sequence.objects.update(last=5)
    assert list(queries.faults()) == ["文号不连续：清政办发〔2026〕应有 5 个，实有 1 个"]


@pytest.mark.django_db(transaction=True)
def test_a_number_is_only_taken_inside_a_transaction(organ):
    with pytest.raises(transaction.TransactionManagementError):
        take(organ, "revision:1")


THREADS, EACH = 8, 40


class Withdrawn(Exception):
    """The caller's work failed after the number was taken."""


@pytest.mark.django_db(transaction=True)
def test_eight_writers_leave_no_gap_though_one_in_ten_is_rolled_back(organ):
    faults: list[BaseException] = []
    start = threading.Barrier(THREADS)

    def work(me: int) -> None:
        try:
            start.wait()
            mine = Organ.objects.get(pk=organ.pk)
            for n in range(EACH):
                try:
                    with transaction.atomic():
                        take(mine, f"revision:{me}-{n}")
                        if n % 10 == me % 10:
                            raise Withdrawn
                except Withdrawn:
                    pass
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    kept = THREADS * (EACH - EACH // 10)
    assert list(PaperNumber.objects.order_by("serial").values_list("serial", flat=True)) == list(range(1, kept + 1))
    assert queries.last_serial(code="清政办发", kind="发文", year=2026) == kept
    assert list(queries.faults()) == []
    assert Entry.objects.filter(verb="编文号").count() == kept
