"""A desk as a program of its own, for those who walk through it in a browser."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
]
LONG_MS = 120_000


class Running:
    """A desk as a program of its own, on a port that stays the same when it is started again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        self.program = subprocess.Popen(
            [
                *(sys.executable, "-m", "earwitness", "desk", "--port", str(self.port)),
                *("--name", "E. Marrow", "-a", str(self.root)),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.address = self.program.stdout.readline().strip()
        self.base = self.address.split("/?")[0]

    def kill(self) -> None:
        self.program.send_signal(signal.SIGKILL)
        self.program.wait()
        self.program.stdout.close()
