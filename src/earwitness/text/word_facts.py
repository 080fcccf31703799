"""What the dictionaries say of a word: whether it can be a name, a place, a thing, in which cases.

Russian and Ukrainian by pymorphy3 (OpenCorpora and VESUM); for other languages nothing is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from earwitness.text.stems import known_in, readings, stem
from earwitness.text.words import fold

__all__ = ["NOTHING", "WordFacts", "known_facts", "word_facts"]

_LONGEST = 40
_LIKELY = 0.2  # of a word's readings, by probability, that make a property likely
_CASES = {"nomn": "n", "gent": "g", "datv": "d", "accs": "a", "ablt": "i", "loct": "l", "voct": "v"}
_PLACES = frozenset({"Geox"})
_VERBS = frozenset({"VERB", "INFN", "GRND", "PRTS"})
_GENDERS = {"masc": "m", "femn": "f", "neut": "n"}
_PARTS = {
    "ADJF": "adjective",
    "PRTF": "adjective",
    "ADVB": "adverb",
    "COMP": "adverb",
    "PRED": "adverb",
}


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What a written form may be.

    Attributes:
        lemma: as `stems.stem` gives it, folded.
        known: it stands in a dictionary; else everything here is a guess from its ending.
        given, surname, patronymic, place: shares of its readings, 0 to 1.
        common: share of readings as a noun that is no name.
        cases: letters ``n g d a i l v`` of its readings as a noun.
        genders: ``m``, ``f``, ``n`` of its readings as a noun.
        verb, adjective, adverb: shares.
        past: genders of its readings as a verb in the past (``m``, ``f``, ``n``).
        other: share of readings as a particle, pronoun, conjunction and the like.
        animate: as a common noun it is likely a living being.
        name_lemma: dictionary form of the given name or patronymic, "" if it is none.
    """

    lemma: str
    known: bool = False
    given: float = 0.0
    surname: float = 0.0
    patronymic: float = 0.0
    place: float = 0.0
    common: float = 0.0
    cases: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    verb: float = 0.0
    adjective: float = 0.0
    adverb: float = 0.0
    other: float = 0.0
    past: frozenset[str] = frozenset()
    animate: bool = False
    name_lemma: str = ""

    @property
    def noun(self) -> bool:
        """It is likely a noun of some kind."""
        return self.common + self.given + self.surname + self.place + self.patronymic >= _LIKELY


NOTHING = WordFacts("")


def word_facts(word: str, language: str) -> WordFacts:
    """Look a word up; ``language`` is ``ru`` or ``uk``, any other gives only the stem.

    >>> word_facts("Тамаро", "uk").given > 0.4, word_facts("зимой", "ru").given
    (True, 0.0)
    """
    if len(word) > _LONGEST:
        return WordFacts(fold(word))
    return _facts(fold(word), language)


def known_facts(folded: str, language: str) -> WordFacts | None:
    """What the dictionary of a language has of a folded word; None where it would only guess.

    >>> known_facts("зимой", "ru").lemma, known_facts("зимой", "uk")
    ('зима', None)
    """
    if language not in known_in(folded):
        return None
    found = word_facts(folded, language)
    return found if found.known else None


@lru_cache(maxsize=1 << 17)
def _facts(folded: str, language: str) -> WordFacts:
    if language not in {"ru", "uk"} or not folded[:1].isalpha() or folded.isascii():
        return WordFacts(stem(folded, language))
    parses = readings(folded, language)
    if not parses:
        return WordFacts(folded)
    tally = _Tally(parses, language)
    for one in parses:
        tally.add(one)
    return tally.facts(folded, any(one.is_known for one in parses))


class _Tally:
    """Readings of a word, being added up."""

    def __init__(self, parses: Sequence[Any], language: str) -> None:
        self._language = language
        self._total = sum(one.score for one in parses) or 1.0
        # VESUM writes a name twice, as a name and as a plain noun: the plain one is none.
        self._named = {
            one.normal_form
            for one in parses
            if language == "uk" and _kind_of(one.tag.grammemes) in {"given", "patronymic"}
        }
        self._shares: defaultdict[str, float] = defaultdict(float)
        self._cases: set[str] = set()
        self._genders: set[str] = set()
        self._past: set[str] = set()
        self._name_lemma = ""

    def add(self, one: Any) -> None:
        marks, part, share = one.tag.grammemes, str(one.tag.POS), one.score / self._total
        if part == "NOUN":
            self._add_noun(one, marks, share)
        elif part in _VERBS:
            self._shares["verb"] += share
            if "past" in marks:
                self._past.update(letter for sign, letter in _GENDERS.items() if sign in marks)
        else:
            self._shares[_PARTS.get(part, "other")] += share

    def _add_noun(self, one: Any, marks: frozenset[str], share: float) -> None:
        kind = _kind_of(marks)
        if kind == "common" and one.normal_form in self._named and "inan" in marks:
            kind = "given"
        self._shares[kind] += share
        self._shares["living"] += share * (kind == "common" and "anim" in marks)
        if kind in {"given", "patronymic"} and not self._name_lemma:
            self._name_lemma = fold(one.normal_form)
        self._cases.update(_CASES[mark] for mark in marks if mark in _CASES)
        self._genders.update(letter for sign, letter in _GENDERS.items() if sign in marks)
        self._genders.update("mf" if "ms-f" in marks else "")

    def facts(self, folded: str, known: bool) -> WordFacts:  # noqa: FBT001 (a field of the record)
        shares = self._shares
        return WordFacts(
            stem(folded, self._language),
            known,
            shares["given"],
            shares["surname"],
            shares["patronymic"],
            shares["place"],
            shares["common"],
            frozenset(self._cases),
            frozenset(self._genders),
            shares["verb"],
            shares["adjective"],
            shares["adverb"],
            shares["other"],
            frozenset(self._past),
            shares["living"] > _LIKELY,
            self._name_lemma,
        )


def _kind_of(marks: frozenset[str]) -> str:
    if "Name" in marks:
        return "given"
    if "Surn" in marks:
        return "surname"
    if "Patr" in marks:
        return "patronymic"
    return "place" if marks & _PLACES else "common"
