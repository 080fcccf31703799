"""`earwitness add`: a mixed pile comes in."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, size
from earwitness.cli.progress import steps

if TYPE_CHECKING:
    from earwitness.intake.report import IntakeReport, NotTaken

__all__ = ["HELP", "add", "say_intake"]

HELP = """Take in files and folders, in any mixture: media files, subtitles and transcripts,
Telegram exports, yt-dlp downloads, articles, zip and tar bundles.

What a file is, is decided by its content first. Every byte is hashed and kept as received. A bad
file is refused by name and never stops the rest. Adding the same things again adds nothing.

\b
Examples:
  earwitness add ~/Downloads/export
  earwitness add call.mp3 call.srt --source "Surmach" --language ru
  earwitness add translations/ --approved-by "M. Example"

\b
Exit codes: 0 taken (or all known before); 1 some files were refused; 2 called wrongly.
Files that nobody reads here (pictures, licences) are counted and no reason for exit code 1.
"""

_FEW_UNREAD = 3


class TakenAs(StrEnum):
    """What every text in a pile is to be taken as."""

    ARTICLE = "article"
    TRANSCRIPT = "transcript"


def add(  # noqa: PLR0913 (each is an option of the command)
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Files and folders to take in.")
    ],
    *,
    source: Annotated[
        str, typer.Option(metavar="NAME", help="Who released them, where files do not say so.")
    ] = "",
    language: Annotated[
        str,
        typer.Option(metavar="TAG", help="Language of words whose file does not say (ru, uk, en)."),
    ] = "",
    approved_by: Annotated[
        str, typer.Option(metavar="NAME", help="Who has approved the translations in the pile.")
    ] = "",
    taken_as: Annotated[
        TakenAs | None, typer.Option("--as", help="Take every text as this instead of looking.")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List every repair and every unread file.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take in a mixed pile."""
    root = choose_archive(archive)
    from earwitness.desk import Desk
    from earwitness.intake.take_in import GivenBy

    given = GivenBy(
        source=source,
        language=language,
        approved_by=approved_by,
        as_kind=taken_as.value if taken_as else "",
    )
    with Desk.open(root) as desk, steps("taking in") as told:
        report = desk.take_in(paths, given, told)
    if as_json:
        say_json(_document(report))
    else:
        say_intake(report, verbose=verbose)
        if not report.nothing_new:
            say(f"Next: {with_archive('earwitness run', archive)}")
    if report.refused:
        raise typer.Exit(FINDINGS)


def _document(report: IntakeReport) -> dict[str, object]:
    return {
        "batch_id": report.batch_id,
        "files": report.files,
        "bytes": report.bytes,
        "hidden": report.hidden,
        "nothing_new": report.nothing_new,
        "new": dict(report.taken),
        "known": dict(report.known),
        "refused": report.refused,
        "repairs": report.notes,
        "unread": report.unread,
    }


def say_intake(report: IntakeReport, *, verbose: bool = False) -> None:
    """Print what is new, what was known, and everything that was not taken, by name."""
    if report.nothing_new:
        held = report.files - len(report.unread) - len(report.refused)
        if held > 0:
            say("Nothing new: everything was in the archive before.", style="bold")
        else:
            say("Nothing was taken.", style="bold")
    else:
        say(f"Taken from {count(report.files, 'file')}, {size(report.bytes)} new:", style="bold")
        _say_counts(report.taken)
    if report.known and not report.nothing_new:
        say("Known already (the same bytes, the same post):")
        _say_counts(report.known)
    if report.refused:
        say(f"Refused: {len(report.refused)}", style="bold")
        for one in report.refused:
            say(f"  {_sentence(one)}")
    _say_repairs(report.notes, verbose=verbose)
    _say_unread(report.unread, verbose=verbose)
    if report.hidden:
        say(f"Hidden files passed over: {report.hidden}")


def _say_counts(counts: Counter[str]) -> None:
    for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        say(f"  {number:>7,}  {name}")


def _say_repairs(notes: Sequence[NotTaken], *, verbose: bool) -> None:
    if notes and not verbose:
        files = len({one.path for one in notes})
        say(f"Repairs and remarks: {len(notes)} in {count(files, 'file')} (--verbose lists them)")
    elif notes:
        say(f"Repairs and remarks: {len(notes)}")
        for one in notes:
            say(f"  {_sentence(one)}")


def _say_unread(unread: Sequence[NotTaken], *, verbose: bool) -> None:
    if not unread:
        return
    say(f"Not read here: {count(len(unread), 'file')}")
    for why, number in Counter(_kind_of_reason(one) for one in unread).most_common():
        names = [one.path for one in unread if _kind_of_reason(one) == why]
        shown = names if verbose or number <= _FEW_UNREAD else [*names[:_FEW_UNREAD], "…"]
        say(f"  {number:>7,}  {why}: {', '.join(shown)}")


def _kind_of_reason(one: NotTaken) -> str:
    """The reason without the details of this very file, which stand after a semicolon."""
    return one.what.split(";", maxsplit=1)[0]


def _sentence(one: NotTaken) -> str:
    place = one.path if one.line is None else f"{one.path}, line {one.line}"
    return f"{place}: {one.what}. {one.do}." if one.do else f"{place}: {one.what}."
