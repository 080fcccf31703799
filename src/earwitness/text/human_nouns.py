"""Words for people (mother, солдат, командир) with gender, number and cases.

They serve two ends: to see that ``сыну`` beside a verb of speech is who is spoken to and ``мать`` who
speaks, and to offer what a pronoun may stand for. The data are in ``human_nouns.csv``, one noun a
line; a form's marks are number (``s``, ``p``) and case (``n g d a i l``).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["HumanNoun", "human_noun"]


@dataclass(frozen=True, slots=True)
class HumanNoun:
    """One reading of a written form.

    Attributes:
        lemma: dictionary form.
        language: ``en``, ``ru`` or ``uk``.
        gender: ``f``, ``m``, or ``c`` where the word does not say.
        marks: the form's number and case, such as ``sn`` or ``pd``; English has only ``sn``, ``pn``.
    """

    lemma: str
    language: str
    gender: str
    marks: frozenset[str]

    @property
    def plural(self) -> bool:
        """True if the form can be read as plural only."""
        return all(mark.startswith("p") for mark in self.marks)

    def has_case(self, case: str) -> bool:
        """True if the form can stand in this case (one of ``n g d a i l``)."""
        return any(mark.endswith(case) for mark in self.marks)


def human_noun(word: str, language: str | None = None) -> HumanNoun | None:
    """Look up one written form; None says that it is in no list.

    >>> human_noun("сыну", "ru").has_case("d"), human_noun("mothers").plural
    (True, True)
    """
    key = word.lower().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
    found = _nouns().get(key, ())
    for noun in found:
        if language is None or noun.language == language:
            return noun
    return found[0] if found else None


@cache
def _nouns() -> dict[str, tuple[HumanNoun, ...]]:
    table: dict[str, list[HumanNoun]] = {}
    path = resources.files("earwitness.text").joinpath("human_nouns.csv")
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        for entry in row["forms"].split():
            form, _, marks = entry.partition("=")
            noun = HumanNoun(
                row["lemma"], row["language"], row["gender"], frozenset(marks.split("/"))
            )
            nouns = table.setdefault(form.replace("ё", "е"), [])
            if noun not in nouns:
                nouns.append(noun)
    return {form: tuple(nouns) for form, nouns in table.items()}
