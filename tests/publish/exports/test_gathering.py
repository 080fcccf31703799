"""From an archive to a sheet: which words, which times, and what is not written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from earwitness.errors import NotInArchive, UsageError
from earwitness.publish.exports.formats import FORMATS, export_sheet
from earwitness.publish.exports.gathering import Choice, Sound, sheet_of
from earwitness.publish.exports.sheet import Sheet
from earwitness.records.alignment import Fit
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.sound import Recording, Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoicesMethod, VoicesVersion, VoiceTurn
from earwitness.records.words import (
    Timing,
    Transcript,
    TranscriptOrigin,
    Translation,
    TranslationLine,
    TranslationOrigin,
    Utterance,
    VersionStatus,
)
from earwitness.store.archive import Archive
from earwitness.store.catalog.alignments import alignment_of, line_fits
from earwitness.store.catalog.sound import recordings
from earwitness.store.catalog.words import (
    add_transcript,
    add_translation,
    best_transcript,
    hold_back,
)

UK = """1
00:00:01,000 --> 00:00:03,000
Мати: Зима питає, чи міст цілий.

2
00:00:04,000 --> 00:00:06,000
Син: Двадцять людей стояли під штабом.

3
00:00:07,000 --> 00:00:08,000
[нерозбірливо]
"""
EN = """1
00:00:01,000 --> 00:00:03,000
Mother: Zima asks whether the bridge is intact.

