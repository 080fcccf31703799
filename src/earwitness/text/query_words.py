"""A search query as people type it: words, "phrases", -exclusions and ~ for typing errors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.errors import UsageError
from earwitness.text.words import fold, tokens

__all__ = ["Clause", "parse_query"]

_PIECE = re.compile(r'(?P<not>[-−]?)(?:["“”„«](?P<phrase>[^"“”„«»]*)["“”»]|(?P<word>[^\s"“”„«»]+))')
_MAX_WORDS = 32


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a query.

    Attributes:
        words: folded words; more than one means a phrase, in this order.
        excluded: hits that hold it are left out.
        fuzzy: also accept words that differ by a letter or two (``зема~``).
    """

    words: tuple[str, ...]
    excluded: bool = False
    fuzzy: bool = False


def parse_query(query: str) -> tuple[Clause, ...]:
    """Read a query.

    Raises:
        UsageError: no word to look for (or only exclusions), or more than 32 words.

    >>> [c.words for c in parse_query('зимой "сказал командир" -Кедр')]
    [('зимой',), ('сказал', 'командир'), ('кедр',)]
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
    return tuple(found)


def _phrase(text: str, *, excluded: bool) -> list[Clause]:
    words = tuple(fold(token.text) for token in tokens(text))
    return [Clause(words, excluded)] if words else []


def _word(text: str, *, excluded: bool) -> list[Clause]:
    fuzzy = text.endswith("~")
    words = tuple(fold(token.text) for token in tokens(text.rstrip("~")))
    if len(words) > 1:  # a word that the tokeniser takes apart stays together as a phrase
        return [Clause(words, excluded)]
    return [Clause(words, excluded, fuzzy)] if words else []
