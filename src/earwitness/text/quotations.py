"""Quotations in a text: where each begins and ends, how deep it is nested, speech or a quoted term.

Styles read: English “… ‘…’ …” and "… '…' …", Russian «… „…“ …», Ukrainian «… “…” …», lines of
dialogue that begin with a dash, and the English convention by which each paragraph of a long quotation
opens it anew and only the last closes it. Each paragraph's part is one `Quotation` with
``continues`` set, so that a quotation never holds a blank line or a stray mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from earwitness.text.dialogue_dashes import DASH_LINE, dash_speech_end, narrator_words
from earwitness.text.quotation_marks import Pair, pair_marks
from earwitness.text.quotation_roles import Role, judge_role

__all__ = ["Quotation", "Role", "explain_quotation", "find_quotations", "mask_quotations"]

_DASH = "dash"
_LINE = re.compile(r"[^\n]*(?:\n|\Z)")
_NOT_NEWLINE = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation; all offsets are characters in the text that was searched.

    Attributes:
        start, end: with the marks (and with the dash of a dialogue line).
        inner_start, inner_end: without them.
        text: the words between, as written, elisions and brackets included.
        depth: 0, or how many quotations it stands in.
        closed, opened: whether the mark at that end is written. A quotation without its opening
            mark begins at the start of its paragraph.
        role: speech, or a term: a quoted name or a few words in the writer's own sentence.
        style: the marks: ``double``, ``angle``, ``single angle``, ``single`` or ``dash``.
        continues: not closed because the next paragraph goes on with it.
        insertions: offsets of the narrator's words inside («…, — сказал он. — …»).
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    text: str
    depth: int
    closed: bool
    opened: bool
    role: Role
    style: str
    continues: bool = False
    insertions: tuple[tuple[int, int], ...] = ()

    @property
    def spoken(self) -> tuple[tuple[int, int], ...]:
        """Offsets of what is quoted: the inner stretch without the narrator's words."""
        parts, at = [], self.inner_start
        for begin, end in self.insertions:
            parts.append((at, begin))
            at = end
        parts.append((at, self.inner_end))
        return tuple((begin, end) for begin, end in parts if begin < end)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Find all quotations, ordered by start, outer before inner; spans nest and never cross.

    >>> [q.text for q in find_quotations("“Зяблик, ‘Taiga’ and the soldiers’ wives,” she said.")]
    ['Зяблик, ‘Taiga’ and the soldiers’ wives,', 'Taiga']
    """
    return (_cached if len(text) <= _LONGEST_CACHED else _find)(text)


def _find(text: str) -> tuple[Quotation, ...]:
    found: list[Quotation] = []
    for start, end in _paragraphs(text):
        spans = _paragraph_spans(text, start, end)
        if found and spans:
            _mark_continued(found, spans[0], start)
        found.extend(_with_depth(text, start, end, spans))
    return tuple(found)


# Several rules ask for the quotations of one paragraph, one after the other.
_cached = lru_cache(maxsize=256)(_find)
_LONGEST_CACHED = 20_000  # characters; a longer text is no paragraph


def mask_quotations(text: str, *, keep_terms: bool = False) -> str:
    """Blank every quotation with spaces; line breaks and the narrator's insertions stay.

    Args:
        text: any text.
        keep_terms: leave quoted names and terms («Зяблик») readable.

    Returns:
        A text of the same length, so that offsets found in it hold in the original.

    >>> mask_quotations("He said “no” twice.")
    'He said      twice.'
    """
    parts: list[str] = []
    at = 0
    for quotation in find_quotations(text):
        if quotation.end <= at or (keep_terms and quotation.role is Role.TERM):
            continue
        holes = (*quotation.insertions, (quotation.end, quotation.end))
        begin = max(at, quotation.start)
        parts.append(text[at:begin])
        for hole_start, hole_end in holes:
            if begin < hole_start:
                parts.append(_NOT_NEWLINE.sub(" ", text[begin:hole_start]))
                begin = hole_start
            if begin < hole_end:
                parts.append(text[begin:hole_end])
                begin = hole_end
        at = begin
    parts.append(text[at:])
    return "".join(parts)


def explain_quotation(text: str, quotation: Quotation) -> str:
    """Say in words how a quotation was read: its marks, its depth and the rule for its role."""
    _, rule = judge_role(text, quotation)
    ends = [
        "dialogue dash" if quotation.style == _DASH else f"{quotation.style} marks",
        f"depth {quotation.depth}",
    ]
    if not quotation.opened:
        ends.append("no opening mark: begins with its paragraph")
    if not quotation.closed:
        ends.append("goes on in the next paragraph" if quotation.continues else "no closing mark")
    if quotation.insertions:
        ends.append(f"narrator's words inside: {len(quotation.insertions)}")
    return (
        f"{quotation.start}-{quotation.end} {quotation.role} ({rule}); {'; '.join(ends)}:"
        f" {quotation.text[:60]!r}"
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines; a line of dialogue begins its own."""
    begin: int | None = None
    last = 0
    for line in _LINE.finditer(text):
        blank = not line.group().strip()
        if begin is not None and (blank or DASH_LINE.match(text, line.start(), line.end())):
            yield begin, last
            begin = None
        if not blank:
            if begin is None:
                begin = line.start()
            last = line.end() - line.group().endswith("\n")
    if begin is not None:
        yield begin, last


