"""Names of records: opaque, random, never made from what they name."""

from __future__ import annotations

import re
import secrets
from typing import NewType

__all__ = ["KINDS", "Sha256", "is_identifier", "is_sha256", "new_identifier"]

Sha256 = NewType("Sha256", str)

# Crockford's base 32 without vowels that make words: nothing to misread, nothing to giggle at.
_ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"
_LENGTH = 9
KINDS = (
    "src",
    "app",
    "rec",
    "sid",
    "voi",
    "vov",
    "trs",
    "trl",
    "utt",
    "quo",
    "ass",
    "bat",
    "aln",
    "dec",
    "men",
    "ent",
    "enl",
    "sig",
    "clm",
    "cod",
    "bag",
    "pub",
    "drf",
)
_IDENTIFIER = re.compile(rf"({'|'.join(KINDS)})-[{_ALPHABET}]{{{_LENGTH}}}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def new_identifier(kind: str) -> str:
    """Make a fresh identifier such as ``rec-7k3m9q2xb`` (44 random bits).

    Raises:
        ValueError: a kind not in `KINDS`.
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind of record: {kind}")
    return f"{kind}-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def is_identifier(text: str, kind: str | None = None) -> bool:
    """Whether a text has the form of an identifier (of one kind)."""
    match = _IDENTIFIER.fullmatch(text)
    return match is not None and (kind is None or match[1] == kind)


def is_sha256(text: str) -> bool:
    """Whether a text is a SHA-256 digest in lower-case hexadecimal."""
    return _SHA256.fullmatch(text) is not None