2
00:00:04,000 --> 00:00:06,000
Son: Twenty people stood outside the headquarters.
"""


@pytest.fixture
def both(archive_of) -> tuple[Archive, Recording]:
    archive = archive_of({"call.uk.srt": UK, "call.en.srt": EN})
    return archive, recordings(archive.db)[0]


def add_words(archive: Archive, recording: Recording, *spoken: tuple) -> tuple[str, list[str]]:
    """A version on top: (text, start_ms, end_ms, timing) of each line."""
    made = Transcript(
        new_identifier("trs"), recording.id, TranscriptOrigin.MACHINE, "uk", "asr", "model", rank=900,
        because="a test says so",
    )  # fmt: skip
    lines = [
        Utterance(new_identifier("utt"), made.id, n, text, None, start, end, timing)
        for n, (text, start, end, timing) in enumerate(spoken)
    ]
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, [recording.id], note="test")
        assert add_transcript(w.db, made, lines, seq) is None
    return made.id, [one.id for one in lines]


def add_english(archive: Archive, recording: Recording, of: str, *lines: TranslationLine) -> None:
    made = Translation(
        new_identifier("trl"), recording.id, of, "en", TranslationOrigin.MACHINE, "model",
        VersionStatus.APPROVED, 900, "a test says so",
    )  # fmt: skip
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, [recording.id], note="test")
        assert add_translation(w.db, made, lines, seq)


def told(sheet: Sheet) -> list[tuple[str, str | None, int | None, int | None]]:
    return [(one.shown, one.voice, one.start_ms, one.end_ms) for one in sheet.lines]


def test_the_words_that_are_shown_first(both) -> None:
    found = sheet_of(*both)
    assert told(found) == [
        ("Зима питає, чи міст цілий.", "Мати", 1_000, 3_000),
        ("Двадцять людей стояли під штабом.", "Син", 4_000, 6_000),
        ("[нерозбірливо]", None, 7_000, 8_000),
    ]
    assert found.language == "uk"
    assert not found.versions[0].reviewed
    assert "NOT REVIEWED" in str(found.versions[0])


def test_a_translation_with_its_own_times(both) -> None:
    found = sheet_of(*both, Choice("en"))
    assert told(found)[1] == ("Twenty people stood outside the headquarters.", "Son", 4_000, 6_000)
    assert [one.what for one in found.versions] == ["translation"]


def test_both_beside_one_another(both) -> None:
    found = sheet_of(*both, Choice(both=True))
    assert [one.beside for one in found.lines] == [
        "Zima asks whether the bridge is intact.",
        "Twenty people stood outside the headquarters.",
        "",
    ]
    assert (found.language, found.beside_language) == ("uk", "en")
    assert len(found.versions) == 2


def test_a_language_that_is_not_there(both) -> None:
    with pytest.raises(NotInArchive, match="no words in ru; there are en, uk"):
        sheet_of(*both, Choice("ru"))


def test_a_format_with_no_place_for_two_languages(both) -> None:
    with pytest.raises(UsageError, match="no place for two languages"):
        export_sheet(sheet_of(*both, Choice(both=True)), "rttm")


def test_without_words_there_is_nothing(both) -> None:
    archive, _ = both
    with pytest.raises(NotInArchive, match="no words of it"):
        sheet_of(archive, replace(both[1], id="rec-000000000"))


def test_what_is_held_back_is_in_no_format(both) -> None:
    archive, recording = both
    version, lines = add_words(
        archive, recording,
        ("Так, чую.", 1_000, 2_000, Timing.EXACT),
        ("Дякую за перегляд!", 3_000, 4_000, Timing.EXACT),
    )  # fmt: skip
    add_english(
        archive, recording, version,
        TranslationLine(0, "Yes, I hear.", 0, 0), TranslationLine(1, "Thanks for watching!", 1, 1),
    )  # fmt: skip
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, [recording.id], note="test")
        hold_back(w.db, lines[1], "credit", "a credit line", "guard", seq)
    for choice in (Choice(), Choice("en"), Choice(both=True)):
        found = sheet_of(archive, recording, choice)
        assert len(found.lines) == 1
        assert len(found.left_out) >= 1
        for name, form in FORMATS.items():
            if name == "rttm" or (choice.both and not form.bilingual):
                continue  # no words at all, or no place for two languages
            written = export_sheet(found, name)
            assert "перегляд".encode() not in written.content
            assert b"watching" not in written.content
            assert written.left_out == found.left_out


def test_a_translation_takes_times_and_voices_from_what_it_renders(both) -> None:
    archive, recording = both
    version, _ = add_words(
        archive, recording,
        ("Перша.", 1_000, 2_000, Timing.EXACT), ("Друга.", 3_000, 4_000, Timing.EXACT),
        ("Третя.", 5_000, None, Timing.START), ("Четверта.", None, None, Timing.NONE),
        ("П'ята.", 6_000, 9_000, Timing.EXACT),
    )  # fmt: skip
    add_english(
        archive, recording, version,
        TranslationLine(0, "First and second.", 0, 1), TranslationLine(1, "Third.", 2, 2),
        TranslationLine(2, "Fourth.", 3, 3), TranslationLine(3, "Fif", 4, 4), TranslationLine(4, "th.", 4, 4),
        TranslationLine(5, "A note."),
    )  # fmt: skip
    found = sheet_of(archive, recording, Choice("en"))
    assert [(one.start_ms, one.end_ms, one.timing.value) for one in found.lines] == [
        (1_000, 4_000, "exact"),
        (5_000, None, "start"),
        (None, None, "none"),
        (6_000, 9_000, "window"),
        (6_000, 9_000, "window"),
        (None, None, "none"),
    ]
    assert export_sheet(found, "srt").left_out == ("2 lines without times",)
    both_ = sheet_of(archive, recording, Choice(both=True))
    assert [one.beside for one in both_.lines][:2] == ["First and second.", ""]
    assert both_.left_out == ("1 line of the translation with no place beside the original",)


def bleep(start_ms: int, end_ms: int, kind: SpanKind = SpanKind.BLEEP, **more) -> Span:
    return Span(Interval(start_ms, end_ms), kind, "test", **more)


def test_bleeps_stand_in_their_place_once(both) -> None:
    spans = (bleep(3_200, 3_600, channel=0), bleep(3_200, 3_600, channel=1), bleep(7_100, 7_300))
    found = sheet_of(*both, sound=Sound(9_000, spans))
    assert [one.shown for one in found.lines] == [
        "Зима питає, чи міст цілий.",
        "[bleep]",
        "Двадцять людей стояли під штабом.",
        "[нерозбірливо]",
    ]


def test_a_side_that_is_not_heard_is_a_note_and_no_line(both) -> None:
    spans = (bleep(0, 9_000, SpanKind.INAUDIBLE, channel=1, detail="this side is not heard"),)
    found = sheet_of(*both, sound=Sound(9_000, spans))
    assert len(found.lines) == 3
    assert found.notes == ("Channel 1: this side is not heard",)


def test_what_is_redacted_gives_no_words_in_any_language(both) -> None:
    spans = (bleep(5_900, 6_500, SpanKind.REDACTED),)
    for choice in (Choice(), Choice("en"), Choice(both=True)):
        found = sheet_of(*both, choice, Sound(9_000, spans))
        for name in ("vtt", "ttml", "txt", "json", "eaf"):
            content = export_sheet(found, name).content.decode()
            assert "Двадцять" not in content
            assert "Twenty" not in content
            assert "redacted" in content
        assert "the words of 1 line: redacted" in found.left_out


def test_words_with_no_known_place_do_not_leave_beside_a_redaction(both) -> None:
    archive, recording = both
    add_words(
        archive, recording, ("Десь.", None, None, Timing.NONE), ("Тут.", 0, 500, Timing.EXACT)
    )
    found = sheet_of(
        archive, recording, sound=Sound(9_000, (bleep(5_000, 6_000, SpanKind.REDACTED),))
    )
    assert [one.text for one in found.lines] == ["", "Тут.", ""]


def test_voices_without_words(both) -> None:
    recording = replace(both[1], id="rec-000000000")
    heard = VoicesVersion(
        "vov-1", recording.id, VoicesMethod.BY_CHANNEL, 1, False,
        (VoiceTurn("V1", Interval(500, 1_500), 1),), (), "voices 1", (),
    )  # fmt: skip
    found = sheet_of(both[0], recording, sound=Sound(9_000, voices=heard))
    assert export_sheet(found, "rttm").content == (
        b"SPEAKER rec-000000000 2 0.500 1.000 <NA> <NA> V1 <NA> <NA>\n"
    )
    for name in ("srt", "txt", "docx", "json"):
        with pytest.raises(NotInArchive, match="no words of it"):
            export_sheet(found, name)


def test_words_that_do_not_fit_their_sound_are_counted(sample_archive) -> None:
    """As `earwitness show` marks them, in every recording of the samples."""
    archive, noted = sample_archive.archive, 0
    for recording in recordings(archive.db):
        shown = best_transcript(archive.db, recording.id)
        made = alignment_of(archive.db, shown.id) if shown else None
        if made is None:
            continue
        fits = [one.fit for one in line_fits(archive.db, made.id).values()]
        notes = " ".join(sheet_of(archive, recording).notes)
        assert ("DOES NOT BELONG" in notes) == (Fit.DOES_NOT_BELONG in fits)
        assert ("doubtful" in notes) == (Fit.DOUBTFUL in fits)
        noted += bool(notes)
    assert noted
