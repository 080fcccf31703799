"""Floors on what was marked in `quality/mentions.tsv`. They may be raised, never lowered silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality.gold import digest_of, gold_files, lines_of, load_marks
from quality.measure_mentions import measure

FLOORS = {"call_sign": 0.95, "unit": 0.90, "person": 0.90, "place": 0.90, "document": 0.95}
HELD_OUT_FLOORS = {"call_sign": 0.95, "unit": 0.90, "person": 0.85, "document": 0.90}
MARKS = Path(__file__).parents[2] / "quality" / "mentions.tsv"


@pytest.mark.parametrize("kind", FLOORS)
def test_f1_on_what_rules_were_written_with(kind: str) -> None:
    assert measure("dev")[kind].f1 >= FLOORS[kind]


@pytest.mark.real
@pytest.mark.parametrize("kind", HELD_OUT_FLOORS)
def test_f1_on_what_was_held_out(kind: str) -> None:
    if not any(
        lines_of(one.file) for one in gold_files(load_marks(MARKS)) if one.file.startswith("real:")
    ):
        pytest.skip("the real recordings are not here")
    assert measure("held_out")[kind].f1 >= HELD_OUT_FLOORS[kind]


def test_texts_are_those_that_were_marked() -> None:
    for one in gold_files(load_marks(MARKS)):
        if lines_of(one.file) is not None:
            assert digest_of(one.file) == one.digest, f"{one.file} has changed: mark it again"


def test_no_words_of_the_material_are_kept() -> None:
    for one in load_marks(MARKS):
        assert all(part.isascii() for part in (one.kind, one.detail, one.split))
