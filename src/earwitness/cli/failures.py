"""How a command ends when it cannot go on: one sentence, an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path

import typer

from earwitness.cli.printing import tell
from earwitness.errors import ArchiveExists, ArchiveNotFound, EarwitnessError, UsageError

__all__ = ["DONE", "FINDINGS", "MISUSE", "end_with", "exit_code"]

DONE, FINDINGS, MISUSE = 0, 1, 2
_CLOSED_PIPE = 141  # what a shell reports for a program that SIGPIPE ended


def exit_code(error: EarwitnessError) -> int:
    """2 when the command was called wrongly, 1 for everything else."""
    return MISUSE if isinstance(error, UsageError | ArchiveNotFound | ArchiveExists) else FINDINGS


def end_with(error: BaseException) -> typer.Exit:
    """Say what happened; give the exit to raise."""
    if isinstance(error, EarwitnessError):
        tell(f"earwitness: {error}")
        return typer.Exit(exit_code(error))
    if isinstance(error, KeyboardInterrupt):
        tell("earwitness: stopped.")
        return typer.Exit(FINDINGS)
    if isinstance(error, BrokenPipeError):
        return _closed_pipe()
    if isinstance(error, OSError) and error.filename is not None:
        tell(f"earwitness: {error.filename}: {error.strerror or error}.")
        return typer.Exit(FINDINGS)
    return _unexpected(error)


def _closed_pipe() -> typer.Exit:
    """Whoever read our output has had enough; nothing more can be said there."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return typer.Exit(_CLOSED_PIPE)


def _unexpected(error: BaseException) -> typer.Exit:
    text = "".join(traceback.format_exception(error))
    handle, name = tempfile.mkstemp(prefix="earwitness-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
        stream.write(f"earwitness {' '.join(sys.argv[1:])}\n{text}")
    tell(
        f"earwitness: an error of the program itself ({type(error).__name__}: {error}). "
        f"Please report it with {Path(name)}"
    )
    return typer.Exit(FINDINGS)
