"""Floors on what was marked in `quality/claims.tsv`. They may be raised, never lowered silently.

Measured on 25 November 2026. The rules were written with the dev half, and sentences made up for
`understand/cases/claims.tsv`, in view; nobody looked at what is read wrongly in the held-out half.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from earwitness.understand.coding.codebook import shipped_codebook
from quality.gold import ANNOTATED, digest_of, gold_files, lines_of, load_marks
from quality.measure_claims import ClaimScores, measure

MARKS = Path(__file__).parents[2] / "quality" / "claims.tsv"
GATE = 0.03  # of what is hedged or passed on, the share that may be shown as asserted
# share of sentences whose modality is right, likewise the knowledge root; F1 of sentences, of themes
FLOORS = {"dev": (0.97, 0.89, 0.88, 0.92), "held_out": (0.93, 0.85, 0.88, 0.45)}
# The held-out half has one sentence in seventeen that is flattened: 5.9 %. It must not become two.
HELD_OUT_FLATTENED = 1


@cache
def measured(split: str) -> ClaimScores:
    return measure(split)


def all_here() -> bool:
    return all(lines_of(one.file) is not None for one in gold_files(load_marks(MARKS)))


def test_hedged_or_reported_is_not_shown_as_asserted() -> None:
    if not all_here():
        pytest.skip("the real transcripts of the gold are not here: too few sentences for a share")
    both = [measured("dev"), measured("held_out")]
    careful = sum(one.careful for one in both)
    assert careful >= 35
    assert sum(one.flattened for one in both) / careful <= GATE


def test_none_is_flattened_in_what_rules_were_written_with() -> None:
    assert measured("dev").careful >= 16
    assert measured("dev").flattened == 0


def test_no_more_than_was_measured_is_flattened_in_what_was_held_out() -> None:
    assert measured("held_out").careful >= 13
    assert measured("held_out").flattened <= HELD_OUT_FLATTENED


@pytest.mark.parametrize("split", FLOORS)
def test_other_figures(split: str) -> None:
    one = measured(split)
    found = (one.modality, one.knowledge, one.sentences.f1, one.themes.f1)
    for value, floor in zip(found, FLOORS[split], strict=True):
        assert value >= floor, (found, FLOORS[split])


def test_caution_does_not_swallow_what_is_asserted() -> None:
    """Calling everything hedged would pass the gate: so few others may be called so."""
    for split in FLOORS:
        one = measured(split)
        assert one.called_careful <= 0.05 * (one.compared - one.careful)


def test_texts_are_those_that_were_marked() -> None:
    for one in gold_files(load_marks(MARKS)):
        if lines_of(one.file) is not None:
            assert digest_of(one.file) == one.digest, f"{one.file} has changed: mark it again"


def test_marks_hold_no_words_and_only_codes_of_the_codebook() -> None:
    codes = {one.code for one in shipped_codebook().codes}
    for one in load_marks(MARKS):
        assert all(part.isascii() for part in (one.kind, one.detail, one.split))
        if one.kind != ANNOTATED:
            assert set(filter(None, one.detail.partition(" ")[2].split(","))) <= codes
