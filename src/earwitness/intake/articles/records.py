"""What is read out of an article: words with their places, and what the publisher says about calls.

Everything is kept as the publisher's words. A statement here is an assertion *by the publisher*; nothing
in these records is a fact about a call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from earwitness.intake.transcripts.parsed import Problem
from earwitness.text.attribution import Attribution, ReportedSpeech
from earwitness.text.quotations import Role

__all__ = [
    "ArticleDraft",
    "DescribedCall",
    "Link",
    "Paragraph",
    "ParagraphKind",
    "ParsedArticle",
    "Party",
    "Published",
    "QuotedWords",
    "ReportedWords",
    "Statement",
    "StatementKind",
    "Unheard",
]


class ParagraphKind(StrEnum):
    """What a paragraph is to the article. Only body and blockquote are read for words."""

    BODY = "body"
    HEADING = "heading"
    BOILERPLATE = "boilerplate"
    CAPTION = "caption"
    BLOCKQUOTE = "blockquote"


class StatementKind(StrEnum):
    """What the publisher says something about."""

    RELATION = "relation"  # "said to be the mother of a soldier"
    NAME = "name"
    UNIT = "unit"
    PLACE = "place"
    CALL_DATE = "call_date"
    PUBLICATION_DATE = (
        "publication_date"  # when the recording came out; never when the call was made
    )
    UNHEARD_SIDE = "unheard_side"
    AUTHENTICITY = "authenticity"
    PUBLISHER_OF_RECORDING = "publisher_of_recording"
    OTHER_RECORDINGS = "other_recordings"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, as written; ``start`` is its character offset in `ParsedArticle.text`."""

    text: str
    kind: ParagraphKind
    start: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written: address, words, and the paragraph that holds it (None: outside them)."""

    url: str
    words: str
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """When the article came out.

    Attributes:
        at: the instant or local time; None if the words could not be read as one.
        basis: where it was written ("json-ld", "meta article:published_time", "time element",
            "front matter", "none").
        words: as written.
    """

    at: datetime | None
    basis: str
    words: str


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What a format's reader hands on: paragraphs and metadata, nothing understood yet."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Published = Published(None, "none", "")
    url: str | None = None
    language: str | None = None
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A quotation in place.

    Attributes:
        paragraph: index into `ParsedArticle.paragraphs`.
        start, end: characters in that paragraph, marks included.
        text: the quoted words, without marks.
        parts: characters in the paragraph that hold quoted words only (without the narrator's).
        role: speech or term.
        attribution: what the publisher puts beside it.
        call: index of the call that it is quoted from, by place in the article; None if none.
        depth: 0, or inside how many other quotations.
        rule: how it was read, in words.
        opened, closed: whether the mark at that end is written.
        continues: not closed because the next paragraph of the article goes on with it.
    """

    paragraph: int
    start: int
    end: int
    text: str
    parts: tuple[tuple[int, int], ...]
    role: Role
    attribution: Attribution
    call: int | None
    depth: int
    rule: str
    opened: bool = True
    closed: bool = True
    continues: bool = False


@dataclass(frozen=True, slots=True)
class ReportedWords:
    """Indirect speech in place: paragraph index, the reading, and the call it stands under."""

    paragraph: int
    speech: ReportedSpeech
    call: int | None


@dataclass(frozen=True, slots=True)
class Party:
    """Words for somebody in a call, as first written, and how they were met. Nobody is resolved."""

    words: str
    paragraph: int
    rule: str


@dataclass(frozen=True, slots=True)
class Unheard:
    """A statement that somebody cannot be heard: whose words as written, and the hedge if any."""

    words: str
    hedge: str | None
    whose: str | None
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DescribedCall:
    """One recording that the article speaks about.

    Attributes:
        index: its number in the article, from 0.
        introduced_by: the words that introduce it, with paragraph and offsets.
        publisher_words: who released it, as written; None if not said.
        first_paragraph, last_paragraph: the paragraphs it covers, both included.
        parties: words for those who speak in it.
        unheard: statements that somebody's words cannot be heard.
        rule: the rule that saw a new recording here.
    """

    index: int
    introduced_by: str
    intro_paragraph: int
    intro_start: int
    intro_end: int
    publisher_words: str | None
    first_paragraph: int
    last_paragraph: int
    parties: tuple[Party, ...]
    unheard: tuple[Unheard, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that the publisher states, with its hedge.

    Attributes:
        kind: what it is about.
        words: as written.
        paragraph, start, end: where, in characters of the paragraph.
        hedge: the hedge that stands with it, as written, or None.
        by: who states it: "publisher", or "publisher, inside a quotation" for a gloss in brackets.
        call: index of the call, None if it speaks of none or it is not clear of which.
        state: ``stated``, or ``unknown`` where the publisher says that it is not known.
        rule: the rule that found it.
    """

    kind: StatementKind
    words: str
    paragraph: int
    start: int
    end: int
    hedge: str | None
    by: str
    call: int | None
    state: str
    rule: str


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """An article, read. See the classes of its parts."""

    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published: Published
    url: str | None
    language: str | None
    language_basis: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    quotations: tuple[QuotedWords, ...]
    reported: tuple[ReportedWords, ...]
    links: tuple[Link, ...]
    statements: tuple[Statement, ...]
    calls: tuple[DescribedCall, ...]
    problems: tuple[Problem, ...]
