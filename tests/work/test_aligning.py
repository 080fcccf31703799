"""Runs that align: texts without times get them as a further version, and nothing is done twice."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from earwitness.desk import Desk
from earwitness.records.alignment import Fit
from earwitness.records.words import Timing, TranscriptOrigin
from earwitness.store.catalog.alignments import alignment_of, line_fits
from earwitness.store.catalog.sound import recordings
from earwitness.store.catalog.words import transcripts, utterances
from earwitness.work.run import run

SAMPLES = Path(__file__).parents[2] / "samples"
CLIPS = SAMPLES / "releases" / "clips"
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))


def archive_of(tmp_path: Path, *names: str, settings: str = "") -> Desk:
    folder = tmp_path / "given"
    folder.mkdir()
    for name in names:
        shutil.copy(CLIPS / name, folder / name)
    desk = Desk.new(tmp_path / "archive")
    desk.take_in([folder])
    desk.close()
    if settings:
        (tmp_path / "archive" / "earwitness.toml").write_text(settings, encoding="utf-8")
    return Desk.open(tmp_path / "archive")


def the_recording(desk: Desk) -> str:
    (one,) = [one for one in recordings(desk.archive.db) if one.basis == "sound"]
    return one.id


@pytest.fixture(scope="module")
def once_aligned(tmp_path_factory) -> Path:
    with archive_of(tmp_path_factory.mktemp("aligned"), "call-12.ogg", "call-12.txt") as desk:
        report = run(desk.archive)
        assert (report.aligned, report.misfits) == (1, ())
        return desk.archive.root


@pytest.fixture
def aligned(once_aligned, tmp_path) -> Path:
    """An archive of a call and its text, after a run."""
    return Path(shutil.copytree(once_aligned, tmp_path / "archive"))


def test_a_text_without_times_gets_a_version_with_them(aligned):
    with Desk.open(aligned) as desk:
        shown, given = transcripts(desk.archive.db, the_recording(desk))
        assert (shown.format, given.format) == ("aligned", "text")
        assert shown.origin is given.origin is TranscriptOrigin.PUBLISHER_TEXT
        assert shown.rank > given.rank
        assert "espeak-ng" in shown.maker
        before, after = (utterances(desk.archive.db, one.id) for one in (given, shown))
        assert [(one.text, one.voice) for one in before] == [(one.text, one.voice) for one in after]
        assert {one.timing for one in before} == {Timing.NONE}
        truth = [line["start_ms"] for line in TRUTH["recordings"]["R12"]["lines"]]
        off_ms = [abs(one.start_ms - start) for one, start in zip(after, truth, strict=True)]
        assert float(np.median(off_ms)) <= 20
        assert sum(one <= 100 for one in off_ms) >= 10
        for line in after:
            assert "".join(word.text for word in line.words)
            places = [(word.start_ms, word.end_ms) for word in line.words]
            assert places == sorted(places)
            assert line.start_ms <= places[0][0] <= places[-1][1] <= line.end_ms


def test_what_was_found_of_each_line_is_kept_and_stays(aligned):
    with Desk.open(aligned) as desk:
        db = desk.archive.db
        shown, given = transcripts(db, the_recording(desk))
        found = alignment_of(db, given.id)
        assert found is not None
        assert found == alignment_of(db, shown.id)
        assert (found.transcript_id, found.version_id) == (given.id, shown.id)
        assert found.fit is Fit.FITS
        fits = line_fits(db, found.id)
        assert sorted(fits) == [one.position for one in utterances(db, given.id)]
        assert all(one.reason for one in fits.values())
        for statement in (
            "update alignment set reason = ''",
            "delete from alignment",
            "update alignment_line set reason = ''",
            "delete from alignment_line",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(statement)
        assert desk.verify().clean


def test_a_second_run_aligns_nothing(aligned):
    with Desk.open(aligned) as desk:
        again = run(desk.archive)
        assert again.nothing_to_do
        assert len(transcripts(desk.archive.db, the_recording(desk))) == 2


def test_subtitles_keep_their_own_times_and_are_held_against_the_sound(tmp_path):
    with archive_of(tmp_path, "call-10.m4a", "call-10.srt") as desk:
        assert run(desk.archive).aligned == 1
        (given,) = transcripts(desk.archive.db, the_recording(desk))
        found = alignment_of(desk.archive.db, given.id)
        assert found is not None
        assert found.version_id is None
        assert found.fit is Fit.FITS


def test_a_text_of_another_call_is_named_and_gives_no_times(tmp_path):
    with archive_of(tmp_path, "call-12.ogg") as desk:
        wrong = tmp_path / "call-12.txt"
        lines = [line["text"] for line in TRUTH["recordings"]["R08"]["lines"]]
        wrong.write_text("\n".join(f"A: {line}" for line in lines), encoding="utf-8")
        shutil.copy(CLIPS / "call-12.ogg", tmp_path / "call-12.ogg")
        desk.take_in([tmp_path / "call-12.ogg", wrong])
        report = run(desk.archive)
        assert report.aligned == 1
        (alignment,) = desk.archive.db.execute("select fit, version_id from alignment").fetchall()
        assert alignment["fit"] != "fits"


def test_a_language_that_nobody_speaks_is_said_and_nothing_is_stored(tmp_path):
    with archive_of(tmp_path, "call-12.ogg", "call-12.txt") as desk:
        db = desk.archive.db
        db.execute("drop trigger transcript_stays")
        db.execute("update transcript set language = 'xx'")
        report = run(desk.archive)
        assert report.aligned == 0
        assert any("no voice for the language 'xx'" in note for note in report.notes)
        assert len(transcripts(db, the_recording(desk))) == 1


def test_aligning_can_be_left_out(tmp_path):
    settings = '[align]\nengine = "none"\n'
    with archive_of(tmp_path, "call-12.ogg", "call-12.txt", settings=settings) as desk:
        assert run(desk.archive).aligned == 0
