"""Texts that are not what is said: lines missing, added or exchanged; and how well that is marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from align_bench.counting import Score, count
from align_bench.recordings import Line, Material, Recording
from align_bench.running import Run
from earwitness.text.words import fold

__all__ = ["FLAWS", "Marked", "WrongText", "count_marks", "print_marks", "spoil"]

_SEED = 53
_SHARE = 0.2
_MARKS = ("does_not_belong", "doubtful")


@dataclass(frozen=True, slots=True)
class WrongText:
    """A recording with a flawed text; ``wrong`` holds the places of lines that do not belong there."""

    recording: Recording
    wrong: frozenset[int]


@dataclass(frozen=True, slots=True)
class Marked:
    """Precision and recall of marks.

    Args:
        strict: of ``does_not_belong`` alone; ``loose``: with ``doubtful``. Each is (precision, recall,
            false alarms as a share of right lines); precision is None if nothing was marked, recall
            None if nothing is wrong.
        right: the times of the lines that do belong.
    """

    strict: tuple[float | None, float | None, float]
    loose: tuple[float | None, float | None, float]
    right: Score


def spoil(flaw: str, material: Material, draw: int = 0) -> list[WrongText]:
    """The recordings of the material with texts that have the flaw, the same for the same ``draw``.

    Draw 0 was looked at when thresholds were chosen.
    """
    kind = list(FLAWS).index(flaw)
    seed = _SEED + 1000 * draw
    return [
        FLAWS[flaw](one, _lines_of_others(one, material), np.random.default_rng((seed, kind, i)))
        for i, one in enumerate(material.recordings)
    ]


def count_marks(texts: list[WrongText], run: Run) -> Marked:
    """Compare the verdicts of a run with which lines are wrong; a rival without any marks nothing."""
    wrong, verdicts = [], []
    for text, times in zip(texts, run.times, strict=True):
        wrong += [place in text.wrong for place in range(len(times))]
        verdicts += ["" if found is None or len(found) < 3 else found[2] for found in times]
    return Marked(
        _rates(wrong, [one == _MARKS[0] for one in verdicts]),
        _rates(wrong, [one in _MARKS for one in verdicts]),
        count([text.recording for text in texts], run),
    )


def print_marks(title: str, found: dict[str, Marked | str]) -> None:
    """One row a tool: precision, recall and false alarms, then the times of the right lines."""
    print(f"\n{title}")
    print(
        f"  {'':12}{'does_not_belong':>21}{'or doubtful':>21}{'right lines':>18}\n"
        f"  {'':12}{'prec':>7}{'rec':>7}{'false':>7}{'prec':>7}{'rec':>7}{'false':>7}"
        f"{'<=100':>9}{'<=250 ms':>9}"
    )
    for name, one in found.items():
        if isinstance(one, str):
            print(f"  {name:12}{one}")
            continue
        cells = "".join(f"{_percent(rate):>7}" for rate in (*one.strict, *one.loose))
        within = one.right.within
        print(f"  {name:12}{cells}{100 * within[100]:>9.1f}{100 * within[250]:>9.1f}")


def _missing(one: Recording, _: list[str], random: np.random.Generator) -> WrongText:
    gone = set(random.choice(len(one.lines), _count(one), replace=False).tolist())
    kept = tuple(line for place, line in enumerate(one.lines) if place not in gone)
    return WrongText(replace(one, lines=kept), frozenset())


def _added(one: Recording, others: list[str], random: np.random.Generator) -> WrongText:
    lines: list[tuple[Line, bool]] = [(line, False) for line in one.lines]
    chosen = random.choice(len(others), min(_count(one), len(others)), replace=False)
    for number in chosen.tolist():
        lines.insert(int(random.integers(len(lines) + 1)), (Line(others[number], None), True))
    places = frozenset(place for place, (_, wrong) in enumerate(lines) if wrong)
    return WrongText(replace(one, lines=tuple(line for line, _ in lines)), places)


def _swapped(one: Recording, _: list[str], random: np.random.Generator) -> WrongText:
    """Both lines of an exchanged pair count as wrong: neither stands where it is said."""
    lines = list(one.lines)
    pairs = max(_count(one) // 2, 1)
    drawn = random.choice(len(lines), 2 * pairs, replace=False).tolist()
    for here, there in zip(drawn[::2], drawn[1::2], strict=True):
        texts = lines[here].text, lines[there].text
        lines[there], lines[here] = (Line(text, None) for text in texts)
    return WrongText(replace(one, lines=tuple(lines)), frozenset(drawn))


def _count(one: Recording) -> int:
    return max(round(_SHARE * len(one.lines)), 1)


def _lines_of_others(one: Recording, material: Material) -> list[str]:
    own = {fold(line.text) for line in one.lines}
    texts = [line.text for other in material.recordings for line in other.lines]
    return list(dict.fromkeys(text for text in texts if fold(text) not in own))


def _rates(wrong: list[bool], marked: list[bool]) -> tuple[float | None, float | None, float]:
    hits = sum(a and b for a, b in zip(wrong, marked, strict=True))
    false = sum(marked) - hits
    right = len(wrong) - sum(wrong)
    precision = hits / sum(marked) if any(marked) else None
    recall = hits / sum(wrong) if any(wrong) else None
    return precision, recall, false / max(right, 1)


def _percent(rate: float | None) -> str:
    return "-" if rate is None else f"{100 * rate:.1f}"


FLAWS: dict[str, Callable[[Recording, list[str], np.random.Generator], WrongText]] = {
    "missing": _missing,
    "added": _added,
    "swapped": _swapped,
}
