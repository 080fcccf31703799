"""A stretch of a recording as typed: ``--from T --to T``."""

from __future__ import annotations

from earwitness.errors import MalformedInput, UsageError
from earwitness.records.timecode import Interval, parse_timecode

__all__ = ["stretch_of"]


def stretch_of(start: str, end: str) -> Interval | None:
    """The stretch, None if neither end is given.

    Raises:
        UsageError: one end is missing or is no time, or the end is not after the start.
    """
    if not start and not end:
        return None
    if not end:
        raise UsageError("--to is missing", do="Give --from and --to")
    first, last = (_time(option, text) for option, text in (("--from", start), ("--to", end)))
    if last <= first:
        raise UsageError(f"--to {end} is not after --from {start or '0'}")
    return Interval(first, last)


def _time(option: str, text: str) -> int:
    try:
        return parse_timecode(text) if text else 0
    except MalformedInput as error:
        raise UsageError(
            f"'{text[:40]}' is not a time", where=option, do="Write seconds or hh:mm:ss.mmm"
        ) from error
