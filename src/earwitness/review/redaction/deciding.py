"""Decisions to withhold, into the archive: each signed, none overwritten, taken back only by another record."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from earwitness.audio.container import probe
from earwitness.errors import NotInArchive, UsageError
from earwitness.records.artefacts import Artefact, EventType
from earwitness.records.identifiers import Sha256
from earwitness.records.redaction import (
    ALL_RECORDINGS,
    Redaction,
    RedactionMethod,
    RedactionSettings,
)
from earwitness.records.signed import SignedRecord
from earwitness.records.sound import Basis
from earwitness.records.timecode import format_ms
from earwitness.review.gates.keeping import take_back
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import add_artefact
from earwitness.store.catalog.signed import signed_record
from earwitness.store.catalog.sound import recording
from earwitness.store.redactions import REDACTION, spans_of_voice
from earwitness.store.signing import Signature, sign, write_signed

__all__ = ["NEVER_CALLED_SO", "GivenSound", "method_named", "redact", "restore"]

NEVER_CALLED_SO = ("anonymise", "anonymize", "anonymisation", "anonymization", "anonymous")
_IPTC_TYPES = ("digitalCapture", "algorithmicMedia", "trainedAlgorithmicMedia", "humanEdits")


@dataclass(frozen=True, slots=True)
class GivenSound:
    """What is spoken in the place of a stretch.

    Attributes:
        source_type: IPTC digital source type: ``digitalCapture`` for a person's voice, ``algorithmicMedia``
            for a synthesiser by rule, ``trainedAlgorithmicMedia`` for one that was trained.
    """

    path: Path
    source_type: str


def method_named(name: str) -> RedactionMethod:
    """The method of that name.

    Raises:
        UsageError: none; or it is called what no method here deserves.
    """
    if name.casefold() in NEVER_CALLED_SO:
        raise UsageError(
            f"nothing here is called '{name}': a disguised voice is recognised, and disguise can be undone",
            do="mute, bleep or re-voice take the voice away; `disguise` only changes it, and is called so",
        )
    if name not in [*RedactionMethod]:
        raise UsageError(f"'{name}' is no method", do=f"One of: {', '.join(RedactionMethod)}")
    return RedactionMethod(name)


def redact(
    archive: Archive,
    subject: str,
    given: Redaction,
    signed: Signature,
    sound: GivenSound | None = None,
    duration_ms: int | None = None,
) -> SignedRecord:
    """Keep a decision; from now on nothing public holds what it names.

    Args:
        subject: a recording, or `ALL_RECORDINGS` for words that are sealed wherever they come from.
        sound: for re-voicing.
        duration_ms: of the recording, where it is known.

    Raises:
        NotInArchive: no such recording, or no voice of it is called so.
        UsageError: it names nothing, or what cannot be done.
        Refused: the sound given cannot be read.
    """
    words = tuple(dict.fromkeys(" ".join(one.split()) for one in given.words if one.strip()))
    for number, one in enumerate(words, 1):
        if not any(sign.isalnum() for sign in one):
            raise UsageError(f"sealed words {number} hold no letter and no digit")
    given = replace(given, words=words)
    if subject == ALL_RECORDINGS:
        if given.spans or given.voice or sound:
            raise UsageError("times and voices belong to one recording", do="Name the recording")
    else:
        given = _of_recording(archive, subject, given, duration_ms)
    if not (given.spans or given.words):
        raise UsageError(
            "it is about nothing",
            do="Give --from and --to, or --voice, or --words (or several of them)",
        )
    _settings(archive)
    if given.method is RedactionMethod.DISGUISE:
        given = replace(given, seed=secrets.randbits(63))
    if (given.method is RedactionMethod.REVOICE) != (sound is not None):
        raise UsageError(
            "re-voicing needs the sound that is put there, and nothing else does",
            do="--method re-voice --sound FILE --source-type digitalCapture",
        )
    if sound is None:
        return sign(archive, REDACTION, subject, given, signed)
    return _with_sound(archive, subject, given, signed, sound)


def restore(archive: Archive, name: str, signed: Signature) -> SignedRecord:
    """Take a decision back, by a record on top: what it withheld may go out again.

    Raises:
        NotInArchive: there is no such decision. UsageError: it was taken back already.
    """
    known = signed_record(archive.db, name)
    if known is None or known.kind != REDACTION:
        raise NotInArchive(
            f"no redaction is called '{name}'", do="`earwitness redact --list` names them"
        )
    return take_back(archive, name, signed)


def _settings(archive: Archive) -> None:
    settings = archive.settings.section("redaction", RedactionSettings)
    if settings.margin_ms < 0 or settings.step_ms < 1:
        raise UsageError(
            f"[redaction] margin_ms is {settings.margin_ms} and step_ms {settings.step_ms}",
            where="earwitness.toml",
        )


def _of_recording(
    archive: Archive, subject: str, given: Redaction, duration_ms: int | None
) -> Redaction:
    known = recording(archive.db, subject)
    if known is None:
        raise NotInArchive(f"no recording is called '{subject}'")
    if given.voice:
        given = _of_voice(archive, subject, given)
    if given.spans and known.basis is not Basis.SOUND and given.method is not RedactionMethod.MUTE:
        raise UsageError(
            f"there is no sound of {subject} here", do="Its words are withheld with mute"
        )
    for one in given.spans:
        if one.duration_ms == 0:
            raise UsageError(f"{format_ms(one.start_ms)} to the same time is no stretch")
        if duration_ms is not None and one.start_ms >= duration_ms:
            raise UsageError(f"the recording ends at {format_ms(duration_ms)}", where="--from")
    if given.channel is not None and given.channel not in (0, 1):
        raise UsageError(f"there is no channel {given.channel}", do="0 or 1; without it: all")
    if given.method is RedactionMethod.REVOICE and len(given.spans) != 1:
        raise UsageError(
            "one sound goes into the place of one stretch",
            do="Name one stretch for each, or mute the voice",
        )
    return given


def _of_voice(archive: Archive, subject: str, given: Redaction) -> Redaction:
    """The decision with every stretch of its voice."""
    found = spans_of_voice(archive.db, subject, given.voice)
    if found.without_times:
        raise UsageError(
            f"{found.without_times} lines of {given.voice} have no times, so nobody knows where in the "
            "sound they are",
            do="Find their times with `earwitness run` or `earwitness align`, or name the stretches",
        )
    if not found.spans:
        raise NotInArchive(
            f"no voice of {subject} is called '{given.voice}'",
            do=f"`earwitness voices {subject}` and `earwitness show {subject}` name them",
        )
    return replace(given, spans=tuple(sorted({*given.spans, *found.spans})))


def _with_sound(
    archive: Archive, subject: str, given: Redaction, signed: Signature, sound: GivenSound
) -> SignedRecord:
    if sound.source_type not in _IPTC_TYPES:
        raise UsageError(
            f"'{sound.source_type}' is no digital source type",
            do=f"One of: {', '.join(_IPTC_TYPES)}",
        )
    probe(sound.path)
    placed = archive.originals.place(sound.path)
    given = replace(given, sound=placed.sha256, source_type=sound.source_type)
    with archive.writing() as w:
        seq = w.note(EventType.INGESTION, [placed.sha256], note="a voice for a redacted stretch")
        made = Artefact(Sha256(placed.sha256), placed.size_bytes, "media", "working")
        add_artefact(w.db, made, seq)
        return write_signed(w, REDACTION, subject, given, signed, "", [placed.sha256])
