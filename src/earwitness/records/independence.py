"""Layer 4, independence: how many sources stand behind a claim, and why no more (methods §3.2, §3.3).

An item is one thing that supports a claim: an appearance of a recording, a video, a document. It has six
keys; two items are linked where a key is equal, or is unknown and may be equal. Connected items are one
source. What merely repeats (news stories, translations, restatements) is an item too and counts zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

__all__ = [
    "NOT_APPLICABLE",
    "UNKNOWN",
    "Decision",
    "DecisionKind",
    "IndependenceVector",
    "Item",
    "Key",
    "KeyState",
    "KeyValue",
    "Label",
    "Link",
    "LinkBasis",
    "Need",
    "Role",
    "Ruling",
    "known",
]

_T = TypeVar("_T")


class Key(StrEnum):
    """What two items may have in common, I1 to I6."""

    RECORDING = "recording"
    CONVERSATION = "conversation"
    SPEAKER = "speaker"
    ROOT = "knowledge_root"
    COLLECTOR = "collector"
    CONTAMINATION = "contamination"


class KeyState(StrEnum):
    """How far a key is known. Nothing is ever left empty."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class KeyValue(Generic[_T]):
    """A key of an item.

    Attributes:
        value: None unless the state is ``known``.
        basis: what it rests on, in words ("decided by A. Desk: …"), or "".

    Raises:
        ValueError: a known key without a value, or a value where none is known.
    """

    state: KeyState
    value: _T | None = None
    basis: str = ""

    def __post_init__(self) -> None:
        if (self.state is KeyState.KNOWN) != (self.value is not None):
            raise ValueError(f"a key that is {self.state} with the value {self.value!r}")

    @property
    def is_known(self) -> bool:
        return self.state is KeyState.KNOWN

    @property
    def applies(self) -> bool:
        return self.state is not KeyState.NOT_APPLICABLE


def known(value: _T, basis: str = "") -> KeyValue[_T]:
    """A key whose value is known."""
    return KeyValue(KeyState.KNOWN, value, basis)


UNKNOWN: KeyValue[str] = KeyValue(KeyState.UNKNOWN)
NOT_APPLICABLE: KeyValue[str] = KeyValue(KeyState.NOT_APPLICABLE)


class Role(StrEnum):
    """What an item is to the claim. The first five count, the others never do."""

    RECORDING = "recording"  # somebody says it, and we hold the sound or its words
    VISUAL = "visual"  # a geolocated or dated picture or video
    DOCUMENT = "document"
    COURT = "court"
    NAMED_WITNESS = "named_witness"  # somebody told us, by name

    NEWS_STORY = "news_story"  # quotes the release
    TRANSLATION = "translation"
    TRANSCRIPT = "transcript"
    RESTATEMENT = "restatement"  # an official says again what was released
    CITATION = "citation"  # a post that cites the post
    OWN_ARTICLE = "own_article"  # what we ourselves published earlier
    DENIAL = "denial"  # blanket: contradicts, unspecific; no refutation

    @property
    def counts(self) -> bool:
        """Whether an item of this role may be a source."""
        return self in _COUNTING

    @property
    def other_evidence(self) -> bool:
        """Whether it is evidence of another type than speech (methods §3.2, ``established``)."""
        return self.counts and self is not Role.RECORDING

    @property
    def stance(self) -> str:
        """How it stands to the claim: ``supports`` or ``contradicts/unspecific``."""
        return "contradicts/unspecific" if self is Role.DENIAL else "supports"


