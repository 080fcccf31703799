"""Who may sign: the ``allowed_signers`` file of OpenSSH (ssh-keygen(1))."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from fnmatch import fnmatchcase

from earwitness.errors import EarwitnessError, UsageError
from earwitness.publish.bag.seal.keys import PublicKey
from earwitness.publish.bag.seal.sshsig import NAMESPACE

__all__ = ["Signer", "checked_identity", "read_signers"]

_IDENTITY = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Signer:
    """A line of the file: the identities, and the key that is theirs."""

    principals: tuple[str, ...]
    key: PublicKey
    namespaces: tuple[str, ...] = ()

    @property
    def may_sign_bags(self) -> bool:
        """Whether the line allows our namespace; one without namespaces allows all."""
        return not self.namespaces or any(fnmatchcase(NAMESPACE, one) for one in self.namespaces)


def checked_identity(identity: str) -> str:
    """The identity as it may stand in the file: an address, without blanks, commas, wildcards.

    Raises:
        UsageError: it is none.
    """
    if not _IDENTITY.fullmatch(identity) or any(sign in identity for sign in "*?!,'`\"$"):
        raise UsageError(
            f"'{identity}' is no identity", do="An address, such as --identity desk@example.org"
        )
    return identity


def read_signers(text: str, where: str) -> list[Signer]:
    """The lines that can be read; others are of kinds that only ssh-keygen reads."""
    found = []
    for line in text.splitlines():
        row = line.strip()
        if not row or row.startswith("#"):
            continue
        try:
            parts = shlex.split(row)
        except ValueError:
            continue
        one = _signer(parts, where)
        if one is not None:
            found.append(one)
    return found


def _signer(parts: list[str], where: str) -> Signer | None:
    names: tuple[str, ...] = ()
    for at, part in enumerate(parts[1:-1], start=1):
        if part.startswith("namespaces="):
            names = tuple(part.removeprefix("namespaces=").strip('"').split(","))
        if part.startswith("ssh-"):
            try:
                key = PublicKey.from_line(" ".join(parts[at : at + 2]), where)
            except EarwitnessError:
                return None
            return Signer(tuple(parts[0].split(",")), key, names)
    return None
