"""A draft in another format, written out as Markdown: every rule then reads it as it reads any draft.

Each piece keeps the place where a person finds it in their own program: the number of the paragraph, the line of
the HTML, the footnote, the field of a social card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from earwitness.publish.draft_hidden import HiddenText

__all__ = ["DraftPlace", "WrittenDraft"]

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_LOOKS_LIKE_MARKUP = re.compile(r"(?=#{1,6}[ \t]|>|---|\+ |\* )")
_FIELD = re.compile(r"[^\w:.-]+")
_SHARED = 3  # places that are named beside a heading that says the same


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where a piece of a draft stands in its own file.

    Attributes:
        start: character offset in the draft's text from which the place holds.
        line: line of the file (HTML) or number of the paragraph (DOCX), 0 where there is none.
        name: for people: "paragraph 3", "footnote 2", "field og:title, line 9".
    """

    start: int
    line: int
    name: str


@dataclass(slots=True)
class WrittenDraft:
    """The text in the making."""

    fields: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    pieces: list[tuple[str, str, int]] = field(default_factory=list)
    hidden: list[HiddenText] = field(default_factory=list)
    title: str = ""

    def show_field(self, name: str, words: str, place: str, line: int = 0) -> None:
        """A field that readers see apart from the text: a deck, what a social card shows."""
        text = _one_line(words)
        if text:
            self.fields.setdefault(_FIELD.sub("-", name.lower()).strip("-"), (text, place, line))

    def heading(self, level: int, words: str, place: str, line: int) -> None:
        """A heading, 1 to 6."""
        text = _one_line(words)
        if text:
            if level == 1 and not self.title:
                self.title = text
            self.pieces.append((f"{'#' * min(6, max(1, level))} {text}", place, line))

    def paragraph(self, words: str, place: str, line: int) -> None:
        """A paragraph of the body; blank lines in it part it."""
        for block in _blocks(words):
            self.pieces.append((_LOOKS_LIKE_MARKUP.sub(r"\\", block, count=1), place, line))

    def quotation(self, words: str, place: str, line: int) -> None:
        """A block quotation; one that follows another is its next paragraph."""
        for block in _blocks(words):
            lines = "\n".join(f"> {one}" for one in block.split("\n"))
            self.pieces.append((lines, place, line))

    def source(self, words: str) -> bool:
        """Who said the block quotation before; False where none stands there."""
        text = _one_line(words).lstrip("—–- ")
        if not text or not self.pieces or not self.pieces[-1][0].startswith(">"):
            return False
        piece, place, line = self.pieces[-1]
        self.pieces[-1] = (f"{piece}\n> — {text}", place, line)
        return True

    def item(self, depth: int, words: str, place: str, line: int) -> None:
        """An item of a list."""
        text = _one_line(words)
        if text:
            self.pieces.append((f"{'  ' * min(depth, 6)}- {text}", place, line))

    def picture(self, alt: str, file: str, place: str, line: int) -> None:
        """A picture: its alt text is shown to some readers."""
        target = re.sub(r"[\s()<>]", "_", file)[:2000] or "picture"
        words = re.sub(r"[\[\]]", " ", _one_line(alt))[:2000]
        self.pieces.append((f"![{words}]({target})", place, line))

    def caption(self, words: str, place: str, line: int) -> None:
        """A caption under a picture."""
        text = _one_line(words)
        if text:
            self.pieces.append((f"<figcaption>{text[:4000]}</figcaption>", place, line))

    def raw(self, markup: str, place: str, line: int) -> None:
        """The tag of an embedded player, as it stands."""
        self.pieces.append((markup, place, line))

    def hide(self, kind: str, place: str, words: str) -> None:
        """Words that readers do not see."""
        text = " ".join(words.split())
        if text:
            self.hidden.append(HiddenText(kind, place, text[:20_000]))

    def text(self) -> tuple[str, tuple[DraftPlace, ...]]:
        """The whole text and its places. A field that only repeats a heading is named beside it."""
        headings = {
            piece.lstrip("# "): at for at, (piece, *_) in enumerate(self.pieces) if piece[:1] == "#"
        }
        also: dict[int, list[str]] = {}
        front: list[tuple[str, str, str, int]] = []
        said: dict[str, int] = {}
        for name, (words, place, line) in self.fields.items():
            if words in headings:
                also.setdefault(headings[words], []).append(place)
            elif words in said:
                held = front[said[words]]
                front[said[words]] = (held[0], held[1], f"{held[2]}, {place}", held[3])
            else:
                said[words] = len(front)
                front.append((name, words, place, line))
        parts: list[str] = []
        places: list[DraftPlace] = []
        length = 0
        if front:
            parts.append("---\n")
            length = 4
            for name, words, place, line in front:
                places.append(DraftPlace(length, line, place))
                parts.append(f"{name}: {words}\n")
                length += len(parts[-1])
            parts.append("---\n\n")
            length += 5
        for at, (piece, place, line) in enumerate(self.pieces):
            shown = [place, *also.get(at, [])[:_SHARED]]
            places.append(DraftPlace(length, line, " and ".join(shown)))
            goes_on = piece[:1] == ">" and self.pieces[at + 1 : at + 2]
            quoted = bool(goes_on) and self.pieces[at + 1][0][:1] == ">"
            parts.append(f"{piece}\n>\n" if quoted else f"{piece}\n\n")
            length += len(parts[-1])
        return "".join(parts), tuple(places)


def _blocks(words: str) -> Iterable[str]:
    tidy = "\n".join(_SPACES.sub(" ", line).strip() for line in words.split("\n"))
    return [block for block in _BLANK_LINES.split(tidy.strip("\n")) if block.strip()]


def _one_line(words: str) -> str:
    return " ".join(words.split())
