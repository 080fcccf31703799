"""The quality gate of suspected cuts: floors that were measured, on recordings nothing was fitted on.

``python benchmarks/cuts.py`` prints the whole tables. A floor is lowered only together with the reason.
"""

from __future__ import annotations

import pytest

from cuts_bench.cases import made_up, sample_releases
from cuts_bench.counting import count
from earwitness.review.checks.cut_score import load_model


@pytest.mark.slow
def test_cuts_planted_in_samples_with_hum_are_found():
    """Three releases whose line hums, as 8 kHz PCM: 30 edits, at the threshold that ships."""
    cases = list(sample_releases(("PCM 8 kHz",), ("R01", "R09", "R12")))
    model = load_model()
    counted = count(cases, model, model.threshold)
    assert len(counted.hits["all"]) == 30
    assert counted.recall() >= 0.9
    assert counted.false_alarms <= 1
    assert sorted(counted.off_ms)[len(counted.off_ms) // 2] <= 50


@pytest.mark.slow
@pytest.mark.parametrize(("final", "floor"), [("PCM 8 kHz", 0.76), ("opus 16k", 0.75)])
def test_cuts_planted_in_all_samples(final, floor):
    counted = count(list(sample_releases((final,))), load_model())
    assert counted.recall() >= floor
    assert counted.recall("hum runs through") >= floor + 0.08


@pytest.mark.slow
def test_made_up_calls_that_were_held_out():
    cases = list(made_up("held_out", 12))
    model = load_model()
    counted = count(cases, model, model.threshold)
    assert counted.minutes >= 45
    assert counted.false_alarms <= 3 * counted.minutes / 10
    assert counted.recall("hum runs through") >= 0.65
