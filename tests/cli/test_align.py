"""`earwitness align`: a text and its sound, without an archive."""

from __future__ import annotations

from pathlib import Path

import pytest

CLIPS = Path(__file__).parents[2] / "samples" / "releases" / "clips"


@pytest.fixture(scope="module")
def text(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("align") / "call.txt"
    lines = (CLIPS / "call-12.txt").read_text(encoding="utf-8")
    path.write_text(lines, encoding="utf-8")
    return path


def test_lines_and_words_with_their_times(cli, text):
    out = cli("align", CLIPS / "call-12.ogg", text, "--lang", "uk", "--words")
    assert cli.code in (0, 1)
    rows = out.splitlines()
    assert rows[0].split() == ["start", "end", "fit", "words", "(uk)"]
    assert rows[1].startswith("0:00:00.7")
    assert "    Добрий" in out
    assert "11 lines" in rows[-1]


def test_json_has_every_line_and_word(cli, text):
    found = cli.json("align", CLIPS / "call-12.ogg", text, "--lang", "uk")
    lines = found["alignment"]["lines"]
    assert len(lines) == len(found["text"]) == 11
    assert lines[0]["start_ms"] == pytest.approx(700, abs=60)
    assert [word["text"] for word in lines[0]["words"]] == ["Добрий", "день", "фонд", "слухає"]
    assert "espeak-ng" in found["alignment"]["maker"]


def test_the_language_is_guessed_and_said(cli, text):
    cli("align", CLIPS / "call-12.ogg", text)
    assert "language: uk" in cli.err


@pytest.mark.parametrize(
    ("sound", "words", "language", "says", "code"),
    [
        ("nothing.ogg", "Алло.", "ru", "is not a file", 2),
        ("call-12.txt", "Алло.", "ru", "not a media file", 1),
        ("call-12.ogg", "", "ru", "holds no words", 1),
        ("call-12.ogg", "... !", "ru", "holds no words", 1),
        ("call-12.ogg", "Алло, Андрію.", "xx", "no voice for the language 'xx'", 2),
        ("call-12.ogg", "12 34", "", "its language cannot be told", 2),
    ],
)
def test_what_cannot_be_aligned_is_said(cli, tmp_path, sound, words, language, says, code):
    given = tmp_path / "words.txt"
    given.write_text(words, encoding="utf-8")
    more = ["--lang", language] if language else []
    cli("align", CLIPS / sound, given, *more)
    assert says in cli.err
    assert cli.code == code
    assert "Traceback" not in cli.err


def test_a_text_far_too_long_gets_no_times(cli, tmp_path):
    given = tmp_path / "words.txt"
    given.write_text("Я тебе вже двічі про це казала, слухай уважно.\n" * 200, encoding="utf-8")
    found = cli.json("align", CLIPS / "call-12.ogg", given, "--lang", "uk")
    assert found["alignment"]["fit"] == "does_not_belong"
    assert "to say, the sound lasts" in found["alignment"]["reason"]
    assert all(line["start_ms"] is None for line in found["alignment"]["lines"])
