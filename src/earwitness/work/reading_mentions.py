"""The stage that reads words for who and what they speak of. Cheap: it is done here, not in a child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.errors import EarwitnessError
from earwitness.store.archive import Archive
from earwitness.understand.mentions.gazetteer import Gazetteer
from earwitness.understand.mentions.keeping import MENTIONS, desk_gazetteer, read_waiting
from earwitness.understand.mentions.resolving import resolve_mentions
from earwitness.work.interrupts import Interrupts
from earwitness.work.progress import RunProgress, Told

__all__ = ["MentionsStage", "read_mentions"]


@dataclass(frozen=True, slots=True)
class MentionsStage:
    """What was read, and what the desk should know of its gazetteer."""

    recordings: int
    mentions: int
    linked: int
    notes: tuple[str, ...]


def read_mentions(
    archive: Archive, recording_ids: Sequence[str], told: Told, interrupts: Interrupts
) -> MentionsStage:
    """Read all words that were not read before, then bring the links up to date.

    A gazetteer that cannot be read stops nothing: the words are read without it and a note says so.
    """
    notes: list[str] = []
    try:
        gazetteer, digest = desk_gazetteer(archive)
        notes += [f"left out of the gazetteer: {one}" for one in gazetteer.problems]
    except EarwitnessError as error:
        gazetteer, digest = Gazetteer(), ""
        notes.append(f"the gazetteer was not used: {error}")
    done = total = 0
    for name, found in read_waiting(archive, recording_ids, gazetteer, digest):
        interrupts.check()
        done, total = done + 1, total + found
        if done % 50 == 0:
            told(RunProgress(MENTIONS, name, done, len(recording_ids)))
    linked = resolve_mentions(archive)
    return MentionsStage(done, total, linked, tuple(notes))
