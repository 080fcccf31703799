"""The committed samples are what truth.json says they are."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.resampler import AudioResampler

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
RELEASES = SAMPLES / "releases"
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
RECORDINGS = TRUTH["recordings"]
READABLE = [item for item in TRUTH["media"] if "duration_ms" in item]
CLEAN = ["clean.en.md", "clean.uk.md", "clean.ru.md"]
LIMIT_BYTES = 6_000_000


@cache
def sound_of(path: str) -> tuple[np.ndarray, int]:
    """Float mono at 8 kHz and the length in milliseconds."""
    adapt = AudioResampler(format="fltp", layout="mono", rate=8000)
    parts, seconds = [], 0.0
    with av.open(str(RELEASES / path)) as container:
        for frame in container.decode(audio=0):
            seconds += frame.samples / frame.sample_rate
            parts += [part.to_ndarray()[0] for part in adapt.resample(frame)]
        parts += [part.to_ndarray()[0] for part in adapt.resample(None)]
    return np.concatenate(parts), int(seconds * 1000)


def level_dbfs(pcm: np.ndarray) -> float:
    return 10 * np.log10(float(np.mean(np.square(pcm, dtype=np.float64))) + 1e-12)


def stretch(pcm: np.ndarray, start_ms: int, end_ms: int) -> np.ndarray:
    return pcm[start_ms * 8 : end_ms * 8]


def bare(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[.,?!…]", "", text)).strip().lower()


def whole_file_of(recording: str, relation: str = "original") -> dict:
    """The first file that carries all of the recording and nothing else, an original if there is one."""
    whole = [
        item
        for item in READABLE
        if item["recordings"] == [recording] and item["relation"] != "excerpt"
    ]
    return next((item for item in whole if item["relation"] == relation), whole[0])


@pytest.mark.parametrize(
    "item",
    TRUTH["media"] + TRUTH["transcripts"] + TRUTH["documents"],
    ids=lambda item: item["path"],
)
def test_hashes(item: dict) -> None:
    assert hashlib.sha256((RELEASES / item["path"]).read_bytes()).hexdigest() == item["sha256"]


def test_every_release_file_is_described() -> None:
    described = {i["path"] for k in ("media", "transcripts", "documents") for i in TRUTH[k]}
    assert described == {
        path.relative_to(RELEASES).as_posix() for path in RELEASES.rglob("*") if path.is_file()
    }


def test_samples_stay_small() -> None:
    committed = [*RELEASES.rglob("*"), *(SAMPLES / "drafts").glob("*"), *SAMPLES.glob("*.*")]
    sizes = [path.stat().st_size for path in committed if path.is_file()]
    assert sum(sizes) < LIMIT_BYTES


@pytest.mark.parametrize("item", READABLE, ids=lambda item: item["path"])
def test_durations_and_levels(item: dict) -> None:
    pcm, duration_ms = sound_of(item["path"])
    assert abs(duration_ms - item["duration_ms"]) <= 1
    assert -40 < level_dbfs(pcm) < -10
    planted = any(RECORDINGS[name]["clipped"] for name in item["recordings"])
    assert (np.abs(pcm).max() > 0.9) == planted
    for piece in item["time_map"]:
        assert 0 <= piece["artefact_start_ms"] < piece["artefact_end_ms"] <= duration_ms + 1
        length_ms = piece["artefact_end_ms"] - piece["artefact_start_ms"]
        end_ms = piece["recording_start_ms"] + length_ms
        assert end_ms <= RECORDINGS[piece["recording"]]["duration_ms"]


@pytest.mark.parametrize("path", TRUTH["counts"]["unreadable"])
def test_broken_files_do_not_decode(path: str) -> None:
    with pytest.raises(av.error.FFmpegError):
        sound_of(path)


@pytest.mark.parametrize("name", RECORDINGS)
def test_words_are_where_the_truth_has_them(name: str) -> None:
    recording = RECORDINGS[name]
    pcm, _ = sound_of(whole_file_of(name)["path"])
    spans = [(start, end) for ln in recording["lines"] for _, start, end in ln["words"]]
    said = np.concatenate([stretch(pcm, start, end) for start, end in spans])
    lead = stretch(pcm, 0, recording["lines"][0]["start_ms"] - 100)
    assert level_dbfs(said) > level_dbfs(lead) + 12
    for start_ms, end_ms in spans:
        assert 20 <= end_ms - start_ms <= 2000


@pytest.mark.parametrize("name", RECORDINGS)
def test_lines_hold_their_words_in_order(name: str) -> None:
    recording = RECORDINGS[name]
    for line in recording["lines"]:
        shown = [token for token in line["text"].split() if not token.startswith("[bleep]")]
        assert [word[0] for word in line["words"]] == shown
        assert all(a[2] <= b[1] + 1 for a, b in pairwise(line["words"]))
        assert line["end_ms"] <= recording["duration_ms"]
        assert line["translations"]


@pytest.mark.parametrize("name", [n for n, r in RECORDINGS.items() if r["unheard"]])
def test_nobody_is_heard_in_unheard_spans(name: str) -> None:
    recording = RECORDINGS[name]
    pcm, _ = sound_of(whole_file_of(name)["path"])
    words = [word for line in recording["lines"] for word in line["words"]]
    for span in recording["unheard"]:
        assert level_dbfs(stretch(pcm, span["start_ms"], span["end_ms"])) < -40
        assert all(w[2] <= span["start_ms"] or w[1] >= span["end_ms"] for w in words)


@pytest.mark.parametrize("name", [n for n, r in RECORDINGS.items() if r["bleeps"]])
def test_bleeps_are_tones_and_hold_no_word(name: str) -> None:
    pcm, _ = sound_of(whole_file_of(name, "subtitled")["path"])
    for span in RECORDINGS[name]["bleeps"]:
        tone = stretch(pcm, span["start_ms"] + 40, span["end_ms"] - 40)
        spectrum = np.abs(np.fft.rfft(tone * np.hanning(len(tone))))
        assert abs(np.argmax(spectrum) * 8000 / len(tone) - 1000) < 20
        words = [word for line in RECORDINGS[name]["lines"] for word in line["words"]]
        assert all(w[2] <= span["start_ms"] + 50 or w[1] >= span["end_ms"] - 50 for w in words)


def test_the_clipped_stretch_has_flat_tops() -> None:
    pcm, _ = sound_of("clips/call-11.wav")
    (span,) = RECORDINGS["R11"]["clipped"]
    inside = np.abs(stretch(pcm, span["start_ms"], span["end_ms"]))
    assert np.mean(inside > 0.975) > 0.05
    assert np.mean(np.abs(pcm[: span["start_ms"] * 8]) > 0.975) == 0


def test_the_sides_of_the_stereo_call_are_on_their_channels() -> None:
    with av.open(str(RELEASES / "clips/call-04.wav")) as container:
        frames = [frame.to_ndarray().reshape(-1, 2) for frame in container.decode(audio=0)]
    both = np.concatenate(frames).astype(np.float32) / 32768
    lines = RECORDINGS["R04"]["lines"]
    channel = {voice["id"]: "AB".index(voice["side"]) for voice in RECORDINGS["R04"]["voices"]}
    for line in lines[:6]:
        own = channel[line["voice"]]
        heard = stretch(both, line["start_ms"], line["end_ms"] - 350)
        assert level_dbfs(heard[:, own]) > level_dbfs(heard[:, 1 - own]) + 12


@pytest.mark.parametrize("item", [i for i in TRUTH["media"] if "identical_to" in i], ids=str)
def test_identical_copies_are_identical(item: dict) -> None:
    first = RELEASES / item["identical_to"]
    assert (RELEASES / item["path"]).read_bytes() == first.read_bytes()


def test_counts() -> None:
    counts = TRUTH["counts"]
    assert counts["recordings"] == len(RECORDINGS)
    assert counts["voices"] == sum(len(r["voices"]) for r in RECORDINGS.values())
    assert counts["artefacts"] == len({item["sha256"] for item in READABLE})
    languages = [r["language"] for r in RECORDINGS.values()]
    assert min(languages.count("ru") - 5, languages.count("uk") - 4, languages.count("en") - 2) >= 0
    assert all(20_000 <= r["duration_ms"] <= 70_000 for r in RECORDINGS.values())


def test_the_telegram_export_needs_mending_and_points_at_its_files() -> None:
    raw = (RELEASES / "telegram_surmach/result.json").read_text(encoding="utf-8")
    with pytest.raises(json.JSONDecodeError):
        json.loads(raw)
    messages = json.loads(raw.replace(r"\x1F", r"\u001F"))["messages"]
    files = [message["file"] for message in messages if "file" in message]
    assert sum(name.startswith("(File not included") for name in files) == 1
    for name in files:
        assert name.startswith("(") or (RELEASES / "telegram_surmach" / name).is_file()
    assert sum("date_unixtime" not in m for m in messages if m["type"] == "message") == 1
    assert any("forwarded_from" in message for message in messages)
    assert any("edited" in message for message in messages)


@pytest.mark.parametrize("name", RECORDINGS)
def test_what_publishers_assert_stands_where_the_truth_says(name: str) -> None:
    for asserted in RECORDINGS[name]["publisher_assertions"]:
        path = RELEASES / asserted["where"].split("#")[0]
        text = path.read_text(encoding="utf-8").replace('\\"', '"')
        for key in ("unit", "place", "role", "name", "date"):
            assert asserted.get(key, "") in text, (asserted["where"], key)


@pytest.mark.parametrize(
    "transcript",
    [item for item in TRUTH["transcripts"] if item["planted_errors"]],
    ids=lambda item: item["path"],
)
def test_machine_transcripts_hold_the_planted_errors(transcript: dict) -> None:
    text = (RELEASES / transcript["path"]).read_text(encoding="utf-8").lower()
    assert 2 <= len(transcript["planted_errors"]) <= 4
    for error in transcript["planted_errors"]:
        assert re.sub(r"[.,?!]", "", error["written"]).lower() in text


@pytest.mark.parametrize("error", TRUTH["draft_errors"], ids=lambda e: f"{e['draft']}-{e['code']}")
def test_planted_draft_errors_stand_in_their_line(error: dict) -> None:
    lines = (SAMPLES / "drafts" / error["draft"]).read_text(encoding="utf-8").splitlines()
    assert error["words"] in lines[error["line"] - 1]
    if "said" in error:
        lines_said = RECORDINGS[error["recording"]]["lines"]
        assert error["said"] in [
            text for ln in lines_said for text in (ln["text"], *ln["translations"].values())
        ]


def test_each_flawed_draft_has_the_errors_that_every_language_must_have() -> None:
    for draft in ("flawed.en.md", "flawed.uk.md", "flawed.ru.md"):
        codes = [error["code"] for error in TRUTH["draft_errors"] if error["draft"] == draft]
        assert {"Q01", "Q02", "Q03", "Q04", "Q09", "Q10"} <= set(codes)
        assert codes.count("Q10") == 2


@pytest.mark.parametrize("draft", CLEAN)
def test_clean_drafts_quote_what_was_said(draft: str) -> None:
    text = (SAMPLES / "drafts" / draft).read_text(encoding="utf-8")
    quoted = [a or b for a, b in re.findall(r"“([^”]+)”|«([^»]+)»", text)]
    names_of_services = {"Сурмач"}
    said = [
        " ".join(bare(line) for line in version)
        for recording in RECORDINGS.values()
        for version in versions(recording)
    ]
    quotes = [quote for quote in quoted if quote not in names_of_services]
    assert len(quotes) >= 6
    for quote in quotes:
        assert any(f" {bare(quote)} " in f" {text} " for text in said), quote
    told = [quote for quote in TRUTH["clean_quotes"] if quote["draft"] == draft]
    assert [quote["words"] for quote in told] == quotes
    timed = {i["recording"] for i in TRUTH["transcripts"] if i["form"] in {"whisperx", "auto_vtt"}}
    assert {quote["recording"] for quote in told} <= timed
    for quote in told:
        by_line = {line["line"]: line["voice"] for line in RECORDINGS[quote["recording"]]["lines"]}
        assert len({by_line[number] for number in quote["lines"]}) == 1


def versions(recording: dict) -> list[list[str]]:
    lines = recording["lines"]
    original = [line["text"] for line in lines]
    languages = lines[0]["translations"]
    return [original, *([line["translations"][k] for line in lines] for k in languages)]
