"""Roles that words name: the same in three languages, of one person at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.text.roles import number_in, roles_in


@pytest.mark.parametrize(
    ("phrase", "language", "expected"),
    [
        ("the soldier's mother", "en", ["mother"]),
        ("a mother of a soldier", "en", ["mother"]),
        ("her son", "en", ["son"]),
        ("мать солдата", "ru", ["mother"]),
        ("мамы", "ru", ["mother"]),
        ("её сын", "ru", ["son"]),
        ("матері військового", "uk", ["mother"]),
        ("мати військового", "uk", ["mother"]),
        ("її син", "uk", ["son"]),
        ("the kettle", "en", []),
        ("", "uk", []),
    ],
)
def test_roles(phrase, language, expected):
    assert [role.name for role in roles_in(phrase, language)] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("mother", "en"), ("мать", "ru")),
        (("мати", "uk"), ("мать", "ru")),
        (("дружина", "uk"), ("wife", "en")),
    ],
)
def test_one_role_in_every_language(one, other):
    assert roles_in(*one) == roles_in(*other) != ()


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("Speaker 2", 2),
        ("Женщина 1", 1),
        ("the second woman", 2),
        ("перша жінка", 1),
        ("второй", 2),
        ("his wife", None),
        ("1917", None),
    ],
)
def test_numbers_of_voices(phrase, number):
    assert number_in(phrase) == number


@given(st.text(max_size=80), st.sampled_from(["en", "ru", "uk", "und"]))
def test_any_phrase_names_one_person_at_most(phrase, language):
    assert len(roles_in(phrase, language)) <= 1
    number_in(phrase)
