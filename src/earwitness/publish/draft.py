"""A draft article as it stands on disk: paragraphs with their places, headings apart from body."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import OverLimit, UnreadableFile, UnsupportedInput
from earwitness.publish.draft_hidden import HiddenText, hidden_in_markdown
from earwitness.text.encoding import decode_text
from earwitness.text.language import guess_language

__all__ = ["Draft", "DraftParagraph", "read_draft"]

_LARGEST = 5 * 1024 * 1024
_ENDINGS = (".md", ".markdown", ".txt", "")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph as written (markup included); ``start`` is its character offset in the draft."""

    text: str
    start: int
    heading: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft and its paragraphs, in order; ``line_starts`` are the offsets of its lines.

    ``hidden`` is what its source holds and its readers do not see.
    """

    name: str
    text: str
    title: str
    language: str
    paragraphs: tuple[DraftParagraph, ...]
    line_starts: tuple[int, ...] = (0,)
    hidden: tuple[HiddenText, ...] = ()

    def line_of(self, offset: int) -> int:
        """1-based line of a character offset."""
        return bisect_right(self.line_starts, offset)


def read_draft(path: Path) -> Draft:
    """Read a draft in Markdown or plain text.

    Raises:
        UnreadableFile: it cannot be read.
        UnsupportedInput: another format.
        OverLimit: more than 5 MB.
        MalformedInput: no text.
    """
    if path.suffix.lower() not in _ENDINGS:
        raise UnsupportedInput(
            f"drafts are read as Markdown or plain text, not {path.suffix}",
            where=str(path),
            do="Save it as .md or .txt",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror})", where=str(path)) from error
    if len(data) > _LARGEST:
        raise OverLimit("is over 5 MB: too long for an article", where=str(path))
    text = decode_text(data, where=str(path)).text
    front = _FRONT_MATTER.match(text)
    body_start = front.end() if front else 0
    found = []
    for match in _PARAGRAPH.finditer(text, body_start):
        found += _split_headings(match[0], match.start())
    title = _TITLE.search(front[1]) if front else None
    heading = next((p.text.lstrip("# ").strip() for p in found if p.heading), "")
    language = guess_language("\n".join(one.text for one in found)[:20_000]).tag
    return Draft(
        path.name,
        text,
        title[1].strip(" \"'") if title else heading,
        language,
        tuple(found),
        (0, *(match.end() for match in re.finditer("\n", text))),
        hidden_in_markdown(text),
    )


def _split_headings(block: str, start: int) -> list[DraftParagraph]:
    """Markdown headings end at their line; the rest of a block is one paragraph."""
    found: list[DraftParagraph] = []
    offset = 0
    while block.startswith("#", offset):
        end = block.find("\n", offset)
        end = len(block) if end < 0 else end
        found.append(DraftParagraph(block[offset:end], start + offset, heading=True))
        offset = min(end + 1, len(block))
    if block[offset:].strip():
        found.append(DraftParagraph(block[offset:], start + offset, heading=False))
    return found
