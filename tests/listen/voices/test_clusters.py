"""Clustering on numbers drawn by lot: the mathematics, without sound."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from earwitness.listen.voices.clusters import cluster
from earwitness.listen.voices.resegment import resegment
from earwitness.listen.voices.segments import cut_at_changes
from earwitness.listen.voices.statistics import Sums, ratio, within


def stretch(random, frames: int, at: float) -> np.ndarray:
    """Frames that hang together as speech does: each says much the same as the one before."""
    steps = random.standard_normal((frames + 20, 16))
    kernel = np.ones(5) / np.sqrt(5)
    smooth = np.array([np.convolve(column, kernel, "same") for column in steps.T]).T[10:-10]
    return (smooth + at).astype(np.float32)


@pytest.mark.parametrize("voices", [1, 2, 3, 5])
def test_the_number_of_voices_is_found(voices):
    random = np.random.default_rng(voices)
    given = [stretch(random, int(random.integers(120, 400)), 2.5 * (i % voices)) for i in range(20)]
    found = cluster(Sums.of(given), within(given))
    assert found.voices == voices
    assert len({(found.label[i], i % voices) for i in range(20)}) == voices


def test_a_stretch_that_is_too_short_does_not_make_a_voice():
    random = np.random.default_rng(7)
    given = [stretch(random, 300, 0.0) for _ in range(6)] + [stretch(random, 60, 1.0)]
    assert cluster(Sums.of(given), within(given)).voices == 1


@pytest.mark.slow
def test_hours_are_joined_piece_by_piece(grows_in_proportion):
    def task(count):
        random = np.random.default_rng(1)
        given = [stretch(random, 100, 3.0 * (i % 2)) for i in range(count)]
        assert cluster(Sums.of(given), within(given)).voices == 2

    grows_in_proportion(task, 300, 1200)


def test_the_ratio_is_no_more_for_one_voice_than_for_two():
    random = np.random.default_rng(3)
    one, same, other = stretch(random, 500, 0), stretch(random, 500, 0), stretch(random, 500, 2)
    prior = within([one, same, other])
    pair = Sums.of([one])
    assert ratio(pair, Sums.of([other]), prior)[0] > 3 * ratio(pair, Sums.of([same]), prior)[0] > 0


def test_a_change_inside_a_stretch_is_found_and_pieces_fill_it():
    random = np.random.default_rng(5)
    frames = np.concatenate((stretch(random, 400, 0), stretch(random, 300, 3)))
    prior = within([frames[:400], frames[400:]])
    pieces = cut_at_changes([(0, 700)], frames, prior)
    assert pieces[0][0] == 0
    assert pieces[-1][1] == 700
    assert all(a[1] == b[0] for a, b in pairwise(pieces))
    assert min(abs(end - 400) for _, end in pieces) <= 15
    assert cut_at_changes([(0, 400)], frames, prior) == [(0, 400)]


def test_resegmenting_puts_the_boundary_where_the_voice_changes():
    random = np.random.default_rng(6)
    frames = np.concatenate((stretch(random, 300, 0), stretch(random, 300, 3)))
    prior = within([frames[:300], frames[300:]])
    models = Sums.of([frames[:250], frames[350:]])
    found = resegment([(0, 600)], frames, prior, models)
    assert [one.voice for one in found] == [0, 1]
    assert abs(found[0].stretch[1] - 300) <= 10
    assert all(0.5 <= one.score <= 1 for one in found)
