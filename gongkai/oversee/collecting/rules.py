"""Figures of filings, pure: as they are kept, as numbers, their digest, their sum."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from gongkai.oversee.annual.report import plain

Kept = Mapping[str, str | None]


def numbers_of(cells: Kept) -> dict[str, Decimal | int | None]:
    """Kept figures (text) as numbers; what is None stays None."""
    return {cell: None if value is None else number_of(value) for cell, value in cells.items()}


def number_of(text: str) -> Decimal | int:
    """A kept figure as a number: whole ones as int, which add up much faster."""
    return Decimal(text) if "." in text else int(text)


def kept(cells: Mapping[str, Decimal | int | None]) -> dict[str, str]:
    """Numbers as they are kept; what is not known is left out."""
    return {cell: plain(value) for cell, value in cells.items() if value is not None}


def digest_of(cells: Kept, texts: Mapping[str, str]) -> str:
    """SHA-256 (hex) of figures and texts, the same whatever their order."""
    value: dict[str, Any] = {
        "cells": {cell: number for cell, number in cells.items() if number is not None},
        "texts": {name: text for name, text in texts.items() if text},
    }
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def summed(parts: Iterable[Kept], names: Iterable[str]) -> dict[str, str]:
    """The sum cell by cell; a cell that a part does not have counts nothing there."""
    wanted = tuple(names)
    totals: dict[str, Decimal | int] = dict.fromkeys(wanted, 0)
    for cells in parts:
        for cell in wanted:
            value = cells.get(cell)
            if value is not None and value != "0":
                totals[cell] += number_of(value)
    return kept(totals)


def changed(before: Kept, after: Kept, names: Iterable[str]) -> tuple[str, ...]:
    """The cells that differ, in the order of ``names``."""
    return tuple(cell for cell in names if before.get(cell) != after.get(cell))
