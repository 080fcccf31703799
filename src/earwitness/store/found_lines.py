"""A search hit with everything a person needs to judge it: words, time, voice, translation, source."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from earwitness.records.fuzzydate import FuzzyDate
from earwitness.records.sound import Basis
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.catalog.sound import recorded_date, recording
from earwitness.store.catalog.words import best_translations, transcript, translation_lines
from earwitness.store.renderings import renderings
from earwitness.store.search import Hit

__all__ = ["FoundLine", "describe"]


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line as it is shown.

    Attributes:
        kind: ``words`` (heard), or ``published`` (a publisher's words: caption or quotation).
        translations: language to text of the lines that render it.
        start_ms, end_ms: None where the line has no times; ``timing`` says how to read them.
        playable: whether the archive holds the sound.
        by: who published it, for published words; the maker of the transcript, for heard ones.
    """

    recording_id: str
    title: str
    kind: str
    text: str
    language: str
    voice: str
    start_ms: int | None
    end_ms: int | None
    timing: str
    translations: dict[str, str]
    sources: tuple[str, ...]
    date: FuzzyDate
    playable: bool
    by: str
    score: float

    @property
    def play_command(self) -> str:
        """What to type to hear it, or "" when there is nothing to hear."""
        if not self.playable:
            return ""
        if self.start_ms is None:
            return f"earwitness play {self.recording_id}"
        end = f" --to {self.end_ms / 1000:.3f}" if self.end_ms is not None else ""
        return f"earwitness play {self.recording_id} --from {self.start_ms / 1000:.3f}{end}"


def describe(db: sqlite3.Connection, hit: Hit) -> FoundLine:
    """Look up what a hit points to."""
    names = {one.id: one.name for one in sources(db)}
    appeared = appearances_of_recording(db, hit.recording_id)
    found = recording(db, hit.recording_id)
    row, translations, by = _row(db, hit, names)
    return FoundLine(
        recording_id=hit.recording_id,
        title=found.title if found else "",
        kind=hit.kind,
        text=row["text"],
        language=row["language"],
        voice=row["voice"] or "",
        start_ms=row["start_ms"],
        end_ms=row["end_ms"],
        timing=row["timing"],
        translations=translations,
        sources=tuple(dict.fromkeys(names[one.source_id] for one in appeared)),
        date=recorded_date(db, hit.recording_id),
        playable=found is not None and found.basis is Basis.SOUND,
        by=by,
        score=hit.score,
    )


def _row(
    db: sqlite3.Connection, hit: Hit, names: dict[str, str]
) -> tuple[sqlite3.Row, dict[str, str], str]:
    kind = hit.reference[:3]
    blank = "null start_ms, null end_ms, 'none' timing, 'und' language"
    if kind == "trs":
        row = db.execute(
            "select * from utterance where transcript_id = ? and position = ?",
            (hit.reference, hit.position),
        ).fetchone()
        version = transcript(db, hit.reference)
        by = f"{version.origin} ({version.because})" if version else ""
        return row, _translations(db, hit), by
    if kind == "rec":
        lines = [
            (one, line)
            for one in best_translations(db, hit.recording_id).values()
            for line in translation_lines(db, one.id)
        ]
        version_, line = lines[hit.position]
        row = db.execute(
            "select ? text, ? voice, ? start_ms, ? end_ms, 'exact' timing, ? language",
            (line.text, line.voice, line.start_ms, line.end_ms, version_.language),
        ).fetchone()
        return row, {}, f"translation by {version_.origin}"
    table, text, voice = (
        ("quotation", "text", "speaker") if kind == "quo" else ("assertion", "words", "null")
    )
    row = db.execute(
        f"select {text} text, {voice} voice, {blank}, a.source_id, a.kind of_kind from {table} q"  # noqa: S608 (our own names)
        " join appearance a on a.id = q.appearance_id where q.id = ?",
        (hit.reference,),
    ).fetchone()
    return row, {}, f"{names[row['source_id']]} ({row['of_kind']})"


def _translations(db: sqlite3.Connection, hit: Hit) -> dict[str, str]:
    found = {}
    for language, one in best_translations(db, hit.recording_id).items():
        lines = [
            line.text
            for line in renderings(db, one, hit.reference)
            if line.first is not None and line.first <= hit.position <= (line.last or 0)
        ]
        if lines:
            found[language] = " ".join(lines)
    return found
