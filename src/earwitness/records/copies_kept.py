"""Copies of the archive elsewhere, what was read back from them, and the list of all hashes of a recording."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["HashList", "HashedMember", "Location", "Replica", "RestoreTest"]


@dataclass(frozen=True, slots=True)
class Location:
    """A place where copies are kept, as a person describes it.

    Attributes:
        id: by which replicas name it.
        storage: central or distributed, and why.
    """

    id: str
    operator: str = ""
    access_control: str = ""
    encryption: str = ""
    storage: str = ""


@dataclass(frozen=True, slots=True)
class Replica:
    """The originals at a location were read and hashed by the program.

    Attributes:
        folder: of the originals there.
        held: SHA-256 of those that are there and whole.
        missing, differing: of those that are not.
    """

    location: str
    folder: str
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all originals of that time were there and whole."""
        return bool(self.held) and not self.missing and not self.differing


@dataclass(frozen=True, slots=True)
class RestoreTest:
    """Originals were copied back from a location and compared."""

    location: str
    folder: str
    restored: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HashedMember:
    """One line of a hash list."""

    id: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class HashList:
    """All that belongs to a recording, with its hashes, as the program found it.

    Attributes:
        until: last event of the custody chain that the list covers.
    """

    members: tuple[HashedMember, ...] = ()
    until: int = 0
