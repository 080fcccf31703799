"""`earwitness mentions`: who and what a recording speaks of, line by line."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, say_table, tell
from earwitness.cli.times import span_words
from earwitness.errors import UsageError
from earwitness.records.statements import MentionKind

if TYPE_CHECKING:
    from earwitness.understand.mentions.answer import MentionLine

__all__ = ["HELP", "mentions"]

HELP = """Who and what a recording speaks of: people, call signs, kinship and roles, units, places,
organisations, weapons, vehicles, quantities, dates, telephone numbers, documents. Each mention keeps its
words; the rule that found it and how sure it is stand beside it. Rules suggest: read the line before you
rely on one. "(en)" marks a mention that stands only in that translation.

A desk's own names: gazetteer.csv in the archive folder (name, kind, aliases, note), then `earwitness run`.

\b
Examples:
  earwitness mentions 7k3m
  earwitness mentions 7k3m --kind unit --kind call_sign
  earwitness mentions 7k3m --why           the rule and its reason
  earwitness entity Zima                   all mentions of one name, in all recordings

\b
Exit codes: 0 shown; 1 no such recording, or nothing was found in it; 2 called wrongly.
"""


def mentions(
    name: Annotated[str, typer.Argument(metavar="REC", help="A recording.")],
    *,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Only this kind; may be given several times."),
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Also the rule and its reason.")] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the mentions of a recording."""
    wanted = {one.replace("-", "_") for one in kind or ()}
    for one in wanted - {*MentionKind}:
        raise UsageError(f"'{one}' is no kind of mention", do=f"One of: {', '.join(MentionKind)}")
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        recording = desk.recording(name)
        everything = desk.mentions(recording.id)
    found = [one for one in everything if not wanted or one.mention.kind in wanted]
    if as_json:
        say_json(found)
    elif found:
        say(f"{recording.id}  {recording.title}", style="bold")
        _say(found, why=why)
    if not found:
        tell(
            f"nothing was found in {recording.id}; `{with_archive('earwitness run', archive)}`"
            " reads words that are new"
            if not everything
            else f"nothing of that kind was found in {recording.id}"
        )
        raise typer.Exit(FINDINGS)


def _say(found: list[MentionLine], *, why: bool) -> None:
    rows = []
    for one in found:
        mention = one.mention
        said = f"{mention.surface} ({one.language})" if one.in_translation else mention.surface
        row = [
            span_words(one.start_ms, one.end_ms, one.timing),
            mention.kind.value.replace("_", " "),
            said,
            mention.certainty.value,
            " ".join(f"{name}={value}" for name, value in mention.detail) or mention.key,
        ]
        rows.append([*row, f"{mention.rule}: {mention.reason}"] if why else row)
    say_table(["time", "kind", "words", "how sure", "read as", *(["why"] if why else [])], rows)
