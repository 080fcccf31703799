"""A file that lies outside the originals: where it was, and what it was when somebody signed for it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["HeldFile"]


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A path that a person gave, with what the program computed of the bytes there.

    Attributes:
        path: absolute.
        sha256, size_bytes: when it was signed; "" and -1 while nobody computed them.
    """

    path: str
    sha256: str = ""
    size_bytes: int = -1

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.replace("\\", "/").rpartition("/")[2]
