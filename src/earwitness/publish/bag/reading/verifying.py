"""Verifying a bag: BagIt first; then, where it is an evidence bag, its seal, its custody log and its commitments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import UsageError
from earwitness.publish.bag.reading.bagit import ReadBag, read_bag
from earwitness.publish.bag.reading.custody_log import LOG, check_custody
from earwitness.publish.bag.reading.findings import BagFinding, Findings
from earwitness.publish.bag.reading.openings import Openings, check_commitments
from earwitness.publish.bag.reading.seals import (
    SeenStamp,
    SignerSeen,
    check_signatures,
    check_stamps,
)
from earwitness.publish.bag.reading.unpacking import UnpackLimits, opened_bag
from earwitness.publish.bag.seal.certificates import read_certificates
from earwitness.publish.bag.seal.keys import PublicKey

__all__ = ["KnownElsewhere", "Verified", "verify_bag"]


@dataclass(frozen=True, slots=True)
class KnownElsewhere:
    """What the verifier knows not from the bag: only that makes a signature somebody's.

    Attributes:
        signer: fingerprint (``SHA256:…``), or a ``.pub`` file. tsa_ca: PEM of a time authority's root.
        sealed: a sealed bag that opens the commitments of this one.
    """

    signer: str = ""
    tsa_ca: Path | None = None
    sealed: Path | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Attributes:
        valid: no error: complete, unchanged, and everything that seals it holds.
        evidence: it is a bag of this program, not just any BagIt.
    """

    valid: bool
    evidence: bool
    version: str
    identifier: str
    edition: str
    files: int
    bytes: int
    signer: SignerSeen | None
    stamps: tuple[SeenStamp, ...]
    custody_events: int
    commitments: Openings
    findings: tuple[BagFinding, ...]


def verify_bag(
    path: Path,
    known: KnownElsewhere | None = None,
    told: Callable[[int, int], None] = lambda *_: None,
    limits: UnpackLimits | None = None,
) -> Verified:
    """Verify a bag in a folder, a zip or a tar.

    Args:
        told: called with the bytes that were read, and of how many.

    Raises:
        UsageError: nothing is there, or what the verifier names is not what it should be.
        Refused: a packed bag that cannot be unpacked safely.
    """
    known = known or KnownElsewhere()
    expected = _fingerprint(known.signer)
    roots = read_certificates(known.tsa_ca) if known.tsa_ca else []
    with opened_bag(path, limits) as root:
        findings = Findings()
        bag = read_bag(root, findings, told)
        ours = "earwitness-edition" in bag.info or LOG in bag.listing.files
        signer, held, events, opened = None, list[SeenStamp](), 0, Openings(0, 0, 0)
        if ours or expected or any(one.startswith("sig/") for one in bag.listing.files):
            signer = check_signatures(bag, expected, findings)
            held = check_stamps(bag, roots, findings)
        if ours:
            events = check_custody(bag, findings)
            if known.sealed is None:
                opened = check_commitments(root, root, findings)
            else:
                with opened_bag(known.sealed, limits) as sealed:
                    opened = check_commitments(root, sealed, findings)
        elif bag.version:
            findings.note(
                "other-bag", "", "is a BagIt of another maker: nothing beyond BagIt was checked"
            )
        return Verified(
            valid=findings.valid,
            evidence=ours,
            version=bag.version,
            identifier=_one(bag, "external-identifier"),
            edition=_one(bag, "earwitness-edition"),
            files=sum(1 for _ in bag.listing.payload),
            bytes=bag.listing.payload_bytes,
            signer=signer,
            stamps=tuple(held),
            custody_events=events,
            commitments=opened,
            findings=tuple(findings),
        )


def _one(bag: ReadBag, label: str) -> str:
    return " ".join(bag.info.get(label, ()))[:200]


def _fingerprint(named: str) -> str:
    if not named or named.startswith("SHA256:"):
        return named
    path = Path(named)
    try:
        line = path.read_text(encoding="ascii")[:4096]
    except (OSError, UnicodeError) as error:
        raise UsageError(
            "is neither a fingerprint nor a public key", where=named, do="SHA256:…, or a .pub file"
        ) from error
    return PublicKey.from_line(line, named).fingerprint
