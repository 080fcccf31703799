"""Counting sources: what holds for every graph. The cases of methods §9 T6 are in test_cases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.compare.sources.components import components
from earwitness.compare.sources.dot import dot_of
from earwitness.compare.sources.graph import count_sources, explain_sources
from earwitness.records.independence import (
    NOT_APPLICABLE,
    UNKNOWN,
    Item,
    Key,
    KeyState,
    KeyValue,
    Label,
    LinkBasis,
    Role,
    Ruling,
    known,
)

DAY = datetime(2025, 6, 1, tzinfo=UTC)

# A small world, so that keys meet often.
_NAMES = st.sampled_from(["a", "b", "c"])
_DAYS = st.integers(0, 4).map(lambda days: DAY + timedelta(days=days))


def _key(values):
    return st.one_of(st.just(UNKNOWN), st.just(NOT_APPLICABLE), values.map(known))


_UNNAMED = st.builds(
    Item,
    id=st.just(""),
    role=st.sampled_from(
        [Role.RECORDING, Role.RECORDING, Role.VISUAL, Role.NEWS_STORY, Role.DENIAL]
    ),
    recording=_key(st.sampled_from(["r1", "r2", "r3", "r4"])),
    conversation=_key(_NAMES),
    speaker=_key(_NAMES),
    root=_key(_NAMES),
    collector=_key(_NAMES),
    recorded=_key(_DAYS),
    public=_key(_DAYS),
    voices=st.sampled_from([None, 1, 2]),
)
ITEMS = st.lists(_UNNAMED, max_size=7).map(
    lambda items: [replace(one, id=f"i{number}") for number, one in enumerate(items)]
)
RULINGS = st.lists(
    st.builds(
        Ruling,
        st.sampled_from([Key.RECORDING, Key.SPEAKER, Key.CONVERSATION]),
        st.sampled_from(["r1", "r2"]),
        st.sampled_from(["r3", "r4"]),
        st.booleans(),
        st.just("because"),
        st.just("a desk"),
    ),
    max_size=2,
)
SINCE = st.one_of(st.none(), _DAYS)


def independent(items, rulings=(), public_since=None) -> int:
    return count_sources(items, rulings, public_since).vector.independent


@settings(deadline=None)
@given(ITEMS, RULINGS, SINCE, _UNNAMED, st.randoms())
def test_a_copy_never_raises_the_count(items, rulings, public_since, copy, rng):
    """Whatever else is said of the copy: it carries the same sound."""
    sounds = [one for one in items if one.recording.is_known and one.role.counts]
    if sounds:
        made = replace(copy, id="copy", recording=rng.choice(sounds).recording)
        more = independent([*items, made], rulings, public_since)
        assert more <= independent(items, rulings, public_since)


@settings(deadline=None)
@given(ITEMS, RULINGS, SINCE, _UNNAMED)
def test_what_only_repeats_never_changes_the_count(items, rulings, public_since, repeat):
    zero = [replace(repeat, id=f"z{role}", role=role) for role in Role if not role.counts]
    before = count_sources(items, rulings, public_since)
    after = count_sources([*items, *zero], rulings, public_since)
    assert after.vector.independent == before.vector.independent
    assert after.links == before.links
    assert after.components == before.components


@settings(deadline=None)
@given(ITEMS, RULINGS, SINCE, st.data())
def test_what_becomes_known_never_lowers_the_count(items, rulings, public_since, data):
    names = ("recording", "conversation", "speaker", "root", "collector", "recorded", "public")
    places = [
        (at, name)
        for at, one in enumerate(items)
        for name in names
        if getattr(one, name).state is KeyState.UNKNOWN
    ]
    if not places:
        return
    at, name = data.draw(st.sampled_from(places))
    value = data.draw(
        _DAYS
        if name in ("recorded", "public")
        else st.sampled_from(["r1", "r2", "r3", "r4", "a", "b", "fresh"])
    )
    filled = [*items]
    filled[at] = replace(items[at], **{name: known(value)})
    before = independent(items, rulings, public_since)
    assert before <= independent(filled, rulings, public_since)


@settings(deadline=None)
@given(ITEMS, RULINGS, SINCE, st.randoms())
def test_the_order_of_items_does_not_matter(items, rulings, public_since, rng):
    shuffled = [*items]
    rng.shuffle(shuffled)
    assert count_sources(shuffled, rulings, public_since) == count_sources(
        items, rulings, public_since
    )


@settings(deadline=None)
@given(ITEMS, RULINGS, SINCE)
def test_the_count_is_between_what_it_must_be(items, rulings, public_since):
    graph = count_sources(items, rulings, public_since)
    counting = [one for one in items if one.role.counts]
    assert graph.vector.independent <= graph.vector.at_most <= len(counting)
    assert (graph.vector.independent == 0) == (not counting)
    assert (graph.vector.independent >= 2) == (
        graph.label in (Label.CORROBORATED, Label.ESTABLISHED)
    )


@settings(deadline=None)
@given(ITEMS, RULINGS, SINCE)
def test_every_link_has_a_sentence_and_the_explanation_tells_it(items, rulings, public_since):
    graph = count_sources(items, rulings, public_since)
    told = "\n".join(explain_sources(graph))
    drawn = dot_of(graph)
    for link in graph.links:
        assert len(link.reason) > 10
        assert f'"{link.one}" -- "{link.other}"' in drawn
    for one in graph.needs:
        assert one.sentence in told


def test_an_open_question_is_named_with_what_to_type():
    items = [
        Item("a", recording=known("rec-a"), collector=known("HUR")),
        Item("b", recording=known("rec-b"), collector=known("SBU")),
    ]
    graph = count_sources(items)
    assert {one.key for one in graph.needs} == {
        Key.CONVERSATION,
        Key.SPEAKER,
        Key.ROOT,
        Key.CONTAMINATION,
    }
    assert {link.basis for link in graph.links} == {LinkBasis.PLAUSIBLY_EQUAL}
    by_key = {one.key: one.command for one in graph.needs}
    assert by_key[Key.SPEAKER] == "earwitness decide speakers-distinct rec-a rec-b"
    # What is certainly equal is no open question: no decision could part the two.
    same = [replace(one, root=known("told by Petrov")) for one in items]
    assert count_sources(same).needs == ()


def test_two_items_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same id"):
        count_sources([Item("a"), Item("a")])
    with pytest.raises(ValueError, match="a key that is"):
        KeyValue(KeyState.UNKNOWN, "x")


def test_hostile_names_stay_in_their_quotes():
    graph = count_sources([Item("a", label='x"]; y -- z;\\\n\u202e', recording=known('r"1'))])
    assert '\\"]; y -- z;\\\\\\n�' in dot_of(graph, 'a "title"')


def test_many_copies_are_counted_in_proportion():
    items = [
        Item(f"i{n}", appearance=f"i{n}", recording=known(f"r{n % 3}"), public=known(DAY))
        for n in range(3000)
    ]
    random.Random(1).shuffle(items)
    graph = count_sources(items)
    assert graph.vector.independent == 1
    assert len(graph.links) < 2 * len(items)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_components_are_what_walking_finds(pairs):
    nodes = [str(number) for number in range(10)]
    edges = [(str(a), str(b)) for a, b in pairs]
    left, walked = set(nodes), []
    while left:
        todo, seen = [min(left)], set()
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += [b for a, b in edges if a == node] + [a for a, b in edges if b == node]
        walked.append(tuple(sorted(seen)))
        left -= seen
    assert sorted(components(nodes, edges)) == sorted(walked)
