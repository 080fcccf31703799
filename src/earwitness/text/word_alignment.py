"""Two versions of the same words, laid side by side word by word.

The alignment is one of least edit distance (Levenshtein; each word left out, put in or replaced
counts one), found in linear memory as Hirschberg showed (1975). Among alignments of the same
distance the one is taken that pairs forms of one word, then words with the same first letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.text.language import guess_language
from earwitness.text.negation import is_negation
from earwitness.text.numerals import NumberSpan, numbers_in_text
from earwitness.text.stems import stem_keys
from earwitness.text.words import fold, tokens

__all__ = ["Pair", "SpokenUnit", "align_units", "explain_pairs", "units_of"]

Pair = tuple[int | None, int | None]
_Costs = NDArray[np.int64]

_EDIT = 1 << 20  # one edit outweighs every choice between equally long ways
_GAP = _EDIT + 4
_SAME_STEM, _SAME_LETTER, _UNLIKE = _EDIT, _EDIT + 8, _EDIT + 16
_CELLS = 1 << 20  # so many are kept at once; beyond that the problem is halved


@dataclass(frozen=True, slots=True)
class SpokenUnit:
    """A word, or the words of one number, as it is compared.

    Attributes:
        key: equal for what counts as the same: ё and е, any case, a number in digits and in words.
        stem: equal for forms of one word.
        text: as written.
        line: index of its line.
        start, end: place in that line, in characters.
        first_token, last_token: the words it is made of, counted within the line.
        negates: whether it turns a statement round.
    """

    key: str
    stem: str
    text: str
    line: int
    start: int
    end: int
    first_token: int
    last_token: int
    negates: bool


def units_of(lines: Sequence[str], languages: Sequence[str] = ()) -> list[SpokenUnit]:
    """The units of lines, in order; punctuation is no part of any.

    Args:
        languages: BCP-47 tag of each line; where there is none, all lines together tell.

    >>> [one.key for one in units_of(["Ёж, 225-й!"], ["ru"])]
    ['еж', '225.']
    """
    guessed = ""
    found: list[SpokenUnit] = []
    for number, text in enumerate(lines):
        language = languages[number] if number < len(languages) else "und"
        if language == "und":
            guessed = guessed or guess_language(" ".join(lines)).tag
            language = guessed
        found += _units(number, text, language)
    return found


def _units(line: int, text: str, language: str) -> list[SpokenUnit]:
    words = tokens(text)
    spans = {span.start_token: span for span in numbers_in_text(text, language)}
    found = []
    place = 0
    while place < len(words):
        span = spans.get(place)
        last = max(place, span.end_token - 1) if span else place
        start, end = words[place].start, words[last].end
        written = text[start:end]
        key, stem = _number_keys(span) if span else _word_keys(written)
        negates = span is None and (is_negation(written, language) or is_negation(written, "und"))
        found.append(SpokenUnit(key, stem, written, line, start, end, place, last, negates=negates))
        place = last + 1
    return found


def _number_keys(span: NumberSpan) -> tuple[str, str]:
    return f"{span.value}{'.' if span.ordinal else ''}", f"number {span.value}"


def _word_keys(written: str) -> tuple[str, str]:
    return fold(written), stem_keys(written)[0]


def align_units(one: Sequence[SpokenUnit], two: Sequence[SpokenUnit]) -> list[Pair]:
    """Pairs of indexes in order; None on one side for what only the other side has."""
    keys: dict[str, int] = {}
    first, second = _numbered(one, keys), _numbered(two, keys)
    pairs: list[Pair] = []
    todo = [(0, len(one), 0, len(two))]
    while todo:
        a, b, c, d = todo.pop()
        if (b - a) * (d - c) <= _CELLS or b - a < 2:
            pairs += _small(first[:, a:b], second[:, c:d], a, c)
            continue
        middle = (a + b) // 2
        before = _last_row(first[:, a:middle], second[:, c:d])
        behind = _last_row(first[:, middle:b][:, ::-1], second[:, c:d][:, ::-1])[::-1]
        cut = c + int(np.argmin(before + behind))
        todo += [(middle, b, cut, d), (a, middle, c, cut)]  # the earlier half is taken up next
    return pairs


def _numbered(units: Sequence[SpokenUnit], keys: dict[str, int]) -> _Costs:
    """(3, n): numbers for key, stem and first letter; equal numbers, equal strings."""
    rows = [
        [keys.setdefault(f"{kind} {value}", len(keys)) for value in values]
        for kind, values in (
            ("key", [one.key for one in units]),
            ("stem", [one.stem for one in units]),
            ("letter", [one.key[:1] for one in units]),
        )
    ]
    return np.array(rows, dtype=np.int64).reshape(3, len(units))


def _row(first: _Costs, second: _Costs, before: _Costs, place: int) -> _Costs:
    """One row of the table of distances from the row before it."""
    same = second == first[:, place, None]
    paired = np.where(same[2], _SAME_LETTER, _UNLIKE)
    paired[same[1]] = _SAME_STEM
    paired[same[0]] = 0
    row = np.empty_like(before)
    row[0] = before[0] + _GAP
    np.minimum(before[:-1] + paired, before[1:] + _GAP, out=row[1:])
    steps = np.arange(row.size, dtype=np.int64) * _GAP
    return np.asarray(np.minimum.accumulate(row - steps) + steps, dtype=np.int64)


def _last_row(first: _Costs, second: _Costs) -> _Costs:
    row = np.arange(second.shape[1] + 1, dtype=np.int64) * _GAP
    for place in range(first.shape[1]):
        row = _row(first, second, row, place)
    return row


def _small(first: _Costs, second: _Costs, a: int, c: int) -> list[Pair]:
    rows, columns = first.shape[1], second.shape[1]
    table = np.empty((rows + 1, columns + 1), dtype=np.int64)
    table[0] = np.arange(columns + 1, dtype=np.int64) * _GAP
    for place in range(rows):
        table[place + 1] = _row(first, second, table[place], place)
    found: list[Pair] = []
    i, j = rows, columns
    while i > 0 or j > 0:
        if i and table[i, j] == table[i - 1, j] + _GAP:
            i -= 1
            found.append((a + i, None))
        elif j and table[i, j] == table[i, j - 1] + _GAP:
            j -= 1
            found.append((None, c + j))
        else:
            i, j = i - 1, j - 1
            found.append((a + i, c + j))
    return found[::-1]


def explain_pairs(one: str, two: str, language: str) -> tuple[str, ...]:
    """For two lines, each pair of their alignment and the rule that makes it equal or not.

    >>> explain_pairs("225-й", "двести двадцать пятый", "ru")
    ("'225-й' = 'двести двадцать пятый': the same number",)
    """
    first, second = units_of([one], [language]), units_of([two], [language])
    return tuple(
        _told(
            first[a] if a is not None else None,
            second[b] if b is not None else None,
        )
        for a, b in align_units(first, second)
    )


def _told(one: SpokenUnit | None, two: SpokenUnit | None) -> str:
    if one is None or two is None:
        only = one or two
        side = "first" if one else "second"
        return f"'{only.text if only else ''}': only in the {side}"
    if one.key != two.key:
        why = "another form of the same word" if one.stem == two.stem else "replaced"
        return f"'{one.text}' / '{two.text}': {why}"
    if one.stem.startswith("number "):
        return f"'{one.text}' = '{two.text}': the same number"
    return f"'{one.text}' = '{two.text}': the same word"
