"""What the archive says is claimed: each claim with its line, its translation, and whom its words mention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from earwitness.records.claims import PARTS, Claim, ClaimSpan
from earwitness.records.statements import Entity, Mention
from earwitness.store.archive import Archive
from earwitness.store.catalog.claims import claims_listed, claims_of, every_claim
from earwitness.store.catalog.mentions import entities, mentions, resolutions
from earwitness.store.catalog.words import best_transcript, best_translations
from earwitness.store.renderings import renderings
from earwitness.understand.claims.words_read import words_read

__all__ = [
    "ClaimLine",
    "ClaimPage",
    "PartMention",
    "all_claim_lines",
    "claim_line",
    "claim_lines",
    "claim_page",
]


@dataclass(frozen=True, slots=True)
class PartMention:
    """A mention that overlaps the words of a part, and the entity that it is linked to, if any."""

    part: str
    mention_id: str
    kind: str
    entity_id: str = ""
    entity_name: str = ""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim with what stands around it.

    Attributes:
        translations: language to the words that render its lines.
        mentions: of its parts; a name that is spoken of, not an identified person.
        current: its words are the version that is read now; False for one in an older version.
    """

    claim: Claim
    translations: dict[str, str]
    mentions: tuple[PartMention, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A page of claims; ``ends`` is given for the next one, 0 where there is none."""

    lines: tuple[ClaimLine, ...]
    ends: int


def claim_lines(archive: Archive, recording_id: str) -> tuple[ClaimLine, ...]:
    """The claims of a recording in the order of the words, those of older versions last."""
    return _lines(archive, recording_id, claims_of(archive.db, recording_id))


def all_claim_lines(archive: Archive) -> tuple[ClaimLine, ...]:
    """The claims of all recordings."""
    found: dict[str, list[Claim]] = {}
    for one in every_claim(archive.db):
        found.setdefault(one.recording_id, []).append(one)
    return tuple(
        line for recording_id, some in found.items() for line in _lines(archive, recording_id, some)
    )


def claim_page(
    archive: Archive,
    *,
    theme: str = "",
    modality: str = "",
    status: str = "",
    after: int = 0,
    count: int = 50,
) -> ClaimPage:
    """A page of the claims of all recordings, without whom they mention; see `claims_listed`."""
    listed, ends = claims_listed(
        archive.db, theme=theme, modality=modality, status=status, after=after, count=count
    )
    found: dict[str, list[Claim]] = {}
    for one in listed:
        found.setdefault(one.recording_id, []).append(one)
    lines = (
        line
        for recording_id, some in found.items()
        for line in _lines(archive, recording_id, some, with_mentions=False)
    )
    return ClaimPage(tuple(lines), ends)


def claim_line(archive: Archive, claim: Claim) -> ClaimLine:
    """One claim with what stands around it."""
    return _lines(archive, claim.recording_id, [claim])[0]


def _lines(
    archive: Archive, recording_id: str, given: Sequence[Claim], *, with_mentions: bool = True
) -> tuple[ClaimLine, ...]:
    if not given:
        return ()
    db = archive.db
    now = {one.version_id for one in words_read(db, recording_id)}
    shown = best_transcript(db, recording_id)
    beside = {
        language: renderings(db, version, shown.id if shown else "")
        for language, version in best_translations(db, recording_id).items()
    }
    spoken_of = mentions(db, recording_id) if with_mentions else []
    held = resolutions(db) if spoken_of else {}
    named = {one.id: one for one in entities(db)} if spoken_of else {}
    found = []
    for one in given:
        positions = {span.position for span in one.spans}
        texts = {}
        if shown is not None and one.version_id == shown.id:
            for language, lines in beside.items():
                text = " ".join(
                    line.text
                    for line in lines
                    if line.first is not None
                    and positions & set(range(line.first, (line.last or line.first) + 1))
                )
                if text:
                    texts[language] = text
        about = tuple(_mentions(one, spoken_of, {k: v.entity_id for k, v in held.items()}, named))
        found.append(ClaimLine(one, texts, about, one.version_id in now))
    found.sort(key=lambda line: (not line.current, line.claim.spans, line.claim.suggested_by))
    return tuple(found)


def _mentions(
    one: Claim, given: Iterable[Mention], held: dict[str, str], named: dict[str, Entity]
) -> Iterable[PartMention]:
    there = [each for each in given if each.version_id == one.version_id]
    for part in PARTS:
        span: ClaimSpan | None = getattr(one.said, part)
        if span is None:
            continue
        for each in there:
            shared = min(each.end, span.end) - max(each.start, span.start)
            if each.position == span.position and shared > 0:
                entity = named.get(held.get(each.id, ""))
                yield PartMention(
                    part, each.id, each.kind.value,
                    entity.id if entity else "", entity.name if entity else "",
                )  # fmt: skip
