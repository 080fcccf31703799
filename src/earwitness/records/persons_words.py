"""What a person decides, answers or signs off about a recording, for the written standards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.plan import YesNo

__all__ = [
    "AssessmentSheet",
    "DecisionTopic",
    "DeskDecision",
    "Effort",
    "EffortGoal",
    "EffortStep",
    "Incident",
    "ItemReview",
    "RowAnswer",
    "SecondReader",
    "SectionResult",
    "VerificationSections",
]


class DecisionTopic(StrEnum):
    """What a desk decides."""

    ORIGINAL_ESTABLISHED = "original_established"
    NO_TRANSCRIPT = "no_transcript"
    NO_TRANSLATION = "no_translation"
    OUTSIDE_PLAN = "outside_plan"
    KEEP_IRRELEVANT = "keep_irrelevant"
    CLOUD_RISK = "cloud_risk"
    PRIVACY_REVIEW = "privacy_review"
    REDACTION_NEEDED = "redaction_needed"
    TRANSFER_WITHOUT_CONSENT = "transfer_without_consent"
    MATERIAL_CHANGE = "material_change"


@dataclass(frozen=True, slots=True)
class DeskDecision:
    """A decision; the reason of the signed record is its reason.

    Attributes:
        about: what of the recording it is about (a digest, a version, a service), "" for all of it.
        evidence: identifiers, digests, addresses.
    """

    topic: DecisionTopic
    value: YesNo = YesNo.YES
    about: str = ""
    evidence: tuple[str, ...] = ()


class EffortGoal(StrEnum):
    """What was sought."""

    OBTAIN_ORIGINAL = "obtain_original"
    DATE = "date"
    CONSENT = "consent"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class EffortStep:
    """One attempt: when, by whom, through which channel, and the reply ("none" for none)."""

    at: str
    by: str
    channel: str
    reply: str


@dataclass(frozen=True, slots=True)
class Effort:
    """Something was sought; whether it was had or not is the outcome."""

    goal: EffortGoal
    steps: tuple[EffortStep, ...] = ()
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something went wrong with bytes or with a step.

    Attributes:
        about: a digest, or the key of a piece of work.
        closed: a person found the cause and closed it.
        remedy: what was done, or ``none possible``.
    """

    about: str
    closed: bool = False
    cause: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """A person's answer to a row of the profile. It lapses when the item changes."""

    row: str
    answer: YesNo
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecondReader:
    """A second person read a version of the words and signs for it.

    Attributes:
        version: of the transcript or translation.
        author: who made it, as they are named.
        disputed: places that stay disputed.
    """

    version: str
    author: str
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemReview:
    """A second person opened sound, texts and log of a recording."""

    opened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentSheet:
    """The six things that courts look at, in a person's words."""

    relevance: str = ""
    probative_value: str = ""
    reliability: str = ""
    authenticity: str = ""
    prejudicial_effect: str = ""
    weight: str = ""


class SectionResult(StrEnum):
    """What one of the three sections of a verification gave."""

    PASS = "pass"  # noqa: S105 (a result, not a secret)
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class VerificationSections:
    """Source, technical properties and content, looked at together."""

    source: SectionResult
    technical: SectionResult
    content: SectionResult
