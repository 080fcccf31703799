"""Tokens of time authorities (RFC 3161): read, and verified down to a root certificate.

It checks what ``openssl ts -verify`` checks: the digest, the signature over the signed attributes (RFC 5652),
that the certificate named in them is the one that signed (RFC 5035), that it is for time stamps and nothing else,
and the chain to a root that the verifier trusts. Revocation needs network and is not asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from earwitness.errors import MalformedInput, Refused
from earwitness.publish.bag.seal.certificates import (
    UNREADABLE,
    chain_problem,
    for_time_stamps,
    from_der,
)
from earwitness.publish.bag.seal.der import is_der, sequence

__all__ = ["Token", "read_token", "token_problem"]

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 (authorities still sign with it; the digest of the bag is SHA-256)
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_STATUS_GRANTED = sequence(b"\x02\x01\x00")  # PKIStatusInfo: granted
_GRANTED = ("granted", "granted_with_mods")
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError)


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was read; nothing of it is verified yet.

    Attributes:
        digest: SHA-256 of what was stamped. at: when, by the authority's clock.
        nonce: that of the request, None where it carries none.
        certificates: that came with it, in DER.
        response: the whole answer in DER, as it is kept.
    """

    digest: bytes
    at: datetime
    serial: int
    nonce: int | None
    policy: str
    certificates: tuple[bytes, ...]
    response: bytes
    signed: cms.SignedData


def read_token(content: bytes, where: str) -> Token:
    """Read an answer (``.tsr``), or a bare token as some authorities give it.

    Raises:
        MalformedInput: it is neither. Refused: the authority refused to stamp, and why.
    """
    if not is_der(content):
        raise MalformedInput("is no answer of a time authority", where=where)
    try:
        whole, response = _response(content, where)
        signed = response["time_stamp_token"]["content"]
        certificates = tuple(
            one.chosen.dump() for one in signed["certificates"] if one.name == "certificate"
        )
        if signed["encap_content_info"]["content_type"].native != "tst_info":
            raise MalformedInput("holds no time stamp", where=where)
        info = signed["encap_content_info"]["content"].parsed
        imprint = info["message_imprint"]
        if imprint["hash_algorithm"]["algorithm"].native != "sha256":
            raise MalformedInput("stamps another digest than SHA-256", where=where)
        return Token(
            digest=imprint["hashed_message"].native,
            at=info["gen_time"].native,
            serial=info["serial_number"].native,
            nonce=info["nonce"].native,
            policy=info["policy"].native,
            certificates=certificates,
            response=whole,
            signed=signed,
        )
    except _UNREADABLE as error:
        raise MalformedInput("is no answer of a time authority", where=where) from error


def token_problem(token: Token, message: bytes, roots: Sequence[x509.Certificate]) -> str:
    """What is wrong with a token for these bytes, in words; "" where it holds.

    Args:
        roots: certificates that the verifier trusts; those on the way come with the token or stand here too.
    """
    if token.digest != hashlib.sha256(message).digest():
        return "it stamps other bytes than these"
    try:
        return _signature_problem(token, roots)
    except (*_UNREADABLE, *UNREADABLE, MalformedInput):
        return "its signature cannot be read"


def _response(content: bytes, where: str) -> tuple[bytes, tsp.TimeStampResp]:
    """The answer, its bytes and what they say; a bare token is put into one."""
    first = core.SequenceOf.load(content, spec=core.Any)[0].parse()
    if isinstance(first, core.ObjectIdentifier):
        content = sequence(_STATUS_GRANTED, content)
        first = core.SequenceOf.load(content, spec=core.Any)[0].parse()
    said = tsp.PKIStatusInfo.load(first.dump())
    status = said["status"].native
    if status not in _GRANTED:
        told = said["status_string"].native or []
        raise Refused(
            f"the authority refused: {status} {' '.join(map(str, told))}".strip(),
            where=where,
            do="Ask another authority",
        )
    return content, tsp.TimeStampResp.load(content, strict=True)


def _signature_problem(token: Token, roots: Sequence[x509.Certificate]) -> str:
    (signer,) = token.signed["signer_infos"]
    attributes = signer["signed_attrs"]
    by_name = {one["type"].native: one["values"] for one in attributes}
    content = token.signed["encap_content_info"]["content"].contents
    name = signer["digest_algorithm"]["algorithm"].native
    if name not in [one["algorithm"].native for one in token.signed["digest_algorithms"]]:
        return "it does not name the digest that it is signed with"
    if hashlib.new(name, content).digest() != by_name["message_digest"][0].native:
        return "its inside was changed"
    known = from_der(token.certificates, "the token")
    known += list(roots)
    certificate = _signer_certificate(by_name, known)
    if certificate is None or not _is_named(certificate, signer["sid"]):
        return "the certificate that signed it is not with it"
    # signed as a SET OF, written as an implicitly tagged one (RFC 5652, 5.4)
    said = b"\x31" + attributes.dump()[1:]
    algorithm = signer["signature_algorithm"]
    if not _made(certificate, signer["signature"].native, said, algorithm, name):
        return "its signature is not of the certificate that came with it"
    if not for_time_stamps(certificate):
        return "its certificate is not one for time stamps"
    return chain_problem(certificate, known, roots, token.at)


def _signer_certificate(
    attributes: dict[str, cms.CMSAttribute], known: Sequence[x509.Certificate]
) -> x509.Certificate | None:
    """The certificate that the signed attributes name by its digest."""
    if "signing_certificate_v2" in attributes:
        named = attributes["signing_certificate_v2"][0]["certs"][0]
        name = named["hash_algorithm"]["algorithm"].native
    else:
        named, name = attributes["signing_certificate"][0]["certs"][0], "sha1"
    wanted = named["cert_hash"].native
    for one in known:
        if one.fingerprint(_HASHES[name]) == wanted:
            return one
    return None


def _is_named(certificate: x509.Certificate, sid: cms.SignerIdentifier) -> bool:
    """Whether it is the certificate that the signer's own field names."""
    if sid.name == "issuer_and_serial_number":
        issuer: bytes = sid.chosen["issuer"].dump()
        serial: int = sid.chosen["serial_number"].native
        return serial == certificate.serial_number and issuer == certificate.issuer.public_bytes()
    key = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    named: bytes = sid.chosen.native
    return key.value.digest == named


def _made(
    certificate: x509.Certificate,
    signature: bytes,
    said: bytes,
    algorithm: cms.SignedDigestAlgorithm,
    digest_name: str,
) -> bool:
    key = certificate.public_key()
    try:
        kind = algorithm.signature_algo
        name = algorithm.hash_algo if kind != "ed25519" else ""
    except ValueError:
        kind, name = algorithm["algorithm"].native, digest_name
    chosen = _HASHES.get(name) or _HASHES[digest_name]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            if kind == "rsassa_pss":
                salt = padding.PSS.AUTO
                key.verify(signature, said, padding.PSS(padding.MGF1(chosen), salt), chosen)
            else:
                key.verify(signature, said, padding.PKCS1v15(), chosen)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, said, ec.ECDSA(chosen))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, said)
        else:
            return False
    except InvalidSignature:
        return False
    return True
