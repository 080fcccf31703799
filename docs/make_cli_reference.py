"""Write docs/reference/cli.md from the commands' own help: `python docs/make_cli_reference.py`.

With ``--check`` nothing is written; the exit code says whether the file is up to date (0) or not (1).
"""

# ruff: noqa: INP001  (a script beside the pages, not a package)
from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer.main

from earwitness.cli import app
from earwitness.cli.plain_help import plainly

__all__ = ["PAGE", "reference"]

PAGE = Path(__file__).parent / "reference" / "cli.md"

# Eighty columns, whatever the terminal; nothing is run or required.
_FORM: dict[str, Any] = {"resilient_parsing": True, "terminal_width": 80, "max_content_width": 80}
_HEAD = """# Command line

This page is made from the commands' own help by `python docs/make_cli_reference.py`; do not edit it.

"""


def reference() -> str:
    """The whole page."""
    group: Any = typer.main.get_command(app)
    top = group.make_context("earwitness", [], **_FORM)
    parts = [_HEAD, _block("earwitness", group.get_help(top))]
    parts += _blocks(group, top)
    return "\n".join(parts)


def _blocks(group: Any, above: Any) -> list[str]:
    """The commands of a group, each followed by its own."""
    found = []
    for name, command in group.commands.items():
        context = command.make_context(name, [], parent=above, **_FORM)
        found.append(_block(context.command_path, command.get_help(context)))
        if hasattr(command, "commands"):
            found += _blocks(command, context)
    return found


def _block(title: str, text: str) -> str:
    lines = "\n".join(line.rstrip() for line in plainly(text).strip().splitlines())
    return f"## {title}\n\n```text\n{lines}\n```\n"


def main() -> int:
    """Write the page, or say whether it is up to date."""
    fresh = reference()
    if "--check" in sys.argv[1:]:
        return int(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != fresh)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
