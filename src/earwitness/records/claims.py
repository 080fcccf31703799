"""Layer 4, statements: what somebody in a recording says is so, in which mood, and from what knowledge.

That a claim is made and that it is true are two things; nothing here says the second. The states are
those of the reference (methods §3.2). A machine only ever extracts; everything after that names a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from earwitness.records.statements import Certainty

__all__ = [
    "PARTS",
    "Claim",
    "ClaimSpan",
    "ClaimStatus",
    "KnowledgeRoot",
    "Modality",
    "SaidParts",
    "Suggester",
    "may_become",
]


class Modality(StrEnum):
    """How it is said. Everything but `ASSERTED` takes something away from "she says that it is so"."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    REPORTED = "reported_speech"
    QUESTION = "question"
    ORDER = "order"
    WISH = "wish"
    HYPOTHETICAL = "hypothetical"
    JOKE_POSSIBLE = "joke_possible"


class KnowledgeRoot(StrEnum):
    """Where the speaker has it from, as the words themselves show it."""

    FIRST_HAND = "first_hand"
    TOLD_BY_NAMED = "told_by_named"  # by whom stands in `SaidParts.told_by`
    TOLD_BY_UNNAMED = "told_by_unnamed"
    RUMOUR = "rumour"
    MEDIA = "media"
    INFERENCE = "inference"
    UNKNOWN = "unknown"


class Suggester(StrEnum):
    """Who first said that a claim is made here. What each of them suggests stands beside the others."""

    RULES = "rules"
    MODEL = "model"
    PERSON = "person"


class ClaimStatus(StrEnum):
    """States of a claim. `REJECTED` is ours: no such thing was said, so nothing is refuted."""

    EXTRACTED = "extracted"
    REVIEWED = "reviewed"
    REJECTED = "rejected"
    SINGLE_SOURCE = "single_source"
    REPEATED_SAME_ORIGIN = "repeated_same_origin"
    CONSISTENT_SAME_COLLECTOR = "consistent_same_collector"
    CORROBORATED = "corroborated"
    ESTABLISHED = "established"
    CONTRADICTED = "contradicted"
    REFUTED = "refuted"
    UNRESOLVABLE = "unresolvable"


_BEFORE_REVIEW = frozenset({ClaimStatus.EXTRACTED, ClaimStatus.REJECTED})


def may_become(before: ClaimStatus, after: ClaimStatus) -> bool:
    """Whether a person may move a claim so: nothing is counted or judged that nobody has reviewed.

    >>> may_become(ClaimStatus.EXTRACTED, ClaimStatus.CORROBORATED)
    False
    >>> may_become(ClaimStatus.REVIEWED, ClaimStatus.CORROBORATED)
    True
    """
    if after is ClaimStatus.EXTRACTED:
        return before is ClaimStatus.EXTRACTED
    if before in _BEFORE_REVIEW:
        return after in (ClaimStatus.REVIEWED, ClaimStatus.REJECTED)
    return True


@dataclass(frozen=True, slots=True, order=True)
class ClaimSpan:
    """The very words: ``start`` to ``end`` (left out), characters of the text of one utterance."""

    position: int
    start: int
    end: int
    words: str


PARTS = ("act", "actor", "affected", "place", "time", "quantity", "told_by")


@dataclass(frozen=True, slots=True)
class SaidParts:
    """Who did what to whom, where, when, how many: the very words at their place, None where none are said.

    Attributes:
        told_by: the words for who told the speaker.
        negations: words that turn the statement round.
    """

    act: ClaimSpan | None = None
    actor: ClaimSpan | None = None
    affected: ClaimSpan | None = None
    place: ClaimSpan | None = None
    time: ClaimSpan | None = None
    quantity: ClaimSpan | None = None
    told_by: ClaimSpan | None = None
    negations: tuple[ClaimSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim in its latest revision.

    Attributes:
        version_id: the version of the words that the spans point into: a transcript, a translation
            where there is no original, or an appearance whose quotations are all that is known.
        sentence: the neutral sentence; the very words where no person wrote another one.
        said_by: the label of the voice, or the words with which an article names the speaker.
        certainty: how surely modality and root are read; not how sure the speaker is.
        themes: codes of the codebook.
        rules: the rules that fired, each with what it saw; empty where a person decided.
        suggested_by: who first said that a claim is made here.
        made_by: rule set, server and model, or the name of a person.
        because: the reason a person gave, or "".
        revision: 1 for the first; earlier ones are kept.
        start_ms, end_ms: of the utterances, None where they have no times.
    """

    id: str
    recording_id: str
    version_id: str
    spans: tuple[ClaimSpan, ...]
    sentence: str
    language: str
    modality: Modality
    knowledge: KnowledgeRoot
    certainty: Certainty
    said: SaidParts = field(default_factory=SaidParts)
    said_by: str | None = None
    themes: tuple[str, ...] = ()
    status: ClaimStatus = ClaimStatus.EXTRACTED
    rules: tuple[str, ...] = ()
    suggested_by: Suggester = Suggester.RULES
    made_by: str = ""
    by_person: bool = False
    because: str = ""
    at: str = ""
    revision: int = 1
    start_ms: int | None = None
    end_ms: int | None = None

    @property
    def words(self) -> str:
        """The very words, spans joined."""
        return " … ".join(one.words for one in self.spans)

    @property
    def negated(self) -> bool:
        """Whether a word turns it round."""
        return bool(self.said.negations)
