"""The checks of the sound through the desk: once, kept as the machine's answers, and never a verdict."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from earwitness.desk import Desk
from earwitness.records.review import CheckResult, Verdict
from earwitness.review.gates.verdicts import standing_verdict
from earwitness.store.catalog.sound import renditions
from earwitness.work.examining import examine

RELEASES = Path(__file__).parents[2] / "samples" / "releases"


@pytest.fixture
def desk(tmp_path):
    pile = tmp_path / "pile"
    pile.mkdir()
    shutil.copy(next(RELEASES.glob("clips/call-03.*a")), pile)
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([pile])
        yield desk


def test_the_sound_is_listened_to_once(desk):
    rec = desk.recordings()[0].id
    heard = []
    found = {one.run.check: one for one in examine(desk, rec, heard.append)}
    assert {"X1", "X2", "X3", "P1", "P2", "T5"} <= set(found)
    assert heard
    for check in ("X1", "X2", "X3"):
        assert found[check].run.machine
        assert found[check].run.result is not CheckResult.NOT_POSSIBLE
    events, heard[:] = desk.verify().events, []
    again = {one.run.check: one for one in examine(desk, rec, heard.append)}
    assert heard == []
    assert again["X2"] == found["X2"]
    assert desk.verify().events == events + 1  # the checking itself, and nothing else
    assert standing_verdict(desk.situation(rec))[0] is Verdict.UNEXAMINED


def test_sound_that_cannot_be_decoded_is_said_and_stops_nothing(desk):
    rec = desk.recordings()[0].id
    sha256 = renditions(desk.archive.db, rec)[0].sha256
    place = desk.archive.originals.path(sha256)
    place.chmod(0o600)
    place.write_bytes(b"gone")
    found = {one.run.check: one for one in examine(desk, rec)}
    assert found["X2"].run.result is CheckResult.NOT_POSSIBLE
    assert found["P2"].run.result is CheckResult.FAIL
