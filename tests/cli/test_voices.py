"""`earwitness voices`, and voices in `show`, on the sample archive."""

from __future__ import annotations

import pytest

from earwitness.cli.voice_words import suggested_voices, voices_line
from earwitness.cli.voices import rttm
from earwitness.records.sound import Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoicesMethod, VoicesVersion, VoiceTurn
from earwitness.records.words import Timing, Utterance
from earwitness.store.catalog.voices import latest_voices

VERSION = VoicesVersion(
    "vov-1",
    "rec-1",
    VoicesMethod.BY_CHANNEL,
    2,
    overlap_measured=True,
    turns=(
        VoiceTurn("V1", Interval(0, 62_000), 0, 0.9),
        VoiceTurn("V2", Interval(61_000, 70_250), 1),
    ),
    spans=(Span(Interval(61_000, 62_000), SpanKind.OVERLAP, "test"),),
    maker="test",
    because=("a test",),
)


def line(start_ms: int | None, end_ms: int | None, **more) -> Utterance:
    given = {"text": "words", "timing": Timing.EXACT, "start_ms": start_ms, "end_ms": end_ms} | more
    return Utterance(id="utt-1", transcript_id="trs-1", position=0, **given)


def test_the_summary():
    assert voices_line(VERSION) == "V1 1:02, V2 0:09, overlap 0:01"


def test_rttm_has_ten_columns():
    first, second = rttm(VERSION)
    assert first == "SPEAKER rec-1 1 0.000 62.000 <NA> <NA> V1 0.90 <NA>"
    assert second == "SPEAKER rec-1 2 61.000 9.250 <NA> <NA> V2 <NA> <NA>"


@pytest.mark.parametrize(
    ("given", "voice"),
    [
        (line(1000, 5000), "V1"),
        (line(62_500, 70_000), "V2"),
        (line(60_000, 64_000), None),  # about half and half
        (line(1000, 5000, voice="Mother"), None),  # somebody wrote a label
        (line(1000, 5000, text="", no_speech="noise"), None),
        (line(1000, 5000, held_back="invented"), None),
        (line(1000, 5000, timing=Timing.WINDOW), None),
        (line(None, None, timing=Timing.NONE), None),
        (line(80_000, 90_000), None),  # nobody was heard there: nobody is given words
    ],
)
def test_a_line_is_suggested_a_voice_only_where_one_speaks_most_of_it(given, voice):
    assert [one.voice for one in suggested_voices([given], VERSION)] == ([voice] if voice else [])


def test_every_sample_that_was_heard_has_its_voices(sample_archive):
    db = sample_archive.archive.db
    (stereo,) = sample_archive.recordings["R04"] & {
        row["recording_id"]
        for row in db.execute(
            "select d.recording_id from rendition d join heard h using (sha256) where h.channels = 2"
        )
    }
    found = latest_voices(db, stereo)
    assert found.method is VoicesMethod.BY_CHANNEL
    side = {one["id"]: one["side"] for one in sample_archive.truth["recordings"]["R04"]["voices"]}
    for true in sample_archive.truth["recordings"]["R04"]["lines"]:
        channel = "AB".index(side[true["voice"]])
        said = Interval(true["start_ms"], true["end_ms"])
        # a pause between sentences ends a turn: what counts is how much of a line is its side's
        heard_ms = {
            number: sum(o.interval.overlap_ms(said) for o in found.turns if o.channel == number)
            for number in (0, 1)
        }
        heard = {number for number, ms in heard_ms.items() if ms > said.duration_ms / 2}
        assert heard == {channel}
    count = db.execute("select count(*) from voices_version").fetchone()[0]
    assert count == db.execute("select count(*) from heard").fetchone()[0]


def test_one_sided_samples_have_one_voice_and_no_words_for_the_other(sample_archive):
    db = sample_archive.archive.db
    for name in ("R01", "R03", "R10"):
        whole = [
            one
            for one in sample_archive.recordings[name]
            if len([n for n, ids in sample_archive.recordings.items() if one in ids]) == 1
        ]
        for recording_id in whole:
            found = latest_voices(db, recording_id)
            assert found.voices == 1, (name, found.because)
            assert not [one for one in found.spans if one.kind is not SpanKind.PAUSE]
