"""Floors on `quality/private.tsv` and the made-up cases. They may be raised, never lowered silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality.gold import Score, digest_of, gold_files, lines_of, load_marks
from quality.measure_private import MATERIALS, measure, total

RECALL = 0.97
PRECISION = 0.90
MARKS = Path(__file__).parents[2] / "quality" / "private.tsv"


def together(split: str) -> Score:
    return total({name: total(measure(split, name)) for name in MATERIALS})


@pytest.mark.parametrize("split", ["dev", "held_out"])
def test_private_data_is_found(split: str) -> None:
    assert together(split).recall >= RECALL


def test_not_everything_is_private() -> None:
    assert together("dev").precision >= PRECISION


@pytest.mark.parametrize(
    "kind", ["name", "phone", "card", "iban", "address", "document", "birth", "health", "child"]
)
def test_every_kind_is_found_in_made_up_lines(kind: str) -> None:
    assert measure("dev", "cases")[kind].recall >= RECALL


def test_texts_are_those_that_were_marked() -> None:
    for one in gold_files(load_marks(MARKS)):
        if lines_of(one.file) is not None:
            assert digest_of(one.file) == one.digest, f"{one.file} has changed: mark it again"


def test_no_words_of_the_material_are_kept() -> None:
    for one in load_marks(MARKS):
        assert all(part.isascii() for part in (one.kind, one.detail, one.split))
