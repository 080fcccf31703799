"""The measure itself, on cases worked by hand and on the worked example of pyannote.metrics' docs."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from diarisation_error import diarisation_error, pooled, read_rttm


def seconds(*turns: tuple[str, float, float]) -> list[tuple[str, int, int]]:
    return [(voice, round(a * 1000), round(b * 1000)) for voice, a, b in turns]


def parts(error) -> tuple[int, int, int, int]:
    return error.missed_ms, error.false_ms, error.confused_ms, error.speech_ms


def test_the_worked_example_of_pyannote_metrics():
    # Its documentation: reference A 0-10, B 12-20, C 24-27, D 30-40; hypothesis a 2-13, b 13-14,
    # c 14-20, b 22-38, c 38-40: diarization error rate 0.516
    truth = seconds(("A", 0, 10), ("B", 12, 20), ("C", 24, 27), ("D", 30, 40))
    found = seconds(("a", 2, 13), ("d", 13, 14), ("b", 14, 20), ("c", 22, 38), ("d", 38, 40))
    error = diarisation_error(truth, found)
    assert parts(error) == (2000, 7000, 7000, 31000)
    assert error.rate == pytest.approx(0.516, abs=0.0005)


def test_names_do_not_matter_and_a_perfect_answer_has_no_error():
    truth = seconds(("A", 0, 2), ("B", 2, 5), ("A", 5, 6))
    assert diarisation_error(truth, seconds(("x", 0, 2), ("y", 2, 5), ("x", 5, 6))).rate == 0


def test_one_voice_for_two_is_confused_for_the_shorter_one():
    truth = seconds(("A", 0, 6), ("B", 6, 10))
    assert parts(diarisation_error(truth, seconds(("x", 0, 10)))) == (0, 0, 4000, 10000)


def test_an_overlap_counts_twice_and_can_be_left_out():
    truth = seconds(("A", 0, 6), ("B", 4, 10))
    found = seconds(("x", 0, 5), ("y", 5, 10))
    assert parts(diarisation_error(truth, found)) == (2000, 0, 0, 12000)
    assert parts(diarisation_error(truth, found, with_overlap=False)) == (0, 0, 0, 8000)


def test_a_collar_forgives_at_true_boundaries_only():
    truth = seconds(("A", 1, 5))
    found = seconds(("x", 0.8, 5.2), ("x", 7, 8))
    assert parts(diarisation_error(truth, found)) == (0, 1400, 0, 4000)
    assert parts(diarisation_error(truth, found, collar_ms=250)) == (0, 1000, 0, 3500)


def test_only_the_scored_stretch_counts():
    truth = seconds(("A", 0, 10))
    assert parts(diarisation_error(truth, [], scored=(2000, 5000))) == (3000, 0, 0, 3000)


def test_silence_left_empty_is_right_and_speech_invented_in_it_is_infinitely_wrong():
    assert diarisation_error([], []).rate == 0
    assert diarisation_error([], seconds(("x", 0, 1))).rate == float("inf")


def test_the_mapping_is_the_best_of_all_for_many_voices():
    random = np.random.default_rng(4)
    truth = [(f"t{random.integers(4)}", i * 500, i * 500 + 500) for i in range(60)]
    found = [(f"f{random.integers(9)}", i * 500, i * 500 + 500) for i in range(60)]
    right = max(
        sum(
            500 for (t, _, _), (f, _, _) in zip(truth, found, strict=True) if chosen[int(t[1])] == f
        )
        for chosen in permutations([f"f{i}" for i in range(9)], 4)
    )
    assert diarisation_error(truth, found).confused_ms == 60 * 500 - right


def test_sums_of_recordings():
    one = diarisation_error(seconds(("A", 0, 4)), [])
    two = diarisation_error(seconds(("A", 0, 6)), seconds(("x", 0, 6)))
    assert pooled([one, two]).rate == pytest.approx(0.4)


def test_rttm():
    read = read_rttm("SPEAKER a 1 1.500 0.250 <NA> <NA> V1 <NA> <NA>\nSPKR-INFO a 1\n")
    assert read == {"a": [("V1", 1500, 1750)]}
