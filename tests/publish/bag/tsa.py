"""A time authority made with openssl, as `openssl ts` has it. Its names are invented."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_CONFIG = """
[ req ]
distinguished_name = dn
[ dn ]
[ ca ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[ tsa_cert ]
basicConstraints = CA:FALSE
extendedKeyUsage = {usage}
[ tsa ]
default_tsa = t
[ t ]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/chain.pem
signer_key = {folder}/tsa.key
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
tsa_name = yes
ess_cert_id_alg = {ess}
"""
_TIME_STAMPS = "critical,timeStamping"


@dataclass(frozen=True)
class Tsa:
    """An authority in a folder: ``ca.pem`` is its root."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def stamped_before(self) -> bytes:
        """An answer about the bytes ``words``, made once."""
        path = self.folder / "before.tsr"
        if not path.exists():
            path.write_bytes(self.stamp(b"words"))
        return path.read_bytes()

    def answer(self, request: bytes) -> bytes:
        """What it answers to a request."""
        (self.folder / "asked.tsq").write_bytes(request)
        self._openssl(
            "ts", "-reply", "-queryfile", "asked.tsq", "-config", "tsa.cnf", "-out", "made.tsr"
        )
        return (self.folder / "made.tsr").read_bytes()

    def stamp(self, message: bytes) -> bytes:
        """An answer about bytes of our own choice."""
        (self.folder / "message").write_bytes(message)
        self._openssl("ts", "-query", "-data", "message", "-sha256", "-cert", "-out", "own.tsq")
        return self.answer((self.folder / "own.tsq").read_bytes())

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)


def make_tsa(
    folder: Path, *, key: str = "ec", digest: str = "sha256", ess: str = "sha256",
    usage: str = _TIME_STAMPS, sends_root: bool = True, between: bool = False,
) -> Tsa:  # fmt: skip
    """Make one: a root, where wanted an authority between, and the certificate that signs."""
    folder.mkdir(parents=True)
    made = Tsa(folder)
    (folder / "tsa.cnf").write_text(
        _CONFIG.format(folder=folder, digest=digest, ess=ess, usage=usage), encoding="ascii"
    )
    (folder / "serial").write_text("01\n")
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    run = made._openssl
    run(
        "req", "-x509", *new, "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650",
        "-subj", "/CN=Invented Root", "-config", "tsa.cnf", "-extensions", "ca",
    )  # fmt: skip
    issuer = "ca"
    if between:
        run(
            "req",
            *new,
            "-nodes",
            "-keyout",
            "mid.key",
            "-out",
            "mid.csr",
            "-subj",
            "/CN=Invented Middle",
            "-config",
            "tsa.cnf",
        )
        run(
            "x509",
            "-req",
            "-in",
            "mid.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-days",
            "3000",
            "-out",
            "mid.pem",
            "-extfile",
            "tsa.cnf",
            "-extensions",
            "ca",
        )
        issuer = "mid"
    kind = ["-newkey", "rsa:2048"] if key == "rsa" else new
    run(
        "req",
        *kind,
        "-nodes",
        "-keyout",
        "tsa.key",
        "-out",
        "tsa.csr",
        "-subj",
        "/CN=Invented TSA",
        "-config",
        "tsa.cnf",
    )
    run(
        "x509",
        "-req",
        "-in",
        "tsa.csr",
        "-CA",
        f"{issuer}.pem",
        "-CAkey",
        f"{issuer}.key",
        "-CAcreateserial",
        "-days",
        "2000",
        "-out",
        "tsa.pem",
        "-extfile",
        "tsa.cnf",
        "-extensions",
        "tsa_cert",
    )
    chain = (folder / "tsa.pem").read_text()
    if between:
        chain += (folder / "mid.pem").read_text()
    if sends_root:
        chain += (folder / "ca.pem").read_text()
    (folder / "chain.pem").write_text(chain)
    return made
