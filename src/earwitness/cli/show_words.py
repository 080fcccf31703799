"""The words of a recording, line by line: every version, its translations, what is held back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from earwitness.cli.printing import count, say
from earwitness.cli.times import span_words
from earwitness.cli.voice_words import SuggestedVoice
from earwitness.compare.carrying import Carried, carried_places
from earwitness.records.alignment import Fit
from earwitness.records.words import Transcript, Translation, TranslationLine, Utterance
from earwitness.store.catalog.alignments import (
    LineFit,
    StoredAlignment,
    alignment_of,
    line_fits,
)
from earwitness.store.catalog.words import (
    best_translations,
    transcripts,
    translations,
    utterances,
)
from earwitness.store.renderings import renderings
from earwitness.text.glossary import Glossary
from earwitness.text.translation_doubts import Doubt, doubts_about

__all__ = ["WordsVersion", "say_words", "words_of"]


@dataclass(frozen=True, slots=True)
class WordsVersion:
    """A version of the words: an original, or a translation.

    Attributes:
        version: the record of it.
        shown: whether it is the one that is shown (of its language, for translations).
        lines: of the version, in order.
        doubts: about lines of a translation that stand beside words spoken, by their position.
        carried: where lines without times probably stand, by their position: a suggestion from
            another version, not stored.
        alignment: how the version was found in the sound, if it was looked for; ``fits`` the same for
            each line, by its position.
    """

    version: Transcript | Translation
    shown: bool
    lines: tuple[Utterance, ...] | tuple[TranslationLine, ...]
    doubts: dict[int, tuple[Doubt, ...]] = field(default_factory=dict)
    carried: dict[int, Carried] = field(default_factory=dict)
    alignment: StoredAlignment | None = None
    fits: dict[int, LineFit] = field(default_factory=dict)


def words_of(
    db: sqlite3.Connection, recording_id: str, language: str, glossary: Glossary
) -> tuple[WordsVersion, ...]:
    """All versions: originals first, best first; then translations.

    Args:
        language: only translations into this language, "" for all.
        glossary: the desk's terms as they are now.
    """
    found = [
        _original(db, one, shown=number == 0)
        for number, one in enumerate(transcripts(db, recording_id))
    ]
    shown = found[0].version.id if found else ""
    best = {one.id for one in best_translations(db, recording_id).values()}
    said = {one.position: one.text for one in utterances(db, shown)}
    for one in translations(db, recording_id):
        if language in ("", one.language):
            lines = tuple(renderings(db, one, shown))
            doubts = _doubts(lines, said, glossary)
            found.append(WordsVersion(one, one.id in best, lines, doubts))
    return tuple(found)


def _original(db: sqlite3.Connection, version: Transcript, *, shown: bool) -> WordsVersion:
    alignment = alignment_of(db, version.id)
    return WordsVersion(
        version,
        shown,
        tuple(utterances(db, version.id)),
        carried=carried_places(db, version) if shown else {},
        alignment=alignment,
        fits=line_fits(db, alignment.id) if alignment else {},
    )


def _doubts(
    lines: Sequence[TranslationLine], said: dict[int, str], glossary: Glossary
) -> dict[int, tuple[Doubt, ...]]:
    """Doubts about each line, held against all words that the lines of its place render."""
    places = [(line, _places(line)) for line in lines]
    # A line of the original that several lines render may keep its terms in any of them.
    beside = {
        position: " ".join(line.text for line, there in places if position in there)
        for position in {place for _, there in places for place in there}
    }
    found = {}
    for line, there in places:
        source = " ".join(said.get(place, "") for place in there)
        alone = doubts_about(source, line.text, Glossary())
        together = " ".join(dict.fromkeys(beside[place] for place in there))
        terms = [one for one in doubts_about(source, together, glossary) if one.code == "glossary"]
        if source and (alone or terms):
            found[line.position] = (*terms, *alone)
    return found


def _places(line: TranslationLine) -> range:
    if line.first is None:
        return range(0)
    return range(line.first, (line.last if line.last is not None else line.first) + 1)


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
        place, voice = _place_of(line, shown.carried.get(line.position))
        if line.id in suggested and not voice:
            voice = f"({suggested[line.id]}?) "
        words = line.text or f"[{line.no_speech or 'no words'}]"
        say(f"  {place}  {voice}{words}")
        _say_misfit(shown.fits.get(line.position))
        _say_beside(line.position, beside)
    if shown.alignment is not None:
        say(
            f"  Held against the sound: {shown.alignment.reason}"
            f" (times and fit by {shown.alignment.maker})."
        )
    if shown.carried:
        example = next(iter(shown.carried.values()))
        say(
            f"  ≈ and ?: times and voices suggested for {count(len(shown.carried), 'line')} by the "
            f"words that another version has as well (first of them: {example.basis})."
        )
    for one in beside:
        loose = [t.text for t in one.lines if isinstance(t, TranslationLine) and t.first is None]
        if loose:
            say(f"  {one.version.language}, place not known:")
            for text in loose:
                say(f"      {text}")


def _say_beside(position: int, beside: Sequence[WordsVersion]) -> None:
    for one in beside:
        for rendered in _renderings(one, position):
            say(f"      {one.version.language}: {rendered.text}")
            for doubt in one.doubts.get(rendered.position, ()):
                say(f"      (!) {doubt.why}")


def _say_misfit(fit: LineFit | None) -> None:
    if fit is not None and fit.fit is not Fit.FITS:
        verdict = "doubtful" if fit.fit is Fit.DOUBTFUL else "DOES NOT BELONG HERE"
        say(f"      (!) {verdict}: {fit.reason}")


def _place_of(line: Utterance, carried: Carried | None) -> tuple[str, str]:
    """Time and voice of a line as they are printed; what is carried over is marked as such."""
    place = span_words(line.start_ms, line.end_ms, line.timing.value)
    voice = f"{line.voice}: " if line.voice else ""
    if carried is None:
        return place, voice
    if carried.start_ms is not None:
        timing = "window" if carried.times == "window" else "exact"
        place = f"≈ {span_words(carried.start_ms, carried.end_ms, timing)}"
    if carried.voice and not voice:
        voice = f"{carried.voice}?: "
    return place, voice


def _renderings(one: WordsVersion, position: int) -> list[TranslationLine]:
    """The lines of a translation that begin at this line of the original."""
    return [
        line for line in one.lines if isinstance(line, TranslationLine) and line.first == position
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
