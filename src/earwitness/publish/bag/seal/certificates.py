"""Certificates of time authorities: read from PEM, and followed to a root."""

from __future__ import annotations

import re
import ssl
import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from earwitness.errors import MalformedInput, UnreadableFile

__all__ = [
    "UNREADABLE",
    "as_pem",
    "chain_problem",
    "for_time_stamps",
    "from_der",
    "is_root",
    "read_certificates",
    "root_of_this_machine",
]

UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.UnsupportedGeneralNameType,
)
"""What the library says of certificates that are none; some of it only when a field is asked for."""

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_LONGEST_CHAIN = 8
_LONGEST_FILE = 1 << 20


def read_certificates(path: Path) -> list[x509.Certificate]:
    """All certificates of a PEM file.

    Raises:
        UnreadableFile, MalformedInput: it is not there, or holds none.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_LONGEST_FILE)
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror})", where=str(path)) from error
    try:
        return x509.load_pem_x509_certificates(content)
    except UNREADABLE as error:
        raise MalformedInput("holds no certificate in PEM", where=str(path)) from error


def from_der(contents: Sequence[bytes], where: str) -> list[x509.Certificate]:
    """Certificates that came with a token.

    Raises:
        MalformedInput: one is none.
    """
    try:
        return [x509.load_der_x509_certificate(one) for one in contents]
    except UNREADABLE as error:
        raise MalformedInput("carries something that is no certificate", where=where) from error


def as_pem(certificates: Sequence[x509.Certificate]) -> bytes:
    """Certificates as a PEM file, each once."""
    once = dict.fromkeys(one.public_bytes(Encoding.PEM) for one in certificates)
    return b"".join(once)


def is_root(certificate: x509.Certificate) -> bool:
    """Whether it is issued by itself."""
    return certificate.subject == certificate.issuer


def for_time_stamps(certificate: x509.Certificate) -> bool:
    """Whether it is for time stamps and for nothing else (RFC 3161, 2.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def chain_problem(
    certificate: x509.Certificate,
    known: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> str:
    """What breaks the chain from a certificate to one of the roots, in words; "" where it holds."""
    current = certificate
    for _ in range(_LONGEST_CHAIN):
        if not current.not_valid_before_utc <= at <= current.not_valid_after_utc:
            return f"a certificate of its chain was not valid at {at.isoformat()}"
        if current in roots and is_root(current) and _issued(current, current):
            return ""
        issuer = next((one for one in known if _issued(one, current)), None)
        if issuer is None or issuer == current:
            return "its chain ends at no root that is trusted here"
        current = issuer
    return "its chain has too many certificates"


def root_of_this_machine(certificates: Sequence[x509.Certificate]) -> x509.Certificate | None:
    """The root of a chain among those that this machine trusts, None where there is none."""
    bundle = ssl.get_default_verify_paths().cafile
    if bundle is None or not Path(bundle).is_file():
        return None
    for block in _PEM.findall(Path(bundle).read_bytes()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old roots of others are not ours to mend
            try:
                root = x509.load_pem_x509_certificate(block)
            except UNREADABLE:
                continue
        if any(_issued(root, one) for one in certificates):
            return root
    return None


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    if issuer.subject != certificate.issuer or not _is_authority(issuer):
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, *UNREADABLE):
        return False
    return True


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return is_root(certificate)  # roots of version 1 say nothing
    return bool(basic.value.ca)
