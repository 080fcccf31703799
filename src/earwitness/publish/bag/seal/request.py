"""What a time authority is asked (RFC 3161): the digest of the signed file, and a number that its answer repeats."""

from __future__ import annotations

import hashlib
from pathlib import Path

from asn1crypto import algos, tsp

from earwitness.errors import MalformedInput
from earwitness.publish.bag.seal.der import is_der
from earwitness.publish.bag.tag_files import SIGNED

__all__ = ["REQUEST", "RequestFields", "make_request", "read_request", "write_request"]

REQUEST = f"sig/{SIGNED}.tsq"


class RequestFields:
    """What a request asks for: the digest, and the nonce that the answer must repeat (None: any)."""

    def __init__(self, digest: bytes, nonce: int | None) -> None:
        self.digest, self.nonce = digest, nonce


def make_request(message: bytes, random: bytes) -> bytes:
    """A request in DER, with SHA-256, asking for the authority's certificate.

    Args:
        random: eight bytes or more, of which eight become the nonce.
    """
    request = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "hashed_message": hashlib.sha256(message).digest(),
            },
            "nonce": int.from_bytes(random[:8], "big") | 1,
            "cert_req": True,
        }
    )
    return bytes(request.dump())


def write_request(root: Path, message: bytes, random: bytes) -> None:
    """Keep a request beside the signature: it can be sent at any later time."""
    (root / "sig").mkdir(exist_ok=True)
    (root / REQUEST).write_bytes(make_request(message, random))


def read_request(content: bytes, where: str) -> RequestFields:
    """Read a request that was kept.

    Raises:
        MalformedInput: it is none.
    """
    if not is_der(content):
        raise MalformedInput("is no request for a time stamp", where=where)
    try:
        request = tsp.TimeStampReq.load(content, strict=True)
        imprint = request["message_imprint"]
        if imprint["hash_algorithm"]["algorithm"].native != "sha256":
            raise MalformedInput("asks for another digest than SHA-256", where=where)
        return RequestFields(imprint["hashed_message"].native, request["nonce"].native)
    except (ValueError, TypeError, KeyError) as error:
        raise MalformedInput("is no request for a time stamp", where=where) from error
