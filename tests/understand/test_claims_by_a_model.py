"""A model as second suggester: held to the words that are there, and to the rules' caution."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.desk import Desk
from earwitness.errors import BadAnswer, EarwitnessError, UsageError
from earwitness.understand.claims.suggesting import read_suggestions
from earwitness.understand.coding.codebook import shipped_codebook
from earwitness.work.run import run

BOOK = shipped_codebook()
LINES = [
    ("Кажется, мост  взорван. Зима ушёл.", "ru"),
    ("Всю помощь командир [неразборчиво] продал.", "ru"),
]
GOOD = {"line": 1, "words": "Зима ушёл", "modality": "asserted", "knowledge": "unknown", "act": "ушёл",
        "actor": "Зима", "themes": ["desertion"]}  # fmt: skip


def read(*items, lines=LINES):
    return read_suggestions("Here it is:\n" + json.dumps(items, ensure_ascii=False), lines, BOOK)


def test_what_is_there_is_kept_with_its_place():
    (one,) = read(GOOD).claims
    assert LINES[0][0][one.span.start : one.span.end] == "Зима ушёл"
    assert (one.said.actor.words, one.said.act.words, one.themes) == (
        "Зима",
        "ушёл",
        ("desertion",),
    )
    assert one.rules == ("asserted: the model says so",)


def test_white_space_may_differ_and_the_line_decides():
    (one,) = read(
        {**GOOD, "words": "Кажется, мост взорван.", "modality": "hedged", "actor": "", "act": ""}
    ).claims
    assert one.span.words == "Кажется, мост  взорван."


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"words": "Зима убежал"}, "“Зима убежал” does not stand there"),
        ({"words": "ЗИМА УШЁЛ"}, "does not stand there"),
        ({"words": " "}, "does not stand there"),
        ({"line": 2}, "does not stand there"),
        ({"line": 9}, "names no line that it was given"),
        ({"line": 0}, "names no line that it was given"),
        ({"line": "one"}, "names no line that it was given"),
        ({"modality": "certain"}, "'certain' is no modality"),
        ({"line": 2, "words": "Всю помощь командир"}, "was not heard as words"),
    ],
)
def test_what_is_not_there_is_dropped_with_the_reason(change, reason):
    found = read({**GOOD, **change})
    assert found.claims == ()
    assert reason in found.dropped[0]


def test_parts_and_codes_that_are_not_there_are_left_out_and_named():
    found = read(
        {**GOOD, "actor": "комбат", "themes": ["desertion", "weather"], "knowledge": "sure"}
    )
    (one,) = found.claims
    assert one.said.actor is None
    assert one.themes == ("desertion",)
    assert one.knowledge.value == "unknown"
    assert any("actor “комбат” does not stand there" in why for why in found.dropped)
    assert any("'weather' is no code" in why for why in found.dropped)


def test_a_model_takes_no_hedge_away():
    (one,) = read({**GOOD, "words": "мост взорван", "act": "", "actor": ""}).claims
    assert one.modality.value == "hedged"
    assert one.rules == ("asserted: the model says so", "but hedged: hedge: “Кажется”")


def test_the_same_twice_is_once():
    found = read(GOOD, GOOD)
    assert len(found.claims) == 1
    assert "suggested twice" in found.dropped[0]


@pytest.mark.parametrize("content", ["", "No claims.", "[", "[1, 2", "]["])
def test_no_list_is_no_answer(content):
    with pytest.raises(BadAnswer):
        read_suggestions(content, LINES, BOOK)


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["asserted", "hedged", "", "x"]))
def test_whatever_is_cited_only_words_of_the_line_come_out(words, actor, modality):
    for one in read({"line": 1, "words": words, "modality": modality, "actor": actor}).claims:
        text = LINES[0][0]
        assert text[one.span.start : one.span.end] == one.span.words
        if one.said.actor is not None:
            assert text[one.said.actor.start : one.said.actor.end] == one.said.actor.words


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(st.text(max_size=80))
def test_any_answer_is_claims_or_a_sentence(content):
    try:
        read_suggestions(content, LINES, BOOK)
    except EarwitnessError as error:
        assert isinstance(error, BadAnswer)  # noqa: PT017 (any other error fails the test)


SRT = "1\n00:00:01,000 --> 00:00:03,000\nМати: Нібито міст підірвали.\n\n2\n00:00:04,000 --> 00:00:06,000\nСин: Двадцять людей стояли.\n"


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "call.uk.srt").write_text(SRT, encoding="utf-8")
    with Desk.new(tmp_path / "a") as made:
        made.take_in([tmp_path / "call.uk.srt"])
        yield made


def set_server(desk, server, more=""):
    settings = desk.archive.root / "earwitness.toml"
    text = settings.read_text(encoding="utf-8")
    section = f'[claims]\nengine = "server"\nmodel = "small"\naddress = "{server.address}"\n{more}'
    settings.write_text(text.replace("[claims]\n", section), encoding="utf-8")
    return Desk.open(desk.archive.root)


def test_a_server_that_is_named_is_asked_once_and_held_to_the_words(desk, chat):
    answer = [
        {"line": 1, "words": "Нібито міст підірвали.", "modality": "asserted", "knowledge": "first_hand", "act": "підірвали"},
        {"line": 2, "words": "Двадцять людей стояли.", "modality": "asserted", "quantity": "Двадцять людей"},
        {"line": 2, "words": "Сорок людей стояли.", "modality": "asserted"},
    ]  # fmt: skip
    server = chat.Server(json.dumps(answer, ensure_ascii=False))
    try:
        with set_server(desk, server) as own:
            report = run(own.archive)
            (asked,) = server.asked
            assert (
                asked["messages"][1]["content"]
                == "1. Нібито міст підірвали.\n2. Двадцять людей стояли."
            )
            assert "barrier_troops" in asked["messages"][0]["content"]
            assert any("“Сорок людей стояли.” does not stand there" in one for one in report.notes)
            assert any(f"were sent to {server.address}" in one for one in report.notes)
            run(own.archive)
            assert len(server.asked) == 1
            (recording,) = own.recordings()
            by_model = [
                o.claim for o in own.claims(recording.id) if o.claim.suggested_by == "model"
            ]
            by_rules = [
                o.claim for o in own.claims(recording.id) if o.claim.suggested_by == "rules"
            ]
            assert [one.modality.value for one in by_model] == ["reported_speech", "asserted"]
            assert all(
                "small at 127.0.0.1" in one.made_by and not one.by_person for one in by_model
            )
            assert len(by_rules) == 2
            assert not own.verify().differences
    finally:
        server.close()


def test_nothing_is_asked_without_a_setting(desk, chat):
    server = chat.Server("[]")
    try:
        report = run(desk.archive)
        assert server.asked == []
        assert not any("sent to" in one for one in report.notes)
    finally:
        server.close()


def test_a_server_that_is_not_there_stops_no_run(desk, chat):
    server = chat.Server("[]")
    server.close()
    with set_server(desk, server) as own:
        report = run(own.archive)
    assert any("was given up" in one and "cannot be reached" in one for one in report.notes)
    assert report.claims == 2  # of the rules


def test_an_answer_that_is_none_keeps_nothing_and_is_said(desk, chat):
    server = chat.Server("There are no claims, sorry.")
    try:
        with set_server(desk, server) as own:
            report = run(own.archive)
            (recording,) = own.recordings()
            assert {one.claim.suggested_by.value for one in own.claims(recording.id)} == {"rules"}
    finally:
        server.close()
    assert any("answered with no list of claims" in one for one in report.notes)


def test_wrong_settings_are_named(desk, chat):
    settings = desk.archive.root / "earwitness.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("[claims]\n", '[claims]\nengine = "magic"\n'), encoding="utf-8"
    )
    with Desk.open(desk.archive.root) as own, pytest.raises(UsageError, match="magic"):
        run(own.archive)
