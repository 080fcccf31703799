from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.errors import MalformedInput
from earwitness.text.glossary import read_glossary
from earwitness.text.slang import explain_slang, read_slang, shipped_slang, slang_in
from earwitness.text.translator_terms import TranslatorTerms


def cases() -> list[tuple[str, str]]:
    text = resources.files("earwitness.text").joinpath("cases/slang.tsv").read_text("utf-8")
    rows = [row.split("\t") for row in text.splitlines() if row and not row.startswith("#")]
    return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize(("expected", "text"), cases())
def test_case(expected: str, text: str) -> None:
    found = [
        f"{one.surface.lower()}={one.senses[0].term}" for one in slang_in(text, shipped_slang())
    ]
    assert "; ".join(found) == ("" if expected == "-" else expected)


def test_every_sense_that_ships_has_a_source_and_no_row_is_left_out() -> None:
    slang = shipped_slang()
    assert slang.problems == ()
    assert len(slang.senses) >= 50
    assert all("." in one.source for one in slang.senses)


@given(st.text(max_size=120))
def test_any_text_is_read_and_never_changed(text: str) -> None:
    for one in slang_in(text, shipped_slang()):
        assert text[one.start : one.end] == one.surface


def test_a_long_text_costs_in_proportion(grows_in_proportion) -> None:
    base = "Две птички висят, трёхсотых вывезли, на мясо не пойдём. "
    grows_in_proportion(lambda size: slang_in(base * size, shipped_slang()), 1_500, 6_000)


def test_two_senses_stand_side_by_side() -> None:
    (found,) = slang_in("п'ятисотих чекають", shipped_slang())
    assert {one.sense for one in found.senses} == {
        "one who refuses or evades an order to fight",
        "missing in action",
    }


def test_a_desk_adds_senses_that_stand_first() -> None:
    own = read_slang("птица,ru,,our own jet,interview of 3 May\n".encode())
    (found,) = slang_in("птицу видели", shipped_slang().joined(own))
    assert found.senses[0].sense == "our own jet"
    assert len(found.senses) > 1


def test_broken_rows_are_named_with_line_and_reason_and_the_others_count() -> None:
    data = "term,language,also,sense,source\nа,xx,,b,c\nа,ru,,,c\n,ru,,b,c\nсейф,ru,,cellar,told by E. Marrow\n"
    found = read_slang(data.encode("cp1251"), where="s.csv")
    assert [one.term for one in found.senses] == ["сейф"]
    assert [problem.partition(":")[0] for problem in found.problems] == [
        "s.csv, line 2", "s.csv, line 3", "s.csv, line 4",
    ]  # fmt: skip


def test_what_is_no_csv_is_refused_with_its_line() -> None:
    with pytest.raises(MalformedInput, match=r"s\.csv, line 2"):
        read_slang('а,ru,,b,c\n"x'.encode(), where="s.csv")


def test_odd_letters_hide_no_slang() -> None:
    for text in ("двух\u200bсотых", "двухcoтых", "двухсо\u0301тых"):
        assert [one.senses[0].term for one in slang_in(text, shipped_slang())] == ["двухсотый"], (
            text
        )


def test_explaining_names_the_row_and_the_form() -> None:
    (told,) = explain_slang(
        "в карауле трёхсотые", read_slang("трёхсотый,ru,,wounded,x.y\n".encode())
    )
    assert "“трёхсотые”" in told
    assert "line 1" in told


def test_a_translator_is_told_what_a_word_can_mean_unless_the_desk_renders_it() -> None:
    glossary = read_glossary("двухсотый,killed\n".encode())
    terms = TranslatorTerms(glossary, shipped_slang()).of(["Двухсотых трое, птичка висит"])
    assert [(one.source, one.target) for one in terms] == [("двухсотый", "killed"), ("птица", "")]
    assert "drone" in terms[1].note
