"""`earwitness bag` as people type it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from earwitness.publish.bag.verify_text import commands_in
from tests.publish.bag.conftest import (  # noqa: F401 (fixtures)
    archive_copy,
    made_archive,
    run_sh,
    tsa,
)
from tests.publish.bag.tsa import Tsa


def run(folder: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "earwitness", "bag", *arguments],
        cwd=folder, input=given, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "EARWITNESS_ARCHIVE": str(folder / "archive")},
    )  # fmt: skip


def test_the_whole_way(archive_copy: Path, tmp_path: Path, tsa: Tsa):  # noqa: F811 (a fixture)
    made = run(tmp_path, "key")
    assert made.returncode == 0
    assert "Fingerprint: SHA256:" in made.stdout
    assert run(tmp_path, "key").stdout.splitlines()[1:] == made.stdout.splitlines()[1:]

    written = run(tmp_path, "all", "story", "--identity", "desk@example.org", "--language", "uk")
    assert written.returncode == 0, written.stderr
    assert "3 recordings, 2 with sound" in written.stdout
    text = (tmp_path / "story/VERIFY.txt").read_text(encoding="utf-8")
    assert [run_sh(one, tmp_path / "story").returncode for one in commands_in(text)] == [0] * 6
    assert "Пакет доказів" in (tmp_path / "story/data/index.html").read_text(encoding="utf-8")

    again = run(tmp_path, "all", "story")
    assert again.returncode == 2
    assert "is there already" in again.stderr

    (tmp_path / "reply.tsr").write_bytes(
        tsa.answer((tmp_path / "story/sig/tagmanifest-sha256.txt.tsq").read_bytes())
    )
    stamped = run(tmp_path, "stamp", "story", "--token", "reply.tsr")
    assert stamped.returncode == 0, stamped.stderr
    assert "CN=Invented Root" in stamped.stdout

    key = str(tmp_path / "archive/sealed/bag-key.pub")
    done = run(tmp_path, "verify", "story", "--signer", key, "--tsa-ca", str(tsa.root))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The bag is valid.")
    (tmp_path / "story/data/claims.json").write_text("{}")
    broken = run(tmp_path, "verify", "story", "--json")
    assert broken.returncode == 1
    report = json.loads(broken.stdout)
    assert not report["valid"]
    assert "data/claims.json" in {one["file"] for one in report["findings"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("all",), "a new folder"),
        (("all", "x", "--unsigned", "--identity", "a@b.org"), "--unsigned excludes"),
        (("all", "x", "--tsa", "http://x", "--no-timestamp"), "exclude one another"),
        (("all", "x", "--identity", "desk"), "is no identity"),
        (("all", "x", "--language", "de"), "no page in 'de'"),
        (("verify", "nothing"), "is not there"),
        (("stamp", "nothing", "--token", "x"), "is no bag"),
        (("stamp", "nothing"), "one of --tsa, --token, --ots"),
    ],
)
def test_called_wrongly(archive_copy: Path, tmp_path: Path, arguments, words: str):  # noqa: F811
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


def test_an_authority_that_is_not_there_leaves_a_whole_bag(archive_copy: Path, tmp_path: Path):  # noqa: F811
    done = run(tmp_path, "all", "x", "--tsa", "http://127.0.0.1:9/tsr")
    assert done.returncode == 1
    assert "its time stamp is pending" in done.stderr
    assert "Nobody signed it" in done.stderr
    assert run(tmp_path, "verify", "x").returncode == 0


def test_a_key_with_a_passphrase_is_asked_for(archive_copy: Path, tmp_path: Path):  # noqa: F811
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "long and good", "-f", tmp_path / "key"],
        check=True,
    )
    wrong = run(tmp_path, "all", "x", "--key", "key", given="bad\n")
    assert wrong.returncode == 2
    assert "passphrase is wrong" in wrong.stderr
    done = run(tmp_path, "all", "x", "--key", "key", given="long and good\n")
    assert done.returncode == 0, done.stderr
