"""`earwitness voices`: who speaks when in one recording, by label."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, say_table, tell
from earwitness.errors import UsageError

if TYPE_CHECKING:
    from earwitness.records.voices import VoicesVersion

__all__ = ["HELP", "rttm", "voices"]

HELP = """Who speaks when in a recording, as `earwitness run` heard it: each turn with its label (V1, V2
in the order in which they are first heard), stretches in which both channels speak, and sides that
are not heard. Labels hold within one recording only; nobody is identified and no measure of a voice
is kept. It is a machine's suggestion: listen before you rely on it.

A call whose sides have a channel each is told apart by channel. Where all voices are on one channel,
stretches that sound alike are put together; then two voices at once cannot be told. How many voices
there are is found out, or set in earwitness.toml: [voices] voices = 2.

\b
Examples:
  earwitness voices 7k3m
  earwitness voices 7k3m --rttm > call.rttm   for other tools (NIST RTTM)
  earwitness voices 7k3m --json

\b
Exit codes: 0 shown; 1 no such recording, or no voices were heard in it; 2 called wrongly.
"""


def voices(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A recording.")],
    *,
    as_rttm: Annotated[
        bool, typer.Option("--rttm", help="Print turns in RTTM, one line each.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who speaks when."""
    if as_rttm and as_json:
        raise UsageError("--rttm and --json were both given", do="Choose one of them")
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        recording = desk.recording(name)
        version = desk.voices(recording.id)
    if version is None:
        tell(
            f"nobody has listened for voices in {recording.id}: "
            f"`{with_archive('earwitness run', archive)}` does, if its sound is here"
        )
        raise typer.Exit(FINDINGS)
    if as_json:
        say_json(version)
    elif as_rttm:
        for line in rttm(version):
            say(line)
    else:
        _say(version)
    if not version.turns:
        raise typer.Exit(FINDINGS)


def rttm(version: VoicesVersion) -> list[str]:
    """The turns as lines of NIST's Rich Transcription Time Marked format (RT-09 plan, appendix A)."""
    return [
        f"SPEAKER {version.recording_id} {(turn.channel or 0) + 1}"
        f" {turn.interval.start_ms / 1000:.3f} {turn.interval.duration_ms / 1000:.3f}"
        f" <NA> <NA> {turn.voice} {'<NA>' if turn.score is None else f'{turn.score:.2f}'} <NA>"
        for turn in version.turns
    ]


def _say(version: VoicesVersion) -> None:
    from earwitness.cli.voice_words import say_voices
    from earwitness.records.timecode import format_ms

    say(f"{version.recording_id}  {version.method.value.replace('_', ' ')}", style="bold")
    say(f"  by {version.maker}")
    say_voices(version)
    if not version.turns:
        return
    say()
    rows = [
        (turn.interval, turn.voice, turn.channel, "" if turn.score is None else f"{turn.score:.2f}")
        for turn in version.turns
    ]
    rows += [(s.interval, s.kind.value.replace("_", " "), s.channel, "") for s in version.spans]
    say_table(
        ["start", "end", "who", "channel", "score"],
        [
            [
                format_ms(interval.start_ms),
                format_ms(interval.end_ms),
                who,
                "" if channel is None else str(channel),
                score,
            ]
            for interval, who, channel, score in sorted(rows, key=lambda row: row[:2])
        ],
    )
