"""Claims: every word stands where it is said to stand; any text is read in proportion to its length."""

from __future__ import annotations

import random
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.records.claims import ClaimSpan, ClaimStatus, Modality, may_become
from earwitness.understand.claims.finding import explain_claims, find_claims
from earwitness.understand.claims.modality import all_evidence
from earwitness.understand.claims.sentence import sentences_of

LANGUAGES = ["ru", "uk", "en", "und", "uk-x-surzhyk", "ka"]
WORDS = [
    "я",
    "мы",
    "он",
    "Зима",
    "командир",
    "сказал",
    "говорят",
    "кажется",
    "может",
    "не",
    "нет",
    "если",
    "бы",
    "хочу",
    "пиши",
    "надо",
    "мост",
    "взорван",
    "двадцать",
    "человек",
    "вчера",
    "в",
    "Киеве",
    "я",
    "ми",
    "він",
    "казав",
    "мабуть",
    "якщо",
    "треба",
    "сорок",
    "людей",
    "I",
    "he",
    "said",
    "maybe",
    "they",
    "say",
    "don't",
    "write",
    "if",
    "the",
    "bridge",
    "twenty",
    "men",
    ",",
    ".",
    "?",
    "!",
    "…",
    ":",
    "«",
    "»",
    '"',
    "***",
    "[bleep]",
    "3-я",
    "917-й",
]
sentences = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
anything = st.text(max_size=120) | sentences


def spans(claim):
    yield claim.span
    for field in fields(claim.said):
        value = getattr(claim.said, field.name)
        yield from value if isinstance(value, tuple) else [value] if value is not None else []


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(st.lists(anything, max_size=3), st.sampled_from(LANGUAGES))
def test_no_word_is_invented_and_none_is_moved(texts, language):
    for claim in find_claims([(text, language) for text in texts]):
        for span in spans(claim):
            assert isinstance(span, ClaimSpan)
            assert texts[span.position][span.start : span.end] == span.words
            assert span.words.strip()
            assert claim.span.start <= span.start <= span.end <= claim.span.end


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(anything, st.sampled_from(LANGUAGES))
def test_the_twin_tells_of_every_sentence_and_names_the_deciding_rule(text, language):
    told = explain_claims([(text, language)])
    assert len(told) == len(list(sentences_of(text, language)))
    found = find_claims([(text, language)])
    assert len([one for one in told if ": left out: " not in one]) == len(found)
    kept = [one for one in told if ": left out: " not in one]
    for claim, why in zip(found, kept, strict=True):
        assert all(rule in why for rule in claim.rules)


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(anything, st.sampled_from(LANGUAGES))
def test_asserted_is_only_what_no_rule_takes_away_from(text, language):
    for claim in find_claims([(text, language)]):
        (sentence,) = [
            one
            for one in sentences_of(text, language)
            if (one.start, one.end) == (claim.span.start, claim.span.end)
        ]
        assert (claim.modality is Modality.ASSERTED) == (not list(all_evidence(sentence)))


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(sentences, st.sampled_from(["ru", "uk", "en"]))
def test_a_hedge_in_front_is_never_asserted(text, language):
    hedge = {"ru": "Наверное, ", "uk": "Мабуть, ", "en": "Maybe "}[language]
    plain = text.replace("«", "").replace('"', "")
    found = find_claims([(hedge + plain, language)])
    if found and found[0].span.start == 0 and len(found[0].span.words) > len(hedge):
        assert found[0].modality is not Modality.ASSERTED


def test_what_was_not_heard_as_words_is_no_claim():
    for text in (
        "Он *** продал.",
        "Он [неразборчиво] продал.",
        "He [inaudible] sold it.",
        "He <bleep> sold it.",
    ):
        assert find_claims([(text, "und")]) == ()
    assert find_claims([("He [Zima] sold it.", "en")])  # a writer's insertion is no gap


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b\u200b", "...", "?!", "\x00", "د ه ر", "漢字がある。", "ааа" * 5000, "а " * 3000, "🙂" * 50,
     "Зимa сказaл, чтo мoст взopвaн", "𗀀Ѐ сказал", "H e l l o", "\ud800", "«" * 500, ":" * 500, "that " * 500, "не " * 500],
)  # fmt: skip
def test_odd_input_ends_well(text):
    for language in LANGUAGES:
        for one in find_claims([(text, language)]):
            assert text[one.span.start : one.span.end] == one.span.words


def test_homoglyphs_and_invisible_letters_hide_no_hedge():
    for text in (
        "Kaжется, мост взорван.",
        "Кажет\u200bся, мост взорван.",
        "КАЖЕТСЯ, мост взорван.",
    ):
        assert [one.modality.value for one in find_claims([(text, "ru")])] == ["hedged"]


@pytest.mark.slow
def test_a_hundred_thousand_words_are_read_in_proportion(grows_in_proportion):
    chosen = random.Random(7).choices(
        [one for one in WORDS if one not in {".", "?", "!", "…", "[bleep]", "***"}], k=100_000
    )
    one_line = " ".join(chosen)

    def task(words):
        find_claims([(" ".join(chosen[:words]), "ru")])

    grows_in_proportion(task, 25_000, 100_000)
    assert find_claims([(one_line, "ru")])


def test_parts_of_what_is_said():
    (one,) = find_claims([("Командир вчера продал нашу помощь в Киеве.", "ru")])
    said = one.said
    assert (said.actor.words, said.act.words) == ("Командир", "продал")
    assert said.affected.words == "помощь"
    assert (said.place.words, said.time.words) == ("Киеве", "вчера")
    (one,) = find_claims([("Мені Людмила сказала, що їх не замінять.", "uk")])
    assert one.said.told_by.words == "Людмила"
    assert one.said.act.words == "замінять"
    assert [each.words for each in one.said.negations] == ["не"]
    (one,) = find_claims([("The commander sold the aid yesterday.", "en")])
    assert (one.said.actor.words, one.said.act.words, one.said.affected.words) == (
        "The commander",
        "sold",
        "the aid",
    )


def test_what_the_words_leave_open_stays_open():
    (one,) = find_claims([("Казав, шо перекинули.", "uk")])
    assert one.said.actor is None
    assert one.said.place is None
    assert one.said.told_by is None


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(st.sampled_from([*ClaimStatus]), st.sampled_from([*ClaimStatus]))
def test_nothing_is_judged_that_nobody_has_reviewed(before, after):
    if before in {ClaimStatus.EXTRACTED, ClaimStatus.REJECTED} and may_become(before, after):
        assert after in {ClaimStatus.EXTRACTED, ClaimStatus.REVIEWED, ClaimStatus.REJECTED}
    if after is ClaimStatus.EXTRACTED:
        assert may_become(before, after) == (before is ClaimStatus.EXTRACTED)
