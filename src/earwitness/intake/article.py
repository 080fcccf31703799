"""An article about recordings, read: text, HTML or Markdown in; calls, quotations and statements out.

Nothing here says who speaks on a recording or what is true of it: the words stay as the publisher wrote
them, with the hedge, and what is inferred says so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from earwitness.errors import OverLimit
from earwitness.intake.articles.markdown import looks_like_markdown, read_markdown
from earwitness.intake.articles.markup import looks_like_html, read_html
from earwitness.intake.articles.plain import read_plain
from earwitness.intake.articles.reading import read_paragraphs
from earwitness.intake.articles.records import (
    ArticleDraft,
    DescribedCall,
    Link,
    Paragraph,
    ParagraphKind,
    ParsedArticle,
    Party,
    Published,
    QuotedWords,
    ReportedWords,
    Statement,
    StatementKind,
    Unheard,
)
from earwitness.intake.transcripts.parsed import Problem
from earwitness.text.encoding import DecodedText, decode_text
from earwitness.text.language import guess_language

__all__ = [
    "MAX_ARTICLE_BYTES",
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
    "explain_article",
    "read_article",
]

MAX_ARTICLE_BYTES = 16 * 1024 * 1024
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_-]{1,40})"
)
_LEGACY = frozenset(
    {"cp1251", "koi8-u", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "cp1252", "iso8859-1"}
)
_HTML_NAMES = (".html", ".htm", ".xhtml")
_MARKDOWN_NAMES = (".md", ".markdown")


def read_article(data: bytes, *, name: str) -> ParsedArticle:
    """Read an article.

    Args:
        data: the file; its format is told by its beginning, then by the name.
        name: the file name, for the format and for error messages.

    Raises:
        OverLimit: more than `MAX_ARTICLE_BYTES`.
        MalformedInput: no text, or HTML without elements.
        HostileInput: HTML nested too deep.
    """
    if len(data) > MAX_ARTICLE_BYTES:
        raise OverLimit(
            f"{len(data):,} bytes; an article has at most {MAX_ARTICLE_BYTES:,}", where=name
        )
    decoded = _decoded(data, name)
    draft = _draft(decoded.text, name)
    reading = read_paragraphs(draft.paragraphs)
    language, basis = _language(draft)
    problems = draft.problems
    if decoded.guessed:
        guessed = Problem(None, f"not UTF-8: read as {decoded.encoding}, which is a guess")
        problems = (guessed, *problems)
    return ParsedArticle(
        title=draft.title,
        publisher=draft.publisher,
        authors=draft.authors,
        published=draft.published,
        url=draft.url,
        language=language,
        language_basis=basis,
        text=draft.text,
        paragraphs=draft.paragraphs,
        quotations=reading.quotations,
        reported=reading.reported,
        links=draft.links,
        statements=reading.statements,
        calls=reading.calls,
        problems=problems,
    )


def explain_article(parsed: ParsedArticle) -> str:
    """Print each call, quotation, speaker's words and statement with the rule that found it."""
    return "\n".join(_lines(parsed))


def _decoded(data: bytes, name: str) -> DecodedText:
    """As `decode_text`, except that a page that is not UTF-8 may say what it is."""
    stated = _CHARSET.search(data[:4096])
    try:
        encoding = codecs.lookup(stated[1].decode("ascii")).name if stated else "utf-8"
        data.decode("utf-8")
    except LookupError:
        pass
    except UnicodeDecodeError:
        if encoding in _LEGACY:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return decode_text(data, where=name)
            return decode_text(text.encode("utf-8"), where=name)
    return decode_text(data, where=name)


def _draft(text: str, name: str) -> ArticleDraft:
    low = name.lower()
    if looks_like_html(text) or low.endswith(_HTML_NAMES):
        return read_html(text, where=name)
    if low.endswith(_MARKDOWN_NAMES) or (not low.endswith(".txt") and looks_like_markdown(text)):
        return read_markdown(text)
    return read_plain(text)


def _language(draft: ArticleDraft) -> tuple[str | None, str]:
    if draft.language:
        return draft.language, "stated"
    body = " ".join(one.text for one in draft.paragraphs if one.kind is ParagraphKind.BODY)[:20_000]
    guess = guess_language(body) if body.strip() else None
    if guess is None or guess.tag == "und":
        return None, "not known"
    return guess.tag, f"guessed from the words ({guess.certainty})"


def _lines(parsed: ParsedArticle) -> Iterator[str]:
    yield f"{parsed.title or '(no title)'} [{parsed.language or '?'}, {parsed.language_basis}]"
    for call in parsed.calls:
        yield (
            f"call {call.index}: paragraphs {call.first_paragraph}-{call.last_paragraph},"
            f" introduced by {call.introduced_by!r} (rule '{call.rule}'),"
            f" released by {call.publisher_words!r}"
        )
        for party in call.parties:
            yield f"  party {party.words!r} (paragraph {party.paragraph}, {party.rule})"
        for unheard in call.unheard:
            yield f"  unheard: {unheard.words!r} (whose: {unheard.whose!r}, hedge: {unheard.hedge!r})"
    for quoted in parsed.quotations:
        yield f"quotation, paragraph {quoted.paragraph}, call {quoted.call}: {quoted.rule}"
    for reported in parsed.reported:
        speech = reported.speech
        yield (
            f"indirect speech, paragraph {reported.paragraph}, call {reported.call}:"
            f" {speech.subject!r} {speech.verb!r} ({speech.rule})"
        )
    for statement in parsed.statements:
        yield (
            f"statement {statement.kind} ({statement.state}) by {statement.by}, paragraph"
            f" {statement.paragraph}, call {statement.call}: {statement.words!r},"
            f" hedge {statement.hedge!r} (rule '{statement.rule}')"
        )
    for number, paragraph in enumerate(parsed.paragraphs):
        if paragraph.kind not in {ParagraphKind.BODY, ParagraphKind.BLOCKQUOTE}:
            yield f"paragraph {number} is {paragraph.kind}: {paragraph.text[:60]!r}"
    for problem in parsed.problems:
        yield f"problem, line {problem.line}: {problem.what}"
