"""`earwitness show`: the list of recordings, or one thing with everything known of it."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.options import ArchiveOption, JsonOption

__all__ = ["HELP", "show"]

HELP = """Without NAME: list all recordings. With NAME: everything known of one recording: where it
appeared, which sides can be heard, its sound, its words line by line with translations, versions of
the words, what publishers state about it (as their statements), and who quoted it.

NAME is an identifier, the start of one (7k3m for rec-7k3m9q2xb), or a title. The identifier of an
appearance (app-…) shows a post or article: its quotations, the calls it describes, its statements.

\b
Examples:
  earwitness show
  earwitness show 7k3m --language en
  earwitness show app-4k2tzqw90

\b
Exit codes: 0 shown; 1 nothing is called so; 2 called wrongly (the name fits several).
"""


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A recording or an appearance.")] = "",
    *,
    language: Annotated[
        str,
        typer.Option(metavar="TAG", help="Show translations into this language only (uk, en)."),
    ] = "",
    versions: Annotated[
        bool, typer.Option("--versions", help="Print the words of every version, not of one.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is known."""
    root = choose_archive(archive)
    from earwitness.cli.show_appearance import show_appearance
    from earwitness.cli.show_list import show_list
    from earwitness.cli.show_recording import show_recording
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        if not name:
            show_list(desk, as_json=as_json)
        elif name.startswith("app-"):
            show_appearance(desk, name, as_json=as_json)
        else:
            show_recording(
                desk,
                desk.recording(name),
                language=language,
                every_version=versions,
                as_json=as_json,
            )
