"""`earwitness new`: an empty archive."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from earwitness.cli.options import JsonOption
from earwitness.cli.printing import say, say_json

__all__ = ["HELP", "new"]

HELP = """Make an archive: a folder that holds everything received and everything known about it.

The folder must be new or empty. What is inside is explained in its README.txt; settings are in its
earwitness.toml.

\b
Examples:
  earwitness new my-archive
  earwitness new /data/cases/2025-07

\b
Exit codes: 0 made; 2 something stands there already.
"""


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the archive is made.")],
    *,
    as_json: JsonOption = False,
) -> None:
    """Make an archive."""
    from earwitness.store.archive import Archive

    Archive.create(folder).close()
    if as_json:
        say_json({"archive": folder})
        return
    say(f"Made the archive {folder}.")
    say(f"Next: earwitness add FILES --archive {folder}   (or without --archive from inside it)")
