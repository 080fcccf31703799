"""One recording with everything known of it."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.cli.printing import count, say, say_json, tell
from earwitness.cli.show_slang import SpokenSlang, say_slang, spoken_slang
from earwitness.cli.show_words import WordsVersion, say_words, words_of
from earwitness.cli.times import date_words, span_words
from earwitness.cli.voice_words import SuggestedVoice, say_voices, suggested_voices
from earwitness.compare.copies.answer import CopiesAnswer
from earwitness.compare.copies.words_of_copies import CopiedLine, words_of_copies
from earwitness.desk import Desk
from earwitness.errors import Refused
from earwitness.listen.hearing import Hearing
from earwitness.records.artefacts import Appearance
from earwitness.records.fuzzydate import FuzzyDate
from earwitness.records.sound import Audibility, Recording, Rendition, Side
from earwitness.records.statements import Assertion, QuotedWords
from earwitness.records.timecode import format_ms, format_span
from earwitness.records.voices import VoicesVersion
from earwitness.records.words import Transcript, Utterance
from earwitness.store.catalog.receipts import appearance, appearances_of_recording, sources
from earwitness.store.catalog.sound import recorded_date, renditions, sides
from earwitness.store.catalog.statements import assertions_about, quotations_of
from earwitness.store.glossary_file import glossary_of
from earwitness.store.slang_file import slang_of
from earwitness.text.glossary import Glossary
from earwitness.text.slang import Slang, shipped_slang

__all__ = ["appearance_words", "assertion_words", "quotation_words", "show_recording"]

_AUDIBILITY = {
    Audibility.FULL: "heard",
    Audibility.PARTIAL: "heard in part",
    Audibility.INAUDIBLE: "NOT HEARD (inaudible)",
    Audibility.REMOVED_BY_PUBLISHER: "NOT HEARD (removed by the publisher)",
    Audibility.NEVER_RECORDED: "NOT HEARD (never recorded)",
    Audibility.UNKNOWN: "not known whether it is heard",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """All of it, as the catalog gives it."""

    recording: Recording
    date: FuzzyDate
    appearances: tuple[Appearance, ...]
    sources: dict[str, str]
    files: tuple[Rendition, ...]
    sides: tuple[Side, ...]
    hearing: Hearing | None
    words: tuple[WordsVersion, ...]
    assertions: tuple[tuple[str, Assertion], ...]
    quotations: tuple[tuple[str, QuotedWords], ...]
    voices: VoicesVersion | None
    suggested_voices: tuple[SuggestedVoice, ...]
    copies: CopiesAnswer
    copied_words: tuple[CopiedLine, ...]
    slang: tuple[SpokenSlang, ...]


def show_recording(
    desk: Desk, recording: Recording, *, language: str, every_version: bool, as_json: bool
) -> None:
    """Print it, or give it as JSON."""
    known = _gather(desk, recording, language)
    if as_json:
        say_json(known)
        return
    _say_head(known)
    _say_sound(known.hearing)
    if known.voices is not None:
        say_voices(known.voices)
    say_words(known.words, every=every_version, suggested=known.suggested_voices)
    _say_copied_words(known.copied_words)
    say_slang(known.slang)
    _say_statements(known)


def _gather(desk: Desk, recording: Recording, language: str) -> _Known:
    db = desk.archive.db
    names = {one.id: one.name for one in sources(db)}

    def by(appearance_id: str) -> str:
        found = appearance(db, appearance_id)
        return names[found.source_id] if found else appearance_id

    words = words_of(db, recording.id, language, _glossary(desk))
    voices = desk.voices(recording.id)
    return _Known(
        recording,
        recorded_date(db, recording.id),
        tuple(appearances_of_recording(db, recording.id)),
        names,
        tuple(renditions(db, recording.id)),
        tuple(sides(db, recording.id)),
        desk.hearing(recording.id),
        words,
        tuple((by(one.appearance_id), one) for one in assertions_about(db, recording.id)),
        tuple((by(one.appearance_id), one) for one in quotations_of(db, recording.id)),
        voices,
        suggested_voices(_shown_lines(words), voices),
        desk.copies(recording.id),
        words_of_copies(desk.archive, recording.id),
        spoken_slang(_shown_lines(words), _slang(desk)),
    )


def _glossary(desk: Desk) -> Glossary:
    """The desk's terms; a slip in that file must not keep anybody from reading."""
    try:
        return glossary_of(desk.archive)
    except Refused as error:
        tell(f"the glossary is not used: {error}")
        return Glossary()


def _slang(desk: Desk) -> Slang:
    """What words can mean; rows that cannot be read, or a broken file, must not keep anybody from reading."""
    try:
        found = slang_of(desk.archive)
    except Refused as error:
        tell(f"the desk's slang is not used: {error}")
        return shipped_slang()
    for problem in found.problems:
        tell(problem)
    return found


def _shown_lines(words: tuple[WordsVersion, ...]) -> list[Utterance]:
    """The lines of the original that is shown."""
    shown = next((one for one in words if isinstance(one.version, Transcript)), None)
    return [line for line in shown.lines if isinstance(line, Utterance)] if shown else []


