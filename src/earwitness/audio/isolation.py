"""Work on untrusted media in a child process that may crash, hang or swell without harm.

The parent holds lease and database; the child decodes. It lives over many items (starting one
takes a second) and is replaced after a crash, an overrun, a number of items, or growth.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Self, TypeVar, cast

from earwitness.audio.limits import ProcessLimits, limit_this_process
from earwitness.errors import BrokenMedia, EarwitnessError, OverLimit
from earwitness.records.timecode import format_ms

__all__ = ["Isolated", "IsolationSettings", "deadline_s"]

R = TypeVar("R")

_TICK_S = 0.1
_START_S = 60.0
_END_S = 2.0


@dataclass(frozen=True, slots=True)
class IsolationSettings:
    """How a child process is kept.

    Args:
        limits: what the child may use.
        max_items: items after which it is replaced.
        max_resident_bytes: resident memory after an item beyond which it is replaced.
        base_deadline_s: time that every item gets.
        deadline_per_second: further time for each second of declared duration.
    """

    limits: ProcessLimits = field(default_factory=ProcessLimits)
    max_items: int = 200
    max_resident_bytes: int = 1 << 30
    base_deadline_s: float = 60.0
    deadline_per_second: float = 0.5


def deadline_s(declared_ms: int | None, settings: IsolationSettings | None = None) -> float:
    """How long an item of a declared duration may take; an unknown duration counts as an hour.

    >>> deadline_s(60_000)
    90.0
    """
    settings = settings or IsolationSettings()
    declared_s = 3600.0 if declared_ms is None else declared_ms / 1000
    return settings.base_deadline_s + settings.deadline_per_second * declared_s


class Isolated:
    """A child process under limits that runs one function at a time.

    Functions, arguments and results are pickled; a function is named by its module, so lambdas
    and local functions do not work. The child ignores Ctrl-C: the parent gets it, and leaving the
    ``with`` block ends the child. One object belongs to one thread: the child dies with the
    thread that started it.

    Args:
        settings: limits, lifetime and deadlines.

    Example:
        ``with Isolated() as child: heard = child.call(hear, path, settings, deadline_s=90)``
    """

    def __init__(self, settings: IsolationSettings | None = None) -> None:
        self._settings = settings or IsolationSettings()
        self._context = multiprocessing.get_context("spawn")
        self._child: _Child | None = None
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the living child, None if there is none at the moment."""
        return self._child.process.pid if self._child is not None else None

    def call(
        self,
        function: Callable[..., R],
        *arguments: Any,
        deadline_s: float,
        progress: Callable[[int], None] | None = None,
    ) -> R:
        """Run ``function(*arguments)`` in the child.

        Args:
            function: importable by name. With ``progress`` it must take a keyword of that name.
            arguments: picklable.
            deadline_s: wall time after which the child is killed.
            progress: called in this process, with the latest number that the child reported.

        Raises:
            OverLimit: the deadline passed, or the child ran out of memory.
            BrokenMedia: the child died; the sentence names the signal or exit code.
            EarwitnessError: whatever of that tree the function raised.
        """
        child = self._living()
        child.progress.value = 0
        child.pipe.send((function, arguments, progress is not None))
        try:
            answer = self._await(child, deadline_s, progress)
        except BaseException:
            # after an overrun, a death or Ctrl-C the child's state is unknown
            self._kill()
            raise
        child.items += 1
        if child.items >= self._settings.max_items or answer.swollen:
            self._kill()
        if answer.error is not None:
            raise answer.error
        return cast("R", answer.result)

    def stop(self) -> None:
        """Kill the child in the middle of its work, from any thread; no other one is started.

        A `call` that is under way then raises in its own thread, which also cleans up.
        """
        self._stopped = True
        child = self._child
        if child is not None:
            with suppress(ValueError):  # its own thread has cleaned up already
                child.process.kill()

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            try:
                self._child.pipe.send(None)
                self._child.process.join(_END_S)
            except (OSError, ValueError):
                pass  # it is gone already
            self._kill()

    def _living(self) -> _Child:
        if self._child is not None and self._child.process.is_alive():
            return self._child
        self._kill()
        if self._stopped:
            raise BrokenMedia("was not worked on: the run was stopped")
        self._child = self._start()
        return self._child

    def _start(self) -> _Child:
        ours, theirs = self._context.Pipe()
        progress = self._context.Value("q", 0, lock=False)
        process = self._context.Process(
            target=_serve, args=(theirs, progress, self._settings), daemon=True
        )
        process.start()
        theirs.close()
        child = _Child(process, ours, cast("Synchronized[int]", progress))
        self._child = child
        if self._stopped:  # while it was started
            process.kill()
        self._await(child, _START_S, None)
        return child

    def _await(
        self, child: _Child, deadline_s: float, progress: Callable[[int], None] | None
    ) -> _Answer:
        end_s = time.monotonic() + deadline_s
        told = 0
        while True:
            ready = wait([child.pipe, child.process.sentinel], timeout=_TICK_S)
            if progress is not None and child.progress.value != told:
                told = child.progress.value
                progress(told)
            if child.pipe in ready:
                try:
                    return cast("_Answer", child.pipe.recv())
                except (EOFError, ConnectionResetError):
                    raise _death(child) from None
            if ready:
                raise _death(child)
            if time.monotonic() > end_s:
                raise OverLimit(
                    f"took longer than {format_ms(round(deadline_s * 1000), millis=False)} "
                    "and was stopped",
                    do="If the machine was busy, try again with `earwitness run --again`",
                )

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.process.kill()
            child.process.join()
            child.process.close()
            child.pipe.close()


