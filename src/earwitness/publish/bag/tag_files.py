"""The files around the payload, as BagIt 1.0 (RFC 8493) has them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from earwitness.publish.bag.edition import Chance, Edition
from earwitness.publish.bag.payload import Entry

__all__ = ["SIGNED", "write_tag_files"]

SIGNED = "tagmanifest-sha256.txt"
"""The file that is signed: it names, by their digests, all that names the rest."""

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write_tag_files(
    root: Path,
    entries: Sequence[Entry],
    edition: Edition,
    chance: Chance,
    custody: tuple[int, str],
    verify_text: str,
    signed_by: str = "",
) -> bytes:
    """Write all tag files; the tag manifest last.

    Args:
        custody: number of events of the log, and the SHA-256 of its last line.
        signed_by: identity and fingerprint of who will sign, "" for nobody: a signature that was taken away
            is missed.

    Returns:
        The bytes of the tag manifest, to be signed.
    """
    size = sum(one.size_bytes for one in entries)
    info = {
        "Bagging-Date": chance.now.date().isoformat(),
        "Bag-Software-Agent": "earwitness 0.1.0",
        "External-Identifier": chance.identifier,
        "External-Description": f"Evidence bag of released recordings, {edition.value} edition",
        "Payload-Oxum": f"{size}.{len(entries)}",
        "Earwitness-Edition": edition.value,
        "Custody-Events": str(custody[0]),
        "Custody-Head": custody[1],
    }
    if signed_by:
        info["Signed-By"] = signed_by
    files = {
        "VERIFY.txt": verify_text,
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()),
        "bagit.txt": _DECLARATION,
        "manifest-sha256.txt": _manifest((one.sha256, one.name) for one in entries),
    }
    for name, text in files.items():
        (root / name).write_bytes(text.encode())
    digests = ((hashlib.sha256(text.encode()).hexdigest(), name) for name, text in files.items())
    manifest = _manifest(digests).encode()
    (root / SIGNED).write_bytes(manifest)
    return manifest


def _manifest(rows: Iterable[tuple[str, str]]) -> str:
    in_order = sorted(rows, key=lambda one: one[1])
    return "".join(f"{digest}  {name}\n" for digest, name in in_order)
