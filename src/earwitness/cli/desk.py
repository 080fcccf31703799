"""`earwitness desk`: the archive as a local web page."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, tell

__all__ = ["HELP", "desk"]

HELP = """Open the archive as a page in your browser: search, listen, read line by line.

It listens on this machine alone (127.0.0.1) and needs no internet. The address that is printed holds a key: who
has it may come in, other people on the machine may not. There are no accounts yet, so it cannot be made to
listen elsewhere; from another machine use an SSH tunnel (ssh -L 8765:127.0.0.1:8765 HOST).

\b
Examples:
  earwitness desk
  earwitness desk --port 0                any port that is free
  earwitness desk --read-only             a reading room: nothing can be changed

\b
Exit codes: 0 ended with Ctrl-C; 2 called wrongly, or the port is taken.
"""


def desk(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where to listen; 0 for any free port.")
    ] = 8765,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Let nothing be written, whoever asks.")
    ] = False,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="The name that decisions are signed with.")
    ] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open the desk."""
    root = choose_archive(archive)
    from earwitness.web.house import House
    from earwitness.web.serving import serve

    def ready(address: str) -> None:
        if as_json:
            say_json({"address": address, "archive": str(root)})
            return
        say(address)
        tell("Open this address in a browser. Ctrl-C ends the desk.")

    serve(House(root, read_only=read_only, by_name=name.strip()), port, ready)
