"""Copies that were worked on, and how texts were made: which tool, out of what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.held_file import HeldFile

__all__ = [
    "Derivative",
    "DerivedRole",
    "Duplicate",
    "Operation",
    "TextMaking",
    "ToolNote",
    "is_material",
]


class DerivedRole(StrEnum):
    """What a copy is; its label wherever it is shown."""

    DUPLICATE = "duplicate"
    ENHANCED = "enhanced"
    REDACTED = "redacted"
    CLIP = "clip"


class Operation(StrEnum):
    """What was done to a copy."""

    NOISE_REDUCTION = "noise_reduction"
    LEVEL = "level_normalisation"
    EQUALISATION = "voice_isolation_or_equalisation"
    CUT = "cut"
    SPLICE = "splice"
    PITCH_OR_SPEED = "pitch_or_speed_change"
    VOICE_REPLACEMENT = "voice_replacement"
    MASKING = "masking"
    FORMAT = "format_change"


_NOT_MATERIAL = frozenset(
    {Operation.NOISE_REDUCTION, Operation.LEVEL, Operation.EQUALISATION, Operation.FORMAT}
)


def is_material(operation: Operation) -> bool:
    """Whether an operation changes what is heard by default; a person may decide otherwise."""
    return operation not in _NOT_MATERIAL


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A copy was made to work on.

    Attributes:
        of: SHA-256 of the preserved file.
        file: the copy; at this moment its digest has to be that of the preserved one.
    """

    of: str
    file: HeldFile


@dataclass(frozen=True, slots=True)
class Derivative:
    """What came out of a step of work on a copy.

    Attributes:
        of: SHA-256 of what went in.
        notice: the notice that goes with a material change, "" for none.
        network: ``none``, or the service that got the sound.
    """

    of: str
    file: HeldFile
    role: DerivedRole
    operation: Operation
    tool: str = ""
    tool_version: str = ""
    params: str = ""
    network: str = "none"
    notice: str = ""


@dataclass(frozen=True, slots=True)
class TextMaking:
    """How a transcript or translation was made, also by hand (tool ``hand``); ``unknown`` is an answer.

    Attributes:
        version: of the transcript or translation.
        model_sha256: of the model, ``none`` where there is none.
        network: ``none``, or the service that got sound or words.
    """

    version: str
    tool: str
    tool_version: str = ""
    model_sha256: str = ""
    params: str = ""
    actor: str = ""
    at: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class ToolNote:
    """What is known of the errors and risks of a tool, in which languages."""

    tool: str
    tool_version: str
    languages: tuple[str, ...] = ()
    known_errors: str = ""
    security_note: str = ""
