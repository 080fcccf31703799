"""Layer 4, evidence: what stands for or against a claim, and where was looked for the contrary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["CounterSearch", "EvidenceLink", "Stance"]


class Stance(StrEnum):
    """How an item stands to a claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"
    SAME_ORIGIN = "same_origin"  # repeats it: never counts as support


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """An item and how it stands to a claim; the signed record that holds it is about the claim.

    Attributes:
        item: a recording, an appearance or another claim of the archive.
        specific: for a contradiction: it says what is wrong. A blanket denial refutes nothing.
    """

    item: str
    stance: Stance
    specific: bool = False


@dataclass(frozen=True, slots=True)
class CounterSearch:
    """A search for what speaks against a claim, also when nothing was found."""

    where: str
    query: str
    found: str = ""
