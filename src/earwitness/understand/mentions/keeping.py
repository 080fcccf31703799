"""Mentions into the archive: which words wait to be read, and each reading beside those before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earwitness.errors import UnreadableFile
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.statements import Mention, MentionKind
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.mentions import add_reading
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    translation_lines,
    utterances,
)
from earwitness.understand.mentions.finding import RULES_VERSION, FoundMention, find_mentions
from earwitness.understand.mentions.gazetteer import Gazetteer, read_gazetteer

__all__ = ["MENTIONS", "desk_gazetteer", "read_waiting"]

MENTIONS = "mentions"
_GAZETTEER = "gazetteer.csv"


@dataclass(frozen=True, slots=True)
class _Words:
    """One version of the words of a recording, as it is read."""

    version_id: str
    digest: str
    original: bool
    lines: tuple[tuple[int, str, str], ...]  # position, text, language


def desk_gazetteer(archive: Archive) -> tuple[Gazetteer, str]:
    """The desk's names and a digest of them; empty where there is no file.

    Raises:
        UnreadableFile: the file cannot be opened.
        MalformedInput, OverLimit: it is no gazetteer.
    """
    path = archive.root / _GAZETTEER
    if not path.is_file():
        return Gazetteer(), ""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}", where=str(path)) from error
    return read_gazetteer(data, where=str(path)), hashlib.sha256(data).hexdigest()[:16]


def read_waiting(
    archive: Archive, recording_ids: Sequence[str], gazetteer: Gazetteer, digest: str
) -> Iterator[tuple[str, int]]:
    """Read the words of these recordings that were not read before by these rules and names.

    What is read are the words shown first and the translation shown first for each language; lines
    that are held back are no words.

    Yields:
        The identifier of each recording that was read, and how many mentions were found.
    """
    for recording_id in recording_ids:
        words = tuple(_words(archive, recording_id))
        if not words:
            continue
        read = [[one.digest, [place for place, _, _ in one.lines]] for one in words]
        inputs = hashlib.sha256(json.dumps(read).encode()).hexdigest()[:32]
        key = ledger.TaskKey(recording_id, MENTIONS, RULES_VERSION, digest, inputs)
        if not ledger.is_done(archive.db, key):
            yield recording_id, _read(archive, recording_id, words, gazetteer, key)


def _words(archive: Archive, recording_id: str) -> Iterator[_Words]:
    db = archive.db
    shown = best_transcript(db, recording_id)
    if shown is not None:
        row = db.execute("select digest from transcript where id = ?", (shown.id,)).fetchone()
        lines = tuple(
            (one.position, one.text, one.language)
            for one in utterances(db, shown.id)
            if one.text and not one.held_back
        )
        yield _Words(shown.id, row["digest"], True, lines)
    for language, version in best_translations(db, recording_id).items():
        row = db.execute("select digest from translation where id = ?", (version.id,)).fetchone()
        rendered = tuple(
            (one.position, one.text, language)
            for one in translation_lines(db, version.id)
            if one.text
        )
        yield _Words(version.id, row["digest"], False, rendered)


def _read(
    archive: Archive,
    recording_id: str,
    words: Sequence[_Words],
    gazetteer: Gazetteer,
    key: ledger.TaskKey,
) -> int:
    readings: list[tuple[str, list[Mention]]] = []
    called: set[str] = set()
    for one in words:
        lines = [(text, language) for _, text, language in one.lines]
        found = find_mentions(lines, gazetteer, call_signs=sorted(called))
        if one.original:
            called |= {each.key for each in found if each.kind is MentionKind.CALL_SIGN}
        readings.append((one.version_id, [_mention(each, recording_id, one) for each in found]))
    total = sum(len(found) for _, found in readings)
    with archive.writing() as w:
        versions = [one.version_id for one in words]
        seq = w.note(EventType.CREATION, [recording_id, *versions], note=f"{total} mentions found")
        maker = f"rules {RULES_VERSION}" + (f", gazetteer {key.settings}" if key.settings else "")
        for version_id, those in readings:
            add_reading(w.db, recording_id, version_id, maker, those, seq)
        ledger.done_directly(w.db, [key], seq)
    return total


def _mention(found: FoundMention, recording_id: str, words: _Words) -> Mention:
    return Mention(
        new_identifier("men"),
        recording_id,
        words.version_id,
        words.lines[found.line][0],
        found.start,
        found.end,
        found.surface,
        found.kind,
        found.key,
        found.detail,
        found.rule,
        found.reason,
        found.certainty,
    )
