"""`earwitness check`: a draft held to the sound."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json
from earwitness.records.judgement import Finding, Heard, Severity
from earwitness.records.timecode import format_span

if TYPE_CHECKING:
    from earwitness.publish.quotecheck.check import CheckedQuotation, CheckReport

__all__ = ["HELP", "check", "play_command", "say_check", "summary"]

HELP = """Check a draft article: find every quotation in the recordings, compare it word by word with
the original or a translation, and hold its speaker to the voice that is heard.

The draft is Markdown or plain text. Each quotation is named with its line: ok, or what is wrong,
what was heard there, and how to listen to it. What is not checked is said at the end.

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
  earwitness check draft.md --explain     with the rule behind each finding

\b
Exit codes: 0 no errors (warnings may stand); 1 errors; 2 called wrongly.
"""


def check(
    draft: Annotated[
        Path, typer.Argument(metavar="DRAFT", exists=True, help="The draft, .md or .txt.")
    ],
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print which rule fired, with its figures.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a draft."""
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        report = desk.check(draft)
    if as_json:
        say_json(_document(report, archive))
    else:
        say_check(report, archive, explain=explain)
    if not report.clean:
        raise typer.Exit(FINDINGS)


def say_check(report: CheckReport, archive: Path | None, *, explain: bool = False) -> None:
    """Print the report: quotations and other findings in the order of the draft, then the sum."""
    everything: list[CheckedQuotation | Finding] = [*report.quotations, *report.others]
    for one in sorted(everything, key=lambda one: one.start):
        if isinstance(one, Finding):
            say(f"line {one.line}: {one.words}", style="bold")
            _say_finding(one, explain=explain)
            _say_heard(one.heard, archive)
            say()
        else:
            _say_quotation(one, archive, explain=explain)
    say(summary(report), style="bold")
    say(report.not_checked)


def summary(report: CheckReport) -> str:
    """One line: how many quotations are as heard, and what was found."""
    quotations = report.quotations
    clean = sum(one.as_heard for one in quotations)
    weights = Counter(one.severity for one in report.findings)
    found = [
        count(weights[severity], severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
        if weights[severity]
    ]
    if weights[Severity.INFO]:
        found.append(count(weights[Severity.INFO], "remark"))
    total = count(len(quotations), "quotation")
    other = f", {len(quotations) - clean} not" if clean < len(quotations) else ""
    return f"{total}: {clean} as heard{other}; {', '.join(found) or 'no findings'}."


def play_command(heard: Heard, archive: Path | None) -> str:
    """What to type to hear a place, "" if it has no times."""
    if heard.interval is None:
        return ""
    start, end = heard.interval.start_ms / 1000, heard.interval.end_ms / 1000
    command = f"earwitness play {heard.recording_id} --from {start:.3f} --to {end:.3f}"
    return with_archive(command, archive)


def _say_quotation(one: CheckedQuotation, archive: Path | None, *, explain: bool) -> None:
    speaker = f" ({one.speaker})" if one.speaker else ""
    say(f"line {one.line}: “{one.text}”{speaker}", style="bold")
    if one.as_heard:
        say("  ok: as heard" if one.heard else "  ok")
    for finding in one.findings:
        _say_finding(finding, explain=explain)
    _say_heard(one.heard, archive)
    if one.note:
        say(f"  note: {one.note}")
    say()


def _say_finding(finding: Finding, *, explain: bool) -> None:
    name = finding.name.replace("_", " ")
    colour = "red" if finding.severity is Severity.ERROR else "yellow"
    say(f"  {finding.severity} {finding.code} {name}: {finding.reason}", style=colour)
    if finding.suggestion:
        say(f"    {finding.suggestion}")
    if explain and finding.rule:
        say(f"    rule: {finding.rule}")


def _say_heard(heard: Heard | None, archive: Path | None) -> None:
    if heard is None:
        return
    place = "no time"
    if heard.interval is not None:
        place = format_span(heard.interval.start_ms, heard.interval.end_ms)
        place += "" if heard.exact else " (the whole line)"
    say("  " + "  ".join(one for one in (heard.recording_id, place, heard.voice or "") if one))
    say(f"    heard: {heard.original}")
    if heard.translation:
        say(f"    translation: {heard.translation}")
    command = play_command(heard, archive)
    if command:
        say(f"    {command}")


def _document(report: CheckReport, archive: Path | None) -> dict[str, object]:
    quotations = [
        {
            "line": one.line,
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "speaker": one.speaker,
            "ok": one.as_heard,
            "cover": one.cover,
            "heard": one.heard,
            "play": play_command(one.heard, archive) if one.heard else "",
            "findings": one.findings,
            "note": one.note,
        }
        for one in report.quotations
    ]
    return {
        "draft": report.draft.name,
        "title": report.draft.title,
        "language": report.draft.language,
        "clean": report.clean,
        "summary": summary(report),
        "quotations": quotations,
        "others": report.others,
        "not_checked": report.not_checked,
    }
