"""Layer 4, statements: what is asserted, by whom. A publisher's words stay the publisher's."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Assertion", "QuotedWords"]


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
