"""The words of a recording, line by line: every version, its translations, what is held back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from earwitness.cli.printing import count, say
from earwitness.cli.times import span_words
from earwitness.cli.voice_words import SuggestedVoice
from earwitness.records.words import Transcript, Translation, TranslationLine, Utterance
from earwitness.store.catalog.words import (
    best_translations,
    transcripts,
    translations,
    utterances,
)
from earwitness.store.renderings import renderings

__all__ = ["WordsVersion", "say_words", "words_of"]


@dataclass(frozen=True, slots=True)
class WordsVersion:
    """A version of the words: an original, or a translation.

    Attributes:
        version: the record of it.
        shown: whether it is the one that is shown (of its language, for translations).
        lines: of the version, in order.
    """

    version: Transcript | Translation
    shown: bool
    lines: tuple[Utterance, ...] | tuple[TranslationLine, ...]


def words_of(db: sqlite3.Connection, recording_id: str, language: str) -> tuple[WordsVersion, ...]:
    """All versions: originals first, best first; then translations.

    Args:
        language: only translations into this language, "" for all.
    """
    found = [
        WordsVersion(one, number == 0, tuple(utterances(db, one.id)))
        for number, one in enumerate(transcripts(db, recording_id))
    ]
    shown = found[0].version.id if found else ""
    best = {one.id for one in best_translations(db, recording_id).values()}
    found += [
        WordsVersion(one, one.id in best, tuple(renderings(db, one, shown)))
        for one in translations(db, recording_id)
        if language in ("", one.language)
    ]
    return tuple(found)


def say_words(
    words: Sequence[WordsVersion], *, every: bool, suggested: Sequence[SuggestedVoice] = ()
) -> None:
    """Print the shown version with translations beside each line; then the list of versions."""
    shown = next((one for one in words if isinstance(one.version, Transcript)), None)
    beside = [one for one in words if isinstance(one.version, Translation) and one.shown]
    if shown is not None:
        say()
        say(f"Words ({shown.version.language})", style="bold")
        _say_lines(shown, beside, {one.utterance: one.voice for one in suggested})
        _say_held_back(shown)
    else:
        for one in beside:
            say()
            say(f"Words (translation, {one.version.language})", style="bold")
            _say_plain(one)
    if words:
        say()
        say("Versions", style="bold")
        for one in words:
            say(f"  {_version_words(one)}")
            if every:
                _say_plain(one)


def _version_words(one: WordsVersion) -> str:
    version = one.version
    what = "original" if isinstance(version, Transcript) else "translation"
    maker = f" by {version.maker}" if version.maker else ""
    shown = "shown, " if one.shown else ""
    origin = version.origin.value.replace("_", " ")
    return (
        f"{version.id}  {what} {version.language}  {origin}{maker}, {version.status}, "
        f"{count(len(one.lines), 'line')}  ({shown}rank {version.rank}: {version.because})"
    )


def _say_lines(
    shown: WordsVersion, beside: Sequence[WordsVersion], suggested: Mapping[str, str]
) -> None:
    for line in shown.lines:
        if not isinstance(line, Utterance) or line.held_back:
            continue
        place = span_words(line.start_ms, line.end_ms, line.timing.value)
        voice = f"{line.voice}: " if line.voice else ""
        if line.id in suggested:
            voice = f"({suggested[line.id]}?) "
        words = line.text or f"[{line.no_speech or 'no words'}]"
        say(f"  {place}  {voice}{words}")
        for one in beside:
            for text in _renderings(one, line.position):
                say(f"      {one.version.language}: {text}")
    for one in beside:
        loose = [t.text for t in one.lines if isinstance(t, TranslationLine) and t.first is None]
        if loose:
            say(f"  {one.version.language}, place not known:")
            for text in loose:
                say(f"      {text}")


def _renderings(one: WordsVersion, position: int) -> list[str]:
    """The lines of a translation that begin at this line of the original."""
    return [
        line.text
        for line in one.lines
        if isinstance(line, TranslationLine) and line.first == position
    ]


def _say_held_back(shown: WordsVersion) -> None:
    held = [one for one in shown.lines if isinstance(one, Utterance) and one.held_back]
    if not held:
        return
    say("  Held back (an engine wrote this; it was probably not said):")
    for one in held:
        place = span_words(one.start_ms, one.end_ms, one.timing.value)
        say(f"    {place}  {one.text}  [{one.held_back}]")


def _say_plain(one: WordsVersion) -> None:
    for line in one.lines:
        timing = line.timing.value if isinstance(line, Utterance) else "exact"
        place = span_words(line.start_ms, line.end_ms, timing)
        voice = f"{line.voice}: " if line.voice else ""
        say(f"      {place}  {voice}{line.text}")
