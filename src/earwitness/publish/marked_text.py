"""A paragraph of a draft as HTML, with quotations and findings marked in place; marks may overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

__all__ = ["Mark", "marked_html"]

_WEIGHTS = ("error", "warning", "info", "waived", "quotation")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch (characters of the draft) of one of five weights; ``number`` of its finding, 0 for a quotation."""

    start: int
    end: int
    weight: str
    number: int = 0


def marked_html(text: str, start: int, marks: Sequence[Mark]) -> str:
    """The text with its marks; ``start`` is its place in the draft.

    Where marks overlap the heaviest gives the look. Each finding's number stands behind its last word as a
    link to the finding, and its first word can be linked to.

    >>> marked_html("a < b", 10, [Mark(14, 15, "error", 3)])
    'a &lt; <mark class="error" id="w3">b</mark><a class="number" href="#f3">3</a>'
    """
    end = start + len(text)
    inside = [_within(one, start, end) for one in marks if one.start <= end and one.end >= start]
    edges = sorted({start, end, *(one.start for one in inside), *(one.end for one in inside)})
    parts: list[str] = []
    named: set[int] = set()
    for low, high in pairwise(edges):
        over = [one for one in inside if one.start <= low and one.end >= high]
        words = escape(text[low - start : high - start], quote=False)
        if over and words.strip():
            weight = min((one.weight for one in over), key=_WEIGHTS.index)
            fresh = [one.number for one in over if one.number and one.number not in named]
            named.update(fresh)
            anchor = f' id="w{fresh[0]}"' if fresh else ""
            extra = "".join(f'<span id="w{one}"></span>' for one in fresh[1:])
            parts.append(f'{extra}<mark class="{weight}"{anchor}>{words}</mark>')
        else:
            parts.append(words)
        for one in inside:
            if one.number and (one.end == high or one.end == low == start):
                # A finding without words of its own is linked to by its number.
                parts.append(_link(one, anchor=one.number not in named))
                named.add(one.number)
    return "".join(parts)


def _within(one: Mark, start: int, end: int) -> Mark:
    return Mark(max(one.start, start), min(one.end, end), one.weight, one.number)


def _link(one: Mark, *, anchor: bool) -> str:
    name = f' id="w{one.number}"' if anchor else ""
    return f'<a class="number"{name} href="#f{one.number}">{one.number}</a>'
