"""A draft article as it stands on disk: paragraphs with their places, headings apart from body.

Markdown and plain text are read as they are. HTML and DOCX are written out as Markdown first, each piece with its
place in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path

from earwitness.errors import OverLimit, UnreadableFile, UnsupportedInput
from earwitness.publish.draft_docx import read_docx_draft
from earwitness.publish.draft_hidden import HiddenText, hidden_in_markdown
from earwitness.publish.draft_html import read_html_draft
from earwitness.publish.draft_pictures import beside
from earwitness.publish.draft_shown import without_comments
from earwitness.publish.draft_written import DraftPlace, WrittenDraft
from earwitness.text.encoding import decode_text
from earwitness.text.language import guess_language

__all__ = ["Draft", "DraftParagraph", "read_draft"]

_LARGEST = 5 * 1024 * 1024
_LARGEST_DOCX = 100 * 1024 * 1024  # with its pictures
_ENDINGS = (".md", ".markdown", ".txt", "")
_HTML, _DOCX = (".html", ".htm", ".xhtml"), ".docx"
# From the beginning of a line and never back: a line of a million blanks (a comment that was taken out) is read once.
_PARAGRAPH = re.compile(r"^[^\S\n]*+\S[^\n]*(?:\n[^\S\n]*+\S[^\n]*)*", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph as written (markup included, comments blank); ``start`` is its character offset in the draft."""

    text: str
    start: int
    heading: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft and its paragraphs, in order.

    Attributes:
        text: what offsets count in: the file itself, or what an HTML or DOCX file says, as Markdown.
        line_starts: the offsets of the lines of ``text``.
        hidden: what its source holds and its readers do not see.
        places: where the pieces of ``text`` stand in the file, () where it is the file.
        path: the file.
    """

    name: str
    text: str
    title: str
    language: str
    paragraphs: tuple[DraftParagraph, ...]
    line_starts: tuple[int, ...] = (0,)
    hidden: tuple[HiddenText, ...] = ()
    places: tuple[DraftPlace, ...] = ()
    path: Path | None = None

    def line_of(self, offset: int) -> int:
        """1-based line of a character offset; in a DOCX the number of the paragraph, 0 where it has none."""
        if not self.places:
            return bisect_right(self.line_starts, offset)
        place = self._place(offset)
        return place.line if place else 0

    def place_of(self, offset: int) -> str:
        """Where a person finds a character offset: "line 5", "paragraph 3 (caption), line 40", "footnote 2"."""
        if not self.places:
            return f"line {self.line_of(offset)}"
        place = self._place(offset)
        return place.name if place else "the file"

    def column_of(self, offset: int) -> int:
        """1-based column of a character offset in its line, in code points; 0 where the file has no such columns."""
        if self.places:
            return 0
        return offset - self.line_starts[self.line_of(offset) - 1] + 1

    def _place(self, offset: int) -> DraftPlace | None:
        at = bisect_right(self.places, offset, key=lambda place: place.start)
        return self.places[at - 1] if at and offset < len(self.text) - 1 else None


def read_draft(path: Path) -> Draft:
    """Read a draft in Markdown, plain text, HTML or DOCX.

    Raises:
        UnreadableFile: it cannot be read.
        UnsupportedInput: another format.
        OverLimit: more than 5 MB (a DOCX with pictures: 100 MB).
        MalformedInput: broken, or no text.
        HostileInput: made to do harm.
    """
    ending = path.suffix.lower()
    if ending not in (*_ENDINGS, *_HTML, _DOCX):
        raise UnsupportedInput(
            f"drafts are read as .md, .txt, .html or .docx, not {path.suffix}",
            where=str(path),
            do="Save it in one of these formats",
        )
    data = _bytes(path, _LARGEST_DOCX if ending == _DOCX else _LARGEST)
    if ending == _DOCX or data[:4] == b"PK\x03\x04":
        return _from_written(path, read_docx_draft(data, where=str(path)))
    text = decode_text(data, where=str(path)).text
    if ending in _HTML:
        written = read_html_draft(text, where=str(path))
        return _from_written(path, written)
    return _from_text(path, text)


def _bytes(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror})", where=str(path)) from error
    if len(data) > largest:
        raise OverLimit(
            f"is over {largest // 1024**2} MB: too long for an article", where=str(path)
        )
    return data


def _from_written(path: Path, written: WrittenDraft) -> Draft:
    text, places = written.text()
    if len(text) > _LARGEST:
        raise OverLimit("holds over 5 million characters: too long for an article", where=str(path))
    draft = _from_text(path, text)
    # No offset of the text is theirs: they stand beyond its last character.
    hidden = [replace(one, start=max(0, len(text) - 1)) for one in written.hidden]
    title = written.title or draft.title
    return replace(draft, title=title, hidden=(*hidden, *beside(path, text)), places=places)


def _from_text(path: Path, text: str) -> Draft:
    front = _FRONT_MATTER.match(text)
    body_start = front.end() if front else 0
    found = []
    # What stands in a comment is no part of the story: it is looked at as hidden text (Q37).
    for match in _PARAGRAPH.finditer(without_comments(text), body_start):
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
        (*hidden_in_markdown(text), *beside(path, text)),
        path=path,
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
