"""The key that signs: an OpenSSH ed25519 key, from a file or made in the archive."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
    load_ssh_private_key,
)

from earwitness.errors import MalformedInput, UnreadableFile, UnsupportedInput, UsageError
from earwitness.publish.bag.seal.wire import packed, unpacked

__all__ = ["KEY_TYPE", "PublicKey", "SigningKey", "make_key", "read_key"]

KEY_TYPE = b"ssh-ed25519"
_LONGEST_FILE = 64 * 1024


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An ed25519 public key: its 32 bytes."""

    raw: bytes

    @property
    def blob(self) -> bytes:
        """As OpenSSH writes it on the wire (RFC 8709)."""
        return packed(KEY_TYPE, self.raw)

    @property
    def line(self) -> str:
        """As it stands in ``.pub`` and ``allowed_signers`` files."""
        return f"{KEY_TYPE.decode()} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """As ``ssh-keygen -l`` prints it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")
        return f"SHA256:{digest}"

    @property
    def pem(self) -> bytes:
        """As ``openssl pkeyutl`` reads it."""
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def made(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made the signature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @classmethod
    def from_blob(cls, blob: bytes, where: str) -> PublicKey:
        """Read what OpenSSH wrote.

        Raises:
            MalformedInput: it is no key. UnsupportedInput: it is of another kind.
        """
        kind, *rest = unpacked(blob, where)
        if kind != KEY_TYPE:
            raise UnsupportedInput(
                f"holds a key of the kind {kind.decode('ascii', 'replace')}",
                where=where,
                do="Only ssh-ed25519 is read here; `ssh-keygen -Y verify` reads others",
            )
        if len(rest) != 1 or len(rest[0]) != 32:
            raise MalformedInput("holds no ed25519 key", where=where)
        return cls(rest[0])

    @classmethod
    def from_line(cls, line: str, where: str) -> PublicKey:
        """Read a line of a ``.pub`` file: kind, key, comment.

        Raises:
            MalformedInput, UnsupportedInput: as `from_blob`.
        """
        parts = line.split()
        try:
            blob = base64.b64decode(parts[1], validate=True)
        except (IndexError, ValueError) as error:
            raise MalformedInput("is no public key of OpenSSH", where=where) from error
        return cls.from_blob(blob, where)

    @classmethod
    def from_pem(cls, content: bytes, where: str) -> PublicKey:
        """Read what OpenSSL wrote.

        Raises:
            MalformedInput: it is no ed25519 key.
        """
        try:
            key = load_pem_public_key(content)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise MalformedInput("is no public key in PEM", where=where) from error
        if not isinstance(key, Ed25519PublicKey):
            raise MalformedInput("is no ed25519 key", where=where)
        return cls(key.public_bytes_raw())


class SigningKey:
    """A private key that is open."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = PublicKey(private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an ed25519 signature (RFC 8032): the same message gives the same bytes."""
        return self._private.sign(message)


def read_key(path: Path, ask: Callable[[], str]) -> SigningKey:
    """Open an OpenSSH private key.

    Args:
        ask: gives the passphrase; called only where the key has one.

    Raises:
        UnreadableFile: it is not there. UsageError: it is no such key, or the passphrase is wrong.
    """
    content = _content(path)
    if b"OPENSSH PRIVATE KEY" not in content:
        raise UsageError(
            "is no private key of OpenSSH",
            where=str(path),
            do="Name the private key, not the .pub file; `ssh-keygen -t ed25519` makes one",
        )
    try:
        key: object = load_ssh_private_key(content, None)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        key = _with_passphrase(path, content, ask)
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(
            "is not of the kind ed25519", where=str(path), do="`ssh-keygen -t ed25519` makes one"
        )
    return SigningKey(key)


def make_key(path: Path, passphrase: str = "") -> PublicKey:
    """Make a key: the private part at ``path`` (only its owner reads it), the public beside it.

    Raises:
        UsageError: a key is there, or it cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    public = PublicKey(key.public_key().public_bytes_raw())
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, lock))
        path.with_suffix(".pub").write_text(f"{public.line} earwitness-bag\n", encoding="ascii")
    except FileExistsError as error:
        raise UsageError(
            "there is a key already", where=str(path), do="Use it, or move it away first"
        ) from error
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror})", where=str(path)) from error
    return public


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_LONGEST_FILE)
    except OSError as error:
        raise UnreadableFile(
            f"cannot be read ({error.strerror})", where=str(path), do="Check the path of --key"
        ) from error


def _with_passphrase(path: Path, content: bytes, ask: Callable[[], str]) -> object:
    try:
        return load_ssh_private_key(content, ask().encode())
    except (TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(
            "cannot be opened: the passphrase is wrong, or the file is damaged", where=str(path)
        ) from error
