"""Times and voices for a version that has none, from another version of the same words.

A suggestion, made when it is read and never stored: a person's text without times is worth more
than a machine's with times, and the second can say where the first is to be listened to.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.compare.spoken_version import SpokenVersion
from earwitness.records.words import Transcript, Utterance
from earwitness.store.catalog.words import transcripts, utterances
from earwitness.text.word_alignment import Pair, align_units

__all__ = ["Carried", "carried_places", "carry_places"]

_LEAST_SHARE = 0.5  # of a line's words that the other version has too
_ONE_VOICE = 0.8  # of those words that one voice says


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a line probably stands, and who says it.

    Attributes:
        start_ms, end_ms: on the recording; None where only a voice could be carried over.
        voice: label in the other version, "" where its words are of several voices or none.
        times: ``words``, ``line`` or ``window`` (somewhere within), of the other version; "" for none.
        basis: in words: which version, and how many of the line's words the two share.
    """

    start_ms: int | None
    end_ms: int | None
    voice: str
    times: str
    basis: str


def carried_places(db: sqlite3.Connection, shown: Transcript) -> dict[int, Carried]:
    """Suggestions for the lines of a version without times or voices, by their positions.

    Of all other versions with times the one is used that shares most words with it.
    """
    lines = utterances(db, shown.id)
    if not _bare(lines):
        return {}
    best: dict[int, Carried] = {}
    for other in transcripts(db, shown.recording_id):
        spoken = utterances(db, other.id)
        if other.id == shown.id or not any(one.start_ms is not None for one in spoken):
            continue
        found = carry_places(lines, (other.id, spoken))
        if len(found) > len(best):
            best = found
    return best


def carry_places(
    lines: Sequence[Utterance], other: tuple[str, Sequence[Utterance]]
) -> dict[int, Carried]:
    """Suggestions for lines that have no times, from the words that another version has as well.

    A line gets none when fewer than half of its words are found there.

    Args:
        other: id and utterances of the version with times.
    """
    ours, theirs = SpokenVersion.of("", lines), SpokenVersion.of(*other)
    shared: dict[int, list[int]] = {}
    for pair in align_units(ours.units, theirs.units):
        place = _shared(ours, theirs, pair)
        if place is not None:
            shared.setdefault(ours.units[place[0]].line, []).append(place[1])
    words = Counter(unit.line for unit in ours.units)
    found = {}
    for line, places in shared.items():
        spoken = ours.lines[line]
        if spoken.start_ms is None and len(places) >= _LEAST_SHARE * words[line]:
            share = f"{len(places)} of {words[line]}"
            found[spoken.position] = _carried(theirs, places, f"{share} words are in {other[0]}")
    return found


def _bare(lines: Sequence[Utterance]) -> bool:
    return any(one.text and one.start_ms is None for one in lines)


def _shared(ours: SpokenVersion, theirs: SpokenVersion, pair: Pair) -> tuple[int, int] | None:
    a, b = pair
    if a is None or b is None or ours.units[a].stem != theirs.units[b].stem:
        return None
    return a, b


def _carried(theirs: SpokenVersion, places: Sequence[int], basis: str) -> Carried:
    (start, _), kind = theirs.span(places[:1])
    (_, end), _ = theirs.span(places[-1:])
    voices = Counter(theirs.lines[theirs.units[place].line].voice or "" for place in places)
    voice, times = voices.most_common(1)[0]
    if times < _ONE_VOICE * len(places):
        voice = ""
    if start is None or end is None or end < start:
        return Carried(None, None, voice, "", basis)
    return Carried(start, end, voice, kind, basis)
