"""Which page numbers a pager shows: the ends, the neighbours of the current page, and gaps between."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.faces.design.parts import Link


def numbers(page: int, pages: int, *, around: int = 2) -> list[int]:
    """Page numbers worth a link: first, last, and ``around`` on each side of the current one; ascending."""
    wanted = {1, pages, *range(page - around, page + around + 1)}
    return sorted(n for n in wanted if 1 <= n <= pages)


def with_gaps(numbered: Sequence[Link]) -> list[Link | None]:
    """The links with None where page numbers were left out (their labels are numbers)."""
    items: list[Link | None] = []
    last = 0
    for link in numbered:
        number = int(link.label)
        if number - last > 1 and items:
            items.append(None)
        items.append(link)
        last = number
    return items
