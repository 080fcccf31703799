"""The text of one WebVTT cue: voices, languages, word times; all other tags taken out.

Source: https://www.w3.org/TR/webvtt1/#webvtt-cue-text-parsing-rules. One departure: a ``<`` that
no ``>`` follows is kept as text, where the standard swallows the rest of the cue.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from earwitness.intake.transcripts.parsed import Word
from earwitness.intake.transcripts.webvtt_blocks import read_webvtt_timestamp

__all__ = ["CueText", "VoicePiece", "read_cue_text"]

_TOKEN = re.compile(r"<([^<>]*)>")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")


@dataclass(frozen=True, slots=True)
class VoicePiece:
    """What one voice says in a cue: rows as written, without tags."""

    voice: str | None
    language: str | None
    rows: tuple[str, ...]
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class CueText:
    """The pieces of a cue in order, and what was mended."""

    pieces: tuple[VoicePiece, ...]
    troubles: tuple[str, ...] = ()


@dataclass(slots=True)
class _Chunk:
    """Text under one voice, one language and one word stamp."""

    voice: str | None
    language: str | None
    stamp_ms: int | None
    text: str = ""


@dataclass(slots=True)
class _Reading:
    voices: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    stamp_ms: int | None = None
    chunks: list[_Chunk] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def add_text(self, text: str) -> None:
        if not text:
            return
        voice = self.voices[-1] if self.voices else None
        language = self.languages[-1] if self.languages else None
        last = self.chunks[-1] if self.chunks else None
        same = last is not None and (last.voice, last.language, last.stamp_ms) == (
            voice,
            language,
            self.stamp_ms,
        )
        if last is not None and same:
            last.text += html.unescape(text)
        else:
            self.chunks.append(_Chunk(voice, language, self.stamp_ms, html.unescape(text)))

    def add_tag(self, tag: str) -> None:
        if tag[:1].isdigit():
            self._add_stamp(tag)
        elif tag.startswith("/"):
            self._close(tag[1:].strip())
        else:
            self._open(tag)

    def _add_stamp(self, tag: str) -> None:
        stamp_ms = read_webvtt_timestamp(tag)
        if stamp_ms is None:
            self.troubles.append(f"a word time cannot be read: '<{tag[:40]}>'")
        else:
            self.stamp_ms = stamp_ms

    def _open(self, tag: str) -> None:
        head, _, annotation = tag.replace("\t", " ").replace("\n", " ").partition(" ")
        name = head.partition(".")[0]
        value = " ".join(html.unescape(annotation).split())
        if name == "v" and value:
            # Voices do not nest in practice: people leave out </v>.
            self.voices = [value]
        elif name == "lang":
            self.languages.append(value if _LANGUAGE.fullmatch(value) else "")

    def _close(self, name: str) -> None:
        if name == "v":
            self.voices.clear()
        elif name == "lang" and self.languages:
            self.languages.pop()


def read_cue_text(rows: tuple[str, ...], start_ms: int | None, end_ms: int | None) -> CueText:
    """Read the text of a cue that runs from ``start_ms`` to ``end_ms``.

    A word gets its times from the stamp before it and the stamp after it (or the cue's bounds); a
    stretch of several words between two stamps stays text, for it is not known when each begins.
    """
    reading = _Reading()
    text = "\n".join(rows)
    position = 0
    for token in _TOKEN.finditer(text):
        reading.add_text(text[position : token.start()])
        reading.add_tag(token[1])
        position = token.end()
    reading.add_text(text[position:])
    if "<" in _TOKEN.sub("", text):
        reading.troubles.append("a '<' without '>'; kept as text")
    words = _timed_words(reading, start_ms, end_ms)
    return CueText(tuple(_pieces(reading.chunks, words)), tuple(reading.troubles))


def _timed_words(reading: _Reading, start_ms: int | None, end_ms: int | None) -> list[Word | None]:
    """For each chunk its word with times, or None."""
    chunks = reading.chunks
    if start_ms is None or end_ms is None or all(chunk.stamp_ms is None for chunk in chunks):
        return [None] * len(chunks)
    starts = [start_ms if chunk.stamp_ms is None else chunk.stamp_ms for chunk in chunks]
    ends = [*starts[1:], end_ms]
    words: list[Word | None] = []
    for chunk, begin_ms, stop_ms in zip(chunks, starts, ends, strict=True):
        # Two chunks of one stamp differ in voice only: no word boundary is stated there.
        one_word = len(chunk.text.split()) == 1 and begin_ms != stop_ms
        if one_word and start_ms <= begin_ms < stop_ms <= end_ms:
            words.append(Word(chunk.text.strip(), begin_ms, stop_ms))
        else:
            words.append(None)
            if not start_ms <= begin_ms <= stop_ms <= end_ms:
                reading.troubles.append("word times outside the cue or backwards; left out")
    return words


def _pieces(chunks: list[_Chunk], words: list[Word | None]) -> list[VoicePiece]:
    pieces: list[VoicePiece] = []
    begin = 0
    for place in range(1, len(chunks) + 1):
        if place < len(chunks) and _same_piece(chunks[place], chunks[begin]):
            continue
        part = chunks[begin:place]
        rows = tuple("".join(chunk.text for chunk in part).split("\n"))
        timed = tuple(word for word in words[begin:place] if word is not None)
        pieces.append(VoicePiece(part[0].voice, part[0].language or None, rows, timed))
        begin = place
    return [piece for piece in pieces if any(row.strip() for row in piece.rows)]


def _same_piece(one: _Chunk, other: _Chunk) -> bool:
    return (one.voice, one.language) == (other.voice, other.language)
