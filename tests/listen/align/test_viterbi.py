from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.listen.align.passage import Jumps, PassageSettings, WordPhones, passage
from earwitness.listen.align.viterbi import Search, best_paths

PHONES = 3  # Gaussians 1 to 9, and the gap
COLUMNS = 1 + 3 * PHONES + 2
IMPOSSIBLE = -1e29


@st.composite
def searches(draw):
    line, words = 0, []
    for _ in range(draw(st.integers(1, 5))):
        phones = draw(st.lists(st.integers(0, PHONES - 1), min_size=1, max_size=2))
        words.append(WordPhones(line, tuple(1 + 3 * phone for phone in phones)))
        line += draw(st.integers(0, 1))
    costs = draw(st.tuples(*[st.sampled_from([0.0, 0.5, 3.0])] * 3))
    frames = draw(st.integers(1, 40))
    seed = draw(st.integers(0, 2**32 - 1))
    scores = np.random.default_rng(seed).normal(0, 2, (frames, COLUMNS)).astype(np.float32)
    return Search(passage(words, PassageSettings(*costs)), scores, draw(st.booleans()))


def arrivals(one):
    """For each state, the states before it and what the way from them costs."""
    found = [{state: [0.0]} for state in range(one.states)]
    for state in range(1, one.states):
        found[state].setdefault(state - 1, []).append(0.0)
        if np.isfinite(one.skips[state]):
            found[state].setdefault(state - 2, []).append(float(one.skips[state]))
    for jumps in (one.past_words, one.past_lines):
        for to, come, cost in zip(jumps.to, jumps.come, jumps.cost, strict=True):
            found[to].setdefault(int(come), []).append(float(cost))
    return [{come: min(costs) for come, costs in each.items()} for each in found]


def may_end(search):
    states = search.passage.states
    if search.open_end:
        return [state for state in range(states) if search.passage.word[state] < 0]
    return [states - 2, states - 1]


def best_of_all(search):
    """The dynamic programme, state by state, in double precision."""
    ways = arrivals(search.passage)
    column = search.passage.column
    best = np.full(len(ways), -np.inf)
    best[:2] = search.scores[0, column[:2]]
    for row in search.scores[1:].astype(float):
        best = np.array(
            [
                max(best[come] - cost for come, cost in way.items()) + row[column[state]]
                for state, way in enumerate(ways)
            ]
        )
    return max(best[state] for state in may_end(search))


@settings(deadline=None, max_examples=60)
@given(st.lists(searches(), min_size=1, max_size=4))
def test_no_way_is_better_than_the_one_found(batch):
    for search, (_, score) in zip(batch, best_paths(batch), strict=True):
        expected = best_of_all(search)
        if np.isinf(expected):
            assert score < IMPOSSIBLE
        else:
            assert score == pytest.approx(expected, abs=1e-3)


@settings(deadline=None, max_examples=60)
@given(st.lists(searches(), min_size=1, max_size=4))
def test_the_way_is_legal_and_adds_up_to_its_score(batch):
    for search, (way, score) in zip(batch, best_paths(batch), strict=True):
        assert len(way) == len(search.scores)
        if score < IMPOSSIBLE:
            continue
        ways = arrivals(search.passage)
        assert way[0] in (0, 1)
        assert way[-1] in may_end(search)
        emitted = search.scores[np.arange(len(way)), search.passage.column[way]].astype(float).sum()
        paid = sum(ways[here][before] for before, here in itertools.pairwise(way))
        assert score == pytest.approx(emitted - paid, abs=1e-3)


@settings(deadline=None, max_examples=30)
@given(st.lists(searches(), min_size=2, max_size=5))
def test_company_changes_no_way(batch):
    for search, (way, score) in zip(batch, best_paths(batch), strict=True):
        ((alone, score_alone),) = best_paths([search])
        assert score == score_alone
        if score > IMPOSSIBLE:
            assert np.array_equal(way, alone)


def told(word_of_frame, one):
    """Scores under which the given words are heard, and nothing else is."""
    rows = np.full((len(word_of_frame), COLUMNS), -90.0, np.float32)
    for row, (word, part) in zip(rows, word_of_frame, strict=True):
        row[-2:] = -90.0 if word >= 0 else 0.0
        if word >= 0:
            row[one.column[one.first[word] + part]] = 0.0
    return rows


def test_a_word_that_is_not_heard_is_passed_over():
    one = passage([WordPhones(0, (1,)), WordPhones(0, (4,)), WordPhones(0, (7,))])
    heard = [(-1, 0)] * 3 + [(0, k // 4) for k in range(12)] + [(-1, 0)] * 3
    heard += [(2, k // 4) for k in range(12)] + [(-1, 0)] * 3
    ((way, score),) = best_paths([Search(one, told(heard, one))])
    assert one.word[way].tolist() == [word for word, _ in heard]
    assert score == -64.0


def test_ways_that_are_too_short_are_impossible_unless_the_text_may_be_left():
    one = passage([WordPhones(0, (1, 4))])
    bare = replace(one, past_lines=Jumps.of([]))
    silence = np.zeros((3, COLUMNS), np.float32)
    ((_, closed),) = best_paths([Search(bare, silence)])
    assert closed < IMPOSSIBLE
    ((way, score),) = best_paths([Search(bare, silence, open_end=True)])
    assert (score, way.tolist()) == (0.0, [0, 0, 0])
    ((way, score),) = best_paths([Search(one, silence)])
    assert (score, way[-1]) == (-48.0, one.states - 1)
