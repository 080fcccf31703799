"""`earwitness story`: a page in which every quotation can be heard."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.check import summary
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, tell
from earwitness.errors import UsageError

if TYPE_CHECKING:
    from earwitness.publish.story import StoryReport

__all__ = ["HELP", "say_story", "story"]

HELP = """Write a web page from a draft: each quotation gets a button that plays exactly those words,
with the original beside it and what is known of the recording.

The draft is checked first, and a draft with errors is not published. The page is one folder that
works without a server and holds nothing of the archive but what the draft quotes. What is withheld
(`earwitness redact`) is not in it: every byte and every clip is proved before the page is put in place.

\b
Examples:
  earwitness story draft.md --out page
  earwitness story draft.md --out page --title "What the mothers said"

\b
Exit codes: 0 written; 1 the draft has errors, nothing was written; 2 called wrongly.
"""


def story(
    draft: Annotated[
        Path, typer.Argument(metavar="DRAFT", exists=True, help="The draft, .md or .txt.")
    ],
    *,
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="A new folder, or one that an earlier story wrote."),
    ],
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="Title of the page (default: that of the draft).")
    ] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a page."""
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        try:
            report = desk.story(draft, out, title=title)
        except UsageError:
            # Errors in the draft are findings; a folder that cannot be used is misuse.
            checked = desk.check(draft)
            if checked.clean:
                raise
            tell(f"earwitness: not written: {summary(checked)}")
            tell(f"Mend what `{with_archive(f'earwitness check {draft}', archive)}` names.")
            if as_json:
                say_json({"page": None, "findings": checked.findings})
            raise typer.Exit(FINDINGS) from None
    if as_json:
        say_json(
            {
                "page": report.page.resolve(),
                "playable": report.playable,
                "silent": [{"text": text, "reason": why} for text, why in report.silent],
                "over_withheld": report.over_withheld,
                "findings": report.check.findings,
            }
        )
    else:
        say_story(report)


def say_story(report: StoryReport) -> None:
    """Print where the page is and which quotations do not play."""
    say(f"Written: {report.page}", style="bold")
    say(f"{count(report.playable, 'quotation')} can be played.")
    for text, why in report.silent:
        say(f"  without sound ({why}): “{text}”")
    for text in report.over_withheld:
        say(
            f"  runs over a withheld stretch; read whether its words tell what is withheld: “{text}”"
        )
    for finding in report.check.findings:
        say(f"  {finding.severity} {finding.code}, line {finding.line}: {finding.reason}")
    say(f"Open it: {report.page.resolve().as_uri()}")
