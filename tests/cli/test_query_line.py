from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from earwitness.cli.query_line import MINUS, join_query, keep_exclusions

OPTIONS = {"-a": True, "--archive": True, "--json": False}


def test_known_options_stay() -> None:
    arguments = ["Зима", "-міст", "-a", "-odd-folder", "--json", "-x"]
    assert keep_exclusions(arguments, OPTIONS) == [
        "Зима",
        f"{MINUS}міст",
        "-a",
        "-odd-folder",
        "--json",
        f"{MINUS}x",
    ]


def test_nothing_is_touched_after_two_hyphens() -> None:
    assert keep_exclusions(["--", "-x"], OPTIONS) == ["--", "-x"]


def test_quoted_exclusion_is_an_excluded_phrase() -> None:
    assert join_query(["Zima", f"{MINUS}no bridge"]) == 'Zima -"no bridge"'


def test_a_whole_query_in_quotes_stays_a_query() -> None:
    assert join_query(["Zima -bridge"]) == "Zima -bridge"
    assert join_query(['say "no bridge" now']) == 'say "no bridge" now'


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_arguments_keep_their_number(arguments: list[str]) -> None:
    assert len(keep_exclusions(arguments, OPTIONS)) == len(arguments)
    assert isinstance(join_query(arguments), str)
