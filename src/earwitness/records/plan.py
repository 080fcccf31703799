"""The collection plan, the scheme of labels, and how a recording stands to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "BulkImport",
    "Label",
    "Plan",
    "PlanLink",
    "Recipient",
    "Relevance",
    "RelevanceState",
    "Scheme",
    "SchemeEntry",
    "YesNo",
]


class YesNo(StrEnum):
    """An answer; ``unknown`` is one that somebody gave."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who may get the material, and in which languages they read."""

    name: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A version of the collection plan. Its identifier is that of the signed record.

    Attributes:
        period: EDTF.
        reader_languages: of those who judge relevance.
        review_days: after how many days relevance is looked at again.
        procedure: name of the procedure by which relevance is judged.
        jurisdictions, gdpr_applies: what a named person says of the law; not judged here.
        single_item: the plan is for single recordings and aims at nothing.
        approved_by: who approved it, "" while nobody has.
    """

    purpose: str
    sources: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    period: str = ""
    languages: tuple[str, ...] = ()
    reader_languages: tuple[str, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    review_days: int = 0
    fixity_days: int = 0
    retention: str = ""
    procedure: str = ""
    jurisdictions: tuple[str, ...] = ()
    gdpr_applies: YesNo = YesNo.UNKNOWN
    security_risks: str = ""
    access_control: str = ""
    cloud_use: str = ""
    single_item: bool = False
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A recording (or the whole archive) is collected under a plan."""

    plan: str


class RelevanceState(StrEnum):
    """Whether a recording is needed for the purpose of the plan."""

    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"


@dataclass(frozen=True, slots=True)
class Relevance:
    """Why this recording is needed: the reason of the signed record says it.

    Attributes:
        procedure: by which it was judged, as named in the plan.
    """

    state: RelevanceState
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class SchemeEntry:
    """A value that a label may have, and what it means."""

    value: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A version of the labelling scheme.

    Attributes:
        id: by which labels name it ("topics").
        id_pattern: regular expression of the identifiers that it gives out, "" for none.
        extension_rule: how a value is added when none fits, "" for none.
    """

    id: str
    version: str
    entries: tuple[SchemeEntry, ...] = ()
    id_pattern: str = ""
    extension_rule: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a recording; it may be worded as a possibility."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class BulkImport:
    """A source was taken in as a whole: by which filter, and how much was kept and dropped."""

    batch: str
    filter: str
    kept: int
    dropped: int
