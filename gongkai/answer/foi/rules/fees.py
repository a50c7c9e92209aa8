"""信息处理费 (条例42, 国办函〔2020〕109号): by items of a month or by pages, in rising tiers, in whole yuan."""

from __future__ import annotations

from gongkai.answer.foi.terms import FeeBasis
from gongkai.kernel.vocabulary import Refusal

MOST = 100_000  # items or pages; more is a typing error

#: (up to and including this page, yuan for each page)
_PAGES = ((30, 0), (100, 10), (200, 20), (MOST, 40))


def price_of_item(number: int) -> int:
    """Yuan for the n-th item of one applicant in one natural month: 10 free, 11–30 at 100, then 100 more each ten."""
    if number <= 10:
        return 0
    return 100 if number <= 30 else 200 + (number - 31) // 10 * 100


def page_fee_of(pages: int) -> int:
    """Yuan for the pages of one request: 30 free, then 10, from 101 on 20, from 201 on 40 for each page."""
    total, below = 0, 0
    for up_to, price in _PAGES:
        total += max(0, min(pages, up_to) - below) * price
        below = up_to
    return total


def fee(basis: FeeBasis, quantity: int, already: int = 0) -> int:
    """Yuan owed for ``quantity`` items after ``already`` in the same month, or for pages; never both for one request.

    Refusal when a number is not between 0 and 100,000, or when pages are added to those of other requests.
    """
    basis = FeeBasis(basis)
    if not (0 <= quantity <= MOST and 0 <= already <= MOST):
        raise Refusal(f"件数或者页数应为0至{MOST}之间的整数。", field="quantity")
    if basis is FeeBasis.PAGES:
        if already:
            raise Refusal("按量计收以每一件申请的页数为准，不与其他申请累计。", field="already")
        return page_fee_of(quantity)
    return sum(map(price_of_item, range(already + 1, already + quantity + 1)))
