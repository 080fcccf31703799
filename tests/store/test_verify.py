"""Each kind of harm is named; an archive that nobody harmed is clean."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from earwitness.intake.take_in import GivenBy, take_in
from earwitness.records.artefacts import EventType
from earwitness.store.archive import Archive
from earwitness.store.verify import verify

CALL = "1\n00:00:01,000 --> 00:00:04,000\nПекарь: Мы встретимся у мельницы.\n"
ENGLISH = "1\n00:00:01,000 --> 00:00:04,000\nWe will meet at the mill.\n"


@pytest.fixture
def archive(tmp_path: Path):
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "call.srt").write_text(CALL, encoding="utf-8")
    (pile / "call.en.srt").write_text(ENGLISH, encoding="utf-8")
    with Archive.create(tmp_path / "a") as made:
        take_in(made, [pile], GivenBy())
        yield made


def edit(archive: Archive, sql: str, *values: object) -> None:
    """As another SQLite tool would, with the triggers dropped."""
    with sqlite3.connect(archive.root / "catalog.db") as db:
        for (name,) in db.execute(
            "select name from sqlite_master where type = 'trigger'"
        ).fetchall():
            db.execute(f"drop trigger {name}")
        db.execute(sql, values)
    db.close()


def original(archive: Archive) -> Path:
    _, place = next(archive.originals.all())
    return place


def named(archive: Archive) -> str:
    done = verify(archive)
    assert not done.clean
    return "\n".join(f"{one.where}: {one.what}" for one in done.differences)


def test_an_archive_that_nobody_harmed_is_clean(archive):
    first, second = verify(archive), verify(archive)
    assert first.clean
    assert second.clean
    assert second.events == first.events + 1  # the check itself is an event
    assert first.originals == 2


def test_a_changed_original(archive):
    place = original(archive)
    place.chmod(0o644)
    place.write_bytes(place.read_bytes() + b" ")
    assert f"originals/{place.name[:2]}/{place.name}: the original was changed" in named(archive)


def test_a_missing_original(archive):
    place = original(archive)
    place.unlink()
    assert f"{place.name}: the original is missing" in named(archive)


def test_a_renamed_original(archive):
    place = original(archive)
    other = place.with_name("0" * 64)
    place.rename(other)
    said = named(archive)
    assert f"{place.name}: the original is missing" in said
    assert f"{other.name}: is not what its name says" in said


def test_an_original_that_nobody_added(archive):
    (original(archive).parent / ("f" * 64)).write_bytes(b"planted")
    assert "is not what its name says, and no row names it" in named(archive)


def test_an_original_of_an_interrupted_intake_is_only_noted(archive, tmp_path):
    (tmp_path / "late.txt").write_text("late", encoding="utf-8")
    archive.originals.place(tmp_path / "late.txt")
    done = verify(archive)
    assert done.clean
    assert len(done.notes) == 1


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("update utterance set text = 'Мы не встретимся у мельницы.'", "transcript trs-"),
        ("update utterance set voice = 'Мельник'", "transcript trs-"),
        ("update utterance set start_ms = 2000", "transcript trs-"),
        ("delete from utterance", "transcript trs-"),
        ("update transcript set origin = 'human'", "transcript trs-"),
        ("update transcript set digest = 'x'", "transcript trs-"),
        ("update translation_line set text = 'We will not meet.'", "translation trl-"),
        ("update translation set language = 'de'", "translation trl-"),
        ("update artefact set custody_seq = 1", "artefact "),
        (
            "update artefact set sha256 = replace(sha256, substr(sha256, 1, 8), '00000000')",
            "artefact 0000",
        ),
    ],
)
def test_a_row_edited_by_another_tool(archive, sql, where):
    edit(archive, sql)
    assert where in named(archive)


def test_words_edited_together_with_their_digest(archive):
    """The custody event holds the digest as well."""
    edit(archive, "update utterance set text = 'Другое.'")
    said = verify(archive).differences
    now = next(one.found for one in said if one.where.startswith("transcript"))
    edit(archive, "update transcript set digest = ?", now)
    assert "its words were changed" in named(archive)


def test_a_custody_line_edited_in_the_middle(archive):
    edit(archive, "update custody set line = replace(line, 'text', 'tent') where seq = 3")
    assert "custody event 3: was changed" in named(archive)


def test_a_custody_line_edited_with_its_digest(archive):
    line = archive.db.execute("select line from custody where seq = 3").fetchone()["line"]
    event = json.loads(line) | {"note": "other"}
    from hashlib import sha256

    written = json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    edit(
        archive,
        "update custody set line = ?, sha256 = ? where seq = 3",
        written,
        sha256(written.encode()).hexdigest(),
    )
    assert "custody event 4: does not follow" in named(archive)


def test_a_custody_line_removed(archive):
    edit(archive, "delete from custody where seq = 3")
    assert "is out of order or one before it is missing" in named(archive)


def test_the_last_custody_line_edited(archive):
    last = archive.db.execute("select max(seq) from custody").fetchone()[0]
    edit(
        archive,
        "update custody set line = replace(line, 'earwitness', 'earwithess') where seq = ?",
        last,
    )
    assert f"custody event {last}: was changed" in named(archive)


def test_the_last_custody_line_removed(archive):
    """What it tells of still points to it. (An event that nothing points to leaves no trace: the
    head that `verify` prints has to be kept elsewhere, and the number of events falls.)"""
    last = archive.db.execute("select max(custody_seq) from translation").fetchone()[0]
    edit(archive, "delete from custody where seq >= ?", last)
    assert "points to nothing in custody" in named(archive)


def test_a_derived_result_changed_or_gone(archive):
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, ["x"], note="made")
        blob = archive.derived.put("x", "hear", "1.json", b"{}")
        w.db.execute(
            "insert into work (key, subject, stage, version, settings, inputs, state, blob, blob_sha256, custody_seq)"
            " values ('k', 'x', 'hear', '1', '', '', 'done', ?, ?, ?)",
            (blob.name, blob.sha256, seq),
        )
    assert verify(archive).clean
    archive.derived.path(blob.name).write_bytes(b"[]")
    assert f"derived/{blob.name}: was changed" in named(archive)
    archive.derived.path(blob.name).unlink()
    assert f"derived/{blob.name}: is missing" in named(archive)


def test_an_archive_opened_for_reading_only(archive, tmp_path):
    shutil.copytree(archive.root, tmp_path / "copy")
    with Archive(tmp_path / "copy", read_only=True) as copy:
        before = copy.db.execute("select count(*) from custody").fetchone()[0]
        assert verify(copy).clean
        assert copy.db.execute("select count(*) from custody").fetchone()[0] == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_archive_on_a_medium_that_cannot_be_written(archive):
    (archive.root / "catalog.db").chmod(0o444)
    archive.root.chmod(0o555)
    try:
        with Archive(archive.root, read_only=True) as copy:
            assert verify(copy).clean
    finally:
        archive.root.chmod(0o755)
