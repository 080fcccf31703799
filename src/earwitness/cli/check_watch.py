"""`earwitness check --watch`: a draft checked again at each save, one line a finding, for editors."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
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
    checker = _Checker(desk, desk.checking_again(), draft, sarif)
    seen = None
    try:
        while True:
            now = _state(draft)
            if now is not None and now != seen:
                seen = now
                checker.once()
            time.sleep(_EVERY_S)
    except KeyboardInterrupt:
        tell("earwitness: watching ended.")
    return checker.errors


@dataclass(slots=True)
class _Checker:
    """One draft under watch; ``errors`` says how the last check ended, before it is told."""

    desk: Desk
    check: Callable[[Path], CheckReport]
    draft: Path
    sarif: Path | None
    errors: bool = False

    def once(self) -> None:
        """Check the draft as it now is and print what was found."""
        started = time.monotonic()
        say(f"{self.draft}: checking")
        try:
            report = self.check(self.draft)
        except EarwitnessError as error:
            self.errors = True
            say(f"{self.draft}:{error.line or 1}:1: error Q00 {error}")
            self._ended("checked, not read")
            return
        self.errors = not report.clean
        for line in editor_lines(report, self.draft):
            say(line)
        if self.sarif is not None:
            text = json.dumps(self.desk.sarif(report, self.draft), ensure_ascii=False, indent=1)
            self.sarif.write_text(text + "\n", encoding="utf-8")
        self._ended(f"checked in {time.monotonic() - started:.1f} s, {summary(report)}")

    def _ended(self, words: str) -> None:
        say(f"{self.draft}: {words}")
        sys.stdout.flush()


def _state(draft: Path) -> _State | None:
    """What changes when a file is saved; None while it is gone or empty."""
    try:
        found = draft.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found.st_size else None
