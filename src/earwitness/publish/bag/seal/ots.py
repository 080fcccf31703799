"""Proofs of OpenTimestamps (``.ots``): carried along, their head checked, never verified here.

A proof leads from a digest to a block of the Bitcoin chain; to verify it one needs the headers of that chain
(``ots verify``). Here it is only seen that it is such a proof, for this file, and what it leads to.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from earwitness.errors import MalformedInput

__all__ = ["Ots", "read_ots"]

_MAGIC = bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294")
_VERSION = 1
_SHA256 = 0x08
_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
_BITCOIN = bytes.fromhex("0588960d73d71901")


@dataclass(frozen=True, slots=True)
class Ots:
    """What a proof says of itself: how many calendars promise it, and how many blocks hold it."""

    digest: bytes
    promised: int
    in_blocks: int

    @property
    def sentence(self) -> str:
        """For people."""
        if self.in_blocks:
            return "leads to the Bitcoin chain; not verified here (`ots verify` does)"
        return "is promised by a calendar and not yet in the Bitcoin chain (`ots upgrade` completes it)"


def read_ots(content: bytes, message: bytes, where: str) -> Ots:
    """Read the head of a proof for these bytes.

    Raises:
        MalformedInput: it is no such proof, or one for other bytes.
    """
    head = _MAGIC + bytes((_VERSION, _SHA256))
    if not content.startswith(head) or len(content) < len(head) + 32:
        raise MalformedInput("is no proof of OpenTimestamps with SHA-256", where=where)
    digest = content[len(head) : len(head) + 32]
    if digest != hashlib.sha256(message).digest():
        raise MalformedInput("is a proof for other bytes", where=where)
    rest = content[len(head) + 32 :]
    return Ots(digest, rest.count(_PENDING), rest.count(_BITCOIN))
