"""`earwitness explain REC:TIME`: everything known at a second, and who says so."""

from __future__ import annotations

import pytest

from earwitness.cli.explain_moment import moment_of


def test_words_translation_mentions_and_claims_with_their_rules(cli, filled):
    out = cli("explain", "call-1:0:01.5", "-a", filled)
    assert cli.code == 0, cli.err
    assert "Зима питає, чи міст цілий." in out
    assert "en: Zima asks whether the bridge is intact." in out
    assert "publisher subtitles" in out
    assert "call sign “Зима”" in out
    assert "reported speech, extracted: “Зима питає, чи міст цілий.”" in out
    assert "verb of speech: “питає”, said by “Зима”" in out
    assert "Двадцять людей" not in out
    assert "the archive holds no sound of it" in out


def test_a_moment_without_words_says_so(cli, filled):
    out = cli("explain", "call-1:0:03.5", "-a", filled)
    assert "no line of any version stands at this moment" in out


@pytest.mark.parametrize("time", ["1.5", "0:01", "0:00:02,999"])
def test_times_as_everywhere(cli, filled, time):
    found = cli.json("explain", f"call-1:{time}", "-a", filled)
    assert [one["line"]["position"] for one in found["words"]] == [0]
    assert found["claims"][0]["claim"]["modality"] == "reported_speech"


def test_wrong_calls(cli, filled):
    cli("explain", "call-1:0:01", "call-1:0:02", "-a", filled)
    assert cli.code == 2
    cli("explain", "nowhere:0:01", "-a", filled)
    assert cli.code == 1
    cli("explain", "nowhere", "-a", filled)
    assert cli.code == 2
    assert "neither a file nor a moment" in cli.err


def test_sound_voice_copies_and_bytes_in_the_samples(sample_archive):
    desk, truth = sample_archive.desk, sample_archive.truth
    seen = {"sound": 0, "voices": 0, "copies": 0, "received": 0, "bleep": 0}
    for name in sorted(sample_archive.recordings):
        for recording_id in sorted(sample_archive.recordings[name]):
            recording = desk.recording(recording_id)
            hearing = desk.hearing(recording_id)
            if hearing is None:
                continue
            marks = [one for one in hearing.marks if "bleep" in one.kind]
            at = marks[0].start_ms + 10 if marks else hearing.duration_ms // 2
            found = moment_of(desk, recording, at)
            own = {
                row["sha256"]
                for row in desk.archive.db.execute(
                    "select sha256 from rendition where recording_id = ?", (recording_id,)
                )
            }
            assert own <= {one.sha256 for one in found.files}
            assert all(one.at_ms is not None for one in found.files)
            seen["sound"] += bool(found.sound)
            seen["voices"] += bool(found.voices)
            seen["copies"] += len(found.files) > 1
            seen["received"] += all(one.received for one in found.files)
            seen["bleep"] += any("bleep" in one.what for one in found.sound)
            assert all(one.maker and one.rule for one in (*found.sound, *found.voices))
    assert min(seen.values()) > 0, seen
    assert truth
