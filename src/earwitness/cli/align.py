"""`earwitness align`: a text and its sound in, the time of every line and word out."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import JsonOption
from earwitness.cli.printing import count, say, say_json, say_table, tell
from earwitness.errors import UsageError
from earwitness.records.timecode import format_ms

if TYPE_CHECKING:
    from earwitness.records.alignment import AlignedLine, Alignment

__all__ = ["HELP", "MARKS", "align"]

HELP = """Find the lines of a text in a sound: the time of every line and word, without any downloaded
model and without an archive. TEXT is a transcript or subtitles in any format (its times are not looked
at), or plain text with a line for each sentence or turn.

Every line is said to fit, to be doubtful (?), or not to belong (X): other words are heard in its place, it
stands in the wrong order, or it is not heard. What it cannot tell: a short word that is missing or too
many ("не", "not") is noticed in about three of four cases only.

In an archive, `earwitness run` does this for all texts without times; `show` prints what was found.

\b
Examples:
  earwitness align call.ogg call.txt --lang ru
  earwitness align call.ogg call.txt --lang uk --words
  earwitness align call.ogg call.srt --lang en --json

\b
Exit codes: 0 every line fits; 1 some do not, or are doubtful; 2 called wrongly.
"""

MARKS = {"fits": " ", "doubtful": "?", "does_not_belong": "X"}


def align(
    sound: Annotated[Path, typer.Argument(metavar="SOUND", help="An audio or video file.")],
    text: Annotated[Path, typer.Argument(metavar="TEXT", help="What is said to be spoken in it.")],
    *,
    lang: Annotated[
        str, typer.Option(metavar="TAG", help="Language of the text (default: guessed from it).")
    ] = "",
    words: Annotated[bool, typer.Option("--words", help="Print the words, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Align a text with a sound."""
    if not sound.is_file():
        raise UsageError("is not a file", where=str(sound), do="Give an audio or video file")
    from earwitness.intake.transcripts.untimed import spoken_lines

    lines = spoken_lines(text)
    language = lang or _guess("\n".join(lines), text)
    from earwitness.work.aligning import aligned_now

    found = aligned_now(sound, lines, language)
    if as_json:
        say_json({"language": language, "text": lines, "alignment": found})
    else:
        _say(found, lines, language, words=words)
    if any(line.fit.value != "fits" for line in found.lines):
        raise typer.Exit(FINDINGS)


def _guess(text: str, path: Path) -> str:
    from earwitness.text.language import guess_language

    guess = guess_language(text)
    if guess.tag == "und":
        raise UsageError(
            "its language cannot be told", where=str(path), do="Say it: --lang ru (or uk, en ...)"
        )
    tell(f"language: {guess.tag} ({guess.certainty})")
    return guess.tag


def _say(found: Alignment, lines: tuple[str, ...], language: str, *, words: bool) -> None:
    rows: list[tuple[str, ...]] = []
    for line, written in zip(found.lines, lines, strict=True):
        rows.append((*_times(line.start_ms, line.end_ms), MARKS[line.fit.value], written))
        if words:
            rows += [
                (*_times(word.start_ms, word.end_ms), MARKS[word.fit.value], f"    {word.text}")
                for word in line.words
            ]
    say_table(("start", "end", "fit", f"words ({language})"), rows)
    _say_reasons(found.lines, lines)
    for span in found.unclaimed:
        stretch = " to ".join(format_ms(one) for one in (span.start_ms, span.end_ms))
        say(f"Speech that no line claims: {stretch}")
    say(
        f"{found.reason[0].upper()}{found.reason[1:]}. {count(len(found.lines), 'line')}.",
        style="bold",
    )


def _say_reasons(found: tuple[AlignedLine, ...], lines: tuple[str, ...]) -> None:
    for line, written in zip(found, lines, strict=True):
        if line.fit.value != "fits":
            short = written if len(written) <= 40 else written[:39] + "…"
            say(f"{MARKS[line.fit.value]} {short}: {line.reason}")


def _times(start_ms: int | None, end_ms: int | None) -> tuple[str, str]:
    if start_ms is None or end_ms is None:
        return "", ""
    return format_ms(start_ms), format_ms(end_ms)
