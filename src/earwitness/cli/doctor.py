"""`earwitness doctor`: which parts are here, and what the missing ones would add."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path

import typer

from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, say_table

__all__ = ["HELP", "doctor"]

HELP = """Look at this machine: Python, each part of Earwitness, players, and the archive if one is
here. What is missing is named with what it would add and the command that installs it.

\b
Examples:
  earwitness doctor
  earwitness doctor --json

\b
Exit codes: 0 everything needed is here (optional parts may be missing); 1 a needed part is missing.
"""


def doctor(*, archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Look at this machine."""
    from earwitness.cli.parts import look_at_parts

    parts = look_at_parts(_archive_here(archive))
    healthy = all(part.state != "missing" or not part.needed for part in parts)
    if as_json:
        say_json({"healthy": healthy, "parts": parts})
    else:
        rows = [[part.name, part.state, part.detail] for part in parts]
        say_table(["part", "state", "what"], rows)
        for part in parts:
            if part.state != "missing":
                continue
            say()
            need = "needed" if part.needed else "optional"
            say(f"{part.name} ({need}): {part.adds}", style="bold")
            say(f"  {part.install}")
        say()
        say("Everything needed is here." if healthy else "Something needed is missing.")
    if not healthy:
        raise typer.Exit(FINDINGS)


def _archive_here(given: Path | None) -> Path | None:
    from earwitness.cli.archive_choice import choose_archive
    from earwitness.errors import EarwitnessError

    try:
        return choose_archive(given)
    except EarwitnessError:
        return None  # a machine without an archive is a machine to look at all the same
