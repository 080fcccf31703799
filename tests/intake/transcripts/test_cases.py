"""Data-only cases beside the readers: a linguist adds a line there, not here."""

from __future__ import annotations

from pathlib import Path

import pytest

import earwitness.intake.transcripts as package
from earwitness.intake.transcripts.labels import explain_label, split_label
from earwitness.intake.transcripts.no_speech import read_no_speech
from earwitness.intake.transcripts.time_marks import explain_marks, split_marks

CASES = Path(next(iter(package.__path__))) / "cases"


def cases(name: str) -> list[list[str]]:
    rows = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [row.split("\t") for row in rows if row and not row.startswith("# ")]


@pytest.mark.parametrize(("line", "voice", "rest"), cases("labels.tsv"))
def test_labels(line: str, voice: str, rest: str) -> None:
    label = split_label(line)
    assert (label.voice or "-", label.rest) == (voice, rest), explain_label(line)
    assert explain_label(line).startswith("no label" if voice == "-" else "label")


@pytest.mark.parametrize(("row", "start", "end", "text"), cases("time_marks.tsv"))
def test_time_marks(row: str, start: str, end: str, text: str) -> None:
    (piece,) = split_marks(row)
    mark = piece.mark
    stated = ["-", "-"] if mark is None else [str(mark.start_ms), str(mark.end_ms or "-")]
    assert [*stated, piece.text] == [start, end, text], explain_marks(row)


@pytest.mark.parametrize(("line", "kind"), cases("no_speech.tsv"))
def test_no_speech(line: str, kind: str) -> None:
    assert (read_no_speech(line) or "-") == kind
