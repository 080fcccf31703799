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
with the original beside it, captions, what is known of the recording, and what is not.

The draft is checked first, and a draft with errors is not published. The page is one folder that
works without a server and holds nothing of the archive but what the draft quotes. What is withheld
(`earwitness redact`) is not in it: every byte and every clip is proved before the page is put in place.
Written again into the same folder it is the next version of the story: its log says what changed, and
which corrections were made. Readers can report mistakes (a file or a letter; nothing is sent by itself);
take their files in with `earwitness correct take`. When a recording was withdrawn, --withdrawn puts a
tombstone there.

\b
Examples:
  earwitness story draft.md --out page
  earwitness story draft.md --out page --title "What the mothers said" --by "I. Reed" --because "cleared"
  earwitness story draft.md --out page --corrections-to desk@example.org --content-note "Swearing"
  earwitness story --withdrawn --out page

\b
Exit codes: 0 written; 1 the draft has errors, nothing was written; 2 called wrongly.
"""


def story(  # noqa: PLR0913 (each is an option of the command)
    draft: Annotated[
        Path | None, typer.Argument(metavar="DRAFT", exists=True, help="The draft, .md or .txt.")
    ] = None,
    *,
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="A new folder, or one that an earlier story wrote."),
    ],
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="Title of the page (default: that of the draft).")
    ] = "",
    content_note: Annotated[
        str, typer.Option(metavar="TEXT", help="A warning that stands before everything.")
    ] = "",
    corrections_to: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where readers may write to about mistakes.")
    ] = "",
    publisher: Annotated[
        str,
        typer.Option(metavar="NAME", help="The organisation, for schema.org; it signs verdicts."),
    ] = "",
    story_id: Annotated[
        str,
        typer.Option("--story", metavar="PUB", help="Continue this story in another folder."),
    ] = "",
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="Put a tombstone in the place of the page.")
    ] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who publishes it.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a page."""
    if (draft is None) != withdrawn:
        raise UsageError(
            "a draft is missing" if draft is None else "a tombstone is written without a draft",
            do="`earwitness story DRAFT --out DIR`, or `earwitness story --withdrawn --out DIR`",
        )
    root = choose_archive(archive)
    from earwitness.desk import Desk
    from earwitness.publish.page.options import PageOptions

    options = PageOptions(title, content_note, corrections_to, publisher, story_id, by, because)
    with Desk.open(root) as desk:
        if draft is None:
            page = desk.withdraw_page(out, options)
            if as_json:
                say_json({"page": page.resolve(), "withdrawn": True})
            else:
                say(f"Withdrawn: {page}", style="bold")
            return
        try:
            report = desk.story(draft, out, options)
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
                "story": report.story,
                "version": report.version,
                "changes": report.changes,
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
    say(f"Written: {report.page} ({report.story}, version {report.version})", style="bold")
    for change in report.changes if report.version > 1 else ():
        say(f"  {change}")
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
