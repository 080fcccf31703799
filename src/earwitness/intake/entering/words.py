"""Transcripts, subtitles and translations into the archive, each beside the recording it belongs to.

Which of several files holds the words spoken and which a translation of them, and which version is
shown first, is decided here by named rules; each version keeps the rule's own words (``because``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from earwitness.intake.entering.batch import Batch
from earwitness.intake.names import WordsName, read_words_name
from earwitness.intake.pile import GivenFile
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import Sha256, new_identifier
from earwitness.records.sound import Audibility, Side
from earwitness.records.words import (
    Transcript,
    TranscriptOrigin,
    Translation,
    TranslationLine,
    TranslationOrigin,
    Utterance,
    VersionStatus,
)
from earwitness.store.archive import Writing
from earwitness.store.catalog.sound import add_side
from earwitness.store.catalog.words import (
    add_transcript,
    add_translation,
    is_known_translation,
    known_transcript,
    transcript_digest,
    transcripts,
    translation_digest,
    utterances,
)
from earwitness.store.originals import Placed
from earwitness.text.language import guess_language
from earwitness.text.line_alignment import align_lines

__all__ = ["VERSION_FOLDERS", "WordsFile", "enter_words", "heard_utterances"]

_MACHINE_FORMATS = ("whisper-json", "whisperx-json", "whisper-cpp-json", "datashare-json")
_MACHINE_FOLDERS = ("raw", "sent", "machine", "asr", "auto")
_HUMAN_FOLDERS = ("corrected", "reviewed", "edited", "human")
_LAST_FOLDERS = ("final", "approved")
VERSION_FOLDERS = frozenset((*_MACHINE_FOLDERS, *_HUMAN_FOLDERS, *_LAST_FOLDERS))
_SUBTITLE_FORMATS = ("srt", "webvtt", "sbv", "ttml")
# Kinds of "no words here" that mean: this side speaks and cannot be heard.
_UNHEARD = ("inaudible", "not heard", "нерозбірливо", "неразборчиво", "не слышно", "не чути")


@dataclass(frozen=True, slots=True)
class WordsFile:
    """A file with words that was read.

    Attributes:
        automatic: True if its bringer says that a machine made it (yt-dlp's automatic captions).
    """

    file: GivenFile
    placed: Placed
    parsed: ParsedTranscript
    automatic: bool = False
    language: str | None = None

    @property
    def name(self) -> WordsName:
        return read_words_name(self.file.path)


@dataclass(frozen=True, slots=True)
class _Judged:
    given: WordsFile
    language: str
    translation: bool
    origin: TranscriptOrigin
    rank: int
    because: str


def enter_words(batch: Batch, recording_id: str, files: Sequence[WordsFile]) -> None:
    """Take in all files with words of one recording, originals before translations."""
    judged = sorted(
        (_judge(one, batch.given_by.language) for one in files),
        key=lambda one: (-one.rank, one.given.file.shown),
    )
    db = batch.archive.db
    before = [(one, tuple(utterances(db, one.id))) for one in transcripts(db, recording_id)]
    judged = _tell_translations_apart(judged)
    if before:
        judged = [_beside_known(one, before[0][0].language) for one in judged]
    originals = [one for one in judged if not one.translation]
    with batch.archive.writing() as w:
        entered = [_enter_transcript(batch, w, recording_id, one) for one in originals]
        folders: list[Path | None] = [one.given.file.folder for one in originals]
        fresh = {made.id for made, _ in entered}
        entered += [one for one in before if one[0].id not in fresh]
        folders += [None] * (len(entered) - len(folders))
        for one in judged:
            if one.translation:
                _enter_translation(batch, w, recording_id, one, entered, folders)


def heard_utterances(
    transcript_id: str, lines: Sequence[Line], language: str, *, fixed_language: bool
) -> tuple[Utterance, ...]:
    """Lines as read, as utterances of a transcript version."""
    return tuple(
        _utterance(transcript_id, position, line, language, fixed_language=fixed_language)
        for position, line in enumerate(lines)
    )


def _enter_transcript(
    batch: Batch, w: Writing, recording_id: str, one: _Judged
) -> tuple[Transcript, tuple[Utterance, ...]]:
    parsed = one.given.parsed
    made = Transcript(
        id=new_identifier("trs"),
        recording_id=recording_id,
        origin=one.origin,
        language=one.language,
        format=parsed.format,
        maker=parsed.maker or "",
        rank=one.rank,
        because=one.because,
        artefact=Sha256(one.given.placed.sha256),
    )
    _note_unheard(w, recording_id, parsed)
    spoken = heard_utterances(
        made.id, parsed.lines, one.language, fixed_language=parsed.language is not None
    )
    known = known_transcript(w.db, made, spoken)
    if known is not None:
        batch.report.known["transcripts"] += 1
        return replace(made, id=known), spoken
    objects = [recording_id, made.id, transcript_digest(made, spoken)]
    add_transcript(
        w.db, made, spoken, w.note(EventType.CREATION, objects, note="transcript taken in")
    )
    batch.report.taken["transcripts"] += 1
    for problem in parsed.problems:
        batch.report.remark(one.given.file.shown, problem.what, problem.line)
    return made, spoken


def _enter_translation(
    batch: Batch,
    w: Writing,
    recording_id: str,
    one: _Judged,
    originals: Sequence[tuple[Transcript, tuple[Utterance, ...]]],
    folders: Sequence[Path | None],
) -> None:
    lines = [line for line in one.given.parsed.lines if line.text]
    source, spoken = _original_of(one, originals, folders)
    pairs = align_lines(
        [line.text for line in lines],
        [utterance.text for utterance in spoken],
        [(line.start_ms, line.end_ms) for line in lines],
        [(utterance.start_ms, utterance.end_ms) for utterance in spoken],
    )
    approved = batch.given_by.approved_by if one.origin is not TranscriptOrigin.MACHINE else ""
    made = Translation(
        id=new_identifier("trl"),
        recording_id=recording_id,
        transcript_id=source.id if source else None,
        language=one.language,
        origin=_translation_origin(one),
        maker=one.given.parsed.maker or "",
        status=VersionStatus.APPROVED if approved else VersionStatus.DRAFT,
        rank=one.rank,
        because=one.because + (f"; approved by {approved}" if approved else ""),
        artefact=Sha256(one.given.placed.sha256),
    )
    rendered = [
        TranslationLine(
            position,
            line.text,
            first=pair[0] if pair else None,
            last=pair[1] if pair else None,
            start_ms=line.start_ms,
            end_ms=line.end_ms,
            voice=line.voice,
        )
        for position, (line, pair) in enumerate(zip(lines, pairs, strict=True))
    ]
    if is_known_translation(w.db, made, rendered):
        batch.report.known["translations"] += 1
        return
    seq = w.note(
        EventType.CREATION,
        [recording_id, made.id, translation_digest(made, rendered)],
        note="translation taken in" + (f", approved by {approved}" if approved else ""),
    )
    add_translation(w.db, made, rendered, seq)
    batch.report.taken["translations"] += 1


def _judge(one: WordsFile, stated_language: str) -> _Judged:
    parsed, named = one.parsed, one.name
    text = " ".join(line.text for line in parsed.lines[:400])
    language = (
        one.language
        or named.language
        or parsed.language
        or stated_language
        or guess_language(text).tag
    )
    language = _tag(language)
    translation = named.translation is True or (
        parsed.task == "translate" and named.translation is not False
    )
    origin, rank, because = _weigh(one)
    return _Judged(one, language, translation, origin, rank, because)


def _tag(written: str) -> str:
    """A language tag as BCP-47 writes it: ``en-us`` is ``en-US``."""
    first, *rest = written.replace("_", "-").split("-")
    return "-".join([first.lower(), *(r.upper() if len(r) == 2 else r.lower() for r in rest)])


def _weigh(one: WordsFile) -> tuple[TranscriptOrigin, int, str]:
    """Who made it, and how far to the front it goes."""
    folders = {name.lower(): name for name in one.file.folders}
    machine = next((folders[name] for name in _MACHINE_FOLDERS if name in folders), None)
    human = next((folders[n] for n in _LAST_FOLDERS + _HUMAN_FOLDERS if n in folders), None)
    parsed = one.parsed
    if human is not None:
        last = human.lower() in _LAST_FOLDERS
        origin, rank = TranscriptOrigin.HUMAN, 60 if last else 40
        why = f"stands in the folder '{human}'"
    elif one.automatic or parsed.format in _MACHINE_FORMATS or machine is not None:
        why = f"a machine's: {parsed.format}"
        if machine is not None:
            why = f"stands in the folder '{machine}'"
        return TranscriptOrigin.MACHINE, 10, "automatic captions" if one.automatic else why
    elif parsed.format in _SUBTITLE_FORMATS:
        origin, rank, why = TranscriptOrigin.PUBLISHER_SUBTITLES, 20, "subtitles"
    else:
        origin, rank, why = TranscriptOrigin.PUBLISHER_TEXT, 20, "a text"
    if any(line.voice for line in parsed.lines):
        rank, why = rank + 5, why + ", with voices"
    if any(line.start_ms is not None for line in parsed.lines):
        rank, why = rank + 5, why + ", with times"
    return origin, rank, why


def _tell_translations_apart(judged: list[_Judged]) -> list[_Judged]:
    """Files in another language than the words spoken are translations, where that can be told."""
    spoken = _spoken_language(judged)
    if spoken is None:
        return judged
    return [
        one if one.translation or _same(one.language, spoken) else _as_translation(one, spoken)
        for one in judged
    ]


def _beside_known(one: _Judged, spoken: str) -> _Judged:
    """A file that comes after the words spoken were taken in: in another language, a translation.

    Short Russian and Ukrainian texts are told apart too badly for that, unless the name says which.
    """
    named = one.given.name
    if one.translation or named.translation is False or _same(one.language, spoken):
        return one
    cyrillic = ("ru", "uk", "be")
    own, other = (tag.split("-", maxsplit=1)[0] for tag in (one.language, spoken))
    doubtful = named.language is None and (own in cyrillic) == (other in cyrillic)
    later_original = named.language is None and own in cyrillic
    return one if doubtful or later_original else _as_translation(one, spoken)


def _spoken_language(judged: Sequence[_Judged]) -> str | None:
    candidates = [one for one in judged if not one.translation]
    if len({one.language.split("-")[0] for one in candidates}) < 2:
        return None
    for rule in (
        lambda one: one.given.name.translation is False,
        lambda one: one.given.name.language is None and one.given.parsed.task == "transcribe",
        lambda one: one.given.name.language is None and one.given.parsed.language is not None,
        lambda one: one.given.name.language is None,
        lambda one: one.language.split("-")[0] in ("ru", "uk"),
    ):
        chosen = [one for one in candidates if rule(one)]
        if chosen:
            return chosen[0].language
    return None


def _as_translation(one: _Judged, spoken: str) -> _Judged:
    because = f"{one.because}; in {one.language} while {spoken} is spoken"
    return _Judged(one.given, one.language, True, one.origin, one.rank, because)


def _original_of(
    one: _Judged,
    originals: Sequence[tuple[Transcript, tuple[Utterance, ...]]],
    folders: Sequence[Path | None],
) -> tuple[Transcript | None, tuple[Utterance, ...]]:
    """The transcript that a translation follows: same folder first, then same number of lines."""
    if not originals:
        return None, ()
    lines = sum(1 for line in one.given.parsed.lines if line.text)

    def distance(index: int) -> tuple[int, int, int]:
        made, spoken = originals[index]
        elsewhere = folders[index] != one.given.file.folder
        unlike_origin = made.origin is not one.origin
        return int(elsewhere), abs(sum(1 for u in spoken if u.text) - lines), int(unlike_origin)

    return originals[min(range(len(originals)), key=distance)]


def _translation_origin(one: _Judged) -> TranslationOrigin:
    if one.origin is TranscriptOrigin.MACHINE:
        return TranslationOrigin.MACHINE
    if one.origin is TranscriptOrigin.HUMAN:
        return TranslationOrigin.HUMAN
    return TranslationOrigin.PUBLISHER


def _utterance(
    transcript_id: str, position: int, line: Line, language: str, *, fixed_language: bool
) -> Utterance:
    own = line.language or (language if fixed_language else _line_language(line.text, language))
    return Utterance(
        id=new_identifier("utt"),
        transcript_id=transcript_id,
        position=position,
        text=line.text,
        voice=line.voice,
        start_ms=line.start_ms,
        end_ms=line.end_ms,
        timing=line.timing,
        words=line.words,
        language=own,
        score=line.score,
        no_speech=line.no_speech or "",
    )


def _line_language(text: str, language: str) -> str:
    """A line of its own language (code switching), when its letters leave no doubt."""
    guess = guess_language(text)
    return guess.tag if guess.certainty == "clear" and guess.tag != "und" else language


def _note_unheard(w: Writing, recording_id: str, parsed: ParsedTranscript) -> None:
    """A labelled side that never says a word and is marked inaudible is a side not heard."""
    speaking = {line.voice for line in parsed.lines if line.text}
    for line in parsed.lines:
        mark = (line.no_speech or "").lower()
        if line.voice and line.voice not in speaking and any(word in mark for word in _UNHEARD):
            add_side(
                w.db,
                Side(
                    new_identifier("sid"),
                    recording_id,
                    line.voice,
                    Audibility.INAUDIBLE,
                    words=line.no_speech or "",
                ),
            )


def _same(one: str, other: str) -> bool:
    return one.split("-", maxsplit=1)[0] == other.split("-", maxsplit=1)[0]
