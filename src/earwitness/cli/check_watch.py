"""`earwitness check --watch`: a draft checked again at each save, one line a finding, for editors."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from earwitness.cli.check_output import editor_lines, summary
from earwitness.cli.printing import say, tell
from earwitness.errors import EarwitnessError

if TYPE_CHECKING:
    from collections.abc import Callable

    from earwitness.desk import Desk
    from earwitness.publish.quotecheck.check import CheckReport

__all__ = ["watch_draft"]

_EVERY_S = 0.25
_State = tuple[int, int, int]


def watch_draft(desk: Desk, draft: Path, sarif: Path | None = None) -> bool:
    """Check a draft whenever it is saved, until Ctrl-C; whether errors stood at the end.

    A save that puts a new file in place of the old one is seen too, and one in the middle of which the file is
    gone or empty is waited for.
    """
    tell(f"Watching {draft}; Ctrl-C ends it.")
    check = desk.checking_again()
    errors, seen = False, None
    try:
        while True:
            now = _state(draft)
            if now is not None and now != seen:
                seen = now
                errors = _once(desk, check, draft, sarif)
            time.sleep(_EVERY_S)
    except KeyboardInterrupt:
        tell("earwitness: watching ended.")
    return errors


def _once(
    desk: Desk, check: Callable[[Path], CheckReport], draft: Path, sarif: Path | None
) -> bool:
    started = time.monotonic()
    say(f"{draft}: checking")
    try:
        report = check(draft)
    except EarwitnessError as error:
        say(f"{draft}:{error.line or 1}:1: error Q00 {error}")
        say(f"{draft}: checked, not read")
        sys.stdout.flush()
        return True
    for line in editor_lines(report, draft):
        say(line)
    if sarif is not None:
        text = json.dumps(desk.sarif(report, draft), ensure_ascii=False, indent=1)
        sarif.write_text(text + "\n", encoding="utf-8")
    say(f"{draft}: checked in {time.monotonic() - started:.1f} s, {summary(report)}")
    sys.stdout.flush()
    return not report.clean


def _state(draft: Path) -> _State | None:
    """What changes when a file is saved; None while it is gone or empty."""
    try:
        found = draft.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found.st_size else None
