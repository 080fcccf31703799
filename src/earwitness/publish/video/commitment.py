"""A commitment to the whole of which a clip is a part: told without telling anything about it (methods §0.10).

A plain hash of a recording that others hold too would say which one it is; ``SHA-256(nonce || bytes)`` says it to
those only who are given the nonce, which stays in ``sealed/nonces`` of the archive.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import renditions

__all__ = ["commitment_to"]

_NONCE_BYTES = 32
_BLOCK = 1 << 20


def commitment_to(archive: Archive, recording_id: str) -> str:
    """The commitment to the bytes of a recording as received; the same each time, "" without sound."""
    source = next((one.sha256 for one in renditions(archive.db, recording_id)), "")
    if not source:
        return ""
    digest = hashlib.sha256(_nonce(archive.root / "sealed" / "nonces", f"{recording_id}.original"))
    with archive.originals.path(source).open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _nonce(folder: Path, label: str) -> bytes:
    path = folder / f"{label}.nonce"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f"{label}.{secrets.token_hex(4)}.new"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(_NONCE_BYTES))
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):  # whoever comes second keeps the first one's
            os.link(draft, path)
        draft.unlink()
    return path.read_bytes()
