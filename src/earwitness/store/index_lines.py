"""From the catalog into the search index: the lines of a recording as search documents."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from earwitness.records.artefacts import EventType
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.catalog.signed import standing_about
from earwitness.store.catalog.sound import recorded_date
from earwitness.store.catalog.statements import assertions_about, quotations_of
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    utterances,
)
from earwitness.store.renderings import renderings
from earwitness.store.search import INDEX_VERSION, SearchDoc, SearchIndex
from earwitness.text.language import guess_language

__all__ = ["INDEX", "index_key", "search_lines", "update_index"]

INDEX = "index"
_PER_COMMIT = 2000


def update_index(archive: Archive, index: SearchIndex, recording_ids: Sequence[str]) -> int:
    """Bring the index up to date for these recordings; return how many had changed.

    The index is committed before the catalog says so: a crash between the two repeats the work and
    changes nothing.
    """
    waiting: list[ledger.TaskKey] = []
    changed = 0
    for recording_id in recording_ids:
        key = index_key(archive.db, recording_id)
        if ledger.is_done(archive.db, key):
            continue
        index.replace(recording_id, search_lines(archive.db, recording_id))
        waiting.append(key)
        changed += 1
        if len(waiting) >= _PER_COMMIT:
            _settle(archive, index, waiting)
    _settle(archive, index, waiting)
    return changed


def index_key(db: sqlite3.Connection, recording_id: str) -> ledger.TaskKey:
    """The piece of work that is indexing a recording as it now stands in the catalog."""
    rows = [
        [tuple(row) for row in db.execute(sql, (recording_id,))]
        for sql in (
            "select digest, rank from transcript where recording_id = ?",
            "select digest, status, rank from translation where recording_id = ?",
            "select id from quotation where recording_id = ?",
            "select id from assertion where recording_id = ?",
            "select earliest, latest from recorded_date where recording_id = ?",
            (
                "select h.utterance_id from hold h join utterance u on u.id = h.utterance_id"
                " join transcript t on t.id = u.transcript_id where t.recording_id = ?"
            ),
        )
    ]
    rows.append([(one.id,) for one in appearances_of_recording(db, recording_id)])
    rows.append([(one.id,) for one in standing_about(db, recording_id, ("date",))])
    inputs = hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:32]
    return ledger.TaskKey(recording_id, INDEX, INDEX_VERSION, "", inputs)


def search_lines(db: sqlite3.Connection, recording_id: str) -> Iterator[SearchDoc]:
    """All lines of a recording: words heard with their translations, then words published about it."""
    names = {one.id: one.name for one in sources(db)}
    appeared = appearances_of_recording(db, recording_id)
    date = recorded_date(db, recording_id)
    blank = SearchDoc(
        recording_id,
        "",
        0,
        "published",
        (),
        sources=tuple(dict.fromkeys(names[one.source_id] for one in appeared)),
        earliest=date.earliest,
        latest=date.latest,
    )
    yield from _spoken(db, blank)
    for quotation in quotations_of(db, recording_id):
        text = (guess_language(quotation.text).tag, quotation.text)
        yield replace(
            blank,
            reference=quotation.id,
            position=quotation.position,
            texts=(text,),
            voice=quotation.speaker or "",
        )
    for position, assertion in enumerate(assertions_about(db, recording_id)):
        text = (guess_language(assertion.words).tag, assertion.words)
        yield replace(blank, reference=assertion.id, position=position, texts=(text,))


def _spoken(db: sqlite3.Connection, blank: SearchDoc) -> Iterator[SearchDoc]:
    recording_id = blank.recording_id
    words = replace(blank, kind="words")
    best = best_transcript(db, recording_id)
    lines = [
        (one.language, line)
        for one in best_translations(db, recording_id).values()
        for line in renderings(db, one, best.id if best else "")
    ]
    if best is None:
        for position, (language, line) in enumerate(lines):
            yield replace(
                words, reference=recording_id, position=position, texts=((language, line.text),)
            )
        return
    for utterance in utterances(db, best.id):
        if not utterance.text or utterance.held_back:
            continue
        texts: tuple[tuple[str, str], ...] = ((utterance.language, utterance.text),)
        texts += tuple(
            (language, line.text)
            for language, line in lines
            if line.first is not None and line.first <= utterance.position <= (line.last or 0)
        )
        yield replace(
            words,
            reference=best.id,
            position=utterance.position,
            texts=texts,
            voice=utterance.voice or "",
        )


def _settle(archive: Archive, index: SearchIndex, waiting: list[ledger.TaskKey]) -> None:
    if not waiting:
        return
    index.commit()
    with archive.writing() as w:
        seq = w.note(
            EventType.CREATION, ["search index"], note=f"{len(waiting)} recordings indexed"
        )
        ledger.done_directly(w.db, waiting, seq)
    waiting.clear()