@dataclass(slots=True)
class _Child:
    process: SpawnProcess
    pipe: Connection
    progress: Synchronized[int]
    items: int = 0


@dataclass(frozen=True, slots=True)
class _Answer:
    result: object = None
    error: EarwitnessError | None = None
    swollen: bool = False


def _death(child: _Child) -> EarwitnessError:
    child.process.join(_END_S)
    code = child.process.exitcode
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        return BrokenMedia(f"the decoder died with {name}", do="The item was set aside")
    return BrokenMedia(f"the decoder ended with exit code {code}", do="The item was set aside")


def _serve(pipe: Connection, progress: Synchronized[int], settings: IsolationSettings) -> None:
    """The child's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_this_process(settings.limits)
    pipe.send(_Answer())
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        if task is None:
            return
        _reply(pipe, _run(task, progress), settings)


def _run(
    task: tuple[Callable[..., object], tuple[object, ...], bool], progress: Synchronized[int]
) -> _Answer:
    function, arguments, reports = task

    def report(value: int) -> None:
        progress.value = value

    try:
        result = function(*arguments, progress=report) if reports else function(*arguments)
    except EarwitnessError as error:
        return _Answer(error=error)
    except MemoryError:
        return _Answer(error=OverLimit("needs more memory than the limit allows"), swollen=True)
    except Exception as error:  # noqa: BLE001 (the worker's outermost loop: it must live on)
        reason = f"{type(error).__name__}: {str(error)[:300]}"
        return _Answer(error=BrokenMedia(f"could not be worked on: {reason}"))
    return _Answer(result=result)


def _reply(pipe: Connection, answer: _Answer, settings: IsolationSettings) -> None:
    swollen = answer.swollen or _resident_bytes() > settings.max_resident_bytes
    try:
        pipe.send(_Answer(answer.result, answer.error, swollen))
    except (TypeError, AttributeError, ValueError, RecursionError) as error:
        sentence = f"gave a result that cannot be sent back: {str(error)[:200]}"
        pipe.send(_Answer(error=BrokenMedia(sentence), swollen=swollen))


def _resident_bytes() -> int:
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 (one line, many times)
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
