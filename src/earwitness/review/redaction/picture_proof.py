"""The proof on pictures: in a withheld stretch of a film the rectangle that was asked for is one dark colour."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from earwitness.audio.film import Covered, covered_part, picture_frames
from earwitness.records.redaction_proof import ProofFind, ProofKind
from earwitness.records.timecode import format_ms

__all__ = ["prove_picture"]

_DARK, _EVEN = 40.0, 6.0  # of 255: its mean and how much it varies, after coding
_INSET = 4  # pixels at the edge, which coding blurs


def prove_picture(
    path: str, name: str, covers: Sequence[Covered], record: str
) -> tuple[list[ProofFind], int]:
    """Look at every frame of a film; return what was found and how many frames were looked at.

    Args:
        covers: in times of the film.

    Raises:
        Refused: it cannot be decoded.
    """
    finds: list[ProofFind] = []
    looked = 0
    for at_ms, picture in picture_frames(Path(path)):
        for one in covers:
            if not one.interval.start_ms <= at_ms < one.interval.end_ms:
                continue
            looked += 1
            part = covered_part(picture, one.cover)[_INSET:-_INSET, _INSET:-_INSET]
            if part.size and (part.mean() > _DARK or part.std() > _EVEN):
                says = (
                    f"the picture is not covered: brightness {part.mean():.0f} ± {part.std():.0f}"
                )
                finds.append(
                    ProofFind(ProofKind.PICTURE_LEFT, name, format_ms(at_ms), record, says)
                )
                return finds, looked
    return finds, looked
