"""What the pages for reading show, in three languages; and the sound behind them."""

from __future__ import annotations

import re
import time
import tomllib
import wave
from importlib import resources
from io import BytesIO

import numpy as np
import pytest

from earwitness.audio.decode import decode_span
from earwitness.desk import Desk
from earwitness.store.redacted_master import source_file
from earwitness.web.wording import LANGUAGES, language_wanted, say_in


@pytest.fixture(scope="module")
def call(reader) -> str:
    """A recording with sound, words and a translation."""
    with Desk.open(reader.house.root) as desk:
        row = desk.archive.db.execute(
            "select t.recording_id from transcript t join translation r using (recording_id)"
            " join rendition f using (recording_id) order by t.rowid limit 1"
        ).fetchone()
    return str(row[0])


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_room_opens_in_every_language(reader, call, language):
    for address in ("/", "/recordings", "/search", "/search?q=вода", f"/recordings/{call}", "/you"):
        page = reader.page(address, **{"Accept-Language": language})
        assert page.get("lang") == language
        assert page.xpath("//h1")
        assert not re.search(r"\{\w+\}", page.xpath("//main")[0].text_content())


def test_all_languages_have_the_same_sentences():
    folder = resources.files("earwitness.web") / "wording"
    for file in folder.iterdir():
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        assert set(tables) == set(LANGUAGES), file.name
        fields = {
            language: {
                key.removesuffix("_few").removesuffix("_many").removesuffix("_one"): set(
                    re.findall(r"(?<!\{)\{(\w+)\}", text)
                )
                for key, text in table.items()
            }
            for language, table in tables.items()
        }
        assert fields["en"] == fields["uk"] == fields["ru"], file.name


def test_every_sentence_that_a_template_asks_for_is_there():
    said = say_in("en").sentences
    for file in (resources.files("earwitness.web") / "pages").iterdir():
        text = file.read_text(encoding="utf-8")
        for key in re.findall(r'say\("([a-z_]+\.[a-z_]+)"[,)]', text):
            assert key in said, f"{file.name}: {key}"
        for key in re.findall(r'say\.count\("([a-z_]+\.[a-z_]+)"', text):
            assert f"{key}_one" in said, f"{file.name}: {key}"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("uk-UA,en;q=0.8", "uk"), ("de,ru;q=0.3,en;q=0.2", "ru"), ("", "en"), ("xx;q=hm", "en")],
)
def test_the_language_is_the_first_that_the_desk_speaks(accepted, language):
    assert language_wanted(accepted) == language


@pytest.mark.parametrize(
    ("language", "number", "form"),
    [
        ("ru", 1, "запись"),
        ("ru", 22, "записи"),
        ("ru", 11, "записей"),
        ("uk", 5, "записів"),
        ("en", 2, "recordings"),
    ],
)
def test_numbers_have_their_forms(language, number, form):
    assert say_in(language).count("recordings.count", number) == f"{number} {form}"


def test_a_recording_has_its_words_in_both_languages_line_by_line(reader, call):
    page = reader.page(f"/recordings/{call}")
    with Desk.open(reader.house.root) as desk:
        shown = desk.archive.db.execute(
            "select u.text from transcript t join utterance u on u.transcript_id = t.id where"
            " t.recording_id = ? and t.id = (select id from transcript where recording_id = t.recording_id"
            " order by rank desc, rowid desc limit 1) order by u.position",
            (call,),
        ).fetchall()
    lines = [" ".join(one.text_content().split()) for one in page.xpath("//p[@class='said']")]
    assert len(lines) == len(shown)
    for line, (text,) in zip(lines, shown, strict=True):
        assert text in line
    assert page.xpath("//p[@class='beside'][normalize-space()]")


def test_what_is_not_there_is_said(reader):
    page = reader.page("/recordings/rec-none", 404)
    assert "no recording" in page.xpath("//main")[0].text_content()
    assert reader.page("/nope", 404).xpath("//h1")
    assert reader.page("/search?q=%22", 200).xpath("//p[@role='alert']")


