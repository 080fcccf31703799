from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

MACHINE = [
    {"start": 1.0, "end": 3.0, "text": "Зима питає чи міст цілий"},
    {"start": 4.0, "end": 6.0, "text": "20 людей не стояли під штабом"},
]
HUMAN = "Zima asks whether the bridge is intact.\nTwenty people stood outside the headquarters.\n"


@pytest.fixture
def root(cli, filled, tmp_path) -> Path:
    root = tmp_path / "archive"
    shutil.copytree(filled, root)
    return root


@pytest.fixture
def rec(cli, root) -> str:
    """The call in Ukrainian, whose English subtitles came with it."""
    (name,) = [
        one["recording"]["id"] for one in _all(cli, root) if one["recording"]["title"] == "call-1"
    ]
    return name


def _all(cli, root) -> list[dict]:
    listed = cli.json("show", "-a", root)
    rows = listed if isinstance(listed, list) else listed["recordings"]
    names = [one["id"] if "id" in one else one["recording"]["id"] for one in rows]
    return [cli.json("show", name, "-a", root) for name in names]


def test_a_translators_file_is_taken_shown_and_known(cli, root, rec, tmp_path):
    (tmp_path / "human.txt").write_text(HUMAN, encoding="utf-8")
    call = [
        "translate",
        rec,
        "--from",
        tmp_path / "human.txt",
        "--lang",
        "en",
        "--maker",
        "A. Person",
    ]
    out = cli(*call, "-a", root)
    assert cli.code == 0
    assert "2 of 2 spoken lines are rendered" in out
    assert "Nothing new" in cli(*call, "-a", root)
    assert "human by A. Person" in cli("show", rec, "-a", root)
    cli("verify", "-a", root)
    assert cli.code == 0


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ("Зима питає, чи міст цілий, і що буде далі з нами.", "en", "looks like uk"),
        (HUMAN, "uk", "is the language that is spoken"),
        (HUMAN, "de", "looks like en"),
        ("", "en", "holds no words"),
        ("\n\n  \n", "en", "holds no words"),
        ('{"a": 1}', "en", "human.txt"),
    ],
)
def test_files_that_are_no_such_translation(cli, root, rec, tmp_path, text, lang, said):
    (tmp_path / "human.txt").write_text(text, encoding="utf-8")
    before = cli("show", rec, "-a", root)
    cli(
        "translate",
        rec,
        "--from",
        tmp_path / "human.txt",
        "--lang",
        lang,
        "--maker",
        "A",
        "-a",
        root,
    )
    assert cli.code in (1, 2)
    assert said in cli.err
    assert "Traceback" not in cli.err
    assert cli("show", rec, "-a", root) == before


def test_another_language_is_taken_when_somebody_is_sure(cli, root, rec, tmp_path):
    (tmp_path / "human.txt").write_text(HUMAN, encoding="utf-8")
    base = [
        "translate",
        rec,
        "--from",
        tmp_path / "human.txt",
        "--lang",
        "nl",
        "--maker",
        "A",
        "-a",
        root,
    ]
    cli(*base)
    assert cli.code == 2
    cli(*base, "--sure")
    assert cli.code == 0


def test_more_and_fewer_lines_than_spoken_are_named(cli, root, rec, tmp_path):
    many = tmp_path / "many.txt"
    many.write_text(
        HUMAN + "".join(f"This is another line, number {n}.\n" for n in range(20)), encoding="utf-8"
    )
    taken = cli.json("translate", rec, "--from", many, "--lang", "en", "--maker", "A", "-a", root)
    assert taken["lines"] == 22
    assert taken["placed"] < 22
    assert any("render nothing that was found" in note for note in taken["notes"])


def test_three_lines_for_three_hundred(cli, tmp_path):
    root = tmp_path / "archive"
    spoken = [f"Мама: Мы говорили о разных делах, и это строка номер {n}." for n in range(300)]
    (tmp_path / "call.ru.txt").write_text("\n".join(spoken), encoding="utf-8")
    (tmp_path / "three.txt").write_text(
        "We talked about this and that.\nAnd this is the line number 120.\nAnd so it went on.\n",
        encoding="utf-8",
    )
    cli("new", root)
    cli("add", tmp_path / "call.ru.txt", "-a", root)
    (known,) = _all(cli, root)
    taken = cli.json(
        "translate", known["recording"]["id"], "--from", tmp_path / "three.txt",
        "--lang", "en", "--maker", "A", "-a", root,
    )  # fmt: skip
    assert taken["rendered"] <= 3
    assert any("of 300 spoken lines are rendered" in note for note in taken["notes"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "no translation engine is set"),
        (["--engine", "parrot"], "no translation engine is called 'parrot'"),
        (["--engine", "ctranslate2", "--model", "nowhere"], "not a translation model folder"),
        (["--engine", "server", "--model", "m"], "no address of a server"),
        (["--lang", "en"], "go with --from"),
        (["--from", "x.txt", "--to", "en"], "go without --from"),
        (["--from", "x.txt"], "--from needs --lang, --maker"),
    ],
)
def test_wrong_calls_are_named(cli, root, rec, options, said):
    cli("translate", rec, *options, "-a", root)
    assert cli.code == 2
    assert said in cli.err


def test_a_lost_term_is_marked_in_show(cli, root, rec):
    (root / "glossary.csv").write_text("Зима,Winter,\nштаб,headquarters,\n", encoding="utf-8")
    out = cli("show", rec, "-a", root)
    assert "(!) glossary term not kept: 'Зима' is 'Winter'" in out
    assert "штаб" not in out.split("Words")[0]
    assert out.count("(!)") == 1
    (root / "glossary.csv").write_text("Зима\n", encoding="utf-8")
    assert "міст цілий" in cli("show", rec, "-a", root)
    assert "the glossary is not used" in cli.err


def test_diff_of_machine_and_publisher(cli, root, rec, pile, tmp_path):
    cli("diff", rec, "-a", root)
    assert cli.code == 1
    assert "no machine transcript beside" in cli.err
    both = tmp_path / "both"
    both.mkdir()
    shutil.copy(pile / "call-1.uk.srt", both)
    text = json.dumps({"segments": MACHINE, "language": "uk"})
    (both / "call-1.json").write_text(text, encoding="utf-8")
    root = tmp_path / "compared"
    cli("new", root)
    cli("add", both, "-a", root)
    assert "Compared 1 machine transcript" in cli("run", "-a", root)
    (known,) = _all(cli, root)
    name = known["recording"]["id"]
    out = cli("diff", name, "-a", root)
    assert cli.code == 1
    assert "Negation differs: 1 place" in out
    assert "[-не-]" in out
    assert "20" not in out.split("Negation")[1].split("\n")[0]
    found = cli.json("diff", name, "-a", root)
    assert found["diff"]["only_first"] == found["errors"] == 1
    versions = [found["diff"]["first"], found["diff"]["second"]]
    assert "0 differences" not in cli("diff", name, *versions, "-a", root)
    cli("diff", name, versions[0], versions[0], "-a", root)
    assert cli.code == 0
    cli("diff", name, versions[0], "-a", root)
    assert cli.code == 2
    cli("diff", name, versions[0], "trs-nothing", "-a", root)
    assert "has no version of its words called" in cli.err
