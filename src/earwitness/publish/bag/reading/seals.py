"""The seal of a bag: both signatures, whose key it is, and the time stamps."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from earwitness.errors import EarwitnessError
from earwitness.publish.bag.reading.bagit import ReadBag
from earwitness.publish.bag.reading.findings import Findings
from earwitness.publish.bag.seal.certificates import is_root, read_certificates
from earwitness.publish.bag.seal.keys import PublicKey
from earwitness.publish.bag.seal.ots import read_ots
from earwitness.publish.bag.seal.request import REQUEST, read_request
from earwitness.publish.bag.seal.sealing import ED25519, PEM, SIGNERS, SSH
from earwitness.publish.bag.seal.signers import read_signers
from earwitness.publish.bag.seal.sshsig import NAMESPACE, read_signature
from earwitness.publish.bag.seal.stamping import CHAIN, stamps
from earwitness.publish.bag.seal.token import read_token, token_problem
from earwitness.publish.bag.tag_files import SIGNED

__all__ = ["SeenStamp", "SignerSeen", "check_signatures", "check_stamps"]

_LONGEST = 1 << 20
_RESIGNED = (
    "Compare the fingerprint with the one that the desk publishes; get the bag again from it"
)


@dataclass(frozen=True, slots=True)
class SignerSeen:
    """Whose key made the signatures that hold."""

    identity: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SeenStamp:
    """A time stamp that holds: when, by the authority's clock, and which root stands behind it."""

    file: str
    at: str
    authority: str


def check_signatures(bag: ReadBag, expected: str, findings: Findings) -> SignerSeen | None:
    """Verify what `ssh-keygen` and `openssl` verify; give the signer where everything holds.

    Args:
        expected: fingerprint of the key that the verifier knows from elsewhere, "" for none.
    """
    said = " ".join(bag.info.get("signed-by", ()))
    if not said and not any(name in bag.listing.files for name in (SSH, ED25519)):
        findings.note("unsigned", "", "is not signed: nobody says that it is theirs")
        if expected:
            findings.error("signature", "", "is not signed by the key that was named", _RESIGNED)
        return None
    message = _read(bag, SIGNED, findings)
    one, two = _by_ssh(bag, message, findings), _by_openssl(bag, message, findings)
    if one is None or two is None:
        return None
    identity, key = one
    good = True
    if key != two:
        findings.error(
            "signature", PEM, "is another key than that of the other signature", _RESIGNED
        )
        good = False
    if said and said.split()[-1] != key.fingerprint:
        findings.error(
            "signer", SSH, f"was made by {key.fingerprint}; bag-info.txt names {said}", _RESIGNED
        )
        good = False
    if expected and expected != key.fingerprint:
        findings.error(
            "signer", SSH, f"was made by {key.fingerprint}, not by {expected}", _RESIGNED
        )
        good = False
    if good and not expected:
        findings.note(
            "fingerprint",
            "",
            f"is signed by {identity} with {key.fingerprint}: that this key is theirs the bag itself cannot show",
            "Compare it with the one that they publish elsewhere, or name it with --signer",
        )
    return SignerSeen(identity, key.fingerprint) if good else None


def check_stamps(
    bag: ReadBag, roots: Sequence[x509.Certificate], findings: Findings
) -> list[SeenStamp]:
    """Verify the time stamps; give those that hold.

    Args:
        roots: certificates that the verifier trusts; without any, those in the bag are gone by.
    """
    message = _read(bag, SIGNED, findings)
    if message is None:
        return []
    held = []
    tokens = stamps(bag.root)
    _check_request(bag, message, findings)
    for path in tokens:
        name = f"sig/{path.name}"
        if name not in bag.listing.files:
            continue
        try:
            token = read_token(_read(bag, name, findings) or b"", name)
            chain = list(roots) or read_certificates(bag.root / CHAIN)
        except EarwitnessError as error:
            findings.error("time-stamp", name, error.what, "Get it again from who made the bag")
            continue
        problem = token_problem(token, message, chain)
        if problem:
            findings.error("time-stamp", name, f"does not hold: {problem}", "Do not rely on it")
            continue
        top = next((one for one in chain if is_root(one)), chain[0])
        held.append(SeenStamp(name, token.at.isoformat(), top.subject.rfc4514_string()))
        if not roots:
            findings.note(
                "authority",
                CHAIN,
                f"holds the root of the authority ({held[-1].authority}): that it is theirs the bag cannot show",
                "Compare it with the one that they publish, or name that with --tsa-ca",
            )
    if not tokens and REQUEST in bag.listing.files:
        findings.note(
            "pending", REQUEST, "is a request that no time authority has answered yet",
            "`earwitness bag stamp` sends it",
        )  # fmt: skip
    _check_proofs(bag, message, findings)
    return held


