"""Krippendorff's alpha against the published worked examples, an oracle that counts pairs, and its properties."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.understand.coding.alpha import Alpha, alpha_nominal, verdict

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A, B and C; and the example of
# three coders with missing values that encyclopaedias work through.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
FOUR = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
THREE = (
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)


def units(coders, *, spaced=False):
    rows = [row.split() if spaced else list(row) for row in coders]
    return [[None if value == "." else value for value in unit] for unit in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("table", "published", "compared", "values"),
    [
        (units(BINARY), 0.095, 10, 20),
        (units(NOMINAL), 0.692, 12, 24),
        (units(FOUR, spaced=True), 0.743, 11, 40),
        (units(THREE, spaced=True), 0.691, 12, 26),
    ],
)
def test_published_examples(table, published, compared, values):
    found = alpha_nominal(table)
    assert round(found.value, 3) == published
    assert (found.units, found.values) == (compared, values)


def by_pairs(table) -> Fraction | None:
    """Alpha by its definition, from every ordered pair of values: slow, exact and written apart."""
    pairable = [[v for v in unit if v is not None] for unit in table]
    pairable = [unit for unit in pairable if len(unit) > 1]
    values = [v for unit in pairable for v in unit]
    n = len(values)
    observed = sum(
        (
            Fraction(sum(a != b for a, b in permutations(unit, 2)), len(unit) - 1)
            for unit in pairable
        ),
        Fraction(0),
    )
    expected = (
        Fraction(sum(a != b for a, b in permutations(values, 2)), n - 1) if n > 1 else Fraction(0)
    )
    return None if not expected else 1 - observed / expected


tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=coders, max_size=coders),
        max_size=14,
    )
)


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(tables)
def test_equals_the_definition(table):
    found, exact = alpha_nominal(table), by_pairs(table)
    if exact is None:
        assert found.value is None
        assert found.why_not
    else:
        assert found.value == pytest.approx(float(exact), abs=1e-12)
        assert found.value <= 1


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(tables, st.randoms())
def test_order_of_coders_and_units_and_names_of_values_do_not_matter(table, random):
    order = list(range(len(table[0]) if table else 0))
    random.shuffle(order)
    renamed = {"a": 7, "b": (1, 2), "c": "z"}
    turned = [[None if unit[at] is None else renamed[unit[at]] for at in order] for unit in table]
    random.shuffle(turned)
    before, after = alpha_nominal(table).value, alpha_nominal(turned).value
    assert (before is None) == (after is None)
    if before is not None:
        assert after == pytest.approx(before)


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(tables)
def test_units_that_one_coder_judged_say_nothing(table):
    alone = [[*unit[:1], *[None] * (len(unit) - 1)] for unit in table]
    assert alpha_nominal([*table, *alone]) == alpha_nominal(table)


def test_perfect_chance_and_no_agreement():
    assert alpha_nominal([("a", "a"), ("b", "b")]).value == 1
    assert alpha_nominal([("a", "b"), ("b", "a")]).value < 0
    same = alpha_nominal([("a", "a"), ("a", "a")])
    assert same.value is None
    assert "nothing varies" in same.why_not
    assert "two coders" in alpha_nominal([("a", None)]).why_not


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.8, "relied on"),
        (0.7999, "tentative"),
        (0.667, "tentative"),
        (0.6669, "do not publish"),
        (-1, "do not"),
    ],
)
def test_thresholds(value, said):
    assert said in verdict(Alpha(value, 10, 20))
