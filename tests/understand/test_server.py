"""The chat protocol against a real HTTP server on this machine that answers well, badly or never."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import BadAnswer, MissingEngine, OverLimit, UsageError
from earwitness.text.glossary import Term
from earwitness.understand.discovery import load_translator
from earwitness.understand.engines.server import ServerTranslator, numbered, read_numbered
from earwitness.understand.translate import TranslatorChoice

LINES = ["Мост цел?", "Нет, Зима сказал: всё.", "Понял"]
GOOD = "1. Is the bridge whole?\n2. No, Zyma said: that is all.\n3) Understood"


@pytest.fixture
def server(chat):
    made = chat.Server(GOOD)
    yield made
    made.close()


def engine(server, **more) -> ServerTranslator:
    choice = TranslatorChoice("server", "small", server.address, **{"timeout_s": 5.0, **more})
    return load_translator(choice)


def test_lines_go_numbered_and_come_back(server):
    made = engine(server).translate(LINES, "ru", "en")
    assert made == ["Is the bridge whole?", "No, Zyma said: that is all.", "Understood"]
    (asked,) = server.asked
    assert server.path == "/v1/chat/completions"
    assert (asked["model"], asked["temperature"], asked["stream"]) == ("small", 0, False)
    assert asked["messages"][1]["content"] == numbered(LINES)
    assert "from Russian to English" in asked["messages"][0]["content"]
    assert "Authorization" not in server.headers


def test_the_glossary_is_given(server):
    engine(server).translate(LINES, "ru", "en", [Term("Зима", "Zyma", "callsign, not winter")])
    assert "Зима = Zyma (callsign, not winter)" in server.asked[0]["messages"][0]["content"]


def test_what_a_model_thinks_aloud_is_left_out(server):
    server.content = "<think>\n1. hmm\n</think>\n\n" + GOOD
    assert engine(server).translate(LINES, "ru", "en")[2] == "Understood"


@pytest.mark.parametrize(
    ("set_to", "kind", "said"),
    [
        ({"body": b"<html>Welcome</html>", "kind": "text/html"}, BadAnswer, "a web page"),
        ({"body": b"{"}, BadAnswer, "no chat answer"),
        ({"body": b'{"choices": "many"}'}, BadAnswer, "no chat answer"),
        ({"body": b'{"choices": []}'}, BadAnswer, "no words"),
        ({"body": b'{"choices": [{"message": {"content": null}}]}'}, BadAnswer, "no words"),
        ({"body": b""}, BadAnswer, "no chat answer"),
        ({"body": b"\xff\xfe\x00"}, BadAnswer, "no chat answer"),
        ({"content": "1. One\n2. Two"}, BadAnswer, "gave 2 lines for 3"),
        ({"content": "1. One\n2. Two\n3. Three\n4. Four"}, BadAnswer, "gave 4 lines for 3"),
        ({"content": "1. One\n3. Three\n2. Two"}, BadAnswer, "stands where line 2 of 3"),
        ({"content": "Here you are:\n1. One\n2. Two\n3. Three"}, BadAnswer, "stands where line 1"),
        ({"content": "1. One\n2.\n3. Three"}, BadAnswer, "stands where line 2"),
        ({"content": "I cannot help with that."}, BadAnswer, "stands where line 1"),
        ({"finish": "length"}, BadAnswer, "cut off"),
        ({"status": 500, "body": b"model crashed"}, MissingEngine, "answered 500 .*model crashed"),
        ({"status": 401, "body": b"no key"}, MissingEngine, "answered 401"),
        ({"status": 302, "body": b""}, MissingEngine, "answered 302"),
        ({"body": b" " * (5 << 20)}, OverLimit, "longer than 4 MB"),
    ],
)
def test_no_answer_is_refused_in_words(server, set_to, kind, said):
    for name, value in set_to.items():
        setattr(server, name, value)
    with pytest.raises(kind, match=said) as refused:
        engine(server).translate(LINES, "ru", "en")
    assert server.address in str(refused.value)


def test_a_server_that_drips_is_not_waited_for(server):
    server.drip_s = 0.05
    started = time.monotonic()
    with pytest.raises(MissingEngine, match=r"no whole answer within 0\.5 seconds"):
        engine(server, timeout_s=0.5).translate(LINES, "ru", "en")
    assert time.monotonic() - started < 5


def test_a_server_that_hangs_and_one_that_is_not_there(chat):
    class Hang(chat.Server):
        def answer(self) -> bytes:
            time.sleep(1.5)
            return b""

    hanging = Hang(GOOD)
    try:
        with pytest.raises(MissingEngine, match=r"within 0\.3 seconds"):
            engine(hanging, timeout_s=0.3).translate(LINES, "ru", "en")
    finally:
        hanging.close()
    with pytest.raises(MissingEngine, match="cannot be reached"):
        engine(hanging).translate(LINES, "ru", "en")


def test_the_key_comes_from_the_environment_and_is_named_nowhere(server, monkeypatch):
    monkeypatch.setenv("EW_KEY", "secret-1")
    with_key = engine(server, key_variable="EW_KEY")
    with_key.translate(LINES, "ru", "en")
    assert server.headers["Authorization"] == "Bearer secret-1"
    assert "secret" not in with_key.version + with_key.settings_digest
    server.status, server.body = 500, b"oops"
    with pytest.raises(MissingEngine) as refused:
        with_key.translate(LINES, "ru", "en")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (TranslatorChoice("server", "m", ""), "no address"),
        (TranslatorChoice("server", "m", "ftp://example.invalid/v1"), "no address"),
        (TranslatorChoice("server", "m", "file:///etc/passwd"), "no address"),
        (TranslatorChoice("server", "m", "http://127.0.0.1:port/v1"), "no port"),
        (TranslatorChoice("server", "m", "http://me:pass@127.0.0.1/v1"), "neither a user name"),
        (TranslatorChoice("server", "m", "http://127.0.0.1/v1?key=abc"), "neither a user name"),
        (TranslatorChoice("server", "m", "http://127.0.0.1/v1", "", 0.0), "no time to wait"),
        (TranslatorChoice("server", "", "http://127.0.0.1:8080/v1"), "no model is named"),
        (TranslatorChoice("server", "m", "http://127.0.0.1/v1", "EW_UNSET"), "EW_UNSET is not set"),
        (TranslatorChoice("server", "m", "http://127.0.0.1/v1", "sk-abc"), "never written down"),
        (TranslatorChoice("server", "m", "http://example.invalid/v1", "EW_SET"), "over https only"),
    ],
)
def test_wrong_settings_are_named_before_anything_is_sent(choice, said, monkeypatch):
    monkeypatch.setenv("EW_SET", "x")
    monkeypatch.delenv("EW_UNSET", raising=False)
    with pytest.raises(UsageError, match=said):
        load_translator(choice)


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=20))
def test_numbered_lines_come_back_as_they_went(lines):
    whole = [" ".join(line.split()) for line in lines]
    whole = [line for line in whole if line]
    assert read_numbered(numbered(whole), len(whole)) == whole


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(1, 5))
def test_any_answer_is_lines_or_a_sentence(content, count):
    try:
        found = read_numbered(content, count)
    except BadAnswer:
        return
    assert len(found) == count


def test_slang_is_told_as_what_it_can_mean_and_not_as_a_rendering(server):
    terms = (Term("Зима", "Zyma", "call sign"), Term("птица", "", "a drone; or: a bird"))
    engine(server).translate(LINES, "ru", "en", terms)
    told = server.asked[0]["messages"][0]["content"]
    assert (
        "Render these terms so, in the form that the sentence needs:\nЗима = Zyma (call sign)\nThese"
        in told
    )
    assert told.endswith("keep the literal word:\nптица: a drone; or: a bird")
