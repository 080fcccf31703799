"""Signatures as ``ssh-keygen -Y`` makes and verifies them (OpenSSH, PROTOCOL.sshsig)."""

from __future__ import annotations

import base64
import hashlib
import re
import textwrap
from dataclasses import dataclass

from earwitness.errors import MalformedInput, UnsupportedInput
from earwitness.publish.bag.seal.keys import KEY_TYPE, PublicKey, SigningKey
from earwitness.publish.bag.seal.wire import packed, taken, unpacked

__all__ = ["NAMESPACE", "SshSignature", "allowed_signers_line", "read_signature", "ssh_signature"]

NAMESPACE = "earwitness-bag"
_MAGIC = b"SSHSIG"
_VERSION = (1).to_bytes(4, "big")
_HASHES = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}
_ARMOUR = re.compile(
    r"\s*-----BEGIN SSH SIGNATURE-----\s(.*?)\s-----END SSH SIGNATURE-----\s*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class SshSignature:
    """A signature that was read; nothing of it is verified yet.

    Attributes:
        key: that made it, as the signature itself says.
        namespace: what it was made for.
    """

    key: PublicKey
    namespace: str
    hash_name: bytes
    signature: bytes

    def is_of(self, message: bytes) -> bool:
        """Whether the key it names signed this message for its namespace."""
        said = _said(message, self.namespace.encode(), self.hash_name)
        return self.key.made(self.signature, said)


def ssh_signature(key: SigningKey, message: bytes) -> str:
    """The armoured signature of a message, as a file."""
    hash_name = b"sha512"
    made = key.sign(_said(message, NAMESPACE.encode(), hash_name))
    signature = packed(KEY_TYPE, made)
    blob = (
        _MAGIC + _VERSION + packed(key.public.blob, NAMESPACE.encode(), b"", hash_name, signature)
    )
    lines = textwrap.wrap(base64.b64encode(blob).decode(), 70)
    rows = ["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----"]
    return "\n".join(rows) + "\n"


def read_signature(text: str, where: str) -> SshSignature:
    """Read an armoured signature.

    Raises:
        MalformedInput: it is none. UnsupportedInput: of another kind of key or hash.
    """
    found = _ARMOUR.fullmatch(text)
    if found is None:
        raise MalformedInput("is no signature of ssh-keygen", where=where)
    try:
        blob = base64.b64decode("".join(found[1].split()), validate=True)
    except ValueError as error:
        raise MalformedInput("is no base64 inside", where=where) from error
    head, rest = blob[: len(_MAGIC) + 4], blob[len(_MAGIC) + 4 :]
    if head != _MAGIC + _VERSION:
        raise MalformedInput("is no signature of this version", where=where)
    fields = unpacked(rest, where)
    if len(fields) != 5:
        raise MalformedInput("does not have the fields of a signature", where=where)
    key, namespace, _, hash_name, signed = fields
    if hash_name not in _HASHES:
        raise UnsupportedInput("uses a hash that is not read here", where=where)
    kind, tail = taken(signed, where)
    raw, left = taken(tail, where)
    if kind != KEY_TYPE or left or len(raw) != 64:
        raise MalformedInput("holds no ed25519 signature", where=where)
    public = PublicKey.from_blob(key, where)
    return SshSignature(public, namespace.decode("utf-8", "replace"), hash_name, raw)


def allowed_signers_line(identity: str, key: PublicKey) -> str:
    """The line that says who may sign what with which key."""
    return f'{identity} namespaces="{NAMESPACE}" {key.line}\n'


def _said(message: bytes, namespace: bytes, hash_name: bytes) -> bytes:
    digest = _HASHES[hash_name](message).digest()
    return _MAGIC + packed(namespace, b"", hash_name, digest)
