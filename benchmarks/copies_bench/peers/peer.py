"""What every peer offers, what it answers and how its child processes are measured."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

__all__ = ["Answer", "Failed", "NotInstallable", "Peer", "Usage", "index_bytes", "run_child"]

_LAUNCH = Path(__file__).resolve().parent / "launch.py"
_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class NotInstallable(Exception):
    """A peer cannot be had here; the message is the reason."""


class Failed(Exception):
    """A peer's process ended without a result or took too long; the message is its last word."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best match of one query.

    Args:
        query: the query file's stem.
        found: the stem of the indexed file, None where the peer names none.
        score: the peer's own, also below its threshold; larger is more alike; 0 with no match.
        offset_s: where the query begins in the found file; None where the peer does not say.
        accepted: the peer's own decision; None where it makes none and its user has to.
    """

    query: str
    found: str | None
    score: float
    offset_s: float | None
    accepted: bool | None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a child process and its descendants used; memory is that of the largest one process."""

    wall_s: float
    user_s: float
    system_s: float
    max_rss_mb: float


class Peer(Protocol):
    """One system. ``db`` is a folder that the peer fills; 8 or 16 kHz mono 16-bit WAV files go in.

    Args:
        name: for tables.
        about: one line, what is run and with which settings.
        all_pairs: every query is compared with every recording, so time grows with their product.
        used: by the last ``index`` or ``query``.
    """

    name: str
    about: str
    all_pairs: bool
    used: Usage | None

    def version(self) -> str: ...

    def install(self, cache: Path) -> None: ...

    def index(self, files: Sequence[Path], db: Path) -> None: ...

    def query(self, db: Path, files: Sequence[Path]) -> list[Answer]: ...


def run_child(
    command: Sequence[str | Path],
    environment: Mapping[str, str] | None = None,
    longest_s: float = 4 * 3600,
) -> Usage:
    """Run a command to its end, on one core as far as libraries let themselves be told.

    A child's largest memory as the kernel tells it begins with that of the process that started it,
    so a small one stands in between.

    Raises:
        Failed: it ended with an error or was ended after ``longest_s``.
    """
    with tempfile.TemporaryDirectory() as folder:
        told, said = Path(folder, "used.json"), Path(folder, "said")
        with said.open("wb") as log:
            child = subprocess.Popen(
                [sys.executable, "-S", "-E", str(_LAUNCH), str(told), *map(str, command)],
                env={**os.environ, **_ONE_CORE, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                child.wait(longest_s)
            except BaseException as why:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()
                if isinstance(why, subprocess.TimeoutExpired):
                    raise Failed(f"ended after {longest_s:.0f} s") from None
                raise
        found = json.loads(told.read_text(encoding="utf-8")) if told.is_file() else {"code": -1}
        if found.pop("code"):
            words = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise Failed(words[-1] if words else "ended without a word")
    return Usage(**found)


def index_bytes(db: Path) -> int:
    """What a peer's index takes on disk."""
    return sum(path.stat().st_size for path in db.rglob("*") if path.is_file())
