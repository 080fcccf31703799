"""An archive that is made, written to, harmed and verified."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.errors import ArchiveBusy, ArchiveExists, ArchiveNotFound, Differs, UsageError
from earwitness.records.artefacts import Artefact, CustodyEvent, EventType
from earwitness.store import custody, ledger
from earwitness.store.archive import Archive


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "a") as made:
        yield made


def test_a_new_archive_opens_again(tmp_path: Path):
    Archive.create(tmp_path / "a").close()
    with Archive(tmp_path / "a") as again:
        assert custody.verify_lines(custody.lines(again.db))[0] == 1


def test_nothing_is_made_over_something(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.txt").write_text("mine")
    with pytest.raises(ArchiveExists):
        Archive.create(tmp_path / "a")
    with pytest.raises(ArchiveNotFound, match="earwitness new"):
        Archive(tmp_path / "nowhere")


def test_bytes_are_named_as_sha256sum_names_them(archive: Archive, tmp_path: Path):
    given_file = tmp_path / "call.ogg"
    given_file.write_bytes(b"sound" * 1000)
    placed = archive.originals.place(given_file)
    told = subprocess.run(["sha256sum", given_file], capture_output=True, text=True, check=True)
    assert placed.sha256 == told.stdout.split()[0]
    assert placed.new
    assert not archive.originals.place(given_file).new
    assert archive.originals.path(placed.sha256).stat().st_mode & 0o222 == 0


def test_a_changed_original_is_named_with_both_digests(archive: Archive, tmp_path: Path):
    placed = archive.originals.place_bytes(b"as received")
    place = archive.originals.path(placed.sha256)
    place.chmod(0o644)
    place.write_bytes(b"as changed")
    with pytest.raises(Differs) as caught:
        archive.originals.check(placed.sha256)
    assert caught.value.expected == placed.sha256
    assert caught.value.found == hashlib.sha256(b"as changed").hexdigest()


def test_received_rows_cannot_be_changed_by_any_program(archive: Archive):
    placed = archive.originals.place_bytes(b"x")
    with archive.writing() as w:
        seq = w.note(EventType.INGESTION, [placed.sha256])
        from earwitness.store.catalog.receipts import add_artefact

        add_artefact(w.db, Artefact(placed.sha256, 1, "media"), seq)
    for change in (
        "update artefact set size_bytes = 2",
        "delete from custody",
        "update custody set line = ''",
        "delete from artefact",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            archive.db.execute(change)


def test_a_failed_transaction_leaves_nothing(archive: Archive):
    before = list(custody.lines(archive.db))

    def break_off() -> None:
        with archive.writing() as w:
            w.note(EventType.INGESTION, ["x"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert list(custody.lines(archive.db)) == before


def test_sha256sum_alone_follows_the_chain(archive: Archive, tmp_path: Path):
    for number in range(4):
        with archive.writing() as w:
            w.note(EventType.INGESTION, [f"запис {number}"], note="прийнято")
    chain = list(custody.lines(archive.db))
    for before, after in pairwise(chain):
        told = subprocess.run(["sha256sum"], input=before.encode(), capture_output=True, check=True)
        assert f'"prev":"{told.stdout.decode().split()[0]}"' in after


@given(st.lists(st.text(max_size=20), min_size=2, max_size=8), st.data())
def test_any_change_in_the_chain_is_found(notes: list[str], data: st.DataObject):
    chain, prev = [], custody.GENESIS
    for seq, note in enumerate(notes, 1):
        line = custody.canonical_line(
            CustodyEvent(seq, prev, "2026-01-01", "t", EventType.CREATION, (), "success", note)
        )
        chain.append(line)
        prev = hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()
    count, head = custody.verify_lines(chain)
    assert (count, head) == (len(notes), prev)
    at = data.draw(st.integers(0, len(chain) - 2))
    harmed = chain.copy()
    how = data.draw(st.sampled_from(["drop", "swap", "edit"]))
    if how == "drop":
        del harmed[at]
    elif how == "swap":
        harmed[at], harmed[at + 1] = harmed[at + 1], harmed[at]
    else:
        harmed[at] = harmed[at].replace('"agent":"t"', '"agent":"u"')
    with pytest.raises(Differs):
        custody.verify_lines(harmed)


def key(subject: str = "a") -> ledger.TaskKey:
    return ledger.TaskKey(subject, "hear", "1", "s")


def test_work_is_listed_once_and_done_once(archive: Archive):
    assert ledger.add(archive.db, [key(), key()]) == 1
    lease = ledger.claim(archive.db, ["hear"], "w1", 60)
    assert lease is not None
    assert ledger.claim(archive.db, ["hear"], "w2", 60) is None
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, ["a"])
        assert ledger.finish(w.db, lease, None, seq)
        assert not ledger.finish(w.db, lease, None, seq)
    assert ledger.add(archive.db, [key()]) == 0
    assert ledger.counts(archive.db)["hear"].done == 1


def test_a_worker_that_wakes_up_late_is_refused(archive: Archive):
    ledger.add(archive.db, [key()])
    frozen = ledger.claim(archive.db, ["hear"], "w1", 1, now=lambda: 0.0)
    other = ledger.claim(archive.db, ["hear"], "w2", 60, now=lambda: 100.0)
    assert frozen is not None
    assert other is not None
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, ["a"])
        assert not ledger.finish(w.db, frozen, None, seq)
        assert ledger.finish(w.db, other, None, seq)


def test_an_item_that_kills_its_worker_is_set_aside_at_the_cap(archive: Archive):
    ledger.add(archive.db, [key()])
    clock = iter(range(0, 10_000, 1000))
    for _ in range(ledger.MAX_ATTEMPTS):
        assert ledger.claim(archive.db, ["hear"], "w", 1, now=lambda: float(next(clock)))
    assert ledger.claim(archive.db, ["hear"], "w", 1, now=lambda: float(next(clock))) is None
    (aside,) = ledger.set_aside(archive.db)
    assert "died" in aside["reason"]
    assert ledger.try_again(archive.db) == 1


def test_two_long_tasks_at_once_are_refused(archive: Archive):
    with (
        archive.alone("run"),
        Archive(archive.root) as second,
        pytest.raises(ArchiveBusy, match="under way"),
        second.alone("run"),
    ):
        pass


def test_a_wrong_setting_is_named(archive: Archive):
    from dataclasses import dataclass

    @dataclass(frozen=True)
    class Hearing:
        max_duration_h: float = 8.0

    (archive.root / "earwitness.toml").write_text("[hearing]\nmax_duraton_h = 3\n")
    with Archive(archive.root) as again, pytest.raises(UsageError, match="max_duraton_h"):
        again.settings.section("hearing", Hearing)
    (archive.root / "earwitness.toml").write_text("[hearing]\nmax_duration_h = 'long'\n")
    with Archive(archive.root) as again, pytest.raises(UsageError, match="hearing"):
        again.settings.section("hearing", Hearing)


def test_a_file_that_is_no_catalog_is_said_to_be_none(tmp_path: Path):
    (tmp_path / "catalog.db").write_text("this is not a database at all, just some text" * 30)
    with pytest.raises(Exception, match="is not a catalog"):
        Archive(tmp_path)
