"""How a checked draft is told: to people, line by line to editors, and as one JSON document."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from earwitness.cli.archive_choice import with_archive
from earwitness.cli.printing import clean, count, say
from earwitness.records.judgement import Finding, Heard, Severity
from earwitness.records.timecode import format_span
from earwitness.records.waivers import HARM_TO_PEOPLE

if TYPE_CHECKING:
    from earwitness.publish.quotecheck.check import CheckedQuotation, CheckReport

__all__ = ["check_document", "editor_lines", "play_command", "say_check", "summary"]


def say_check(report: CheckReport, archive: Path | None, *, explain: bool = False) -> None:
    """Print the report: quotations and other findings in the order of the draft, then the sum."""
    everything: list[CheckedQuotation | Finding] = [*report.quotations, *report.others]
    for one in sorted(everything, key=lambda one: one.start):
        if isinstance(one, Finding):
            say(f"{report.draft.place_of(one.start)}: {one.words}", style="bold")
            _say_finding(report, one, explain=explain)
            _say_heard(one.heard, archive)
            say()
        else:
            _say_quotation(report, one, archive, explain=explain)
    if not report.quotations:
        say(
            "No quotation in this draft was compared: it quotes nobody, or only names and single words."
        )
    say(summary(report), style="bold")
    say(report.not_checked)


def summary(report: CheckReport) -> str:
    """One line: how many quotations are as heard, and what was found."""
    quotations = report.quotations
    as_heard = sum(one.as_heard for one in quotations)
    waived = [one for one in report.findings if report.waived_by(one)]
    weights = Counter(one.severity for one in report.findings if not report.waived_by(one))
    found = [
        count(weights[severity], severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
        if weights[severity]
    ]
    if weights[Severity.INFO]:
        found.append(count(weights[Severity.INFO], "remark"))
    total = count(len(quotations), "quotation")
    other = f", {len(quotations) - as_heard} not" if as_heard < len(quotations) else ""
    if waived:
        found.append(f"{len(waived)} waived")
    return f"{total}: {as_heard} as heard{other}; {', '.join(found) or 'no findings'}."


def play_command(heard: Heard, archive: Path | None) -> str:
    """What to type to hear a place, "" if it has no times."""
    if heard.interval is None:
        return ""
    start, end = heard.interval.start_ms / 1000, heard.interval.end_ms / 1000
    command = f"earwitness play {heard.recording_id} --from {start:.3f} --to {end:.3f}"
    return with_archive(command, archive)


def _say_quotation(
    report: CheckReport, one: CheckedQuotation, archive: Path | None, *, explain: bool
) -> None:
    speaker = f" ({one.speaker})" if one.speaker else ""
    place = report.draft.place_of(one.start)
    say(f"{place}: “{one.text}”{speaker}", style="bold")
    if one.as_heard:
        say("  ok: as heard" if one.heard else "  ok")
    for finding in one.findings:
        _say_finding(report, finding, explain=explain)
    _say_heard(one.heard, archive)
    if one.note:
        say(f"  note: {one.note}")
    say()


def _say_finding(report: CheckReport, finding: Finding, *, explain: bool) -> None:
    name = finding.name.replace("_", " ")
    waived = bool(report.waived_by(finding))
    colour = "" if waived else "red" if finding.severity is Severity.ERROR else "yellow"
    weight = f"waived {finding.severity}" if waived else f"{finding.severity}"
    say(f"  {weight} {finding.code} {name}: {finding.reason}", style=colour)
    for one in report.waivers.of(report.draft, finding):
        say(f"    waived by {one.by}, {one.at[:10]}: {one.reason} ({one.id})")
    if report.waivers.of(report.draft, finding) and not waived:
        say("    one more person has to waive it, since it may harm somebody")
    if finding.suggestion:
        say(f"    {finding.suggestion}")
    if explain and finding.rule:
        say(f"    rule: {finding.rule}")
    if explain:
        say(f"    to waive: {finding.code}@{report.fingerprint(finding)}")


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


def editor_lines(report: CheckReport, path: Path) -> list[str]:
    """One line a finding as compilers write it, waived ones left out: file:line:column: severity code message."""
    lines = []
    for one in report.findings:
        if report.waived_by(one):
            continue
        line, column = max(1, one.line), report.draft.column_of(one.start) or 1
        place = (
            "" if column > 1 or not report.draft.places else f"{report.draft.place_of(one.start)}: "
        )
        weight = "info" if one.severity is Severity.INFO else one.severity.value
        text = f"{path}:{line}:{column}: {weight} {one.code} {place}{one.reason} {one.suggestion}"
        lines.append(clean(text.rstrip()))
    return lines


def check_document(report: CheckReport, archive: Path | None) -> dict[str, object]:
    """The report as one document for programs."""
    quotations = [
        {
            "line": one.line,
            "place": report.draft.place_of(one.start),
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "speaker": one.speaker,
            "ok": one.as_heard,
            "cover": one.cover,
            "heard": one.heard,
            "play": play_command(one.heard, archive) if one.heard else "",
            "findings": [_told(report, finding) for finding in one.findings],
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
        "others": [_told(report, one) for one in report.others],
        "not_checked": report.not_checked,
    }


def _told(report: CheckReport, one: Finding) -> dict[str, object]:
    waivers = report.waivers.of(report.draft, one)
    return {
        **{name: getattr(one, name) for name in Finding.__slots__},
        "place": report.draft.place_of(one.start),
        "column": report.draft.column_of(one.start),
        "fingerprint": report.fingerprint(one),
        "waived": bool(report.waived_by(one)),
        "waivers": [
            {"id": each.id, "by": each.by, "at": each.at, "reason": each.reason} for each in waivers
        ],
        "people_needed": 2 if one.code in HARM_TO_PEOPLE else 1,
    }
