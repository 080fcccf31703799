"""Corrections: nothing is overwritten, two people, the public log repeats no private words."""

from __future__ import annotations

import pytest

from earwitness.desk import Desk
from earwitness.errors import NotInArchive, UsageError
from earwitness.intake.translation_file import TranslationBy
from earwitness.records.corrections import Correction, CorrectionKind, CorrectionState
from earwitness.store.catalog.words import (
    best_transcript,
    transcripts,
    translation_lines,
    translations,
    utterances,
)

SRT = (
    "1\n00:00:01,000 --> 00:00:03,000\nМам, нас осталось двадцать.\n\n"
    "2\n00:00:04,000 --> 00:00:06,000\nЗвони на восемь девятьсот.\n"
)
DESK, OTHER = {"by": "E. Marrow", "because": "listened"}, {"by": "I. Reed", "because": "so did I"}


@pytest.fixture
def desk(tmp_path):
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "call.ru.srt").write_text(SRT, encoding="utf-8")
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([pile])
        yield desk


@pytest.fixture
def rec(desk):
    return desk.recordings()[0].id


def lines(desk, rec):
    return utterances(desk.archive.db, best_transcript(desk.archive.db, rec).id)


def propose(desk, rec, after, kind=CorrectionKind.TYPO, line=0, who=DESK, **more):
    given = Correction(kind, lines(desk, rec)[line].id, "", after, **more)
    return desk.propose(rec, given, **who)


def test_accepted_words_lie_on_top_and_the_old_ones_stay(desk, rec):
    old = best_transcript(desk.archive.db, rec)
    one = propose(desk, rec, "Мам, нас осталось двенадцать.")
    assert best_transcript(desk.archive.db, rec) == old
    desk.settle(one.id, accept=True, **OTHER)
    new = best_transcript(desk.archive.db, rec)
    assert lines(desk, rec)[0].text == "Мам, нас осталось двенадцать."
    assert new.id != old.id
    assert old in transcripts(desk.archive.db, rec)
    assert [line.start_ms for line in lines(desk, rec)] == [1000, 4000]
    assert desk.verify().differences == ()


def test_words_can_be_put_back(desk, rec):
    first = lines(desk, rec)[0].text
    for after in ("Мам, нас осталось двенадцать.", first):
        desk.settle(propose(desk, rec, after).id, accept=True, **OTHER)
        assert lines(desk, rec)[0].text == after
    assert desk.verify().differences == ()


def test_who_proposes_does_not_settle_but_a_reader_s_word_needs_one_person(desk, rec):
    mine = propose(desk, rec, "Мам, нас осталось десять.")
    with pytest.raises(UsageError, match="somebody else"):
        desk.settle(mine.id, accept=True, by=" e. MARROW", because="x")
    desk.settle(mine.id, accept=False, **OTHER)
    with pytest.raises(UsageError, match="rejected already"):
        desk.settle(mine.id, accept=True, **OTHER)
    reader = propose(desk, rec, "Мам, нас осталось двенадцать.", origin="reader")
    desk.settle(reader.id, accept=True, **DESK)


def test_a_line_that_changed_meanwhile_is_not_corrected_twice(desk, rec):
    one, two = propose(desk, rec, "Мам, нас двадцать."), propose(desk, rec, "Нас двадцать.")
    desk.settle(one.id, accept=True, **OTHER)
    with pytest.raises(UsageError, match="changed since"):
        desk.settle(two.id, accept=True, **OTHER)
    assert desk.change_log(rec)[1].state is CorrectionState.PROPOSED


def test_private_words_are_not_published_again_by_their_correction(desk, rec):
    typo = propose(desk, rec, "Мам, нас осталось двенадцать.")
    desk.settle(typo.id, accept=True, **OTHER)
    private = propose(desk, rec, "Звони на [номер].", CorrectionKind.PRIVACY, 1)
    desk.settle(private.id, accept=True, **OTHER)
    told = desk.public_log(rec)
    assert [one.before for one in told] == ["Мам, нас осталось двадцать.", ""]
    assert [one.after for one in told] == ["Мам, нас осталось двенадцать.", ""]
    assert not any("Marrow" in str(one) or "Reed" in str(one) for one in told)


def test_a_translation_too(desk, rec, tmp_path):
    english = tmp_path / "call.en.srt"
    english.write_text(
        "1\n00:00:01,000 --> 00:00:03,000\nMum, thirty of us are left.\n\n"
        "2\n00:00:04,000 --> 00:00:06,000\nRing eight nine hundred.\n"
    )
    desk.take_in_translation(rec, english, TranslationBy("en", "O. Sokolova"))
    (old,) = translations(desk.archive.db, rec)
    given = Correction(CorrectionKind.TRANSLATION, f"{old.id}:0", "", "Mum, twenty of us are left.")
    desk.settle(desk.propose(rec, given, **DESK).id, accept=True, **OTHER)
    best = translations(desk.archive.db, rec)[0]
    assert translation_lines(desk.archive.db, best.id)[0].text == "Mum, twenty of us are left."
    assert translation_lines(desk.archive.db, old.id)[0].text == "Mum, thirty of us are left."
    assert desk.verify().differences == ()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (Correction(CorrectionKind.TYPO), UsageError),
        (Correction(CorrectionKind.TYPO, "utt-000000000", "", "x"), NotInArchive),
        (Correction(CorrectionKind.TYPO, "trl-000000000:0", "", "x"), NotInArchive),
        (Correction(CorrectionKind.TYPO, "", "", "x", 5000, 1000), UsageError),
        (Correction(CorrectionKind.TYPO, "", "", "x", origin="nobody"), UsageError),
    ],
)
def test_what_is_about_nothing_is_refused(desk, rec, given, problem):
    with pytest.raises(problem):
        desk.propose(rec, given, **DESK)
