from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.listen.align.belonging import displaced, unclaimed_speech
from earwitness.listen.align.placed import NOWHERE, BelongingSettings, Placed


def placed(heard, fits=None, *, speaking=None):
    """Lines that are heard in the order of ``heard``, a second each; a line not in it is nowhere."""
    count = max(heard, default=-1) + 1 if fits is None else len(fits)
    start = np.full(count, -1)
    for place, number in enumerate(heard):
        start[number] = 100 * place
    fit = np.where(start >= 0, 3.0 if fits is None else fits, NOWHERE)
    return Placed(
        start=start,
        end=np.where(start >= 0, start + 90, -1),
        fit=fit.astype(np.float32),
        word_start=np.empty(0, np.intp),
        word_end=np.empty(0, np.intp),
        word_fit=np.empty(0, np.float32),
        speaking=np.zeros(100 * len(heard), bool) if speaking is None else speaking,
    )


@pytest.mark.parametrize(
    ("heard", "out_of_place"),
    [
        ([0, 1, 2, 3, 4], set()),
        ([0, 2, 1, 3, 4], {1, 2}),
        ([0, 4, 2, 3, 1, 5], {1, 4}),
        ([1, 0, 2, 3, 5, 4], {0, 1, 4, 5}),
        ([0, 4, 5, 1, 2, 3, 6], {4, 5}),
        ([1, 2, 3, 4, 5, 0], {0}),
        ([5, 0, 1, 2, 3, 4], {5}),
        ([], set()),
        ([0], set()),
    ],
)
def test_exchanged_lines_and_moved_blocks_are_found(heard, out_of_place):
    assert displaced(placed(heard)) == out_of_place


@pytest.mark.parametrize(
    ("heard", "lines", "moved"),
    [
        # line 1 and line 3 were exchanged, and one of them is heard nowhere
        ([0, 2, 1, 4], 5, {1}),
        ([0, 3, 2, 4], 5, {3}),
        ([2, 0, 1, 3], 5, {2}),  # no gap: it was moved to the front, line 4 is only missing
        ([0, 2, 3, 4, 1, 6], 7, {1}),
        ([1, 0, 3, 4], 5, {0}),  # 0 and 2 were exchanged; 2 is heard nowhere
        ([0, 2, 1, 3, 4], 5, {1, 2}),  # both of two exchanged lines are heard
    ],
)
def test_a_line_heard_in_the_gap_of_another_is_the_one_that_moved(heard, lines, moved):
    fits = [3.0 if number in heard else NOWHERE for number in range(lines)]
    assert displaced(placed(heard, fits)) == moved


def test_a_line_that_hardly_fits_does_not_belong_out_of_its_order():
    assert displaced(placed([0, 2, 3, 4, 1, 5], [3.0, 0.0, 3.0, 3.0, 3.0, 3.0])) == {1}


def test_lines_that_do_not_fit_or_are_nowhere_have_no_order():
    assert displaced(placed([0, 3, 1, 2], [3.0, 3.0, 3.0, -5.0])) == set()
    assert displaced(placed([0, 1, 3], [3.0, 3.0, 3.0, 3.0])) == set()


@settings(deadline=None, max_examples=100)
@given(st.permutations(range(9)))
def test_without_the_displaced_lines_the_rest_is_in_order(heard):
    one = placed(heard)
    gone = displaced(one)
    kept = [number for number in heard if number not in gone]
    assert kept == sorted(kept)
    assert (not gone) == (heard == sorted(heard))


def test_a_line_that_explains_its_islands_needs_less_fit():
    limits = BelongingSettings(fits=-0.8, doubtful=-1.6, loose=0.2)
    one = placed([0, 1, 2], [0.0, 0.0, -1.0])
    one.whole = {0, 2}
    assert [one.belongs(number, limits) for number in range(3)] == [True, False, False]
    assert [one.may_belong(number, limits) for number in range(3)] == [True, True, True]
    assert not placed([0], [-0.4]).may_belong(0, limits)


def test_speech_is_unclaimed_where_no_line_that_may_belong_stands():
    speaking = np.zeros(600, bool)
    speaking[0:90] = speaking[100:190] = speaking[300:400] = speaking[450:490] = True
    one = placed([0, 1], [3.0, -9.0], speaking=speaking)
    assert unclaimed_speech(one) == [(100, 190), (300, 400)]
    assert unclaimed_speech(one, least=30) == [(100, 190), (300, 400), (450, 490)]
