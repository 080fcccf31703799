"""Bad input the whole way, through `take_in` and `run`: each a sentence, and the rest is taken."""

from __future__ import annotations

import importlib.util
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest

from earwitness.desk import Desk
from earwitness.intake.report import IntakeReport
from earwitness.intake.take_in import GivenBy, take_in
from earwitness.work.progress import RunReport
from earwitness.work.run import run

RELEASES = Path(__file__).parents[2] / "samples" / "releases"
GOOD_SRT = "1\n00:00:00,000 --> 00:00:01,000\nКлён, приём\n"


@dataclass
class Outcome:
    """What came of a pile that also holds one good call with its words."""

    taken: IntakeReport
    done: RunReport
    desk: Desk

    @property
    def said(self) -> dict[str, str]:
        """Of each file that was refused, set aside or not read: the sentence."""
        whole = [*self.taken.refused, *self.taken.unread]
        found = {one.path: f"{one.what} {one.do}" for one in whole}
        for one in self.done.set_aside:
            found |= dict.fromkeys(one.names, one.reason)
        return found

    @property
    def remarks(self) -> list[str]:
        return [f"{one.path}: {one.what}" for one in self.taken.notes]


@pytest.fixture(scope="module")
def sounds():
    place = Path(__file__).parents[1] / "audio" / "sounds.py"
    spec = importlib.util.spec_from_file_location("sounds", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def pile(tmp_path, sounds) -> Path:
    folder = tmp_path / "pile"
    folder.mkdir()
    sounds.encode(folder / "good.mp3", sounds.noise(1500))
    (folder / "good.srt").write_text(GOOD_SRT, encoding="utf-8")
    return folder


@pytest.fixture
def outcome(tmp_path, pile):
    opened = []

    def take(settings: str = "") -> Outcome:
        desk = Desk.new(tmp_path / "archive")
        desk.close()
        if settings:
            (tmp_path / "archive" / "earwitness.toml").write_text(settings, encoding="utf-8")
        desk = Desk.open(tmp_path / "archive")
        opened.append(desk)
        taken = desk.take_in([pile])
        done = run(desk.archive, workers=1)
        found = Outcome(taken, done, desk)
        _the_rest_was_taken(found)
        return found

    yield take
    for desk in opened:
        desk.close()


def _the_rest_was_taken(found: Outcome) -> None:
    assert "good.mp3" not in found.said
    assert "good.srt" not in found.said
    assert found.done.heard >= 1
    assert any(line.text == "Клён, приём" for line in found.desk.find("клён").lines)
    assert found.desk.verify().clean
    for name, sentence in found.said.items():
        assert "Traceback" not in sentence, name
        assert "Errno" not in sentence, name


def test_media_that_cannot_be_decoded(pile, outcome, sounds):
    movie = (RELEASES / "clips" / "call-03.m4a").read_bytes()
    (pile / "cut.mp4").write_bytes(movie[: len(movie) // 2])
    (pile / "empty.ogg").write_bytes(b"")
    (pile / "words.mp3").write_text("Позивний Береза, прийом.\n", encoding="utf-8")
    locked = sounds.encode(pile / "locked.m4a", sounds.sine(440, 300))
    locked.write_bytes(locked.read_bytes().replace(b"mp4a", b"drms"))
    odd = sounds.wav(pile / "odd.wav", sounds.sine(440, 300))
    odd.write_bytes(odd.read_bytes()[:20] + b"\x34\x12" + odd.read_bytes()[22:])
    (pile / "nothing.wav").write_bytes(sounds.wav_header(1, 8000, 0))
    sounds.wav(pile / "stadium.wav", np.zeros((64, 1600), np.float32))
    found = outcome()
    expected = {
        "cut.mp4": "cut short or damaged",
        "empty.ogg": "is empty (0 bytes)",
        "words.mp3": "plain text",
        "locked.m4a": "encrypted",
        "odd.wav": "codec",
        "nothing.wav": "no samples",
        "stadium.wav": "64 channels; up to 8",
    }
    assert set(found.said) == set(expected)
    for name, part in expected.items():
        assert part in found.said[name]


def test_a_wrong_name_is_no_hindrance(pile, outcome, sounds):
    sounds.encode(pile / "second.mp3", sounds.noise(700, seed=2)).rename(pile / "second.wav")
    found = outcome()
    assert found.said == {}
    assert found.done.heard == 2


def test_twelve_hours_name_the_setting(pile, outcome, sounds):
    _silent_flac(pile / "long.flac", hours=12)
    found = outcome("[hearing]\nmax_duration_ms = 60000\n")
    assert "12:00:00" in found.said["long.flac"]
    assert "max_duration_ms" in found.said["long.flac"]
    assert "earwitness.toml" in found.said["long.flac"]


def _silent_flac(path: Path, hours: int) -> None:
    minute = av.AudioFrame.from_ndarray(np.zeros((1, 60 * 1000), np.int16), "s16", "mono")
    minute.sample_rate = 1000
    with av.open(str(path), "w") as out:
        stream = out.add_stream("flac", rate=1000, layout="mono", format="s16")
        fit = av.AudioResampler("s16", "mono", 1000, 4608)
        position = 0
        for given in [*[minute] * (60 * hours), None]:
            for frame in fit.resample(given):
                frame.pts = position
                position += frame.samples
                out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def test_a_zip_bomb_and_names_that_leave_the_zip(pile, outcome, tmp_path):
    with zipfile.ZipFile(pile / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("bomb.wav", bytes(12_000_000))
    with zipfile.ZipFile(pile / "tricks.zip", "w") as tricks:
        tricks.writestr("../../escaped.srt", GOOD_SRT)
        tricks.writestr("/etc/escaped.srt", GOOD_SRT)
        tricks.writestr("inside.srt", GOOD_SRT.replace("Клён", "Ясень"))
    (pile / "torn.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    found = outcome()
    assert "times its" in found.said["bomb.zip"]
    assert "torn.zip" in found.said
    assert len([one for one in found.remarks if one.startswith("tricks.zip: ")]) == 2
    assert not list(tmp_path.rglob("escaped*"))
    assert found.desk.find("ясень").total == 1


def test_an_export_that_points_outside(pile, outcome, tmp_path, sounds):
    (tmp_path / "secret.srt").write_text(GOOD_SRT, encoding="utf-8")
    sounds.encode(tmp_path / "secret.mp3", sounds.noise(500, seed=3))
    export = pile / "export"
    export.mkdir()
    message = {"id": 1, "type": "message", "date": "2025-07-01T10:00:00", "text": "запис"}
    posts = [
        message | {"id": number, "file": file, "media_type": "audio_file"}
        for number, file in enumerate(("../../secret.mp3", str(tmp_path / "secret.mp3")), 1)
    ]
    chat = {"name": "Сурмач", "type": "public_channel", "id": 1, "messages": posts}
    (export / "result.json").write_text(json.dumps(chat), encoding="utf-8")
    found = outcome()
    assert found.done.heard == 1
    assert any("'../../secret.mp3' climbs" in one for one in found.remarks)
    assert any("is absolute" in one for one in found.remarks)


def test_texts_that_are_broken(pile, outcome):
    (pile / "torn.json").write_text('{"segments": [{"start": 0', encoding="utf-8")
    export = pile / "chat"
    export.mkdir()
    (export / "result.json").write_text('{"messages": [{"id": 1,', encoding="utf-8")
    half = '[{"start": 0, "end": 1, "text": "Рябина \\ud83d на связи"}]'
    (pile / "half.json").write_text(f'{{"segments": {half}}}', encoding="utf-8")
    found = outcome()
    assert found.desk.find("рябина").total == 1
    assert "torn.json" in found.said
    assert "chat/result.json" in found.said


def test_subtitles_with_impossible_times(pile, outcome, sounds):
    sounds.encode(pile / "odd.mp3", sounds.noise(2500, seed=4))
    (pile / "odd.srt").write_text(
        "1\n00:00:00,000 --> 00:00:02,000\nЛипа, слышу\n\n"
        "2\n00:00:01,000 --> 00:00:02,500\nПовтори\n\n"
        "3\n00:00:02,000 --> 00:00:01,000\nЕщё раз\n\n"
        "4\n-00:00:01,000 --> 00:00:02,000\nНе слышно\n",
        encoding="utf-8",
    )
    found = outcome()
    for word in ("липа", "повтори", "слышно"):
        assert found.desk.find(word).total == 1, word
    assert any(one.startswith("odd.srt: ") for one in found.remarks)


def test_words_in_another_encoding(pile, outcome):
    text = "А: Слышу тебя, выходим через сорок минут.\nБ: Понял, ждём у моста, до связи.\n" * 3
    (pile / "old_ru.txt").write_bytes(text.encode("cp1251"))
    found = outcome()
    lines = found.desk.find("мосту").lines
    assert lines
    assert "ждём у моста" in lines[0].text


def test_names_that_are_no_text(pile, outcome):
    for name, callsign in ((b"\xef\xe5\xf0.txt", "Калина"), (b"\xe1\xe0\xe7.txt", "Ясень")):
        place = Path(os.fsdecode(os.fsencode(pile) + b"/" + name))
        place.write_text(f"А: {callsign} на месте.\nБ: Принял.\n", encoding="utf-8")
    found = outcome()
    lines = [found.desk.find(word).lines for word in ("калина", "ясень")]
    assert [len(one) for one in lines] == [1, 1]
    # two names that cannot be read stay two names
    assert lines[0][0].recording_id != lines[1][0].recording_id
    assert lines[0][0].title == r"\xef\xe5\xf0"


def test_links_pipes_and_what_may_not_be_read(pile, outcome, tmp_path, sounds):
    secret = sounds.encode(tmp_path / "secret.mp3", sounds.noise(500, seed=5))
    (pile / "link.mp3").symlink_to(secret)
    (pile / "loop.mp3").symlink_to(pile / "loop.mp3")
    (pile / "gone.mp3").symlink_to(pile / "never.mp3")
    os.mkfifo(pile / "pipe.wav")
    found = outcome()
    assert "leads out of its folder" in found.said["link.mp3"]
    assert "leads to itself" in found.said["loop.mp3"]
    assert "cannot be read" in found.said["gone.mp3"]
    assert "pipe" in found.said["pipe.wav"]
    assert found.done.heard == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(pile, outcome, sounds):
    sounds.encode(pile / "closed.mp3", sounds.noise(500, seed=6)).chmod(0)
    (pile / "closed").mkdir(mode=0)
    found = outcome()
    assert "cannot be read" in found.said["closed.mp3"]
    assert "cannot be read" in found.said["closed"]


def test_a_file_that_vanishes_while_the_pile_is_taken(pile, tmp_path, sounds):
    for name in ("a.mp3", "z.mp3", "z.srt", "z.html", "z.zip"):
        (pile / name).write_bytes(b"<p>" + name.encode())
    sounds.encode(pile / "b.mp3", sounds.noise(700, seed=7))

    def vanish(name: str, done: int, total: int) -> None:
        for gone in ("z.mp3", "z.srt", "z.html", "z.zip"):
            (pile / gone).unlink(missing_ok=True)

    with Desk.new(tmp_path / "archive") as desk:
        report = take_in(desk.archive, [pile], GivenBy(), vanish)
        said = {one.path: one.what for one in report.refused}
        assert {"z.mp3", "z.srt", "z.html", "z.zip"} <= set(said)
        assert all("cannot be read" in what for name, what in said.items() if name[0] == "z")
        assert run(desk.archive, workers=1).heard == 2
        assert desk.verify().clean


def test_a_path_that_is_not_there(pile, tmp_path):
    with Desk.new(tmp_path / "archive") as desk:
        report = desk.take_in([tmp_path / "nowhere", pile])
        assert [one.what for one in report.refused] == ["is not there"]
        assert report.taken["recordings"] == 1
