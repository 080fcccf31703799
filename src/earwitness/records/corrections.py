"""Layer 5, corrections: what somebody says is wrong, and what was done about it (schema.org CorrectionComment)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Correction",
    "CorrectionKind",
    "CorrectionState",
    "CorrectionsOf",
    "Logged",
    "PublicChange",
    "Settlement",
    "nothing_corrected",
]


class CorrectionKind(StrEnum):
    """What is wrong."""

    FACT = "fact"
    QUOTE = "quote"
    TRANSLATION = "translation"
    NAME = "name"
    PRIVACY = "privacy"
    TYPO = "typo"

    @property
    def words_stay_sealed(self) -> bool:
        """Whether a public log must not repeat what was wrong: that would publish it again."""
        return self in (CorrectionKind.PRIVACY, CorrectionKind.NAME)


class CorrectionState(StrEnum):
    """Where a correction stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody says is wrong, and what should stand there.

    Attributes:
        target: the line of a transcript (``utt-…``), the line of a translation (``trl-…:7``), or "" for
            what is said about the recording as a whole.
        before, after: words; ``after`` is "" where only something is reported.
        start_ms, end_ms: the stretch of the recording that it is about, where one was named.
        origin: ``desk`` or ``reader``.
    """

    kind: CorrectionKind
    target: str = ""
    before: str = ""
    after: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    origin: str = "desk"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was decided about a correction.

    Attributes:
        correction: the record that it settles.
        version: the transcript or translation that holds the new words, "" where none was made.
    """

    correction: str
    accepted: bool
    version: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the change log.

    Attributes:
        by, settled_by, why, settled_why: for the desk; a public log leaves them out.
    """

    id: str
    state: CorrectionState
    correction: Correction
    at: str
    by: str
    why: str
    settled_at: str = ""
    settled_by: str = ""
    settled_why: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class PublicChange:
    """What readers are told of a correction: an allow-list.

    Attributes:
        before, after: "" where repeating the words would do the harm again.
    """

    published_at: str
    kind: str
    start_ms: int | None
    end_ms: int | None
    before: str
    after: str


CorrectionsOf = Callable[[str], Sequence[PublicChange]]
"""From a recording or a story to its accepted corrections: the stage that settles hands them to the one
that publishes."""


def nothing_corrected(_: str) -> Sequence[PublicChange]:
    """Nobody corrected anything: what to go by where no corrections are handed over."""
    return ()