def test_lists_go_page_by_page(reader):
    with Desk.open(reader.house.root) as desk:
        count = len(desk.recordings())
    assert len(reader.page("/recordings").xpath("//ol[@class='list']/li")) == min(50, count)
    assert not reader.page(f"/recordings?from={count}").xpath("//ol[@class='list']/li")
    for odd in ("-1", "9" * 40, "x"):
        reader.page(f"/recordings?from={odd}")


def prepared(reader, call) -> dict:
    for _ in range(200):
        state = reader.client.get(f"/recordings/{call}/sound").json()
        if state["ready"]:
            return state
        assert not state["error"], state
        time.sleep(0.1)
    raise AssertionError("the sound was never ready")


def test_the_sound_is_the_recording_sample_by_sample(reader, call):
    prepared(reader, call)
    given = reader.client.get(f"/recordings/{call}/sound.wav")
    assert given.status_code == 200
    with wave.open(BytesIO(given.content)) as sound, Desk.open(reader.house.root) as desk:
        archive = desk.archive
        source = archive.originals.path(source_file(archive, call))
        want, rate_hz = decode_span(source, 0, 10**7, sound.getframerate())
        assert rate_hz == sound.getframerate()
        pcm = np.frombuffer(sound.readframes(10**9), "<i2").reshape(-1, sound.getnchannels()).T
    assert pcm.shape == want.shape
    assert np.abs(pcm / 32768 - want).max() <= 1 / 32768


def test_any_range_of_the_sound_can_be_asked_for(reader, call):
    prepared(reader, call)
    address = f"/recordings/{call}/sound.wav"
    whole = reader.client.get(address).content
    part = reader.client.get(address, headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole)}"
    beyond = reader.client.get(address, headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == 416


def test_the_outline_has_the_loudest_samples(reader, call):
    per_s = prepared(reader, call)["per_s"]
    pairs = np.frombuffer(
        reader.client.get(f"/recordings/{call}/outline").content, np.int8
    ).reshape(-1, 2)
    with wave.open(BytesIO(reader.client.get(f"/recordings/{call}/sound.wav").content)) as sound:
        rate_hz, channels = sound.getframerate(), sound.getnchannels()
        pcm = np.frombuffer(sound.readframes(10**9), "<i2").reshape(-1, channels) / 32768
    assert abs(len(pairs) - len(pcm) * per_s / rate_hz) <= 1
    for at in range(0, len(pairs) - 1, 37):
        stretch = pcm[int(at * rate_hz / per_s) : int((at + 1) * rate_hz / per_s)]
        assert abs(pairs[at, 1] - round(float(stretch.max()) * 127)) <= 1
        assert abs(pairs[at, 0] - round(float(stretch.min()) * 127)) <= 1


def test_sound_that_cannot_be_decoded_is_said_and_asked_for_again(reader):
    with Desk.open(reader.house.root) as desk:
        row = desk.archive.db.execute(
            "select r.recording_id from rendition r left join heard h using (sha256) where h.sha256 is null limit 1"
        ).fetchone()
    for _ in range(2):
        for _ in range(200):
            state = reader.client.get(f"/recordings/{row[0]}/sound").json()
            if state["error"]:
                break
            time.sleep(0.05)
        assert state["error"]
    assert reader.client.get(f"/recordings/{row[0]}/sound.wav").status_code == 404


def test_marks_lie_where_the_words_are(reader, call):
    marks = reader.client.get(f"/recordings/{call}/marks.json").json()
    page = reader.page(f"/recordings/{call}")
    starts = [int(one) for one in page.xpath("//button[@data-start]/@data-start")]
    assert [one[1] for one in marks["lines"]] == starts
    for position, words in marks["words"].items():
        (line,) = page.xpath(f"//li[@id='l{position}']//p[@class='said']")
        for start, length, begins, ends in words:
            assert line.text[start : start + length].strip()
            assert begins <= ends
