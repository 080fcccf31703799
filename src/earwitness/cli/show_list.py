"""All recordings, one line each."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.cli.printing import count, say_json, say_table, tell
from earwitness.desk import Desk
from earwitness.records.sound import Recording
from earwitness.records.timecode import format_ms
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.catalog.sound import recordings
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    translation_lines,
    utterances,
)

__all__ = ["show_list"]

_FIRST_WORDS = 60


@dataclass(frozen=True, slots=True)
class _Row:
    """A recording as the list shows it.

    Attributes:
        duration_ms: None while it was not heard, or when there is no sound.
        about: its title, its first words, or the caption it came with (in quotation marks).
        appeared: date and source of the first known appearance.
    """

    id: str
    basis: str
    duration_ms: int | None
    language: str
    voices: int
    about: str
    appeared: str


def show_list(desk: Desk, *, as_json: bool) -> None:
    """Print the list."""
    names = {one.id: one.name for one in sources(desk.archive.db)}
    rows = [_row(desk, one, names) for one in recordings(desk.archive.db)]
    if as_json:
        say_json(rows)
        return
    if not rows:
        tell("No recordings yet: `earwitness add FILES` takes some in.")
        return
    say_table(
        ["recording", "basis", "duration", "language", "voices", "appeared", "about"],
        [_cells(one) for one in rows],
    )
    tell(f"{count(len(rows), 'recording')}; `earwitness show NAME` shows one of them")


def _row(desk: Desk, one: Recording, names: dict[str, str]) -> _Row:
    db = desk.archive.db
    best = best_transcript(db, one.id)
    spoken = utterances(db, best.id) if best else []
    translated = best_translations(db, one.id)
    first = next((line.text for line in spoken if line.text and not line.held_back), "")
    language = best.language if best else ""
    if not best and translated:
        language, version = next(iter(translated.items()))
        first = next((line.text for line in translation_lines(db, version.id)), "")
    hearing = desk.hearing(one.id)
    appeared = appearances_of_recording(db, one.id)
    when, caption = "", ""
    if appeared:
        caption = appeared[0].caption
        latest = appeared[0].published.latest
        day = latest.strftime("%Y-%m-%d") if latest else "undated"
        when = f"{day} {names[appeared[0].source_id]}"
    return _Row(
        one.id,
        one.basis.value,
        hearing.duration_ms if hearing else None,
        language,
        len({line.voice for line in spoken if line.voice and line.text}),
        one.title or _shortened(first) or (f"“{_shortened(caption)}”" if caption else ""),
        when,
    )


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _FIRST_WORDS else words[: _FIRST_WORDS - 1].rstrip() + "…"


def _cells(row: _Row) -> list[str]:
    duration = "" if row.duration_ms is None else format_ms(row.duration_ms, millis=False)
    voices = str(row.voices) if row.voices else ""
    return [row.id, row.basis, duration, row.language, voices, row.appeared, row.about]
