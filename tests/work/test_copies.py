"""The sample releases: every planted copy, excerpt and compilation is found, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from earwitness.audio.decode import decode_span
from earwitness.desk import Desk
from earwitness.records.independence import DecisionKind
from earwitness.records.sound import Relation
from earwitness.records.timecode import Interval
from earwitness.store.catalog.copies import carriers, compilations, same_recording, shared_passages
from earwitness.store.catalog.sound import recordings_of_artefact
from earwitness.store.figures import figures

SAMPLES = Path(__file__).parents[2] / "samples"
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
MEDIA = [one for one in TRUTH["media"] if "time_map" in one]
RIGHT_TO_MS = 50


@pytest.fixture
def desk(finished):
    with Desk.open(finished.root) as opened:
        yield opened


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "earwitness", *words]


def recording_of(desk, sha256: str) -> str:
    return recordings_of_artefact(desk.archive.db, sha256)[0].id


def test_files_of_one_recording_are_one_and_no_others(desk):
    same = same_recording(desk.archive.db)
    told: dict[str, set[str]] = {}
    for one in MEDIA:
        if one["relation"] == "compilation_part":
            continue
        told.setdefault(one["recordings"][0], set()).add(same[recording_of(desk, one["sha256"])])
    assert all(len(names) == 1 for names in told.values()), told
    assert len(set.union(*told.values())) == len(told) == TRUTH["counts"]["recordings"]
    assert figures(desk.archive.db).recordings_apart == TRUTH["counts"]["recordings"]
    assert not [one for name in same for one in shared_passages(desk.archive.db, name)]


def test_the_compilation_holds_its_parts(desk):
    (film,) = (one for one in MEDIA if one["relation"] == "compilation_part")
    parts = compilations(desk.archive.db)[recording_of(desk, film["sha256"])]
    assert len(parts) == len(film["recordings"])


@pytest.mark.parametrize("one", MEDIA, ids=lambda one: one["path"].rsplit("/", 1)[-1])
def test_time_maps_are_right(desk, one):
    """Where a file lies on the one that stands for the recording, against where the truth says."""
    db = desk.archive.db
    by_sha = {other["sha256"]: other for other in MEDIA}
    for stretch in one["time_map"]:
        name = next(
            recording_of(desk, other["sha256"])
            for other in MEDIA
            if other["recordings"] == [stretch["recording"]]
        )
        carried = carriers(db, name)
        whole = next(c for c in carried if not c.pieces)
        mine = next(c for c in carried if c.sha256 == one["sha256"])
        if mine is whole:
            continue
        start = by_sha[whole.sha256]["time_map"][0]["recording_start_ms"]
        piece = next(p for p in mine.pieces if p.here.overlap_ms(_of(stretch)) > 1000)
        at = (stretch["artefact_start_ms"] + stretch["artefact_end_ms"]) // 2
        there = piece.there_start_ms + round((at - piece.here.start_ms) * piece.rate)
        true = stretch["recording_start_ms"] - start + at - stretch["artefact_start_ms"]
        assert abs(there - true) <= RIGHT_TO_MS
        assert abs(piece.here.start_ms - stretch["artefact_start_ms"]) <= RIGHT_TO_MS
        assert abs(piece.here.end_ms - stretch["artefact_end_ms"]) <= RIGHT_TO_MS


def _of(stretch):
    return Interval(stretch["artefact_start_ms"], stretch["artefact_end_ms"])


def test_ten_uploads_and_articles_count_one(desk):
    db = desk.archive.db
    sha256 = next(one["sha256"] for one in MEDIA if one["relation"] == "excerpt")
    found = desk.sources([recording_of(desk, sha256)])
    assert found.graph.vector.independent == 1
    assert found.graph.vector.artefacts >= 4  # the call, its copy, the excerpt, the compilation
    assert (
        len({one.relation for one in carriers(db, recording_of(desk, sha256))} & {*Relation}) >= 3
    )


def test_a_decision_moves_recordings_and_can_be_taken_back(archive, finished, tmp_path):
    root = Path(shutil.copytree(finished.root, tmp_path / "decided"))
    pair = [one["sha256"] for one in MEDIA if one["recordings"] == ["R02"]]
    with Desk.open(root) as desk:
        first, second = (recording_of(desk, one) for one in pair)
        assert same_recording(desk.archive.db)[first] == same_recording(desk.archive.db)[second]
        desk.decide(
            DecisionKind.SOUND_DISTINCT, first, second, by="E. Marrow", because="I listened"
        )
        assert same_recording(desk.archive.db)[first] != same_recording(desk.archive.db)[second]
        desk.decide(
            DecisionKind.SOUND_UNKNOWN, first, second, by="E. Marrow", because="I was wrong"
        )
        assert same_recording(desk.archive.db)[first] == same_recording(desk.archive.db)[second]


def test_a_file_that_is_not_in_the_archive(finished, tmp_path):
    excerpt = tmp_path / "from-the-net.wav"
    _cut(SAMPLES / "releases" / "clips" / "call-12.ogg", excerpt, 9.0, 21.0)
    done = subprocess.run(
        command("copies", str(excerpt), "--archive", str(finished.root), "--json"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["found"]
    assert found["sure"]
    (piece,) = found["link"]["pieces"]
    assert abs(piece["there_start_ms"] - 9000) <= RIGHT_TO_MS


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("silence", "silence"),
        ("tone", "steady tone"),
        ("ringing", "no speech"),
        ("music", "no speech"),
        ("short", "two seconds"),
    ],
)
def test_what_cannot_be_told_is_said(finished, tmp_path, name, words):
    place = tmp_path / f"{name}.wav"
    _write(place, _sound(name))
    done = subprocess.run(
        command("copies", str(place), "--archive", str(finished.root)),
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert words in done.stdout
    assert "cannot be told" in done.stdout


def _sound(name: str):
    t = np.arange(16_000 * 15) / 16_000
    if name == "silence":
        return np.zeros(len(t))
    if name == "tone":
        return 0.3 * np.sin(2 * np.pi * 1000 * t)
    if name == "ringing":
        return np.where(t % 5 < 1, 0.3 * np.sin(2 * np.pi * 425 * t), 0.0)
    if name == "short":
        return 0.3 * np.sin(2 * np.pi * 300 * t[:16_000])
    chords = [220.0, 277.2, 329.6, 246.9, 311.1, 370.0]
    at = (t // 0.5).astype(int) % len(chords)
    return 0.2 * np.sin(2 * np.pi * np.array(chords)[at] * t) * np.exp(-3 * (t % 0.5))


def _write(path: Path, samples) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes((samples * 32767).astype(np.int16).tobytes())


def _cut(source: Path, target: Path, start_s: float, end_s: float) -> None:
    samples, _ = decode_span(source, round(start_s * 1000), round(end_s * 1000), 16_000)
    _write(target, samples[0])
