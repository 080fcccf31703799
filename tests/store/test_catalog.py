"""The catalog: versions are added and never change, unheard sides stay silent, dates only narrow."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from earwitness.records.artefacts import EventType
from earwitness.records.fuzzydate import not_after
from earwitness.records.identifiers import new_identifier
from earwitness.records.sound import Audibility, Basis, Side
from earwitness.records.words import (
    Transcript,
    TranscriptOrigin,
    Translation,
    TranslationLine,
    TranslationOrigin,
    Utterance,
    VersionStatus,
    Word,
)
from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import (
    add_date,
    add_side,
    find_recording,
    made_recording,
    recorded_date,
    sides,
)
from earwitness.store.catalog.words import (
    add_transcript,
    add_translation,
    best_transcript,
    best_translations,
    hold_back,
    transcript_digest,
    transcripts,
    translation_lines,
    utterances,
)


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "a") as made:
        yield made


@pytest.fixture
def call(archive) -> str:
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, ["x"])
        return made_recording(w.db, Basis.WORDS, "words:one", seq, title="Первый").recording.id


def version(
    recording_id: str, rank: int = 0, maker: str = ""
) -> tuple[Transcript, list[Utterance]]:
    made = Transcript(
        new_identifier("trs"), recording_id, TranscriptOrigin.HUMAN, "ru", "srt", maker, rank=rank
    )
    words = (Word("Мы", 0, 100, 0.5), Word("ждём", 100, 300))
    return made, [
        Utterance(
            new_identifier("utt"), made.id, 0, "Мы ждём", "A", 0, 300, words=words, language="ru"
        ),
        Utterance(new_identifier("utt"), made.id, 1, "", "B", no_speech="неразборчиво"),
    ]


def keep(archive: Archive, made: Transcript, spoken: list[Utterance]) -> str | None:
    with archive.writing() as w:
        return add_transcript(w.db, made, spoken, w.note(EventType.CREATION, [made.id]))


def test_a_recording_is_made_once(archive, call):
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, ["x"])
        again = made_recording(w.db, Basis.WORDS, "words:one", seq)
    assert not again.new
    assert again.recording.id == call
    assert [one.id for one in find_recording(archive.db, call[:6])] == [call]
    assert find_recording(archive.db, "%") == []


def test_utterances_come_back_as_they_went_in(archive, call):
    made, spoken = version(call)
    assert keep(archive, made, spoken) is None
    assert utterances(archive.db, made.id) == spoken


def test_the_same_words_are_one_version_and_the_highest_rank_is_shown(archive, call):
    first, second = version(call, rank=5), version(call, rank=9, maker="another")
    keep(archive, *first)
    assert keep(archive, *version(call, rank=7)) == first[0].id
    keep(archive, *second)
    assert [one.id for one in transcripts(archive.db, call)] == [second[0].id, first[0].id]
    assert best_transcript(archive.db, call).id == second[0].id
    assert transcript_digest(*first) != transcript_digest(*second)


@pytest.mark.parametrize("sql", ["update utterance set text = 'x'", "delete from utterance", "update transcript set rank = 1",
                                 "delete from transcript", "update custody set line = ''", "delete from custody"])  # fmt: skip
def test_nothing_is_changed_by_any_program(archive, call, sql):
    keep(archive, *version(call))
    with pytest.raises(sqlite3.IntegrityError):
        archive.db.execute(sql)


def test_a_side_that_was_not_heard_says_nothing(archive, call):
    with archive.writing() as w:
        assert add_side(w.db, Side(new_identifier("sid"), call, "A", Audibility.INAUDIBLE))
        assert not add_side(w.db, Side(new_identifier("sid"), call, "A", Audibility.FULL))
    assert [one.audibility for one in sides(archive.db, call)] == [Audibility.INAUDIBLE]
    with pytest.raises(sqlite3.IntegrityError, match="not heard"):
        keep(archive, *version(call))


def test_what_is_held_back_keeps_its_reason(archive, call):
    made, spoken = version(call)
    keep(archive, made, spoken)
    with archive.writing() as w:
        seq = w.note(EventType.VALIDATION, [made.id])
        assert hold_back(w.db, spoken[0].id, "credit", "a credit line", "guard", seq)
        assert not hold_back(w.db, spoken[0].id, "credit", "again", "guard", seq)
    assert utterances(archive.db, made.id)[0].held_back == "a credit line"


def test_an_approved_translation_stands_before_others(archive, call):
    made, spoken = version(call)
    keep(archive, made, spoken)
    lines = [TranslationLine(0, "We are waiting", 0, 0)]

    def add(status: VersionStatus, rank: int) -> bool:
        one = Translation(
            new_identifier("trl"),
            call,
            made.id,
            "en",
            TranslationOrigin.PUBLISHER,
            status=status,
            rank=rank,
        )
        with archive.writing() as w:
            return add_translation(w.db, one, lines, w.note(EventType.CREATION, [one.id]))

    assert add(VersionStatus.DRAFT, 9)
    assert not add(VersionStatus.DRAFT, 9)
    assert add(VersionStatus.APPROVED, 1)
    assert not add(VersionStatus.DRAFT, 9)
    best = best_translations(archive.db, call)["en"]
    assert best.status is VersionStatus.APPROVED
    assert translation_lines(archive.db, best.id) == lines


def test_the_earliest_bound_is_the_date(archive, call):
    assert recorded_date(archive.db, call).edtf == "../.."
    for day in (9, 3, 7):
        with archive.writing() as w:
            seq = w.note(EventType.CREATION, [call])
            add_date(w.db, call, not_after(datetime(2025, 7, day, tzinfo=UTC)), seq)
    assert recorded_date(archive.db, call).edtf == "../2025-07-03"


def test_any_sqlite_tool_reads_it(archive, call):
    with sqlite3.connect(archive.root / "catalog.db") as plain:
        assert plain.execute("select title from recording").fetchall() == [("Первый",)]
    plain.close()
