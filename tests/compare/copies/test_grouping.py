"""Which recordings are one, from links and decisions: without sound, so that every case can be said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from earwitness.compare.copies.grouping import group
from earwitness.compare.copies.sounds import FileSound, composed
from earwitness.records.copies import CopyLink, SharedPiece, Verdict
from earwitness.records.sound import Relation
from earwitness.records.timecode import Interval

SURE, UNSURE = 1e-6, 5_000.0


def sound(name: str, seconds: float, *, order: int = 0, speech=((0, 10**6),), bleeps=(), **more):
    spans = None if speech is None else tuple(Interval(a * 1000, b * 1000) for a, b in speech)
    marks = tuple(Interval(a, b) for a, b in bleeps)
    return FileSound(name, f"rec-{name}", round(seconds * 1000), spans, marks, order, **more)


def link(
    one: str, other: str, *pieces: tuple[float, float, float], share=0.9, chance=SURE, rate=1.0
):
    """Pieces: from, to in the one file (seconds), and where that begins in the other."""
    made = tuple(
        SharedPiece(
            Interval(round(a * 1000), round(b * 1000)),
            round(there * 1000),
            rate,
            share,
            round((b - a) * 1000),
        )
        for a, b, there in pieces
    )
    return CopyLink(one, other, made, 30.0 if chance == SURE else 8.5, chance, "test")


def groups(found) -> set[frozenset[str]]:
    gathered: dict[str, set[str]] = {}
    for name, canonical in found.same.items():
        gathered.setdefault(canonical, set()).add(name.removeprefix("rec-"))
    return {frozenset(one) for one in gathered.values()}


def relation(found, name: str) -> Relation:
    return next(one.relation for one in found.carried if one.sha256 == name)


def test_a_copy_encoded_anew_is_one_and_the_earliest_of_equals_stands_for_both():
    found = group(
        [sound("a", 60.03, order=1), sound("b", 60, order=0)], [link("a", "b", (0, 60, 0))], {}
    )
    assert groups(found) == {frozenset("ab")}
    assert found.same["rec-a"] == "rec-b"
    assert relation(found, "a") is Relation.RE_ENCODE


def test_an_excerpt_stands_in_the_whole():
    found = group([sound("whole", 60), sound("cut", 12)], [link("cut", "whole", (0, 12, 20))], {})
    assert groups(found) == {frozenset(("whole", "cut"))}
    carried = next(one for one in found.carried if one.sha256 == "cut")
    assert carried.relation is Relation.EXCERPT
    assert carried.pieces[0].there == Interval(20_000, 32_000)


def test_two_excerpts_that_overlap_are_one_recording():
    found = group([sound("a", 30), sound("b", 30)], [link("a", "b", (20, 30, 0))], {})
    assert groups(found) == {frozenset("ab")}


def test_a_call_with_a_piece_cut_out_is_one():
    found = group([sound("a", 60), sound("b", 40)], [link("b", "a", (0, 20, 0), (20, 40, 40))], {})
    assert groups(found) == {frozenset("ab")}
    assert relation(found, "b") is Relation.EXCERPT


def test_a_common_introduction_joins_nothing():
    two = group([sound("a", 60), sound("b", 50)], [link("a", "b", (0, 9, 0))], {})
    assert groups(two) == {frozenset("a"), frozenset("b")}
    assert [one.verdict for one in two.passages] == [Verdict.SHARED]
    three = group(
        [sound("a", 60), sound("b", 50), sound("c", 40)],
        [link("a", "b", (0, 9, 0)), link("a", "c", (0, 9, 0)), link("b", "c", (0, 9, 0))],
        {},
    )
    assert len(groups(three)) == 3
    assert {one.verdict for one in three.passages} == {Verdict.COMMON}


def test_a_passage_in_the_middle_of_two_calls_joins_nothing():
    found = group([sound("a", 60), sound("b", 60)], [link("a", "b", (20, 40, 10))], {})
    assert len(groups(found)) == 2
    assert [one.verdict for one in found.passages] == [Verdict.SHARED]


def test_what_holds_no_speech_joins_nothing():
    hold = [(0, 5)]
    found = group(
        [sound("a", 60, speech=hold), sound("b", 60, speech=hold)],
        [link("a", "b", (10, 60, 10))],
        {},
    )
    assert len(groups(found)) == 2
    assert [one.verdict for one in found.passages] == [Verdict.NO_SPEECH]


def test_what_chance_explains_is_only_suggested():
    found = group([sound("a", 20), sound("b", 20)], [link("a", "b", (0, 20, 0), chance=UNSURE)], {})
    assert len(groups(found)) == 2
    assert [one.verdict for one in found.passages] == [Verdict.SUGGESTED]


def test_silence_around_a_copy_is_no_difference():
    found = group(
        [sound("a", 40, speech=[(0, 20)]), sound("b", 40)], [link("a", "b", (0, 21, 0))], {}
    )
    assert groups(found) == {frozenset("ab")}


def test_a_compilation_makes_its_parts_not_one():
    """As in the sample releases: a whole call, and parts of two that go on elsewhere."""
    found = group(
        [sound("film", 58), sound("x", 24), sound("y", 27), sound("z", 61), sound("z2", 61)],
        [
            link("film", "x", (0, 12, 0)),
            link("film", "y", (12.5, 39, 0)),
            link("film", "z", (39.6, 57.6, 3)),
            link("film", "z2", (39.6, 57.6, 3)),
            link("z", "z2", (0, 61, 0)),
        ],
        {},
    )
    assert groups(found) == {frozenset(one) for one in ({"film"}, {"x"}, {"y"}, {"z", "z2"})}
    assert found.compilations == {"rec-film"}
    parts = {one.recording_id for one in found.carried if one.relation is Relation.COMPILATION_PART}
    assert parts == {"rec-x", "rec-y", "rec-z"}
    assert not found.passages


def test_whole_calls_strung_together_are_a_compilation_too():
    found = group(
        [sound("film", 60), sound("x", 30), sound("y", 30)],
        [link("film", "x", (0, 30, 0)), link("film", "y", (30, 60, 0))],
        {},
    )
    assert len(groups(found)) == 3
    assert found.compilations == {"rec-film"}


def test_two_excerpts_of_a_longer_call_are_no_compilation():
    found = group(
        [sound("call", 90), sound("x", 20), sound("y", 20)],
        [link("x", "call", (0, 20, 0)), link("y", "call", (0, 20, 50))],
        {},
    )
    assert groups(found) == {frozenset(("call", "x", "y"))}


def test_a_person_decides():
    sounds = [sound("a", 60), sound("b", 60), sound("c", 30)]
    links = [link("a", "b", (0, 60, 0)), link("c", "a", (0, 30, 0))]
    split = group(sounds, links, {frozenset(("rec-a", "rec-b")): False})
    assert groups(split) == {frozenset("ac"), frozenset("b")}
    joined = group(sounds, [], {frozenset(("rec-a", "rec-c")): True})
    assert groups(joined) == {frozenset("ac"), frozenset("b")}
    assert next(one for one in joined.carried if one.sha256 == "c").by == "manual"


def test_a_decision_holds_also_against_a_way_through_a_third_file():
    sounds = [sound("a", 60), sound("b", 60), sound("c", 60)]
    links = [link("a", "b", (0, 60, 0)), link("b", "c", (0, 60, 0))]
    found = group(sounds, links, {frozenset(("rec-a", "rec-c")): False})
    assert len(groups(found)) == 2
    assert found.same["rec-a"] != found.same["rec-c"]


def test_bleeped_and_covered_copies_are_named():
    found = group(
        [
            sound("a", 60, order=0),
            sound("b", 60, order=1, bleeps=[(10_000, 11_000)]),
            sound("c", 60, order=2),
        ],
        [link("a", "b", (0, 60, 0)), link("a", "c", (0, 60, 0), share=0.5)],
        {},
    )
    assert relation(found, "b") is Relation.REDACTED
    assert relation(found, "c") is Relation.MIXED


def test_a_way_through_a_third_file_keeps_its_times():
    one = [SharedPiece(Interval(0, 10_000), 5_000, 1.0, 0.9, 10_000)]
    other = [SharedPiece(Interval(8_000, 30_000), 1_000, 1.0, 0.8, 22_000)]
    (made,) = composed(one, other)
    assert made.here == Interval(3_000, 10_000)
    assert made.there == Interval(1_000, 8_000)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12), st.integers(0, 5))
def test_adding_a_copy_never_raises_the_count(pairs, copied):
    sounds = [sound(str(n), 60, order=n) for n in range(6)]
    links = [link(str(a), str(b), (0, 60, 0)) for a, b in pairs if a != b]
    before = len(groups(group(sounds, links, {})))
    more = [*links, link("new", str(copied), (0, 60, 0))]
    assert len(groups(group([*sounds, sound("new", 60, order=6)], more, {}))) == before