def _by_ssh(
    bag: ReadBag, message: bytes | None, findings: Findings
) -> tuple[str, PublicKey] | None:
    text, signers = _read(bag, SSH, findings), _read(bag, SIGNERS, findings)
    if message is None or text is None or signers is None:
        return None
    try:
        made = read_signature(text.decode("ascii", "replace"), SSH)
    except EarwitnessError as error:
        findings.error("signature", SSH, error.what, _RESIGNED)
        return None
    if made.namespace != NAMESPACE:
        findings.error(
            "signature", SSH, f"was made for '{made.namespace}', not for bags", _RESIGNED
        )
        return None
    if not made.is_of(message):
        findings.error("signature", SSH, f"is no signature of {SIGNED} as it is now", _RESIGNED)
        return None
    for one in read_signers(signers.decode("utf-8", "replace"), SIGNERS):
        if one.key == made.key and one.may_sign_bags:
            return one.principals[0], made.key
    findings.error(
        "signer",
        SSH,
        f"was made by {made.key.fingerprint}, which {SIGNERS} does not name",
        _RESIGNED,
    )
    return None


def _by_openssl(bag: ReadBag, message: bytes | None, findings: Findings) -> PublicKey | None:
    signature, pem = _read(bag, ED25519, findings), _read(bag, PEM, findings)
    if message is None or signature is None or pem is None:
        return None
    try:
        key = PublicKey.from_pem(pem, PEM)
    except EarwitnessError as error:
        findings.error("signature", PEM, error.what, _RESIGNED)
        return None
    if not key.made(signature, message):
        findings.error(
            "signature", ED25519, f"is no signature of {SIGNED} by the key beside it", _RESIGNED
        )
        return None
    return key


def _check_request(bag: ReadBag, message: bytes, findings: Findings) -> None:
    if REQUEST not in bag.listing.files:
        return
    try:
        asked = read_request(_read(bag, REQUEST, findings) or b"", REQUEST)
    except EarwitnessError as error:
        findings.warn("time-stamp", REQUEST, error.what)
        return

    if asked.digest != hashlib.sha256(message).digest():
        findings.warn("time-stamp", REQUEST, f"asks for a stamp on other bytes than {SIGNED}")


def _check_proofs(bag: ReadBag, message: bytes, findings: Findings) -> None:
    for name in sorted(bag.listing.files):
        if name.startswith("sig/") and name.endswith(".ots"):
            try:
                proof = read_ots(_read(bag, name, findings) or b"", message, name)
            except EarwitnessError as error:
                findings.error("time-stamp", name, error.what, "Do not rely on it")
            else:
                findings.note("opentimestamps", name, proof.sentence)


def _read(bag: ReadBag, name: str, findings: Findings) -> bytes | None:
    """A small file of the bag; None, with a finding, where it is missing."""
    path: Path = bag.root / name
    if name not in bag.listing.files:
        findings.error("seal", name, "is missing", "Get the bag again from who made it")
        return None
    try:
        with path.open("rb") as stream:
            content = stream.read(_LONGEST if name.startswith("sig/") else -1)
    except OSError as error:
        findings.error("unreadable", name, f"cannot be read ({error.strerror})", "Check its rights")
        return None
    return content
