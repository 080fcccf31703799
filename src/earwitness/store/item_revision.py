"""Which state of a recording somebody looked at: a digest of its parts, so that answers lapse with them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from enum import StrEnum

__all__ = ["Part", "item_revision"]


class Part(StrEnum):
    """A part of an item that an answer may rest on."""

    SOUND = "sound"  # the files that carry it, and how
    WORDS = "words"  # transcripts and translations
    APPEARANCES = "appearances"  # where it appeared
    REDACTIONS = "redactions"  # what of it is withheld


_QUERIES = {
    Part.SOUND: "select sha256, relation, time_map from rendition where recording_id = :id",
    Part.WORDS: "select digest from transcript where recording_id = :id"
    " union all select digest from translation where recording_id = :id",
    Part.APPEARANCES: "select distinct a.appearance_id from attachment a"
    " join rendition r on r.sha256 = a.sha256 where r.recording_id = :id"
    " union select appearance_id from assertion where recording_id = :id"
    " union select appearance_id from quotation where recording_id = :id",
    Part.REDACTIONS: "select s.id from signed s where s.subject = :id and s.kind = 'withheld' and not exists"
    " (select 1 from signed t where t.subject = :id and t.kind = 'taken_back'"
    " and json_extract(t.body, '$.record') = s.id)",
}


def item_revision(
    db: sqlite3.Connection, recording_id: str, parts: Iterable[Part] = tuple(Part)
) -> str:
    """``sha256:…`` over those parts of a recording; the same parts in any order give the same."""
    essence = {
        part.value: sorted(
            json.dumps(list(row), ensure_ascii=False)
            for row in db.execute(_QUERIES[part], {"id": recording_id})
        )
        for part in sorted(set(parts))
    }
    line = json.dumps([recording_id, essence], sort_keys=True, ensure_ascii=False)
    return f"sha256:{hashlib.sha256(line.encode()).hexdigest()}"
