"""Commitments: that something sealed existed, told without telling anything about it.

A plain hash of a telephone number or of a known sound can be found by trying. ``SHA-256(nonce || bytes)`` with
32 random bytes cannot, until the desk hands over nonce and bytes; then anybody opens it with
``cat NONCE FILE | sha256sum``. A nonce is made once for each label and stays in ``sealed/`` of the archive, so
that a sealed bag opens the commitments of every earlier public one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import Differs
from earwitness.publish.bag.edition import NONCE_BYTES

__all__ = ["ALGORITHM", "Commitment", "Nonces", "commit"]

ALGORITHM = "sha256(nonce||bytes)"
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Commitment:
    """A line of ``commitments.jsonl``."""

    label: str
    value: str
    alg: str = ALGORITHM


class Nonces:
    """The nonces of an archive, one file each, read by their owner only."""

    def __init__(self, sealed: Path, make: Callable[[], bytes]) -> None:
        self._folder, self._make = sealed / "nonces", make

    def of(self, label: str) -> bytes:
        """The nonce of a label, made if there is none.

        Raises:
            Differs: the file that holds it was changed.
        """
        path = self._folder / f"{label}.nonce"
        if not path.is_file():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = path.with_suffix(".new")
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(self._make())
                out.flush()
                os.fsync(out.fileno())
            draft.replace(path)
        nonce = path.read_bytes()
        if len(nonce) != NONCE_BYTES:
            raise Differs(
                f"is no nonce any more ({len(nonce)} bytes)",
                where=str(path),
                do="Put it back from a backup of the archive: without it nobody can open the commitment",
            )
        return nonce

    def labels(self, start: str) -> list[str]:
        """The labels that have a nonce and begin so."""
        found = self._folder.glob("*.nonce") if self._folder.is_dir() else ()
        return sorted(one.stem for one in found if one.stem.startswith(start))


def commit(label: str, nonce: bytes, content: Path | Iterable[bytes]) -> Commitment:
    """Commit to the bytes of a file, or to pieces one after another."""
    digest = hashlib.sha256(nonce)
    if isinstance(content, Path):
        with content.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    else:
        for piece in content:
            digest.update(piece)
    return Commitment(label, digest.hexdigest())
