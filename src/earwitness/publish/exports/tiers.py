"""Lines as tiers of annotation: one a voice, in which nothing overlaps.

Lines that are only known to lie inside bounds get a tier of their own, named so. Where two lines of one voice
overlap, the second goes to a further tier of that voice.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from earwitness.publish.exports.cues import Cues, cues_of
from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine

__all__ = ["ABOUT", "Interval", "Tier", "Tiers", "tiers_of"]

ABOUT = "about"
"""No voice has this tier: a format may say there what the file is."""
_MARKS = "marks"
_NO_VOICE = "words"


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch with its words; ``end_ms`` is after ``start_ms``."""

    start_ms: int
    end_ms: int
    text: str
    beside: str = ""


@dataclass(slots=True)
class Tier:
    """Intervals that follow one another without overlap.

    Attributes:
        name: unlike that of any other tier.
        voice: the label of whoever speaks, "" where nobody has said.
        beside_name: of the tier for the words in another language.
    """

    name: str
    voice: str
    intervals: list[Interval] = field(default_factory=list)
    beside_name: str = ""

    @property
    def has_beside(self) -> bool:
        """Whether words in another language stand beside any of them."""
        return any(one.beside for one in self.intervals)


@dataclass(frozen=True, slots=True)
class Tiers:
    """All tiers, in the order in which their voices are first heard.

    Attributes:
        end_ms: of the recording where it is known, and of the last interval at least.
    """

    tiers: tuple[Tier, ...]
    end_ms: int
    found: Cues


def tiers_of(sheet: Sheet) -> Tiers:
    """The lines that have times, as tiers.

    Raises:
        NotInArchive: no line has.
    """
    found = cues_of(sheet)
    rows: dict[tuple[str, str], list[Tier]] = {}
    names = {ABOUT}
    for cue in found.cues:
        together: dict[tuple[str, str], Interval] = {}
        for line in cue.lines:
            kind = _kind(line, within=cue.within)
            interval = Interval(cue.start_ms, cue.end_ms, one_row(line.shown), one_row(line.beside))
            before = together.get(kind)
            together[kind] = interval if before is None else _joined(before, interval)
        for kind, interval in together.items():
            _place(rows.setdefault(kind, []), kind, interval, names)
    last_ms = max(cue.end_ms for cue in found.cues)
    tiers = tuple(tier for those in rows.values() for tier in those)
    for tier in tiers:
        tier.beside_name = _unlike(f"{tier.name} [{sheet.beside_language}]", names)
    return Tiers(tiers, max(last_ms, sheet.duration_ms or 0), found)


def _kind(line: SheetLine, *, within: bool) -> tuple[str, str]:
    """The name of the tier, and the voice."""
    voice = one_row(line.voice or "")
    name = voice or (_MARKS if line.mark and not line.text else _NO_VOICE)
    return (f"{name} (within)" if within else name, voice)


def _joined(one: Interval, other: Interval) -> Interval:
    """Two lines of one voice inside the same bounds."""
    text, beside = f"{one.text} {other.text}", f"{one.beside} {other.beside}".strip()
    return Interval(one.start_ms, one.end_ms, text, beside)


def _place(those: list[Tier], kind: tuple[str, str], interval: Interval, names: set[str]) -> None:
    for tier in those:
        if tier.intervals[-1].end_ms <= interval.start_ms:
            tier.intervals.append(interval)
            return
    those.append(Tier(_unlike(kind[0], names), kind[1], [interval]))


def _unlike(wanted: str, names: set[str]) -> str:
    """A name that no tier has; it is taken now."""
    name, number = wanted, 1
    while name in names:
        number += 1
        name = f"{wanted} ({number})"
    names.add(name)
    return name
