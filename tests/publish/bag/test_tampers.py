"""What is done to a bag afterwards: each caught by the plain commands of its VERIFY.txt, and named by our reader."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from earwitness.publish.bag.reading.verifying import KnownElsewhere, verify_bag
from earwitness.publish.bag.seal.keys import make_key
from earwitness.publish.bag.seal.sealing import write_signature
from earwitness.publish.bag.seal.token import read_token
from earwitness.publish.bag.verify_text import commands_in
from tests.publish.bag.conftest import run_sh, signer
from tests.publish.bag.tsa import Tsa

LOG = "data/custody/log.jsonl"
SUMS, NUMBER, SSH, OPENSSL, STAMP, CHAIN = range(6)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def rehash(bag: Path) -> None:
    """Make all digests fit again, as somebody would who has no key."""
    rows = [
        (hashlib.sha256(one.read_bytes()).hexdigest(), str(one.relative_to(bag)))
        for one in sorted((bag / "data").rglob("*"))
        if one.is_file()
    ]
    size = sum((bag / name).stat().st_size for _, name in rows)
    info = (bag / "bag-info.txt").read_text()
    info = re.sub(r"Payload-Oxum: .*", f"Payload-Oxum: {size}.{len(rows)}", info)
    (bag / "bag-info.txt").write_text(info)
    (bag / "manifest-sha256.txt").write_text("".join(f"{a}  {b}\n" for a, b in rows))
    tags = ("VERIFY.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt")
    (bag / "tagmanifest-sha256.txt").write_text(
        "".join(f"{hashlib.sha256((bag / n).read_bytes()).hexdigest()}  {n}\n" for n in tags)
    )


def flip_a_letter(bag: Path) -> None:
    (vtt,) = (bag / "data/transcripts").glob("*.ru.vtt")
    change(vtt, "бросили", "просили")


def edit_a_custody_line(bag: Path) -> None:
    change(bag / LOG, '"outcome":"success"', '"outcome":"failure"')


def delete_a_custody_line(bag: Path) -> None:
    lines = (bag / LOG).read_text().splitlines(keepends=True)
    (bag / LOG).write_text("".join(lines[:1] + lines[2:]))


def swap_two_files(bag: Path) -> None:
    one, two = sorted((bag / "data/media").iterdir())
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


def add_a_file(bag: Path) -> None:
    (bag / "data/media/rec-extra.public.wav").write_bytes(b"RIFF")


def remove_a_file(bag: Path) -> None:
    (bag / "data/claims.json").unlink()


def sign_with_another_key(bag: Path) -> None:
    kept = {
        name: (bag / f"sig/{name}").read_bytes() for name in ("allowed_signers", "signer.pub.pem")
    }
    make_key(bag.parent / "other")
    write_signature(
        bag, (bag / "tagmanifest-sha256.txt").read_bytes(), signer(bag.parent / "other")
    )
    for name, content in kept.items():
        (bag / f"sig/{name}").write_bytes(content)


def change_bag_info(bag: Path) -> None:
    change(bag / "bag-info.txt", "public edition", "better edition")


def change_and_rehash(bag: Path) -> None:
    change(bag / "data/claims.json", "left behind", "rescued")
    rehash(bag)


def truncate_media(bag: Path) -> None:
    sound = min((bag / "data/media").iterdir())
    sound.write_bytes(sound.read_bytes()[:-1000])


def replace_the_time_stamp(bag: Path, tsa: Tsa) -> None:
    made = read_token(tsa.stamp(b"other bytes"), "made")
    (bag / "sig/tagmanifest-sha256.txt.tsr").write_bytes(made.response)


def take_the_seal_away(bag: Path) -> None:
    for one in (bag / "sig").iterdir():
        one.unlink()


def cut_the_log_and_rehash(bag: Path) -> None:
    lines = (bag / LOG).read_text().splitlines(keepends=True)
    (bag / LOG).write_text("".join(lines[:-1]))
    rehash(bag)


def put_a_link(bag: Path) -> None:
    (bag / "data/media/link").symlink_to("/etc/passwd")


def move_a_file_out_of_sight(bag: Path) -> None:
    (bag / "data/claims.json").rename(bag / "data/Claims.json")


@pytest.mark.parametrize(
    ("tamper", "commands", "codes"),
    [
        (flip_a_letter, {SUMS}, {"checksum"}),
        (edit_a_custody_line, {SUMS, CHAIN}, {"checksum", "custody"}),
        (delete_a_custody_line, {SUMS, CHAIN}, {"checksum", "custody", "oxum"}),
        (swap_two_files, {SUMS}, {"checksum"}),
        (add_a_file, {NUMBER}, {"extra-file", "oxum"}),
        (remove_a_file, {SUMS, NUMBER}, {"missing-file", "oxum"}),
        (sign_with_another_key, {SSH, OPENSSL}, {"signer", "signature"}),
        (change_bag_info, {SUMS}, {"checksum"}),
        (change_and_rehash, {SSH, OPENSSL, STAMP}, {"signature", "time-stamp"}),
        (truncate_media, {SUMS}, {"checksum", "oxum"}),
        (replace_the_time_stamp, {STAMP}, {"time-stamp"}),
        (take_the_seal_away, {SSH, OPENSSL}, {"seal"}),
        (
            cut_the_log_and_rehash,
            {SSH, OPENSSL, STAMP, CHAIN},
            {"custody", "signature", "time-stamp"},
        ),
        (put_a_link, {NUMBER}, {"link"}),
        (move_a_file_out_of_sight, {SUMS}, {"extra-file", "missing-file"}),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
def test_tamper(stamped: Path, tsa: Tsa, tamper: Callable, commands: set[int], codes: set[str]):
    if tamper is replace_the_time_stamp:
        tamper(stamped, tsa)
    else:
        tamper(stamped)
    text = (stamped / "VERIFY.txt").read_text(encoding="utf-8")
    failed = {n for n, one in enumerate(commands_in(text)) if run_sh(one, stamped).returncode}
    found = verify_bag(stamped)
    assert failed == commands
    assert not found.valid
    errors = [one for one in found.findings if one.level == "error"]
    assert {one.code for one in errors} == codes
    assert all(one.what for one in errors)
    assert all(one.file for one in errors)


def test_the_untouched_bag_passes_every_command_and_our_reader(stamped: Path, tsa: Tsa):
    text = (stamped / "VERIFY.txt").read_text(encoding="utf-8")
    done = [run_sh(one, stamped) for one in commands_in(text)]
    assert [one.returncode for one in done] == [0] * 6, [one.stderr for one in done]
    assert "Time stamp:" in done[STAMP].stdout
    assert "Verification: OK" in done[STAMP].stdout + done[STAMP].stderr
    found = verify_bag(stamped, KnownElsewhere(tsa_ca=tsa.root))
    assert found.valid
    assert [one.authority for one in found.stamps] == ["CN=Invented Root"]
    assert {one.code for one in found.findings} == {"fingerprint"}


def test_only_a_key_known_from_elsewhere_tells_a_bag_that_was_signed_anew(
    stamped: Path, key_file: Path
):
    desk = key_file.with_suffix(".pub")
    assert verify_bag(stamped, KnownElsewhere(signer=str(desk))).valid
    change(stamped / "data/claims.json", "left behind", "rescued")
    make_key(stamped.parent / "other")
    other = signer(stamped.parent / "other")
    info = (stamped / "bag-info.txt").read_text()
    (stamped / "bag-info.txt").write_text(
        re.sub(r"SHA256:\S+", lambda _: other.key.public.fingerprint, info)
    )
    rehash(stamped)
    write_signature(stamped, (stamped / "tagmanifest-sha256.txt").read_bytes(), other)
    for one in (stamped / "sig").glob("*.ts*"):
        one.unlink()
    assert verify_bag(stamped).valid  # nothing in it can show whose key it is
    found = verify_bag(stamped, KnownElsewhere(signer=str(desk)))
    assert [one.code for one in found.findings if one.level == "error"] == ["signer"]
