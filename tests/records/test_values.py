"""Identifiers, dates with bounds, and times on a recording."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from earwitness.errors import MalformedInput
from earwitness.records.artefacts import Artefact
from earwitness.records.fuzzydate import DateBasis, FuzzyDate, not_after
from earwitness.records.identifiers import KINDS, is_identifier, is_sha256, new_identifier
from earwitness.records.timecode import Interval, format_ms, format_span, parse_timecode
from earwitness.records.words import Utterance

instants = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    datetime(2090, 1, 1),  # noqa: DTZ001 (the same)
    timezones=st.just(UTC),
)
bounds = st.none() | instants
moments_ms = st.integers(0, 999 * 3600 * 1000)


def date(earliest, latest) -> FuzzyDate:
    return FuzzyDate(earliest, latest, DateBasis.CONTENT)


class TestFuzzyDate:
    @given(bounds, bounds)
    def test_bounds_stay_in_order(self, earliest, latest):
        if earliest and latest and earliest > latest:
            with pytest.raises(ValueError, match="after the latest"):
                date(earliest, latest)
        else:
            first, _, last = date(earliest, latest).edtf.partition("/")
            last = last or first  # one day
            assert (first == "..") == (earliest is None)
            assert (last == "..") == (latest is None)
            assert ".." in (first, last) or first <= last

    @given(bounds, bounds, bounds, bounds)
    def test_what_holds_a_moment_of_a_period_may_be_in_it(self, earliest, latest, since, until):
        assume(not (earliest and latest and earliest > latest))
        assume(not (since and until and since > until))
        one = date(earliest, latest)
        latest_start = max((b for b in (earliest, since) if b), default=None)
        earliest_end = min((b for b in (latest, until) if b), default=None)
        shares = latest_start is None or earliest_end is None or latest_start <= earliest_end
        assert one.may_be_within(since, until) == shares

    def test_nothing_known_may_be_any_time(self):
        unknown = not_after(None)
        assert unknown.edtf == "../.."
        assert unknown.basis is DateBasis.UNKNOWN
        assert unknown.may_be_within(datetime(2020, 1, 1, tzinfo=UTC), None)

    def test_a_publication_is_only_an_upper_bound(self):
        bound = not_after(datetime(2025, 7, 3, 23, 30, tzinfo=timezone(timedelta(hours=-2))))
        assert bound.earliest is None
        assert bound.edtf == "../2025-07-04"
        assert not bound.may_be_within(datetime(2025, 7, 5, tzinfo=UTC), None)

    def test_a_wall_clock_without_its_zone_is_refused(self):
        with pytest.raises(ValueError, match="time zone"):
            date(datetime(2025, 7, 3), None)  # noqa: DTZ001 (that is the case)


class TestTimes:
    @given(moments_ms)
    def test_what_is_written_reads_the_same(self, ms):
        assert parse_timecode(format_ms(ms)) == ms
        assert parse_timecode(format_ms(ms).replace(".", ",")) == ms
        assert parse_timecode(format_ms(ms, millis=False)) == ms // 1000 * 1000

    @given(st.text(max_size=30))
    def test_anything_else_is_refused(self, text):
        try:
            assert parse_timecode(text) >= 0
        except MalformedInput as error:
            assert "is not a time" in str(error)  # noqa: PT017 (either outcome is right)

    @given(moments_ms, moments_ms, moments_ms, moments_ms)
    def test_intervals_share_what_both_hold(self, a, b, c, d):
        one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
        shared = one.overlap_ms(other)
        assert shared == other.overlap_ms(one)
        assert 0 <= shared <= min(one.duration_ms, other.duration_ms)
        assert one.overlap_ms(one) == one.duration_ms

    @pytest.mark.parametrize(("start_ms", "end_ms"), [(-1, 5), (5, 4)])
    def test_no_interval(self, start_ms, end_ms):
        with pytest.raises(ValueError, match="not an interval"):
            Interval(start_ms, end_ms)

    @pytest.mark.parametrize(
        ("text", "ms"),
        [
            ("0", 0),
            ("75:10", 4_510_000),
            ("1:00:00.5", 3_600_500),
            ("3.9999", 3999),
            (" 01:02,5 ", 62_500),
        ],
    )
    def test_times_as_people_write_them(self, text, ms):
        assert parse_timecode(text) == ms

    @pytest.mark.parametrize("text", ["", "1:2:3:4", "-1", "1.2.3", "١٢:٣٤ч", "1e3", "0x10"])
    def test_no_times(self, text):
        with pytest.raises(MalformedInput):
            parse_timecode(text)

    def test_a_stretch(self):
        assert format_span(1000, 2500) == "0:00:01.000-0:00:02.500"
        assert format_ms(-1500) == "-0:00:01.500"


class TestIdentifiers:
    @given(st.sampled_from(KINDS))
    def test_made_ones_are_known_by_their_kind(self, kind):
        made = new_identifier(kind)
        assert is_identifier(made)
        assert is_identifier(made, kind)
        assert not any(is_identifier(made, other) for other in KINDS if other != kind)

    def test_they_differ(self):
        assert len({new_identifier("rec") for _ in range(2000)}) == 2000

    @given(st.text(max_size=14))
    def test_other_texts_are_none(self, text):
        assume(text[:4] not in {f"{kind}-" for kind in KINDS})
        assert not is_identifier(text)

    @pytest.mark.parametrize(
        "text",
        ["rec-7k3m9q2x", "rec-7k3m9q2xbb", "rec-7K3M9Q2XB", "rec-7k3m9q2xa\n", "rec-aeiouaeio"],
    )
    def test_near_misses(self, text):
        assert not is_identifier(text)

    def test_unknown_kind(self):
        with pytest.raises(ValueError, match="no such kind"):
            new_identifier("cat")

    @given(st.binary(max_size=40))
    def test_digests(self, data):
        from hashlib import sha256

        name = sha256(data).hexdigest()
        assert is_sha256(name)
        assert not is_sha256(name.upper()) or name.isdigit()
        assert not is_sha256(name + "\n")
        assert Artefact(name, len(data), "text").size_bytes == len(data)

    def test_an_artefact_without_a_digest(self):
        with pytest.raises(ValueError, match="not an artefact"):
            Artefact("call.mp3", 5, "media")


def test_an_utterance_never_ends_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Utterance("utt-1", "trs-1", 0, "Слово", start_ms=10, end_ms=9)
