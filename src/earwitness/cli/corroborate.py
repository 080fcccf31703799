"""`earwitness corroborate`: what stands for and against a claim, and what may be said of it."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json
from earwitness.errors import UsageError
from earwitness.records.evidence import CounterSearch, EvidenceLink, Stance

if TYPE_CHECKING:
    from earwitness.compare.corroboration import Corroboration
    from earwitness.desk import Desk

__all__ = ["HELP", "corroborate"]

HELP = """What stands for and against a claim: single source, repeated same origin, consistent same collector,
corroborated, established, or contradicted; by rule, with the vector of independence and the reason. What is not
known counts as dependence. It never says that a claim is true.

Say what supports or contradicts it; what goes in a circle is refused. Log where you looked for the contrary, also
when nothing was found.

\b
Examples:
  earwitness corroborate clm-4k2t
  earwitness corroborate clm-4k2t --supports clm-9x2b --by "E. Marrow" --because "another man says the same"
  earwitness corroborate clm-4k2t --contradicts app-7k3m… --specific --by … --because "names the day"
  earwitness corroborate clm-4k2t --searched "VK, two war channels" --query "мост взорван" --found nothing
      --by "E. Marrow" --because "asked for by the desk"

\b
Exit codes: 0 shown or kept; 1 contradicted, or nothing is called so; 2 refused, or called wrongly.
"""

_Item = Annotated[str, typer.Option(metavar="ITEM", help="rec-…, app-… or clm-….")]


def corroborate(  # noqa: PLR0913 (each is an option of the command)
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim; the beginning will do.")],
    *,
    supports: _Item = "",
    contradicts: _Item = "",
    context: _Item = "",
    same_origin: _Item = "",
    specific: Annotated[
        bool, typer.Option("--specific", help="The contradiction says what is wrong.")
    ] = False,
    searched: Annotated[
        str, typer.Option(metavar="WHERE", help="Where you looked for the contrary.")
    ] = "",
    query: Annotated[str, typer.Option(metavar="WORDS", help="What you looked for.")] = "",
    found: Annotated[str, typer.Option(metavar="WORDS", help="What you found.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says it.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show, link or log."""
    given = {
        Stance.SUPPORTS: supports,
        Stance.CONTRADICTS: contradicts,
        Stance.CONTEXT: context,
        Stance.SAME_ORIGIN: same_origin,
    }
    links = [EvidenceLink(item, stance, specific) for stance, item in given.items() if item]
    if len(links) + bool(searched) > 1:
        raise UsageError("say one thing at a time", do="One item, or one search")
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        if links:
            desk.link_evidence(claim, links[0], by=by, because=because)
        elif searched:
            search = CounterSearch(searched, query, found)
            desk.log_search(claim, search, by=by, because=because)
        answer = desk.corroborate(claim)
        lines = summary(desk, answer)
    if as_json:
        say_json({"summary": lines, "corroboration": answer})
    else:
        _say(answer, lines)
    if answer.status == "contradicted":
        raise typer.Exit(FINDINGS)


def summary(desk: Desk, answer: Corroboration) -> list[str]:
    """What has to stand beside the claim wherever it is told: the count, and what is not known."""
    from earwitness.records.review import Verdict
    from earwitness.review.gates.verdicts import standing_verdict
    from earwitness.store.catalog.sound import sides

    recording = answer.claim.recording_id
    items = answer.sources.graph.items if answer.sources else ()
    counting = [one for one in items if one.role.counts] or items
    collectors = dict.fromkeys(one.collector.value for one in counting if one.collector.is_known)
    named = (
        f", collector {', '.join(map(str, collectors))}" if collectors else ", collector unknown"
    )
    lines = [answer.status.value.replace("_", " ") + named]
    verdict, _ = standing_verdict(desk.situation(recording))
    weak = (Verdict.UNEXAMINED, Verdict.UNVERIFIED, Verdict.CONSISTENT)
    told = "not independently verified" if verdict in weak else verdict.value.replace("_", " ")
    lines.append(f"authenticity {told}")
    if any(not one.audibility.heard for one in sides(desk.archive.db, recording)):
        lines.append("replies of the other side not heard")
    date = desk.recorded(recording).date
    if date.earliest is None:
        until = f", not after {date.latest:%Y-%m-%d}" if date.latest else ""
        lines.append(f"date not known{until}")
    else:
        lines.append(f"date {date.edtf}, by {date.basis.value.replace('_', ' ')}")
    return lines


def _say(answer: Corroboration, lines: list[str]) -> None:
    claim = answer.claim
    who = f"{claim.said_by}: " if claim.said_by else ""
    say(f"{claim.id}  {who}“{claim.words}”", style="bold")
    say(f"  {claim.modality.value}, {claim.knowledge.value}; {claim.status.value}")
    say()
    say("; ".join(lines), style="bold")
    say(f"  {answer.because}")
    if answer.sources is not None:
        say(f"  {answer.sources.graph.line}")
    for one in answer.links:
        sharp = " (specific)" if one.link.specific else ""
        say(
            f"  {one.link.stance.value}{sharp}: {one.link.item}; {one.reason} ({one.by}, {one.record})"
        )
    for caution in answer.cautions:
        say(f"  mind: {caution}")
    for search, by, at in answer.searches:
        say(
            f"  looked in {search.where} for “{search.query}”: {search.found or 'nothing'} ({by}, {at[:10]})"
        )
