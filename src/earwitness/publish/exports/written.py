"""What a writer gives back."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Written"]


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file, and what of the sheet is not in it, in sentences."""

    content: bytes
    left_out: tuple[str, ...] = ()
