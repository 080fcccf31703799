"""A bag as others see it: by sha256sum, ssh-keygen, openssl, sh and bagit, with the commands of VERIFY.txt itself."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import wave
from pathlib import Path

import bagit
import pytest

from earwitness.desk import Desk
from earwitness.errors import UsageError
from earwitness.publish.bag.content.page import bag_wording
from earwitness.publish.bag.edition import Edition
from earwitness.publish.bag.seal.keys import make_key, read_key
from earwitness.publish.bag.seal.sealing import SignedBy
from earwitness.publish.bag.verify_text import commands_in
from earwitness.publish.bag.writing import BagChoice
from earwitness.records.review import Move, State
from tests.publish.bag.conftest import counting_chance, run_sh, signer


def read(bag: Path, name: str) -> dict:
    return json.loads((bag / "data" / name).read_text(encoding="utf-8"))


def test_every_command_of_verify_txt_passes(bag_once: Path):
    commands = commands_in((bag_once / "VERIFY.txt").read_text(encoding="utf-8"))
    done = [run_sh(one, bag_once) for one in commands]
    assert [one.returncode for one in done] == [0] * 6, [one.stderr for one in done]
    said = "".join(one.stdout + one.stderr for one in done)
    for words in (
        "manifest-sha256.txt: OK",
        "number of files: OK",
        'Good "earwitness-bag" signature for desk@example.org',
        "Signature Verified Successfully",
        "time stamp: pending",
        "custody chain: OK",
    ):
        assert words in said


def test_bagit_of_the_library_of_congress_finds_it_valid(bag_once: Path):
    assert bagit.Bag(str(bag_once)).validate()


def test_names_are_plain_ascii_and_signatures_stand_outside_the_manifests(bag_once: Path):
    names = [str(one.relative_to(bag_once)) for one in bag_once.rglob("*") if one.is_file()]
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", one) for one in names)
    listed = (bag_once / "tagmanifest-sha256.txt").read_text() + (
        bag_once / "manifest-sha256.txt"
    ).read_text()
    assert "sig/" not in listed


def test_the_sound_goes_out_only_where_nothing_private_is_left_in_its_words(bag_once: Path):
    rows = {one["languages"][0]: one for one in read(bag_once, "bag.json")["recordings"]}
    assert rows["ru"]["media"]
    assert rows["en"]["media"]
    assert rows["uk"]["media"] == ""
    assert {one["code"] for one in rows["uk"]["withheld"]} >= {"words_masked", "sound_private"}
    with wave.open(str(bag_once / "data" / rows["ru"]["media"])) as sound:
        assert (sound.getframerate(), sound.getnframes()) == (8000, 16000)


def test_nothing_sealed_stands_in_any_byte(bag_once: Path, made_archive: Path):
    with Desk.open(made_archive) as desk:
        digests = [row["sha256"] for row in desk.archive.db.execute("select sha256 from artefact")]
    everything = b"".join(one.read_bytes() for one in bag_once.rglob("*") if one.is_file())
    sealed = [
        "Тамар",
        "Ковальчук",
        "Tamara",
        "Kovalchuk",
        "Marrow",
        "listened",
        "call-one",
        "call-two",
    ]
    # a WAV as plain as ours comes out as it went in: that file is public itself
    public = {
        hashlib.sha256(one.read_bytes()).hexdigest() for one in (bag_once / "data/media").iterdir()
    }
    sealed += [*(one for one in digests if one not in public), str(made_archive.parent), ".srt"]
    assert [one for one in sealed if one.encode() in everything] == []
    assert b"[withheld]" in everything


def test_quotations_are_web_annotations_with_both_selectors(bag_once: Path):
    page = read(bag_once, "quotes.jsonld")
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    (quote,) = page["items"]
    sound, words = (one["selector"] for one in quote["target"])
    assert sound == {
        "type": "FragmentSelector",
        "conformsTo": "http://www.w3.org/TR/media-frags/",
        "value": "t=1,1.9",
    }
    assert (words["exact"], words["suffix"]) == ("Нас бросили", ", командир уехал.")
    for one in quote["target"]:
        assert (bag_once / "data" / one["source"]).is_file()


def test_the_crate_names_every_file_with_its_digest(bag_once: Path):
    graph = read(bag_once, "ro-crate-metadata.json")["@graph"]
    files = {one["@id"]: one for one in graph if "File" in one["@type"]}
    rows = (bag_once / "manifest-sha256.txt").read_text().splitlines()
    listed = {row[71:]: row[:64] for row in rows}
    listed.pop("ro-crate-metadata.json")
    assert {name: one["sha256"] for name, one in files.items()} == listed
    known = {one["@id"] for one in graph}
    named = re.findall(r'"@id": "([^"]+)"', (bag_once / "data/ro-crate-metadata.json").read_text())
    assert {one for one in named if not one.startswith("https://")} <= known


def test_claims_that_nobody_reviewed_stay_here(bag_once: Path):
    (claim,) = read(bag_once, "claims.json")["claims"]
    assert claim["sentence"] == "They were left behind"
    assert claim["decided_by"] == "a person"
    assert [one["about"] for one in read(bag_once, "independence.json")["counts"]][-1]


def test_a_sealed_bag_has_the_originals_and_opens_its_commitments(make_bag, archive_copy: Path):
    bag = make_bag("sealed", edition=Edition.SEALED).bag
    commands = commands_in((bag / "VERIFY.txt").read_text(encoding="utf-8"))
    done = [run_sh(one, bag) for one in commands]
    assert [one.returncode for one in done] == [0] * 7, [one.stderr + one.stdout for one in done]
    assert done[-1].stdout.count(": OK") == 3
    rows = read(bag, "sealed.json")["recordings"]
    assert any(
        "call-two.wav" in name for one in rows for name in one["originals"][0]["received_as"]
    )
    log = (bag / "data/custody/log.jsonl").read_text(encoding="utf-8").splitlines()
    with Desk.open(archive_copy) as desk:
        chain = [
            row["line"] for row in desk.archive.db.execute("select line from custody order by seq")
        ]
    assert log == chain[: len(log)]
    assert len(chain) == len(log) + 1  # the bag itself


def test_a_sealed_bag_opens_the_commitments_of_an_earlier_public_one(make_bag):
    public, sealed = make_bag("public").bag, make_bag("sealed", edition=Edition.SEALED).bag
    for line in (public / "data/commitments.jsonl").read_text().splitlines():
        one = json.loads(line)
        nonce = sealed / f"data/nonces/{one['label']}.nonce"
        if one["label"].startswith("custody-log-"):
            count = one["label"].rpartition("-")[2]
            opened = f"(cat {nonce}; head -n {count} {sealed}/data/custody/log.jsonl) | sha256sum"
        else:
            opened = f"cat {nonce} {sealed}/data/originals/{one['label']}.* | sha256sum"
        assert run_sh(opened, sealed).stdout.split()[0] == one["value"]


def test_the_same_archive_and_the_same_chance_give_the_same_bytes(
    made_archive: Path, key_file: Path, tmp_path: Path
):
    made = []
    for name in ("one", "two"):
        root = Path(shutil.copytree(made_archive, tmp_path / f"archive-{name}"))
        with Desk.open(root) as desk:
            names = [one.id for one in desk.recordings()]
            choice = BagChoice(by=signer(key_file), chance=counting_chance())
            desk.bag(names, tmp_path / name, choice)
        made.append(
            {
                str(one.relative_to(tmp_path / name)): one.read_bytes()
                for one in (tmp_path / name).rglob("*")
                if one.is_file()
            }
        )
    assert made[0] == made[1]


def test_a_bag_that_is_there_is_never_touched(make_bag, tmp_path: Path):
    make_bag("made")
    before = sorted(one.stat().st_mtime_ns for one in (tmp_path / "made").rglob("*"))
    with pytest.raises(UsageError, match="never changed"):
        make_bag("made")
    assert sorted(one.stat().st_mtime_ns for one in (tmp_path / "made").rglob("*")) == before


def test_what_an_interrupted_run_left_is_cleared_and_nothing_half_written_appears(
    archive_copy: Path, tmp_path: Path
):
    left = tmp_path / ".made.unfinished"
    left.mkdir()
    (left / "half").write_text("x")

    def stop(_: str, done: int, __: int) -> None:
        assert not (left / "half").exists()
        if done == 1:
            raise KeyboardInterrupt

    with Desk.open(archive_copy) as desk:
        names = [one.id for one in desk.recordings()]
        with pytest.raises(KeyboardInterrupt):
            desk.bag(names, tmp_path / "made", BagChoice(), stop)
        assert not (tmp_path / "made").exists()
        assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
        desk.bag(names, tmp_path / "made", BagChoice())
    assert bagit.Bag(str(tmp_path / "made")).validate()


def test_what_is_quarantined_goes_into_no_public_bag(archive_copy: Path, tmp_path: Path):
    with Desk.open(archive_copy) as desk:
        names = [one.id for one in desk.recordings()]
        desk.move(
            names[0], State.QUARANTINED, Move(State.INTAKE, State.QUARANTINED),
            by="E. Marrow", because="a child",
        )  # fmt: skip
        with pytest.raises(UsageError, match="quarantined"):
            desk.bag(names, tmp_path / "made", BagChoice())
    assert not (tmp_path / "made").exists()


def test_each_bag_is_an_event_of_the_chain_with_the_digest_that_was_signed(
    make_bag, archive_copy: Path
):
    done = make_bag("made")
    with Desk.open(archive_copy) as desk:
        row = desk.archive.db.execute("select line from custody order by seq desc").fetchone()
        assert desk.verify().clean
    event = json.loads(row["line"])
    assert event["event"] == "dissemination"
    assert event["objects"][:2] == [done.identifier, done.signed]


@pytest.mark.parametrize("passphrase", ["", "long and good"])
def test_keys_of_ssh_keygen_sign_and_ours_are_read_by_ssh_keygen(tmp_path: Path, passphrase: str):
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", theirs], check=True
    )
    key = read_key(theirs, lambda: passphrase)
    listed = subprocess.run(
        ["ssh-keygen", "-l", "-f", theirs.with_suffix(".pub")], capture_output=True, check=True
    )
    assert key.public.fingerprint in listed.stdout.decode()
    public = make_key(ours, passphrase)
    shown = subprocess.run(
        ["ssh-keygen", "-y", "-P", passphrase, "-f", ours], capture_output=True, check=True
    )
    assert public.line in shown.stdout.decode()
    assert ours.stat().st_mode & 0o777 == 0o600
    if passphrase:
        with pytest.raises(UsageError, match="passphrase is wrong"):
            read_key(theirs, lambda: "other")


@pytest.mark.parametrize("identity", ["", "a b@c", "*@example.org", "desk", "x@y,z@y", "$(id)@x"])
def test_an_identity_is_an_address(key_file: Path, identity: str):
    with pytest.raises(UsageError, match="is no identity"):
        SignedBy(read_key(key_file, lambda: ""), identity)


def test_other_keys_are_refused_with_a_sentence(tmp_path: Path):
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", tmp_path / "rsa"], check=True)
    for name in ("rsa", "rsa.pub"):
        with pytest.raises(UsageError, match=r"ed25519|no private key"):
            read_key(tmp_path / name, lambda: "")


def test_a_draft_whose_errors_were_waived_goes_with_it_and_the_bag_says_so(archive_copy, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text("# Trucks\n\n“The trucks came back at dawn,” he says.\n", encoding="utf-8")
    told = {}
    with Desk.open(archive_copy) as desk:
        names = [one.id for one in desk.recordings()]
        with pytest.raises(UsageError, match="errors in the draft"):
            desk.bag(names, tmp_path / "no", BagChoice(drafts=(draft,)))
        report = desk.check(draft)
        targets = [f"{one.code}@{report.fingerprint(one)}" for one in report.errors]
        assert "Q02" in {one.code for one in report.errors}
        for who in ("E. Marrow", "I. Reed"):  # some findings need two people
            desk.waive(draft, targets, by=who, because="a test of the siren at the mill")
        assert desk.check(draft).clean
        for edition in Edition:
            desk.bag(names, tmp_path / edition.value, BagChoice(edition=edition, drafts=(draft,)))
            place = tmp_path / edition.value / "data" / "bag.json"
            told[edition] = json.loads(place.read_text(encoding="utf-8"))["waived"]
    rows = [(one["code"], one["people"]) for one in told[Edition.PUBLIC]]
    assert ("Q02", 2) in rows
    assert "given" not in told[Edition.PUBLIC][0]
    assert [one["code"] for one in told[Edition.SEALED]] == [code for code, _ in rows]
    assert told[Edition.SEALED][0]["given"][0]["reason"] == "a test of the siren at the mill"
    public = b"".join(one.read_bytes() for one in (tmp_path / "public").rglob("*") if one.is_file())
    assert b"E. Marrow" not in public
    assert b"siren" not in public


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_page_of_an_unsigned_bag_does_not_speak_of_a_key(make_bag, language):
    signed = (make_bag("signed", language=language).bag / "data" / "index.html").read_text("utf-8")
    plain = make_bag("plain", language=language, by=None)
    words = bag_wording(language)
    assert words.say("whose_key") in signed
    assert words.say("proves_unsigned") not in signed
    page = (plain.bag / "data" / "index.html").read_text(encoding="utf-8")
    assert words.say("proves_unsigned") in page
    assert words.say("whose_key") not in page
