"""What a Russian or Ukrainian verb form says: an order, a bare infinitive, whose act, whether past.

By pymorphy3 (OpenCorpora and VESUM); of a word with several readings each counts with its share.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from earwitness.text.stems import readings

__all__ = ["NO_VERB", "VerbForms", "verb_forms"]

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class VerbForms:
    """Shares, 0 to 1, of the readings of one written form.

    Attributes:
        finite: a verb with tense, orders left out.
        imperative, infinitive, past, future: as it says.
        persons: "1", "2", "3" of its readings in the present and future.
        plural: a reading is plural.
    """

    finite: float = 0.0
    imperative: float = 0.0
    infinitive: float = 0.0
    past: float = 0.0
    future: float = 0.0
    persons: frozenset[str] = frozenset()
    plural: bool = False

    @property
    def first_person(self) -> bool:
        """It says "I" or "we" by itself."""
        return self.finite >= 0.5 and self.persons == {"1"}


NO_VERB = VerbForms()


@lru_cache(maxsize=1 << 16)
def verb_forms(folded: str, language: str) -> VerbForms:
    """Look a folded word up; ``language`` is ``ru`` or ``uk``, any other knows no verbs.

    >>> verb_forms("подзвони", "uk").imperative, sorted(verb_forms("еду", "ru").persons)
    (1.0, ['1'])
    """
    if language not in {"ru", "uk"} or not folded[:1].isalpha() or len(folded) > _LONGEST:
        return NO_VERB
    if folded.isascii():
        return NO_VERB
    finite = imperative = infinitive = past = future = 0.0
    persons: set[str] = set()
    plural = False
    parses = readings(folded, language)
    if language == "uk" and not folded.endswith(("ти", "тися", "тись")):
        # «замінять»: VESUM knows a short infinitive of that form too, which nobody says
        parses = [one for one in parses if "infn" not in one.tag.grammemes] or parses
    total = sum(one.score for one in parses) or 1.0
    for one in parses:
        marks, share = one.tag.grammemes, one.score / total
        if str(one.tag.POS) == "INFN" or "infn" in marks:
            infinitive += share
        elif str(one.tag.POS) == "VERB" and "impr" in marks:
            imperative += share
        elif str(one.tag.POS) == "VERB":
            finite += share
            past += share * ("past" in marks)
            future += share * ("futr" in marks)
            persons.update(mark[0] for mark in marks & {"1per", "2per", "3per"})
            plural = plural or "plur" in marks
    return VerbForms(
        round(finite, 3), round(imperative, 3), round(infinitive, 3), round(past, 3),
        round(future, 3), frozenset(persons), plural,
    )  # fmt: skip
