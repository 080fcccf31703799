"""Words for people: gender, number, cases."""

from __future__ import annotations

import pytest

from earwitness.text.human_nouns import human_noun


@pytest.mark.parametrize(
    ("form", "language", "lemma", "gender", "case", "plural"),
    [
        ("Mother", "en", "mother", "f", "n", False),
        ("soldiers", "en", "soldier", "c", "n", True),
        ("сыну", "ru", "сын", "m", "d", False),
        ("женщины", "ru", "женщина", "f", "g", False),
        ("ребенку", "ru", "ребёнок", "c", "d", False),
        ("синові", "uk", "син", "m", "d", False),
        ("жінкам", "uk", "жінка", "f", "d", True),
        ("зв’язківець", "uk", "зв'язківець", "m", "n", False),
    ],
)
def test_a_form_is_read(form, language, lemma, gender, case, plural):
    noun = human_noun(form, language)
    assert noun is not None
    assert (noun.lemma, noun.gender, noun.plural) == (lemma, gender, plural)
    assert noun.has_case(case)


@pytest.mark.parametrize("word", ["", "table", "стол", "стіл", "бригада"])
def test_other_words_are_not_listed(word):
    assert human_noun(word) is None
