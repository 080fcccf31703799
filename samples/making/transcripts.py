"""The transcripts that lie beside the clips, in the formats in which desks and machines hand them on."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from making.conversation import SaidLine, TrueRecording

__all__ = ["Cue", "cues_of", "transcript_text"]

_JITTER_MS = 30
_NOT_HEARD = {"en": "[inaudible]", "uk": "[не чути]", "ru": "[не слышно]"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A line with its voice's label, or a stretch in which the other side is not heard."""

    start_ms: int
    end_ms: int
    text: str
    label: str | None


def transcript_text(table: dict[str, Any], recording: TrueRecording) -> str:
    """The content of one file of the scenario's ``[[transcript]]``."""
    language = table.get("language", recording.script.language)
    form = table["form"]
    if form == "whisperx":
        return _whisperx(recording, table["heard_as"], table["path"])
    if form == "auto_vtt":
        return _auto_vtt(recording, table["heard_as"], table["path"])
    cues = list(cues_of(recording, language))
    if form == "srt":
        return _srt(cues)
    if form == "vtt":
        return _vtt(cues, language)
    return "".join(f"{cue.label}: {cue.text}\n" for cue in cues if cue.label)


def cues_of(recording: TrueRecording, language: str) -> Iterator[Cue]:
    """The lines in one language, original or translation, and the unheard stretches, in order."""
    own = language == recording.script.language
    script = recording.script
    cues = [
        Cue(start_ms, end_ms, _NOT_HEARD[language[:2]], None)
        for start_ms, end_ms in recording.unheard
    ]
    for line in recording.lines:
        labels = script.voices[str(line.turn.voice)].label
        label = labels.get(language, labels["en"])
        text = line.turn.text if own else line.turn.translations[language]
        cues.append(Cue(line.start_ms, line.end_ms, text, label))
    yield from sorted(cues, key=lambda cue: cue.start_ms)


def _srt(cues: list[Cue]) -> str:
    blocks = (
        f"{i}\n{_clock(cue.start_ms, ',')} --> {_clock(cue.end_ms, ',')}\n{cue.text}\n"
        for i, cue in enumerate(cues, 1)
    )
    return "\n".join(blocks)


def _vtt(cues: list[Cue], language: str) -> str:
    head = f"WEBVTT\nKind: subtitles\nLanguage: {language}\n"
    blocks = [head]
    for cue in cues:
        text = f"<v {cue.label}>{cue.text}" if cue.label else cue.text
        blocks.append(f"{_clock(cue.start_ms)} --> {_clock(cue.end_ms)}\n{text}\n")
    return "\n".join(blocks)


def _clock(ms: int, point: str = ".") -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"


@dataclass(frozen=True, slots=True)
class _Heard:
    text: str
    start_ms: int
    end_ms: int
    score: float


def _heard(line: SaidLine, heard_as: list[list[str]], dice: random.Random) -> list[_Heard]:
    """The line's words as a machine would report them: moved by up to 30 ms, some of them wrong."""
    wrong = {right: put for right, put in heard_as}  # noqa: C416 - TOML pairs are lists
    heard: list[_Heard] = []
    floor_ms = 0
    for word in line.words:
        start_ms = max(floor_ms, word.start_ms + dice.randint(-_JITTER_MS, _JITTER_MS))
        end_ms = max(start_ms + 20, word.end_ms + dice.randint(-_JITTER_MS, _JITTER_MS))
        floor_ms = end_ms
        text = wrong.get(word.text, word.text)
        score = dice.uniform(0.25, 0.55) if word.text in wrong else dice.uniform(0.72, 0.99)
        if text:
            heard.append(_Heard(text, start_ms, end_ms, round(score, 3)))
    return heard


def _whisperx(recording: TrueRecording, heard_as: list[list[str]], seed: str) -> str:
    """WhisperX's aligned JSON: seconds; words with digits carry no times there, and none here."""
    dice = random.Random(zlib.crc32(seed.encode()))
    segments, everything = [], []
    names: dict[str, str] = {}
    for line in recording.lines:
        speaker = names.setdefault(str(line.turn.voice), f"SPEAKER_{len(names):02}")
        heard = _heard(line, heard_as, dice)
        words = [_whisperx_word(word, speaker) for word in heard]
        everything += words
        segments.append(
            {
                "start": heard[0].start_ms / 1000,
                "end": heard[-1].end_ms / 1000,
                "text": " " + " ".join(word.text for word in heard),
                "words": words,
                "speaker": speaker,
            }
        )
    language = recording.script.language[:2]
    document = {"segments": segments, "word_segments": everything, "language": language}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _whisperx_word(word: _Heard, speaker: str) -> dict[str, Any]:
    if re.search(r"\d", word.text):
        return {"word": word.text, "speaker": speaker}
    times = {"start": word.start_ms / 1000, "end": word.end_ms / 1000, "score": word.score}
    return {"word": word.text, **times, "speaker": speaker}


def _auto_vtt(recording: TrueRecording, heard_as: list[list[str]], seed: str) -> str:
    """Rolling captions as video sites make them: each line twice, words with their own times."""
    dice = random.Random(zlib.crc32(seed.encode()))
    blocks = [f"WEBVTT\nKind: captions\nLanguage: {recording.script.language}\n"]
    before = " "
    for line in recording.lines:
        heard = _heard(line, heard_as, dice)
        words = [re.sub(r"[.,?!]", "", word.text).lower() for word in heard]
        tagged = words[0] + "".join(
            f"<{_clock(word.start_ms)}><c> {text}</c>"
            for word, text in zip(heard[1:], words[1:], strict=True)
        )
        start_ms, end_ms = heard[0].start_ms, heard[-1].end_ms
        setting = "align:start position:0%"
        blocks.append(f"{_clock(start_ms)} --> {_clock(end_ms)} {setting}\n{before}\n{tagged}\n")
        before = " ".join(words)
        blocks.append(f"{_clock(end_ms)} --> {_clock(end_ms + 10)} {setting}\n{before}\n \n")
    return "\n".join(blocks)
