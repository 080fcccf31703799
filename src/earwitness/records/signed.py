"""What a person says about an item, signed: who, when, why, and about which state of the item.

A signed record is never changed. A later one lies on top; ``taken_back`` names one that does not hold any
more. The reason may be sealed; the custody chain holds only the digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

__all__ = ["SignedRecord", "body_of", "signed_digest"]


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """One signed saying.

    Attributes:
        kind: names the type of the body ("check", "move", "assessment"...).
        subject: the recording, plan, or other item that it is about.
        body: canonical JSON of the fields.
        by: a person's name, or the program for a machine's check.
        at: ISO 8601 instant, UTC.
        revision: digest of those parts of the item that were seen, "" where none bind it: when they
            change, what was said lapses.
    """

    id: str
    kind: str
    subject: str
    body: str
    by: str
    at: str
    reason: str
    revision: str = ""


def body_of(fields: Any) -> str:
    """The body of a record from its dataclass: canonical JSON (sorted keys, no spaces).

    Raises:
        TypeError: it is no dataclass.
    """
    if not is_dataclass(fields) or isinstance(fields, type):
        raise TypeError(f"not the fields of a record: {fields!r}")
    return json.dumps(asdict(fields), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def signed_digest(one: SignedRecord) -> str:
    """SHA-256 of all that was said; the custody event names it."""
    essence = json.dumps(asdict(one), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(essence.encode()).hexdigest()
