"""Hedges in print, with their offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.text.printed_hedges import printed_hedges


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She is said to be his mother, apparently.", ["said to be", "apparently"]),
        ("Allegedly he is believed to be here.", ["Allegedly", "believed to be"]),
        ("Он якобы здесь, по ее словам.", ["якобы", "по ее словам"]),
        ("По её словам, скорее всего да.", ["По её словам", "скорее всего"]),
        ("Він нібито тут, за словами матері, ймовірно.", ["нібито", "за словами", "ймовірно"]),
        ("Unlikely. Никак. Ніяк.", []),
    ],
)
def test_hedges_are_found_as_written(text, words):
    found = printed_hedges(text)
    assert [hedge.words for hedge in found] == words
    assert all(text[hedge.start : hedge.end] == hedge.words for hedge in found)


@given(st.text(max_size=200))
def test_any_text(text):
    ends = [(hedge.start, hedge.end) for hedge in printed_hedges(text)]
    assert ends == sorted(ends)
