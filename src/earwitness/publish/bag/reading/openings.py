"""Commitments, opened where nonces are at hand: in a sealed bag itself, or for a public one out of a sealed one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from earwitness.publish.bag.content.commitments import ALGORITHM
from earwitness.publish.bag.edition import NONCE_BYTES
from earwitness.publish.bag.reading.custody_log import LOG
from earwitness.publish.bag.reading.findings import Findings

__all__ = ["Openings", "check_commitments"]

_FILE = "data/commitments.jsonl"
_LABEL = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
_VALUE = re.compile(r"[0-9a-f]{64}")
_WHOLE_LOG = "custody-log-"
_BLOCK = 1024 * 1024
_WRONG = "What is sealed is not what was committed to, or it was exchanged: ask the desk"


@dataclass(frozen=True, slots=True)
class Openings:
    """How many commitments there are, how many were opened, and how many of these hold."""

    commitments: int
    opened: int
    hold: int


def check_commitments(root: Path, sealed: Path, findings: Findings) -> Openings:
    """Open each commitment of a bag whose nonce is in ``sealed``.

    Args:
        sealed: the folder of a sealed bag; the bag itself, where it may be one.
    """
    if not (root / _FILE).is_file():
        findings.error("commitment", _FILE, "is missing", "Get the bag again from who made it")
        return Openings(0, 0, 0)
    count = opened = hold = 0
    originals = {one.stem: one for one in _files(sealed / "data/originals")}
    for number, (label, value) in enumerate(_commitments(root / _FILE, findings), start=1):
        count += 1
        nonce = sealed / f"data/nonces/{label}.nonce"
        if nonce.is_symlink() or not nonce.is_file():
            continue
        found = _value(nonce, label, originals, sealed)
        if found is None:
            findings.warn(
                "commitment",
                _FILE,
                f"{label} has a nonce, and nothing to open it with",
                line=number,
            )
            continue
        opened += 1
        if found == value:
            hold += 1
        else:
            findings.error(
                "commitment", _FILE, f"{label} does not open to what it says", _WRONG, number
            )
    return Openings(count, opened, hold)


def _commitments(path: Path, findings: Findings) -> Iterator[tuple[str, str]]:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                fields = json.loads(line)
                label, value, alg = fields["label"], fields["value"], fields["alg"]
            except (ValueError, TypeError, KeyError, RecursionError):
                label, value, alg = "", "", ""
            known = alg == ALGORITHM and isinstance(label, str) and isinstance(value, str)
            if known and _LABEL.fullmatch(label) and _VALUE.fullmatch(value):
                yield label, value
            else:
                findings.error("commitment", _FILE, "has a line that is no commitment", line=number)


def _value(nonce: Path, label: str, originals: dict[str, Path], sealed: Path) -> str | None:
    with nonce.open("rb") as stream:
        digest = hashlib.sha256(stream.read(NONCE_BYTES + 1))
    if label.startswith(_WHOLE_LOG):
        count, log = label.removeprefix(_WHOLE_LOG), sealed / LOG
        if not count.isdigit() or log.is_symlink() or not log.is_file():
            return None
        with log.open("rb") as stream:
            for line in islice(stream, int(count[:12])):
                digest.update(line)
        return digest.hexdigest()
    if label not in originals:
        return None
    with originals[label].open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for one in folder.iterdir() if folder.is_dir() else ():
        if one.is_file() and not one.is_symlink():
            yield one
