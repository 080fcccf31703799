from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from earwitness.intake.transcripts.read import read_transcript


def test_to_stdout(cli, filled: Path) -> None:
    text = cli("export", "call-1", "--as", "srt", "-a", filled)
    assert cli.code == 0, cli.err
    lines = read_transcript(text.encode(), name="call.srt").lines
    assert [(one.voice, one.start_ms) for one in lines] == [("Мати", 1_000), ("Син", 4_000)]
    assert "NOT REVIEWED" in cli.err  # an .srt has no place to say so


def test_a_format_that_says_it_itself_says_nothing_beside(cli, filled: Path) -> None:
    assert "NOT REVIEWED" in cli("export", "call-1", "--as", "vtt", "-a", filled)
    assert cli.err == ""


def test_a_translation_and_both(cli, filled: Path) -> None:
    assert "Twenty people" in cli(
        "export", "call-1", "--as", "txt", "--language", "en", "-a", filled
    )
    text = cli("export", "call-1", "--as", "vtt", "--both", "-a", filled)
    assert "<lang en>Twenty people stood outside the headquarters.</lang>" in text
    assert "Двадцять людей" in text


def test_a_document_on_stdout_is_bytes(cli, filled: Path, tmp_path: Path) -> None:
    cli("export", "call-1", "--as", "docx", "--out", tmp_path / "a.docx", "-a", filled)
    assert cli.code == 0, cli.err
    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.docx").read_bytes())) as package:
        assert "Двадцять людей" in package.read("word/document.xml").decode()


def test_several_into_a_folder(cli, filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    done = cli.json("export", "call-1", "call-2", "--as", "eaf", "--out", out, "-a", filled)
    assert cli.code == 0, cli.err
    assert {one["path"] for one in done} == {str(one) for one in out.iterdir()}
    assert {".".join(one.name.split(".")[1:]) for one in out.iterdir()} == {"uk.eaf", "ru.eaf"}
    assert [one["lines"] for one in done] == [2, 1]
    assert not any(one["reviewed"] for one in done)


def test_one_that_cannot_be_written_does_not_stop_the_rest(
    cli, filled: Path, tmp_path: Path
) -> None:
    done = cli.json(
        "export", "call-1", "call-2", "nobody", "--as", "txt", "--language", "en", "--out", tmp_path, "-a", filled
    )  # fmt: skip
    assert cli.code == 1
    assert [bool(one["problem"]) for one in done] == [False, True, True]
    assert "no words in en" in cli.err
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_is_written_over(cli, filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.srt"
    out.write_text("mine", encoding="utf-8")
    call = ("export", "call-1", "--as", "srt", "--out", out, "-a", filled)
    cli(*call)
    assert cli.code == 2
    assert "is there already" in cli.err
    assert out.read_text(encoding="utf-8") == "mine"
    cli(*call, "--replace")
    assert cli.code == 0
    cli(*call)
    assert cli.code == 0  # the same words are there: nothing to do


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["call-1", "--as", "avi"], "'avi' is no format"),
        (["call-1", "call-2", "--as", "srt"], "several recordings need a folder"),
        (["call-1", "--as", "srt", "--json"], "--json says what was written"),
        (["call-1", "--as", "rttm", "--both"], "no place for two languages"),
    ],
)
def test_called_wrongly(cli, filled: Path, arguments: list[str], why: str) -> None:
    cli("export", *arguments, "-a", filled)
    assert cli.code == 2
    assert why in cli.err


def test_a_file_is_no_folder(cli, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cli("export", "call-1", "call-2", "--as", "srt", "--out", tmp_path / "file", "-a", filled)
    assert cli.code == 2
    assert "no folder" in cli.err


@pytest.fixture
def partly(cli, tmp_path: Path) -> Path:
    """One recording with times for one line of two, one with none."""
    pile = tmp_path / "pile"
    pile.mkdir()
    pile.joinpath("one-time.txt").write_text(
        "[00:05] Мати: Так, чую.\n\nСин: Прийом.\n", encoding="utf-8"
    )
    pile.joinpath("untimed.txt").write_text(
        "Мати: Ти де?\nСин: Вдома.\nМати: Добре.\n", encoding="utf-8"
    )
    root = tmp_path / "archive"
    for arguments in (["new", root], ["add", pile, "-a", root]):
        cli(*arguments)
        assert cli.code == 0, cli.err
    return root


def test_lines_without_times_are_counted(cli, partly: Path, tmp_path: Path) -> None:
    done = cli.json("export", "one-time", "--as", "srt", "--out", tmp_path / "a.srt", "-a", partly)
    assert cli.code == 1
    assert done[0]["left_out"] == ["1 line without times"]
    assert "left out: 1 line without times" in cli.err
    assert "Так, чую." in (tmp_path / "a.srt").read_text(encoding="utf-8")


def test_without_any_times_it_says_what_to_do(cli, partly: Path) -> None:
    cli("export", "untimed", "--as", "textgrid", "-a", partly)
    assert cli.code == 1
    assert "no line has times" in cli.err
    assert "txt" in cli.err
    text = cli("export", "untimed", "--as", "txt", "-a", partly)
    assert cli.code == 0
    assert "Мати: Ти де?" in text


def test_with_sound_voices_come_along(cli, sample_archive) -> None:
    """Recordings of the samples: written, or refused with a reason."""
    root = sample_archive.archive.root
    written = 0
    for one in sample_archive.desk.recordings()[:12]:
        text = cli("export", one.id, "--as", "json", "-a", root)
        assert cli.code in (0, 1)
        assert text or "there are no words of it" in cli.err
        if text:
            held = json.loads(text)
            assert held["recording"] == one.id
            assert held["duration_ms"]
            written += bool(held["voices"]["turns"])
    assert written
