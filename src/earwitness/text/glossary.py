"""A desk's glossary: how names and terms are to be rendered, as a CSV that anybody can edit.

Three columns, source term, target term, note; a first row with these names may stand above. Two
rows with the same source term are two renderings that are both right.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from earwitness.errors import MalformedInput, OverLimit
from earwitness.text.encoding import decode_text
from earwitness.text.stems import stem_keys
from earwitness.text.transliteration import latin_key
from earwitness.text.words import fold, tokens

__all__ = ["Glossary", "Term", "explain_terms", "read_glossary", "terms_in", "terms_not_kept"]

_MOST_TERMS = 5_000
_HEADS = ("source", "source term", "term", "термин", "термін", "источник", "оригінал")


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its rendering; ``line`` is where it stands in its file, from 1.

    One that is given to a translator without a rendering is only a note on what a word can mean.
    """

    source: str
    target: str
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms in the order of their file."""

    terms: tuple[Term, ...] = field(default=())


def read_glossary(data: bytes, *, where: str = "glossary") -> Glossary:
    r"""Read the CSV: comma, semicolon or tab between the columns, any encoding that text comes in.

    Raises:
        MalformedInput: a row has no rendering, or the text is no CSV.
        OverLimit: over 5,000 terms.

    >>> read_glossary("сейф,safe house,callsign of a place\n".encode()).terms[0].target
    'safe house'
    """
    text = decode_text(data, where=where).text
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    found: list[Term] = []
    try:
        reader = csv.reader(text.splitlines(), delimiter=mark, strict=True)
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not found and cells[0].lower() in _HEADS:
                continue
            found.append(_term(cells, reader.line_num, where))
    except csv.Error as error:
        raise MalformedInput(f"is no CSV: {error}", where=where) from error
    if len(found) > _MOST_TERMS:
        raise OverLimit(f"{len(found):,} terms; at most {_MOST_TERMS:,} are read", where=where)
    return Glossary(tuple(found))


def terms_in(text: str, glossary: Glossary) -> tuple[Term, ...]:
    """The terms whose words stand side by side in a text, in any form of theirs."""
    words = _keys(text)
    return tuple(term for term in glossary.terms if _stands_in(_keys(term.source), words))


def terms_not_kept(source: str, translation: str, glossary: Glossary) -> tuple[Term, ...]:
    """The terms of the source line none of whose renderings stands in the translation.

    >>> given = read_glossary("Зима,Zyma,callsign".encode())
    >>> [term.source for term in terms_not_kept("Зимой не был", "He was not there in winter", given)]
    ['Зима']
    """
    return tuple(term for term, kept in _judged(source, translation, glossary) if not kept)


def explain_terms(source: str, translation: str, glossary: Glossary) -> tuple[str, ...]:
    """For every term of the source line whether its rendering was found, and which was wanted."""
    return tuple(
        f"'{term.source}' (line {term.line}): '{term.target}' "
        + ("stands in the translation" if kept else "does not stand in the translation")
        for term, kept in _judged(source, translation, glossary)
    )


def _judged(source: str, translation: str, glossary: Glossary) -> list[tuple[Term, bool]]:
    said, written = terms_in(source, glossary), _keys(translation)
    renderings: dict[str, list[Term]] = {}
    for term in said:
        renderings.setdefault(fold(term.source), []).append(term)
    return [
        (same[0], any(_stands_in(_keys(one.target), written) for one in same))
        for same in renderings.values()
    ]


def _term(cells: Sequence[str], line: int, where: str) -> Term:
    source, target, *rest = [*cells, "", ""]
    if not tokens(source) or not tokens(target):
        raise MalformedInput(
            "a term needs words in its first and in its second column",
            where=where,
            line=line,
            do="Write: source term,target term,note",
        )
    return Term(source, target, " ".join(one for one in rest if one), line)


def _keys(text: str) -> list[frozenset[str]]:
    """For each word all forms under which it may be met."""
    return [
        frozenset((*stem_keys(word.text), fold(word.text), f"sound {latin_key(word.text)}"))
        for word in tokens(text)
    ]


def _stands_in(term: Sequence[frozenset[str]], words: Sequence[frozenset[str]]) -> bool:
    return any(
        all(part & words[start + at] for at, part in enumerate(term))
        for start in range(len(words) - len(term) + 1)
    )
