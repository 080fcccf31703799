"""Chromaprint's prints of a file, by fpcalc: 32 bits about every 0.124 s."""

from __future__ import annotations

import os
import subprocess

FRAME_S = 4096 / 3 / 11025


def prints(path):  # noqa: ANN001, ANN201
    """All of a file's prints as unsigned numbers; none where it is too short (under about 3 s)."""
    command = [os.environ["FPCALC"], "-raw", "-length", "0", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        key, _, value = line.partition("=")
        if key == "FINGERPRINT" and value:
            return [int(number) & 0xFFFFFFFF for number in value.split(",")]
    return []
