"""The folder ``sig/``: signature, key, and what a time authority is asked. Nothing in it is itself signed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from earwitness.publish.bag.seal.keys import SigningKey
from earwitness.publish.bag.seal.signers import checked_identity
from earwitness.publish.bag.seal.sshsig import allowed_signers_line, ssh_signature
from earwitness.publish.bag.tag_files import SIGNED

__all__ = ["ED25519", "PEM", "SIGNERS", "SSH", "SignedBy", "write_signature"]

SSH = f"sig/{SIGNED}.sig"
ED25519 = f"sig/{SIGNED}.ed25519"
PEM = "sig/signer.pub.pem"
SIGNERS = "sig/allowed_signers"


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Who signs: a key that is open, and the identity that stands beside it.

    Raises:
        UsageError: the identity is no address.
    """

    key: SigningKey
    identity: str

    def __post_init__(self) -> None:
        checked_identity(self.identity)


def write_signature(root: Path, manifest: bytes, by: SignedBy) -> None:
    """Sign the tag manifest twice with one key: for ``ssh-keygen`` and for ``openssl``."""
    (root / "sig").mkdir(exist_ok=True)
    (root / SSH).write_text(ssh_signature(by.key, manifest), encoding="ascii")
    (root / ED25519).write_bytes(by.key.sign(manifest))
    (root / PEM).write_bytes(by.key.public.pem)
    (root / SIGNERS).write_text(allowed_signers_line(by.identity, by.key.public), encoding="ascii")
