"""What grouping knows of a file, and how two files lie on one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.records.copies import CopyLink, SharedPiece
from earwitness.records.identifiers import Sha256
from earwitness.records.timecode import Interval

__all__ = ["PADDING_MS", "FileSound", "OpenEnd", "composed", "covered_ms", "open_ends", "speech_in"]

PADDING_MS = 500
"""Encoders and players add or cut so much: files whose lengths differ by less are equally long."""
_AT_END_MS = 1_000
_NEXT_TO_MS = 2_000


@dataclass(frozen=True, slots=True)
class FileSound:
    """A file with sound.

    Attributes:
        recording_id: the recording that was made of it when it was taken in.
        speech, bleeps: where, or None where that was not measured.
        order: position among all files, the earliest known appearance first.
        quality: signal over noise in dB, for naming the cleanest; None where not known.
    """

    sha256: Sha256
    recording_id: str
    duration_ms: int
    speech: tuple[Interval, ...] | None
    bleeps: tuple[Interval, ...]
    order: int
    quality: float | None = None
    subtitled: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """Where two files agree no longer though both go on: at ``at_ms`` of the first one."""

    piece: SharedPiece
    begins: bool
    at_ms: int
    both_ends: bool  # the piece stands at the same end of both files: an introduction would, too


def speech_in(spans: Sequence[Interval] | None, stretch: Interval) -> int | None:
    """Milliseconds of speech in a stretch."""
    return None if spans is None else sum(stretch.overlap_ms(one) for one in spans)


def covered_ms(pieces: Sequence[SharedPiece]) -> tuple[int, int]:
    """How much of the one file and of the other the pieces cover, counting each moment once."""
    return _union([one.here for one in pieces]), _union([one.there for one in pieces])


def open_ends(link: CopyLink, here: FileSound, there: FileSound) -> list[OpenEnd]:
    """The ends of pieces that neither the end of a file nor a cut explains.

    A cut or an inserted stretch explains an end where the next piece follows at once in one of the
    files; silence explains it where nobody speaks from there to the end of one of them.
    """
    found: list[OpenEnd] = []
    for piece in link.pieces:
        before = min(piece.here.start_ms, piece.there.start_ms)
        behind = min(here.duration_ms - piece.here.end_ms, there.duration_ms - piece.there.end_ms)
        whole_start = piece.here.start_ms <= _AT_END_MS and piece.there.start_ms <= _AT_END_MS
        whole_end = (
            here.duration_ms - piece.here.end_ms <= _AT_END_MS
            and there.duration_ms - piece.there.end_ms <= _AT_END_MS
        )
        if before > _AT_END_MS and not _goes_on(link, piece, begins=True):
            silent = _silent(here, 0, piece.here.start_ms) or _silent(
                there, 0, piece.there.start_ms
            )
            if not silent:
                found.append(OpenEnd(piece, True, piece.here.start_ms, whole_end))
        if behind > _AT_END_MS and not _goes_on(link, piece, begins=False):
            silent = _silent(here, piece.here.end_ms, here.duration_ms) or _silent(
                there, piece.there.end_ms, there.duration_ms
            )
            if not silent:
                found.append(OpenEnd(piece, False, piece.here.end_ms, whole_start))
    return found


def composed(first: Sequence[SharedPiece], second: Sequence[SharedPiece]) -> list[SharedPiece]:
    """From a file through another one to a third: what both ways have in common."""
    found: list[SharedPiece] = []
    for one in first:
        for other in second:
            start = max(one.there.start_ms, other.here.start_ms)
            end = min(one.there.end_ms, other.here.end_ms)
            if end <= start:
                continue
            here = Interval(
                one.here.start_ms + max(0, round((start - one.there_start_ms) / one.rate)),
                one.here.start_ms + max(0, round((end - one.there_start_ms) / one.rate)),
            )
            there = other.there_start_ms + round((start - other.here.start_ms) * other.rate)
            agreeing = min(one.agreeing_ms, other.agreeing_ms, here.duration_ms)
            found.append(
                SharedPiece(
                    here, there, one.rate * other.rate, min(one.share, other.share), agreeing
                )
            )
    return sorted(found, key=lambda one: one.here.start_ms)


def _goes_on(link: CopyLink, piece: SharedPiece, *, begins: bool) -> bool:
    for other in link.pieces:
        if other is piece:
            continue
        for mine, others in ((piece.here, other.here), (piece.there, other.there)):
            gap = mine.start_ms - others.end_ms if begins else others.start_ms - mine.end_ms
            if abs(gap) <= _NEXT_TO_MS:
                return True
    return False


def _silent(sound: FileSound, start_ms: int, end_ms: int) -> bool:
    if sound.speech is None or end_ms <= start_ms:
        return False
    spoken = speech_in(sound.speech, Interval(start_ms, end_ms))
    return spoken is not None and spoken < _AT_END_MS // 2


def _union(spans: list[Interval]) -> int:
    total, until = 0, 0
    for one in sorted(spans, key=lambda one: one.start_ms):
        total += max(0, one.end_ms - max(until, one.start_ms))
        until = max(until, one.end_ms)
    return total
