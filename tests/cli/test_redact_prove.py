"""`redact` and `prove` as a person calls them."""

from __future__ import annotations

import json

import pytest

from tests.review.redaction.conftest import desk, made_archive, rec  # noqa: F401 (fixtures)


@pytest.fixture
def call(desk, cli):  # noqa: F811 (fixtures)
    """call("redact", ...): the command in the small archive; what it printed, on stdout and stderr."""

    def run(*args, exit_code=0):
        out = cli(*args, "--archive", desk.archive.root)
        assert cli.code == exit_code, cli.out + cli.err
        return out if exit_code != 2 else cli.err

    return run


SIGNED = ("--by", "E. Marrow", "--because", "not hers to tell")


def test_the_whole_way(call, rec, tmp_path):  # noqa: F811
    assert "Зинаида" in call("redact", "suggest", rec, exit_code=1)
    made = call(
        "redact", rec, "--from", "3.1", "--to", "4.4", "--reason", "third_party",
        "--words", "Кукушкина", "--words", "Kukushkina", *SIGNED,
    )  # fmt: skip
    assert "0:00:03.000-0:00:04.500 mute" in made
    listed = json.loads(call("redact", "--list", "--json"))
    record = listed[0]["decisions"][0]["id"]
    out = tmp_path / "public" / "call.opus"
    out.parent.mkdir()
    assert "Proved" in call("redact", rec, "--out", str(out))
    assert "Proved: nothing" in call("prove", str(out.parent), "--figures")
    (out.parent / "note.txt").write_text("kukushkina was here", encoding="utf-8")
    found = call("prove", str(out.parent), exit_code=1)
    assert "NOT PROVED" in found
    assert f"{record}/1" in found or f"{record}/2" in found
    assert "ukushkin" not in found
    call("redact", "--undo", record, *SIGNED)
    assert json.loads(call("redact", "--list", "--json")) == []


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--from", "1"), "needs its --to"),
        (("--from", "2", "--to", "1"), "not a stretch"),
        (("--words", "x"), "needs --reason"),
        (("--words", "x", "--reason", "spite"), "no reason"),
        (("--words", "x", "--reason", "pow", "--method", "anonymise"), "disguise can be undone"),
        (("--words", "x", "--reason", "pow", "--cover", "50,50,80,80"), "inside the picture"),
        (("--words", "x", "--reason", "pow"), "--by"),
        (("--reason", "pow", *SIGNED), "about nothing"),
        (("--list", "--words", "x"), "one thing"),
    ],
)
def test_what_is_called_wrongly_is_said(call, rec, args, says):  # noqa: F811
    assert says in call("redact", rec, *args, exit_code=2)
