"""Pairing of quotation marks in one paragraph, in the styles of English, Russian and Ukrainian.

The difficulty is that most marks are ambiguous: ``“`` opens in English and closes in ``„…“``, ``’`` is
an apostrophe far more often than a mark, ``"`` is also an inch. Shape decides (what stands left and
right of the mark), then what is open. Everything is one pass from left to right: linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

__all__ = ["MAX_DEPTH", "Pair", "pair_marks"]

MAX_DEPTH = 6  # deeper marks are kept as text: nobody quotes a quotation six times over
_MARK = re.compile("[“”„‟\"«»‹›‘’‚‛']")
_DOUBLE, _ANGLE, _SINGLE_ANGLE, _SINGLE = "double", "angle", "single angle", "single"
_FAMILY = {
    **dict.fromkeys('“”„‟"', _DOUBLE),
    **dict.fromkeys("«»", _ANGLE),
    **dict.fromkeys("‹›", _SINGLE_ANGLE),
    **dict.fromkeys("‘’‚‛'", _SINGLE),
}
_BEFORE_OPENING = frozenset("([{—–-/:=>…\u00a0“„‟«‹‘‚‛\"'")
_ELISION = re.compile(
    r"'(?:em|cause|til|till|tis|twas|twere|n|bout|round|cos|cuz|neath|tween|ere|\d0s)\b",
    re.IGNORECASE,
)
_INCH = re.compile(r"(?<=\d)\"(?=\s{0,2}[x×-]|\s[^\W\d_])")
_FEET_AND_INCHES = re.compile(r"\d['’′]\s?\d{1,2}\"")
_SENTENCE_START = re.compile(r"[.!?…]\s{1,9}(?=\S)")


@dataclass(frozen=True, slots=True)
class Pair:
    """A stretch between two marks; offsets in the whole text.

    Attributes:
        start, end: with the marks.
        inner_start, inner_end: without them.
        family: marks that close one another: double, angle, single angle, single.
        opened, closed: whether the mark at that end is written.
    """

    start: int
    inner_start: int
    inner_end: int
    end: int
    family: str
    opened: bool = True
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Open:
    position: int
    family: str
    mark: str


def pair_marks(text: str, start: int, end: int) -> list[Pair]:
    """Pair the quotation marks of ``text[start:end]``, one paragraph.

    A mark without its partner reaches to the end (or from the start) of the paragraph. The result is
    sorted by start, is never empty inside, and may cross only where a mark is missing; `quotations`
    settles that.
    """
    pairing = _Pairing(text, start, end)
    for match in _MARK.finditer(text, start, end):
        pairing.take(match.start())
    return sorted(pairing.finish(), key=lambda pair: (pair.start, -pair.end))


class _Pairing:
    """One paragraph's walk: what is open, and what was paired."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.open: list[_Open] = []
        self.pairs: list[Pair] = []
        self.closers = _single_closers(text, start, end)
        self.inches = _inches(text, start, end)

    def take(self, at: int) -> None:
        mark = self.text[at]
        if _FAMILY[mark] == _SINGLE:
            self._single(at, mark)
        elif at not in self.inches:
            self._double(at, mark, _FAMILY[mark])

    def finish(self) -> list[Pair]:
        stop = self.start + len(self.text[self.start : self.end].rstrip())
        left = [one for one in self.open if self._is_real(one)]
        for one in left:
            self._add(Pair(one.position, one.position + 1, stop, stop, one.family, closed=False))
        return _end_before_next(self.text, self.pairs)

    def _is_real(self, one: _Open) -> bool:
        # A single mark that never closes is an apostrophe, unless a curly one opens the paragraph.
        return one.family != _SINGLE or (
            one.mark == "‘" and not self.text[self.start : one.position].strip()
        )

    def _double(self, at: int, mark: str, family: str) -> None:
        innermost = next((one for one in reversed(self.open) if one.family == family), None)
        if self._opens(at, mark, innermost):
            if innermost is not None and self._at_line_start(at):
                self._break_off(at)
            self._push(at, family, mark)
        else:
            self._close(at, family, mark)

    def _opens(self, at: int, mark: str, innermost: _Open | None) -> bool:
        opening, closing = self._shape(at)
        if mark == '"':
            if innermost is None:
                return opening or (not closing and not self._before(at).isdigit())
            return opening and not closing
        if mark in "„‟‹":
            return True
        if mark == "“":
            if innermost is not None and innermost.mark == "„":
                return opening and not closing
            return not closing or opening
        if mark == "«":
            return not (closing and innermost is not None and innermost.mark == "»")
        # ” » ›: used as opening marks in some styles, only where nothing is open.
        return opening and not closing and innermost is None

    def _shape(self, at: int) -> tuple[bool, bool]:
        before, after = self._before(at), self._after(at)
        opening = (not before or before.isspace() or before in _BEFORE_OPENING) and bool(
            after and not after.isspace()
        )
        closing = bool(before and not before.isspace()) and not after.isalnum()
        if opening and closing:
            closing = not (before in "([{" or after in "“„«‘‹…[")
            opening = not closing or not before or before in "—–-"
        return opening, closing

    def _before(self, at: int) -> str:
        return self.text[at - 1] if at > self.start else ""

    def _after(self, at: int) -> str:
        return self.text[at + 1] if at + 1 < self.end else ""

    def _at_line_start(self, at: int) -> bool:
        return self._before(at) == "\n"

    def _break_off(self, at: int) -> None:
        stop = at - 1
        while stop > self.start and self.text[stop - 1].isspace():
            stop -= 1
        for one in self.open:
            if self._is_real(one):
                self._add(
                    Pair(one.position, one.position + 1, stop, stop, one.family, closed=False)
                )
        self.open.clear()

    def _push(self, at: int, family: str, mark: str) -> None:
        if len(self.open) < MAX_DEPTH:
            self.open.append(_Open(at, family, mark))

    def _close(self, at: int, family: str, mark: str) -> None:
        depth = next(
            (i for i in range(len(self.open) - 1, -1, -1) if self.open[i].family == family), None
        )
        if depth is None:
            self._close_unopened(at, family, mark)
            return
        for one in self.open[depth + 1 :]:
            if one.family != _SINGLE:
                self._add(Pair(one.position, one.position + 1, at, at, one.family, closed=False))
        opened = self.open[depth]
        del self.open[depth:]
        self._add(Pair(opened.position, opened.position + 1, at, at + 1, family))

    def _close_unopened(self, at: int, family: str, mark: str) -> None:
        before = self._before(at)
        if any(one.family != _SINGLE for one in self.open) or not before or before.isspace():
            return
        if mark == '"' and before.isdigit():
            return
        begin = self._unopened_start(family, at)
        if begin is not None:
            self.open.clear()
            self._add(Pair(begin, begin, at, at + 1, family, opened=False))

    def _unopened_start(self, family: str, at: int) -> int | None:
        begin = self.start
        last = next((pair for pair in reversed(self.pairs) if pair.family == family), None)
        if last is not None:
            sentence = _SENTENCE_START.search(self.text, last.end, at)
            begin = sentence.end() if sentence else last.end
        if self.pairs and self.pairs[-1].start < begin < self.pairs[-1].end:
            begin = self.pairs[-1].end
        while begin < at and self.text[begin].isspace():
            begin += 1
        return begin if begin < at else None

    def _single(self, at: int, mark: str) -> None:
        inside = bool(self.open) and self.open[-1].family == _SINGLE
        if inside and at in self.closers.ends:
            self._close(at, _SINGLE, mark)
        elif not inside and self._opens_single(at, mark):
            self._push(at, _SINGLE, mark)

    def _opens_single(self, at: int, mark: str) -> bool:
        before, after = self._before(at), self._after(at)
        if before and not before.isspace() and before not in _BEFORE_OPENING:
            return False
        if not after or after.isspace() or (mark == "'" and _ELISION.match(self.text, at)):
            return False
        if mark == "’":
            return False
        at_start = mark == "‘" and not self.text[self.start : at].strip()
        return at_start or at in self.closers.has_end

    def _add(self, pair: Pair) -> None:
        if self.text[pair.inner_start : pair.inner_end].strip():
            self.pairs.append(pair)


