"""What one running desk holds: the archive it is about, its key, and open archives to lend."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any, TypeVar

from earwitness.desk import Desk
from earwitness.store.archive import Archive

__all__ = ["House"]

T = TypeVar("T")


@dataclass
class House:
    """A running desk.

    Attributes:
        key: who has it may come in; it stands in the address that is printed at the start.
        port: where it listens on this machine; 0 lets any port pass (tests without a socket).
        read_only: nothing can be written, whatever is asked.
        by_name: what the person is called under whose account the desk was started.
        workers: one thread for what a browser need not wait for (decoding), in the order asked.
    """

    root: Path
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    port: int = 0
    read_only: bool = False
    by_name: str = ""
    workers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "desk"))
    _free: SimpleQueue[Desk] = field(default_factory=SimpleQueue)
    closing: list[Callable[[], None]] = field(default_factory=list)
    more_rooms: tuple[tuple[str, str], ...] = (
        ("draft", "/draft"),
        ("intake", "/intake"),
        ("people", "/people"),
        ("claims", "/claims"),
        ("corrections", "/corrections"),
    )
    _parts: dict[str, Any] = field(default_factory=dict)
    _making: Lock = field(default_factory=Lock)

    def part(self, kind: Callable[[House], T]) -> T:
        """What a room needs as long as the desk runs (a queue, a worker): one of each kind, made when first asked for."""
        name = f"{kind.__module__}.{kind.__qualname__}"
        with self._making:
            if name not in self._parts:
                self._parts[name] = kind(self)
            found: T = self._parts[name]
            return found

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Lend an open archive to one request; it comes back, and the next request need not open one."""
        try:
            lent = self._free.get_nowait()
        except Empty:
            lent = Desk(Archive(self.root, read_only=self.read_only))
        try:
            yield lent
        finally:
            self._free.put(lent)

    def close(self) -> None:
        """Close everything that is open."""
        self.workers.shutdown(wait=False, cancel_futures=True)
        for one in self.closing:
            one()
        self.workers.shutdown()
        while True:
            try:
                self._free.get_nowait().close()
            except Empty:
                return
