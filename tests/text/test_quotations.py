"""Quotations: the linguists' cases, and what has to hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import earwitness.text
from earwitness.text.quotations import (
    Quotation,
    Role,
    explain_quotation,
    find_quotations,
    mask_quotations,
)

CASES = Path(earwitness.text.__file__).parent / "cases" / "quotations.txt"
MARKED = st.text(alphabet="“”„‟\"«»‹›‘’'—– \n.,!?:абВs5xсказал", max_size=80)


def _parts(quoted: str) -> list[str]:
    return [part.replace("\\n", "\n") for part in quoted.split(" ; ")] if quoted else []


def lines() -> list[tuple[str, str, str]]:
    found = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, _, rest = line.partition(" | ")
            text, _, quoted = rest.rpartition(" |")
            found.append((language, text.replace("\\n", "\n"), quoted.strip()))
    return found


@pytest.mark.parametrize(("language", "text", "quoted"), lines())
def test_a_linguists_case(language, text, quoted):
    found = [f"{q.role.value[0]} {q.text}" for q in find_quotations(text)]
    assert found == _parts(quoted)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_language_has_thirty_cases(language):
    assert sum(case[0] == language for case in lines()) >= 30


def test_a_closed_span_cuts_every_one_that_it_crosses():
    text = "‘“‹5“’:“›"
    assert_nested(text, find_quotations(text))


def assert_nested(text: str, found: tuple[Quotation, ...]) -> None:
    open_ends: list[int] = []
    for quotation in found:
        assert 0 <= quotation.start <= quotation.inner_start < quotation.inner_end <= quotation.end
        assert quotation.end <= len(text)
        assert quotation.text == text[quotation.inner_start : quotation.inner_end]
        while open_ends and open_ends[-1] <= quotation.start:
            open_ends.pop()
        assert len(open_ends) == quotation.depth
        assert not open_ends or quotation.end <= open_ends[-1]
        open_ends.append(quotation.end)
        at = quotation.inner_start
        for begin, end in quotation.insertions:
            assert at <= begin < end <= quotation.inner_end
            at = end


@given(st.one_of(MARKED, st.text(max_size=60)))
def test_spans_nest_and_never_cross(text):
    assert_nested(text, find_quotations(text))


@given(st.one_of(MARKED, st.text(max_size=60)))
def test_a_mask_keeps_length_and_line_breaks(text):
    masked = mask_quotations(text)
    assert len(masked) == len(text)
    assert [i for i, c in enumerate(masked) if c == "\n"] == [
        i for i, c in enumerate(text) if c == "\n"
    ]
    assert all(one in {" ", other} for one, other in zip(masked, text, strict=True))


@given(MARKED)
def test_every_quotation_can_be_explained(text):
    for quotation in find_quotations(text):
        assert quotation.role.value in explain_quotation(text, quotation)


def test_a_missing_opening_mark_begins_with_its_paragraph():
    text = "One.\n\nHello, hello! Who is it?” speaker 1 asks."
    (found,) = find_quotations(text)
    assert (found.opened, found.closed, found.start) == (False, True, 6)
    assert "begins with its paragraph" in explain_quotation(text, found)


def test_a_quotation_over_paragraphs_says_that_it_goes_on():
    text = "“It is cold,” she said. “And dark.\n\n“Call them.”"
    cold, dark, call = find_quotations(text)
    assert (cold.continues, dark.continues, call.continues) == (False, True, False)
    assert (dark.closed, call.opened, call.closed) == (False, True, True)
    assert "goes on in the next paragraph" in explain_quotation(text, dark)


def test_the_narrators_words_inside_are_no_part_of_what_is_spoken():
    text = "«Я дома, — сказал он. — Всё хорошо»."
    (found,) = find_quotations(text)
    assert [text[a:b] for a, b in found.spoken] == ["Я дома,", "Всё хорошо"]
    assert "сказал он" in mask_quotations(text)
    assert "дома" not in mask_quotations(text)


def test_terms_can_be_kept_in_a_mask():
    text = "The men of “Finch” left. “No,” he said."
    kept = mask_quotations(text, keep_terms=True)
    assert "“Finch”" in kept
    assert "No" not in kept


def test_a_role_says_its_rule():
    text = "Командир с позывным «Зяблик» ушёл."
    (found,) = find_quotations(text)
    assert found.role is Role.TERM
    assert "a word for a name" in explain_quotation(text, found)


@pytest.mark.parametrize(
    "marks", ["“", "”", "«", "»", '"', "'", "‘", "’", "„", "‘a ", "“a", "«a» "]
)
def test_many_marks_take_linear_time(marks, grows_in_proportion):
    grows_in_proportion(find_quotations, marks * 1_000, marks * 4_000)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "“a” " * 50_000,
        '"' * 100_000,
        "word " * 1_000_000,
        "— А, — сказал. " * 30_000,
        "‘" * 100_000,
    ],
)
def test_a_large_draft_is_read(text):
    assert_nested(text, find_quotations(text))
