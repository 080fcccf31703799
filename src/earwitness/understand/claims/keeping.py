"""Suggested claims into the archive: which words wait to be read, each reading on top of those before.

What a person said of a claim stands: a later reading by machine never lies on top of it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from earwitness.errors import UnreadableFile
from earwitness.records.artefacts import EventType
from earwitness.records.claims import Claim, ClaimSpan, ClaimStatus, SaidParts, Suggester
from earwitness.records.identifiers import new_identifier
from earwitness.store import ledger
from earwitness.store.archive import Archive, Writing
from earwitness.store.catalog.claims import add_claim, add_revision, claims_of_version
from earwitness.understand.claims.finding import RULES_VERSION, FoundClaim, find_claims
from earwitness.understand.claims.words_read import ReadWords, words_read
from earwitness.understand.coding.codebook import Codebook, read_codebook, shipped_codebook

__all__ = ["CLAIMS", "CODEBOOK_FILE", "claim_of", "desk_codebook", "keep_suggested", "read_waiting"]

CLAIMS = "claims"
CODEBOOK_FILE = "codebook.csv"
_GONE = "this reading does not find it any more"


def desk_codebook(archive: Archive) -> tuple[Codebook, str]:
    """The desk's own codebook and a digest of it; the shipped one, and "", where there is no file.

    Raises:
        UnreadableFile: the file cannot be opened.
        MalformedInput, OverLimit: it is no codebook; names the line.
    """
    path = archive.root / CODEBOOK_FILE
    if not path.is_file():
        return shipped_codebook(), ""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}", where=str(path)) from error
    return read_codebook(data, where=str(path)), hashlib.sha256(data).hexdigest()[:16]


def read_waiting(
    archive: Archive, recording_ids: Sequence[str], codebook: Codebook, digest: str
) -> Iterator[tuple[str, int]]:
    """Read the words of these recordings that were not read before by these rules and codes.

    Yields:
        The identifier of each recording that was read, and how many claims are suggested in it.
    """
    maker = f"rules {RULES_VERSION}" + (f", codebook {digest}" if digest else "")
    for recording_id in recording_ids:
        words = words_read(archive.db, recording_id)
        if not words:
            continue
        inputs = hashlib.sha256(" ".join(one.digest for one in words).encode()).hexdigest()[:32]
        key = ledger.TaskKey(recording_id, CLAIMS, RULES_VERSION, digest, inputs)
        if ledger.is_done(archive.db, key):
            continue
        found = [(one, _claims(recording_id, one, codebook, maker)) for one in words]
        total = sum(len(some) for _, some in found)
        with archive.writing() as w:
            seq = _note(w, recording_id, words, total)
            for one, some in found:
                keep_suggested(
                    w.db, (recording_id, one.version_id), Suggester.RULES, some, maker, seq
                )
            ledger.done_directly(w.db, [key], seq)
        yield recording_id, total


def _note(w: Writing, recording_id: str, words: Sequence[ReadWords], total: int) -> int:
    objects = [recording_id, *(one.version_id for one in words)]
    return w.note(EventType.CREATION, objects, note=f"{total} claims suggested by rules")


def _claims(recording_id: str, words: ReadWords, codebook: Codebook, maker: str) -> list[Claim]:
    lines = [(one.text, one.language) for one in words.lines]
    return [claim_of(one, recording_id, words, maker) for one in find_claims(lines, codebook)]


def claim_of(
    found: FoundClaim,
    recording_id: str,
    words: ReadWords,
    maker: str,
    suggester: Suggester = Suggester.RULES,
) -> Claim:
    """What rules or a model found, as a record: places count in the version's positions."""
    line = words.lines[found.span.position]

    def placed(span: ClaimSpan | None) -> ClaimSpan | None:
        return None if span is None else replace(span, position=line.position)

    said = found.said
    return Claim(
        id=new_identifier("clm"),
        recording_id=recording_id,
        version_id=words.version_id,
        spans=(replace(found.span, position=line.position),),
        sentence=found.span.words,
        language=found.language,
        modality=found.modality,
        knowledge=found.knowledge,
        certainty=found.certainty,
        said=SaidParts(
            placed(said.act),
            placed(said.actor),
            placed(said.affected),
            placed(said.place),
            placed(said.time),
            placed(said.quantity),
            placed(said.told_by),
            tuple(replace(one, position=line.position) for one in said.negations),
        ),
        said_by=line.voice,
        themes=found.themes,
        rules=found.rules,
        suggested_by=suggester,
        made_by=maker,
        at=_now(),
        start_ms=line.start_ms,
        end_ms=line.end_ms,
    )


def keep_suggested(
    db: sqlite3.Connection,
    place: tuple[str, str],
    suggester: Suggester,
    suggested: Iterable[Claim],
    maker: str,
    custody_seq: int,
) -> None:
    """Lay a reading of a version on top of the one before: new, changed, and what is not found now.

    A claim that a person has spoken of is left as it is.

    Args:
        place: the recording and the version of its words; an article may quote several recordings.
    """
    recording_id, version_id = place
    before = {
        one.spans: one
        for one in claims_of_version(db, version_id)
        if one.suggested_by is suggester and one.recording_id == recording_id
    }
    for one in suggested:
        known = before.pop(one.spans, None)
        if known is None:
            add_claim(db, one, custody_seq)
        elif not known.by_person and _essence(known) != _essence(one):
            number = known.revision + 1
            add_revision(db, replace(one, id=known.id, revision=number), custody_seq)
    for gone in before.values():
        if not gone.by_person and gone.status is not ClaimStatus.REJECTED:
            revision = replace(
                gone, status=ClaimStatus.REJECTED, because=_GONE, made_by=maker, at=_now(),
                revision=gone.revision + 1,
            )  # fmt: skip
            add_revision(db, revision, custody_seq)


def _essence(one: Claim) -> tuple[object, ...]:
    return (
        one.status, one.modality, one.knowledge, one.certainty, one.said, one.themes, one.rules,
        one.sentence,
    )  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
