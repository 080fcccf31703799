"""JSON from strangers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.errors import MalformedInput
from earwitness.text.json_reading import read_json

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_what_is_json_reads_the_same(value):
    assert read_json(json.dumps(value, ensure_ascii=False)) == value


@given(st.text(max_size=60))
def test_anything_else_is_refused(text):
    try:
        read_json(text)
    except MalformedInput as error:
        assert error.what  # noqa: PT017 (either outcome is right)


def test_numbers_that_json_does_not_have_are_no_value():
    assert read_json('{"a": NaN, "b": [Infinity, -Infinity]}') == {"a": None, "b": [None, None]}


def test_half_of_a_pair_becomes_a_sign_that_can_be_written():
    found = read_json('{"\\ud83d": ["\\ude00", "\\ud83d\\ude00"]}')
    assert found == {"\ufffd": ["\ufffd", "😀"]}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": 1, "a": 2}', "stands twice"),
        ("[" * 100_000, "nested too deep"),
        ("1" * 5000, "not valid JSON"),
        ("", "not valid JSON"),
        ("{'a': 1}", "not valid JSON"),
    ],
)
def test_what_is_wrong_is_said(text, what):
    with pytest.raises(MalformedInput, match=what):
        read_json(text, where="x.json")


def test_the_line_is_named():
    with pytest.raises(MalformedInput) as caught:
        read_json('{\n"a": 1,\n"b" 2}')
    assert caught.value.line == 3