def _say_head(known: _Known) -> None:
    one = known.recording
    say(f"{one.id}  {one.title}".rstrip(), style="bold")
    basis = {"sound": "its sound is here", "words": "only its words are here"}
    say(f"  {basis.get(one.basis.value, 'only described by others')}; kind {one.kind}")
    say(f"  recorded {date_words(known.date)}")
    for file in known.files:
        say(f"  file {file.sha256} ({file.relation})")
    _say_copies(known)
    say()
    say("Where it appeared", style="bold")
    for appeared in known.appearances:
        say(f"  {appearance_words(appeared, known.sources)}")
    if known.sides:
        say()
        say("Sides", style="bold")
        for side in known.sides:
            by = f": “{side.words}”" if side.words else ""
            say(f"  {side.label}: {_AUDIBILITY[side.audibility]}{by}")


def _say_copies(known: _Known) -> None:
    """Whether other files carry this sound, and what of it this one is."""
    found = known.copies
    if found.strings:
        say(f"  a compilation of {', '.join(found.strings)}")
    if len(found.files) > 1:
        say(f"  {count(len(found.files), 'file')} with this sound: earwitness copies {found.asked}")
    for one in found.files:
        if one.recording_id == found.asked and found.asked != found.recording_id:
            say(f"  {one.relation.value} of {found.recording_id}: {one.reason}")
    for passage in found.passages:
        others = {passage.recording_id, passage.other_id} - {found.asked}
        say(f"  {passage.verdict.value}: like {', '.join(sorted(others))}; {passage.reason}")


def _say_copied_words(lines: tuple[CopiedLine, ...]) -> None:
    """Words that were written for a copy, where they lie in this recording."""
    if not lines:
        return
    say()
    makers = dict.fromkeys(f"{one.from_recording} ({one.transcript.id})" for one in lines)
    say(f"Words of copies, by their sound: {', '.join(makers)}", style="bold")
    for one in lines:
        cut = "  (cut here)" if one.cut else ""
        voice = f"{one.line.voice}: " if one.line.voice else ""
        say(
            f"  {span_words(one.line.start_ms, one.line.end_ms, one.line.timing)}  {voice}{one.line.text}{cut}"
        )


def appearance_words(one: Appearance, names: dict[str, str]) -> str:
    """One line: when, who, what kind, title and address."""
    latest = one.published.latest
    day = latest.strftime("%Y-%m-%d") if latest else "undated   "
    kind = one.kind.value.replace("_", " ")
    parts = [day, names[one.source_id], kind, one.title or "", one.url or "", one.id]
    return "  ".join(part for part in parts if part)


def _say_sound(hearing: Hearing | None) -> None:
    if hearing is None:
        return
    say()
    say("Sound", style="bold")
    narrow = ", telephone band" if hearing.band.telephone else ""
    channels = count(hearing.channels, "channel") + (" (the same)" if hearing.dual_mono else "")
    say(f"  {format_ms(hearing.duration_ms)}, {channels}, {hearing.rate_hz_in} Hz{narrow}")
    if hearing.speech_state == "measured":
        for speech in hearing.speech:
            where = "" if speech.channel is None else f" on channel {speech.channel}"
            say(f"  speech{where}: {speech.speech_ms / 60000:.2f} minutes")
    for level in hearing.levels:
        spoken = "" if level.speech_dbfs is None else f", speech {level.speech_dbfs} dBFS"
        say(
            f"  channel {level.channel}: peak {level.peak_dbfs} dBFS{spoken}, "
            f"noise {level.noise_dbfs} dBFS"
        )
    for mark in hearing.marks:
        where = "" if mark.channel is None else f" (channel {mark.channel})"
        kind = mark.kind.replace("_", " ")
        say(f"  {format_span(mark.start_ms, mark.end_ms)}  {kind}{where}  {mark.detail}".rstrip())
    for note in hearing.notes:
        say(f"  note: {note}")


def _say_statements(known: _Known) -> None:
    if known.assertions:
        say()
        say("What publishers state (theirs, not established here)", style="bold")
        for by, one in known.assertions:
            say(f"  {assertion_words(by, one)}")
    if known.quotations:
        say()
        say("Quoted by", style="bold")
        for by, quoted in known.quotations:
            say(f"  {by}: {quotation_words(quoted)}")


def assertion_words(by: str, one: Assertion) -> str:
    """A publisher's statement, with its hedge, as the publisher's."""
    kind = one.kind.replace("_", " ")
    hedge = f" (hedged: “{one.hedge}”)" if one.hedge else ""
    if one.state == "unknown":
        return f"{by} says that it does not know the {kind}: “{one.words}”{hedge}"
    return f"{by} says ({kind}): “{one.words}”{hedge}"


def quotation_words(one: QuotedWords) -> str:
    """A published quotation with the words that say who speaks."""
    if not one.speaker:
        return f"“{one.text}”"
    meant = f", seems to mean {one.antecedent}" if one.antecedent else ""
    return f"“{one.text}” ({one.speaker}{meant})"
