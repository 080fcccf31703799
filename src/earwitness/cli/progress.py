"""Progress on stderr: drawn on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from earwitness.cli.printing import clean, on_terminal, size, stderr_console, tell
from earwitness.records.timecode import format_ms

if TYPE_CHECKING:
    from earwitness.work.progress import RunProgress

__all__ = ["EVERY_S", "bytes_read", "run_sentence", "sound", "steps", "work"]

EVERY_S = 10.0
_LONGEST_ITEM = 48
_STAGES = {
    "hear": "hearing",
    "transcribe": "transcribing",
    "translate": "translating",
    "guard": "judging transcripts",
    "index": "indexing",
}


@dataclass(slots=True)
class _NowAndThen:
    """Lets a line through at most every `EVERY_S` seconds."""

    last: float = field(default_factory=time.monotonic)

    def due(self) -> bool:
        now = time.monotonic()
        if now - self.last < EVERY_S:
            return False
        self.last = now
        return True


@contextmanager
def steps(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """Progress over named items: call it with (item, done, total)."""
    with _shown() as show:

        def told(item: str, done: int, total: int) -> None:
            show(f"{what}: {done:,} of {total:,}  {item[:_LONGEST_ITEM]}")

        yield told


@contextmanager
def bytes_read(what: str) -> Iterator[Callable[[int, int], None]]:
    """Progress over bytes: call it with (done, total)."""
    with _shown() as show:

        def told(done: int, total: int) -> None:
            show(f"{what}: {size(done)} of {size(total)}")

        yield told


@contextmanager
def sound(what: str) -> Iterator[Callable[[int], None]]:
    """Progress over one recording: call it with the milliseconds that are done."""
    began = time.monotonic()
    with _shown() as show:

        def told(done_ms: int) -> None:
            rate = done_ms / 1000 / max(time.monotonic() - began, 0.001)
            show(f"{what}: {format_ms(done_ms, millis=False)} of sound, {rate:.0f}× real time")

        yield told


@contextmanager
def work() -> Iterator[Callable[[RunProgress], None]]:
    """Progress of a run: stage, items, decoded time, rate and time left."""
    with _shown() as show:

        def told(moment: RunProgress) -> None:
            show(run_sentence(moment))

        yield told


def run_sentence(moment: RunProgress) -> str:
    """One line about a moment of a run."""
    parts = [f"{_STAGES.get(moment.stage, moment.stage)}: {moment.done:,} of {moment.total:,}"]
    if moment.heard_ms:
        parts.append(f"{format_ms(moment.heard_ms, millis=False)} of sound")
    if moment.rate is not None:
        parts.append(f"{moment.rate:.0f}× real time")
    if moment.left_s is not None:
        parts.append(f"about {format_ms(int(moment.left_s * 1000), millis=False)} left")
    if moment.item:
        parts.append(moment.item[:_LONGEST_ITEM])
    return ", ".join(parts)


@contextmanager
def _shown() -> Iterator[Callable[[str], None]]:
    if not on_terminal(sys.stderr):
        gate = _NowAndThen()
        yield lambda line: tell(line) if gate.due() else None
        return
    with stderr_console().status("") as spinner:
        # Text of a status is read as markup: brackets in file names must stay brackets.
        yield lambda line: spinner.update(clean(line).replace("[", "\\["))
