"""What holds for every archive and everything that somebody may have signed."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.records.conformance import Basis, CheckedBy, Result
from earwitness.records.held_file import HeldFile
from earwitness.review.conformance.checking import RULES, check_rows, rows_asked
from earwitness.review.conformance.fields import fields_of
from earwitness.review.conformance.kinds import ARCHIVE, KINDS
from earwitness.review.conformance.profile import profile
from earwitness.store.signing import Signature, sign

NOW = datetime(2031, 4, 1, tzinfo=UTC)
ROWS = {one.id: one for one in profile().rows}


def values(case) -> st.SearchStrategy[str]:
    """Words that a field may hold: things that are here, things that are not, and nonsense."""
    here = [case.rec, case.sha256, *case.texts(), *case.texts("translation")]
    odd = [
        "",
        "unknown",
        "none",
        "all",
        "2023-03-14",
        "../2024",
        "20XX-99",
        "\x00",
        "../../etc",
        "f" * 64,
    ]
    rows = ["HALA-BP2.2", "HALA-BP11.5", "LEIDEN-D1.5", "BERK-P6"]
    times = ["2031-03-10T09:00:00+00:00", "2031-03-10", "9999-12-31T23:59:59+00:00"]
    return st.sampled_from([*here, *odd, *rows, *times])


def bodies(case, body: type) -> st.SearchStrategy:
    """A record of that type with any fields that decode."""
    texts = values(case)

    def of(kind):
        if kind is str:
            return texts
        if kind is int:
            return st.integers(-(10**9), 10**12)
        if kind is HeldFile:
            return st.builds(HeldFile, texts, texts, st.integers(-1, 10))
        args = [one for one in getattr(kind, "__args__", ()) if one is not Ellipsis]
        if getattr(kind, "__origin__", None) is tuple:
            return st.lists(of(args[0]), max_size=3).map(tuple)
        if args:
            return st.one_of(*(st.none() if one is type(None) else of(one) for one in args))
        if dataclasses.is_dataclass(kind):
            return bodies(case, kind)
        return st.from_type(kind)

    return st.builds(body, **{name: of(kind) for name, kind in fields_of(body).items()})


def signed(case) -> st.SearchStrategy:
    kinds = st.sampled_from(sorted(KINDS.values(), key=lambda one: one.name))
    subject = st.sampled_from([case.rec, ARCHIVE, "rec-000000000"])
    return st.lists(
        kinds.flatmap(lambda kind: st.tuples(st.just(kind.name), subject, bodies(case, kind.body))),
        max_size=8,
    )


def checked(case, now=NOW):
    return list(check_rows(case.desk.archive, [case.rec], rows_asked(), now))


def without_time(found) -> bytes:
    return msgspec.json.encode([dataclasses.replace(one, checked_at="") for one in found])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_was_signed_every_row_gives_one_sound_result(case, data):
    for name, subject, body in data.draw(signed(case)):
        sign(case.desk.archive, name, subject, body, Signature("somebody", "at random"))
    found = checked(case)
    assert [one.row for one in found] == list(ROWS)
    for one in found:
        row = ROWS[one.row]
        assert one.note
        assert one.item_revision.startswith("sha256:")
        if one.result is Result.PASS:
            assert one.evidence
        if row.basis is Basis.NOT_RETRIEVED:
            assert one.result is Result.NOT_ENCODED
        elif row.check is CheckedBy.NOBODY:
            assert one.result is Result.OUT_OF_REACH
        if one.result is Result.NEEDS_PERSON:
            assert row.check is CheckedBy.PERSON
    later = checked(case, NOW + timedelta(seconds=1))
    assert without_time(found) == without_time(later)


def test_records_of_another_shape_change_nothing(case):
    @dataclasses.dataclass
    class Other:
        goal: int = 3

    before = without_time(checked(case))
    for kind in ("effort", "redaction", "no such kind"):
        sign(case.desk.archive, kind, case.rec, Other(), Signature("somebody", "another program"))
    found = [one for one in checked(case) if one.row != "BERK-167"]  # its evidence is the chain
    was = [one for one in msgspec.json.decode(before) if one["row"] != "BERK-167"]
    assert msgspec.json.decode(without_time(found)) == was


def test_the_profile_is_whole():
    assert len(ROWS) == 109
    standards = [one.standard.value for one in ROWS.values()]
    assert [standards.count(one) for one in ("hala", "leiden", "berkeley")] == [60, 25, 24]
    checks = [one.check.value for one in ROWS.values()]
    assert [checks.count(one) for one in "MHO"] == [81, 17, 11]
    assert set(RULES) <= set(ROWS)


def test_each_row_that_can_be_scored_has_its_predicate():
    scorable = {
        one.id for one in ROWS.values() if one.scorable and one.basis is not Basis.NOT_RETRIEVED
    }
    assert scorable == set(RULES)


@pytest.mark.parametrize("row", sorted(RULES))
def test_a_rule_says_what_it_is(row):
    assert ROWS[row].scorable
