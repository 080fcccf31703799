"""The verb list: forms, kinds, and that the written-out forms are those of the dictionaries."""

from __future__ import annotations

import pytest

from earwitness.text.speech_verbs import VerbKind, speech_verb, speech_verbs


@pytest.mark.parametrize(
    ("form", "language", "lemma", "kind"),
    [
        ("tells", "en", "tell", VerbKind.TELL),
        ("Replied", "en", "reply", VerbKind.SAY),
        ("discuss", "en", "discuss", VerbKind.TALK),
        ("сказала", "ru", "сказать", VerbKind.SAY),
        ("сказала", "uk", "сказати", VerbKind.SAY),
        ("подчёркивает", "ru", "подчёркивать", VerbKind.SAY),
        ("подчеркивает", "ru", "подчёркивать", VerbKind.SAY),
        ("попросив", "uk", "попросити", VerbKind.URGE),
        ("обговорюють", "uk", "обговорювати", VerbKind.TALK),
    ],
)
def test_a_form_has_its_verb(form, language, lemma, kind):
    found = speech_verb(form, language)
    assert found is not None
    assert (found.lemma, found.language, found.kind) == (lemma, language, kind)


@pytest.mark.parametrize("word", ["", "table", "скажи", "сказать", "скажіть", "стол"])
def test_other_words_and_imperatives_are_not_listed(word):
    assert speech_verb(word) is None


def test_surzhyk_finds_the_other_languages_verb():
    assert speech_verb("ответил", "uk").language == "ru"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ru", "uk"])
def test_the_dictionaries_know_every_form(language):
    import pymorphy3

    analyzer = pymorphy3.MorphAnalyzer(lang=language)
    for form, verbs in speech_verbs().items():
        lemmas = {verb.lemma.replace("ё", "е") for verb in verbs if verb.language == language}
        known = {parse.normal_form.replace("ё", "е") for parse in analyzer.parse(form)}
        assert lemmas <= known | {"закликати"}, form
