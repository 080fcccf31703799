"""A person's word on a claim: confirmed, rejected, changed or added. Each is a revision on top, signed, with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from earwitness.errors import NotInArchive, UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.claims import (
    PARTS,
    Claim,
    ClaimSpan,
    ClaimStatus,
    KnowledgeRoot,
    Modality,
    SaidParts,
    Suggester,
    may_become,
)
from earwitness.records.identifiers import new_identifier
from earwitness.records.statements import Certainty
from earwitness.store.archive import Archive
from earwitness.store.catalog.claims import add_claim, add_revision, claim_digest, claims_called
from earwitness.understand.claims.words_read import ReadLine, version_lines, words_read
from earwitness.understand.coding.codebook import Codebook

__all__ = ["Changes", "add_by_hand", "one_claim", "revise"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a person says of a claim; None and "" leave things as they are.

    Attributes:
        parts: name of a part (see `records.claims.PARTS`) to words of the line, or to "" for none.
        themes: codes that hold from now on, None for those it has.
    """

    status: ClaimStatus | None = None
    modality: Modality | None = None
    knowledge: KnowledgeRoot | None = None
    sentence: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    themes: tuple[str, ...] | None = None


def one_claim(archive: Archive, name: str) -> Claim:
    """The claim of that identifier, or the beginning of one.

    Raises:
        NotInArchive: none. UsageError: several.
    """
    found = claims_called(archive.db, name)
    if not found:
        raise NotInArchive(
            f"no claim is called '{name}'", do="`earwitness claims REC` lists those of a recording"
        )
    if len(found) > 1:
        names = ", ".join(one.id for one in found[:5])
        raise UsageError(f"'{name}' could be {names}", do="Write more of the identifier")
    return found[0]


def revise(
    archive: Archive, name: str, changes: Changes, codebook: Codebook, *, by: str, because: str
) -> Claim:
    """Lay a person's word on top of a claim.

    Raises:
        UsageError: nobody signs it, it has no reason; a part's words do not stand in the line; a
            theme is no code; nothing is judged that nobody has reviewed.
        NotInArchive, UsageError: as `one_claim`.
    """
    _signed(by, because)
    known = one_claim(archive, name)
    after = changes.status or (known.status if known.by_person else ClaimStatus.REVIEWED)
    if not may_become(known.status, after):
        raise UsageError(
            f"a claim that is {known.status.value} cannot become {after.value}",
            do=f"Confirm it first: earwitness claims confirm {known.id}",
        )
    lines = {
        one.position: one for one in version_lines(archive.db, known.recording_id, known.version_id)
    }
    made = replace(
        known,
        status=after,
        modality=changes.modality or known.modality,
        knowledge=changes.knowledge or known.knowledge,
        sentence=" ".join(changes.sentence.split()) or known.sentence,
        certainty=Certainty.CERTAIN,
        said=_parts(known.said, changes.parts, known.spans, lines),
        themes=known.themes if changes.themes is None else _codes(changes.themes, codebook),
        rules=(),
        made_by=by.strip(),
        by_person=True,
        because=because.strip(),
        at=_now(),
        revision=known.revision + 1,
    )
    with archive.writing() as w:
        seq = w.note(
            EventType.CREATION,
            _objects(made),
            note=f"a person decided on a claim: {made.status.value}",
        )
        add_revision(w.db, made, seq)
    return made


