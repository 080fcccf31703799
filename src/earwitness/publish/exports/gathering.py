"""From the archive to a sheet: the words that are shown first, in the language that is asked for."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from earwitness.errors import NotInArchive, UsageError
from earwitness.publish.exports.cues import counted
from earwitness.publish.exports.sheet import Sheet, SheetLine, SourceVersion, no_words
from earwitness.publish.exports.withheld import turns_outside, with_marks, without_redacted
from earwitness.publish.withholding import Withholding
from earwitness.records.alignment import Fit
from earwitness.records.sound import Recording, Span, SpanKind
from earwitness.records.voices import VoicesVersion
from earwitness.records.words import Timing, Transcript, Translation, TranslationLine, Utterance
from earwitness.store.archive import Archive
from earwitness.store.catalog.alignments import alignment_of, line_fits
from earwitness.store.catalog.words import best_transcript, best_translations, utterances
from earwitness.store.renderings import renderings

__all__ = ["ORIGINAL", "Choice", "Sound", "sheet_of"]

ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which words.

    Attributes:
        language: ``original``, or a language of the archive's words ("en").
        both: the original, with the translation beside it.
    """

    language: str = ORIGINAL
    both: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """What is known of the sound, by those who listened.

    Attributes:
        spans: bleeps, stretches that are inaudible or redacted, sides that are not heard.
        silenced: voices that are withheld whole.
    """

    duration_ms: int | None = None
    spans: tuple[Span, ...] = ()
    voices: VoicesVersion | None = None
    silenced: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Words:
    """The version shown first and its lines; ``open`` are those that are not held back."""

    transcript: Transcript | None
    spoken: tuple[Utterance, ...]

    @property
    def open(self) -> list[Utterance]:
        return [one for one in self.spoken if not one.held_back]

    @property
    def held(self) -> set[int]:
        return {one.position for one in self.spoken if one.held_back}


def sheet_of(
    archive: Archive, recording: Recording, choice: Choice | None = None, sound: Sound | None = None
) -> Sheet:
    """The words of a recording as they are shown, for `export_sheet`, without what is withheld.

    Without any words it is a sheet of voices alone, where voices were heard.

    Raises:
        NotInArchive: there is nothing of it, or nothing in that language.
        UsageError: both are asked for, and which translation is not clear.
    """
    gate, sound = Withholding(archive), sound or Sound()
    withheld = replace(
        sound,
        spans=(*sound.spans, *gate.spans(recording.id)),
        silenced=gate.voices(recording.id),
    )
    return gate.sheet(_open_sheet(archive, recording, choice or Choice(), withheld))


def _open_sheet(archive: Archive, recording: Recording, choice: Choice, sound: Sound) -> Sheet:
    db = archive.db
    shown = best_transcript(db, recording.id)
    words = _Words(shown, tuple(utterances(db, shown.id)) if shown else ())
    if shown is None and sound.voices is not None and not best_translations(db, recording.id):
        return _sheet(recording, (), (), sound, ())
    if choice.both:
        found = _bilingual(db, recording, words, choice, sound)
    elif shown is not None and choice.language in (ORIGINAL, shown.language):
        lines = [_spoken(one) for one in words.open]
        found = _sheet(recording, [_source(shown)], lines, sound, _held(words))
    else:
        translation = _translation(db, recording, words, choice.language)
        lines, missing = _translated(words, renderings(db, translation, shown.id if shown else ""))
        return _sheet(recording, [_source(translation)], lines, sound, missing)
    return replace(found, notes=(*found.notes, *_misfits(db, words)))


def _misfits(db: sqlite3.Connection, words: _Words) -> list[str]:
    """What holding the words against the sound found wrong with them."""
    made = alignment_of(db, words.transcript.id) if words.transcript else None
    if made is None:
        return []
    held, fits = words.held, line_fits(db, made.id).values()
    told = Counter(one.fit for one in fits if one.position not in held)
    return [
        f"Held against the sound, {counted(told[fit], 'line')}: {say}"
        for fit, say in (
            (Fit.DOES_NOT_BELONG, "DOES NOT BELONG HERE"),
            (Fit.DOUBTFUL, "doubtful"),
        )
        if told[fit]
    ]


def _bilingual(
    db: sqlite3.Connection, recording: Recording, words: _Words, choice: Choice, sound: Sound
) -> Sheet:
    shown = words.transcript
    if shown is None:
        raise NotInArchive(
            "has no words in the language spoken", where=recording.id, do="Leave --both out"
        )
    translation = _translation(db, recording, words, _beside_language(db, recording, shown, choice))
    rendered = renderings(db, translation, shown.id)
    held = words.held
    beside: dict[int, list[str]] = {}
    loose = 0
    known = {one.position for one in words.open}
    for line in rendered:
        if line.first in known and not _places(line) & held:
            beside.setdefault(line.first or 0, []).append(line.text)
        else:
            loose += 1
    lines = [_spoken(one, " ".join(beside.get(one.position, ()))) for one in words.open]
    missing = list(_held(words))
    if loose:
        missing.append(
            f"{counted(loose, 'line')} of the translation with no place beside the original"
        )
    return _sheet(recording, [_source(shown), _source(translation)], lines, sound, missing)


