"""Lines of a translation beside lines of the original; lines of one version beside another's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.text.line_alignment import align_lines, carry_over

lines = st.lists(st.text(max_size=40), max_size=8)
moments = st.none() | st.integers(0, 60_000)


@settings(max_examples=200, deadline=None)  # the first word loads a dictionary
@given(lines, lines, st.data())
def test_every_answer_is_a_place_with_words(translation, original, data):
    def times(count: int):
        return data.draw(st.lists(st.tuples(moments, moments), min_size=count, max_size=count))

    found = align_lines(translation, original, times(len(translation)), times(len(original)))
    assert len(found) == len(translation)
    for pair in found:
        if pair is not None:
            assert 0 <= pair[0] <= pair[1] < len(original)
            assert original[pair[0]]
            assert original[pair[1]]


@settings(deadline=None)
@given(st.lists(st.text("абвгд ", min_size=1, max_size=30), min_size=1, max_size=8))
def test_equal_counts_go_one_to_one(texts):
    assert align_lines(texts, texts) == [(at, at) for at in range(len(texts))]


def test_times_decide_before_counts():
    found = align_lines(
        ["one two", "three"],
        ["раз", "два", "три"],
        [(0, 4000), (4000, 6000)],
        [(0, 2000), (2000, 4000), (4000, 6000)],
    )
    assert found == [(0, 1), (2, 2)]


def test_without_times_lengths_decide():
    original = [
        "Мы встретимся завтра утром у мельницы.",
        "Да.",
        "Принеси, пожалуйста, весь список семей.",
    ]
    translation = [
        "We will meet tomorrow morning at the mill. Yes.",
        "Please bring the whole list of families.",
    ]
    assert align_lines(translation, original) == [(0, 1), (2, 2)]


def test_places_without_words_are_never_rendered():
    assert align_lines(["one", "two"], ["раз", "", "два"]) == [(0, 0), (2, 2)]


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_to_align(count):
    assert align_lines(["a"] * count, []) == [None] * count
    assert align_lines([], ["а"] * count) == []


def test_a_thousand_lines_with_one_too_many():
    one = ["слово " * (at % 17 + 1) for at in range(1000)]
    found = align_lines(one, [*one[:500], "лишнее слово", *one[500:]])
    assert found[0] == (0, 0)
    assert found[-1][1] == 1000


def test_lines_of_a_corrected_version():
    raw = ["мы встретимся завтра у мельницы", "принеси список семей", "щелчок"]
    corrected = ["Мы встретимся", "завтра у мельницы.", "Принеси список всех семей!"]
    assert carry_over(raw, corrected) == [(0, 1), (2, 2), None]


@given(lines, lines)
def test_carrying_over_never_leaves_the_other_version(old, new):
    found = carry_over(old, new)
    assert len(found) == len(old)
    assert all(pair is None or 0 <= pair[0] <= pair[1] < len(new) for pair in found)
