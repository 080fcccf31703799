"""Queries as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.errors import UsageError
from earwitness.text.query_words import Clause, parse_query


@given(st.text(max_size=120))
def test_any_query_is_read_or_refused(query):
    try:
        clauses = parse_query(query)
    except UsageError:
        return
    assert any(not clause.excluded for clause in clauses)
    assert all(clause.words and all(clause.words) for clause in clauses)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Зима", [Clause(("зима",))]),
        ("зима~", [Clause(("зима",), fuzzy=True)]),
        ('"сказал командир"', [Clause(("сказал", "командир"))]),
        ("«сказал командир»", [Clause(("сказал", "командир"))]),
        ("зима -кедр", [Clause(("зима",)), Clause(("кедр",), excluded=True)]),
        ('зима -"до ранку"', [Clause(("зима",)), Clause(("до", "ранку"), excluded=True)]),
        ("сорок тысяч мешков", [Clause(("сорок", "тысяч"), number="40000"), Clause(("мешков",))]),
        (
            "мешков 20 -30",
            [Clause(("мешков",)), Clause(("20",), number="20"), Clause(("30",), True, number="30")],
        ),
    ],
)
def test_clauses(query, expected):
    assert list(parse_query(query)) == expected


@pytest.mark.parametrize("query", ["", "   ", "-зима", "«»", "x " * 33])
def test_queries_without_an_answer(query):
    with pytest.raises(UsageError):
        parse_query(query)
