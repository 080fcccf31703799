"""The kinds of records that people keep for the standards: about what, with which fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from earwitness.errors import UsageError
from earwitness.records.capture import Capture
from earwitness.records.copies_kept import HashList, Location, Replica, RestoreTest
from earwitness.records.derivatives import Derivative, Duplicate, TextMaking, ToolNote
from earwitness.records.handing_on import Deletion, DeletionFlag, Release, Transfer
from earwitness.records.item_facts import (
    Broadcast,
    Collection,
    Completeness,
    Contemporaneity,
    Dating,
    Intelligibility,
    MarkedStretch,
    Material,
    Provenance,
)
from earwitness.records.item_links import ItemLink
from earwitness.records.persons_words import (
    AssessmentSheet,
    DeskDecision,
    Effort,
    Incident,
    ItemReview,
    RowAnswer,
    SecondReader,
    VerificationSections,
)
from earwitness.records.plan import BulkImport, Label, Plan, PlanLink, Relevance, Scheme
from earwitness.records.protection import Anonymised, Consent, RedactedStretch
from earwitness.store.item_revision import Part

__all__ = ["ARCHIVE", "KINDS", "Kind", "kind_named"]

ARCHIVE = "archive"
"""The subject of records that are about all of it."""

_WHOLE = tuple(Part)
_WORDS = (Part.WORDS,)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record.

    Attributes:
        body: the dataclass of its fields.
        says: what it is for, a sentence.
        of_archive: about the whole archive; of_recording: about one recording.
        parts: of the recording, with whose change it lapses.
        computed: fields that the program fills in.
    """

    name: str
    body: type[Any]
    says: str
    of_recording: bool = True
    of_archive: bool = False
    parts: tuple[Part, ...] = ()
    computed: frozenset[str] = frozenset()


def _of_archive(name: str, body: type[Any], says: str, *computed: str) -> Kind:
    return Kind(name, body, says, of_recording=False, of_archive=True, computed=frozenset(computed))


_LIST = (
    _of_archive("plan", Plan, "the collection plan: purpose, sources, period, law, risks"),
    Kind("plan_link", PlanLink, "under which plan it is collected", of_archive=True),
    Kind("relevance", Relevance, "why it is needed for the purpose, or is not", parts=_WHOLE),
    _of_archive("scheme", Scheme, "the scheme of labels: values, what they mean, how it grows"),
    Kind("label", Label, "a label out of a scheme"),
    Kind("bulk_import", BulkImport, "the filter of a bulk import, what was kept and dropped"),
    Kind("material", Material, "what kind of material it is, and who is heard"),
    Kind("completeness", Completeness, "whether it is whole, on what basis, who cut it"),
    Kind("contemporaneity", Contemporaneity, "whether it arose at the time of the events"),
    Kind("provenance", Provenance, "how and by whom it was recovered, or that it is unknown"),
    Kind("collection", Collection, "when, where and how the team came by it"),
    Kind("capture", Capture, "how the team took it from the web: page, image, clock, machine"),
    Kind("broadcast", Broadcast, "the outlet and programme that it is said to come from"),
    Kind("dating", Dating, "the day that the desk gives it, and on what basis"),
    Kind("mark", MarkedStretch, "a stretch that cannot be understood for certain"),
    Kind("intelligibility", Intelligibility, "that all of it can be understood, or not"),
    Kind("text_making", TextMaking, "how a transcript or translation was made"),
    _of_archive("tool_note", ToolNote, "errors and risks of a tool"),
    Kind("second_reader", SecondReader, "a second person signs for a text", parts=_WORDS),
    Kind("item_review", ItemReview, "a second person opened sound, texts, log", parts=_WHOLE),
    Kind("duplicate", Duplicate, "a copy was made to work on"),
    Kind("derivative", Derivative, "what came out of work on a copy"),
    Kind("redaction", RedactedStretch, "what must not be heard or read, and where it is treated"),
    Kind("anonymised", Anonymised, "a signature that nobody can be identified in these files"),
    Kind("consent", Consent, "what somebody who is heard said to a transfer or publication"),
    Kind("effort", Effort, "what was sought, when, how, with which reply"),
    Kind(
        "decision",
        DeskDecision,
        "what the desk decided, and on what topic",
        of_archive=True,
        parts=_WHOLE,
    ),
    Kind("link", ItemLink, "that it supports, contradicts, repeats another, or a document"),
    Kind("incident", Incident, "something went wrong; a person closes it with its cause"),
    Kind("transfer", Transfer, "something of it was handed to another body"),
    Kind("release", Release, "something of it went to the public"),
    Kind("deletion_flag", DeletionFlag, "something is to be deleted, and why"),
    Kind("deletion", Deletion, "something was deleted, how, and where else it is gone"),
    Kind("assessment_sheet", AssessmentSheet, "the six things courts look at", parts=_WHOLE),
    Kind("verification", VerificationSections, "source, technique, content", parts=_WHOLE),
    Kind("row_answer", RowAnswer, "an answer to a row that asks a person", parts=_WHOLE),
    Kind(
        "hash_list",
        HashList,
        "the list of all hashes that belong to it; the program makes it",
        computed=frozenset({"members", "until"}),
    ),
    _of_archive("location", Location, "a place where copies are kept, and who may enter"),
    _of_archive(
        "replica",
        Replica,
        "the originals at a location, read and hashed by the program",
        "held",
        "missing",
        "differing",
    ),
    _of_archive(
        "restore_test",
        RestoreTest,
        "originals copied back from a location and compared by the program",
        "restored",
        "failed",
    ),
)

KINDS: Mapping[str, Kind] = {one.name: one for one in _LIST}
"""All kinds by name."""


def kind_named(name: str) -> Kind:
    """The kind of that name; ``-`` and ``_`` are the same in it.

    Raises:
        UsageError: there is none.
    """
    found = KINDS.get(name.replace("-", "_"))
    if found is None:
        raise UsageError(
            f"no record is called '{name}'", do="`earwitness record --kinds` lists them"
        )
    return found
