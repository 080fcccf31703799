"""The files beside an info.json."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from earwitness.errors import UsageError
from earwitness.intake.ytdlp.companions import SubtitleMaker, companions
from earwitness.intake.ytdlp.info import read_info

STEM = "Розмова. Частина 1.5 (Заріччя) [Ab-1_z.Z]"


def test_everything_of_one_video_is_found() -> None:
    names = [
        f"{STEM}.{end}"
        for end in (
            "info.json",
            "mp4",
            "f251-drc.webm",
            "uk.vtt",
            "uk-orig.vtt",
            "en.SRT",
            "de.srt",
            "srt",
            "jpg",
            "description",
            "live_chat.json",
            "mp4.part",
            "f137.mp4.part-Frag7",
            "temp.mp4",
            "mp4.ytdl",
        )
    ]
    info = read_info(
        json.dumps(
            {
                "id": "Ab",
                "subtitles": {"uk": [], "de": []},
                "automatic_captions": {"en": [], "de": []},
            }
        ).encode(),
        where="x",
    )
    found = companions(Path("/in") / names[0], [*names, "Інше.mp4"], info)
    assert found.media == (f"{STEM}.mp4",)
    assert found.streams == (f"{STEM}.f251-drc.webm",)
    assert found.thumbnails == (f"{STEM}.jpg",)
    assert found.description == f"{STEM}.description"
    assert len(found.unfinished) == 4
    assert found.others == (f"{STEM}.live_chat.json",)
    assert {(s.language, s.format, s.maker.value) for s in found.subtitles} == {
        ("uk", "vtt", "publisher"),
        ("uk-orig", "vtt", "machine"),
        ("en", "srt", "machine"),
        ("de", "srt", "unknown"),
        (None, "srt", "unknown"),
    }


def test_without_the_contents_the_maker_is_not_guessed() -> None:
    found = companions(Path("a.info.json"), ["a.uk.vtt", "a.ru-orig.vtt"])
    assert [s.maker for s in found.subtitles] == [SubtitleMaker.MACHINE, SubtitleMaker.UNKNOWN]


def test_a_file_goes_to_the_longest_stem_that_fits() -> None:
    names = [
        "talk.info.json",
        "talk.mp4",
        "talk.en.info.json",
        "talk.en.mp4",
        "talk.en.vtt",
        "talk.uk.vtt",
        "talker.mp4",
    ]
    found = companions(Path("talk.info.json"), names)
    assert found.media == ("talk.mp4",)
    assert [s.name for s in found.subtitles] == ["talk.uk.vtt"]
    assert companions(Path("talk.en.info.json"), names).media == ("talk.en.mp4",)


def test_names_from_a_mac_are_found_as_they_are_written() -> None:
    decomposed = unicodedata.normalize("NFD", "Її розмова.mp4")
    assert companions(Path("Її розмова.info.json"), [decomposed]).media == (decomposed,)


def test_another_kind_of_file_is_a_wrong_call() -> None:
    with pytest.raises(UsageError):
        companions(Path("a.json"), [])
