"""Records for the standards into the archive, and found again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from earwitness.errors import NotInArchive, UsageError
from earwitness.records.conformance import CheckedBy
from earwitness.records.copies_kept import HashList, Replica, RestoreTest
from earwitness.records.handing_on import Deletion
from earwitness.records.item_links import ItemLink
from earwitness.records.persons_words import DecisionTopic, DeskDecision, RowAnswer
from earwitness.records.plan import Label, PlanLink, YesNo
from earwitness.records.signed import SignedRecord
from earwitness.review.conformance.kinds import ARCHIVE, KINDS, Kind
from earwitness.review.conformance.members import hash_list
from earwitness.review.conformance.profile import profile
from earwitness.review.conformance.replicas import read_replica, restored
from earwitness.store.archive import Archive
from earwitness.store.catalog.signed import signed_of_kind, signed_record
from earwitness.store.catalog.sound import recording
from earwitness.store.item_revision import item_revision
from earwitness.store.signing import Signature, sign

__all__ = ["fill_in", "keep", "records_where"]


def keep(
    archive: Archive, kind: Kind, subject: str, fields: Any, signed: Signature
) -> SignedRecord:
    """Sign a record about a recording, or about the archive.

    Args:
        subject: identifier of a recording, or ``archive``.

    Raises:
        UsageError: the kind is not about such a thing, or what it names cannot be meant.
        NotInArchive: it names something that is not here.
    """
    if subject == ARCHIVE and not kind.of_archive:
        raise UsageError(f"{kind.name} is about one recording", do="Name the recording")
    if subject != ARCHIVE and not kind.of_recording:
        raise UsageError(
            f"{kind.name} is about the archive", do="Write `archive` for the recording"
        )
    if subject != ARCHIVE and recording(archive.db, subject) is None:
        raise NotInArchive(f"no recording is called '{subject}'")
    _refuse_unmeant(archive, subject, fields)
    made = fill_in(archive, subject, fields)
    bound = subject != ARCHIVE and bool(kind.parts)
    revision = item_revision(archive.db, subject, kind.parts) if bound else ""
    return sign(archive, kind.name, subject, made, signed, revision)


def fill_in(archive: Archive, subject: str, fields: Any) -> Any:
    """What the program computes of a record."""
    if isinstance(fields, HashList):
        return hash_list(archive, subject)
    if isinstance(fields, Replica):
        return read_replica(archive, fields)
    if isinstance(fields, RestoreTest):
        return restored(archive, fields)
    return fields


def records_where(archive: Archive, kind: Kind, values: Mapping[str, str]) -> list[SignedRecord]:
    """The standing records of a kind whose fields have certain values: the index of labels and fields.

    Args:
        values: field and value as text; a list has the value when one of its members is it.
    """
    gone = {
        msgspec.json.decode(one.body)["record"] for one in signed_of_kind(archive.db, "taken_back")
    }
    return [
        one
        for one in signed_of_kind(archive.db, kind.name)
        if one.id not in gone and _has(msgspec.json.decode(one.body), values)
    ]


def _has(body: Mapping[str, Any], values: Mapping[str, str]) -> bool:
    def same(found: Any, wanted: str) -> bool:
        if isinstance(found, list):
            return any(same(one, wanted) for one in found)
        return str(found) == wanted

    return all(same(body.get(name), wanted) for name, wanted in values.items())


def _refuse_unmeant(archive: Archive, subject: str, fields: Any) -> None:
    rule = _CHECKS.get(type(fields))
    if rule is not None:
        rule(archive, subject, fields)


def _link(archive: Archive, subject: str, fields: ItemLink) -> None:
    if bool(fields.to) == (fields.document is not None):
        raise UsageError(
            "a link leads to a recording or to a document", do="Give one: to, document"
        )
    if fields.to and recording(archive.db, fields.to) is None:
        raise NotInArchive(f"no recording is called '{fields.to}'")
    if fields.to == subject:
        raise UsageError("a recording is not linked to itself", do="Name another one")


def _decision(_archive: Archive, subject: str, fields: DeskDecision) -> None:
    if subject == ARCHIVE and fields.topic is not DecisionTopic.CLOUD_RISK:
        raise UsageError(
            f"{fields.topic.value} is decided for one recording", do="Name the recording"
        )


def _plan_link(archive: Archive, _: str, fields: PlanLink) -> None:
    found = signed_record(archive.db, fields.plan)
    if found is None or found.kind != "plan":
        raise NotInArchive(
            f"no plan is called '{fields.plan}'", do="`earwitness record --list plan` shows them"
        )


def _row_answer(_archive: Archive, _: str, fields: RowAnswer) -> None:
    row = next((one for one in profile().rows if one.id == fields.row), None)
    if row is None:
        raise UsageError(
            f"no row is called '{fields.row}'", do="`earwitness conform` prints them all"
        )
    if row.check is not CheckedBy.PERSON:
        raise UsageError(
            f"{row.id} is not answered by a person", do="It is computed, or out of reach"
        )
    if fields.answer is YesNo.YES and not fields.evidence:
        raise UsageError("a yes rests on something", do="Name it: --field evidence=…")


def _label(_archive: Archive, _: str, fields: Label) -> None:
    if not fields.scheme.strip() or not fields.value.strip():
        raise UsageError("a label has a scheme and a value", do="Give both")


def _deletion(archive: Archive, _: str, fields: Deletion) -> None:
    if fields.flag:
        found = signed_record(archive.db, fields.flag)
        if found is None or found.kind != "deletion_flag":
            raise NotInArchive(f"no flag for deletion is called '{fields.flag}'")


def _location(archive: Archive, _: str, fields: Replica | RestoreTest) -> None:
    known = records_where(archive, KINDS["location"], {"id": fields.location})
    if not known:
        raise NotInArchive(
            f"no location is called '{fields.location}'",
            do="Describe it first: `earwitness record location archive --form`",
        )


_CHECKS: Mapping[type[Any], Callable[[Archive, str, Any], None]] = {
    ItemLink: _link,
    DeskDecision: _decision,
    PlanLink: _plan_link,
    RowAnswer: _row_answer,
    Label: _label,
    Deletion: _deletion,
    Replica: _location,
    RestoreTest: _location,
}
