"""A small archive with sound and words in three languages, and bags made of it. Everything is invented."""

from __future__ import annotations

import hashlib
import math
import shutil
import struct
import subprocess
import wave
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from earwitness.desk import Desk
from earwitness.intake.take_in import GivenBy
from earwitness.publish.bag.edition import Chance, Edition
from earwitness.publish.bag.seal.keys import make_key, read_key
from earwitness.publish.bag.seal.request import REQUEST
from earwitness.publish.bag.seal.sealing import SignedBy
from earwitness.publish.bag.seal.stamping import stamp_from
from earwitness.publish.bag.writing import BagChoice, BagReport
from earwitness.understand.claims.deciding import Changes
from tests.publish.bag.tsa import Tsa, make_tsa

IDENTITY = "desk@example.org"
_CALLS = {
    "call-one": {
        "ru": ["Мы стоим у моста.", "Нас бросили, командир уехал."],
        "en": ["We are standing at the bridge.", "They left us, the commander drove off."],
    },
    "call-two": {
        "uk": ["Колона пішла на північ.", "Подзвони мені, Тамаро Ковальчук."],
        "en": ["The column went north.", "Call me, Tamara Kovalchuk."],
    },
    "call-three": {"en": ["The trucks came back at night.", "There were twelve of them."]},
}


def write_tone(path: Path, seconds: float, hertz: int = 440, rate: int = 8000) -> None:
    samples = [
        int(9000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(int(seconds * rate))
    ]
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def write_srt(path: Path, lines: list[str]) -> None:
    rows = [f"{n + 1}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n" for n, line in enumerate(lines)]
    path.write_text("\n".join(rows), encoding="utf-8")


@pytest.fixture(scope="session")
def made_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three calls; the second names a person; a claim of the first was reviewed. Tests copy it."""
    folder = tmp_path_factory.mktemp("bag")
    pile = folder / "pile"
    pile.mkdir()
    for number, (name, words) in enumerate(_CALLS.items()):
        write_tone(pile / f"{name}.wav", 2.0, 300 + 100 * number)
        for language, lines in words.items():
            write_srt(pile / f"{name}.{language}.srt", lines)
    with Desk.new(folder / "archive") as desk:
        desk.take_in([pile], GivenBy(approved_by="E. Marrow"))
        for one in desk.recordings():
            if any(
                "бросили" in line.text
                for words in desk.words_to_code(one.id)
                for line in words.lines
            ):
                desk.add_claim(
                    one.id, "Нас бросили", Changes(sentence="They were left behind"),
                    by="E. Marrow", because="I listened to it",
                )  # fmt: skip
    return folder / "archive"


@pytest.fixture
def archive_copy(made_archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_archive, tmp_path / "archive"))


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key"
    make_key(path)
    return path


def signer(key_file: Path) -> SignedBy:
    return SignedBy(read_key(key_file, lambda: ""), IDENTITY)


def counting_chance() -> Chance:
    """The same chance each time."""
    numbers = iter(range(1, 10_000))

    def nonce() -> bytes:
        return hashlib.sha256(str(next(numbers)).encode()).digest()

    return Chance("bag-000000001", datetime(2026, 3, 1, 12, 0, tzinfo=UTC), nonce)


@pytest.fixture
def make_bag(archive_copy: Path, key_file: Path, tmp_path: Path) -> Callable[..., BagReport]:
    """make_bag(name, **fields of BagChoice): a bag of all recordings, signed."""

    def make(name: str = "made", **fields: object) -> BagReport:
        given = {"by": signer(key_file), **fields}
        with Desk.open(archive_copy) as desk:
            names = [one.id for one in desk.recordings()]
            return desk.bag(names, tmp_path / name, BagChoice(**given))

    return make


@pytest.fixture(scope="session")
def bag_once(
    made_archive: Path, key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """One public bag for tests that only read it."""
    folder = tmp_path_factory.mktemp("once")
    with Desk.open(Path(shutil.copytree(made_archive, folder / "archive"))) as desk:
        names = [one.id for one in desk.recordings()]
        desk.bag(names, folder / "made", BagChoice(edition=Edition.PUBLIC, by=signer(key_file)))
    return folder / "made"


def run_sh(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command as a person types it, in a folder."""
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture(scope="session")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Tsa:
    return make_tsa(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="session")
def stamped_once(bag_once: Path, tsa: Tsa, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bag with a time stamp; tests copy it."""
    folder = Path(shutil.copytree(bag_once, tmp_path_factory.mktemp("stamped") / "made"))
    reply = folder.parent / "reply.tsr"
    reply.write_bytes(tsa.answer((folder / REQUEST).read_bytes()))
    stamp_from(folder, reply)
    return folder


@pytest.fixture
def stamped(stamped_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stamped_once, tmp_path / "made"))
