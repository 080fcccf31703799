"""What leaves the desk: releases to the public, transfers to others; and what is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.records.derivatives import DerivedRole
from earwitness.records.held_file import HeldFile

__all__ = ["Deletion", "DeletionFlag", "Exported", "Release", "Transfer"]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that goes out.

    Attributes:
        of: SHA-256 of the file, or the version of the words, that it was made from.
        labelled_as: how the file is labelled in its own metadata, None where it is not.
        start_ms, end_ms: the stretch of the recording that it holds, None for all of it.
        window_start_ms, window_end_ms: the surroundings that are kept with a stretch.
        called_anonymised: the word stands somewhere in or beside it.
    """

    file: HeldFile
    of: str
    labelled_as: DerivedRole | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    window_start_ms: int | None = None
    window_end_ms: int | None = None
    called_anonymised: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """Something of a recording went to the public.

    Attributes:
        audience: "public", or who it is.
        files: what went out, and out of what it was made.
        folder: all other files that went out with them.
        lists: identifiers and digests that the manifest of the package names.
        whole_sha256, sealed_reference: of the whole recording, where only a part goes out.
    """

    audience: str
    files: tuple[Exported, ...] = ()
    folder: tuple[HeldFile, ...] = ()
    lists: tuple[str, ...] = ()
    whole_sha256: str = ""
    sealed_reference: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Something of a recording was handed to another body.

    Attributes:
        accountability_body: a court, prosecutor or the like.
        files: what was sent, and out of what it was made.
    """

    recipient: str
    accountability_body: bool = False
    files: tuple[Exported, ...] = ()
    folder: tuple[HeldFile, ...] = ()
    lists: tuple[str, ...] = ()
    whole_sha256: str = ""
    sealed_reference: str = ""


@dataclass(frozen=True, slots=True)
class DeletionFlag:
    """Something is to be deleted: by a rule or by a person, whose reason is signed."""

    sha256: tuple[str, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Deletion:
    """Something was deleted: what and how, never its content.

    Attributes:
        copies_covered: locations from which it is gone.
    """

    sha256: tuple[str, ...]
    method: str = ""
    flag: str = ""
    copies_covered: tuple[str, ...] = ()
