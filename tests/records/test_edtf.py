"""Fuzzy dates in EDTF: bounds as another program reads them, round trips, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.records.edtf import parse_edtf, write_edtf
from earwitness.records.fuzzydate import DateBasis, FuzzyDate, narrowed

days = st.dates(date(1000, 1, 1), date(9998, 12, 31))


def instant(day: date, *, last: bool = False) -> datetime:
    clock = (23, 59, 59) if last else (0, 0, 0)
    return datetime(day.year, day.month, day.day, *clock, tzinfo=UTC)


simple = st.one_of(
    days.map(lambda one: f"{one:%Y-%m-%d}".zfill(10)),
    days.map(lambda one: f"{one:%Y-%m}".zfill(7)),
    days.map(lambda one: f"{one.year:04}"),
    days.map(lambda one: f"{one.year // 10:03}X"),
    days.map(lambda one: f"{one.year:04}-{one.month:02}-XX"),
)


class TestAgainstAnotherProgram:
    @given(simple)
    def test_bounds_are_those_of_the_edtf_package(self, text):
        theirs, ours = edtf.parse_edtf(text), parse_edtf(text)
        low, high = theirs.lower_strict(), theirs.upper_strict()
        assert (ours.earliest.year, ours.earliest.month, ours.earliest.day) == low[:3]
        assert (ours.latest.year, ours.latest.month, ours.latest.day) == high[:3]

    @given(days, days)
    def test_intervals_too(self, one, other):
        first, last = sorted((one, other))
        text = write_edtf(instant(first), instant(last, last=True))
        theirs, ours = edtf.parse_edtf(text), parse_edtf(text)
        assert theirs.lower_strict()[:3] == (first.year, first.month, first.day)
        assert theirs.upper_strict()[:3] == (last.year, last.month, last.day)
        assert (ours.earliest, ours.latest) == (instant(first), instant(last, last=True))


class TestRoundTrip:
    @given(st.none() | days, st.none() | days)
    def test_what_is_written_is_read_back(self, one, other):
        if one and other:
            one, other = sorted((one, other))
        first, last = one and instant(one), other and instant(other, last=True)
        found = parse_edtf(write_edtf(first, last))
        assert (found.earliest, found.latest) == (first, last)

    def test_instants_and_their_zones(self):
        found = parse_edtf("2023-07-12T10:00:00+03:00")
        assert found.earliest == found.latest == datetime(2023, 7, 12, 7, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2023-21", date(2023, 3, 1), date(2023, 5, 31)),
            ("2023-24", date(2023, 12, 1), date(2024, 2, 29)),
            ("202X", date(2020, 1, 1), date(2029, 12, 31)),
            ("20XX", date(2000, 1, 1), date(2099, 12, 31)),
            ("2023-XX", date(2023, 1, 1), date(2023, 12, 31)),
            ("2024-02-XX", date(2024, 2, 1), date(2024, 2, 29)),
            ("2023/2024-05", date(2023, 1, 1), date(2024, 5, 31)),
        ],
    )
    def test_seasons_and_unspecified_digits(self, text, first, last):
        found = parse_edtf(text)
        assert (found.earliest.date(), found.latest.date()) == (first, last)

    def test_qualifiers_are_kept_and_widen_nothing(self):
        plain = parse_edtf("2023-07")
        for sign, flags in (("?", (True, False)), ("~", (False, True)), ("%", (True, True))):
            found = parse_edtf(f"2023-07{sign}")
            assert (found.earliest, found.latest) == (plain.earliest, plain.latest)
            assert (found.uncertain, found.approximate) == flags


class TestRefused:
    @pytest.mark.parametrize(
        "text",
        ["", "12.07.2023", "2023-13", "2023-02-30", "2023-07-12T10:00:00", "20X3", "202X-05",
         "2024/2023", "2023/2024/2025", "July 2023", "2023-07-1X", "0000", "2023-21-05", "²023"],
    )  # fmt: skip
    def test_with_a_reason(self, text):
        with pytest.raises(ValueError, match="“" if "/" not in text else "“.*(ends|two sides)"):
            parse_edtf(text)

    @given(st.text(max_size=30))
    def test_nothing_else_ever_escapes(self, text):
        try:
            found = parse_edtf(text)
        except ValueError:
            return
        assert not (found.earliest and found.latest) or found.earliest <= found.latest


bases = st.sampled_from([one for one in DateBasis if one is not DateBasis.UNKNOWN])


@st.composite
def bounds(draw):
    one, other = draw(st.none() | days), draw(st.none() | days)
    if one and other:
        one, other = sorted((one, other))
    return FuzzyDate(one and instant(one), other and instant(other, last=True), draw(bases))


class TestNarrowing:
    @given(st.lists(bounds(), max_size=6))
    def test_a_narrowed_date_lies_within_all_that_holds(self, given_bounds):
        found = narrowed(given_bounds)
        holding = [
            replace(one, earliest=None) if one.basis is DateBasis.PUBLICATION else one
            for one in given_bounds
            if one.basis is not DateBasis.PUBLISHER
        ]
        if found.contradictions:
            assert all(one.basis is DateBasis.PUBLICATION for one in found.by)
            return
        for one in holding:
            assert one.earliest is None or found.date.earliest >= one.earliest
            assert one.latest is None or found.date.latest <= one.latest

    @given(st.lists(bounds(), max_size=5), bounds())
    def test_more_bounds_never_widen_unless_they_contradict(self, given_bounds, more):
        before, after = narrowed(given_bounds), narrowed([*given_bounds, more])
        if after.contradictions or before.contradictions:
            return
        assert before.date.earliest is None or after.date.earliest >= before.date.earliest
        assert before.date.latest is None or after.date.latest <= before.date.latest

    @given(st.lists(bounds(), max_size=5))
    def test_a_publisher_s_statement_narrows_nothing(self, given_bounds):
        stated = FuzzyDate(
            instant(date(2023, 1, 1)), instant(date(2023, 1, 2)), DateBasis.PUBLISHER
        )
        with_it, without = narrowed([*given_bounds, stated]), narrowed(given_bounds)
        assert with_it.date == without.date
        assert stated in with_it.aside

    def test_contradictions_are_named_and_not_resolved(self):
        published = FuzzyDate(None, instant(date(2023, 7, 12)), DateBasis.PUBLICATION)
        device = FuzzyDate(instant(date(2024, 1, 1)), None, DateBasis.DEVICE)
        found = narrowed([published, device])
        assert found.contradictions == ((published, device),)
        assert found.date.latest == published.latest
        assert found.date.earliest is None

    def test_tomorrow_is_easter(self):
        published = FuzzyDate(None, instant(date(2025, 4, 30)), DateBasis.PUBLICATION)
        eve = instant(date(2025, 4, 19))
        said = FuzzyDate(eve, eve + timedelta(hours=23), DateBasis.CONTENT, "tomorrow is Easter")
        found = narrowed([published, said])
        assert (found.date.earliest, found.date.basis) == (eve, DateBasis.CONTENT)
        assert found.date.edtf == "2025-04-19"
