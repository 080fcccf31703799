"""People by name: given names and diminutives, patronymics, surnames, initials; ru, uk and en.

A name is a name: that two lines with "Тамара" mean one woman is not said here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from earwitness.records.statements import Certainty, MentionKind
from earwitness.text.given_names import given_name
from earwitness.text.person_names import NameKind, name_reading
from earwitness.text.transliteration import latin_key
from earwitness.text.word_facts import known_facts
from earwitness.understand.mentions.kinship import kinship_of
from earwitness.understand.mentions.line import Found, Known, Line, listed, word_key
from earwitness.understand.mentions.namesakes import is_namesake, is_where
from earwitness.understand.mentions.persons_deeds import treated_as_person
from earwitness.understand.mentions.tables import place_key

__all__ = ["PEOPLE_RULES", "is_given", "is_surname", "person_word_key"]

_GIVEN = 0.2
# Given names that are everyday words too: at the beginning of a sentence their capital says nothing.
_AMBIGUOUS = listed(
    "вера надежда любовь слава роман лев света роза лилия мир майя рая злата лада весна марк ден"
    " віра надія любов слава роман лев світлана мир злата лада роса рома дан"
    " mark grace roman slava max nick jack rose will grant frank den art roma faith hope bill dawn holly carol joy penny"
    " robin gene chase rich hazel ivy amber ruby summer mercy sunny may june april august"
)
_NOT_NAMES = listed(
    "алло ало люди вона нехай мало дай или лен мор рот тем дам том вали али ален ага ася нато ната мета гай зоря бог господь"
    " христос аллах иисус иисусе ісус ісусе jesus christ байрактар ада ура эра эля ага ли за мой май юг дон днепр"
    " миру мира славу славе вере веру верой надежды надежду любви"
)
_INITIAL = re.compile(r"[А-ЯІЇЄҐA-Z]")
_UKRAINIAN_SURNAME = re.compile(r"\w{2,}(?:енк(?:о|а|у|ом|ові)|[чщ]ук(?:а|у|ом|ові)?)")
_TITLES = listed(
    "генерал полковник подполковник майор капитан лейтенант старлей летёха сержант прапорщик рядовой"
    " ефрейтор старшина комбат комбриг командир командира товарищ господин пан доктор"
    " полковнику майору капитану підполковник капітан рядовий сержанта прапор"
    " general colonel major captain lieutenant sergeant private commander mr mrs ms dr"
)


def is_given(line: Line, at: int) -> bool:
    """Whether a word can be a given name, by dictionary or list."""
    folded = line.folded(at)
    if folded in _NOT_NAMES or len(folded) < 2:
        return False
    if line.english or folded.isascii():
        return bool(given_name(folded))
    facts = line.facts(at)
    own_name = facts.name_lemma == folded and bool(given_name(folded))
    if line.words[at].first and _is_small_word(folded) and not own_name:
        return False
    if facts.known and facts.given >= _GIVEN:
        # At the head of a sentence "Дана опція" is an option that is given, not Dana.
        otherwise = facts.adjective + facts.adverb + facts.verb + facts.other
        called = line.gap(at + 1).strip()[:1] in {",", "!"}
        return otherwise < 0.3 or called or not line.words[at].first
    if facts.known and facts.common + facts.verb + facts.adverb + facts.other > 0.4:
        # "Кажи, Норо," is a call to Nora, although "нора" is a burrow.
        called = "v" in facts.cases and line.gap(at).strip() == "," and not line.joined(at + 1)
        return called and line.words[at].capital and bool(given_name(facts.lemma))
    return bool(given_name(facts.lemma)) or bool(given_name(facts.name_lemma or folded))


@lru_cache(maxsize=1 << 16)
def _is_small_word(folded: str) -> bool:
    """A particle or adverb of either language: "Только", "Алло" are no calls to Толька and Алла."""
    both = (known_facts(folded, tag) for tag in ("ru", "uk"))
    return any(one and one.other + one.adverb + one.verb > 0.45 for one in both)


def is_surname(line: Line, at: int) -> bool:
    """Whether a capitalised word looks like a surname and like nothing else."""
    folded = line.folded(at)
    if line.english or folded.isascii():
        return _reads_as(folded, NameKind.SURNAME) and not place_key(folded)
    facts = line.facts(at)
    if place_key(facts.lemma) or facts.place > 0.3:
        return False
    if facts.known:
        # Dictionaries know some "Сидоренко" as a common noun too: the ending says which is meant.
        common = 0.6 if _UKRAINIAN_SURNAME.fullmatch(folded) else 0.2
        return facts.surname > 0.3 and facts.common < common and facts.given < 0.5
    return len(folded) > 4 and _reads_as(folded, NameKind.SURNAME) and facts.verb < 0.5


def _reads_as(folded: str, kind: NameKind) -> bool:
    reading = name_reading(folded)
    return reading is not None and reading.kind is kind


def person_word_key(line: Line, at: int) -> str:
    """The key of a name in its dictionary form."""
    facts = line.facts(at)
    return (
        latin_key(facts.name_lemma)
        if facts.name_lemma
        else word_key(line.folded(at), line.language)
    )


class PersonName:
    """Given name, patronymic and surname in any order; the longest run of them is one mention."""

    name = "person: given name, patronymic or surname"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        at = 0
        for place in line.capitals:
            at = max(at, place)
            if at > place:
                continue
            end, what = self._read(line, at)
            if end > at and self._is_name(line, at, end, what) and not is_namesake(line, at, end):
                certainty = Certainty.CERTAIN if len(what) > 1 else Certainty.PROBABLE
                if what == ["surname"] and not treated_as_person(line, at):
                    certainty = Certainty.POSSIBLE
                key = " ".join(
                    person_word_key(line, i)
                    for i in range(at, end)
                    if line.words[i].text.strip(".")
                )
                yield Found(
                    at, end, MentionKind.PERSON, key, self.name, " + ".join(what), certainty,
                    (("parts", "+".join(what)),), 75 if len(what) > 1 else 58,
                )  # fmt: skip
            at = max(end, at + 1)

    def _read(self, line: Line, start: int) -> tuple[int, list[str]]:
        what: list[str] = []
        at = start
        while at < len(line.words) and len(what) < 4:
            if at > start and not (
                line.gap(at).isspace()
                or (what[-1] == "initial" and line.gap(at).strip() in {".", ""})
            ):
                break
            part = self._part(line, at, what)
            if not part or (part in what and part != "initial"):
                break
            what.append(part)
            at += 1
        while what and what[-1] == "initial" and len(what) < 2:
            what.pop()
            at -= 1
        return (at, what) if what else (start, what)

    def _part(self, line: Line, at: int, before: list[str]) -> str:
        word = line.words[at]
        if (
            not word.capital
            or (word.upper and len(word.text) < 4)
            or kinship_of(word.folded, line.language)
        ):
            return self._initial(line, at)
        if before and word.first:
            return ""
        facts = line.facts(at)
        if before and facts.surname > facts.given and is_surname(line, at):
            return "surname"
        if is_given(line, at):
            return "given name"
        fathers = not word.folded.isascii() and _reads_as(word.folded, NameKind.PATRONYMIC)
        if fathers and (facts.patronymic > 0.2 or not facts.known):
            return "patronymic"
        return "surname" if self._is_surname(line, at, before) else ""

    def _is_surname(self, line: Line, at: int, before: list[str]) -> bool:
        word, facts = line.words[at], line.facts(at)
        if word.first and not before:
            if line.joined(at + 1) and facts.surname > 0.1 and is_given(line, at + 1):
                return True
            spoken_to = self._spoken_to(line, at) or treated_as_person(line, at)
            return spoken_to and is_surname(line, at)
        if before and not line.english and self._may_be_surname(line, at, before):
            return True
        if before and line.english and "given name" in before and not place_key(word.folded):
            return True
        return is_surname(line, at)

    @staticmethod
    def _initial(line: Line, at: int) -> str:
        text = line.words[at].text
        dotted = at + 1 < len(line.words) and line.gap(at + 1).startswith(".")
        following = line.words[at + 1] if at + 1 < len(line.words) else None
        if not (_INITIAL.fullmatch(text) and dotted and following and following.capital):
            return ""
        return "initial"

    @staticmethod
    def _spoken_to(line: Line, at: int) -> bool:
        return line.gap(at + 1).strip() in {",", "!"} or (at > 0 and line.folded(at - 1) in _TITLES)

    @staticmethod
    def _may_be_surname(line: Line, at: int, before: list[str]) -> bool:
        """After a given name any capitalised noun may be a surname, in the same case."""
        facts = line.facts(at)
        if not ({"given name", "initial"} & set(before)) or place_key(facts.lemma):
            return False
        return facts.surname > 0.1 or (not facts.known and facts.noun) or facts.adjective > 0.4

    @staticmethod
    def _is_name(line: Line, at: int, end: int, what: list[str]) -> bool:
        word = line.words[at]
        if at in line.quoted and len(what) == 1 and what != ["given name"]:
            return False
        if what == ["surname"] and line.english and is_where(line, at):
            return False
        if what != ["given name"] or not word.first or word.folded not in _AMBIGUOUS:
            return True
        comma = line.gap(end).strip()[:1] in {",", "!"}
        facts = line.facts(at)
        return comma and ("v" in facts.cases or "n" in facts.cases or line.english)


class LowerCaseName:
    """In a text without capitals, as some engines write: a word that is a given name and nothing else."""

    name = "person: given name in a text without capitals"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if line.english or line.capitals:
            return
        for at in range(len(line.words)):
            facts = line.facts(at)
            if (
                facts.known
                and facts.given > 0.85
                and line.folded(at) not in _AMBIGUOUS | _NOT_NAMES
            ):
                yield Found(
                    at, at + 1, MentionKind.PERSON, person_word_key(line, at), self.name,
                    "a given name and no other word", Certainty.POSSIBLE, rank=40,
                )  # fmt: skip


class TitledName:
    """As in "майор Козырев", "Mr Brown": a rank or title, then a capitalised word that is no common noun."""

    name = "person: after a rank or title"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        for at in range(1, len(line.words)):
            word = line.words[at]
            if not word.capital or word.first or word.upper or line.folded(at - 1) not in _TITLES:
                continue
            if not (line.joined(at) or line.gap(at).strip() == ".") or at in line.quoted:
                continue
            facts = line.facts(at)
            if (facts.known and facts.common > 0.2 and facts.surname < 0.6) or facts.place > 0.3:
                continue
            if line.english and place_key(word.folded):
                continue
            yield Found(
                at, at + 1, MentionKind.PERSON, person_word_key(line, at), self.name,
                f"after “{line.words[at - 1].text}”", Certainty.PROBABLE,
                (("parts", "surname"),), 57,
            )  # fmt: skip


PEOPLE_RULES = (PersonName(), LowerCaseName(), TitledName())
