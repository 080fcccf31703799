"""Putting a time stamp beside a bag that is signed already: what was signed stays as it is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from earwitness.errors import Refused, UnreadableFile, UsageError
from earwitness.publish.bag.seal.authority import ask_authority
from earwitness.publish.bag.seal.certificates import (
    as_pem,
    from_der,
    is_root,
    read_certificates,
    root_of_this_machine,
)
from earwitness.publish.bag.seal.ots import Ots, read_ots
from earwitness.publish.bag.seal.request import REQUEST, make_request, read_request
from earwitness.publish.bag.seal.token import Token, read_token, token_problem
from earwitness.publish.bag.tag_files import SIGNED

__all__ = ["CHAIN", "Stamped", "carry_proof", "stamp", "stamp_from", "stamps"]

CHAIN = "sig/tsa-ca.pem"
_LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamped:
    """A token that was verified and kept.

    Attributes:
        at: by the authority's clock, ISO 8601. authority: subject of its certificate's root.
    """

    path: Path
    at: str
    authority: str


def stamp(root: Path, address: str, ca: Path | None = None, random: bytes = b"") -> Stamped:
    """Ask an authority, over the network, and keep its token.

    Raises:
        UsageError: no bag, no address. ServiceFailed, Refused: no token that holds.
    """
    message = _message(root)
    kept = root / REQUEST
    request = (
        kept.read_bytes() if kept.is_file() else make_request(message, random or os.urandom(8))
    )
    asked = read_request(request, str(kept))
    answer = ask_authority(address, request)
    token = read_token(answer, address)
    if asked.nonce is not None and token.nonce != asked.nonce:
        raise Refused("the answer belongs to another request", where=address, do="Ask again")
    return _keep(root, message, token, ca, address)


def stamp_from(root: Path, path: Path, ca: Path | None = None) -> Stamped:
    """Keep a token that somebody else fetched for the request of this bag.

    Raises:
        UsageError: no bag. UnreadableFile, Refused: no token that holds.
    """
    return _keep(root, _message(root), read_token(_content(path), str(path)), ca, str(path))


def carry_proof(root: Path, path: Path) -> Ots:
    """Carry a proof of OpenTimestamps along.

    Raises:
        UsageError: no bag. UnreadableFile, MalformedInput: it is no proof for this bag.
    """
    content = _content(path)
    found = read_ots(content, _message(root), str(path))
    _write(root / f"sig/{SIGNED}.ots", content)
    return found


def stamps(root: Path) -> list[Path]:
    """The tokens of a bag."""
    return sorted((root / "sig").glob("*.tsr"))


def _keep(root: Path, message: bytes, token: Token, ca: Path | None, where: str) -> Stamped:
    chain = _chain(root, token, ca)
    problem = token_problem(token, message, chain)
    if problem:
        do = "Name its root certificate with --tsa-ca" if "root" in problem else "Ask again"
        raise Refused(f"the time stamp does not hold: {problem}", where=where, do=do)
    taken = stamps(root)
    number = f".{len(taken) + 1}" if taken else ""
    path = root / f"sig/{SIGNED}{number}.tsr"
    if any(one.read_bytes() == token.response for one in taken):
        raise UsageError(
            "this time stamp is there already", where=where, do="Nothing is to be done"
        )
    # the chain first: a token without its chain could not be verified
    _write(root / CHAIN, as_pem(chain))
    _write(path, token.response)
    top = next((one for one in reversed(chain) if is_root(one)), chain[-1])
    return Stamped(path, token.at.isoformat(), top.subject.rfc4514_string())


def _chain(root: Path, token: Token, ca: Path | None) -> list[x509.Certificate]:
    """What the verifier needs: what was there, what came with the token, and the root."""
    found = read_certificates(root / CHAIN) if (root / CHAIN).is_file() else []
    came = from_der(token.certificates, "the token")
    found += came
    if ca is not None:
        found += read_certificates(ca)
    elif not any(is_root(one) for one in came):
        top = root_of_this_machine(came)
        found += [top] if top is not None else []
    return list(dict.fromkeys(found))


def _message(root: Path) -> bytes:
    try:
        return (root / SIGNED).read_bytes()
    except OSError as error:
        raise UsageError(
            f"is no bag with {SIGNED}", where=str(root), do="Name the folder of a bag"
        ) from error


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_LONGEST)
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror})", where=str(path)) from error


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror})", where=str(path)) from error