def _beside_language(
    db: sqlite3.Connection, recording: Recording, shown: Transcript, choice: Choice
) -> str:
    if choice.language not in (ORIGINAL, shown.language):
        return choice.language
    there = [one for one in best_translations(db, recording.id) if one != shown.language]
    if len(there) > 1:
        raise UsageError(
            f"has translations into {', '.join(sorted(there))}",
            where=recording.id,
            do=f"Say which with --language, for example `--language {min(there)}`",
        )
    return there[0] if there else "another language"


def _translation(
    db: sqlite3.Connection, recording: Recording, words: _Words, language: str
) -> Translation:
    found = best_translations(db, recording.id)
    if language in found:
        return found[language]
    there = sorted({*found, *([words.transcript.language] if words.transcript else [])})
    if not there:
        raise no_words(recording.id)
    wanted = "the language spoken" if language == ORIGINAL else language
    raise NotInArchive(
        f"has no words in {wanted}; there are {', '.join(there)}",
        where=recording.id,
        do=f"Use `--language {there[0]}`, or translate it with `earwitness translate`",
    )


def _held(words: _Words) -> Sequence[str]:
    number = len(words.held)
    if not number:
        return ()
    return (f"{counted(number, 'line')} held back: an engine wrote what was probably not said",)


def _spoken(one: Utterance, beside: str = "") -> SheetLine:
    return SheetLine(
        text=one.text,
        voice=one.voice,
        start_ms=one.start_ms,
        end_ms=one.end_ms,
        timing=one.timing,
        beside=beside,
        mark="" if one.text else one.no_speech,
        words=one.words,
        score=one.score,
        position=one.position,
    )


def _places(line: TranslationLine) -> set[int]:
    """The positions in the original that a line renders."""
    if line.first is None:
        return set()
    return set(range(line.first, (line.first if line.last is None else line.last) + 1))


def _translated(
    words: _Words, rendered: Sequence[TranslationLine]
) -> tuple[list[SheetLine], Sequence[str]]:
    """Lines of a translation, with times and voices of their own or of what they render."""
    spoken = {one.position: one for one in words.spoken}
    held = words.held
    shown = [one for one in rendered if not _places(one) & held]
    shares = Counter(_bounds(one, spoken)[:2] for one in shown)
    lines = [_rendered(one, spoken, shares) for one in shown]
    missing = len(rendered) - len(shown)
    if not missing:
        return lines, ()
    return lines, (f"{counted(missing, 'line')} that render what is held back in the original",)


def _rendered(
    one: TranslationLine,
    spoken: Mapping[int, Utterance],
    shares: Counter[tuple[int | None, int | None]],
) -> SheetLine:
    start_ms, end_ms, timing = _bounds(one, spoken)
    if timing is Timing.EXACT and shares[start_ms, end_ms] > 1:
        timing = Timing.WINDOW  # several lines in the place of one
    voices = {spoken[place].voice for place in _places(one) if place in spoken}
    voice = one.voice or (voices.pop() if len(voices) == 1 else None)
    return SheetLine(one.text, voice, start_ms, end_ms, timing, position=one.position)


def _bounds(
    one: TranslationLine, spoken: Mapping[int, Utterance]
) -> tuple[int | None, int | None, Timing]:
    """Its own times, else those of what it renders: from where the first begins to where the last ends."""
    if one.start_ms is not None:
        return one.start_ms, one.end_ms, Timing.START if one.end_ms is None else Timing.EXACT
    under = [spoken[place] for place in sorted(_places(one)) if place in spoken]
    starts = [line.start_ms for line in under if line.start_ms is not None]
    if not under or len(starts) < len(under):
        return None, None, Timing.NONE
    ends = [line.end_ms for line in under if line.end_ms is not None]
    if len(ends) < len(under):
        return min(starts), None, Timing.START
    timings = {line.timing for line in under}
    timing = Timing.EXACT if timings == {Timing.EXACT} else Timing.WINDOW
    return min(starts), max(ends), timing


def _sheet(
    recording: Recording,
    versions: Sequence[SourceVersion],
    lines: Sequence[SheetLine],
    sound: Sound,
    left_out: Sequence[str],
) -> Sheet:
    told = [one for one in lines if one.text or one.mark]
    open_lines = without_redacted(told, sound.spans, sound.silenced)
    withheld = sum(
        one.mark == "redacted" or one.text != before.text
        for one, before in zip(open_lines, told, strict=True)
    )
    said = list(left_out)
    if withheld:
        said.append(f"the words of {counted(withheld, 'line')}: redacted")
    turns = sound.voices
    return Sheet(
        recording_id=recording.id,
        title=recording.title,
        language=versions[0].language if versions else "und",
        lines=tuple(with_marks(open_lines, sound.spans)),
        versions=tuple(versions),
        beside_language=versions[1].language if len(versions) > 1 else "",
        turns=turns_outside(turns.turns, sound.spans) if turns else (),
        turns_by=turns.maker if turns else "",
        duration_ms=sound.duration_ms,
        notes=tuple(_unheard(sound.spans)),
        left_out=tuple(said),
    )


def _unheard(spans: Sequence[Span]) -> list[str]:
    """Sides of the conversation that are not heard."""
    return [
        f"Channel {one.channel}: {one.detail or 'not heard'}"
        for one in spans
        if one.kind is SpanKind.INAUDIBLE and one.channel is not None
    ]


def _source(one: Transcript | Translation) -> SourceVersion:
    what = "original" if isinstance(one, Transcript) else "translation"
    return SourceVersion(one.id, what, one.language, one.origin.value, one.maker, one.status)
