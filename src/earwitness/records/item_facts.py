"""What people say a recording is: its class, whether it is whole, where it comes from, when it was made.

``unknown`` is a value that somebody sets, with name and time. An empty field is nobody's answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.held_file import HeldFile
from earwitness.records.plan import YesNo

__all__ = [
    "Broadcast",
    "Collection",
    "Completeness",
    "CompletenessState",
    "Contemporaneity",
    "ContemporaneityState",
    "Cutter",
    "Dating",
    "DatingBasis",
    "Form",
    "Intelligibility",
    "MarkKind",
    "MarkedStretch",
    "Material",
    "MaterialClass",
    "Provenance",
    "RestsOn",
    "Way",
]


class MaterialClass(StrEnum):
    """Which section of the Leiden Guidelines speaks of it."""

    INTERCEPT = "intercept"
    BROADCAST = "broadcast"
    OTHER = "other_recording"


class Form(StrEnum):
    """In which form it is held."""

    AUDIO = "audio"
    VIDEO = "video"
    TEXT_ONLY = "text_only"


@dataclass(frozen=True, slots=True)
class Material:
    """What kind of material a recording is.

    Attributes:
        forms: at least one.
        has_voice: of a person or a machine.
        voices: labels of those who are heard; empty where nobody has told them apart.
    """

    material_class: MaterialClass
    forms: tuple[Form, ...] = ()
    has_voice: YesNo = YesNo.UNKNOWN
    voices: tuple[str, ...] = ()


class CompletenessState(StrEnum):
    """How much of the recording is held."""

    COMPLETE = "complete"
    EXCERPT = "excerpt"
    COMPILATION = "compilation"
    UNKNOWN = "unknown"


class Cutter(StrEnum):
    """Who cut an excerpt."""

    PUBLISHER = "publisher"
    DESK = "desk"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of the recording is held, and how that is known.

    Attributes:
        basis: what it rests on (an identifier, an address), "" for nothing.
        full_available: whether the full recording exists, None while nobody has said.
    """

    state: CompletenessState
    basis: str = ""
    full_available: YesNo | None = None
    excerpted_by: Cutter | None = None
    excerpted_by_name: str = ""


class ContemporaneityState(StrEnum):
    """Whether it arose at the time of the events that it speaks of."""

    CONTEMPORANEOUS = "contemporaneous"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Contemporaneity:
    """Whether it arose at the time of the events."""

    state: ContemporaneityState


class RestsOn(StrEnum):
    """What a statement of provenance rests on."""

    OWN_KNOWLEDGE = "own_knowledge"
    DOCUMENT = "document"
    PUBLISHER = "publisher_statement"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Provenance:
    """How and by whom it was recovered; ``unknown`` is an answer, "" is none.

    Attributes:
        statement: the publisher's own words, verbatim; statement_by: whose they are.
    """

    recovered_by: str = ""
    how: str = ""
    where: str = ""
    when: str = ""
    rests_on: RestsOn = RestsOn.UNKNOWN
    statement: str = ""
    statement_by: str = ""


class Way(StrEnum):
    """How it came to the team."""

    WEB_BY_TEAM = "taken_from_the_web_by_the_team"
    HANDED_OVER = "handed_over"
    RECORDED_BY_TEAM = "recorded_by_the_team"


@dataclass(frozen=True, slots=True)
class Collection:
    """When, where and how the team came by it; ``unknown`` is an answer, "" is none.

    Attributes:
        date: EDTF; time: with its zone; place: of collection.
        bulk: taken in together with a whole channel or site.
    """

    way: Way
    date: str = ""
    time: str = ""
    place: str = ""
    bulk: bool = False


class MarkKind(StrEnum):
    """Why a stretch cannot be understood for certain."""

    UNINTELLIGIBLE = "unintelligible"
    UNCLEAR = "unclear"
    BLEEPED = "bleeped"


@dataclass(frozen=True, slots=True)
class MarkedStretch:
    """A stretch of a recording, in milliseconds, that a person marked."""

    start_ms: int
    end_ms: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Intelligibility:
    """A person says that all of it can be understood, or not."""

    wholly: bool


class DatingBasis(StrEnum):
    """What a date rests on; ``none`` where somebody gives one without."""

    CONTENT = "content_reference"
    DEVICE = "device"
    CONTACT = "contact"
    COURT = "court"
    PUBLISHER = "publisher_stated"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Dating:
    """What the desk says of the day of recording: EDTF, or ``unknown``."""

    edtf: str
    basis: DatingBasis = DatingBasis.NONE
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Broadcast:
    """An outlet's programme that it is said to come from.

    Attributes:
        air_date, event: EDTF, or ``unknown``.
        reference: address or archive number; confirmation: a letter of the outlet.
    """

    outlet: str
    programme: str = ""
    air_date: str = ""
    reference: str = ""
    confirmation: HeldFile | None = None
    event: str = ""
