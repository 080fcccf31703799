"""Versions of who speaks when: kept as they are, added to, never changed."""

from __future__ import annotations

import sqlite3

import pytest

from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.sound import Basis, Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoicesMethod, VoicesVersion, VoiceTurn
from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import made_recording
from earwitness.store.catalog.voices import (
    add_voices,
    latest_voices,
    voices_in,
    voices_versions,
)


@pytest.fixture
def archive(tmp_path):
    with Archive.create(tmp_path / "archive") as made:
        yield made


def version(recording_id: str, maker: str = "test 1") -> VoicesVersion:
    return VoicesVersion(
        new_identifier("vov"),
        recording_id,
        VoicesMethod.BY_CHANNEL,
        2,
        True,
        (
            VoiceTurn("V1", Interval(0, 1500), 0, 0.9),
            VoiceTurn("V2", Interval(1200, 3000), 1, None),
        ),
        (Span(Interval(1200, 1500), SpanKind.OVERLAP, maker, None, "both"),),
        maker,
        ("each channel is a side",),
    )


def recording(archive: Archive) -> tuple[str, int]:
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, ["x"])
        return made_recording(w.db, Basis.SOUND, "key", seq).recording.id, seq


def test_what_is_added_comes_back_and_the_same_is_added_once(archive):
    recording_id, seq = recording(archive)
    assert latest_voices(archive.db, recording_id) is None
    given = version(recording_id)
    with archive.writing() as w:
        assert add_voices(w.db, given, seq)
        assert not add_voices(w.db, version(recording_id), seq)
    assert latest_voices(archive.db, recording_id) == given
    assert [one.label for one in voices_in(archive.db, given.id)] == ["V1", "V2"]


def test_another_maker_is_another_version_and_the_earlier_one_stays(archive):
    recording_id, seq = recording(archive)
    first, second = version(recording_id), version(recording_id, "test 2")
    with archive.writing() as w:
        add_voices(w.db, first, seq)
        add_voices(w.db, second, seq)
    assert voices_versions(archive.db, recording_id) == [second, first]


def test_settings_that_are_put_back_show_their_own_version_again(archive):
    recording_id, seq = recording(archive)
    first = version(recording_id, "test; settings aaaa")
    second = version(recording_id, "test; settings bbbb")
    with archive.writing() as w:
        add_voices(w.db, first, seq)
        add_voices(w.db, second, seq)
    assert latest_voices(archive.db, recording_id) == second
    assert latest_voices(archive.db, recording_id, "aaaa") == first


@pytest.mark.parametrize("table", ["voices_version", "voice", "voice_turn", "voices_span"])
def test_nothing_of_it_is_ever_changed_or_removed(archive, table):
    recording_id, seq = recording(archive)
    with archive.writing() as w:
        add_voices(w.db, version(recording_id), seq)
    with pytest.raises(sqlite3.IntegrityError, match=r"never|none is changed"):
        archive.db.execute(f"update {table} set rowid = rowid")  # noqa: S608 (ours)
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        archive.db.execute(f"delete from {table}")  # noqa: S608 (ours)


def test_no_table_has_room_for_a_measure_of_a_voice(archive):
    columns = {
        row["name"]: row["type"]
        for table in ("voice", "voice_turn", "voices_span", "voices_version")
        for row in archive.db.execute(f"pragma table_info({table})")
    }
    assert "BLOB" not in columns.values()
    assert [name for name, kind in columns.items() if kind == "REAL"] == ["score"]
