"""A machine's words against a publisher's: counts, places, what is flagged and what is left out."""

from __future__ import annotations

import pytest

from earwitness.compare.versions import compare_versions
from earwitness.records.words import Timing, Utterance, Word


def line(position, text, *, words=(), language="ru", **more):
    return Utterance(
        f"utt-{position}", "trs", position, text, words=words, language=language, **more
    )


def timed(position, text, start_ms):
    cut = text.split()
    words = tuple(
        Word(one, start_ms + 500 * n, start_ms + 500 * n + 400) for n, one in enumerate(cut)
    )
    return line(
        position,
        text,
        words=words,
        start_ms=start_ms,
        end_ms=start_ms + 500 * len(cut),
        timing=Timing.EXACT,
    )


def diff(first, second):
    return compare_versions(("trs-m", first), ("trs-p", second))


def test_every_kind_of_difference_is_counted_and_placed():
    machine = [
        timed(0, "мы у моста стоим всю ночь", 1000),
        timed(1, "он видел 225 людей там", 9000),
    ]
    publisher = [
        line(0, "Мы у мостов стоим ночь.", voice="Мать"),
        line(1, "Он не видел двести двадцать пять людей.", voice="Сын"),
    ]
    found = diff(machine, publisher)
    assert (found.words_first, found.words_second) == (11, 10)
    assert (found.equal, found.other_form, found.replaced) == (8, 1, 0)
    assert (found.only_first, found.only_second) == (2, 1)
    assert found.word_error_rate == pytest.approx(4 / 10)
    first, *rest = found.differences
    assert first.negation
    assert (first.kind, first.second, first.voice) == ("only_second", "не", "Сын")
    assert (first.before, first.after) == ("ночь Он", "видел двести двадцать пять людей")
    assert (first.start_ms, first.end_ms, first.timed_by) == (9400, 9500, "beside words of first")
    assert [(one.kind, one.first, one.second) for one in rest] == [
        ("form", "моста", "мостов"),
        ("only_first", "всю", ""),
        ("only_first", "там", ""),
    ]
    assert (rest[0].start_ms, rest[0].end_ms, rest[0].timed_by) == (2000, 2400, "words of first")


@pytest.mark.parametrize(
    ("one", "two", "language", "flagged"),
    [
        ("он не пришёл", "он пришёл", "ru", True),
        ("він ні разу не був", "він не був", "uk", True),
        ("he did not come", "he did come", "en", True),
        ("he didn't come", "he did not come", "en", False),  # both negate
        ("ничего не видел", "ничего не слышал", "ru", False),
        ("он нет пришёл", "он не пришёл", "ru", False),
        ("мост цел", "дом цел", "ru", False),
    ],
)
def test_negation_is_flagged_where_only_one_negates(one, two, language, flagged):
    found = diff([line(0, one, language=language)], [line(0, two, language=language)])
    assert any(change.negation for change in found.differences) == flagged


def test_held_lines_are_left_out_and_named():
    invented = line(1, "Субтитры сделал Тестовый", held_back="a credit")
    found = diff([line(0, "да"), invented, line(2, "", no_speech="music")], [line(0, "Да.")])
    assert found.errors == 0
    assert [(one.version, one.position, one.reason) for one in found.held] == [
        ("trs-m", 1, "a credit")
    ]


def test_times_of_the_second_are_taken_where_the_first_has_none():
    second = line(0, "мост стоит целый", start_ms=2000, end_ms=4000, timing=Timing.EXACT)
    (change,) = diff([line(0, "мост стоит белый")], [second]).differences
    assert (change.start_ms, change.end_ms, change.timed_by) == (2000, 4000, "line of second")
    window = line(0, "мост стоит белый", start_ms=0, end_ms=30_000, timing=Timing.WINDOW)
    (change,) = diff([window], [second]).differences
    assert change.timed_by == "line of second"
    (change,) = diff([window], [line(0, "мост стоит целый")]).differences
    assert (change.end_ms, change.timed_by) == (30_000, "window of first")


def test_words_with_times_that_are_not_those_of_the_text_are_not_trusted():
    odd = line(
        0, "мост цел", words=(Word("другое", 1, 2),), start_ms=5, end_ms=9, timing=Timing.EXACT
    )
    (change,) = diff([odd], [line(0, "мост бел")]).differences
    assert (change.start_ms, change.timed_by) == (5, "line of first")


def test_lines_cut_elsewhere_are_no_difference():
    found = diff([line(0, "раз два"), line(1, "три четыре")], [line(0, "Раз, два, три; четыре")])
    assert found.errors == 0


@pytest.mark.parametrize(
    ("first", "second"), [([], []), ([line(0, "да")], []), ([], [line(0, "да")])]
)
def test_versions_without_words(first, second):
    found = diff(first, second)
    assert found.errors == len(first) + len(second)
    assert (found.word_error_rate is None) == (not second)


def test_notes_in_brackets_are_no_words():
    found = diff(
        [line(0, "говорив Барсук тобто він")], [line(0, "Говорив Барсук, тобто [bleep], він")]
    )
    assert found.errors == 0


def test_rolling_captions_count_once():
    said = ["раз два", "три четыре", "пять шесть", "семь восемь", "девять десять"]
    rolling = [line(n, f"{said[n - 1]} {text}" if n else text) for n, text in enumerate(said)]
    assert diff(rolling, [line(0, " ".join(said))]).errors == 0
    # people who repeat themselves once do not roll
    twice = [line(0, "да"), line(1, "да да"), line(2, "нет"), line(3, "так"), line(4, "вот")]
    assert diff(twice, [line(0, "да да да нет так вот")]).errors == 0
