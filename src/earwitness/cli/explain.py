"""`earwitness explain`: what a file would be taken as, and why."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import JsonOption
from earwitness.cli.printing import say, say_json

__all__ = ["HELP", "explain"]

HELP = """Say what `add` would take a file as, and which rule decides. Nothing is taken in, and no
archive is needed. What stands beside the file counts, as it does for `add`.

\b
Examples:
  earwitness explain call.json
  earwitness explain incoming/*

\b
Exit codes: 0 every file would be taken; 1 some would not; 2 called wrongly.
"""

_LEFT = ("broken_words", "image", "not_taken")


def explain(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", exists=True, help="Files to look at.")
    ],
    *,
    as_json: JsonOption = False,
) -> None:
    """Say what files are."""
    found = [_look(file) for file in files]
    if as_json:
        say_json(found)
    else:
        for one in found:
            say(f"{one['file']}: {one['kind'].replace('_', ' ')} ({one['why']})")
    if any(one["kind"] in _LEFT for one in found):
        raise typer.Exit(FINDINGS)


def _look(file: Path) -> dict[str, str]:
    from earwitness.intake.pile import GivenFile, shown_path
    from earwitness.intake.recognise import MEDIA_ENDINGS, Siblings, recognise

    if file.is_dir():
        return {"file": shown_path(file), "kind": "folder", "why": "add takes what is inside"}
    names = [one.name for one in file.parent.iterdir() if one.is_file()]
    stems = [Path(one).stem for one in names if Path(one).suffix.lower()[1:] in MEDIA_ENDINGS]
    beside = Siblings(frozenset(stems), frozenset(names))
    found = recognise(GivenFile(file, shown_path(file.name)), {file.parent: beside})
    return {"file": shown_path(file), "kind": found.kind.value, "why": found.why}
