"""`earwitness mentions`: who and what a recording speaks of, line by line."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from datetime import date, datetime
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
    from earwitness.text.relative_days import SaidDays
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
  earwitness mentions 7k3m --day 2025-03-12   which days “yesterday” and “at Easter” mean then
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
    day: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="Read “yesterday”, “last Friday”, “at Easter” as if the words were said on this day.",
        ),
    ] = None,
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
    meant = {} if day is None else _days_meant(found, day.date())
    if as_json:
        say_json(
            found
            if day is None
            else [{"line": one, "days": meant.get(one.mention.id)} for one in found]
        )
    elif found:
        say(f"{recording.id}  {recording.title}", style="bold")
        _say(found, meant, why=why)
        if day is not None:
            say(f"Days are read as if the words were said on {day.date()}: nobody has proved that.")
    if not found:
        tell(
            f"nothing was found in {recording.id}; `{with_archive('earwitness run', archive)}`"
            " reads words that are new"
            if not everything
            else f"nothing of that kind was found in {recording.id}"
        )
        raise typer.Exit(FINDINGS)


def _days_meant(found: list[MentionLine], stated: date) -> dict[str, SaidDays]:
    """For each mention of a date the days that its words mean, if they were said on the stated day."""
    from earwitness.text.relative_days import days_said

    meant = {}
    for one in found:
        mention = one.mention
        if mention.kind is not MentionKind.DATE_TIME:
            continue
        for days in days_said(one.text, stated):
            if days.start < mention.end and mention.start < days.end:
                meant[mention.id] = days
    return meant


def _read_as(one: MentionLine, days: SaidDays | None) -> str:
    if days is not None:
        last = f" to {days.latest}" if days.latest != days.earliest else ""
        return f"{days.earliest}{last} (“{days.surface}”: {days.reason})"
    detail = " ".join(f"{name}={value}" for name, value in one.mention.detail)
    return detail or one.mention.key


def _say(found: list[MentionLine], meant: dict[str, SaidDays], *, why: bool) -> None:
    rows = []
    for one in found:
        mention = one.mention
        said = f"{mention.surface} ({one.language})" if one.in_translation else mention.surface
        row = [
            span_words(one.start_ms, one.end_ms, one.timing),
            mention.kind.value.replace("_", " "),
            said,
            mention.certainty.value,
            _read_as(one, meant.get(mention.id)),
        ]
        rows.append([*row, f"{mention.rule}: {mention.reason}"] if why else row)
    say_table(["time", "kind", "words", "how sure", "read as", *(["why"] if why else [])], rows)
