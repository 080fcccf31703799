"""What is exported: the lines of one version of the words, with all that a format may want beside them."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.errors import NotInArchive
from earwitness.records.voices import VoiceTurn
from earwitness.records.words import Timing, VersionStatus, Word

__all__ = ["Sheet", "SheetLine", "SourceVersion", "about", "no_words"]


@dataclass(frozen=True, slots=True)
class SourceVersion:
    """A version whose words stand in the export."""

    id: str
    what: str  # original, translation
    language: str
    origin: str
    maker: str
    status: VersionStatus

    @property
    def reviewed(self) -> bool:
        """Whether a person has looked at it."""
        return self.status is not VersionStatus.DRAFT

    def __str__(self) -> str:
        maker = f" by {self.maker}" if self.maker else ""
        state = self.status.value if self.reviewed else f"{self.status.value}, NOT REVIEWED"
        origin = self.origin.replace("_", " ")
        return f"{self.what} {self.id} ({self.language}, {origin}{maker}): {state}"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line. Times are in milliseconds and are read as ``timing`` says.

    Attributes:
        text: the words; "" where ``mark`` says what stands there instead ("inaudible", "bleep").
        beside: the same in the other language, where both are asked for.
        position: in its version; None for a mark that was heard in the sound.
    """

    text: str
    voice: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    timing: Timing = Timing.NONE
    beside: str = ""
    mark: str = ""
    words: tuple[Word, ...] = ()
    score: float | None = None
    position: int | None = None

    @property
    def shown(self) -> str:
        """The words, or the mark in square brackets."""
        return self.text or (f"[{self.mark}]" if self.mark else "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of one recording, ready to be written in any format.

    Attributes:
        language: of the lines; ``beside_language`` of what stands beside them, or "".
        versions: whose words these are, that of the lines first; none where there are voices only.
        turns: who speaks when, by a machine; formats of turns use them where no line has a label.
        turns_by: the machine, or "".
        duration_ms: of the sound, None where it is not known.
        notes: what a reader has to know besides, in sentences.
        left_out: what of the version is not in the lines, in sentences.
    """

    recording_id: str
    title: str
    language: str
    lines: tuple[SheetLine, ...]
    versions: tuple[SourceVersion, ...]
    beside_language: str = ""
    turns: tuple[VoiceTurn, ...] = ()
    turns_by: str = ""
    duration_ms: int | None = None
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def about(sheet: Sheet) -> list[str]:
    """The sentences that every export carries in its own kind of comment."""
    title = f" ({sheet.title})" if sheet.title else ""
    return [
        f"Recording {sheet.recording_id}{title}",
        *(str(one) for one in sheet.versions),
        *sheet.notes,
        *(f"Left out: {one}" for one in sheet.left_out),
    ]


def no_words(recording_id: str) -> NotInArchive:
    """The refusal of a recording of which no words are known."""
    return NotInArchive(
        "there are no words of it",
        where=recording_id,
        do="Add a transcript, or let an engine transcribe it; a copy of it may have words: "
        f"`earwitness copies {recording_id}`",
    )
