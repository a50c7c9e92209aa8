"""Resident identity numbers: eighteen digits with a check character (GB 11643), or fifteen of the old form."""

from __future__ import annotations

from datetime import date

_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECK = "10X98765432"
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_EARLIEST = 1900


def check_character(first_seventeen: str) -> str:
    """The eighteenth character, "0" to "9" or "X", of seventeen ASCII digits (GB 11643, ISO 7064 mod 11-2)."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True)) % 11]


def has_province(number: str) -> bool:
    """True when the first two digits name a province. Counties are not looked up: codes come and go."""
    return number[:2] in _PROVINCES


def has_birthday(number: str) -> bool:
    """True when the digits after the area are a date of the calendar from 1900 on (old form: of 1900 to 1999)."""
    birthday = number[6:14] if len(number) > 15 else "19" + number[6:12]
    try:
        return _EARLIEST <= date(int(birthday[:4]), int(birthday[4:6]), int(birthday[6:])).year < 2100
    except ValueError:
        return False


def is_valid(number: str) -> bool:
    """True for eighteen characters with province, birthday and the right check character."""
    return has_province(number) and has_birthday(number) and check_character(number[:17]) == number[17]


def is_likely(number: str) -> bool:
    """True for fifteen, seventeen or eighteen digits with province and birthday, whatever the check character."""
    return has_province(number) and has_birthday(number)