@dataclass(frozen=True, slots=True)
class _Closers:
    ends: frozenset[int]  # single marks that close, were one open
    has_end: frozenset[int]  # single marks after which, before the next opening one, such a mark is


def _single_closers(text: str, start: int, end: int) -> _Closers:
    """Tell closing single marks from apostrophes: right to left, possessives last."""
    ends: set[int] = set()
    has_end: set[int] = set()
    strong_ahead = any_ahead = False
    for match in reversed(list(re.finditer("[‘’‚‛']", text[start:end]))):
        at = start + match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1 : at + 3] if at + 1 < end else ""
        if not before.isspace() and not after[:1].isalnum() and match.group() not in "‘‚":
            weak = before in "sSxXzZ" and after[:1] == " " and after[1:].islower()
            if not (weak and strong_ahead):
                ends.add(at)
            strong_ahead = strong_ahead or not weak
            any_ahead = True
        elif before.isspace() or before in _BEFORE_OPENING:
            if any_ahead:
                has_end.add(at)
            if match.group() != "’":
                strong_ahead = any_ahead = False
    return _Closers(frozenset(ends), frozenset(has_end))


def _inches(text: str, start: int, end: int) -> frozenset[int]:
    """An odd number of straight marks in which one follows a digit and no punctuation: a measure."""
    sure = {match.end() - 1 for match in _FEET_AND_INCHES.finditer(text, start, end)}
    if (text.count('"', start, end) - len(sure)) % 2:
        found = _INCH.search(text, start, end)
        if found:
            sure.add(found.start())
    return frozenset(sure)


def _end_before_next(text: str, pairs: list[Pair]) -> list[Pair]:
    """An unclosed quotation ends before the next one of its own marks.

    Except ``«Я из «Ромашки».``: Russian merges two closing marks into one, which then closes both.
    """
    by_family: dict[str, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.start):
        by_family.setdefault(pair.family, []).append(pair)
    starts = {family: [pair.start for pair in same] for family, same in by_family.items()}
    ended = []
    for pair in pairs:
        place = bisect_right(starts[pair.family], pair.start)
        if pair.closed or place == len(starts[pair.family]):
            ended.append(pair)
            continue
        ended.append(_cut(text, pair, by_family[pair.family][place]))
    return [pair for pair in ended if text[pair.inner_start : pair.inner_end].strip()]


def _cut(text: str, pair: Pair, following: Pair) -> Pair:
    if following.start >= pair.end:
        return pair
    stop = following.start
    while stop > pair.inner_start and text[stop - 1].isspace():
        stop -= 1
    before = text[stop - 1]
    merged = pair.family == _ANGLE and following.closed and (before.isalpha() or before in ",)")
    if merged:
        return replace(pair, inner_end=following.end, end=following.end, closed=True)
    return replace(pair, inner_end=stop, end=stop)
