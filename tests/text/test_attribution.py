"""Attribution: the linguists' cases, inheritance, pronouns, indirect speech."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import earwitness.text
from earwitness.text.attribution import (
    attribute,
    attribute_paragraph,
    explain_attribution,
    reported_speech,
)
from earwitness.text.quotations import find_quotations
from earwitness.text.reported_speech import explain_reported_speech

CASES = Path(earwitness.text.__file__).parent / "cases" / "attribution.tsv"
PROSE = st.text(alphabet="“”«»\"'—,.: \nsaidсказалтhershe мать", max_size=120)


def cases() -> list[tuple[str, ...]]:
    rows = CASES.read_text(encoding="utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if row and not row.startswith("#")]


@pytest.mark.parametrize(
    ("language", "number", "speaker", "verb", "position", "addressee", "text"), cases()
)
def test_a_linguists_case(language, number, speaker, verb, position, addressee, text):
    found = attribute_paragraph(text.replace("\\n", "\n"), language=language)
    _, one = found[int(number) - 1]
    read = (one.speaker or "-", one.verb or "-", one.position, one.addressee or "-")
    assert read == (speaker, verb, position, addressee)
    if one.speaker_start is not None:
        assert text[one.speaker_start : one.speaker_end] == one.speaker


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_language_has_thirty_cases(language):
    assert sum(case[0] == language for case in cases()) >= 30


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("“It is cold,” she says.", "“It is dark too.”"),
        ("«Холодно», — говорит она.", "«И темно»."),
        ("«Холодно», – каже вона.", "«І темно»."),
    ],
)
def test_a_paragraph_without_words_of_its_own_inherits(first, second):
    before = attribute(first, find_quotations(first)[0], previous=None)
    after = attribute(second, find_quotations(second)[0], previous=before)
    assert (after.position, after.speaker, after.verb) == ("inherited", before.speaker, before.verb)
    assert after.speaker_start is None
    assert "our inference" in explain_attribution(after)


def test_a_new_line_of_dialogue_inherits_nothing():
    before = attribute_paragraph("— Где ты? — спросила мать.")[0][1]
    text = "— У реки."
    assert attribute(text, find_quotations(text)[0], previous=before).position == "none"


def test_narration_of_its_own_stops_inheritance():
    before = attribute_paragraph("“It is cold,” she says.")[0][1]
    text = "Two days later a note was found: “It is dark here, and we are alone.”"
    text = text.replace("a note was found:", "a note lay on the table,")
    assert attribute(text, find_quotations(text)[0], previous=before).position == "none"


@pytest.mark.parametrize(
    ("context", "text", "antecedent"),
    [
        ("A woman is going to the office.", "“Few of us,” she tells her son, Timmy.", "A woman"),
        ("Женщина говорит, что пойдёт с подругой.", "«Нас мало», — говорит она сыну.", "Женщина"),
        ("Жінка каже, що піде з подругою.", "«Нас мало», – каже вона синові.", "Жінка"),
        ("The commander left. The man stayed.", "“Go,” he said.", "The man"),
        ("", "“Go,” he said.", None),
        ("Two women met.", "“Go,” they said.", "Two women"),
    ],
)
def test_a_pronoun_keeps_its_words_and_offers_an_antecedent(context, text, antecedent):
    found = attribute(text, find_quotations(text)[0], previous=None, context=context)
    assert found.speaker in {"she", "он", "она", "вона", "he", "they"}
    assert found.antecedent == antecedent
    if antecedent:
        assert "our inference" in explain_attribution(found)


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("“Go home,” the mother reportedly told him.", "reportedly"),
        ("«Иди домой», — якобы сказала мать.", "якобы"),
        ("«Іди додому», – нібито сказала мати.", "нібито"),
        ("“Go home,” the mother told him.", None),
    ],
)
def test_a_hedge_stays_with_the_attribution(text, hedge):
    assert attribute(text, find_quotations(text)[0], previous=None).hedge == hedge


def test_words_inside_indirect_speech_are_marked():
    text = "The woman promises that she will ‘surely get him out of there’."
    assert attribute(text, find_quotations(text)[0], previous=None).reported


@pytest.mark.parametrize(
    ("text", "subject", "verb", "content", "negated"),
    [
        ("Timmy replied that he was ill.", "Timmy", "replied", "that he was ill", False),
        ("The son says he will come.", "The son", "says", "he will come", False),
        ("She did not say that he left.", "She", "say", "that he left", True),
        ("She also urges Timmy to record it.", "She", "urges", "to record it", False),
        ("The men have told reporters they will stay.", "The men", "told", "they will stay", False),
        ("Лёша ответил, что болен.", "Лёша", "ответил", "что болен", False),
        ("Мать не сказала, что делать.", "Мать", "сказала", "что делать", True),
        ("Она просит сына записать видео.", "Она", "просит", "записать видео", False),
        ("Син відповів, що хворий.", "Син", "відповів", "що хворий", False),
        ("Мати не сказала, що робити.", "Мати", "сказала", "що робити", True),
        ("Він пообіцяв матері повернутися.", "Він", "пообіцяв", "повернутися", False),
        ("За словами солдата, їх кинули.", "солдата", "За словами", "їх кинули", False),
    ],
)
def test_indirect_speech(text, subject, verb, content, negated):
    (found,) = reported_speech(text)
    assert (found.subject, found.verb, found.negated) == (subject, verb, negated)
    assert text[found.content_start : found.content_end] == content
    assert text[found.subject_start : found.subject_end] == subject
    assert found.verb_lemma in explain_reported_speech(found)


@pytest.mark.parametrize(
    "text",
    ["“He said that it is over.”", "Timmy’s replies cannot be heard.", "«Он сказал, что всё».", ""],
)
def test_no_indirect_speech(text):
    assert reported_speech(text) == ()


@given(PROSE)
def test_offsets_are_in_range(text):
    for quotation, found in attribute_paragraph(text):
        assert quotation.end <= len(text)
        if found.speaker_start is not None:
            assert text[found.speaker_start : found.speaker_end] == found.speaker
    for report in reported_speech(text):
        assert 0 <= report.content_start <= report.content_end <= len(text)
        assert text[report.verb_start : report.verb_end] == report.verb
