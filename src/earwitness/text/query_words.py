"""A search query as people type it: words, "phrases", -exclusions and ~ for typing errors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.errors import UsageError
from earwitness.text.numerals import NumberSpan, numbers_in
from earwitness.text.words import fold, tokens

__all__ = ["Clause", "parse_query"]

_PIECE = re.compile(r'(?P<not>[-−]?)(?:["“”„«](?P<phrase>[^"“”„«»]*)["“”»]|(?P<word>[^\s"“”„«»]+))')
_MAX_WORDS = 32
_TONGUES = ("ru", "uk", "en")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a query.

    Attributes:
        words: folded words; more than one means a phrase, in this order.
        excluded: hits that hold it are left out.
        fuzzy: also accept words that differ by a letter or two (``зема~``).
        number: the number that the words say ("917"), however it is written; "" if they say none.
    """

    words: tuple[str, ...]
    excluded: bool = False
    fuzzy: bool = False
    number: str = ""


def parse_query(query: str) -> tuple[Clause, ...]:
    """Read a query.

    Raises:
        UsageError: no word to look for (or only exclusions), or more than 32 words.

    Words that say one number together are one clause.

    >>> [c.words for c in parse_query('зимой "сказал командир" -Кедр')]
    [('зимой',), ('сказал', 'командир'), ('кедр',)]
    >>> [c.number for c in parse_query("двадцять п’ять мешков")]
    ['25', '']
    """
    found: list[Clause] = []
    for match in _PIECE.finditer(query):
        if match["phrase"] is not None:
            found += _phrase(match["phrase"], excluded=bool(match["not"]))
        else:
            found += _word(match["word"], excluded=bool(match["not"]))
    if not any(not clause.excluded for clause in found):
        raise UsageError(
            "nothing to look for",
            where=f"query '{query[:60]}'",
            do="Give at least one word that hits must hold",
        )
    if sum(len(clause.words) for clause in found) > _MAX_WORDS:
        raise UsageError(f"more than {_MAX_WORDS} words", where=f"query '{query[:60]}'")
    return _with_numbers(found)


def _with_numbers(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Join words that say one number, read in whichever language makes the longest of them."""
    joined: list[Clause] = []
    at = 0
    while at < len(clauses):
        run = _plain_run(clauses, at)
        words = [clause.words[0] for clause in clauses[at : at + run]]
        spans = [span for tongue in _TONGUES for span in numbers_in(words, tongue)]
        first = max(
            (span for span in spans if span.start_token == 0 and _is_meant(words, span)),
            key=lambda span: span.end_token,
            default=None,
        )
        if first is None:
            joined.append(clauses[at])
            at += 1
            continue
        said = tuple(words[: first.end_token])
        joined.append(Clause(said, clauses[at].excluded, number=str(first.value)))
        at += first.end_token
    return tuple(joined)


def _plain_run(clauses: list[Clause], start: int) -> int:
    """How many clauses from here on are single words of the same sign."""
    end = start
    while end < len(clauses) and (
        len(clauses[end].words) == 1
        and not clauses[end].fuzzy
        and clauses[end].excluded == clauses[start].excluded
    ):
        end += 1
    return end - start


def _is_meant(words: list[str], span: NumberSpan) -> bool:
    """Whether a number is looked for: "one" and «друга» (a friend's) are other words more often."""
    bare = span.end_token == 1 and not words[0][:1].isdigit()
    return not (bare and (span.value < _LEAST or (span.value == _LEAST and span.ordinal)))


def _phrase(text: str, *, excluded: bool) -> list[Clause]:
    words = tuple(fold(token.text) for token in tokens(text))
    return [Clause(words, excluded)] if words else []


def _word(text: str, *, excluded: bool) -> list[Clause]:
    fuzzy = text.endswith("~")
    words = tuple(fold(token.text) for token in tokens(text.rstrip("~")))
    if len(words) > 1:  # a word that the tokeniser takes apart stays together as a phrase
        return [Clause(words, excluded)]
    return [Clause(words, excluded, fuzzy)] if words else []
