"""`earwitness diff`: two versions of the words of one recording, word by word."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json
from earwitness.errors import NotInArchive, UsageError

if TYPE_CHECKING:
    from earwitness.compare.versions import Difference, VersionDiff
    from earwitness.desk import Desk
    from earwitness.records.words import Transcript

__all__ = ["HELP", "diff"]

HELP = """Hold two versions of the words of one recording side by side, word by word: by default what
a machine heard against what a publisher or a person wrote; with A and B any two versions (their
identifiers stand in `earwitness show`). Case, punctuation and ё/е do not count, nor whether a number
is written in digits or in words. Lines that are held back are left out and named.

Signs: - only in the first, + only in the second, ~ replaced, = another form of the same word.
Differences of negation (не, ні, not) come first and are marked with !!.

\b
Examples:
  earwitness diff 7k3m
  earwitness diff 7k3m trs-4k2tzqw90 trs-9m2xq7k3b
  earwitness diff 7k3m --json

\b
Exit codes: 0 the same words; 1 they differ, or there are no two versions; 2 called wrongly.
"""

_SIGNS = {"only_first": "-", "only_second": "+", "replaced": "~", "form": "="}
_STYLES = {"only_first": "red", "only_second": "green", "replaced": "yellow", "form": "dim"}


def diff(
    rec: Annotated[str, typer.Argument(metavar="REC", help="A recording.")],
    first: Annotated[str, typer.Argument(metavar="A", help="A version of its words.")] = "",
    second: Annotated[str, typer.Argument(metavar="B", help="Another one, the measure.")] = "",
    *,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two versions."""
    root = choose_archive(archive)
    if first and not second:
        raise UsageError("one version cannot be compared", do="Give two, A and B, or none")
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        name = desk.recording(rec).id
        one, two, others = _versions(desk, name, first, second)
        found = desk.diff(one, two)
    if as_json:
        say_json(
            {
                "diff": found,
                "errors": found.errors,
                "word_error_rate": found.word_error_rate,
                "other_pairs": [[a.id, b.id] for a, b in others],
            }
        )
    else:
        _say(found, one, two)
        for a, b in others:
            say(f"There is also: earwitness diff {rec} {a.id} {b.id}")
    if found.errors:
        raise typer.Exit(FINDINGS)


def _versions(
    desk: Desk, recording_id: str, first: str, second: str
) -> tuple[Transcript, Transcript, list[tuple[Transcript, Transcript]]]:
    from earwitness.compare.keeping import pairs_to_compare

    db = desk.archive.db
    if first:
        return _named(db, recording_id, first), _named(db, recording_id, second), []
    pairs = pairs_to_compare(db, recording_id)
    if not pairs:
        raise NotInArchive(
            f"{recording_id} has no machine transcript beside a published or corrected one",
            do="Give two versions by name; `earwitness show` lists them",
        )
    return *pairs[0], pairs[1:]


def _named(db: sqlite3.Connection, recording_id: str, name: str) -> Transcript:
    from earwitness.store.catalog.words import transcripts

    start = name if name.startswith("trs-") else f"trs-{name}"
    known = transcripts(db, recording_id)
    found = [one for one in known if one.id.startswith(start)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(one.id for one in found)
        raise UsageError(f"'{name}' could be {names}", do="Write more of the identifier")
    names = ", ".join(one.id for one in known) or "none"
    raise NotInArchive(
        f"{recording_id} has no version of its words called '{name}'", do=f"It has: {names}"
    )


def _say(found: VersionDiff, one: Transcript, two: Transcript) -> None:
    say(f"first  {one.id}  {_maker(one)}: {count(found.words_first, 'word')}", style="bold")
    say(f"second {two.id}  {_maker(two)}: {count(found.words_second, 'word')}", style="bold")
    rate = found.word_error_rate
    say(
        f"{count(found.errors, 'difference')} of words: {found.replaced} replaced (~), "
        f"{found.only_first} only in the first (-), {found.only_second} only in the second (+), "
        f"{found.other_form} in another form (=)"
        + (f"; word error rate {rate:.3f}" if rate is not None else "")
    )
    if found.held:
        say(f"Left out, held back: {count(len(found.held), 'line')}")
        for line in found.held:
            say(f"  {line.version} line {line.position + 1}: {line.text}  [{line.reason}]")
    turned = [change for change in found.differences if change.negation]
    if turned:
        say()
        say(f"Negation differs: {count(len(turned), 'place')}", style="bold")
        for change in turned:
            _say_change(change)
    others = [change for change in found.differences if not change.negation]
    if others:
        say()
        for change in others:
            _say_change(change)


def _say_change(change: Difference) -> None:
    from earwitness.cli.times import span_words

    timing = "window" if change.timed_by.startswith(("window", "beside")) else "exact"
    place = span_words(change.start_ms, change.end_ms, timing)
    sign = "!!" if change.negation else " " + _SIGNS[change.kind]
    words = {
        "only_first": f"[-{change.first}-]",
        "only_second": f"{{+{change.second}+}}",
    }.get(change.kind, f"[-{change.first}-] {{+{change.second}+}}")
    voice = f"{change.voice}: " if change.voice else ""
    text = " ".join(part for part in (change.before, words, change.after) if part)
    style = "bold red" if change.negation else _STYLES[change.kind]
    say(f"{sign} {place}  {voice}{text}", style=style)


def _maker(one: Transcript) -> str:
    origin = one.origin.value.replace("_", " ")
    return f"{origin} by {one.maker}" if one.maker else f"{origin}, {one.because}"
