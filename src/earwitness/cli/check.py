"""`earwitness check`: a draft held to the sound."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.check_output import check_document, play_command, say_check, summary
from earwitness.cli.check_waivers import list_waivers, take_back, waive
from earwitness.cli.check_watch import watch_draft
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say_json, tell
from earwitness.errors import UnreadableFile, UsageError

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.publish.quotecheck.check import CheckReport

__all__ = ["HELP", "check", "play_command", "say_check", "summary"]

HELP = """Check a draft article: find every quotation in the recordings, compare it word by word with
the original or a translation, and hold its speaker to the voice that is heard.

The draft is Markdown, plain text, HTML or DOCX. Each quotation is named with its place (a line, or the
paragraph of a DOCX): ok, or what is wrong, what was heard there, and how to listen to it. What is not
checked is said at the end.

A finding that the desk answers for is waived by name and with a reason. The waiver is bound to the words
and to what is heard, and lapses when either changes. Findings that may harm somebody (Q30 private
person, Q31 prisoner, minor or victim, Q35 media, Q37 hidden data) need two different people.

\b
Findings about quoted words:
  Q01 not found, Q02 words changed, Q03 negation, Q04 number, Q05 doubt left out,
  Q06 elision, Q07 stitched, Q08 reordered, Q09 wrong speaker, Q10 a side not heard,
  Q11 over an unclear place, Q12 translation drift, Q13 translation not approved,
  Q14 relayed translation, Q15 slang, Q16 swearing, Q17 context lost, Q18 hearsay,
  Q36 stale, Q38 no times.

\b
Findings about the story's own words:
  Q19 told as a fact, Q20 "proves", Q21 not said to be unverified, Q22 publisher,
  Q23 one side only, Q24 excerpt, Q25 date, Q26 place or unit, Q27 who somebody is,
  Q28 one source as many, Q29 another call, Q33 right of reply, Q34 headline, Q39 counts.

\b
Findings about people and about what the draft carries:
  Q30 private person, Q31 prisoner, minor, victim, Q32 positions, Q35 media,
  Q37 hidden data, Q40 changed without a correction.

\b
Examples:
  earwitness check draft.md
  earwitness check draft.docx --explain         with the rule behind each finding
  earwitness check draft.md --watch             again at each save, one line a finding
  earwitness check draft.md --page desk-page    a page that plays each quotation, for the desk
  earwitness check draft.md --sarif out.sarif   for editors and review services
  earwitness check draft.md --waive Q20@14 --by "I. Marsh" --because "said as a joke, see line 15"
  earwitness check --waivers                    who waived what

\b
Exit codes: 0 no errors (warnings may stand, and what was waived); 1 errors; 2 called wrongly.
"""


def check(  # noqa: PLR0913 (the options of a command)
    draft: Annotated[
        Path | None,
        typer.Argument(metavar="DRAFT", help="The draft: .md, .txt, .html or .docx."),
    ] = None,
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print which rule fired, with its figures.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever the draft is saved, until Ctrl-C.")
    ] = False,
    sarif: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the findings as SARIF 2.1.0 too.")
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write a page for the desk that plays each quotation."),
    ] = None,
    waived: Annotated[
        list[str] | None,
        typer.Option(
            "--waive", metavar="Q20@LINE", help="Waive a finding, by its line or fingerprint."
        ),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who waives it, or takes it back.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    waivers: Annotated[
        bool, typer.Option("--waivers", help="List what was waived, by whom and why.")
    ] = False,
    taken_back: Annotated[
        str, typer.Option("--take-back", metavar="WAIVER", help="Take a waiver back.")
    ] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a draft."""
    _must_fit(draft, without=waivers or bool(taken_back))
    if watch and (as_json or waived or page):
        raise UsageError("--watch goes with --sarif only", do="Leave the others out")
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        if taken_back:
            take_back(desk, taken_back, by=by, because=because)
        if waivers:
            list_waivers(desk.waivers(), as_json=as_json)
        if draft is None:
            return
        if watch:
            raise typer.Exit(FINDINGS if watch_draft(desk, draft, sarif) else 0)
        if waived:
            waive(desk, draft, waived, by=by, because=because)
        report = desk.check(draft)
        _write(desk, report, draft, sarif, page)
    if as_json:
        say_json(check_document(report, archive))
    else:
        say_check(report, archive, explain=explain)
    if page is not None:
        tell(f"Open it: {(page / 'index.html').resolve().as_uri()}")
    if not report.clean:
        raise typer.Exit(FINDINGS)


def _must_fit(draft: Path | None, *, without: bool) -> None:
    if draft is None and not without:
        raise UsageError("which draft?", do="earwitness check draft.md")
    if draft is not None and not draft.is_file():
        raise UsageError("is not a file", where=str(draft))


def _write(
    desk: Desk, report: CheckReport, draft: Path, sarif: Path | None, page: Path | None
) -> None:
    if sarif is not None:
        try:
            text = json.dumps(desk.sarif(report, draft), ensure_ascii=False, indent=1)
            sarif.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            what = f"cannot be written ({error.strerror})"
            raise UnreadableFile(what, where=str(sarif), do="Choose another place") from error
    if page is not None:
        silent = desk.check_page(report, page)
        for text, why in silent:
            tell(f"  without sound ({why}): “{text}”")
