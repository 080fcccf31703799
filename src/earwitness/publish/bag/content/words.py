"""The words in a bag: WebVTT and JSON for each language, made by the exporters, so that what they hold back stays back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from earwitness.errors import NotInArchive
from earwitness.publish.bag.facts import RecordingFacts
from earwitness.publish.bag.payload import Payload
from earwitness.publish.bag.veil import Veiling, Withheld
from earwitness.publish.exports.formats import export_sheet
from earwitness.publish.exports.gathering import ORIGINAL, Choice, sheet_of
from earwitness.publish.exports.sheet import Sheet, SheetLine, SourceVersion
from earwitness.records.words import TranscriptOrigin, TranslationOrigin
from earwitness.store.archive import Archive
from earwitness.store.catalog.words import best_transcript, best_translations
from earwitness.text.roles import roles_in

__all__ = ["Words", "by_machine", "language_tag", "put_words", "voice_label", "words_of"]

_MACHINES = (TranscriptOrigin.MACHINE.value, TranslationOrigin.MACHINE.value)
_TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_VOICE = re.compile(r"(?:speaker|voice|spk|v|s|голос|спикер|спікер)[ _-]?\d+", re.IGNORECASE)
_LABEL_WORDS = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one recording as they go out.

    Attributes:
        sheets: the original first where there is one, then translations by language.
        private_places: how many places could identify a private person; masked in a public edition.
    """

    sheets: tuple[Sheet, ...]
    private_places: int

    @property
    def original(self) -> Sheet | None:
        """The words in the language spoken."""
        first = self.sheets[0] if self.sheets else None
        return first if first is not None and first.versions[0].what == "original" else None


def words_of(archive: Archive, facts: RecordingFacts, veil: Veiling, *, public: bool) -> Words:
    """All versions that are shown first, through the veil."""
    found = list(_sheets(archive, facts))
    places = sum(
        veil.learn([line.text for line in one.lines], [line.voice or "" for line in one.lines])
        for one in found
    )
    if public:
        labels: dict[str, str] = {}
        found = [_veiled(one, veil, labels) for one in found]
    return Words(tuple(found), places)


def put_words(payload: Payload, words: Words) -> list[Withheld]:
    """Write ``transcripts/<recording>.<language>.vtt`` and ``.json``; say what could not be written."""
    missing: list[Withheld] = []
    for one in words.sheets:
        stem = f"data/transcripts/{one.recording_id}.{language_tag(one.language)}"
        origin = _TRAINED if by_machine(one.versions[0]) else ""
        for form, media_type in (("vtt", "text/vtt"), ("json", "application/json")):
            try:
                written = export_sheet(one, form)
            except NotInArchive as error:
                missing.append(Withheld("words_untimed", language=one.language, detail=error.what))
                continue
            payload.add(
                f"{stem}.{form}",
                written.content,
                media_type,
                about=one.recording_id,
                origin=origin,
                label=f"{one.versions[0].what}, {one.language}",
            )
            if form == "json":
                missing += [
                    Withheld("words_left_out", language=one.language, detail=said)
                    for said in written.left_out
                ]
    return missing


def by_machine(version: SourceVersion) -> bool:
    """Whether a program made a version."""
    return version.origin in _MACHINES


def language_tag(language: str) -> str:
    """A language tag as it may stand in a name of a file.

    >>> language_tag("uk-x-surzhyk"), language_tag("")
    ('uk-x-surzhyk', 'und')
    """
    return re.sub(r"[^a-z0-9-]", "", language.lower()).strip("-") or "und"


def voice_label(label: str | None, labels: dict[str, str]) -> str | None:
    """A label of a voice as it may go out: a number or a role; for any other a number is given.

    >>> known = {}
    >>> voice_label("Mother", known), voice_label("Тамара", known), voice_label("V2", known)
    ('Mother', 'voice A', 'V2')
    """
    if not label:
        return label
    short = len(label.split()) <= _LABEL_WORDS
    if _VOICE.fullmatch(label) or (short and _is_role(label)):
        return label
    if label not in labels:
        labels[label] = f"voice {_letters(len(labels))}"
    return labels[label]


def _is_role(label: str) -> bool:
    """Whether every word of the label is a role: «Мать Тамара» is not."""
    return all(
        any(roles_in(word, language) for language in ("en", "ru", "uk")) or word.isdigit()
        for word in label.split()
    )


def _letters(number: int) -> str:
    """A, B, … Z, AA, AB and so on."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _sheets(archive: Archive, facts: RecordingFacts) -> Iterator[Sheet]:
    recording = facts.recording
    shown = best_transcript(archive.db, recording.id)
    if shown is not None:
        yield sheet_of(archive, recording, Choice(ORIGINAL), facts.sound)
    for language in sorted(best_translations(archive.db, recording.id)):
        if shown is None or language != shown.language:
            yield sheet_of(archive, recording, Choice(language), facts.sound)


def _veiled(sheet: Sheet, veil: Veiling, labels: dict[str, str]) -> Sheet:
    """Built anew from what may stand in it."""
    return Sheet(
        recording_id=sheet.recording_id,
        title="",
        language=sheet.language,
        lines=tuple(_veiled_line(one, veil, labels) for one in sheet.lines),
        versions=tuple(_public_version(one) for one in sheet.versions),
        turns=tuple(
            replace(one, voice=voice_label(one.voice, labels) or "") for one in sheet.turns
        ),
        turns_by=sheet.turns_by,
        duration_ms=sheet.duration_ms,
        notes=tuple(veil.text(one) for one in sheet.notes),
        left_out=sheet.left_out,
    )


def _veiled_line(line: SheetLine, veil: Veiling, labels: dict[str, str]) -> SheetLine:
    text = veil.text(line.text)
    return SheetLine(
        text=text,
        voice=voice_label(line.voice, labels),
        start_ms=line.start_ms,
        end_ms=line.end_ms,
        timing=line.timing,
        mark=line.mark,
        words=line.words if text == line.text else (),
        score=line.score,
        position=line.position,
    )


def _public_version(one: SourceVersion) -> SourceVersion:
    """Programs are named, persons are not."""
    return one if by_machine(one) else replace(one, maker="")
