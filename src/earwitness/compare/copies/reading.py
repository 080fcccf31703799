"""What grouping needs of the archive: each file with sound, where speech and bleeps are, what was decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import msgspec

from earwitness.compare.copies.sounds import FileSound
from earwitness.errors import NotInArchive
from earwitness.records.artefacts import AppearanceKind
from earwitness.records.identifiers import Sha256
from earwitness.records.independence import DecisionKind
from earwitness.records.timecode import Interval
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import appearances_of_artefact, original_names
from earwitness.store.catalog.source_decisions import decisions

__all__ = ["decided_pairs", "file_sounds"]

_NEVER = datetime.max.replace(tzinfo=UTC)
_SUBTITLES = "publisher_subtitles"


class _Mark(msgspec.Struct):
    kind: str
    start_ms: int
    end_ms: int


class _Speech(msgspec.Struct):
    channel: int | None
    spans: tuple[Interval, ...]


class _Level(msgspec.Struct):
    snr_db: float | None = None


class _Hearing(msgspec.Struct):
    """Those fields of a hearing that grouping reads; a hearing has more."""

    duration_ms: int
    speech_state: str
    speech: tuple[_Speech, ...]
    marks: tuple[_Mark, ...]
    levels: tuple[_Level, ...]


def file_sounds(archive: Archive, only: Collection[str] | None = None) -> list[FileSound]:
    """Every file that was heard, with the recording that was made of it, the earliest known first.

    Args:
        only: SHA-256 of the files that are wanted, None for all.
    """
    rows = archive.db.execute(
        "select r.recording_id, r.sha256, h.blob, exists (select 1 from transcript t where"
        " t.recording_id = r.recording_id and t.origin = ?) subtitled from rendition r"
        " join heard h on h.sha256 = r.sha256 where r.relation = 'identical' order by r.rowid",
        (_SUBTITLES,),
    ).fetchall()
    rows = [row for row in rows if only is None or row["sha256"] in only]
    ranked = sorted(
        enumerate(rows), key=lambda one: (_first_seen(archive, one[1]["sha256"]), one[0])
    )
    found: list[FileSound] = []
    taken: set[str] = set()
    for _, row in ranked:
        hearing = _hearing(archive, row["blob"])
        if hearing is None or row["sha256"] in taken:
            continue
        taken.add(row["sha256"])
        measured = hearing.speech_state == "measured"
        mix = next((one.spans for one in hearing.speech if one.channel is None), ())
        names = original_names(archive.db, row["sha256"])
        found.append(
            FileSound(
                Sha256(row["sha256"]),
                row["recording_id"],
                hearing.duration_ms,
                mix if measured else None,
                tuple(Interval(m.start_ms, m.end_ms) for m in hearing.marks if m.kind == "bleep"),
                len(found),
                max((one.snr_db for one in hearing.levels if one.snr_db is not None), default=None),
                bool(row["subtitled"]),
                names[0] if names else "",
            )
        )
    return found


def decided_pairs(archive: Archive) -> dict[frozenset[str], bool]:
    """By pair of recordings: whether a person says that they carry the same sound."""
    found: dict[frozenset[str], bool] = {}
    for one in decisions(archive.db):
        pair = frozenset((one.subject, one.other))
        if one.kind is DecisionKind.SOUND_SAME:
            found[pair] = True
        elif one.kind is DecisionKind.SOUND_DISTINCT:
            found[pair] = False
        elif one.kind is DecisionKind.SOUND_UNKNOWN:
            found.pop(pair, None)
    return found


def _first_seen(archive: Archive, sha256: str) -> datetime:
    """The first known publication; what was only handed over was never seen in public."""
    dates = [
        one.published.latest or one.published.earliest
        for one in appearances_of_artefact(archive.db, sha256)
        if one.kind is not AppearanceKind.FILE
    ]
    return min((one for one in dates if one is not None), default=_NEVER)


def _hearing(archive: Archive, blob: str) -> _Hearing | None:
    try:
        return msgspec.json.decode(archive.derived.read(blob), type=_Hearing)
    except (NotInArchive, msgspec.MsgspecError):
        return None  # `run` makes it again; until then this file takes no part
