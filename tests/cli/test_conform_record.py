"""`earwitness record` and `earwitness conform` as a desk types them."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from earwitness.review.conformance.kinds import KINDS
from tests.cli.conftest import SRT_RU

SIGNED = ("--by", "E. Marrow", "--because", "as seen")


@pytest.fixture
def archive(cli, tmp_path, tone, monkeypatch) -> Path:
    pile = tmp_path / "pile"
    pile.mkdir()
    tone(pile / "call.wav")
    (pile / "call.ru.srt").write_text(SRT_RU, encoding="utf-8")
    cli("new", tmp_path / "archive")
    cli("add", pile, "-a", tmp_path / "archive")
    monkeypatch.setenv("EARWITNESS_ARCHIVE", str(tmp_path / "archive"))
    return tmp_path / "archive"


@pytest.fixture
def rec(archive, cli) -> str:
    return cli.json("conform", "--row", "BERK-167")[0]["item"]


def row(cli, rec, name):
    (found,) = cli.json("conform", rec, "--row", name)
    return found


def test_a_record_by_fields_changes_its_row(cli, rec):
    assert row(cli, rec, "LEIDEN-D0")["result"] == "fail"
    assert cli.code == 1
    fields = (
        "--field",
        "material_class=intercept",
        "--field",
        "forms=audio",
        "--field",
        "forms=video",
    )
    cli("record", "material", rec, *fields, *SIGNED)
    assert cli.code == 0, cli.err
    found = row(cli, rec, "LEIDEN-D0")
    assert (found["result"], cli.code) == ("pass", 0)
    assert found["note"] == "an intercept, held as audio, video"


def test_a_form_is_filled_in_and_signed(cli, rec, tmp_path):
    form = cli("record", "effort", "--form")
    filled = form.replace('goal = ""', 'goal = "obtain_original"').replace(
        'by = "" ', 'by = "I. Reed" '
    )
    filled = filled.replace('because = ""', 'because = "asked twice"')
    filled += '\n[[fields.steps]]\nat = "2031-03-10"\nby = "I. Reed"\nchannel = "e-mail"\nreply = "none"\n'
    (tmp_path / "effort.toml").write_text(filled, encoding="utf-8")
    kept = cli.json("record", "effort", rec, "--from", tmp_path / "effort.toml")
    assert (kept["by"], kept["fields"]["steps"][0]["channel"]) == ("I. Reed", "e-mail")
    assert row(cli, rec, "HALA-BP15.6")["result"] == "pass"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_form_that_is_toml(cli, kind):
    form = cli("record", kind, "--form")
    assert "fields" in tomllib.loads(form)
    everything = "\n".join(
        line.removeprefix("# ") if " = " in line or "[[" in line else line
        for line in form.splitlines()
        if "where there was none" not in line
    )
    assert "fields" in tomllib.loads(everything)


def test_a_file_is_hashed_when_it_is_named(cli, rec, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"words")
    given = ("--field", f"document={tmp_path / 'letter.pdf'}", "--field", "type=corroborates")
    kept = cli.json("record", "link", rec, *given, *SIGNED)
    assert kept["fields"]["document"]["sha256"] == hashlib.sha256(b"words").hexdigest()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("consent", "REC", "--field", "voice=V1"), "missing required field 'act'"),
        (("material", "REC", "--field", "material_class=rumour"), "intercept | broadcast"),
        (("material", "REC", "--field", "class=intercept"), "has no field 'class'"),
        (("dating", "REC", "--field", "edtf=yesterday"), "2023-07-12"),
        (("mark", "REC", "--field", "start_ms=9", "--field", "end_ms=2", "--field", "kind=unclear"), "after"),
        (("plan", "REC", "--field", "purpose=x"), "about the archive"),
        (("consent", "archive", "--field", "voice=V1", "--field", "act=transfer", "--field", "state=given"), "about one recording"),
        (("row-answer", "REC", "--field", "row=HALA-BP14.3", "--field", "answer=yes"), "not answered by a person"),
        (("row-answer", "REC", "--field", "row=HALA-BP11.10", "--field", "answer=yes"), "rests on something"),
        (("hash-list", "REC", "--field", "until=3"), "has no field 'until'"),
        (("nonsense", "REC"), "no record is called"),
        (("link", "REC", "--field", "type=corroborates"), "to a recording or to a document"),
        (("label", "REC", "--field", "scheme"), "NAME=VALUE"),
        (("decision", "archive", "--field", "topic=privacy_review"), "for one recording"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_reason(cli, rec, arguments, says):
    cli("record", *(rec if one == "REC" else one for one in arguments), *SIGNED)
    assert cli.code == 2
    assert says in cli.err
    assert "Traceback" not in cli.err


def test_a_record_needs_a_name_and_a_reason(cli, rec):
    cli("record", "intelligibility", rec, "--field", "wholly=true", "--by", "E. Marrow")
    assert cli.code == 2
    assert "--because" in cli.err


def test_a_missing_file_is_named(cli, rec):
    cli(
        "record", "duplicate", rec, "--field", f"of={'a' * 64}", "--field", "file=/no/such", *SIGNED
    )
    assert cli.code == 1
    assert "/no/such" in cli.err


def test_labels_find_their_recordings(cli, rec):
    cli("record", "label", rec, "--field", "scheme=topics", "--field", "value=bridge", *SIGNED)
    found = cli.json("record", "label", "--list", "--field", "value=bridge")
    assert [one["subject"] for one in found] == [rec]
    assert cli.json("record", "label", "--list", "--field", "value=river") == []


def test_what_is_sealed_is_not_printed(cli, rec):
    cli("record", "capture", rec, "--field", "machine_ip=203.0.113.7", *SIGNED)
    printed = cli("record", "capture", "--list") + cli("record", "capture", "--list", "--json")
    assert "203.0.113.7" not in printed
    assert "(sealed)" in printed


def test_a_transfer_after_a_refusal_is_told_at_once(cli, rec):
    consent = ("--field", "voice=all", "--field", "act=transfer", "--field", "state=refused")
    cli("record", "consent", rec, *consent, *SIGNED)
    cli("record", "transfer", rec, "--field", "recipient=a court", *SIGNED)
    assert cli.code == 0
    assert "HALA-BP21.2 fails" in cli.err


def test_copies_are_read_and_restored(cli, rec, archive, tmp_path):
    for name in ("vault", "tapes"):
        shutil.copytree(archive / "originals", tmp_path / name / "originals")
        cli("record", "location", "archive", "--field", f"id={name}", *SIGNED)
        assert row(cli, rec, "HALA-BP14.1")["result"] == "fail"
        where = ("--field", f"location={name}", "--field", f"folder={tmp_path / name}")
        cli("record", "replica", "archive", *where, *SIGNED)
        assert cli.code == 0, cli.err
    assert row(cli, rec, "HALA-BP14.1")["result"] == "pass"
    cli("record", "restore-test", "archive", *where, *SIGNED)
    assert row(cli, rec, "BERK-P2")["result"] == "pass"
    victim = next((tmp_path / "tapes" / "originals").glob("*/*"))
    victim.chmod(0o644)
    victim.write_bytes(b"other")
    cli("record", "replica", "archive", *where, *SIGNED)
    assert row(cli, rec, "HALA-BP14.1")["result"] == "fail"


def test_a_replica_is_not_the_archive_itself(cli, rec, archive):
    cli("record", "location", "archive", "--field", "id=here", *SIGNED)
    cli(
        "record",
        "replica",
        "archive",
        "--field",
        "location=here",
        "--field",
        f"folder={archive}",
        *SIGNED,
    )
    assert cli.code == 2
    assert "no copy" in cli.err


def test_the_report_for_people(cli, rec, tmp_path):
    printed = cli("conform", rec, "--page", tmp_path / "report.html")
    assert cli.code == 1
    assert "Of the 57 scorable Hala checks in this profile" in printed
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_listing_is_verified_by_another_program(cli, rec, tmp_path):
    cli("record", "label", rec, "--field", "scheme=topics", "--field", "value=bridge", *SIGNED)
    cli("record", "hash-list", rec, *SIGNED)
    assert row(cli, rec, "HALA-BP14.5")["result"] == "pass"
    assert row(cli, rec, "HALA-BP11.6")["result"] == "pass"
    cli("conform", rec, "--listing", tmp_path / "container")
    written = json.loads((tmp_path / "container" / "container.json").read_text(encoding="utf-8"))
    assert written["labels"][0]["value"] == "bridge"
    manifest = tmp_path / "container" / "manifest-sha256.txt"
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", manifest], capture_output=True, check=False
    )
    assert done.returncode == 0
    assert len(manifest.read_text(encoding="utf-8").splitlines()) == 2
    cli("conform", "--listing", tmp_path / "container")
    assert cli.code == 2


def test_two_runs_differ_in_nothing_but_the_time(cli, rec):
    first, second = (cli.json("conform", rec) for _ in range(2))
    for one in (*first, *second):
        del one["checked_at"]
    assert first == second


def test_an_archive_may_be_named_instead_of_a_recording(cli, rec, archive):
    assert cli.json("conform", archive, "--row", "BERK-167")[0]["item"] == rec
    cli("conform", "--profile", "geneva")
    assert cli.code == 2
