"""Real telephone prompts, joined: what may not get worse.

The truth of an onset is the energy of its clip, measured by the benchmark, whose rivals and further conditions
are in `benchmarks/align.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from earwitness.listen.align.align import Material, align_recordings
from earwitness.records.alignment import Fit

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def bench():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "samples")
        patch.syspath_prepend(ROOT / "benchmarks")
        from align_bench import conditions, materials, wrong_text

        yield SimpleNamespace(
            under=conditions.under, materials=materials.MATERIALS, spoil=wrong_text.spoil
        )


def aligned(recordings, language, synthesiser):
    given = [Material(one.pcm, [line.text for line in one.lines]) for one in recordings]
    return align_recordings(given, language, synthesiser)


def off_ms(recordings, found):
    return np.array(
        [
            np.inf if line.start_ms is None else abs(line.start_ms - true.onset_s * 1000)
            for one, alignment in zip(recordings, found, strict=True)
            for line, true in zip(alignment.lines, one.lines, strict=True)
            if true.onset_s is not None
        ]
    )


@pytest.mark.real
@pytest.mark.parametrize(
    ("language", "condition", "floors"),
    [
        ("ru", "clean", {100: 0.96, 250: 0.97}),
        pytest.param("ru", "noise10", {100: 0.88, 250: 0.94}, marks=pytest.mark.slow),
        ("uk", "clean", {100: 0.95, 250: 0.97}),
        pytest.param("uk", "noise10", {100: 0.86, 250: 0.94}, marks=pytest.mark.slow),
    ],
)
def test_lines_of_prompts(real, bench, synthesiser, capsys, language, condition, floors):
    recordings = bench.under(condition, bench.materials[language]()).recordings
    found = aligned(recordings, language, synthesiser)
    off = off_ms(recordings, found)
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {language} {condition}: median {np.median(off):.0f} ms,"
            f" {100 * (off <= 100).mean():.1f} % within 100 ms,"
            f" {100 * (off <= 250).mean():.1f} % within 250 ms\n"
        )
    assert off.size == 108
    assert all((off <= limit_ms).mean() >= floor for limit_ms, floor in floors.items())
    assert all(one.fit is Fit.FITS for one in found)


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.parametrize("flaw", ["added", "swapped"])
@pytest.mark.parametrize("language", ["ru", "uk"])
def test_wrong_lines_of_prompts_are_marked(real, bench, synthesiser, language, flaw):
    texts = bench.spoil(flaw, bench.materials[language]())
    found = aligned([text.recording for text in texts], language, synthesiser)
    wrong, marked = [], []
    for text, alignment in zip(texts, found, strict=True):
        wrong += [place in text.wrong for place in range(len(alignment.lines))]
        marked += [line.fit is Fit.DOES_NOT_BELONG for line in alignment.lines]
    hits = (np.array(wrong) & np.array(marked)).sum()
    assert hits >= 0.9 * sum(wrong)
    assert hits >= 0.88 * sum(marked)
