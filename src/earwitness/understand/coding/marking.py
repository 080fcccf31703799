"""A coder's marks: this code stands in that line, or does not; "I have read all lines". Never overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from earwitness.errors import NotInArchive, UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.coding import WHOLE, Coding
from earwitness.records.identifiers import new_identifier
from earwitness.store.archive import Archive
from earwitness.store.catalog.codings import add_coding, coding_digest
from earwitness.understand.claims.words_read import ReadWords, words_read
from earwitness.understand.coding.codebook import Codebook

__all__ = ["mark_lines", "mark_whole"]


def mark_lines(  # noqa: PLR0913 (each is a field of the mark)
    archive: Archive,
    recording_id: str,
    positions: Sequence[int],
    codes: Sequence[str],
    codebook: Codebook,
    *,
    coder: str,
    present: bool = True,
    because: str = "",
) -> list[Coding]:
    """Keep that a coder finds codes in lines, or that they are not there.

    Raises:
        UsageError: nobody signs it, a code is none, or there is no such line.
        NotInArchive: the recording has no words.
    """
    _signed(coder)
    for one in codes:
        if one not in codebook:
            raise UsageError(
                f"'{one}' is no code of the codebook", do="`earwitness themes` lists them"
            )
    words = _only_words(archive, recording_id)
    known = {line.position for version in words for line in version.lines}
    for position in positions:
        if position not in known:
            raise UsageError(
                f"{recording_id} has no line {position}",
                do=f"`earwitness themes {recording_id}` numbers them",
            )
    made = [
        _mark(
            recording_id,
            _version_of(words, position),
            position,
            code,
            coder,
            because,
            present=present,
        )
        for position in positions
        for code in codes
    ]
    return _keep(archive, made)


def mark_whole(
    archive: Archive, recording_id: str, *, coder: str, because: str = ""
) -> list[Coding]:
    """Keep that a coder has read all lines: what is not marked was judged and not found.

    Raises:
        UsageError: nobody signs it.
        NotInArchive: the recording has no words.
    """
    _signed(coder)
    words = _only_words(archive, recording_id)
    return _keep(
        archive,
        [
            _mark(recording_id, one.version_id, WHOLE, "", coder, because, present=True)
            for one in words
        ],
    )


def _mark(
    recording_id: str,
    version_id: str,
    position: int,
    code: str,
    coder: str,
    because: str,
    *,
    present: bool,
) -> Coding:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Coding(
        new_identifier("cod"), recording_id, version_id, position, code, present, coder.strip(), now,
        because.strip(),
    )  # fmt: skip


def _keep(archive: Archive, made: list[Coding]) -> list[Coding]:
    with archive.writing() as w:
        # The chain names no person: it holds the digest of each mark.
        objects = [name for one in made for name in (one.id, coding_digest(one))]
        seq = w.note(EventType.CREATION, objects, note=f"a person coded: {len(made)} marks")
        for one in made:
            add_coding(w.db, one, seq)
    return made


def _only_words(archive: Archive, recording_id: str) -> tuple[ReadWords, ...]:
    words = words_read(archive.db, recording_id)
    if not words:
        raise NotInArchive(f"{recording_id} has no words to code")
    return words


def _version_of(words: Sequence[ReadWords], position: int) -> str:
    return next(
        version.version_id
        for version in words
        if any(line.position == position for line in version.lines)
    )


def _signed(coder: str) -> None:
    if not coder.strip():
        raise UsageError("a mark needs --by", do="Say who codes (--by)")
