"""The sound in a bag: the public edition has what may be heard, as WAV; the sealed one the bytes as received."""

from __future__ import annotations

import re
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import Differs, OverLimit, UsageError
from earwitness.publish.bag.facts import RecordingFacts
from earwitness.publish.bag.payload import Payload
from earwitness.publish.bag.veil import Withheld
from earwitness.publish.clips import ClipCutter
from earwitness.records.review import State
from earwitness.records.sound import Basis
from earwitness.records.timecode import Interval
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import received_ending
from earwitness.store.catalog.sound import renditions

__all__ = ["Original", "originals_of", "put_original", "put_public_sound", "why_not_heard"]

_PIECE_MS = 180_000  # bounds what the child that decodes holds at once
_LONGEST_WAV = 0xFFFFFFFF - 64
_CLEARED = (State.CLEARED, State.PUBLISHED, State.CORRECTED)


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes as received, under the name that commitments and the log have for them."""

    label: str
    sha256: str


def originals_of(archive: Archive, recording_id: str) -> list[Original]:
    """The files that carry a recording, in the order in which they came."""
    found = renditions(archive.db, recording_id)
    return [
        Original(f"{recording_id}.original-{number}", one.sha256)
        for number, one in enumerate(found, start=1)
    ]


def why_not_heard(
    facts: RecordingFacts, private_places: int, *, has_words: bool
) -> Withheld | None:
    """Why the sound of a recording does not go out; None where it does.

    What is cut is cut from the redacted master. What words that are not withheld would tell of a private person
    keeps all of the sound back until those are withheld too (`earwitness redact`). Where nobody knows its words,
    people must have cleared it.
    """
    if facts.recording.basis is not Basis.SOUND:
        return Withheld("sound_none")
    if private_places:
        return Withheld("sound_private", count=private_places)
    if not has_words and facts.state not in _CLEARED:
        return Withheld("sound_unread")
    return None


def put_public_sound(cutter: ClipCutter, payload: Payload, facts: RecordingFacts) -> str:
    """Write ``media/<recording>.public.wav``: decoded, samples and nothing else.

    Returns:
        Its name.

    Raises:
        EarwitnessError: it cannot be decoded, or is longer than a WAV file can hold.
    """
    recording_id = facts.recording.id
    name = f"data/media/{recording_id}.public.wav"
    place = payload.place(name)
    duration_ms = facts.sound.duration_ms
    try:
        if duration_ms is None or duration_ms <= _PIECE_MS:
            cutter.cut(recording_id, None, place)
        else:
            _join(_pieces(cutter, recording_id, place), place)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    payload.adopt(name, "audio/wav", about=recording_id, label="sound")
    return name


def put_original(archive: Archive, payload: Payload, one: Original, recording_id: str) -> str:
    """Copy an original; its bytes are compared with their name on the way.

    Raises:
        Differs: they are not what was received.
    """
    source = archive.originals.path(one.sha256)
    ending = re.sub(r"[^a-z0-9]", "", received_ending(archive.db, one.sha256))[:8]
    name = f"data/originals/{one.label}.{ending or 'bin'}"
    entry = payload.copy(
        source, name, "application/octet-stream", about=recording_id, label="as received"
    )
    if entry.sha256 != one.sha256:
        raise Differs(
            "the original was changed",
            where=f"originals/{one.sha256[:2]}/{one.sha256}",
            do="Run `earwitness verify`, and put the file back from a backup",
            expected=one.sha256,
            found=entry.sha256,
        )
    return name


def _pieces(cutter: ClipCutter, recording_id: str, place: Path) -> Iterator[Path]:
    """Stretches one after another: each ends on the sample before which the next begins."""
    piece = place.with_suffix(".piece.wav")
    start_ms = 0
    try:
        while True:
            try:
                cutter.cut(recording_id, Interval(start_ms, start_ms + _PIECE_MS), piece)
            except UsageError:
                if start_ms == 0:
                    raise
                return  # the sound ended with the piece before
            yield piece
            start_ms += _PIECE_MS
    finally:
        piece.unlink(missing_ok=True)


def _join(pieces: Iterator[Path], place: Path) -> None:
    with place.open("wb") as raw, wave.open(raw, "wb") as out:
        size = 0
        for number, piece in enumerate(pieces):
            with wave.open(str(piece), "rb") as part:
                if number == 0:
                    out.setparams(part.getparams())
                frames = part.readframes(part.getnframes())
            size += len(frames)
            if size > _LONGEST_WAV:
                raise OverLimit("is longer than a WAV file can hold", where=place.name)
            out.writeframesraw(frames)
