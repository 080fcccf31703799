"""`earwitness verify`: is everything as it was recorded?"""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, size
from earwitness.cli.progress import bytes_read

if TYPE_CHECKING:
    from earwitness.store.verify import Verification

__all__ = ["HELP", "verify"]

HELP = """Recompute everything that can be recomputed: the SHA-256 of every file received, the chain of
custody events, the references between records, and every stored result.

Each difference is named with what was recorded and what is there now. The check itself becomes an
event in the chain. Note the head of the chain somewhere outside the archive: with it you can later
show that nothing before it was changed.

\b
Examples:
  earwitness verify
  earwitness verify --archive /data/my-archive --json

\b
Exit codes: 0 everything is as recorded; 1 differences; 2 no archive.
"""


def verify(*, archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Check the archive against its own records."""
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk, bytes_read("verifying") as told:
        done = desk.verify(told)
    if as_json:
        say_json({"clean": done.clean, "checked": done})
    else:
        _say(done)
    if not done.clean:
        raise typer.Exit(FINDINGS)


def _say(done: Verification) -> None:
    say(
        f"Checked {count(done.originals, 'file')} ({size(done.bytes)}), "
        f"{count(done.events, 'custody event')}, {count(done.results, 'stored result')}."
    )
    if done.head:
        say(f"Head of the chain: {done.head}")
    for note in done.notes:
        say(f"Note: {note}.")
    for one in done.differences:
        say(f"DIFFERS {one.where}: {one.what}", style="red")
        if one.expected or one.found:
            say(f"  expected {one.expected or '-'}")
            say(f"  found    {one.found or '-'}")
    if done.clean:
        say("Everything is as recorded.", style="bold")
    else:
        say(f"{count(len(done.differences), 'difference')}.", style="bold")
