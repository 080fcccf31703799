from __future__ import annotations

import pytest

from earwitness.errors import MalformedInput, UnreadableFile, UnsupportedInput
from earwitness.intake.transcripts.untimed import spoken_lines


def lines_of(tmp_path, name: str, text: str) -> tuple[str, ...]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return spoken_lines(path)


def test_plain_lines_are_lines(tmp_path):
    assert lines_of(tmp_path, "a.txt", "Алло,  Андрію.\n\nПогано чути.\n") == (
        "Алло, Андрію.",
        "Погано чути.",
    )


def test_times_and_labels_of_a_format_are_left_out(tmp_path):
    srt = "1\n00:00:01,000 --> 00:00:02,000\nПривіт.\n\n2\n00:00:03,000 --> 00:00:04,000\nТак.\n"
    assert lines_of(tmp_path, "a.srt", srt) == ("Привіт.", "Так.")
    labelled = "Мати: Добрий день.\nВолонтер: Слухаю вас.\nМати: Де він?\n"
    assert lines_of(tmp_path, "b.txt", labelled) == ("Добрий день.", "Слухаю вас.", "Де він?")


def test_a_long_line_is_cut_at_its_sentences_and_loses_nothing(tmp_path):
    text = " ".join(f"Это предложение номер {number}, оно не кончается." for number in range(40))
    found = lines_of(tmp_path, "a.txt", text)
    assert len(found) > 4
    assert all(len(line) <= 300 for line in found)
    assert all(line.endswith(".") for line in found)
    assert " ".join(found) == text


def test_a_line_without_any_space_is_cut_all_the_same(tmp_path):
    found = lines_of(tmp_path, "a.txt", "а" * 1000)
    assert "".join(found) == "а" * 1000


@pytest.mark.parametrize("text", ["", "\n\n", "... — !", "1\n00:00:01,000 --> 00:00:02,000\n\n"])
def test_a_text_without_words_is_refused(tmp_path, text):
    with pytest.raises(MalformedInput, match="no words"):
        lines_of(tmp_path, "a.txt", text)


def test_other_json_is_refused(tmp_path):
    with pytest.raises(UnsupportedInput):
        lines_of(tmp_path, "a.json", '{"weather": "fine"}')


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"nothing\.txt"):
        spoken_lines(tmp_path / "nothing.txt")
