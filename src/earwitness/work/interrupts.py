"""Ctrl-C at a moment of our choosing: between two steps, never in the middle of one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Interrupts", "heeded"]


class Interrupts:
    """Whether somebody has asked to stop."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def stop(self) -> None:
        """Note the wish of another thread."""
        self._asked.set()

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        """Note the wish; a second one ends the program at once, as it would without us."""
        self._asked.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def check(self) -> None:
        """Stop here if somebody has asked to.

        Raises:
            KeyboardInterrupt: they have.
        """
        if self._asked.is_set():
            raise KeyboardInterrupt


@contextmanager
def heeded(given: Interrupts | None = None) -> Iterator[Interrupts]:
    """Take Ctrl-C as a wish while this lasts; in other threads than the main one it stays as it is.

    Args:
        given: by which others can ask too; a new one where there are none.
    """
    interrupts = given or Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    before = signal.signal(signal.SIGINT, interrupts.ask)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)
