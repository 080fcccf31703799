"""Which file carries which recording: as a copy, an excerpt, a part of a compilation, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from earwitness.compare.copies.sounds import FileSound, composed, covered_ms, speech_in
from earwitness.records.copies import Carriage, CopyLink, SharedPiece
from earwitness.records.sound import Relation
from earwitness.records.timecode import Interval, format_ms

__all__ = ["carriages_of", "relation_of"]

_LEFT_OUT_MS = 1_500  # encoders and players add and cut so much at the ends
_COVERED_SHARE = 0.7  # agreement below which something lies over the speech
_MORE_SPEECH = 1.15
_BLEEP_MS = 200


def carriages_of(
    sounds: Sequence[FileSound],
    same: Mapping[str, str],
    links: Mapping[tuple[str, str], CopyLink],
    compilations: set[str],
) -> Iterator[Carriage]:
    """Every file of every recording.

    Args:
        same: recording to the one that stands for all that carry its sound.
        links: by the file that is looked from and the other one.
    """
    by_recording = {one.recording_id: one for one in sounds}
    ordered = sorted(sounds, key=lambda one: (same[one.recording_id], one.order))
    for canonical, members in groupby(ordered, key=lambda one: same[one.recording_id]):
        whole = by_recording.get(canonical)
        if whole is None:
            continue
        known = list(members)
        for sound in known:
            yield _member(sound, whole, known, links)
        if whole.sha256 in compilations:
            continue
        for sound in sounds:
            link = links.get((sound.sha256, whole.sha256))
            if sound.sha256 in compilations and link is not None:
                yield Carriage(
                    canonical,
                    sound.sha256,
                    Relation.COMPILATION_PART,
                    "fingerprint",
                    link.pieces,
                    link.score,
                    f"holds {_spans(link.pieces)} of it among parts of other recordings",
                )


def _member(
    sound: FileSound,
    whole: FileSound,
    members: Sequence[FileSound],
    links: Mapping[tuple[str, str], CopyLink],
) -> Carriage:
    if sound.sha256 == whole.sha256:
        reason = "all of it: the recording is known by this file"
        return Carriage(
            whole.recording_id, sound.sha256, Relation.IDENTICAL, "bytes", (), None, reason
        )
    pieces, score = _way(sound, whole, members, links)
    if not pieces:
        return Carriage(
            whole.recording_id,
            sound.sha256,
            Relation.RE_ENCODE,
            "manual",
            (),
            None,
            "a person says so; where it lies is not known",
        )
    relation, reason = relation_of(sound, whole, pieces)
    return Carriage(
        whole.recording_id, sound.sha256, relation, "fingerprint", pieces, score, reason
    )


def _way(
    sound: FileSound,
    whole: FileSound,
    members: Sequence[FileSound],
    links: Mapping[tuple[str, str], CopyLink],
) -> tuple[tuple[SharedPiece, ...], float | None]:
    """From a file to the whole one, directly or through files that carry both (breadth first)."""
    direct = links.get((sound.sha256, whole.sha256))
    if direct is not None:
        return direct.pieces, direct.score
    reached: dict[str, tuple[tuple[SharedPiece, ...], float]] = {}
    front: list[str] = []
    for other in members:
        link = links.get((sound.sha256, other.sha256))
        if link is not None:
            reached[other.sha256] = (link.pieces, link.score)
            front.append(other.sha256)
    while front:
        name = front.pop(0)
        pieces, score = reached[name]
        for other in members:
            link = links.get((name, other.sha256))
            if link is None or other.sha256 in reached or other.sha256 == sound.sha256:
                continue
            on = tuple(composed(pieces, link.pieces))
            if not on:
                continue
            reached[other.sha256] = (on, min(score, link.score))
            if other.sha256 == whole.sha256:
                return reached[other.sha256]
            front.append(other.sha256)
    return (), None


def relation_of(
    sound: FileSound, whole: FileSound, pieces: Sequence[SharedPiece]
) -> tuple[Relation, str]:
    """How a file carries a longer one, and why that is said."""
    here_ms, there_ms = covered_ms(pieces)
    left_out = whole.duration_ms - there_ms
    share = sum(one.share * one.here.duration_ms for one in pieces) / max(
        1, sum(one.here.duration_ms for one in pieces)
    )
    bleeped = _bleeped(sound, whole, pieces)
    if bleeped:
        return Relation.REDACTED, (
            f"{bleeped / 1000:.1f} s are bleeped in it that are heard in the longest file"
        )
    if share < _COVERED_SHARE:
        if _speaks_more(sound, whole, pieces):
            return Relation.VOICED_OVER, "somebody speaks over it"
        return Relation.MIXED, "something lies over it: music, noise or another voice"
    if left_out > _LEFT_OUT_MS + 0.02 * whole.duration_ms:
        return Relation.EXCERPT, f"{_spans(pieces)} of it; {left_out / 1000:.1f} s are left out"
    if sound.subtitled:
        return Relation.SUBTITLED, "a video with written words, of the same sound"
    extra = sound.duration_ms - here_ms
    if extra > _LEFT_OUT_MS + 0.02 * sound.duration_ms:
        return Relation.RE_ENCODE, f"all of it, and {extra / 1000:.1f} s that are not in it"
    rate = pieces[0].rate
    if abs(rate - 1) > 0.004:
        return (
            Relation.RE_ENCODE,
            f"all of it, {abs(rate - 1):.1%} {'faster' if rate > 1 else 'slower'}",
        )
    return Relation.RE_ENCODE, "all of it, from beginning to end"


def _bleeped(sound: FileSound, whole: FileSound, pieces: Sequence[SharedPiece]) -> int:
    """Milliseconds bleeped in a file where the whole one has none."""
    total = 0
    for piece in pieces:
        for bleep in sound.bleeps:
            within = bleep.overlap_ms(piece.here)
            if within < _BLEEP_MS:
                continue
            start = piece.there_start_ms + round(
                (bleep.start_ms - piece.here.start_ms) * piece.rate
            )
            there = Interval(max(0, start), max(0, start) + round(bleep.duration_ms * piece.rate))
            if not any(there.overlap_ms(one) for one in whole.bleeps):
                total += within
    return total


def _speaks_more(sound: FileSound, whole: FileSound, pieces: Sequence[SharedPiece]) -> bool:
    here = [speech_in(sound.speech, one.here) for one in pieces]
    there = [speech_in(whole.speech, one.there) for one in pieces]
    if None in here or None in there:
        return False
    return sum(filter(None, here)) > _MORE_SPEECH * sum(filter(None, there))


def _spans(pieces: Sequence[SharedPiece]) -> str:
    return ", ".join(
        f"{format_ms(one.there.start_ms)} to {format_ms(one.there.end_ms)}" for one in pieces
    )
