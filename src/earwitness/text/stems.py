"""Stems: one form for all inflections of a word, so that "Зимой" finds "Зима".

Russian and Ukrainian words are given their lemma by pymorphy3 (OpenCorpora and VESUM
dictionaries, with its prediction for words in neither), English words their Snowball stem.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from earwitness.text.words import fold

__all__ = [
    "WordTags",
    "analyzer",
    "forms_of",
    "known_in",
    "known_stems",
    "only_ordinary",
    "readings",
    "stem",
    "stem_keys",
    "tags_of",
]

_LONGEST_WORD = 48  # letters; longer "words" are noise, and prediction works through every ending
_CYRILLIC_WORD = re.compile(r"[\u0400-\u052f]+(?:['-][\u0400-\u052f]+){0,3}")
_LATIN_WORD = re.compile(r"[a-z\u00df-\u024f]+(?:['-][a-z\u00df-\u024f]+){0,3}")
_ONLY_RUSSIAN, _ONLY_UKRAINIAN = frozenset("ыэъё"), frozenset("іїєґ'")
_CLOSED_CLASSES = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "NUMR"})
_FEW, _RARE = 0.1, 0.05
_NAMES = frozenset({"Name", "Patr", "Surn", "Geox"})
# Words so common in speech that the general choice below must not miss them.
_USUAL = {("uk", "мати"): "мати"}

_loading = threading.Lock()
_analyzers: dict[str, Any] = {}
_english = threading.local()


def stem(word: str, language: str) -> str:
    """Lemma (ru, uk) or stem (en) of a word, folded; in any other language the folded word.

    Of several lemmas a noun wins unless it is rare, since names and things are what people search
    for; a pronoun, preposition or number wins where it is the likeliest reading. Unknown words get
    a predicted lemma; numbers, masked words and words over 48 letters only their folded form.
    The same word has the same stem on every machine with the same dictionaries.

    >>> stem("Зимой", "ru"), stem("Їжакові", "uk"), stem("calling", "en"), stem("БТР-80", "ru")
    ('зима', 'їжак', 'call', 'бтр-80')
    """
    if len(word) > _LONGEST_WORD:
        return fold(word)
    return _stem(fold(word), language)


def stem_keys(word: str) -> tuple[str, ...]:
    """Distinct stems of a word whose language is not known: Russian and Ukrainian, or English.

    Letters that only one of the two has (ы, э, ъ; і, ї, є, ґ and the apostrophe) decide.

    >>> stem_keys("Зимой"), stem_keys("Київ"), stem_keys("Winters"), stem_keys("冬")
    (('зима', 'зимой'), ('київ',), ('winter',), ('冬',))
    """
    if len(word) > _LONGEST_WORD:
        return (fold(word),)
    return _stem_keys(fold(word), "ё" in word or "Ё" in word)


def known_stems(folded: str) -> tuple[str, ...]:
    """Stems of a folded word in Russian, Ukrainian and English, other than the word itself.

    What one dictionary has is not guessed at by the other one; a word that is in neither is guessed
    at by both.

    >>> known_stems("собаку"), known_stems("бутявки"), known_stems("dogs"), known_stems("кіт")
    (('собака',), ('бутявка',), ('dog',), ())
    """
    if len(folded) > _LONGEST_WORD:
        return ()
    if not _CYRILLIC_WORD.fullmatch(folded):
        stems = {_stem(folded, "en")}
    else:
        stems = {_stem(folded, name) for name in known_in(folded) or ("ru", "uk")}
    return tuple(sorted(stems - {folded}))


def only_ordinary(folded: str) -> bool:
    """Whether no dictionary has this folded Cyrillic word as a name and as nothing else.

    Cheap, where `tags_of` is not: nothing is guessed.

    >>> only_ordinary("дорога"), only_ordinary("людмила"), only_ordinary("бутявка")
    (True, False, True)
    """
    known = [
        parse
        for name in _languages(folded)
        if name in known_in(folded)
        for parse in readings(folded, name)
    ]
    return not known or any(
        parse.score >= _RARE and _NAMES.isdisjoint(parse.tag.grammemes) for parse in known
    )


@lru_cache(maxsize=1 << 13)
def known_in(folded: str) -> tuple[str, ...]:
    """The languages whose dictionaries have a folded Cyrillic word.

    >>> known_in("дорога"), known_in("зв'язок"), known_in("бутявка")
    (('ru', 'uk'), ('uk',), ())
    """
    if folded.isascii() or len(folded) > _LONGEST_WORD:
        return ()
    return tuple(name for name in ("ru", "uk") if analyzer(name).word_is_known(folded))


def _languages(folded: str) -> list[str]:
    """The languages that the letters of a Cyrillic word allow."""
    letters = frozenset(folded)
    return ["ru"] * (not letters & _ONLY_UKRAINIAN) + ["uk"] * (not letters & _ONLY_RUSSIAN)


@lru_cache(maxsize=1 << 18)
def _stem(folded: str, language: str) -> str:
    if language in {"ru", "uk"} and _CYRILLIC_WORD.fullmatch(folded):
        return _lemma(folded, language)
    if language == "en" and _LATIN_WORD.fullmatch(folded):
        return _english_stem(folded)
    return folded


@lru_cache(maxsize=1 << 18)
def _stem_keys(folded: str, russian: bool) -> tuple[str, ...]:  # noqa: FBT001  # a cache key
    if _CYRILLIC_WORD.fullmatch(folded):
        letters = frozenset(folded)
        languages = ["ru"] * (not letters & _ONLY_UKRAINIAN)
        languages += ["uk"] * (not (russian or letters & _ONLY_RUSSIAN))
        return tuple(dict.fromkeys(_stem(folded, name) for name in languages)) or (folded,)
    return (_stem(folded, "en"),)


def analyzer(language: str) -> Any:
    """The dictionary of Russian ("ru") or Ukrainian ("uk"), loaded when it is first asked for."""
    found = _analyzers.get(language)
    if found is None:
        with _loading:
            found = _analyzers.get(language)
            if found is None:
                import pymorphy3  # noqa: PLC0415  # 0.2 s and 40 MB: only for those who lemmatise

                found = _analyzers[language] = pymorphy3.MorphAnalyzer(lang=language)
    return found


@lru_cache(maxsize=1 << 13)  # the same word is asked for again at once, by another question
def readings(folded: str, language: str) -> Sequence[Any]:
    """All readings of a folded Russian or Ukrainian word, as pymorphy3 gives them; none for odd letters."""
    try:
        found: Sequence[Any] = analyzer(language).parse(folded)
    except (
        ValueError
    ):  # it asks for the Unicode name of every letter, and some scripts' letters have none
        return ()
    return found


def _lemma(folded: str, language: str) -> str:
    if usual := _USUAL.get((language, folded)):
        return usual
    parses = readings(folded, language)
    return fold(_best_lemma(parses)) if parses else folded


def _best_lemma(parses: Sequence[Any]) -> str:
    """Choose among readings; ties go to the longer lemma (shorter for verbs), then by alphabet.

    Measured on 120 dictionary words a class: 97 to 99 of 100 forms of a name or noun meet in one
    lemma, against 94 to 98 with the first reading (Ukrainian readings carry no probabilities).
    """
    if len({parse.normal_form for parse in parses}) == 1:  # nothing to choose
        return str(parses[0].normal_form)
    best: dict[str, float] = {}
    weight: dict[str, float] = {}
    kinds: dict[str, set[str]] = {}
    for parse in parses:
        lemma, score = parse.normal_form, parse.score
        best[lemma] = max(best.get(lemma, 0.0), score)
        weight[lemma] = weight.get(lemma, 0.0) + score
        kinds.setdefault(lemma, set()).add(str(parse.tag.POS))
    likeliest, all_weight = max(best.values()), sum(weight.values())

    def rank(lemma: str) -> tuple[bool, bool, float, int, str]:
        closed = bool(kinds[lemma] & _CLOSED_CLASSES) and best[lemma] >= likeliest
        noun = "NOUN" in kinds[lemma] and weight[lemma] >= _FEW * all_weight
        length = len(lemma) if "VERB" in kinds[lemma] and not noun else -len(lemma)
        return (not closed, not noun, -round(best[lemma], 6), length, lemma)

    return min(best, key=rank)


def _english_stem(folded: str) -> str:
    stemmer = getattr(_english, "stemmer", None)
    if stemmer is None:  # a stemmer keeps the word it works on: one for each thread
        import snowballstemmer  # noqa: PLC0415  # only for those who stem

        stemmer = _english.stemmer = snowballstemmer.stemmer("english")
    stemmed: str = stemmer.stemWord(folded)
    return stemmed


def forms_of(word: str, language: str) -> frozenset[str]:
    """All forms, folded, of a dictionary form that no dictionary has, as others with its ending have
    them: the lemma of such a form cannot be trusted. Empty for words that a dictionary knows.

    Args:
        language: ``ru`` or ``uk``.

    >>> "мобиков" in forms_of("мобик", "ru"), forms_of("мост", "ru")
    (True, frozenset())
    """
    folded = fold(word)
    if len(folded) > _LONGEST_WORD or not _CYRILLIC_WORD.fullmatch(folded):
        return frozenset()
    parses = [one for one in readings(folded, language) if fold(one.normal_form) == folded]
    if not parses or any(one.is_known for one in readings(folded, language)):
        return frozenset()
    return frozenset(fold(one.word) for one in parses[0].lexeme)


@dataclass(frozen=True, slots=True)
class WordTags:
    """One reading of a Russian or Ukrainian form in a dictionary, or guessed from its ending.

    Attributes:
        known: the form stands in the dictionary; else the reading is a guess.
        given, patronymic, surname: it is tagged as that part of a person's name.
        place: it is tagged as a place.
        rare: the dictionary's counts make the reading unlikely (under 5 in 100).
        lemma: folded.
    """

    lemma: str
    part_of_speech: str
    known: bool
    given: bool
    patronymic: bool
    surname: bool
    place: bool
    rare: bool

    @property
    def is_name(self) -> bool:
        """Whether a person's name or a place is tagged."""
        return self.given or self.patronymic or self.surname or self.place


def tags_of(folded: str) -> tuple[WordTags, ...]:
    """All readings of a folded Cyrillic word in the languages that its letters allow; else none.

    >>> any(one.given for one in tags_of("тамара")), tags_of("winter")
    (True, ())
    """
    if len(folded) > _LONGEST_WORD or not _CYRILLIC_WORD.fullmatch(folded):
        return ()
    return _tags(folded)


@lru_cache(maxsize=1 << 17)
def _tags(folded: str) -> tuple[WordTags, ...]:
    found: dict[WordTags, None] = {}
    for language in _languages(folded):
        parses = readings(folded, language)
        known = any(one.is_known for one in parses)
        for parse in parses:
            marks = parse.tag.grammemes
            tags = WordTags(
                fold(parse.normal_form),
                str(parse.tag.POS or ""),
                known,
                "Name" in marks,
                "Patr" in marks,
                "Surn" in marks,
                "Geox" in marks,
                parse.score < _RARE,
            )
            found.setdefault(tags, None)
    return tuple(found)
