"""The sheets: joined from their parts, coloured by tokens only, readable in every colour scheme."""

from __future__ import annotations

import re

import pytest

from gongkai.faces.design import sheets

TOKENS = (sheets.PARTS / "tokens.css").read_text(encoding="utf-8")
PARTS = sorted(sheets.PARTS.rglob("*.css"))


@pytest.mark.parametrize("face", sheets.SHEETS)
def test_the_sheet_equals_its_parts(face: str):
    written = (sheets.STATIC / f"{face}.css").read_text(encoding="utf-8")
    assert written == sheets.joined(face), "run: python -m gongkai.faces.design.sheets"


def test_every_part_is_in_a_sheet():
    named = {name for names in sheets.SHEETS.values() for name in names}
    assert {path.relative_to(sheets.PARTS).as_posix() for path in PARTS} == named


@pytest.mark.parametrize("path", PARTS, ids=lambda p: p.relative_to(sheets.PARTS).as_posix())
def test_a_part_lies_in_a_layer_and_fetches_nothing(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    outside = re.sub(r"@layer [a-z, ]+;", "", text)
    depth, stray = 0, ""
    for character in outside:
        depth += (character == "{") - (character == "}")
        stray += character if depth == 0 and character not in "{}" else ""
    assert re.sub(r"@layer [a-z]+", "", stray).split() == [], "every rule lies in a cascade layer"
    assert depth == 0
    assert "url(" not in text
    assert "@import" not in text
    assert "!important" not in text or path.name in {"base.css", "print.css", "utilities.css"}


@pytest.mark.parametrize("path", [p for p in PARTS if p.name not in {"tokens.css", "print.css"}], ids=lambda p: p.stem)
def test_a_colour_is_never_written_outside_the_tokens(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    colours = re.findall(r"(?<=[:\s])#[0-9a-fA-F]{3,8}\b(?!\s*\{)", text)
    assert [c for c in colours if c != "#000"] == []  # black is ink on paper


def _sheet(selector: str, within: str = "") -> dict[str, str]:
    """The colours of one sheet: the light one overlaid with the block of a selector (in a media query)."""
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", _block(":root {", TOKENS)))
    if not selector:
        return light
    source = TOKENS[TOKENS.index(within) :] if within else TOKENS
    base = light
    if "contrast: more) and (prefers-color-scheme: dark" in within:
        base = _sheet(':root[data-theme="dark"] {')
    return base | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", _block(selector, source)))


def _block(selector: str, source: str) -> str:
    start = source.index(selector)
    return source[start : source.index("}", start)]


SCHEMES = {
    "light": _sheet(""),
    "dark": _sheet(':root[data-theme="dark"] {'),
    "dark by system": _sheet(":root:not([data-theme]) {", "@media screen and (prefers-color-scheme: dark)"),
    "contrast": _sheet(':root[data-theme="contrast"] {'),
    "more": _sheet(
        ":root:not([data-theme]) {", "@media screen and (prefers-contrast: more) and (prefers-color-scheme: light)"
    ),
    "more, dark": _sheet(
        ":root:not([data-theme]) {", "@media screen and (prefers-contrast: more) and (prefers-color-scheme: dark)"
    ),
}
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "action", "visited", "red", "amber", "green") for ground in ("ground", "ground-soft")),
    ("action", "action-soft"), ("action-strong", "ground"), ("ink", "action-soft"), ("ink", "ground-sunk"),
    ("ink-soft", "ground-sunk"), ("ink-soft", "action-soft"), ("on-action", "action"), ("on-action", "action-strong"),
    ("on-red", "red"), ("ink", "red-soft"), ("red", "red-soft"), ("ink", "amber-soft"), ("amber", "amber-soft"),
    ("ink", "green-soft"), ("green", "green-soft"), ("ink", "mark"), ("seal", "ground"), ("action", "ground-sunk"),
]  # fmt: skip
PARTS_OF_INTERFACE = [
    ("line-strong", "ground"),
    ("line-strong", "ground-soft"),
    ("focus", "ground"),
    ("focus", "ground-soft"),
]


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_has_contrast_of_four_and_a_half(scheme: str):
    colours = SCHEMES[scheme]
    faults = {pair: round(ratio(*(colours[c] for c in pair)), 2) for pair in TEXT}
    limit = {pair: 3.0 if pair[0] == "seal" else 4.5 for pair in TEXT}  # the seal colours large words and rules only
    assert {pair: value for pair, value in faults.items() if value < limit[pair]} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_parts_of_the_interface_have_contrast_of_three(scheme: str):
    colours = SCHEMES[scheme]
    faults = {pair: round(ratio(*(colours[c] for c in pair)), 2) for pair in PARTS_OF_INTERFACE}
    assert {pair: value for pair, value in faults.items() if value < 3} == {}


def test_the_dark_sheet_is_the_same_by_choice_and_by_system():
    assert SCHEMES["dark"] == SCHEMES["dark by system"]


def test_the_ratio_is_that_of_the_standard():
    assert round(ratio("#000000", "#ffffff"), 1) == 21.0
    assert round(ratio("#777777", "#ffffff"), 2) == 4.48
