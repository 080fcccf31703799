from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.listen.speech_edges import (
    LEVEL_HOP_MS,
    SpeechEdges,
    explain_edges,
    moved_to_sound,
)

LENGTH_MS = 4000


def levels(*sounds, pause_db=-60.0):
    """Sound of -20 dBFS from each start to each end, in a pause of some level."""
    found = np.full(LENGTH_MS // LEVEL_HOP_MS, pause_db, dtype=np.float32)
    for start_ms, end_ms in sounds:
        found[start_ms // LEVEL_HOP_MS : end_ms // LEVEL_HOP_MS] = -20
    return found


@pytest.mark.parametrize(
    ("sounds", "heard", "expected"),
    [
        ([(1000, 2000)], [(1200, 2100)], [(1000, 2000)]),
        ([(1000, 2000)], [(800, 2250)], [(1000, 2000)]),
        ([(1000, 1500), (1900, 2500)], [(1100, 2600)], [(1000, 1500), (1900, 2500)]),
        # a pause of a stop consonant, before the start and inside
        ([(1000, 1100), (1150, 2000)], [(1200, 2000)], [(1000, 2000)]),
        ([(1000, 1500), (1700, 2500)], [(1000, 2500)], [(1000, 2500)]),
        # sound of its own before the words stays outside: a click, another span
        ([(800, 900), (1000, 2000)], [(1100, 2000)], [(1000, 2000)]),
        ([(500, 2000)], [(600, 1000), (1050, 2000)], [(500, 1000), (1000, 2000)]),
        # further than an engine comes late nothing is believed
        ([(500, 2000)], [(1500, 2000)], [(1100, 2000)]),
    ],
)
def test_edges_are_those_of_the_sound(sounds, heard, expected):
    found = moved_to_sound(heard, levels(*sounds))
    assert np.array(found) == pytest.approx(np.array(expected), abs=10)


def test_in_noise_the_engine_is_left_alone():
    heard = [(1200, 2100)]
    assert moved_to_sound(heard, levels((1000, 2000), pause_db=-30)) == heard
    assert "left where the engine hears it" in explain_edges(
        heard[0], levels((1000, 2000), pause_db=-30)
    )


def test_the_threshold_is_told():
    assert explain_edges((1200, 2100), levels((1000, 2000))) == (
        "sound is what is above -54 dBFS: 40 dB from pause to speech"
    )


@given(st.data())
@settings(deadline=None)
def test_spans_stay_in_order_and_move_no_further_than_they_may(data):
    drawn = data.draw(
        st.lists(st.integers(0, LENGTH_MS // 5), min_size=2, max_size=12, unique=True)
    )
    edges = [5 * one for one in sorted(drawn)[: len(drawn) // 2 * 2]]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    seed = data.draw(st.integers(0, 1000))
    random = np.random.default_rng(seed)
    dbfs = np.repeat(random.uniform(-80, -10, 80), 10).astype(np.float32)
    found = moved_to_sound(spans, dbfs)
    flat = [edge for span in found for edge in span]
    assert flat == sorted(flat)
    assert all(start < end for start, end in found)
    limits = SpeechEdges()
    allowed = [(a - limits.back_ms, b) for a, b in spans]
    assert all(any(a <= start and end <= b for a, b in allowed) for start, end in found)
    for (_, end), (start, _) in pairwise(found):
        assert end <= start


def test_without_sound_or_spans_nothing_is_moved():
    assert moved_to_sound([], levels()) == []
    assert moved_to_sound([(0, 500)], np.zeros(0, np.float32)) == [(0, 500)]
    assert moved_to_sound([(100, 110)], levels((0, 4000))) == [(100, 110)]
