from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.listen.credit_lines import credit_matches, is_filler
from earwitness.listen.guard import GuardContext, explain, judge
from earwitness.listen.heard import HeardSegment
from earwitness.records.timecode import Interval

EAST = GuardContext(languages=("ru", "uk"))
ENGLISH = GuardContext(languages=("en",))


def heard(text, language="ru", start_ms=0, end_ms=30_000, **more):
    return HeardSegment(start_ms, end_ms, text, language, **more)


@pytest.mark.parametrize(
    ("text", "context", "rule"),
    [
        ("you", EAST, "script"),
        ("Thank you.", EAST, "script"),
        ("字幕志愿者 测试", EAST, "script"),
        ("Продолжение следует...", EAST, "credit_line"),
        ("Субтитры сделал И.Тестовый", EAST, "credit_line"),
        ("Редактор субтитров А.Пробный Корректор А.Примерова", EAST, "credit_line"),
        ("Дякую за перегляд!", EAST, "credit_line"),
        ("Підписуйтесь на наш канал", EAST, "credit_line"),
        ("Спасибо за просмотр! Подписывайтесь на наш канал.", EAST, "credit_line"),
        ("Thanks for watching!", ENGLISH, "credit_line"),
        ("Subtitles by the example community", ENGLISH, "credit_line"),
        ("Субтитры сделал И.Тестовый", ENGLISH, "script"),
        ("Untertitel im Auftrag des ZDF für funk, 2017", ENGLISH, "credit_line"),
        ("Спасибо.", EAST, "filler"),
        ("Дякую. Дякую.", EAST, "filler"),
        ("you", ENGLISH, "filler"),
        ("... !", EAST, "no_words"),
        ("иди иди иди иди иди иди иди иди иди иди иди иди иди", EAST, "repetition"),
    ],
)
def test_invented_text_is_held(text, context, rule):
    verdict = judge(heard(text), context)
    assert (verdict.decision, verdict.rule) == ("hold", rule)
    assert explain(heard(text), context)[0].startswith(rule)


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Береза, я Дуб, виходимо на другу точку.", EAST),
        ("Берёза, я Дуб, выходим на вторую точку.", EAST),
        ("Birch, this is Oak, moving to the second point.", ENGLISH),
        ("Спасибо, принял, жду на месте.", EAST),
        ("Он сказал OK и уехал в сторону посадки.", EAST),
        ("Да, да, да, понял тебя, выхожу.", EAST),
        ("Субтитры я не смотрел, я по-русски и так понимаю всё.", EAST),
        ("Музыка у них там играла всю ночь.", EAST),
    ],
)
def test_speech_is_kept(text, context):
    verdict = judge(heard(text), context)
    assert verdict.kept, verdict


def cases():
    rows = files("earwitness.listen").joinpath("cases/guard.tsv").read_text(encoding="utf-8")
    for row in rows.splitlines():
        if row and not row.startswith("#"):
            languages, hints, decision, rule, text = row.split("\t")
            context = GuardContext(
                languages=tuple(languages.split(",")),
                hints=() if hints == "-" else tuple(hints.split(",")),
            )
            yield pytest.param(context, decision, rule, text, id=text)


@pytest.mark.parametrize(("context", "decision", "rule", "text"), list(cases()))
def test_cases(context, decision, rule, text):
    verdict = judge(heard(text, context.languages[0]), context)
    assert (verdict.decision, verdict.rule) == (decision, rule)
    assert explain(heard(text, context.languages[0]), context)[0].startswith(rule)


def test_a_short_thanks_is_speech_and_a_long_one_is_not():
    assert judge(heard("Спасибо.", end_ms=1500), EAST).kept
    assert not judge(heard("Спасибо.", end_ms=28_000), EAST).kept


def test_a_credit_line_behind_speech_is_marked_and_the_speech_kept():
    text = "Липа, я Клён, выходим через час, как договорились вчера. Продолжение следует..."
    verdict = judge(heard(text), EAST)
    assert verdict.kept
    assert [text[a:b] for a, b in verdict.credits] == ["Продолжение следует"]


def test_words_where_nobody_speaks_are_held():
    context = GuardContext(languages=("ru",), speech=(Interval(0, 3000),))
    assert judge(heard("Выходим через час", end_ms=3000), context).kept
    held = judge(heard("Выходим через час", start_ms=5000, end_ms=9000), context)
    assert held.rule == "outside_speech"


def test_more_words_than_anyone_can_say():
    held = judge(heard("раз два три четыре пять шесть семь восемь девять", end_ms=900), EAST)
    assert held.rule == "too_fast"
    assert judge(heard("Выходим", compression_ratio=3.1), EAST).rule == "repetition"


def test_the_script_is_learned_from_the_recording_itself():
    talk = [
        heard("Липа, я Клён, выходим через час, как договорились вчера вечером, жди у моста."),
        heard("you"),
    ]
    assert judge(talk[1], GuardContext().informed_by(talk)).rule == "script"
    assert GuardContext().informed_by(talk[1:]).script == ""


@settings(max_examples=200)
@given(st.text(max_size=300), st.integers(0, 40_000))
def test_any_text_gets_a_verdict(text, end_ms):
    verdict = judge(heard(text, end_ms=end_ms), EAST)
    assert verdict.reason
    for match in credit_matches(text):
        assert 0 <= match.start < match.end <= len(text)


def test_long_text_takes_no_time():
    text = "субтитры сделал " * 20_000
    assert judge(heard(text, end_ms=90_000_000), EAST).rule == "credit_line"
    assert not is_filler("да " * 50_000 + "нет")
    for text in (
        "[" * 50_000,
        "(шум) " * 20_000 + "x",
        "♪" * 50_000,
        "*a" * 50_000,
        "[а] " * 9 + " " * 50_000,
    ):
        assert judge(heard(text, end_ms=90_000_000), EAST).reason
