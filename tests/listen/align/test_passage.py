from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.listen.align.passage import (
    GAP_BETWEEN,
    GAP_INSIDE,
    Jumps,
    PassageSettings,
    WordPhones,
    passage,
)

TWO_LINES = [WordPhones(0, (1,)), WordPhones(0, (4, 7)), WordPhones(3, (1,))]
COSTS = PassageSettings(skip_phone=1.0, skip_word=10.0, skip_line=100.0)


@st.composite
def texts(draw):
    line, words = 0, []
    for _ in range(draw(st.integers(1, 12))):
        phones = draw(st.lists(st.integers(0, 5), min_size=1, max_size=4))
        words.append(WordPhones(line, tuple(1 + 3 * phone for phone in phones)))
        line += draw(st.integers(0, 2))
    return words


def rows(jumps):
    return list(zip(jumps.to.tolist(), jumps.come.tolist(), jumps.cost.tolist(), strict=True))


def test_words_stand_in_a_chain_with_a_gap_after_each():
    one = passage(TWO_LINES)
    assert one.column.tolist() == [
        *(GAP_BETWEEN, 1, 2, 3),
        *(GAP_INSIDE, 4, 5, 6, 7, 8, 9),
        *(GAP_BETWEEN, 1, 2, 3, GAP_BETWEEN),
    ]
    assert one.word.tolist() == [-1, 0, 0, 0, -1, 1, 1, 1, 1, 1, 1, -1, 2, 2, 2, -1]
    assert (one.first.tolist(), one.last.tolist()) == ([1, 5, 12], [3, 10, 14])


def test_only_gaps_between_words_may_be_left_out():
    one = passage(TWO_LINES)
    assert np.flatnonzero(np.isfinite(one.skips)).tolist() == [5, 12]


def test_jumps_go_past_words_of_a_line_and_past_lines():
    one = passage(TWO_LINES, COSTS)
    assert rows(one.past_words) == [(4, 0, 11.0), (11, 4, 12.0)]
    assert rows(one.past_lines) == [(11, 0, 103.0), (15, 11, 101.0)]


@settings(deadline=None, max_examples=80)
@given(texts())
def test_jumps_begin_and_end_in_gaps_one_of_a_kind_to_each(words):
    one = passage(words)
    for jumps in (one.past_words, one.past_lines):
        assert (one.word[jumps.to] == -1).all()
        assert (one.word[jumps.come] == -1).all()
        assert (jumps.come < jumps.to).all()
        assert (np.diff(jumps.to) > 0).all()


@settings(deadline=None, max_examples=80)
@given(texts(), st.data())
def test_a_part_of_whole_lines_is_the_passage_of_its_words(words, data):
    heads = [n for n, word in enumerate(words) if n == 0 or words[n - 1].line != word.line]
    edges = [*heads, len(words)]
    low = data.draw(st.integers(0, len(edges) - 2))
    high = data.draw(st.integers(low + 1, len(edges) - 1))
    part = passage(words).part(edges[low], edges[high])
    alone = passage(words[edges[low] : edges[high]])
    for name in ("column", "word", "skips", "first", "last"):
        assert np.array_equal(getattr(part, name), getattr(alone, name)), name
    assert rows(part.past_words) == rows(alone.past_words)
    assert rows(part.past_lines) == rows(alone.past_lines)


def test_a_part_that_cuts_a_line_keeps_no_way_past_that_line():
    part = passage(TWO_LINES, COSTS).part(1, 3)
    assert rows(part.past_words) == [(7, 0, 12.0)]
    assert rows(part.past_lines) == [(11, 7, 101.0)]
    assert part.word.max() == 1


def test_the_whole_is_a_part_of_itself():
    one = passage(TWO_LINES)
    part = one.part(0, 3)
    assert part.states == one.states == 16
    assert rows(part.past_lines) == rows(one.past_lines)


def test_jumps_are_put_in_order():
    assert rows(Jumps.of([(9, 2, 1.0), (4, 0, 2.0)])) == [(4, 0, 2.0), (9, 2, 1.0)]
    assert Jumps.of([]).to.size == 0
    assert rows(Jumps.of([(9, 2, 1.0), (4, 0, 2.0)]).within(2, 10)) == [(7, 0, pytest.approx(1.0))]
