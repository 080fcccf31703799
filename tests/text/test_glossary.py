from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import EarwitnessError, MalformedInput
from earwitness.text.glossary import (
    Glossary,
    explain_terms,
    read_glossary,
    terms_in,
    terms_not_kept,
)
from earwitness.text.translation_doubts import CUT_OFF, doubts_about

CSV = "source term,target term,note\nЗима,Zyma,callsign\nдвухсотый,killed,\nдвухсотый,dead,\nнулевая точка,zero line,\n"


@pytest.fixture(scope="module")
def given_terms() -> Glossary:
    return read_glossary(CSV.encode())


def test_any_form_of_a_term_is_found(given_terms):
    assert [t.source for t in terms_in("Мы с Зимой на нулевой точке", given_terms)] == [
        "Зима",
        "нулевая точка",
    ]
    assert terms_in("точка, и потом нулевая", given_terms) == ()


@pytest.mark.parametrize(
    ("source", "translation", "lost"),
    [
        ("Зима ушёл", "Zyma has left", []),
        ("Зима ушёл", "Zima has left", []),  # another spelling of the same name
        ("Зима ушёл", "Winter has left", ["Зима"]),
        ("Два двухсотых", "Two dead", []),
        ("Два двухсотых", "Two killed", []),
        ("Два двухсотых", "Two two-hundredths", ["двухсотый"]),
        ("Он ушёл", "He left", []),
        ("на нулевой точке", "at the point zero", ["нулевая точка"]),
        ("на нулевой точке", "on the zero line", []),
    ],
)
def test_what_is_not_kept_is_named(given_terms, source, translation, lost):
    assert [t.source for t in terms_not_kept(source, translation, given_terms)] == lost
    told = explain_terms(source, translation, given_terms)
    assert any("does not stand" in one for one in told) == bool(lost) or "двухсотый" in str(told)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_spreadsheets_write_it_in_many_ways(mark, encoding):
    text = f"Зима{mark}Zyma{mark}позывной командира\r\nсейф{mark}safe{mark}\r\n\r\n"
    found = read_glossary(text.encode(encoding)).terms
    assert [(t.source, t.target) for t in found] == [("Зима", "Zyma"), ("сейф", "safe")]
    assert found[0].note == "позывной командира"


@pytest.mark.parametrize("row", ["Зима", "Зима,", ",Zyma", "Зима,...,x"])
def test_a_row_without_its_rendering_is_named_by_line(row):
    with pytest.raises(MalformedInput) as refused:
        read_glossary(f"сейф,safe\n{row}\n".encode(), where="glossary.csv")
    assert refused.value.line == 2


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_glossary_or_a_sentence(data):
    try:
        found = read_glossary(data)
    except EarwitnessError:
        return
    assert all(one.source and one.target for one in found.terms)


@pytest.mark.parametrize(
    ("source", "translation", "codes"),
    [
        ("Мы стоим у моста", "We stand at the bridge", []),
        ("Мы стоим у моста", "мы стоим у моста!", ["untranslated"]),
        ("OK", "OK", []),
        ("Алло", "Алло", []),  # one word may be a name
        ("Мы стоим", "we stand we stand we stand we stand we stand we stand", ["repeated"]),
        ("нет нет нет нет нет нет", "no no no no no no", []),
        (
            "Да.",
            "Yes, and what they said next was that " + "they would all of them go " * 3,
            ["repeated"],
        ),
        ("Мы стоим", f"We sta {CUT_OFF}", ["cut"]),
        ("Зима ушёл", "Winter has left", ["glossary"]),
    ],
)
def test_doubts(given_terms, source, translation, codes):
    assert [one.code for one in doubts_about(source, translation, given_terms)] == codes
