"""Texts in whatever encoding they come."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import EarwitnessError, MalformedInput, OverLimit
from earwitness.text import encoding
from earwitness.text.encoding import decode_text

RUSSIAN = "Мы встретимся завтра у старой мельницы, и ты принеси с собой список."
UKRAINIAN = "Ми зустрінемося завтра біля старого млина, і ти принеси із собою її список."


@given(
    st.text(
        st.characters(exclude_characters="\r\x00\ufeff", exclude_categories=["Cs"]), max_size=200
    )
)
def test_utf8_reads_as_written(text):
    assert decode_text(text.encode()).text == text


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16"])
def test_a_mark_at_the_beginning_decides(name):
    decoded = decode_text(UKRAINIAN.encode(name))
    assert decoded.text == UKRAINIAN
    assert not decoded.guessed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((RUSSIAN, name) for name in ("cp1251", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic")),
        *((UKRAINIAN, name) for name in ("cp1251", "koi8_u", "iso8859_5", "mac_cyrillic")),
        ("1\n00:00:01 --> 00:00:02\nТак.\n", "cp1251"),
        ("Le boulanger a été à l’église avec sa sœur, naïve et fière.", "cp1252"),
        ("Der Bäcker fährt über die Brücke, größer wird es nicht.", "cp1252"),
        ("МЫ ВСТРЕТИМСЯ ЗАВТРА У СТАРОЙ МЕЛЬНИЦЫ, Мы встретимся", "cp1251"),
    ],
)
def test_legacy_encodings_are_guessed_and_said_to_be(text, name):
    decoded = decode_text(text.encode(name))
    assert decoded.text == text
    assert decoded.guessed


def test_line_ends_become_one_kind():
    assert decode_text(b"a\r\nb\rc\n").text == "a\nb\nc\n"


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\xff\xfe\x00", b"abc\x00def"])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(MalformedInput):
        decode_text(data, where="x.txt")


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(encoding, "MAX_TEXT_BYTES", 10)
    with pytest.raises(OverLimit):
        decode_text(b"x" * 11)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    try:
        assert isinstance(decode_text(data).text, str)
    except EarwitnessError as error:
        assert error.what  # noqa: PT017 (either outcome is right)
