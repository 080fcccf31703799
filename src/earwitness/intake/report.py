"""What came of one call of `add`: counts, and every refusal with its reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from earwitness.errors import EarwitnessError

__all__ = ["IntakeReport", "NotTaken"]


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file, or a part of one, that was not taken, or was taken with a repair.

    Attributes:
        path: as shown to the person.
        kind: name of the error, ``Note`` for a repair, ``NotRecognised`` for files without reader.
        what: one sentence.
    """

    path: str
    kind: str
    what: str
    line: int | None = None
    do: str = ""


@dataclass(slots=True)
class IntakeReport:
    """Counts by kind of thing: what is new, what was known before, what was refused.

    ``notes`` are repairs and small losses inside files that were taken.
    """

    batch_id: str
    taken: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    refused: list[NotTaken] = field(default_factory=list)
    notes: list[NotTaken] = field(default_factory=list)
    unread: list[NotTaken] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    hidden: int = 0

    def refuse(self, path: str, error: EarwitnessError) -> None:
        """Note an error about a file of the pile."""
        line = error.line
        self.refused.append(NotTaken(path, type(error).__name__, error.what, line, error.do or ""))

    def remark(self, path: str, what: str, line: int | None = None) -> None:
        """Note a repair or a small loss inside a file that was taken."""
        self.notes.append(NotTaken(path, "Note", what, line))

    @property
    def nothing_new(self) -> bool:
        """Whether everything was in the archive before."""
        return not self.taken.total()
