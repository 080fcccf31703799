"""Articles into the archive: an appearance, the calls it describes, what it quotes and states."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from earwitness.errors import UnsupportedInput
from earwitness.intake.article import read_article
from earwitness.intake.articles import records as article
from earwitness.intake.entering.batch import Batch
from earwitness.intake.entering.captions import side_label
from earwitness.intake.pile import GivenFile
from earwitness.records.artefacts import (
    Appearance,
    AppearanceKind,
    PublishedAt,
    SourceKind,
)
from earwitness.records.fuzzydate import FuzzyDate, not_after
from earwitness.records.identifiers import new_identifier
from earwitness.records.sound import Audibility, Basis, Side
from earwitness.records.statements import Assertion, QuotedWords
from earwitness.store.archive import Writing
from earwitness.store.catalog.receipts import add_appearance, source_named
from earwitness.store.catalog.sound import add_date, add_side, made_recording
from earwitness.store.catalog.statements import add_assertion, add_quotation
from earwitness.store.originals import Placed

__all__ = ["enter_article"]

_TITLE_CHARS = 120
_DAY_CHARACTERS = len("2025-06-29")


def enter_article(batch: Batch, file: GivenFile) -> None:
    """Take in an article.

    Raises:
        UnsupportedInput: a text that neither quotes nor speaks of a recording nor says where it
            was published, unless the person asked to take it as an article.
        Refused: it cannot be read.
    """
    parsed = read_article(file.read(), name=file.path.name)
    speech = [one for one in parsed.quotations if one.role == "speech"]
    known = parsed.publisher or parsed.published.at
    if not (speech or parsed.calls or known) and batch.given_by.as_kind != "article":
        raise UnsupportedInput(
            "neither quotes anybody nor speaks of a recording, and names no publisher or date",
            where=file.shown,
            do="If it is an article, add it with --as article",
        )
    placed = batch.store(file)
    with batch.archive.writing() as w:
        seq = batch.receive(w, file, placed, "text")
        appearance = _appearance(batch, w, parsed)
        added = add_appearance(
            w.db,
            appearance,
            batch_id=batch.id,
            custody_seq=seq,
            text_sha256=placed.sha256,
            identity=placed.sha256,
        )
        (batch.report.taken if added else batch.report.known)["appearances"] += 1
        if not added:
            return
        batch.report.taken["articles"] += 1
        calls = _calls(batch, w, parsed, appearance, placed, seq)
        _statements(w, parsed, appearance.id, calls)
        _quotations(w, parsed, appearance.id, calls)
    for problem in parsed.problems:
        batch.report.remark(file.shown, problem.what, problem.line)


def _appearance(batch: Batch, w: Writing, parsed: article.ParsedArticle) -> Appearance:
    name = parsed.publisher or batch.given_by.source or "publisher not stated"
    return Appearance(
        id=new_identifier("app"),
        kind=AppearanceKind.ARTICLE,
        source_id=source_named(w.db, name, SourceKind.NEWS_MEDIA).id,
        published=_published(parsed.published),
        url=parsed.url,
        title=parsed.title,
        capture=f"article, language {parsed.language or 'und'} ({parsed.language_basis})",
    )


def _published(stated: article.Published) -> PublishedAt:
    """A day is all of that day: its first second would bound the recording too early."""
    at = stated.at
    if at is None:
        return PublishedAt(None, None, "unknown", stated.words)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    if len(stated.words) <= _DAY_CHARACTERS:
        return PublishedAt(at, at + timedelta(days=1, seconds=-1), "day", stated.words)
    return PublishedAt(at, at, "stated", stated.words)


def _calls(
    batch: Batch,
    w: Writing,
    parsed: article.ParsedArticle,
    appearance: Appearance,
    placed: Placed,
    seq: int,
) -> dict[int, str]:
    """A recording for each call that is described, with the sides that its parties make."""
    found = {}
    for call in parsed.calls:
        made = made_recording(
            w.db,
            Basis.DESCRIBED,
            f"described:{placed.sha256}:{call.index}",
            seq,
            title=" ".join(call.introduced_by.split())[:_TITLE_CHARS],
        )
        found[call.index] = made.recording.id
        batch.report.taken["calls described"] += 1
        add_date(w.db, made.recording.id, _bound(batch, appearance.published.latest), seq)
        for unheard in call.unheard:
            side = Side(
                new_identifier("sid"),
                made.recording.id,
                side_label(unheard.whose),
                Audibility.INAUDIBLE,
                appearance.id,
                unheard.words,
            )
            add_side(w.db, side)
        for party in call.parties:
            side = Side(
                new_identifier("sid"),
                made.recording.id,
                party.words,
                Audibility.UNKNOWN,
                appearance.id,
                party.words,
            )
            add_side(w.db, side)
    return found


def _statements(
    w: Writing, parsed: article.ParsedArticle, appearance_id: str, calls: dict[int, str]
) -> None:
    for one in parsed.statements:
        offset = parsed.paragraphs[one.paragraph].start
        state = "unknown" if one.state == "unknown" else "hedged" if one.hedge else "stated"
        add_assertion(
            w.db,
            Assertion(
                new_identifier("ass"),
                appearance_id,
                _call(calls, one.call),
                one.kind.value,
                state,
                one.words,
                one.hedge or "",
                offset + one.start,
                offset + one.end,
            ),
        )


def _quotations(
    w: Writing, parsed: article.ParsedArticle, appearance_id: str, calls: dict[int, str]
) -> None:
    for position, one in enumerate(parsed.quotations):
        offset = parsed.paragraphs[one.paragraph].start
        said = one.attribution
        add_quotation(
            w.db,
            QuotedWords(
                id=new_identifier("quo"),
                appearance_id=appearance_id,
                recording_id=_call(calls, one.call),
                position=position,
                text=one.text,
                role=one.role.value,
                speaker=said.speaker,
                verb=said.verb,
                attribution=said.position,
                hedge=said.hedge or "",
                addressee=said.addressee,
                antecedent=said.antecedent,
                start=offset + one.start,
                end=offset + one.end,
            ),
        )


def _call(calls: dict[int, str], index: int | None) -> str | None:
    return None if index is None else calls.get(index)


def _bound(batch: Batch, published: datetime | None) -> FuzzyDate:
    if published is not None:
        bound = not_after(published)
        return FuzzyDate(None, bound.latest, bound.basis, "article published")
    bound = not_after(batch.received_at)
    return FuzzyDate(None, bound.latest, bound.basis, "article received by the desk")
