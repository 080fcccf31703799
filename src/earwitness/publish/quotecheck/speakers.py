"""Whom does a draft say is speaking, and is that the voice that was heard?

A writer's words ("her son says") are held against labels that somebody wrote on voices and sides.
Where the labels do not say, nothing is found: silence here is not approval, and the check says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.text.attribution import Attribution
from earwitness.text.roles import PRONOUN_GENDERS, number_in, roles_in
from earwitness.text.stems import stem_keys
from earwitness.text.transliteration import latin_key
from earwitness.text.words import fold, tokens

__all__ = ["Party", "Resolution", "name_keys", "resolve"]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a recording.

    Attributes:
        label: what the desk calls them.
        labels: everything that somebody wrote on this voice or side (label, language).
        heard: whether any words of theirs can be heard.
        voice: the label of the voice in the transcript shown, None for a side that has none.
        addressed: keys of names that are called out in the words heard, for an unheard side that
            nobody has labelled: one of them is probably its name.
    """

    label: str
    labels: tuple[tuple[str, str], ...]
    heard: bool
    voice: str | None
    addressed: frozenset[str] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(r.name for label, tag in self.labels for r in roles_in(label, tag))

    @property
    def genders(self) -> frozenset[str]:
        return frozenset(r.gender for label, tag in self.labels for r in roles_in(label, tag))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for label, tag in self.labels for name in name_keys(label, tag))


@dataclass(frozen=True, slots=True)
class Resolution:
    """The party that a writer's words mean, or None; and the rule that decided."""

    party: Party | None
    rule: str


def resolve(
    attribution: Attribution, parties: Sequence[Party], language: str, context: str = ""
) -> Resolution:
    """Find the one party that an attribution can mean.

    Args:
        attribution: what stands beside the quotation.
        parties: everybody in the recording, heard or not.
        language: of the draft.
        context: further words for the same person (the antecedent of a pronoun).
    """
    phrase = attribution.speaker or ""
    if not phrase:
        return Resolution(None, "nobody is named beside it")
    words = [phrase]
    gender = PRONOUN_GENDERS.get(fold(phrase))
    if gender is not None and (attribution.antecedent or context):
        words.append(attribution.antecedent or context)
    for rule in (_by_name, _by_number, _by_role):
        for one in words:
            found = rule(one, parties, language)
            if len(found) == 1:
                return Resolution(found[0], f"{rule.__name__[1:].replace('_', ' ')}: '{one}'")
    own = [role for one in words for role in roles_in(one, language)]
    genders = {gender} if gender else {role.gender for role in own}
    labelled = [one for one in parties if one.genders]
    fits = [one for one in labelled if genders & one.genders]
    if genders - {"c"} and len(fits) == 1 and len(labelled) == len(parties):
        return Resolution(fits[0], f"by grammatical gender: '{phrase}'")
    return _other_side(words, parties, language, genders)


def _other_side(
    words: Sequence[str], parties: Sequence[Party], language: str, genders: set[str]
) -> Resolution:
    """A one-sided call: somebody who is not the voice that is heard must be the side that is not."""
    unheard = [one for one in parties if not one.heard and not one.labels]
    heard = [one for one in parties if one.heard]
    if len(unheard) == 1 and len(heard) <= 1:
        for phrase in words:
            if name_keys(phrase, language) & unheard[0].addressed:
                return Resolution(unheard[0], f"'{phrase}' is spoken to in a one-sided call")
        known = heard[0].genders if heard else frozenset()
        if known and genders and not genders & known and "c" not in genders | known:
            return Resolution(unheard[0], f"'{words[0]}' is not the one voice that is heard")
    return Resolution(None, f"'{words[0]}' could be more than one of them, or none")


def _by_name(phrase: str, parties: Sequence[Party], language: str) -> list[Party]:
    names = name_keys(phrase, language)
    return [one for one in parties if names & one.names]


def _by_number(phrase: str, parties: Sequence[Party], language: str) -> list[Party]:
    number = number_in(phrase)
    if number is None:
        return []
    wanted = {role.name for role in roles_in(phrase, language)}
    numbered = [one for one in parties if number in {number_in(label) for label, _ in one.labels}]
    return [one for one in numbered if wanted & one.roles] or numbered


def _by_role(phrase: str, parties: Sequence[Party], language: str) -> list[Party]:
    wanted = {role.name for role in roles_in(phrase, language)}
    return [one for one in parties if wanted & one.roles]


def name_keys(phrase: str, language: str) -> frozenset[str]:
    """Keys of the capitalised words that are no roles ("Roma's" is Roma), equal in every script."""
    words = [token.text for token in tokens(phrase) if token.text[:1].isupper()]
    return frozenset(
        latin_key(stem)
        for word in words
        if not roles_in(word, language)
        for stem in stem_keys(fold(word).removesuffix("'s"))
    ) - {""}
