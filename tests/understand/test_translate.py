"""Which lines are translated, and what an engine's answer must be like."""

from __future__ import annotations

import pytest

from earwitness.errors import BadAnswer
from earwitness.records.words import Utterance
from earwitness.understand.translate import translate_lines, worth_translating


def line(position, text, language="ru", **more):
    return Utterance(f"utt-{position}", "trs-1", position, text, language=language, **more)


TALK = [
    line(0, "Мы стоим у моста."),
    line(1, "", no_speech="inaudible"),
    line(2, "Субтитры сделал Тестовый", held_back="credit line"),
    line(3, "Over and out, I said.", "en"),
    line(4, "Нет,\n он ушёл."),
    line(5, "Чекай мене там.", "uk"),
    line(6, "   "),
]


def shout(lines, source, target):
    return [
        f"said in {source}: this is line {number} of what they said"
        for number, _ in enumerate(lines)
    ]


def test_only_words_in_other_languages_are_translated():
    made = translate_lines(TALK, "en", shout)
    assert [one.position for one in made.lines] == [0, 4, 5]
    assert made.lines[2].text.startswith("said in uk")
    assert {one.position: one.why for one in made.left} == {
        1: "no words",
        2: "held back",
        3: "is in en already",
        6: "no words",
    }


def test_only_the_languages_asked_for():
    made = translate_lines(TALK, "en", shout, spoken=["ru"])
    assert [one.position for one in made.lines] == [0, 4]
    assert worth_translating(TALK[5], "en", ["ru"]) == "is in uk, which is not asked for"
    assert not worth_translating(line(1, "Шо там", "uk-x-surzhyk"), "en", ["uk"])


def test_an_engine_is_asked_in_one_language_and_few_lines_at_a_time():
    asked = []

    def ask(lines, source, target):
        asked.append((source, len(lines)))
        assert all("\n" not in one for one in lines)
        return shout(lines, source, target)

    many = [line(n, "слово за словом", "uk" if n % 2 else "ru") for n in range(50)]
    made = translate_lines(many, "en", ask)
    assert [one.position for one in made.lines] == list(range(50))
    assert {source for source, _ in asked} == {"ru", "uk"}
    assert max(count for _, count in asked) <= 16


def test_another_number_of_lines_is_refused():
    with pytest.raises(BadAnswer, match="1 lines came back for 2"):
        translate_lines(TALK[:1] + TALK[4:5], "en", lambda *_: ["only one"])


def test_an_answer_in_another_language_is_refused_whole():
    wrong = "Вибачте, я не можу перекласти це, бо тут дуже гучно і нічого не чути"
    with pytest.raises(BadAnswer, match="answered in uk, not in en"):
        translate_lines(TALK, "en", lambda lines, *_: [wrong] * len(lines))


def test_a_line_without_answer_is_left_and_named():
    made = translate_lines(TALK[:1], "en", lambda *_: ["  "])
    assert not made.lines
    assert made.left[0].why == "the engine gave no words"


def test_nothing_to_translate_asks_nobody():
    def ask(*_):
        raise AssertionError("was asked")

    assert not translate_lines(TALK[1:4], "en", ask).lines
