from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.listen.align.monophones import GAP, Gaussians, Sums, state_names

WIDTH = 4


@st.composite
def labelled(draw):
    count = draw(st.integers(1, 5))
    labels = draw(st.lists(st.integers(-1, count - 1), max_size=40))
    features = np.random.default_rng(len(labels)).normal(0, 3, (len(labels), WIDTH))
    return features.astype(np.float32), np.array(labels, dtype=np.intp), count


def test_phones_have_three_states_each_and_the_gap_is_first():
    assert state_names(["t", "a", "t"]) == {"a": GAP + 1, "t": GAP + 4}


@settings(deadline=None, max_examples=100)
@given(labelled())
def test_sums_are_those_of_a_loop(given_):
    features, labels, count = given_
    sums = Sums.of(features, labels, count)
    for state in range(count):
        rows = [
            row.astype(float) for row, label in zip(features, labels, strict=True) if label == state
        ]
        assert sums.frames[state] == len(rows)
        assert sums.first[state] == pytest.approx(sum(rows, np.zeros(WIDTH)))
        assert sums.second[state] == pytest.approx(sum((row**2 for row in rows), np.zeros(WIDTH)))


@settings(deadline=None, max_examples=50)
@given(labelled(), st.data())
def test_sums_of_parts_add_up(given_, data):
    features, labels, count = given_
    cut = data.draw(st.integers(0, len(labels)))
    whole = Sums.of(features, labels, count)
    parts = Sums.of(features[:cut], labels[:cut], count) + Sums.of(
        features[cut:], labels[cut:], count
    )
    assert np.array_equal(parts.frames, whole.frames)
    assert np.allclose(parts.second, whole.second)
    assert np.allclose((whole + whole).first, whole.scaled(2).first)


def test_a_sound_that_was_not_heard_stays_where_its_prior_is():
    prior = Gaussians(np.full((2, WIDTH), 7.0), np.full((2, WIDTH), 2.0))
    heard = np.random.default_rng(1).standard_normal((500, WIDTH)).astype(np.float32)
    found = Gaussians.estimated(Sums.of(heard, np.zeros(500, np.intp), 2), prior, weight=20)
    assert found.mean[1] == pytest.approx(7.0)
    assert found.variance[1] == pytest.approx(2.0)


@pytest.mark.parametrize(("frames", "weight"), [(20, 20), (60, 20), (5, 95)])
def test_what_is_heard_pulls_as_many_frames_against_the_priors_weight(frames, weight):
    prior = Gaussians(np.zeros((1, WIDTH)), np.ones((1, WIDTH)))
    heard = np.full((frames, WIDTH), 10, np.float32)
    found = Gaussians.estimated(Sums.of(heard, np.zeros(frames, np.intp), 1), prior, weight=weight)
    share = frames / (frames + weight)
    assert found.mean[0] == pytest.approx(10 * share)
    # a mixture of two points: the prior's own spread, and the distance between them
    assert found.variance[0] == pytest.approx((1 - share) + 100 * share * (1 - share))


def test_much_speech_outweighs_the_prior():
    prior = Gaussians(np.full((1, WIDTH), 50.0), np.ones((1, WIDTH)))
    heard = np.random.default_rng(2).normal(3, 2, (20_000, WIDTH)).astype(np.float32)
    found = Gaussians.estimated(Sums.of(heard, np.zeros(20_000, np.intp), 1), prior, weight=3)
    assert found.mean[0] == pytest.approx(3, abs=0.1)
    assert found.variance[0] == pytest.approx(4, abs=0.6)


def test_a_sound_that_never_varies_gets_a_share_of_the_spread_of_all():
    features = np.concatenate([np.zeros((900, WIDTH)), np.full((900, WIDTH), 10)]).astype(
        np.float32
    )
    labels = np.repeat([0, 1], 900).astype(np.intp)
    prior = Gaussians(np.zeros((2, WIDTH)), np.full((2, WIDTH), 1e-6))
    found = Gaussians.estimated(Sums.of(features, labels, 2), prior, weight=1e-6, floor=0.15)
    assert found.variance == pytest.approx(0.15 * 25)


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 30), st.integers(1, 6), st.integers(0, 1000))
def test_log_likelihoods_are_those_of_the_formula(frames, count, seed):
    random = np.random.default_rng(seed)
    model = Gaussians(random.normal(0, 2, (count, WIDTH)), random.uniform(0.2, 3, (count, WIDTH)))
    features = random.normal(0, 2, (frames, WIDTH)).astype(np.float32)
    apart = features[:, None, :].astype(float) - model.mean
    expected = -0.5 * (np.log(model.variance) + apart**2 / model.variance).sum(axis=2)
    assert model.log_likelihoods(features) == pytest.approx(expected, abs=1e-2)


def test_another_gaussian_takes_one_place_only():
    model = Gaussians(np.zeros((3, WIDTH)), np.ones((3, WIDTH)))
    other = model.replaced(GAP, np.full(WIDTH, 5.0), np.full(WIDTH, 9.0))
    assert other.mean[:, 0].tolist() == [5, 0, 0]
    assert other.variance[:, 0].tolist() == [9, 1, 1]
    assert not model.mean.any()
