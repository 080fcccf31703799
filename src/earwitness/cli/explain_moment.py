"""All that is known at one second of a recording: words, voice, mentions, claims, marks, copies, bytes; and who says so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from earwitness.cli.printing import say, say_json
from earwitness.cli.show_recording import appearance_words
from earwitness.cli.times import span_words
from earwitness.compare.copies.answer import CopyFile
from earwitness.desk import Desk
from earwitness.listen.hearing import Hearing
from earwitness.records.artefacts import Appearance
from earwitness.records.copies import SharedPiece
from earwitness.records.identifiers import Sha256
from earwitness.records.sound import Recording
from earwitness.records.timecode import format_ms, format_span
from earwitness.records.words import Transcript, Translation, Utterance
from earwitness.store.catalog.alignments import alignment_of, line_fits
from earwitness.store.catalog.receipts import appearances_of_artefact, original_names, sources
from earwitness.store.catalog.sound import renditions
from earwitness.store.catalog.words import best_translations, transcripts, utterances
from earwitness.store.renderings import renderings
from earwitness.understand.claims.answer import ClaimLine
from earwitness.understand.mentions.answer import MentionLine

__all__ = ["Moment", "explain_moment", "moment_of"]


@dataclass(frozen=True, slots=True)
class WordsThere:
    """A line that stands at the moment, in one version of the words.

    Attributes:
        shown: it is the version that is shown first; ``because``: the rule that ranks it.
        word: the very word, if the version has times for words; ``word_score`` its maker's score, 0 to 1.
        score: the maker's score of the line, None if it gave none.
        fit: what was found when the line was held against the sound, with the reason.
    """

    version: Transcript
    shown: bool
    line: Utterance
    word: str
    word_score: float | None
    fit: str
    translations: tuple[TranslationThere, ...]


@dataclass(frozen=True, slots=True)
class TranslationThere:
    """What renders a line, and who made it."""

    version: Translation
    text: str


@dataclass(frozen=True, slots=True)
class FoundThere:
    """Something that a machine or a person says of the moment: what, who, and by which rule."""

    what: str
    maker: str
    rule: str


@dataclass(frozen=True, slots=True)
class FileThere:
    """A file that carries the moment.

    Attributes:
        at_ms: where the moment lies in it, None where its part is not known.
        received: custody events that name its bytes, the first ones.
    """

    sha256: str
    names: tuple[str, ...]
    relation: str
    at_ms: int | None
    rule: str
    appearances: tuple[Appearance, ...]
    received: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known at ``at_ms`` of a recording."""

    recording: Recording
    at_ms: int
    duration_ms: int | None
    words: tuple[WordsThere, ...]
    sound: tuple[FoundThere, ...]
    voices: tuple[FoundThere, ...]
    mentions: tuple[MentionLine, ...]
    claims: tuple[ClaimLine, ...]
    files: tuple[FileThere, ...]


def moment_of(desk: Desk, recording: Recording, at_ms: int) -> Moment:
    """Gather it."""
    hearing = desk.hearing(recording.id)
    words = tuple(_words(desk, recording, at_ms))
    places = {(one.version.id, one.line.position) for one in words} | {
        (rendered.version.id, one.line.position) for one in words for rendered in one.translations
    }
    return Moment(
        recording,
        at_ms,
        hearing.duration_ms if hearing else None,
        words,
        tuple(_sound(hearing, at_ms)) if hearing else (),
        tuple(_voices(desk, recording, at_ms)),
        tuple(
            one
            for one in desk.mentions(recording.id)
            if (one.mention.version_id, one.mention.position) in places
        ),
        tuple(
            one
            for one in desk.claims(recording.id)
            if any((one.claim.version_id, span.position) in places for span in one.claim.spans)
        ),
        tuple(_files(desk, recording, at_ms)),
    )


def _words(desk: Desk, recording: Recording, at_ms: int) -> Iterator[WordsThere]:
    db = desk.archive.db
    beside = best_translations(db, recording.id)
    for number, version in enumerate(transcripts(db, recording.id)):
        lines = utterances(db, version.id)
        alignment = alignment_of(db, version.id)
        fits = line_fits(db, alignment.id) if alignment else {}
        rendered = [(one, renderings(db, one, version.id)) for one in beside.values()]
        for at, line in enumerate(lines):
            following = lines[at + 1].start_ms if at + 1 < len(lines) else None
            if not _covers(line, at_ms, following):
                continue
            word = next((one for one in line.words if one.start_ms <= at_ms < one.end_ms), None)
            fit = fits.get(line.position)
            maker = f", says {alignment.maker}" if alignment else ""
            yield WordsThere(
                version, number == 0, line,
                word.text if word else "", word.score if word else None,
                f"{fit.fit.value}: {fit.reason}{maker}" if fit else "",
                tuple(
                    TranslationThere(one, each.text)
                    for one, texts in rendered
                    for each in texts
                    if each.first is not None and each.first <= line.position <= (each.last or each.first)
                ),
            )  # fmt: skip