def _paragraph_spans(text: str, start: int, end: int) -> list[Pair]:
    pairs = pair_marks(text, start, end)
    dash = DASH_LINE.match(text, start, end)
    stop = dash_speech_end(text, dash.end(), end) if dash else None
    if dash and stop is not None and (not pairs or not _begins_dialogue(text, dash, pairs, stop)):
        begin = start + len(dash.group()) - len(dash.group().lstrip())
        inner = stop - (text[stop - 1] == ",")
        crossing = [pair.end for pair in pairs if pair.start < inner < pair.end]
        inner = max((inner, *crossing))
        pairs.append(Pair(begin, dash.end(), inner, max(inner, stop), _DASH))
        pairs.sort(key=lambda pair: (pair.start, -pair.end))
    return _uncrossed(text, pairs)


def _begins_dialogue(text: str, dash: re.Match[str], pairs: list[Pair], stop: int) -> bool:
    """A dash before a quotation in marks («— «Слова», — сказал он.») adds nothing of its own."""
    first = pairs[0]
    return first.start <= dash.end() and not text[first.end : stop].strip(" ,.")


def _uncrossed(text: str, pairs: list[Pair]) -> list[Pair]:
    settled: list[Pair] = []
    stack: list[int] = []
    for pair in pairs:
        while stack and settled[stack[-1]].end <= pair.start:
            stack.pop()
        span = pair
        while stack and span.end > settled[stack[-1]].end:
            outer = settled[stack[-1]]
            if span.closed:
                settled[stack.pop()] = _shortened(outer, span.start)
            else:
                span = _shortened(span, outer.inner_end)
        stack.append(len(settled))
        settled.append(span)
    return [pair for pair in settled if text[pair.inner_start : pair.inner_end].strip()]


def _shortened(pair: Pair, end: int) -> Pair:
    end = max(end, pair.inner_start)
    return replace(pair, inner_end=end, end=end, closed=False)


def _with_depth(text: str, start: int, end: int, spans: list[Pair]) -> Iterator[Quotation]:
    ends: list[int] = []
    for pair in spans:
        while ends and ends[-1] <= pair.start:
            ends.pop()
        quotation = Quotation(
            start=pair.start,
            end=pair.end,
            inner_start=pair.inner_start,
            inner_end=pair.inner_end,
            text=text[pair.inner_start : pair.inner_end],
            depth=len(ends),
            closed=pair.closed,
            opened=pair.opened,
            role=Role.SPEECH,
            style=pair.family,
            insertions=narrator_words(
                text, pair.inner_start, pair.inner_end, dialogue=pair.family == _DASH
            ),
        )
        role, _ = judge_role(text, quotation, (start, end))
        ends.append(pair.end)
        yield replace(quotation, role=role)


def _mark_continued(found: list[Quotation], first: Pair, paragraph_start: int) -> None:
    at_start = first.start <= paragraph_start or not first.opened
    for place in range(len(found) - 1, -1, -1):
        quotation = found[place]
        if quotation.depth:
            continue
        if not quotation.closed and quotation.style == first.family and at_start:
            found[place] = replace(quotation, continues=True)
        return
