"""How much of what an archive holds: the figures that `status` and `demo` print."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from earwitness.store.catalog.copies import compilations, same_recording

__all__ = ["Figures", "figures"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over the whole archive.

    Attributes:
        appearances: posts, pages, articles, handed-over files; a post captured twice counts once.
        recordings: by how they are known; ``heard`` ones have been decoded.
        recordings_apart: heard ones, copies and compilations counted once or not at all.
        voices: distinct voices in the words shown first, summed over recordings.
        minutes: of sound that was decoded, each recording once.
        languages: language tag to number of utterances shown.
    """

    appearances: int
    artefacts: int
    bytes: int
    sources: int
    recordings_with_sound: int
    recordings_heard: int
    recordings_apart: int
    recordings_by_words: int
    recordings_described: int
    transcripts: int
    translations: int
    utterances: int
    voices: int
    minutes: float
    languages: dict[str, int]
    quotations: int
    assertions: int
    unheard_sides: int
    set_aside: int
    held_back: int


_SHOWN = (
    "select id from (select id, recording_id, row_number() over"
    " (partition by recording_id order by rank desc, rowid desc) n from transcript) where n = 1"
)


def figures(db: sqlite3.Connection) -> Figures:
    """Count."""

    def one(sql: str) -> int:
        return int(db.execute(sql).fetchone()[0] or 0)

    same, strung = same_recording(db), compilations(db)
    by_basis = dict(db.execute("select basis, count(*) from recording group by basis"))
    languages = dict(
        db.execute(
            f"select language, count(*) from utterance where transcript_id in ({_SHOWN})"  # noqa: S608 (our own text)
            " and text <> '' group by language order by count(*) desc, language"
        )
    )
    return Figures(
        appearances=one("select count(*) from appearance where first_capture is null"),
        artefacts=one("select count(*) from artefact"),
        bytes=one("select sum(size_bytes) from artefact"),
        sources=one("select count(distinct source_id) from appearance"),
        recordings_with_sound=by_basis.get("sound", 0),
        recordings_heard=one(
            "select count(distinct r.recording_id) from rendition r join work w"
            " on w.subject = r.sha256 and w.stage = 'hear' and w.state = 'done'"
        ),
        recordings_apart=len(
            {
                same[row[0]]
                for row in db.execute(
                    "select distinct r.recording_id from rendition r join heard h using (sha256)"
                )
                if row[0] not in strung
            }
        ),
        recordings_by_words=by_basis.get("words", 0),
        recordings_described=by_basis.get("described", 0),
        transcripts=one("select count(*) from transcript"),
        translations=one("select count(*) from translation"),
        utterances=sum(languages.values()),
        voices=one(
            "select count(*) from (select distinct t.recording_id, u.voice from utterance u"  # noqa: S608 (our own text)
            " join transcript t on t.id = u.transcript_id"
            f" where t.id in ({_SHOWN}) and u.voice is not null and u.text <> '')"
        ),
        minutes=one(
            "select sum(longest) from (select max(h.duration_ms) longest from heard h"
            " join rendition r on r.sha256 = h.sha256 group by r.recording_id)"
        )
        / 60000,
        languages=languages,
        quotations=one("select count(*) from quotation where role = 'speech'"),
        assertions=one("select count(*) from assertion"),
        unheard_sides=one(
            "select count(*) from side where audibility in"
            " ('inaudible', 'removed_by_publisher', 'never_recorded')"
        ),
        set_aside=one("select count(*) from work where state = 'set_aside'"),
        held_back=one("select count(*) from hold"),
    )
