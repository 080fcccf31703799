from __future__ import annotations

import pytest

from earwitness.errors import MalformedInput
from quality.gold import (
    ANNOTATED,
    Mark,
    Score,
    gold_files,
    lines_of,
    load_marks,
    place,
    save_marks,
    score,
    words_of,
)

R01 = "samples:truth.json#R01"


def test_a_draft_becomes_marks_without_words_and_comes_back(tmp_path) -> None:
    marks = place(f"@{R01}\tdev\tperson\n0\tРома\tperson\tname\n")
    text = save_marks(marks)
    assert "Рома" not in text
    (tmp_path / "marks.tsv").write_text(text, encoding="utf-8")
    again = load_marks(tmp_path / "marks.tsv")
    assert set(again) == set(marks)
    assert [words_of(one) for one in again if one.kind != ANNOTATED] == ["Рома"]
    assert gold_files(again)[0].kinds == ("person",)


def test_words_that_do_not_stand_there_are_named_with_their_line() -> None:
    with pytest.raises(MalformedInput, match="line 2"):
        place(f"@{R01}\tdev\tperson\n0\tВася\tperson\tname\n")


@pytest.mark.parametrize(
    "row", ["a\tb", "f\t0\t0\t1\tk\td\tother", "f\t0\t5\t1\tk\td\tdev", "f\tx\t0\t1\tk\td\tdev"]
)
def test_a_broken_row_is_named_with_its_line(tmp_path, row: str) -> None:
    (tmp_path / "marks.tsv").write_text("# marks\n" + row + "\n", encoding="utf-8")
    with pytest.raises(MalformedInput, match="line 2"):
        load_marks(tmp_path / "marks.tsv")


def test_every_kind_of_file_has_lines() -> None:
    assert lines_of(R01)[0].startswith("Рома")
    assert len(lines_of("samples:releases/clips/call-07.srt")) > 3
    assert len(lines_of("samples:releases/articles/visnyk-maty.md")) > 3
    assert lines_of("real:not/there.txt") is None


def test_exact_and_overlapping_spans() -> None:
    gold = [Mark("f", 0, 0, 5, "unit", "1"), Mark("f", 0, 8, 9, "unit", "2")]
    found = [Mark("f", 0, 0, 4, "unit", "1"), Mark("f", 0, 8, 9, "unit", "3")]
    assert score(gold, found)["unit"] == Score(1, 1, 1)
    assert score(gold, found, overlapping=True)["unit"] == Score(2, 0, 0)
    same = score(gold, found, overlapping=True, same=lambda a, b: a.detail == b.detail)["unit"]
    assert same == Score(1, 1, 1)
    assert (same.precision, same.recall, same.f1) == (0.5, 0.5, 0.5)


def test_a_mark_answers_to_one_mark_only() -> None:
    gold = [Mark("f", 0, 0, 9, "person")]
    found = [Mark("f", 0, 0, 4, "person"), Mark("f", 0, 5, 9, "person")]
    assert score(gold, found, overlapping=True)["person"] == Score(1, 1, 0)
