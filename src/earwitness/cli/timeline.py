"""`earwitness timeline`: where a recording appeared first, and how it spread."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, say_table, tell

if TYPE_CHECKING:
    from datetime import datetime

    from earwitness.compare.timeline import Timeline, TimelineEntry

__all__ = ["HELP", "hours_words", "timeline"]

HELP = """The first known appearance of a recording and every further one: channel, kind, when, hours
since the first, and what of the recording it carries. Copies are told as the recording that they
are copies of. Where a time is not known exactly, its bounds and what they rest on are shown.

First known is not first: somebody may have published it before. The recording was made not after the
first known appearance. Files handed to the desk are shown as received; no hours are counted to them.

\b
Examples:
  earwitness timeline 7k3m
  earwitness timeline 7k3m --json

\b
Exit codes: 0 shown; 1 no such recording, or no dated public appearance is known; 2 called wrongly.
"""


def timeline(
    name: Annotated[str, typer.Argument(metavar="REC", help="A recording.")],
    *,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how it spread."""
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        found = desk.timeline(name)
    if as_json:
        say_json(found)
    else:
        _say(found)
    if not found.first:
        raise typer.Exit(FINDINGS)


def _say(found: Timeline) -> None:
    others = (
        f"  (the same sound: {', '.join(found.recordings[1:])})" if found.recordings[1:] else ""
    )
    say(f"{found.recordings[0]}{others}", style="bold")
    if found.recorded_not_after is None:
        say("  recorded at an unknown time")
    else:
        say(f"  recorded not after {_moment(found.recorded_not_after)} ({found.recorded_basis})")
    first = next((one for one in found.entries if one.appearance_id == found.first), None)
    if first is None:
        say("  no dated public appearance is known")
    else:
        say(f"  first known appearance: {_when(first)}, {first.channel}")
    say()
    say_table(
        ["appearance", "when", "hours", "channel", "kind", "carries", "how the time is known"],
        [_cells(one) for one in found.entries],
    )
    for one in found.entries:
        if one.note:
            say(f"{one.appearance_id}: {one.note}")
    for note in found.notes:
        tell(f"note: {note}")


def _cells(one: TimelineEntry) -> list[str]:
    channel = one.channel + (
        f" (forwarded from {one.forwarded_from})" if one.forwarded_from else ""
    )
    carries = one.carries + (" (suggested)" if one.note else "")
    edited = f"; edited {_moment(one.edited_at)}" if one.edited_at else ""
    return [
        one.appearance_id,
        _when(one),
        hours_words(one.hours_least, one.hours_most) if one.public else "",
        channel,
        one.kind.replace("_", " "),
        carries,
        one.basis + edited,
    ]


def hours_words(least: float | None, most: float | None) -> str:
    """Hours since the first known appearance, or the bounds of them.

    >>> hours_words(0.0, 0.0), hours_words(-2.5, 21.5), hours_words(1.0, None)
    ('first', '-2.5 to +21.5', '+1.0 or more')
    """
    if least is None and most is None:
        return "not known"
    if least is None:
        return f"{most:+.1f} or less"
    if most is None:
        return f"{least:+.1f} or more"
    if least == most:
        return "first" if least == 0 else f"{least:+.1f}"
    return f"{least:+.1f} to {most:+.1f}"


def _when(one: TimelineEntry) -> str:
    if one.earliest is not None and one.earliest == one.latest:
        return _moment(one.earliest)
    if one.earliest is not None and one.latest is not None:
        return f"{_moment(one.earliest)} to {_moment(one.latest)}"
    if one.latest is not None:
        return f"not after {_moment(one.latest)}"
    return "undated" if one.earliest is None else f"not before {_moment(one.earliest)}"


def _moment(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"