def _covers(line: Utterance, at_ms: int, following_ms: int | None) -> bool:
    if line.start_ms is None or at_ms < line.start_ms:
        return False
    end = line.end_ms if line.end_ms is not None else following_ms
    return end is None or at_ms < end


def _sound(hearing: Hearing, at_ms: int) -> Iterator[FoundThere]:
    makers = ", ".join(f"{one.name} {one.version}" for one in hearing.makers)
    if hearing.speech_state == "measured":
        for channel in hearing.speech:
            where = "" if channel.channel is None else f" on channel {channel.channel}"
            span = next((one for one in channel.spans if one.start_ms <= at_ms < one.end_ms), None)
            what = (
                f"somebody speaks{where} ({format_span(span.start_ms, span.end_ms)})"
                if span
                else f"no speech is heard{where}"
            )
            yield FoundThere(what, makers, "speech activity")
    for mark in hearing.marks:
        if mark.start_ms <= at_ms < mark.end_ms:
            where = "" if mark.channel is None else f" on channel {mark.channel}"
            what = (
                f"{mark.kind.replace('_', ' ')}{where} ({format_span(mark.start_ms, mark.end_ms)})"
            )
            yield FoundThere(what, makers, mark.detail or f"mark {mark.kind}")


def _voices(desk: Desk, recording: Recording, at_ms: int) -> Iterator[FoundThere]:
    version = desk.voices(recording.id)
    if version is None:
        return
    because = "; ".join(version.because) or version.method.value
    for turn in version.turns:
        if turn.interval.start_ms <= at_ms < turn.interval.end_ms:
            score = "" if turn.score is None else f", clear to {turn.score:.2f}"
            yield FoundThere(f"voice {turn.voice}{score}", version.maker, because)
    for span in version.spans:
        if span.interval.start_ms <= at_ms < span.interval.end_ms:
            yield FoundThere(
                span.kind.value.replace("_", " "), version.maker, span.detail or because
            )


def _files(desk: Desk, recording: Recording, at_ms: int) -> Iterator[FileThere]:
    db = desk.archive.db
    copies = desk.copies(recording.id)
    own = {one.sha256: one.relation for one in renditions(db, recording.id)}
    told = set()
    whole_ms = _in_whole(copies.files, own, at_ms)
    for one in copies.files:
        told.add(one.sha256)
        mine = one.sha256 in own
        place = at_ms if mine else _in_file(one.pieces, whole_ms)
        if place is None or (not mine and place >= one.duration_ms):
            continue
        yield _file(desk, one.sha256, one.relation.value, place, one.reason)
    for sha256, relation in own.items():
        if sha256 not in told:
            yield _file(
                desk, sha256, str(relation), at_ms, "the file that the recording was made of"
            )


def _in_whole(files: Sequence[CopyFile], own: Mapping[Sha256, object], at_ms: int) -> int | None:
    """Where the moment lies in the recording that stands for all copies."""
    mine = next((one for one in files if one.sha256 in own), None)
    if mine is None or not mine.pieces:
        return at_ms if mine is not None else None
    for piece in mine.pieces:
        if piece.here.start_ms <= at_ms < piece.here.end_ms:
            return round(piece.there_start_ms + (at_ms - piece.here.start_ms) * piece.rate)
    return None


def _in_file(pieces: Sequence[SharedPiece], whole_ms: int | None) -> int | None:
    """Where a moment of the whole lies in a file that carries pieces of it; the file itself has none."""
    if whole_ms is None or not pieces:
        return whole_ms
    for piece in pieces:
        if piece.there.start_ms <= whole_ms < piece.there.end_ms:
            return round(piece.here.start_ms + (whole_ms - piece.there.start_ms) / piece.rate)
    return None


