"""`earwitness run`: hear, transcribe, index. Safe to stop and to repeat."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, tell
from earwitness.cli.progress import work
from earwitness.records.timecode import format_ms

if TYPE_CHECKING:
    from earwitness.work.progress import RunReport, SetAside

__all__ = ["HELP", "run", "say_run", "say_set_aside"]

HELP = """Do all the work that the archive asks for: decode and measure every file, find which
files carry the same sound, where people speak and which stretches are the same voice, find the words of texts without times, transcribe
and translate if engines are set in earwitness.toml, and bring the search up to date.

Run it after every `add`; it does only what is new. It can be stopped at any moment (Ctrl-C, power
cut) and goes on where it was. A file that cannot be decoded is set aside by name with the reason.

\b
Examples:
  earwitness run
  earwitness run --workers 2
  earwitness run --again           try what was set aside once more
  earwitness run --rebuild-search  throw the search index away and make it anew

\b
Exit codes: 0 all done; 1 stopped, a stage was given up (its engine or server failed), or items stand
set aside; 2 called wrongly.
"""


def run(
    *,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, max=64, help="Files in hand at once (default: one a processor)."
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also try what was set aside.")] = False,
    rebuild_search: Annotated[
        bool, typer.Option("--rebuild-search", help="Make the search index anew.")
    ] = False,
    rebuild_copies: Annotated[
        bool, typer.Option("--rebuild-copies", help="Make the index of sounds anew.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Do the work."""
    root = choose_archive(archive)
    from earwitness.store.archive import Archive
    from earwitness.work.run import run as run_all

    with Archive(root) as opened, work() as told:
        report = run_all(
            opened,
            told,
            workers=workers,
            again=again,
            rebuild_search=rebuild_search,
            rebuild_copies=rebuild_copies,
        )
    if as_json:
        say_json(report)
    else:
        say_run(report)
    if report.stopped:
        tell(f"stopped; `{with_archive('earwitness run', archive)}` goes on where it was")
    if report.stopped or report.set_aside or report.given_up:
        raise typer.Exit(FINDINGS)


def say_run(report: RunReport) -> None:
    """Print what a run did."""
    if report.nothing_to_do and not report.stopped:
        idle = (
            "Nothing was done." if report.given_up else "Nothing to do: everything was done before."
        )
        say(idle, style="bold")
    else:
        heard = format_ms(report.heard_ms, millis=False)
        say(
            f"Heard {count(report.heard, 'file')} ({heard} of sound), "
            f"told voices apart in {report.voices_found}, "
            f"transcribed {report.transcribed}, "
            f"indexed {count(report.indexed, 'recording')}, in {report.elapsed_s:.1f} s.",
            style="bold",
        )
    _say_words(report)
    for note in report.notes:
        say(f"Note: {note}")
    if report.set_aside:
        say(f"Set aside: {len(report.set_aside)}", style="bold")
        say_set_aside(report.set_aside)


def _say_words(report: RunReport) -> None:
    """What was done with words, line by line."""
    if report.regrouped:
        say(
            f"{count(report.regrouped, 'recording')} turned out to carry the sound of another one"
            " (`earwitness copies NAME`)."
        )
    if report.aligned:
        say(f"Aligned {count(report.aligned, 'text')} with the sound.")
    for name in report.misfits:
        say(f"Does not belong to its sound: the text of {name} (`earwitness show {name}`).")
    if report.translated:
        say(f"Translated {count(report.translated, 'transcript')}, as drafts.")
    if report.compared:
        say(
            f"Compared {count(report.compared, 'machine transcript')} with published or corrected "
            "words (`earwitness diff NAME` shows them)."
        )
    if report.read_for_mentions:
        say(
            f"Read {count(report.read_for_mentions, 'recording')} for who and what is spoken of: "
            f"{count(report.mentions, 'mention')} (`earwitness mentions NAME`)."
        )
    if report.read_for_claims:
        say(
            f"Read {count(report.read_for_claims, 'recording')} for what is claimed: "
            f"{count(report.claims, 'suggestion')} (`earwitness claims NAME`)."
        )
    if report.held_back:
        say(
            f"Held back {count(report.held_back, 'line')} that an engine probably invented "
            "(`earwitness show NAME` names them)."
        )


def say_set_aside(items: tuple[SetAside, ...]) -> None:
    """Print items that could not be done, by name and reason."""
    for one in items:
        name = ", ".join(one.names) or one.subject
        say(f"  {name} ({one.stage}): {one.reason}")
