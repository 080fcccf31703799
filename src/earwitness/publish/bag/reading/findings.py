"""What a reader finds in a bag: each names the file and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["BagFinding", "Findings", "Level"]

_MOST = 1000  # of one kind; a bag of a million strange files is told once


class Level(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"  # the bag is not what was signed, or no valid bag
    WARNING = "warning"  # valid, and yet not as it should be
    NOTE = "note"  # what a person has to know


@dataclass(frozen=True, slots=True)
class BagFinding:
    """One thing that was found.

    Attributes:
        code: of the kind ("checksum", "extra-file").
        file: below the bag, "" for the bag as a whole. line: in it, 0 for none.
        do: what the person can do about it.
    """

    level: Level
    code: str
    file: str
    what: str
    do: str = ""
    line: int = 0


@dataclass(slots=True)
class Findings:
    """All that was found, in the order in which it was."""

    _all: list[BagFinding] = field(default_factory=list)
    _counted: dict[str, int] = field(default_factory=dict)

    def error(self, code: str, file: str, what: str, do: str = "", line: int = 0) -> None:
        """Note what makes the bag invalid."""
        self._add(BagFinding(Level.ERROR, code, file, what, do, line))

    def warn(self, code: str, file: str, what: str, do: str = "", line: int = 0) -> None:
        """Note what should not be so."""
        self._add(BagFinding(Level.WARNING, code, file, what, do, line))

    def note(self, code: str, file: str, what: str, do: str = "") -> None:
        """Note what a person has to know."""
        self._add(BagFinding(Level.NOTE, code, file, what, do))

    @property
    def valid(self) -> bool:
        """Whether no error was found."""
        return not any(one.level is Level.ERROR for one in self._all)

    def __iter__(self) -> Iterator[BagFinding]:
        return iter(self._all)

    def _add(self, one: BagFinding) -> None:
        count = self._counted.get(one.code, 0) + 1
        self._counted[one.code] = count
        if count <= _MOST:
            self._all.append(one)
        elif count == _MOST + 1:
            self._all.append(
                BagFinding(
                    one.level,
                    one.code,
                    "",
                    f"more than {_MOST} of this kind; the rest is not listed",
                )
            )
