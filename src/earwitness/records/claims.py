"""Layer 4, statements: what somebody in a recording says is so, in which mood, and from what knowledge.

That a claim is made and that it is true are two things; nothing here says the second. The states are
those of the reference (methods §3.2). A machine only ever extracts; everything after that names a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Certainty",
    "Claim",
    "ClaimSpan",
    "ClaimStatus",
    "KnowledgeRoot",
    "Modality",
    "SaidParts",
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
    TOLD_BY_NAMED = "told_by_named"  # by whom stands in `Claim.told_by`
    TOLD_BY_UNNAMED = "told_by_unnamed"
    RUMOUR = "rumour"
    MEDIA = "media"
    INFERENCE = "inference"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure it is that modality and root are read rightly; not how sure the speaker is."""

    CLEAR = "clear"
    PROBABLE = "probable"
    DOUBTFUL = "doubtful"


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


@dataclass(frozen=True, slots=True)
class SaidParts:
    """Who did what to whom, where, when, how many: words as said, "" where the words do not say it."""

    act: str = ""
    actor: str = ""
    affected: str = ""
    place: str = ""
    time: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim in its latest revision.

    Attributes:
        transcript_id: the version of the words that the spans point into.
        sentence: the neutral sentence; the very words where no person wrote another one.
        told_by: who told the speaker, in the speaker's words, or "".
        themes: codes of the codebook.
        rules: the rules that fired, each with what it saw; empty where a person decided.
        made_by: rule set, server and model, or the name of a person.
        because: the reason a person gave, or "".
        revision: 1 for the first; earlier ones are kept.
        start_ms, end_ms: of the utterances, None where they have no times.
    """

    id: str
    recording_id: str
    transcript_id: str
    spans: tuple[ClaimSpan, ...]
    sentence: str
    language: str
    said: SaidParts
    modality: Modality
    knowledge: KnowledgeRoot
    certainty: Certainty
    told_by: str = ""
    said_by: str | None = None
    themes: tuple[str, ...] = ()
    status: ClaimStatus = ClaimStatus.EXTRACTED
    rules: tuple[str, ...] = ()
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
