"""The alignment: the same score as a plain dynamic programme, and steps that account for everything."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.publish.quotecheck import matching
from earwitness.publish.quotecheck.matching import HeardText, align, most, says_the_same
from earwitness.publish.quotecheck.units import UnitKind, units_of

FREE = (UnitKind.BRACKET, UnitKind.ELISION)
WORDS = ["not", "we", "went", "wend", "home", "homely", "20", "twenty", "30", "f**k", "fuck", "…",
         "[sic]", "(laughs)", "he's", "Zima", "Zyma", "no"]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
anything = st.text(max_size=60)


def plain_score(quoted, heard) -> float:
    """The definition, cell by cell."""

    def pair(one, other) -> float:
        if one.kind in FREE:
            return 0 if other.kind in FREE else -0.2
        if says_the_same(one, other):
            return 1
        heads = ["#" if u.kind is UnitKind.NUMBER else u.key[:4] for u in (one, other)]
        return -0.3 if heads[0] == heads[1] else -1.1

    def gap(one, other) -> float:
        if one.kind is UnitKind.ELISION or other.kind in FREE:
            return 0
        return -0.2 if one.kind is UnitKind.BRACKET else -0.8

    row = [0.0] * (len(heard) + 1)
    for one in quoted:
        extra = 0 if one.kind in FREE else -0.8
        following = [row[0] + extra]
        for column, other in enumerate(heard, 1):
            following.append(
                max(
                    row[column - 1] + pair(one, other),
                    row[column] + extra,
                    following[-1] + gap(one, other),
                )
            )
        row = following
    return max(row)


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_the_score_is_that_of_a_plain_dynamic_programme(draft, heard):
    quoted, units = units_of(draft, "en"), units_of(heard, "en")
    match = align(quoted, HeardText(units))
    if match is not None:
        assert abs(match.score - plain_score(quoted, units)) < 1e-6


@settings(max_examples=300, deadline=None)
@given(st.one_of(texts, anything), st.one_of(texts, anything), st.sampled_from(["en", "uk", "und"]))
def test_steps_are_in_order_and_complete(draft, heard, language):
    quoted, units = units_of(draft, language), units_of(heard, language)
    match = align(quoted, HeardText(units))
    if match is None:
        return
    assert [s.quoted for s in match.steps if s.quoted is not None] == list(range(len(quoted)))
    places = [s.heard for s in match.steps if s.heard is not None]
    assert places == list(range(places[0], places[-1] + 1))
    assert 0 < match.cover <= 1
    assert match.first <= match.last


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_no_alignment_passes_its_bounds(draft, heard):
    quoted, text = units_of(draft, "en"), HeardText(units_of(heard, "en"))
    match = align(quoted, text)
    score, cover = most(quoted, text)
    if match is not None:
        assert match.score <= score + 1e-9
        assert match.cover <= cover + 1e-9


def test_nothing_in_common_is_no_match():
    assert align(units_of("we went home", "en"), HeardText(units_of("ніхто не чув", "uk"))) is None
    assert align((), HeardText(units_of("we went home", "en"))) is None
    assert align(units_of("we went home", "en"), HeardText(())) is None


def test_a_text_of_a_million_words_is_looked_at_where_the_words_stand(monkeypatch):
    monkeypatch.setattr(matching, "_LARGEST_TABLE", 2000)
    noise = "rain fell on the roof all night " * 300
    heard = HeardText(units_of(noise + "seven bakers baked bread for Oleksyn " + noise, "en"))
    match = align(units_of("seven bakers baked bread", "en"), heard)
    assert match is not None
    assert match.cover == 1
    assert match.score == 4


def test_masks_stand_for_their_letters_only():
    def same(one: str, other: str) -> bool:
        return says_the_same(units_of(one, "ru")[0], units_of(other, "ru")[0])

    assert same("п...ц", "пиздец")
    assert same("пиздец", "п**ц")
    assert same("х@й", "хуй")
    assert same("f**k", "f***k")
    assert not same("п...ц", "привет")
    assert not same("f**k", "s**t")
