"""Where the recordings come from: joined real clips, sonnets, invented calls, an hour of made-up talk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import numpy as np
import soxr

from align_bench.onset import STEP_S, active
from align_bench.pauses_heard import PROMPT_SENTENCES_S, SONNET_LINES_S
from align_bench.recordings import RATE_HZ, Clip, Line, Material, Recording, Sound, join, read_sound
from making.degrade import band_pass, noise, to_level
from making.speech import Synthesiser

__all__ = ["MATERIALS", "ROOT"]

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "real"
_GAP_S = 0.25
_REJOINED, _PROMPTS = 7, 12  # seed, and prompts of a recording
_DIALOGFLOW = {
    "book_a_room": "Book a room",
    "mountain_view": "Mountain View",
    "today": "Today",
    "230pm": "Two thirty p.m.",
    "half_an_hour": "Half an hour",
    "two_people": "Two people",
}
_JFK = (
    "And so, my fellow Americans, ask not what your country can do for you,"
    " ask what you can do for your country."
)
_SENTENCE_PAUSE_S = 0.7  # between the Harvard sentences; within one the longest is 0.6 s
_BLIP_S = 0.080  # a click in a pause does not end it
_HOUR_VOICES = ("ru+m3", "ru+f2")


def joined_prompts(language: str) -> Material:
    """Telephone prompts as ``align/<language>.json`` joins them."""
    recipe = json.loads((REAL / "align" / f"{language}.json").read_text(encoding="utf-8"))
    recordings = []
    for number, one in enumerate(recipe["recordings"]):
        named = zip(one["text"], one["clips"], strict=True)
        clips = [Clip(text, read_sound(REAL / path)) for text, path in named]
        recordings.append(join(f"{language}-{number}", clips, recipe["gap_s"]))
    about = "real telephone prompts, joined"
    return Material(language, language, about, tuple(recordings))


def rejoined_prompts(language: str) -> Material:
    """The same prompts in other company and order: settings were not chosen on these recordings."""
    recipe = json.loads((REAL / "align" / f"{language}.json").read_text(encoding="utf-8"))
    given = [
        pair for one in recipe["recordings"] for pair in zip(one["text"], one["clips"], strict=True)
    ]
    order = np.random.default_rng(_REJOINED).permutation(len(given)).tolist()
    recordings = []
    for number, start in enumerate(range(0, len(order), _PROMPTS)):
        named = [given[place] for place in order[start : start + _PROMPTS]]
        clips = [Clip(text, read_sound(REAL / path)) for text, path in named]
        recordings.append(join(f"{language}-again-{number}", clips, recipe["gap_s"]))
    about = "the telephone prompts joined in another order"
    return Material(f"{language}_again", language, about, tuple(recordings))


def joined_english() -> Material:
    """Short questions, FLEURS and Harvard sentences and a speech, joined in the same way."""
    english = REAL / "audio" / "en"
    asked = [
        Clip(text, read_sound(english / "google_dialogflow" / f"{name}.wav"))
        for name, text in _DIALOGFLOW.items()
    ]
    fleurs = [
        Clip(path.read_text(encoding="utf-8").strip(), read_sound(path.with_suffix(".ogg")))
        for path in sorted((REAL / "audio" / "mixed" / "fleurs_cuttledoc").glob("*-en-*.txt"))
    ]
    speech = Clip(_JFK, read_sound(english / "jfk" / "jfk.flac"))
    harvard = _harvard(english / "osr_harvard_8k" / "speech_audio")
    order = [
        [asked[0], harvard[0], fleurs[0], asked[1], harvard[1], harvard[2], speech],
        [harvard[3], asked[2], fleurs[1], harvard[4], asked[3], harvard[5], fleurs[2]],
        [asked[4], fleurs[3], harvard[6], harvard[7], asked[5], harvard[8], harvard[9]],
    ]
    recordings = [join(f"en-{number}", clips, _GAP_S) for number, clips in enumerate(order)]
    about = "real English clips (Dialogflow, FLEURS, Harvard, JFK), joined"
    return Material("en", "en", about, tuple(recordings))


def codec_files() -> Material:
    """Real GSM files of two Ukrainian prompts of several sentences (`pauses_heard`)."""
    folder = REAL / "audio" / "uk" / "asterisk_core_uk_codecs"
    listed = (REAL / "audio" / "uk" / "asterisk_core_uk" / "core-sounds-uk.txt").read_text("utf-8")
    recordings = []
    for name, starts_s in PROMPT_SENTENCES_S.items():
        text = re.search(rf"^{name}: (.*)$", listed, re.MULTILINE)
        sentences = re.split(r"(?<=[.!?])\s+", text[1].strip()) if text else []
        lines = [Line(text, at_s) for text, at_s in zip(sentences, starts_s, strict=True)]
        recordings.append(Recording(name, read_sound(folder / f"{name}.gsm"), tuple(lines)))
    about = "real GSM 06.10 files of prompts; sentences after pauses"
    return Material("uk_gsm_files", "uk", about, tuple(recordings))


def sonnets() -> Material:
    """Three sonnets read aloud; counted are the lines that a pause tells apart (`pauses_heard`)."""
    folder = REAL / "audio" / "en" / "afaligner" / "shakespeare"
    recordings = []
    for name, known in SONNET_LINES_S.items():
        page = (folder / "text_complete" / f"{name}.xhtml").read_text(encoding="utf-8")
        texts = [unescape(found) for found in re.findall(r'<span id="f\d+">(.*?)</span>', page)]
        lines = tuple(Line(text, known.get(number)) for number, text in enumerate(texts))
        recordings.append(Recording(name, read_sound(folder / "audio" / f"{name}.mp3"), lines))
    about = "sonnets read aloud; counted are lines after a pause (no sync map was published)"
    return Material("sonnets", "en", about, tuple(recordings))


def invented_calls(language: str) -> Material:
    """Calls of ``samples/releases`` as the publisher put them out; truth from the synthesiser."""
    truth = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
    originals = {
        media["recordings"][0]: media["path"]
        for media in truth["media"]
        if media["relation"] in ("original", "subtitled") and len(media["recordings"]) == 1
    }
    recordings = []
    for name, one in truth["recordings"].items():
        if one["language"].split("-")[0] != language:
            continue
        lines = tuple(
            Line(line["text"], line["start_ms"] / 1000, None, line["end_ms"] / 1000)
            for line in one["lines"]
        )
        pcm = read_sound(ROOT / "samples" / "releases" / originals[name])
        recordings.append(Recording(name, pcm, lines))
    about = "invented calls, espeak-ng voices (kind to every aligner that uses espeak)"
    return Material(f"calls_{language}", language, about, tuple(recordings))


def spoken_hour(minutes: int = 60) -> Material:
    """Russian words of the samples in random order, said with pauses over line noise."""
    truth = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
    said = [
        line["text"]
        for one in truth["recordings"].values()
        for line in one["lines"]
        if line["language"] == "ru"
    ]
    words = sorted(
        {word.strip(".,?!:;-\u2014\u00ab\u00bb\u2026").lower() for word in " ".join(said).split()}
        - {""}
    )
    random = np.random.default_rng(31)
    synthesiser = Synthesiser()
    pcm = noise(minutes * 60 * RATE_HZ, -55.0, 31)
    lines: list[Line] = []
    at = RATE_HZ
    while True:
        tokens = random.choice(words, int(random.integers(4, 14))).tolist()
        spoken = synthesiser.say(tokens, _HOUR_VOICES[len(lines) % 2], 45, 165)
        sound = soxr.resample(to_level(spoken.pcm, -20.0), spoken.rate_hz, RATE_HZ)
        if at + len(sound) > len(pcm):
            break
        pcm[at : at + len(sound)] += sound
        lines.append(Line(" ".join(tokens), at / RATE_HZ, None, (at + len(sound)) / RATE_HZ))
        at += len(sound) + int(random.uniform(0.15, 2.0) * RATE_HZ)
    about = f"{minutes} minutes of made-up Russian lines, one recording: speed and memory"
    whole = Recording("hour", band_pass(pcm, RATE_HZ, 300, 3400), tuple(lines))
    return Material("hour" if minutes == 60 else "twenty_minutes", "ru", about, (whole,))


def _harvard(folder: Path) -> list[Clip]:
    listed = json.loads((folder / "test_samples.json").read_text(encoding="utf-8"))[0]
    pcm = read_sound(folder / listed["filename"])
    sentences = re.split(r"(?<=\.)\s+", listed["transcription"])
    pauses = [one for one in _pauses(pcm) if one[1] - one[0] >= _SENTENCE_PAUSE_S]
    inner = [one for one in pauses if one[0] > 0 and one[1] < len(pcm) / RATE_HZ - 0.1]
    cuts = [0, *(round((start + stop) / 2 * RATE_HZ) for start, stop in inner), len(pcm)]
    if len(cuts) != len(sentences) + 1:
        raise ValueError(f"{len(cuts) - 1} stretches of speech, {len(sentences)} sentences")
    return [Clip(text, pcm[cuts[i] : cuts[i + 1]]) for i, text in enumerate(sentences)]


def _pauses(pcm: Sound) -> list[tuple[float, float]]:
    """Stretches below the threshold in seconds, clicks of up to 80 ms in them passed over."""
    quiet = ~active(pcm, RATE_HZ)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    merged: list[tuple[float, float]] = []
    for start, stop in zip(edges[::2] * STEP_S, edges[1::2] * STEP_S, strict=True):
        if merged and start - merged[-1][1] < _BLIP_S:
            merged[-1] = (merged[-1][0], float(stop))
        else:
            merged.append((float(start), float(stop)))
    return merged


MATERIALS: dict[str, Callable[[], Material]] = {
    "ru": lambda: joined_prompts("ru"),
    "uk": lambda: joined_prompts("uk"),
    "ru_again": lambda: rejoined_prompts("ru"),
    "uk_again": lambda: rejoined_prompts("uk"),
    "en": joined_english,
    "uk_gsm_files": codec_files,
    "sonnets": sonnets,
    "calls_ru": lambda: invented_calls("ru"),
    "calls_uk": lambda: invented_calls("uk"),
    "calls_en": lambda: invented_calls("en"),
    "twenty_minutes": lambda: spoken_hour(20),
    "hour": spoken_hour,
}