def add_by_hand(  # noqa: PLR0913 (each is a field of the claim)
    archive: Archive,
    recording_id: str,
    words: str,
    changes: Changes,
    codebook: Codebook,
    *,
    position: int | None = None,
    by: str,
    because: str,
) -> Claim:
    """Add a claim that no machine suggested. Its words must stand in a line of the recording.

    Args:
        position: of the line, where the words stand in several.

    Raises:
        UsageError: the words stand nowhere or in several lines, or the claim is there already; as `revise`.
    """
    _signed(by, because)
    if not words.strip():
        raise UsageError("a claim needs words", do="Give --words, as they stand in a line")
    version_id, line = _line_with(archive, recording_id, words, position)
    start = line.text.index(words)
    span = ClaimSpan(line.position, start, start + len(words), words)
    status = changes.status or ClaimStatus.REVIEWED
    if not may_become(ClaimStatus.REVIEWED, status):
        raise UsageError(f"a claim cannot begin as {status.value}")
    made = Claim(
        id=new_identifier("clm"),
        recording_id=recording_id,
        version_id=version_id,
        spans=(span,),
        sentence=" ".join(changes.sentence.split()) or words,
        language=line.language,
        modality=changes.modality or Modality.ASSERTED,
        knowledge=changes.knowledge or KnowledgeRoot.UNKNOWN,
        certainty=Certainty.CERTAIN,
        said=_parts(SaidParts(), changes.parts, (span,), {line.position: line}),
        said_by=line.voice,
        themes=_codes(changes.themes or (), codebook),
        status=status,
        suggested_by=Suggester.PERSON,
        made_by=by.strip(),
        by_person=True,
        because=because.strip(),
        at=_now(),
        start_ms=line.start_ms,
        end_ms=line.end_ms,
    )
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, _objects(made), note="a person added a claim")
        if not add_claim(w.db, made, seq):
            raise UsageError(
                f"a person has added a claim of these words before: “{words[:60]}”",
                do="Change that one with `earwitness claims confirm`",
            )
    return made


def _line_with(
    archive: Archive, recording_id: str, words: str, position: int | None
) -> tuple[str, ReadLine]:
    read = words_read(archive.db, recording_id)
    found = [
        (version.version_id, line)
        for version in read
        for line in version.lines
        if words in line.text and position in (None, line.position)
    ]
    if not found:
        where = "" if position is None else f" in line {position}"
        raise UsageError(
            f"these words do not stand{where} in {recording_id}: “{words[:60]}”",
            do="Copy them from `earwitness show`; a claim holds what was said and nothing else",
        )
    if len(found) > 1:
        places = ", ".join(str(line.position) for _, line in found[:8])
        raise UsageError(f"these words stand in lines {places}", do="Choose one with --line")
    return found[0]


def _parts(
    known: SaidParts,
    given: Mapping[str, str],
    spans: Sequence[ClaimSpan],
    lines: Mapping[int, ReadLine],
) -> SaidParts:
    wanted: dict[str, Any] = {}
    for name, words in given.items():
        if name not in PARTS:
            raise UsageError(f"a claim has no part '{name}'", do=f"One of: {', '.join(PARTS)}")
        wanted[name] = _place(words, spans, lines) if words.strip() else None
    return replace(known, **wanted)


def _place(words: str, spans: Sequence[ClaimSpan], lines: Mapping[int, ReadLine]) -> ClaimSpan:
    """Where words stand: inside the claim if they do, else elsewhere in its line."""
    for span in spans:
        line = lines.get(span.position)
        text = line.text if line is not None else ""
        inside = text.find(words, span.start, span.end)
        at = inside if inside >= 0 else text.find(words)
        if at >= 0:
            return ClaimSpan(span.position, at, at + len(words), words)
    raise UsageError(
        f"“{words[:60]}” does not stand in the line of this claim",
        do="Give words as they were said; what you know besides goes into --because",
    )


def _codes(codes: Sequence[str], codebook: Codebook) -> tuple[str, ...]:
    for one in codes:
        if one not in codebook:
            raise UsageError(
                f"'{one}' is no code of the codebook", do="`earwitness themes` lists them"
            )
    return tuple(dict.fromkeys(codes))


def _objects(made: Claim) -> list[str]:
    # The chain names no person and no reason: those may be sealed. It holds their digest.
    return [made.id, claim_digest(made), made.recording_id]


def _signed(by: str, because: str) -> None:
    for option, words in (("--by", by), ("--because", because)):
        if not words.strip():
            raise UsageError(
                f"a decision needs {option}", do="Say who decides (--by) and why (--because)"
            )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
