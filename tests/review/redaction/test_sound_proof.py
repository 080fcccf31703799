"""The decode proof: what the redactor writes passes in every format at every rate; a broken one does not."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from earwitness.audio.decode import decode_span
from earwitness.audio.redaction import write_master
from earwitness.audio.sound_writer import SoundWriter, coded_rate
from earwitness.records.redaction import RedactionMethod, Treatment
from earwitness.records.redaction_proof import ProofKind, WithheldSound
from earwitness.records.timecode import Interval
from earwitness.review.redaction.sound_proof import prove_sound
from tests.review.redaction.conftest import CALL

MUTE, BLEEP, REVOICE, DISGUISE = RedactionMethod
# Each where somebody speaks, loud, at both edges.
STRETCHES = {
    MUTE: Interval(4_900, 5_400),
    BLEEP: Interval(6_400, 7_000),
    REVOICE: Interval(7_400, 7_800),
}
CODED = (".opus", ".mp3", ".m4a", ".mp4")
EVERY = (
    *CODED,
    pytest.param(".flac", marks=pytest.mark.slow),
    pytest.param(".wav", marks=pytest.mark.slow),
)
FEW = (
    ".opus",
    *(
        pytest.param(one, marks=pytest.mark.slow)
        for one in (".mp3", ".m4a", ".mp4", ".flac", ".wav")
    ),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A master as it should be, one that is 120 ms late, and the call itself, 12 s each, as FLAC."""
    folder = tmp_path_factory.mktemp("masters")
    samples, rate_hz = decode_span(CALL, 2_000, 14_000, rate_hz=None)
    with SoundWriter(folder / "call.flac", ".flac") as out:
        out.write(samples, rate_hz)
    said, _ = decode_span(CALL, 40_000, 41_000, rate_hz=None)
    with SoundWriter(folder / "said.flac", ".flac") as out:
        out.write(said, rate_hz)
    right = [
        Treatment(span, method, sound="s" * (method is REVOICE))
        for method, span in STRETCHES.items()
    ]
    late = [
        Treatment(
            Interval(one.interval.start_ms + 120, one.interval.end_ms + 120),
            one.method,
            sound=one.sound,
        )
        for one in right
    ]
    voices = {"s": folder / "said.flac"}
    for name, given in (("right", right), ("late", late)):
        write_master(folder / "call.flac", "", given, voices, folder / f"{name}.flac")
    return folder


@pytest.fixture(scope="module")
def withheld(place) -> WithheldSound:
    spans = tuple(STRETCHES.values())
    here = (
        *spans[:2],
        Interval(7_400, 8_400),
    )  # the voice put there lasts longer than what it replaces
    return WithheldSound(
        "rec-1",
        str(place / "call.flac"),
        ".flac",
        str(place / "right.flac"),
        spans,
        here,
        tuple(one.value for one in STRETCHES),
        (None, None, None),
        ("sig-mute", "sig-bleep", "sig-voice"),
    )


def coded(source: Path, into: Path, start_ms: int = 0, end_ms: int = 60_000) -> Path:
    rate_hz = coded_rate(into.suffix, 16_000)
    samples, _ = decode_span(source, start_ms, end_ms, rate_hz=rate_hz)
    with SoundWriter(into, into.suffix) as out:
        out.write(samples, rate_hz)
    return into


@pytest.mark.parametrize("ending", EVERY)
def test_what_the_redactor_writes_is_proved_at_every_rate(place, withheld, tmp_path, ending):
    path = coded(place / "right.flac", tmp_path / f"a{ending}")
    proof = prove_sound(str(path), path.name, [withheld])
    assert proof.finds == ()
    assert proof.placed_in == ("rec-1",)
    assert {one.rate_hz for one in proof.stretches} == {8_000, 16_000, 48_000}
    assert {one.method for one in proof.stretches} == {"mute", "bleep", "re-voice"}
    variants = {one.variant for one in proof.stretches}
    assert variants == ({"", "without edit list"} if ending in (".m4a", ".mp4") else {""})
    silent = [one for one in proof.stretches if one.method == "mute"]
    assert max(one.core_dbfs for one in silent) <= -80  # -60 is asked for


@pytest.mark.parametrize("ending", FEW)
def test_a_redactor_that_is_120_ms_late_is_caught(place, withheld, tmp_path, ending):
    path = coded(place / "late.flac", tmp_path / f"a{ending}")
    proof = prove_sound(str(path), path.name, [withheld])
    assert {one.about for one in proof.finds} == {"sig-mute", "sig-bleep", "sig-voice"}
    assert ProofKind.ORIGINAL_HEARD in {one.kind for one in proof.finds}


@pytest.mark.parametrize("ending", FEW)
def test_also_in_a_clip_that_begins_shortly_before(place, withheld, tmp_path, ending):
    for name, finds in (("right", 0), ("late", 1)):
        path = coded(place / f"{name}.flac", tmp_path / f"{name}{ending}", 4_300, 6_200)
        proof = prove_sound(str(path), path.name, [withheld])
        assert bool(proof.finds) == bool(finds), name
        assert proof.placed_in == ("rec-1",)


def test_a_clip_that_is_only_what_is_withheld(place, withheld, tmp_path):
    right = coded(place / "right.flac", tmp_path / "right.opus", 4_920, 5_380)
    assert prove_sound(str(right), "right.opus", [withheld]).finds == ()
    wrong = coded(place / "call.flac", tmp_path / "wrong.opus", 4_920, 5_380)
    (find,) = prove_sound(str(wrong), "wrong.opus", [withheld]).finds
    assert find.kind is ProofKind.ORIGINAL_HEARD
    assert find.about == "sig-mute"


