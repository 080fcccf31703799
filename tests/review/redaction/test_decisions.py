"""Decisions: signed, on top of each other, taken back by another; each refusal has its reason."""

from __future__ import annotations

import json

import pytest

from earwitness.errors import NotInArchive, UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.redaction import ALL_RECORDINGS, RedactionMethod
from earwitness.records.timecode import Interval
from earwitness.review.redaction.deciding import GivenSound, method_named
from earwitness.store.item_revision import item_revision
from earwitness.store.redactions import (
    redacted_recordings,
    redactions_of,
    sealed_words,
    treatments_of,
    withheld_spans,
)


def test_a_decision_is_signed_stands_and_is_taken_back_by_another(desk, rec, redact):
    before = item_revision(desk.archive.db, rec)
    made = redact((3_100, 4_400), words=("Зинаида Кукушкина", " Zinaida  Kukushkina "))
    assert [one.id for one in redactions_of(desk.archive.db, rec)] == [made.id]
    assert [one.words for one in sealed_words(desk.archive.db)] == [
        "Зинаида Кукушкина",
        "Zinaida Kukushkina",
    ]
    assert redacted_recordings(desk.archive.db) == [rec]
    (treated,) = treatments_of(desk.archive, rec)
    assert treated.interval == Interval(3_000, 4_500)
    # what was approved before is not approved any more
    assert item_revision(desk.archive.db, rec) != before
    desk.restore(made.id, by="I. Reed", because="she agreed")
    assert redactions_of(desk.archive.db, rec) == []
    assert withheld_spans(desk.archive, rec) == ()
    assert item_revision(desk.archive.db, rec) == before
    with pytest.raises(NotInArchive):
        desk.restore("sig-nothing00", by="I. Reed", because="x")


def test_the_chain_holds_no_sealed_word(desk, redact):
    redact((3_100, 4_400), words=("Кукушкина",))
    lines = [row["line"] for row in desk.archive.db.execute("select line from custody")]
    assert not any("Кукушкин" in line for line in lines)
    assert desk.verify().differences == ()


def test_a_voice_is_withheld_where_it_speaks_now_and_where_it_spoke_then(desk, rec, redact):
    redact(voice="Mother")
    (treated,) = treatments_of(desk.archive, rec)
    assert treated.interval.start_ms == 0
    assert treated.interval.end_ms >= 11_500
    with pytest.raises(NotInArchive, match="no voice"):
        redact(voice="Nobody")


def test_words_alone_are_sealed_everywhere(desk, rec, redact):
    redact(name=ALL_RECORDINGS, words=("Полевая",))
    assert redacted_recordings(desk.archive.db) == []
    assert [one.recording for one in sealed_words(desk.archive.db)] == [ALL_RECORDINGS]
    with pytest.raises(UsageError, match="belong to one recording"):
        redact((0, 10), name=ALL_RECORDINGS)


@pytest.mark.parametrize(
    ("spans", "fields", "says"),
    [
        ((), {}, "about nothing"),
        (((5_000, 5_000),), {}, "no stretch"),
        (((60_000, 61_000),), {}, "the recording ends"),
        (((1_000, 2_000),), {"channel": 3}, "no channel 3"),
        ((), {"words": ("…",)}, "no letter and no digit"),
        (((1_000, 2_000),), {"method": RedactionMethod.REVOICE}, "needs the sound"),
    ],
)
def test_what_cannot_be_done_is_refused(redact, spans, fields, says):
    with pytest.raises(UsageError, match=says):
        redact(*spans, **fields)


@pytest.mark.parametrize("name", ["anonymise", "Anonymization", "anonymous"])
def test_nothing_is_called_anonymisation(name):
    with pytest.raises(UsageError, match="recognised"):
        method_named(name)


def test_a_disguise_has_numbers_of_its_own_each_time(desk, rec, redact):
    redact((1_000, 2_000), method=RedactionMethod.DISGUISE)
    redact((6_000, 7_000), method=RedactionMethod.DISGUISE)
    seeds = {one.redaction.seed for one in redactions_of(desk.archive.db, rec)}
    assert len(seeds) == 2
    assert withheld_spans(desk.archive, rec) == ()  # its words are heard: they are not withheld


def test_a_voice_that_is_put_there_is_kept_with_its_source_type(desk, rec, redact, tmp_path):
    from tests.audio.sounds import sine, wav

    said = wav(tmp_path / "said.wav", sine(300, 700))
    with pytest.raises(UsageError, match="digital source type"):
        redact((3_000, 4_000), method=RedactionMethod.REVOICE, sound=GivenSound(said, "robot"))
    made = redact(
        (3_000, 4_000), method=RedactionMethod.REVOICE, sound=GivenSound(said, "algorithmicMedia")
    )
    body = json.loads(made.body)
    assert body["source_type"] == "algorithmicMedia"
    assert desk.archive.originals.holds(body["sound"])
    events = [
        json.loads(row["line"]) for row in desk.archive.db.execute("select line from custody")
    ]
    assert any(
        body["sound"] in one["objects"] and one["event"] == EventType.INGESTION for one in events
    )
    assert desk.verify().differences == ()
