"""Clips with words: the film is what ffprobe and ffmpeg see, its sound the recording's, its page whole."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import lxml.html
import numpy as np
import pytest

from earwitness.audio.decode import decode_span
from earwitness.errors import NotInArchive, UsageError
from earwitness.publish.exports.sheet import Sheet, SheetLine
from earwitness.publish.page.captions import Caption, Track, pieces, write_vtt
from earwitness.publish.video.pictures import Legend, PictureFrames, SoundFrames
from earwitness.publish.video.subtitles import at_time, subtitle_track, write_srt
from earwitness.records.timecode import Interval
from earwitness.records.words import Timing, Word
from earwitness.store.catalog.sound import renditions

LEGEND = Legend("This is a recording published by Surmach.", "Not independently verified", "rec-0")


def sheet(*lines: SheetLine) -> Sheet:
    return Sheet("rec-000000000", "", "ru", lines, ())


def spoken(text: str, start_ms: int, end_ms: int, words: tuple[Word, ...] = ()) -> SheetLine:
    return SheetLine(text, None, start_ms, end_ms, Timing.EXACT, words=words, position=0)


def test_times_are_those_of_the_clip():
    track = subtitle_track(
        sheet(spoken("раз", 1000, 2000), spoken("два", 2500, 4000)), Interval(500, 5000)
    )
    assert track.captions == (Caption(500, 1500, "раз"), Caption(2000, 3500, "два"))
    assert at_time(track, 600) == "раз"
    assert at_time(track, 1600) == ""


def test_words_outside_of_the_stretch_are_not_shown():
    words = tuple(
        Word(text, n * 1000, n * 1000 + 900) for n, text in enumerate(["раз", "два", "три"])
    )
    track = subtitle_track(sheet(spoken("раз два три", 0, 2900, words)), Interval(900, 2000))
    assert [one.text for one in track.captions] == ["… два …"]
    with pytest.raises(NotInArchive):
        subtitle_track(sheet(spoken("раз два три", 0, 2900)), Interval(2800, 9000))


def test_a_long_line_becomes_several_captions():
    text = "Первое предложение довольно длинное, чтобы его читать. " * 3
    track = subtitle_track(sheet(spoken(text.strip(), 0, 9000)), Interval(0, 9000))
    assert len(track.captions) > 1
    assert " ".join(one.text for one in track.captions) == text.strip()
    assert all(one.start_ms < one.end_ms for one in track.captions)
    assert all(b - a <= 84 for a, b in pieces(text))


def test_formats_are_as_agreed():
    track = Track("uk", (Caption(0, 1500, "а <b> & в"), Caption(1500, 62_000, "г")))
    assert write_srt(track) == (
        "1\n00:00:00,000 --> 00:00:01,500\nа <b> & в\n\n2\n00:00:01,500 --> 00:01:02,000\nг\n"
    )
    assert write_vtt(track) == (
        "WEBVTT\n\nNOTE\nTimes inside the clip are shared out by the length of the words.\n\n"
        "1\n00:00:00.000 --> 00:00:01.500\nа &lt;b&gt; &amp; в\n\n2\n00:00:01.500 --> 00:01:02.000\nг\n"
    )


def test_frames_of_sound_show_where_it_is_and_what_is_said():
    samples = np.sin(np.arange(16_000) / 5).astype(np.float32)
    frames = SoundFrames(samples, 8000, [Track("uk", (Caption(500, 1500, "слово"),))], LEGEND)
    silent, said, end = frames.at(0), frames.at(700), frames.at(1999)
    assert silent.shape == (720, 1280, 3)
    assert (silent[280:580] != said[280:580]).any()
    assert (silent[280:580] == end[280:580]).all()

    def reddish(frame):
        part = frame[96:236].astype(int)
        return int(((part[..., 0] - part[..., 1]) > 60).sum())

    assert reddish(silent) < reddish(said) < reddish(end)


def test_a_picture_stays_as_it_is_where_no_words_are():
    frames = PictureFrames(640, 360, [Track("uk", (Caption(500, 1500, "слово"),))], LEGEND)
    picture = np.full((360, 640, 3), 77, np.uint8)
    assert frames.picture == (640, 360)
    assert (frames.at(0, picture)[:360] == 77).all()
    said = frames.at(700, picture)
    assert (said[:180] == 77).all()
    assert (said[180:360] != 77).any()
    assert PictureFrames(1920, 1081, [], LEGEND).size[0] == 1280
    assert all(n % 2 == 0 for n in PictureFrames(321, 241, [], LEGEND).size)


@pytest.fixture
def transcribed(sample_archive):
    """The first recording of R01 that has words, sound and a translation."""
    db = sample_archive.archive.db
    return next(
        one.id
        for one in sample_archive.desk.recordings()
        if one.id in sample_archive.recordings["R01"]
        and db.execute("select 1 from translation where recording_id = ?", (one.id,)).fetchone()
    )


def probe(path: Path) -> dict:
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)],
        capture_output=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_film_of_sound(sample_archive, transcribed, tmp_path):
    into = tmp_path / "clip.mp4"
    stretch = Interval(17_000, 23_000)
    made = sample_archive.desk.clip_with_words(transcribed, stretch, ["en", "original"], into)
    assert made.sha256 == hashlib.sha256(into.read_bytes()).hexdigest()
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "clip.en.srt", "clip.en.vtt", "clip.mp4", "clip.ru.srt", "clip.ru.vtt",
    ]  # fmt: skip
    found = probe(into)
    assert [one["codec_name"] for one in found["streams"]] == ["h264", "aac"]
    assert abs(float(found["format"]["duration"]) - 6) < 0.15
    data = into.read_bytes()
    for name in (b"x264", b"Lavf", b"Lavc", b"creation_time", b"rec-", transcribed.encode()):
        assert name not in data
    (rendition, *_) = renditions(sample_archive.archive.db, transcribed)
    source = sample_archive.archive.originals.path(rendition.sha256)
    own, _ = decode_span(source, 17_000, 23_000, rate_hz=8000)
    cut, _ = decode_span(into, 0, 6_000, rate_hz=8000)
    own, cut = np.atleast_2d(own)[0], np.atleast_2d(cut)[0]
    size = min(own.size, cut.size)
    assert np.corrcoef(own[:size], cut[:size])[0, 1] > 0.95  # AAC; a shift of 1 ms breaks this


@pytest.mark.slow
def test_a_film_keeps_its_picture(sample_archive, tmp_path):
    desk = sample_archive.desk
    video = next(
        (Path(__file__).resolve().parents[2] / "samples" / "releases" / "ytdlp").glob("*.mp4")
    )
    sha256 = hashlib.sha256(video.read_bytes()).hexdigest()
    (row,) = sample_archive.archive.db.execute(
        "select recording_id from rendition where sha256 = ?", (sha256,)
    ).fetchall()
    into = tmp_path / "clip.mp4"
    desk.clip_with_words(row["recording_id"], Interval(3_000, 9_000), ["original"], into)
    size = probe(video)["streams"][0]
    found = probe(into)["streams"][0]
    assert found["width"] >= size["width"]
    assert found["height"] > found["width"] * size["height"] // size["width"]
    assert abs(float(probe(into)["format"]["duration"]) - 6) < 0.3


@pytest.mark.slow
def test_a_folder_to_embed(sample_archive, transcribed, tmp_path):
    into = tmp_path / "embed"
    desk = sample_archive.desk
    made = desk.clip_with_words(transcribed, Interval(17_000, 23_000), ["en", "original"], into)
    assert sorted(one.name for one in into.iterdir()) == [
        "clip.en.vtt", "clip.flac", "clip.ru.vtt", "embed.html",
    ]  # fmt: skip
    html = (into / "embed.html").read_text(encoding="utf-8")
    root = lxml.html.document_fromstring(html)
    assert made.sha256 in html
    (rendition, *_) = renditions(sample_archive.archive.db, transcribed)
    assert rendition.sha256 not in html
    nonce = sample_archive.archive.root / "sealed" / "nonces" / f"{transcribed}.original.nonce"
    whole = (
        nonce.read_bytes() + sample_archive.archive.originals.path(rendition.sha256).read_bytes()
    )
    assert made.commitment == hashlib.sha256(whole).hexdigest()
    assert made.commitment in html
    assert nonce.stat().st_mode & 0o077 == 0
    assert set(root.xpath("//@src")) == {"clip.flac", "clip.en.vtt", "clip.ru.vtt"}
    assert 'src="embed.html"' in made.frame
    with pytest.raises(UsageError, match="not empty"):
        desk.clip_with_words(transcribed, Interval(17_000, 23_000), ["original"], into)
    again = desk.clip_with_words(
        transcribed, Interval(17_000, 23_000), ["original"], tmp_path / "b"
    )
    assert again.commitment == made.commitment
