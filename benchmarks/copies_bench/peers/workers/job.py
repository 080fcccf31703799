"""What the Python workers share; runs in a peer's own environment, so it needs nothing but Python."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def serve(index, query):  # noqa: ANN001, ANN201 (run from the peers' own environments)
    """Run what the command line asks for: ``try``, or ``index JOB.json`` or ``query JOB.json``.

    ``index(files, db, settings)`` fills the folder, ``query(files, db, settings)`` gives a list of
    (query, found, score, offset_s, accepted).
    """
    if sys.argv[1] == "try":  # what it imports is there
        return
    job = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    files, db = [Path(name) for name in job["files"]], Path(job["db"])
    if sys.argv[1] == "index":
        index(files, db, job["settings"])
        return
    answers = query(files, db, job["settings"])
    Path(job["out"]).write_text(json.dumps(answers), encoding="utf-8")


def nothing(path):  # noqa: ANN001, ANN201
    """The answer when a peer found no candidate at all."""
    return (path.stem, None, 0.0, None, False)


def pcm(path, rate_hz):  # noqa: ANN001, ANN201
    """A file's samples at a rate, 16-bit little-endian, as peers that take samples have them."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", str(path)]
    command += ["-ac", "1", "-ar", str(rate_hz), "-f", "s16le", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout
