"""Time stamps: asked of an authority on this machine, taken from a file, verified as `openssl ts -verify` does."""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import (
    EarwitnessError,
    MalformedInput,
    Refused,
    ServiceFailed,
    ServiceUnreachable,
    UsageError,
)
from earwitness.publish.bag.reading.verifying import KnownElsewhere, verify_bag
from earwitness.publish.bag.seal.certificates import read_certificates
from earwitness.publish.bag.seal.request import REQUEST, make_request, read_request
from earwitness.publish.bag.seal.stamping import carry_proof, stamp, stamp_from
from earwitness.publish.bag.seal.token import read_token, token_problem
from earwitness.publish.bag.tag_files import SIGNED
from tests.publish.bag.conftest import run_sh
from tests.publish.bag.tsa import Tsa, make_tsa


@pytest.fixture
def bag(bag_once: Path, tmp_path: Path) -> Path:
    """Only what a stamp is put beside: it never looks at the payload."""
    folder = tmp_path / "bag"
    (folder / "sig").mkdir(parents=True)
    for name in (SIGNED, REQUEST):
        (folder / name).write_bytes((bag_once / name).read_bytes())
    return folder


def openssl_verifies(bag: Path) -> bool:
    command = f"for t in sig/*.tsr; do openssl ts -verify -data {SIGNED} -in $t -CAfile sig/tsa-ca.pem || exit 1; done"
    return run_sh(command, bag).returncode == 0


def test_openssl_reads_our_request(bag: Path):
    shown = run_sh(f"openssl ts -query -in {REQUEST} -text", bag).stdout
    assert "Hash Algorithm: sha256" in shown
    assert "Certificate required: yes" in shown
    digest = hashlib.sha256((bag / SIGNED).read_bytes()).hexdigest()
    assert digest[:8] in shown.replace(" ", "").replace("-", "")


def test_an_authority_is_asked_and_its_token_kept_beside_what_was_signed(
    bag: Path, tsa: Tsa, local_server
):
    before = (bag / SIGNED).read_bytes()
    local_server.answer = lambda asked, _: (
        200, {"Content-Type": "application/timestamp-reply"}, tsa.answer(asked.body),
    )  # fmt: skip
    made = stamp(bag, local_server.address + "/tsr")
    assert made.authority == "CN=Invented Root"
    (asked,) = local_server.asked
    assert asked.body == (bag / REQUEST).read_bytes()
    assert asked.headers["Content-Type"] == "application/timestamp-query"
    assert (bag / SIGNED).read_bytes() == before
    assert openssl_verifies(bag)
    with pytest.raises(UsageError, match="there already"):
        stamp_from(bag, made.path)


@pytest.mark.parametrize(
    "kind",
    [
        {"key": "rsa", "digest": "sha512"},
        {"digest": "sha384", "ess": "sha1"},
        {"between": True},
    ],
    ids=str,
)
def test_authorities_of_other_kinds(bag: Path, tmp_path: Path, kind: dict):
    tsa = make_tsa(tmp_path / "tsa", **kind)
    (tmp_path / "reply.tsr").write_bytes(tsa.answer((bag / REQUEST).read_bytes()))
    stamp_from(bag, tmp_path / "reply.tsr")
    assert openssl_verifies(bag)


def test_two_authorities_stand_beside_one_another(bag: Path, tsa: Tsa, tmp_path: Path):
    for number, one in enumerate((tsa, make_tsa(tmp_path / "two", key="rsa"))):
        (tmp_path / f"{number}.tsr").write_bytes(one.answer((bag / REQUEST).read_bytes()))
        stamp_from(bag, tmp_path / f"{number}.tsr")
    assert len(list((bag / "sig").glob("*.tsr"))) == 2
    assert openssl_verifies(bag)


def test_an_authority_that_sends_no_root_needs_it_named(bag: Path, tmp_path: Path):
    tsa = make_tsa(tmp_path / "tsa", sends_root=False)
    (tmp_path / "reply.tsr").write_bytes(tsa.answer((bag / REQUEST).read_bytes()))
    with pytest.raises(Refused, match=r"no root.*--tsa-ca"):
        stamp_from(bag, tmp_path / "reply.tsr")
    assert not list((bag / "sig").glob("*.tsr"))
    stamp_from(bag, tmp_path / "reply.tsr", tsa.root)
    assert openssl_verifies(bag)


def test_a_verifier_may_trust_another_root_than_the_bag_has(bag: Path, tmp_path: Path, tsa: Tsa):
    (tmp_path / "reply.tsr").write_bytes(tsa.answer((bag / REQUEST).read_bytes()))
    stamp_from(bag, tmp_path / "reply.tsr")
    other = make_tsa(tmp_path / "other")
    found = verify_bag(bag, KnownElsewhere(tsa_ca=other.root))
    assert [one.what for one in found.findings if one.code == "time-stamp"] == [
        "does not hold: its chain ends at no root that is trusted here"
    ]


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ((500, {}, b"no"), ServiceFailed, "answers with 500"),
        ((200, {}, b"<html>"), MalformedInput, "no answer of a time authority"),
        ((200, {}, b""), MalformedInput, "no answer of a time authority"),
        ((200, {}, b"x" * 300_000), ServiceFailed, "far too long"),
    ],
)
def test_answers_that_are_none(bag: Path, local_server, answer, error, words):
    local_server.answer = lambda *_: answer
    with pytest.raises(error, match=words):
        stamp(bag, local_server.address)
    assert sorted(one.name for one in (bag / "sig").iterdir()) == [f"{SIGNED}.tsq"]


def test_an_authority_that_refuses_is_quoted(bag: Path, tsa: Tsa, local_server, tmp_path: Path):
    (tmp_path / "x").write_bytes(b"x")
    command = "openssl ts -query -data x -sha512 -cert -out x.tsq"
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True, capture_output=True)
    refusal = tsa.answer((tmp_path / "x.tsq").read_bytes())  # it takes SHA-256 only
    local_server.answer = lambda *_: (200, {}, refusal)
    with pytest.raises(Refused, match="the authority refused: rejection"):
        stamp(bag, local_server.address)


def test_a_token_about_other_bytes_or_for_another_request_is_not_kept(
    bag: Path, tsa: Tsa, local_server, tmp_path: Path
):
    local_server.answer = lambda *_: (200, {}, tsa.stamp(b"other"))
    with pytest.raises(Refused, match="another request"):
        stamp(bag, local_server.address)
    (tmp_path / "reply.tsr").write_bytes(tsa.stamp(b"other"))
    with pytest.raises(Refused, match="other bytes"):
        stamp_from(bag, tmp_path / "reply.tsr")
    assert not list((bag / "sig").glob("*.tsr"))


def test_no_byte_of_what_is_signed_in_a_token_can_be_changed(bag: Path, tsa: Tsa):
    message, roots = (bag / SIGNED).read_bytes(), read_certificates(tsa.root)
    whole = tsa.answer((bag / REQUEST).read_bytes())
    token = read_token(whole, "made")
    assert token_problem(token, message, roots) == ""
    (signer,) = token.signed["signer_infos"]
    stretches = [
        token.signed["encap_content_info"]["content"].contents,
        signer["signed_attrs"].contents,
        signer["signature"].native,
        next(one for one in token.certificates if b"Invented TSA" in one),
    ]
    tried = 0
    for part in stretches:
        start = whole.index(part)
        for at in range(start, start + len(part), 5):
            changed = bytearray(whole)
            changed[at] ^= 0x01
            tried += 1
            try:
                other = read_token(bytes(changed), "changed")
            except EarwitnessError:
                continue
            assert token_problem(other, message, roots), at
    assert tried > 150


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 2000), value=st.integers(0, 255), cut=st.integers(0, 40))
def test_hostile_tokens_end_in_a_sentence_and_soon(tsa: Tsa, at: int, value: int, cut: int):
    """Lengths without an end kept the library that reads tokens busy for minutes (the timeout would say so)."""
    changed = bytearray(tsa.stamped_before)
    changed[at % len(changed)] = value
    content = bytes(changed[: len(changed) - cut])
    with contextlib.suppress(EarwitnessError):
        token_problem(read_token(content, "x"), b"words", read_certificates(tsa.root))
    for reader in (read_token, read_request):
        with contextlib.suppress(EarwitnessError):
            reader(content[cut:], "x")


@pytest.mark.parametrize(
    "address", ["", "ftp://example.org", "file:///etc/passwd", "freetsa.org/tsr"]
)
def test_addresses_that_are_none(bag: Path, address: str):
    with pytest.raises(UsageError, match="no address"):
        stamp(bag, address)


def test_nobody_there(bag: Path):
    with pytest.raises(ServiceUnreachable, match="bag is whole without it"):
        stamp(bag, "http://127.0.0.1:9/")


def test_a_request_says_what_it_asks():
    asked = read_request(make_request(b"words", b"12345678"), "made")
    assert asked.digest == hashlib.sha256(b"words").digest()
    assert asked.nonce == int.from_bytes(b"12345678", "big") | 1


def test_a_proof_of_opentimestamps_is_carried_along(bag: Path, tmp_path: Path):
    magic = bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294")
    digest = hashlib.sha256((bag / SIGNED).read_bytes()).digest()
    proof = tmp_path / "x.ots"
    body = (
        b"\xf0\x10" + b"n" * 16 + b"\x08\x00" + bytes.fromhex("83dfe30d2ef90c8e") + b"\x05\x04http"
    )
    proof.write_bytes(magic + b"\x01\x08" + digest + body)
    found = carry_proof(bag, proof)
    assert (found.promised, found.in_blocks) == (1, 0)
    assert "not yet in the Bitcoin chain" in found.sentence
    for wrong in (b"", magic, magic + b"\x01\x08" + b"0" * 32, b"PK" + magic):
        proof.write_bytes(wrong)
        with pytest.raises(MalformedInput):
            carry_proof(bag, proof)
