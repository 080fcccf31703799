"""Layer 5, publication: what of which recordings went out in a version of a story, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.timecode import Interval

__all__ = [
    "ChangeKind",
    "PublicFile",
    "Publication",
    "PublishedQuotation",
    "QuotationChange",
]


class ChangeKind(StrEnum):
    """What happened to a quotation between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"  # its words, as the page quotes them
    ORIGINAL = "original"  # the words in the language spoken, which stand beside them
    SOUND = "sound"  # its clip: other bounds, or something in it is covered


@dataclass(frozen=True, slots=True)
class PublishedQuotation:
    """A quotation as a page shows it, and where it was heard.

    Attributes:
        key: names it in all versions of a story.
        text: the draft's words with their marks; ``language`` is theirs.
        transcript, translation: the versions that it was compared with; "" for none.
        first, last: lines of the transcript, -1 where they are not known.
        start_ms, end_ms: in the recording, None without times.
        original: the words in the language spoken that stand beside it, "" where they are what is quoted.
        clip: path in the folder, "" where it cannot be played.
        prefix, suffix: the words of the page before and behind it (W3C TextQuoteSelector).
    """

    key: str
    text: str
    language: str
    recording: str
    transcript: str
    translation: str = ""
    first: int = -1
    last: int = -1
    start_ms: int | None = None
    end_ms: int | None = None
    original: str = ""
    original_language: str = "und"
    clip: str = ""
    clip_sha256: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def interval(self) -> Interval | None:
        """Its stretch of the recording, None without times."""
        if self.start_ms is None or self.end_ms is None:
            return None
        return Interval(self.start_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file that went out; ``path`` is relative to the folder."""

    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class QuotationChange:
    """What happened to one quotation since the version before.

    Attributes:
        key: of the quotation; recording, start_ms, end_ms: where it was heard, before or now.
        before, after: words; "" where there are none, and where they must not be said again.
        kind: of the correction that explains it, "" where none does.
    """

    what: ChangeKind
    key: str
    recording: str
    start_ms: int | None = None
    end_ms: int | None = None
    before: str = ""
    after: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A version of a story that went out. The subject of its signed record is the story (``pub-…``).

    Attributes:
        version: from 1.
        draft_name, draft_sha256: of the draft; they stay in the archive.
        text: all words of the article on the page, one space between them.
        files: every file of the folder.
        previous: the signed record of the version before, "" for the first.
        folder: where it was written, absolute.
        tombstone: words that stand where the story stood, "" unless it was withdrawn.
    """

    version: int
    title: str
    language: str
    draft_name: str = ""
    draft_sha256: str = ""
    quotations: tuple[PublishedQuotation, ...] = ()
    changes: tuple[QuotationChange, ...] = ()
    text: str = ""
    files: tuple[PublicFile, ...] = ()
    recordings: tuple[str, ...] = ()
    previous: str = ""
    folder: str = ""
    tombstone: str = ""

    @property
    def withdrawn(self) -> bool:
        """Whether nothing of the story is out any more."""
        return bool(self.tombstone)
