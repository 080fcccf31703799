"""Options that every command has, written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["ArchiveOption", "JsonOption"]

ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        "-a",
        metavar="FOLDER",
        envvar="EARWITNESS_ARCHIVE",
        show_envvar=False,
        help="The archive to use. Without it: EARWITNESS_ARCHIVE, else the current folder, "
        "else the only archive inside the current folder.",
    ),
]

JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document instead of text for people.")
]
