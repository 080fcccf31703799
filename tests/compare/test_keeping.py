"""Comparisons in whole runs: kept once, made anew when held lines change, read from the store."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from earwitness.compare.keeping import COMPARE, diff_of, pairs_to_compare
from earwitness.desk import Desk
from earwitness.records.artefacts import EventType
from earwitness.store.catalog.words import hold_back, utterances
from earwitness.text.words import fold
from earwitness.work.run import run

SAMPLES = Path(__file__).parents[2] / "samples"
REAL = Path(__file__).parents[3] / "shared" / "real" / "intercepts_text" / "radio_analyzer" / "data"
MACHINE = [
    {"start": 1.0, "end": 3.0, "text": "Зима питає чи міст цілий"},
    {"start": 4.0, "end": 6.0, "text": "двадцять людей не стояли"},
]
SRT = """1
00:00:01,000 --> 00:00:03,000
Зима питає, чи міст цілий.

2
00:00:04,000 --> 00:00:06,000
20 людей стояли під штабом.
"""


@pytest.fixture
def root(tmp_path) -> Path:
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "call.json").write_text(
        json.dumps({"segments": MACHINE, "language": "uk"}), encoding="utf-8"
    )
    (pile / "call.uk.srt").write_text(SRT, encoding="utf-8")
    root = tmp_path / "archive"
    with Desk.new(root) as desk:
        desk.take_in([pile])
    return root


def test_a_run_compares_once_and_again_when_a_line_is_held_back(root):
    with Desk.open(root) as desk:
        assert run(desk.archive).compared == 1
        assert run(desk.archive).nothing_to_do
        name = desk.recordings()[0].id
        ((machine, publisher),) = pairs_to_compare(desk.archive.db, name)
        found = desk.diff(machine, publisher)
        assert [(one.kind, one.first, one.second) for one in found.differences] == [
            ("only_first", "не", ""),
            ("only_second", "", "під штабом"),
        ]
        assert found.differences[0].negation
        last = utterances(desk.archive.db, machine.id)[-1]
        with desk.archive.writing() as w:
            hold_back(
                w.db, last.id, "test", "invented", "test", w.note(EventType.VALIDATION, [name])
            )
        assert run(desk.archive).compared == 1
        assert desk.diff(machine, publisher).held[0].text == last.text
        assert desk.verify().clean


def test_a_diff_is_made_again_when_its_file_is_gone(root):
    with Desk.open(root) as desk:
        run(desk.archive)
        name = desk.recordings()[0].id
        ((machine, publisher),) = pairs_to_compare(desk.archive.db, name)
        kept = diff_of(desk.archive, machine, publisher)
        shutil.rmtree(root / "derived" / name / COMPARE)
        assert diff_of(desk.archive, machine, publisher) == kept
        turned = diff_of(desk.archive, publisher, machine)
        assert (turned.only_first, turned.only_second) == (kept.only_second, kept.only_first)


def test_what_was_planted_in_the_samples_is_found_and_nothing_else(tmp_path):
    """Words that the samples' machine transcripts got wrong on purpose, against the subtitles."""
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    planted = {
        word
        for one in truth["transcripts"]
        for error in one.get("planted_errors", ())
        for word in (fold(error["written"]), fold(error["right"]))
    }
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([SAMPLES / "releases"])
        pairs = [
            pair for one in desk.recordings() for pair in pairs_to_compare(desk.archive.db, one.id)
        ]
        found = [change for pair in pairs for change in desk.diff(*pair).differences]
    assert len(pairs) == 2
    assert found
    for change in found:
        for words in (change.first, change.second):
            assert not words or any(fold(words) in one or one in fold(words) for one in planted), (
                change
            )


@pytest.mark.real
def test_word_error_rates_of_real_intercepts(tmp_path, capsys):
    if not REAL.is_dir():
        pytest.skip("../shared/real is not here")
    errors = words = 0
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([REAL])
        run(desk.archive)
        for one in desk.recordings():
            for machine, person in pairs_to_compare(desk.archive.db, one.id):
                if "'corrected'" not in person.because:
                    continue
                found = desk.diff(machine, person)
                errors, words = errors + found.errors, words + found.words_second
                with capsys.disabled():
                    sys.stdout.write(
                        f"\n  {one.title}: {found.word_error_rate:.3f} of {found.words_second} words"
                    )
        assert desk.verify().clean
    assert words > 1000
    assert 0.2 < errors / words < 0.35  # others' tools measured 0.29 on the good calls
