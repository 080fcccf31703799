"""Praat TextGrid, long and short text form: a tier is a voice, an interval a line.

Read as Praat itself does: only free-standing numbers, quoted strings and <flags> count, all other
text is decoration (https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from earwitness.errors import MalformedInput
from earwitness.intake.transcripts.line_times import seconds_as_ms, settle_times
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript, Problem
from earwitness.intake.transcripts.turns import Turn, make_line

__all__ = ["is_textgrid", "read_textgrid"]

_TOKEN = re.compile(
    r'"((?:[^"]++|"")*+)"'
    r"|(?<!\S)(-?[0-9]{1,15}(?:\.[0-9]{1,40})?(?:[eE][-+]?[0-9]{1,3})?)(?!\S)"
    r"|(?<!\S)<([a-z]{1,10})>(?!\S)"
)
_HEAD = re.compile(
    r'\s*(?:File type\s*=\s*)?"ooTextFile(?: short)?"\s+(?:Object class\s*=\s*)?"TextGrid'
)
_MOST_TIERS = 10_000


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    is_text: bool
    at: int


class _Tokens:
    """Tokens in order; asking for the wrong kind is refused with the line."""

    def __init__(self, text: str, where: str | None) -> None:
        self._text = text
        self._where = where
        self._tokens = self._scan()
        self.at = 0

    def _scan(self) -> Iterator[_Token]:
        for match in _TOKEN.finditer(self._text):
            if match[1] is not None:
                yield _Token(match[1].replace('""', '"'), True, match.start())
            else:
                yield _Token(match[2] or match[3], False, match.start())

    def text(self) -> str:
        return self._next(is_text=True, wanted="a quoted text")

    def bare(self) -> str:
        return self._next(is_text=False, wanted="a number")

    def seconds(self) -> float:
        value = self.bare()
        try:
            return float(value)
        except ValueError as error:
            raise self.refusal(f"a time is wanted, '{value}' stands there") from error

    def count(self) -> int:
        value = self.bare()
        if not value.isascii() or not value.isdecimal():
            raise self.refusal(f"a count is wanted, '{value}' stands there")
        return int(value)

    def line(self) -> int:
        return self._text.count("\n", 0, self.at) + 1

    def refusal(self, what: str) -> MalformedInput:
        return MalformedInput(what, where=self._where, line=self.line())

    def _next(self, *, is_text: bool, wanted: str) -> str:
        token = next(self._tokens, None)
        if token is None:
            self.at = len(self._text)
            raise self.refusal(f"ends where {wanted} is wanted")
        self.at = token.at
        if token.is_text is not is_text:
            raise self.refusal(f"{wanted} is wanted, '{token.value[:40]}' stands there")
        return token.value


def is_textgrid(text: str) -> bool:
    """Whether the text begins as a Praat TextGrid."""
    return _HEAD.match(text) is not None


def read_textgrid(text: str, *, where: str | None = None) -> ParsedTranscript:
    """Read the interval tiers, tier by tier. Empty intervals are pauses and give no line.

    Args:
        text: the decoded text.
        where: the file, for messages.

    Raises:
        MalformedInput: not a TextGrid, or one that breaks off; with its line.
    """
    if not is_textgrid(text):
        raise MalformedInput("does not start as a Praat TextGrid", where=where, line=1)
    tokens = _Tokens(text, where)
    tokens.text()
    tokens.text()
    tokens.seconds()
    tokens.seconds()
    problems: list[Problem] = []
    if tokens.bare() != "exists":
        return ParsedTranscript("textgrid", (), problems=(Problem(None, "has no tiers"),))
    tiers = tokens.count()
    if tiers > _MOST_TIERS:
        raise tokens.refusal(f"states {tiers} tiers; at most {_MOST_TIERS} are read")
    lines: list[Line] = []
    for _ in range(tiers):
        lines.extend(_read_tier(tokens, problems))
    return ParsedTranscript("textgrid", tuple(lines), problems=tuple(problems))


def _read_tier(tokens: _Tokens, problems: list[Problem]) -> Iterator[Line]:
    kind, name = tokens.text(), tokens.text()
    first_row = tokens.line()
    tokens.seconds()
    tokens.seconds()
    count = tokens.count()
    if kind == "TextTier":
        for _ in range(count):
            tokens.seconds()
            tokens.text()
        problems.append(Problem(first_row, f"point tier '{name[:60]}' left out"))
        return
    if kind != "IntervalTier":
        raise tokens.refusal(f"a tier of kind '{kind[:40]}'")
    for number in range(1, count + 1):
        start_ms, end_ms = seconds_as_ms(tokens.seconds()), seconds_as_ms(tokens.seconds())
        text = " ".join(tokens.text().split())
        times = settle_times(start_ms, end_ms)
        if times.trouble:
            what = f"tier '{name[:60]}', interval {number}: {times.trouble}"
            problems.append(Problem(first_row, what))
        if text:
            yield make_line(Turn(name.strip() or None, text), times)