def _file(desk: Desk, sha256: str, relation: str, at_ms: int | None, rule: str) -> FileThere:
    db = desk.archive.db
    events = []
    for row in db.execute(
        "select seq, line from custody where instr(line, ?) > 0 order by seq limit 3", (sha256,)
    ):
        event = json.loads(row["line"])
        events.append(f"custody event {row['seq']}, {event['at'][:19]}: {event['event']}")
    return FileThere(
        sha256, tuple(original_names(db, sha256)), relation, at_ms, rule,
        tuple(appearances_of_artefact(db, sha256)), tuple(events),
    )  # fmt: skip


def explain_moment(desk: Desk, recording: Recording, at_ms: int, *, as_json: bool) -> None:
    """Print it, or give it as JSON."""
    known = moment_of(desk, recording, at_ms)
    if as_json:
        say_json(known)
        return
    say(f"{recording.id}  {recording.title}".rstrip(), style="bold")
    say(f"  at {format_ms(at_ms)}")
    _say_words(known)
    _say_found("Sound", known.sound)
    _say_found("Voice (by label; nobody is identified)", known.voices)
    _say_mentions(known)
    _say_claims(known)
    _say_files(desk, known)


def _say_words(known: Moment) -> None:
    say()
    say("Words", style="bold")
    if not known.words:
        say("  no line of any version stands at this moment")
    for one in known.words:
        line, version = one.line, one.version
        place = span_words(line.start_ms, line.end_ms, line.timing.value)
        voice = f"{line.voice}: " if line.voice else ""
        held = f"  [held back: {line.held_back}]" if line.held_back else ""
        say(f"  {place}  {voice}{line.text or f'[{line.no_speech}]'}{held}")
        shown = "shown" if one.shown else "another version"
        maker = f" by {version.maker}" if version.maker else ""
        score = "" if line.score is None else f", line score {line.score:.2f}"
        say(
            f"      {version.id}, {shown}: {version.origin.value.replace('_', ' ')}{maker},"
            f" {version.status}{score} ({version.because})"
        )
        if one.word:
            sure = "" if one.word_score is None else f", score {one.word_score:.2f}"
            say(f"      at this moment: “{one.word}”{sure}")
        if one.fit:
            say(f"      held against the sound: {one.fit}")
        for rendered in one.translations:
            by = f" by {rendered.version.maker}" if rendered.version.maker else ""
            say(f"      {rendered.version.language}: {rendered.text}")
            say(
                f"          {rendered.version.id}: {rendered.version.origin.value.replace('_', ' ')}{by},"
                f" {rendered.version.status} ({rendered.version.because})"
            )


def _say_found(heading: str, found: tuple[FoundThere, ...]) -> None:
    if not found:
        return
    say()
    say(heading, style="bold")
    for one in found:
        say(f"  {one.what}")
        say(f"      by {one.maker}: {one.rule}")


def _say_mentions(known: Moment) -> None:
    if not known.mentions:
        return
    say()
    say("Mentions in these lines", style="bold")
    for one in known.mentions:
        mention = one.mention
        say(
            f"  {mention.kind.value.replace('_', ' ')} “{mention.surface}” ({mention.certainty.value})"
        )
        say(f"      {mention.id}: {mention.rule}: {mention.reason}")
        if one.link is not None:
            who = f", says {one.link.by}" if one.link.by_person else ""
            say(
                f"      means {one.link.entity_id}: {one.link.certainty.value}{who} ({one.link.reason})"
            )


def _say_claims(known: Moment) -> None:
    if not known.claims:
        return
    say()
    say("Claims in these lines (that it is said, not that it is so)", style="bold")
    for line in known.claims:
        one = line.claim
        say(f"  {one.modality.value.replace('_', ' ')}, {one.status.value}: “{one.words}”")
        by = (
            f"says {one.made_by} ({one.because})"
            if one.by_person
            else f"suggested by {one.made_by}"
        )
        say(f"      {one.id}: knowledge {one.knowledge.value.replace('_', ' ')}; {by}")
        for rule in one.rules:
            say(f"      {rule}")


def _say_files(desk: Desk, known: Moment) -> None:
    names = {one.id: one.name for one in sources(desk.archive.db)}
    say()
    say("Bytes", style="bold")
    if not known.files:
        say("  the archive holds no sound of it")
    for one in known.files:
        place = "" if one.at_ms is None else f" at {format_ms(one.at_ms)}"
        say(f"  {one.sha256}  {', '.join(one.names)}{place}")
        say(f"      {one.relation.replace('_', ' ')}: {one.rule}")
        for event in one.received:
            say(f"      {event}")
        for appeared in one.appearances:
            say(f"      {appearance_words(appeared, names)}")