_COUNTING = frozenset((Role.RECORDING, Role.VISUAL, Role.DOCUMENT, Role.COURT, Role.NAMED_WITNESS))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that stands behind (or against) a claim.

    Attributes:
        id: of this item among those of the claim.
        label: for people: who published what, when.
        appearance: the appearance that it is or is part of; "" for what is none (a translation).
        artefacts: SHA-256 of the bytes in which it came, or other names that tell them apart.
        recording: I1; copies, excerpts, subtitled and slowed versions carry the same one.
        conversation: I2; two recorders of one call recorded one conversation.
        speaker: I3; who says it.
        root: I4; where who says it has it from.
        collector: I5; who gathered or selected it.
        origin_group: collectors that share an interest ("UA-state"), "" where nobody said.
        recorded: I6; the latest instant at which it can have been recorded.
        public: I6; the earliest instant at which it can have been public; not applicable for what
            was only handed to the desk.
        voices: how many people speak in it at most, None where that is not known.
        note: why it counts zero, or how it was linked.
        score: 0 to 1 for what is only suggested, else None.
    """

    id: str
    label: str = ""
    role: Role = Role.RECORDING
    appearance: str = ""
    artefacts: tuple[str, ...] = ()
    recording: KeyValue[str] = UNKNOWN
    conversation: KeyValue[str] = UNKNOWN
    speaker: KeyValue[str] = UNKNOWN
    root: KeyValue[str] = UNKNOWN
    collector: KeyValue[str] = UNKNOWN
    origin_group: str = ""
    recorded: KeyValue[datetime] = field(default_factory=lambda: KeyValue(KeyState.UNKNOWN))
    public: KeyValue[datetime] = field(default_factory=lambda: KeyValue(KeyState.UNKNOWN))
    voices: int | None = 1
    note: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """That a key of two items is the same or is not, whatever is known or unknown of its value.

    Attributes:
        one, other: identifiers of items or of recordings.
        by: who said so, for people.
    """

    key: Key
    one: str
    other: str
    same: bool
    reason: str
    by: str


class LinkBasis(StrEnum):
    """Why two items are linked."""

    KNOWN_EQUAL = "known_equal"
    PLAUSIBLY_EQUAL = "unknown_and_plausibly_equal"


@dataclass(frozen=True, slots=True)
class Link:
    """Two items that count as one, by one key; ``reason`` is a sentence for people."""

    one: str
    other: str
    key: Key
    basis: LinkBasis
    reason: str


@dataclass(frozen=True, slots=True)
class Need:
    """What would have to be known before two recordings could count as two.

    Attributes:
        sentence: for people.
        command: what to type once it is known, without ``--by`` and ``--because``; "" where no
            decision can part them.
    """

    one: str
    other: str
    key: Key
    sentence: str
    command: str = ""


class Label(StrEnum):
    """What may be said of a claim (methods §3.2)."""

    NOTHING_COUNTS = "nothing_counts"  # only repetitions are here, the source is not
    SINGLE_SOURCE = "single_source"
    REPEATED_SAME_ORIGIN = "repeated_same_origin"
    CONSISTENT_SAME_COLLECTOR = "consistent_same_collector"
    CORROBORATED = "corroborated"
    ESTABLISHED = "established"


@dataclass(frozen=True, slots=True)
class IndependenceVector:
    """How much there is of everything, and how little of it is independent.

    Conversations, knowledge roots and collectors are counted as the conservative count is: what is
    unknown and may be equal is one.

    Attributes:
        appearances: of all items, those that count zero among them.
        artefacts: different bytes.
        recordings: that count; of one sound however often it was copied.
        speakers_most: upper bound; None where the voices of a recording were never counted.
        origin_groups: that are known.
        counting_zero: items that only repeat; ``contradicting`` of all items.
        independent: the conservative count, for the truth of what is said.
        authenticity: recorders of one conversation that are independent of one another; what they
            say of its being genuine says nothing of its being true.
        at_most: the count if everything unknown turned out to be different.
        unknown: keys that are unknown for at least one item that counts.
    """

    appearances: int
    artefacts: int
    recordings: int
    conversations: int
    speakers_most: int | None
    knowledge_roots: int
    collectors: int
    origin_groups: tuple[str, ...]
    counting_zero: int
    contradicting: int
    independent: int
    authenticity: int
    at_most: int
    unknown: tuple[Key, ...]


class DecisionKind(StrEnum):
    """What a person can decide about the dependence of sources."""

    SPEAKERS_SAME = "speakers-same"
    SPEAKERS_DISTINCT = "speakers-distinct"
    SPEAKERS_UNKNOWN = "speakers-unknown"
    CONVERSATION_SAME = "one-conversation"
    CONVERSATION_DISTINCT = "two-conversations"
    CONVERSATION_UNKNOWN = "conversations-unknown"
    ROOT = "root"
    COLLECTOR = "collector"
    RECORDED = "recorded"
    ROLE = "role"
    SOUND_SAME = "same-sound"
    SOUND_DISTINCT = "other-sound"
    SOUND_UNKNOWN = "sound-unknown"
    QUOTES = "quotes"
    QUOTES_NOT = "quotes-not"

    @property
    def topic(self) -> str:
        """Decisions of one topic about the same things lie on top of one another."""
        return _TOPICS.get(self, self.value)


_TOPICS = {
    DecisionKind.SPEAKERS_SAME: "speakers",
    DecisionKind.SPEAKERS_DISTINCT: "speakers",
    DecisionKind.SPEAKERS_UNKNOWN: "speakers",
    DecisionKind.CONVERSATION_SAME: "conversation",
    DecisionKind.CONVERSATION_DISTINCT: "conversation",
    DecisionKind.CONVERSATION_UNKNOWN: "conversation",
    DecisionKind.SOUND_SAME: "sound",
    DecisionKind.SOUND_DISTINCT: "sound",
    DecisionKind.SOUND_UNKNOWN: "sound",
    DecisionKind.QUOTES: "quotes",
    DecisionKind.QUOTES_NOT: "quotes",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, on top of what was decided before.

    Attributes:
        subject, other: recordings, appearances or sources; ``other`` is "" where one is enough.
        value: the root, the collector, the date or the role; "" where the kind says it all.
        group: the collector's origin group, or "".
        at: ISO 8601 instant, UTC.
    """

    id: str
    kind: DecisionKind
    subject: str
    other: str
    value: str
    group: str
    by: str
    at: str
    reason: str
