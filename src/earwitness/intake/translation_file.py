"""A translation that a person made of one recording, from a file in any format that is read here.

The recording, the language and the translator are named by whoever hands the file over; the file is
received like any other, and its lines are laid beside the words that are shown first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from earwitness.errors import EarwitnessError, UsageError
from earwitness.intake.entering.batch import Batch, GivenBy
from earwitness.intake.pile import GivenFile, shown_path
from earwitness.intake.transcripts.parsed import ParsedTranscript
from earwitness.intake.transcripts.untimed import read_rows
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import Sha256, new_identifier
from earwitness.records.words import (
    Transcript,
    Translation,
    TranslationLine,
    TranslationOrigin,
    Utterance,
    VersionStatus,
)
from earwitness.store.archive import Archive
from earwitness.store.catalog.words import (
    add_translation,
    best_transcript,
    is_known_translation,
    translation_digest,
    utterances,
)
from earwitness.store.originals import Placed
from earwitness.text.language import guess_language
from earwitness.text.line_alignment import align_lines

__all__ = ["TakenTranslation", "TranslationBy", "take_in_translation"]

_RANK = 40  # as other people's work in `entering/words.py`; with voices or times 5 more each
_ENOUGH = 0.5  # of the spoken lines; with fewer rendered, the file is named as a part


@dataclass(frozen=True, slots=True)
class TranslationBy:
    """What the person who hands a translation over says of it.

    Attributes:
        language: BCP-47 tag of the translation.
        maker: name of the translator.
        approved_by: who has approved it, "" for nobody.
        sure: the language is right although it looks like another one.
    """

    language: str
    maker: str
    approved_by: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class TakenTranslation:
    """What came of a file.

    Attributes:
        translation_id: None where the same words by the same maker were there before.
        lines: of the file, with words.
        placed: of these, how many stand beside words of the recording.
        spoken: lines of the recording that hold words.
        rendered: of these, how many have a rendering.
        notes: what a person should know.
    """

    translation_id: str | None
    lines: int
    placed: int
    spoken: int
    rendered: int
    notes: tuple[str, ...]


def take_in_translation(
    archive: Archive, recording_id: str, path: Path, by: TranslationBy
) -> TakenTranslation:
    """Receive a file and keep its lines as a translation of one recording; nothing is overwritten.

    Raises:
        UsageError: the file is in another language than stated, or in the one that is spoken.
        UnreadableFile, MalformedInput, UnsupportedInput, HostileInput, OverLimit: it cannot be read.
        ArchiveBusy: another intake is under way.
    """
    file = GivenFile(path, shown_path(path.name))
    with archive.alone("add"):
        batch = Batch.open(archive, [path], GivenBy(approved_by=by.approved_by))
        try:
            placed, _ = batch.keep(file, "text")
            parsed = _read(file)
            return _enter(batch, recording_id, (placed, parsed), by, file.shown)
        except EarwitnessError as error:
            batch.report.refuse(file.shown, error)
            raise
        finally:
            batch.close()


def _read(file: GivenFile) -> ParsedTranscript:
    parsed = read_rows(file.read(), name=file.path.name, where=file.shown)
    return replace(parsed, lines=tuple(line for line in parsed.lines if line.text))


def _enter(
    batch: Batch,
    recording_id: str,
    file: tuple[Placed, ParsedTranscript],
    by: TranslationBy,
    shown: str,
) -> TakenTranslation:
    placed, parsed = file
    source = best_transcript(batch.archive.db, recording_id)
    spoken = tuple(utterances(batch.archive.db, source.id)) if source else ()
    _check_language(parsed, source, by, shown)
    pairs = align_lines(
        [line.text for line in parsed.lines],
        ["" if one.held_back else one.text for one in spoken],
        [(line.start_ms, line.end_ms) for line in parsed.lines],
        [(one.start_ms, one.end_ms) for one in spoken],
    )
    lines = [
        TranslationLine(
            position,
            line.text,
            first=pair[0] if pair else None,
            last=pair[1] if pair else None,
            start_ms=line.start_ms,
            end_ms=line.end_ms,
            voice=line.voice,
        )
        for position, (line, pair) in enumerate(zip(parsed.lines, pairs, strict=True))
    ]
    made = _version(recording_id, source, placed, parsed, by)
    known = is_known_translation(batch.archive.db, made, lines)
    if not known:
        with batch.archive.writing() as w:
            seq = w.note(
                EventType.CREATION,
                [recording_id, made.id, translation_digest(made, lines)],
                note="translation taken in"
                + (f", approved by {by.approved_by}" if by.approved_by else ""),
            )
            add_translation(w.db, made, lines, seq)
    return _report(None if known else made.id, lines, spoken, source)


def _check_language(
    parsed: ParsedTranscript, source: Transcript | None, by: TranslationBy, shown: str
) -> None:
    stated = _primary(by.language)
    if source is not None and stated == _primary(source.language):
        raise UsageError(
            f"{by.language} is the language that is spoken",
            where=shown,
            do="A transcript is taken in with `earwitness add`",
        )
    guess = guess_language(" ".join(line.text for line in parsed.lines[:400]))
    looks = _primary(guess.tag)
    if looks not in ("und", stated) and guess.certainty != "doubtful" and not by.sure:
        raise UsageError(
            f"looks like {guess.tag} ({guess.certainty}), not like {by.language}",
            where=shown,
            do=f"Say --lang {looks}, or --sure if it is {by.language} all the same",
        )


def _version(
    recording_id: str,
    source: Transcript | None,
    placed: Placed,
    parsed: ParsedTranscript,
    by: TranslationBy,
) -> Translation:
    because, rank = "a person's, handed over with the translator's name", _RANK
    if any(line.voice for line in parsed.lines):
        rank, because = rank + 5, because + ", with voices"
    if any(line.start_ms is not None for line in parsed.lines):
        rank, because = rank + 5, because + ", with times"
    return Translation(
        id=new_identifier("trl"),
        recording_id=recording_id,
        transcript_id=source.id if source else None,
        language=by.language,
        origin=TranslationOrigin.HUMAN,
        maker=by.maker,
        status=VersionStatus.APPROVED if by.approved_by else VersionStatus.DRAFT,
        rank=rank,
        because=because + (f"; approved by {by.approved_by}" if by.approved_by else ""),
        artefact=Sha256(placed.sha256),
    )


def _report(
    made: str | None,
    lines: Sequence[TranslationLine],
    spoken: Sequence[Utterance],
    source: Transcript | None,
) -> TakenTranslation:
    said = [one for one in spoken if one.text and not one.held_back]
    covered = {
        position
        for line in lines
        if line.first is not None
        for position in range(line.first, (line.last or line.first) + 1)
    }
    rendered = sum(one.position in covered for one in said)
    placed = sum(line.first is not None for line in lines)
    notes = []
    if source is None:
        notes.append("the recording has no words yet: no line could be placed")
    elif rendered < _ENOUGH * len(said):
        notes.append(f"only {rendered} of {len(said)} spoken lines are rendered: is it all of it?")
    if source is not None and placed < len(lines):
        notes.append(
            f"{len(lines) - placed} of its {len(lines)} lines render nothing that was found"
        )
    return TakenTranslation(made, len(lines), placed, len(said), rendered, tuple(notes))


def _primary(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()
