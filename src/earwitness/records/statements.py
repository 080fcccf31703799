"""Layer 4, statements: who and what is spoken of, what is asserted, by whom.

A publisher's words stay the publisher's. A mention keeps its words; whom it means is a link of its own,
with certainty, that a person can change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Assertion",
    "Certainty",
    "Entity",
    "EntityLink",
    "Mention",
    "MentionKind",
    "QuotedWords",
    "Resolution",
]


class MentionKind(StrEnum):
    """What kind of thing a mention speaks of."""

    PERSON = "person"
    CALL_SIGN = "call_sign"
    KINSHIP_ROLE = "kinship_role"
    UNIT = "unit"
    PLACE = "place"
    ORGANISATION = "organisation"
    WEAPON = "weapon"
    VEHICLE = "vehicle"
    QUANTITY = "quantity"
    DATE_TIME = "date_time"
    PHONE = "phone"
    DOCUMENT = "document"


class Certainty(StrEnum):
    """How sure a mention or a link is, in three steps; no percentages."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in a line that speak of somebody or something, as they stand there.

    Attributes:
        version_id: the transcript or translation whose line it is.
        position: of the utterance or translation line in it.
        start, end: characters of that line's text; ``surface`` is what stands there.
        key: the form under which mentions are held together (see `understand.mentions`), "" if none.
        detail: name and value, such as ``level=brigade number=917``.
        rule, reason: which rule found it and why, in words.
        certainty: that it is a mention of this kind at all, not whom it means.
    """

    id: str
    recording_id: str
    version_id: str
    position: int
    start: int
    end: int
    surface: str
    kind: MentionKind
    key: str
    detail: tuple[tuple[str, str], ...]
    rule: str
    reason: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that mentions may mean: a name, not an identified person.

    Attributes:
        name: how it is shown; the most usual form of its mentions when it was made.
        key: as in `Mention`; an entity that a person split off has one of its own.
    """

    id: str
    kind: MentionKind
    key: str
    name: str
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """A mention means this entity, says a rule or a person. Later ones lie on top of earlier ones."""

    mention_id: str
    entity_id: str
    certainty: Certainty
    by: str
    reason: str
    at: str
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class EntityLink:
    """A person says that two entities are the same, or are not. A later one lies on top."""

    id: str
    entity_id: str
    other_id: str
    same: bool
    by: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a publisher states about a recording; never copied into a fact field.

    Attributes:
        kind: relation, role, name, unit, place, call_date, unheard_side, authenticity,
            publisher_of_recording, other_recordings, caption.
        state: ``stated``, ``unknown`` (the publisher says that it is not known) or ``hedged``.
        words: verbatim.
        hedge: the hedging words, verbatim, or "".
        start, end: character offsets in the appearance's text.
    """

    id: str
    appearance_id: str
    recording_id: str | None
    kind: str
    state: str
    words: str
    hedge: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words that an article puts between quotation marks, and the words that say who speaks.

    Attributes:
        role: ``speech`` or ``term`` (a name or phrase in quotes).
        speaker: the speaker words as written ("she", "speaker 1"), or None.
        attribution: where those words stand: before, after, split, inherited or none.
        antecedent: who a pronoun seems to mean; our inference, marked as such.
    """

    id: str
    appearance_id: str
    recording_id: str | None
    position: int
    text: str
    role: str
    speaker: str | None
    verb: str | None
    attribution: str
    hedge: str = ""
    addressee: str | None = None
    antecedent: str | None = None
    start: int | None = None
    end: int | None = None
