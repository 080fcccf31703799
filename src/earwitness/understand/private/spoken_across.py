"""Numbers that one voice says over several lines: "восемь девятьсот двенадцать" / "триста сорок пять"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from earwitness.understand.private.digit_runs import DigitRun
from earwitness.understand.private.finds import Find
from earwitness.understand.private.line import ReadLine
from earwitness.understand.private.long_numbers import Meaning, meaning_of
from earwitness.understand.private.marks import Mark

__all__ = ["found_across"]

_SHORT_WORD_BETWEEN = 4  # words of another voice that do not end a number: "так, пишу, дальше"
_MOST_PIECES = 24


_SURE = 0.9
_Piece = tuple[int, DigitRun, bool]


@dataclass
class _Chain:
    """Pieces of one number: the line and run of each, and whether the other voice only repeats it."""

    voice: str
    pieces: list[_Piece] = field(default_factory=list)

    def digits(self) -> str:
        return "".join(run.digits for _, run, echo in self.pieces if not echo)


def found_across(
    lines: Sequence[ReadLine], runs_of: Sequence[tuple[DigitRun, ...]], voices: Sequence[str] = ()
) -> list[tuple[int, Find]]:
    """Finds of numbers that go on from line to line, each with the index of its line.

    Args:
        runs_of: the runs of digits of each line.
        voices: a label for each line, or nothing; lines without one are taken for one voice.

    A piece ends its line or begins one, save for words such as "так" and "дальше". What another voice
    says in between, in few words or repeating the digits, does not end the number.
    """
    found: list[tuple[int, Find]] = []
    chain: _Chain | None = None
    for at, line in enumerate(lines):
        voice = voices[at] if voices else ""
        runs = runs_of[at]
        if chain is not None and not _goes_on(chain, line, runs, voice):
            found += _judged(lines, chain)
            chain = None
        if not runs:
            continue
        if chain is not None:
            chain.pieces.append((at, runs[0], voice != chain.voice))
            if len(runs) == 1 and runs[0].closes and len(chain.pieces) < _MOST_PIECES:
                continue
            found += _judged(lines, chain)
            chain = None
        if runs[-1].closes:
            chain = _Chain(voice, [(at, runs[-1], False)])
    return found + (_judged(lines, chain) if chain is not None else [])


def _goes_on(chain: _Chain, line: ReadLine, runs: Sequence[DigitRun], voice: str) -> bool:
    other = voice != chain.voice
    if not runs:
        small = all(mark & Mark.FILLER for mark in line.marks)
        return small or (other and len(line.tokens) <= _SHORT_WORD_BETWEEN)
    if other:
        return len(runs) == 1 and runs[0].digits in chain.digits()
    return runs[0].opens


def _judged(lines: Sequence[ReadLine], chain: _Chain) -> list[tuple[int, Find]]:
    """Finds of the longest beginning of the chain that is surely a number, else of all of it."""
    whole = _meaning(lines, chain.pieces)
    if whole is None:
        return []
    pieces, meaning = chain.pieces, whole
    for size in range(len(pieces), 1, -1):
        one = _meaning(lines, pieces[:size])
        if one is not None and one.score >= _SURE:
            pieces, meaning = pieces[:size], one
            break
    said = sum(not echo for _, _, echo in pieces)
    reason = f"{meaning.reason}, said over {said} lines"
    return [
        (place, lines[place].find_tokens(run.first, run.last, meaning.kind, reason, meaning.score))
        for place, run, _ in pieces
    ]


def _meaning(lines: Sequence[ReadLine], pieces: Sequence[_Piece]) -> Meaning | None:
    own = [(at, run) for at, run, echo in pieces if not echo]
    if len(own) < 2:
        return None
    digits = "".join(run.digits for _, run in own)
    return meaning_of(lines[own[0][0]], own[0][1], digits, sum(len(run.parts) for _, run in own))
