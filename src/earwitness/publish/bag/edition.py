"""The two editions of a bag, and the chance that goes into one.

The public edition is built up from an allow-list: what is not named in `content/` cannot reach it. The sealed
edition is for courts and partners: originals, the whole chain of custody, names and reasons, and the nonces
that open the commitments of the public one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from earwitness.records.identifiers import new_identifier

__all__ = ["NONCE_BYTES", "Chance", "Edition"]

NONCE_BYTES = 32


class Edition(StrEnum):
    """For whom a bag is."""

    PUBLIC = "public"
    SEALED = "sealed"

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        return self is Edition.PUBLIC


def _now() -> datetime:
    return datetime.now(UTC)


def _nonce() -> bytes:
    return secrets.token_bytes(NONCE_BYTES)


@dataclass(frozen=True, slots=True)
class Chance:
    """What two bags of the same archive differ in: the same chance gives the same bytes.

    Attributes:
        identifier: of the bag. now: when it was made.
        nonce: gives 32 random bytes for each commitment that has none yet.
    """

    identifier: str = field(default_factory=lambda: new_identifier("bag"))
    now: datetime = field(default_factory=_now)
    nonce: Callable[[], bytes] = _nonce
