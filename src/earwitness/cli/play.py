"""`earwitness play`: hear a stretch of a recording."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, tell
from earwitness.errors import MalformedInput, UsageError
from earwitness.records.timecode import Interval, format_ms, parse_timecode

if TYPE_CHECKING:
    from earwitness.desk import Desk

__all__ = ["HELP", "PLAYERS", "play"]

HELP = """Play a recording, or a stretch of it. Times are seconds or hh:mm:ss.mmm, from the start of
the recording. The first player of this machine that works is used (pw-play, paplay, aplay, ffplay,
mpv, afplay); without one, the clip is written and its path printed. Where something is withheld
(`earwitness redact`), you hear what others will; --original is for the ears of the desk.

\b
Examples:
  earwitness play rec-7k3m9q2xb
  earwitness play 7k3m --from 6.4 --to 9.9
  earwitness play 7k3m --from 0:01:02.500 --to 0:01:05 --out clip.flac

\b
Exit codes: 0 played or written; 1 nothing here can be played; 2 called wrongly.
"""

# Each with what keeps it quiet and makes it end by itself.
PLAYERS: dict[str, tuple[str, ...]] = {
    "pw-play": (),
    "paplay": (),
    "aplay": ("-q",),
    "ffplay": ("-nodisp", "-autoexit", "-loglevel", "error"),
    "mpv": ("--no-video", "--really-quiet"),
    "afplay": (),
}


def play(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A recording: its identifier or the start of it.")
    ],
    *,
    start: Annotated[str, typer.Option("--from", metavar="T", help="Start of the stretch.")] = "",
    end: Annotated[str, typer.Option("--to", metavar="T", help="End of the stretch.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the clip here (.flac, .wav, .opus, .mp3, .m4a) and do not play.",
        ),
    ] = None,
    original: Annotated[
        bool, typer.Option("--original", help="As received, also what is withheld.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play a stretch."""
    asked = _asked(start, end)
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        recording = desk.recording(name)
        interval = _interval(desk, recording.id, *asked)
        folder = Path(tempfile.mkdtemp(prefix="earwitness-")) if out is None else None
        # WAV for players: every one of them reads it.
        into = folder / f"{recording.id}.wav" if folder else out or Path()
        try:
            desk.clip(recording.id, interval, into, withheld=not original)
        except BaseException:
            if folder:
                shutil.rmtree(folder, ignore_errors=True)
            raise
    player = _play(into) if folder else ""
    if folder and player:
        shutil.rmtree(folder, ignore_errors=True)
    if as_json:
        say_json(
            {
                "recording_id": recording.id,
                "start_ms": interval.start_ms if interval else 0,
                "end_ms": interval.end_ms if interval else None,
                "file": None if player else into,
                "played_with": player or None,
            }
        )
    elif not player:
        say(str(into))


def _asked(start: str, end: str) -> tuple[int, int | None]:
    """The stretch as typed, before anything is opened."""
    times: list[int | None] = []
    for option, text in (("--from", start), ("--to", end)):
        try:
            times.append(parse_timecode(text) if text else None)
        except MalformedInput as error:
            raise UsageError(
                f"'{text[:40]}' is not a time",
                where=option,
                do="Write seconds or hh:mm:ss.mmm",
            ) from error
    first, last = times[0] or 0, times[1]
    if last is not None and last <= first:
        raise UsageError(f"--to {end} is not after --from {start or '0'}")
    return first, last


def _interval(desk: Desk, recording_id: str, start_ms: int, end_ms: int | None) -> Interval | None:
    if end_ms is None and not start_ms:
        return None
    hearing = desk.hearing(recording_id)
    duration_ms = hearing.duration_ms if hearing else None
    if duration_ms is not None and start_ms >= duration_ms:
        raise UsageError(f"the recording ends at {format_ms(duration_ms)}", where="--from")
    if end_ms is None and duration_ms is None:
        raise UsageError(
            "how long this recording is, is not known yet",
            do="Give --to as well, or run `earwitness run` first",
        )
    last = min(one for one in (end_ms, duration_ms) if one is not None)
    return Interval(start_ms, last)


def _play(file: Path) -> str:
    """The player that worked, or "" when none did."""
    for name, options in PLAYERS.items():
        if shutil.which(name) is None:
            continue
        done = subprocess.run(
            [name, *options, str(file)],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if done.returncode == 0:
            return name
        tell(f"{name} could not play it")
    tell("no player works here (looked for: " + ", ".join(PLAYERS) + "); the clip is in:")
    return ""
