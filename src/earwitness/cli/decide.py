"""`earwitness decide`: what a person knows about the dependence of sources, signed and with a reason."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, say_table, tell
from earwitness.errors import UsageError
from earwitness.records.independence import DecisionKind

if TYPE_CHECKING:
    from earwitness.records.independence import Decision

__all__ = ["HELP", "decide"]

HELP = """Say what you know about the dependence of sources. Each decision names who decides and why, is
an event of the custody chain, and lies on top of earlier ones: nothing is overwritten. Without WHAT:
list all decisions.

\b
WHAT REC REC     speakers-distinct, speakers-same, speakers-unknown (takes both back),
                 one-conversation, two-conversations, conversations-unknown,
                 same-sound, other-sound, sound-unknown (copies: confirm, split, take back)
WHAT REC REC     quotes, quotes-not: the call that an article describes (or the
                 article itself, app-…) is that recording, or is not
root REC ORIGIN  where the speaker has it from, in the same words for the same origin
                 ("told by Petrov"), or: first-hand
collector REC|SOURCE NAME   who collected it (--group UA-state: whose interest);
                 on a source it holds for all that it was the first to publish
recorded REC DATE           it was recorded on that day at the latest
role REC|APP ROLE           visual, document, court, named_witness, recording; or, counting
                 zero, news_story, restatement, citation, own_article, denial, transcript

A value of "unknown" takes back what was decided before.

\b
Examples:
  earwitness decide
  earwitness decide speakers-distinct 7k3m 9x2b --by "E. Marrow" --because "a woman and a man"
  earwitness decide root 7k3m "told by Petrov" --by "E. Marrow" --because "she says so at 0:41"
  earwitness decide collector 7k3m HUR --group UA-state --by "E. Marrow" --because "their title card"

\b
Exit codes: 0 decided, or listed; 1 nothing is called so; 2 called wrongly.
"""

_TAKEN_BACK = "unknown"


def decide(  # noqa: PLR0913 (each is an option of the command)
    what: Annotated[str, typer.Argument(metavar="WHAT", help="What is decided; see above.")] = "",
    subject: Annotated[
        str, typer.Argument(metavar="REC", help="A recording, appearance or source.")
    ] = "",
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="A second recording, or what is known.")
    ] = "",
    *,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    group: Annotated[
        str, typer.Option(metavar="NAME", help="Collectors that share an interest (UA-state).")
    ] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide, or list decisions."""
    if what and what not in [*DecisionKind]:
        raise UsageError(f"'{what}' cannot be decided", do=f"One of: {', '.join(DecisionKind)}")
    if what and not (subject and value):
        raise UsageError(
            f"`decide {what}` needs two things after it",
            do="A recording, then another one or what is known; `earwitness decide --help`",
        )
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        if not what:
            _list(desk.decisions(), as_json=as_json)
            return
        kind = DecisionKind(what)
        made = desk.decide(
            kind,
            subject,
            "" if value == _TAKEN_BACK else value,
            by=by,
            because=because,
            group=group,
        )
    if as_json:
        say_json(made)
        return
    say(f"Decided ({made.id}): {_words(made)}", style="bold")
    if made.subject.startswith("rec-"):
        others = f" {made.other}" if made.other else ""
        say(f"Next: {with_archive(f'earwitness sources {made.subject}{others}', archive)}")


def _list(found: list[Decision], *, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    if not found:
        tell("Nothing was decided yet: `earwitness decide --help` says how")
        return
    say_table(
        ["decision", "at", "what", "by", "because"],
        [[one.id, one.at[:16], _words(one), one.by, one.reason] for one in found],
    )


def _words(one: Decision) -> str:
    value = one.other or one.value or "unknown again"
    group = f" (of {one.group})" if one.group else ""
    return f"{one.kind.value} {one.subject} {value}{group}"
