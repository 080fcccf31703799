"""`earwitness sources`: how many independent sources stand behind a claim, and why no more."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, tell
from earwitness.errors import UsageError

if TYPE_CHECKING:
    from earwitness.compare.sources.answer import ClaimSources
    from earwitness.records.independence import Need

__all__ = ["HELP", "sources"]

HELP = """How many independent sources stand behind a recording, or behind several recordings that say
the same thing: one line with the count, the label that may be printed, what links the items, what
counts zero, and what would have to be known to count more.

What is not known counts as dependence. Copies, excerpts and subtitled versions are one recording;
articles, translations, restatements and denials count zero. Articles that seem to quote a recording,
also in translation, are suggested with score and reason. `earwitness decide` says what you know.

\b
Examples:
  earwitness sources 7k3m
  earwitness sources 7k3m 9x2b --claim "the bridge is gone"
  earwitness sources 7k3m app-4k2tzqw90     a recording, and one appearance of another
  earwitness sources 7k3m 9x2b --dot | dot -Tsvg > why.svg

\b
Exit codes: 0 counted; 1 nothing counts, or no such recording; 2 called wrongly.
"""


def sources(
    names: Annotated[
        list[str], typer.Argument(metavar="REC", help="Recordings or appearances of one claim.")
    ],
    *,
    claim: Annotated[
        str, typer.Option(metavar="WORDS", help="The claim; shows who says it where.")
    ] = "",
    public_since: Annotated[
        str,
        typer.Option(metavar="DATE", help="When the claim was public by other ways (2025-06-01)."),
    ] = "",
    as_dot: Annotated[
        bool, typer.Option("--dot", help="Print the graph for Graphviz, nothing else.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Count sources."""
    if as_dot and as_json:
        raise UsageError("--dot and --json were both given", do="Choose one of them")
    root = choose_archive(archive)
    from earwitness.cli.periods import period_start
    from earwitness.desk import Desk

    since = period_start(public_since, "--public-since") if public_since else None
    with Desk.open(root) as desk:
        found = desk.sources(names, claim=claim, public_since=since)
    if as_json:
        say_json({"line": found.graph.line, **_fields(found)})
    elif as_dot:
        from earwitness.compare.sources.dot import dot_of

        print(dot_of(found.graph, claim), end="")  # noqa: T201 (cleaned there, line by line)
    else:
        _say(found, archive)
    if not found.graph.vector.independent:
        raise typer.Exit(FINDINGS)


def _fields(found: ClaimSources) -> dict[str, object]:
    return {name: getattr(found, name) for name in found.__slots__}


def _say(found: ClaimSources, archive: Path | None) -> None:
    from earwitness.compare.sources.graph import explain_sources

    graph = found.graph
    for group in found.recordings:
        others = f"  (the same sound: {', '.join(group[1:])})" if group[1:] else ""
        say(f"{group[0]}{others}")
    for place in found.said:
        who = f"{place.voice}: " if place.voice else ""
        say(f"  {place.share:.0%} of the claim's words: {who}“{place.line}”  in {place.what}")
    say()
    say(graph.line, style="bold")
    say(f"{graph.label.value.replace('_', ' ')}: {graph.because}", style="bold")
    for caution in graph.cautions:
        say(f"  {caution}")
    say()
    say("Why", style="bold")
    for line in explain_sources(graph):
        say(f"  {line}")
    _say_zero(found, archive)
    _say_needs(graph.needs, graph.vector.at_most, archive)
    for note in found.notes:
        tell(f"note: {note}")


def _say_zero(found: ClaimSources, archive: Path | None) -> None:
    zero = [one for one in found.graph.items if not one.role.counts]
    if not zero:
        return
    say()
    say("Counts zero", style="bold")
    links = {link.appearance_id: link for link in found.articles}
    for one in zero:
        say(f"  {one.role.value.replace('_', ' ')}: {one.label}")
        if one.note:
            say(f"    {one.note}")
        link = links.get(one.appearance)
        if link is not None and link.state == "suggested":
            about = f"{link.described or link.appearance_id} {link.recording_id}"
            for kind in ("quotes", "quotes-not"):
                say(f"    {with_archive(f'earwitness decide {kind} {about}', archive)} --by …")


def _say_needs(needs: tuple[Need, ...], at_most: int, archive: Path | None) -> None:
    if not needs:
        return
    say()
    say(
        f"To count more (at most {at_most}), decide what is so; for any two recordings all of it",
        style="bold",
    )
    for command in dict.fromkeys(one.command for one in needs if one.command):
        say(f"  {with_archive(command, archive)} --by NAME --because WHY")