@pytest.mark.parametrize(
    "under_db",
    [pytest.param(0, marks=pytest.mark.slow), -10, pytest.param(-20, marks=pytest.mark.slow)],
)
def test_the_original_under_its_replacement_is_heard(place, withheld, tmp_path, under_db):
    call, rate_hz = decode_span(place / "call.flac", 0, 12_000, rate_hz=None)
    right, _ = decode_span(place / "right.flac", 0, 13_000, rate_hz=None)
    right = right.copy()
    for span in list(STRETCHES.values())[1:]:
        cut = slice(span.start_ms * rate_hz // 1000, span.end_ms * rate_hz // 1000)
        right[:, cut] += call[:, cut] * np.float32(10 ** (under_db / 20))
    with SoundWriter(tmp_path / "a.flac", ".flac") as out:
        out.write(right, rate_hz)
    path = coded(tmp_path / "a.flac", tmp_path / "a.opus")
    about = {one.about for one in prove_sound(str(path), "a.opus", [withheld]).finds}
    assert about == {"sig-bleep", "sig-voice"}


def test_the_recording_itself_is_caught_under_any_name(place, withheld, tmp_path):
    path = coded(place / "call.flac", tmp_path / "innocent.mp3")
    proof = prove_sound(str(path), "innocent.mp3", [withheld])
    assert {one.about for one in proof.finds} == {"sig-mute", "sig-bleep", "sig-voice"}


def test_another_sound_is_no_concern(withheld, tmp_path):
    other = CALL.parents[1] / "voice_messages" / "audio_1@11-07-2025_08-15-30.ogg"
    path = coded(other, tmp_path / "a.opus", 0, 6_000)
    proof = prove_sound(str(path), "a.opus", [withheld])
    assert proof.finds == ()
    assert proof.placed_in == ()


def test_a_second_track_is_listened_to(place, withheld, tmp_path):
    import av

    path = tmp_path / "two.mkv"
    with av.open(str(path), "w") as out:
        names = ("right", "call")
        tracks = [out.add_stream("flac", rate=16_000, layout="mono") for _ in names]
        for name, stream in zip(names, tracks, strict=True):
            samples, _ = decode_span(place / f"{name}.flac", 4_000, 6_200, rate_hz=16_000)
            whole = (samples * 32_767).astype(np.int16)
            for at in range(0, whole.shape[1], 4_096):
                frame = av.AudioFrame.from_ndarray(
                    np.ascontiguousarray(whole[:, at : at + 4_096]), format="s16", layout="mono"
                )
                frame.sample_rate, frame.pts = 16_000, at
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    finds = prove_sound(str(path), "two.mkv", [withheld]).finds
    assert {one.about for one in finds} == {"sig-mute"}
    assert any("track 2" in f"{one.place} {one.says}" for one in finds)


def test_a_side_that_is_heard_on_the_other_channel(place, tmp_path):
    call, rate_hz = decode_span(place / "call.flac", 0, 10_000, rate_hz=None)
    both = np.concatenate([call, 0.3 * call])
    with SoundWriter(tmp_path / "call.flac", ".flac") as out:
        out.write(both.astype(np.float32), rate_hz)
    one = Treatment(STRETCHES[MUTE], MUTE, 0)
    write_master(tmp_path / "call.flac", "", [one], {}, tmp_path / "master.flac")
    known = WithheldSound(
        "rec-1", str(tmp_path / "call.flac"), ".flac", str(tmp_path / "master.flac"),
        (STRETCHES[MUTE],), (STRETCHES[MUTE],), ("mute",), (0,), ("sig-mute",),
    )  # fmt: skip
    path = coded(tmp_path / "master.flac", tmp_path / "a.flac")
    finds = prove_sound(str(path), "a.flac", [known]).finds
    assert any("heard on the other" in one.says for one in finds)


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
@pytest.mark.parametrize("ending", EVERY)
def test_ffprobe_finds_no_tag(place, tmp_path, ending):
    path = coded(place / "right.flac", tmp_path / f"a{ending}", 0, 3_000)
    told = subprocess.run(
        ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path)],
        check=True,
        capture_output=True,
    )
    listed = json.loads(told.stdout)
    tags = {**listed["format"].get("tags", {})}
    for stream in listed["streams"]:
        tags |= stream.get("tags", {})
    allowed = {
        "language",
        "handler_name",
        "vendor_id",
        "major_brand",
        "minor_version",
        "compatible_brands",
        "encoder",
    }
    assert set(tags) <= allowed
    assert tags.get("encoder", "Lavf") in ("Lavf", "ffmpeg")


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_a_cut_without_coding_anew_hides_sound_and_is_caught(place, withheld, tmp_path):
    """`ffmpeg -c copy` keeps what lies before the cut; a player does not show it, the edit list only hides it."""
    whole = coded(place / "call.flac", tmp_path / "whole.mp4", 0, 11_000)
    cut = tmp_path / "cut.mp4"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-ss", "5.45", "-i", str(whole), "-c", "copy", str(cut)],
        check=True,
    )
    finds = prove_sound(str(cut), "cut.mp4", [withheld]).finds
    said = {one.place for one in finds} | {one.says for one in finds}
    hidden = subprocess.run(
        ["ffprobe", "-v", "error", "-ignore_editlist", "1", "-show_entries", "stream=duration", "-of", "csv=p=0", str(cut)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    if float(hidden.stdout.split()[0]) > 5.6:  # this ffmpeg did leave sound before the cut
        assert any("without edit list" in one for one in said)
