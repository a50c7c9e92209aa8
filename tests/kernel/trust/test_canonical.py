"""Canonical bytes: one statement has one spelling, and what has none is refused with its place."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.kernel.trust.canonical import LARGEST, canonical, digest, is_digest, moment, parse
from gongkai.kernel.vocabulary import Refusal

text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=8,
)
statements = st.dictionaries(text, values, max_size=6)


def test_keys_are_sorted_and_nothing_is_escaped_or_padded():
    assert canonical({"题": "䶮𠮷", "b": [1, None, True], "a": {}}) == '{"a":{},"b":[1,null,true],"题":"䶮𠮷"}'.encode()


@settings(deadline=None)
@given(statements)
def test_a_statement_read_back_has_the_same_bytes(statement):
    written = canonical(statement)
    assert parse(written) == statement
    assert canonical(parse(written)) == written
    assert canonical(dict(reversed(statement.items()))) == written


@settings(deadline=None, max_examples=50)
@given(statements, statements)
def test_different_statements_have_different_bytes(one, other):
    assert (canonical(one) == canonical(other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


def test_composed_and_decomposed_letters_stay_as_they_are_stored():
    assert canonical({"a": "é"}) != canonical({"a": "e\u0301"})


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": {"b": [1, 2.0]}}, "a.b[1]"),
        ({"a": float("nan")}, "a"),
        ({"when": date(2025, 3, 1)}, "when"),
        ({"a": b"bytes"}, "a"),
        ({"a": {1, 2}}, "a"),
        ({"a": 2**53}, "a"),
        ({"a": -(2**53)}, "a"),
        ({"a": "half \ud842"}, "a"),
        ({"\udfb7": 1}, ""),
        ({1: "a"}, ""),
    ],
)
def test_what_has_no_one_spelling_is_refused_with_its_place(value, place):
    with pytest.raises(Refusal) as refused:
        canonical(value)
    assert refused.value.message.endswith(place)


def test_a_list_alone_and_endless_nesting_are_refused():
    deep: dict = {}
    deep["a"] = deep
    with pytest.raises(Refusal, match="嵌套过深"):
        canonical(deep)
    with pytest.raises(Refusal, match="对象"):
        canonical([1])  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', "{", "[]", "1", '{"a":NaN}', b"\xff\xfe", "[" * 200_000, "1" * 5000])
def test_hostile_json_is_refused(text):
    with pytest.raises(Refusal):
        parse(text)


def test_a_digest_is_sha256_in_lower_case():
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert is_digest(digest(b""))
    assert not is_digest(digest(b"").upper())
    assert not is_digest(digest(b"")[:-1])
    assert not is_digest(None)


def test_a_moment_is_written_in_china_time():
    assert moment(datetime(2025, 3, 1, 1, 0, tzinfo=UTC)) == "2025-03-01T09:00:00+08:00"
