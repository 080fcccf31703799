"""Whether a written form can be a person's name: given name, patronymic or surname; ru, uk, en.

Four sources, the surest first: our list of given names and their short forms (`given_names`), the
tags of the dictionaries (OpenCorpora, VESUM), the endings of patronymics, the endings of surnames.
A name in another script is met by its sound: Katya, Katia and Катя are one entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from earwitness.text.given_names import (
    cyrillic_given_names,
    given_names_by_sound,
    latin_given_names,
)
from earwitness.text.stems import tags_of
from earwitness.text.transliteration import latin_key
from earwitness.text.words import fold

__all__ = ["NameKind", "NameReading", "may_be_patronymic", "name_reading"]


class NameKind(StrEnum):
    """What part of a person's name a word can be."""

    GIVEN = "given name"
    PATRONYMIC = "patronymic"
    SURNAME = "surname"


@dataclass(frozen=True, slots=True)
class NameReading:
    """A word read as a name.

    Attributes:
        because: the rule, in words.
        listed: it stands in our list of given names.
        ordinary: it is an ordinary word as well ("Вера", "Роман", "Зима", "Mark"), so that the
            word alone does not say that a person is named.
        function_word: it is a word as common as "коли" (when), "але", "алло" as well.
    """

    kind: NameKind
    because: str
    listed: bool = False
    ordinary: bool = False
    function_word: bool = False


_CLOSED = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "ADVB", "INTJ", "PRED", "COMP", "NUMR"})
_NEVER = frozenset({"алло", "але", "ало"})
_LONGEST = 40
_CYRILLIC = re.compile(r"[а-яіїєґ']+(?:-[а-яіїєґ']+)?")
_LATIN = re.compile(r"[a-z']+(?:-[a-z']+)?")
_PATRONYMIC = re.compile(
    r"[а-яіїєґ']{2,}(?:"
    r"(?:[оеєь]в|йов)(?:ич|іч)(?:а|у|ем|ом|е|і|еві|ові)?"
    r"|(?:[оеє]вн|ївн|івн|иничн|ичн)(?:а|ы|и|і|е|у|ой|ою|о)"
    r")"
)
_SHORT_PATRONYMIC = re.compile(
    r"(?:ильич|ілліч|кузьмич|кузьмич|лукич|фомич|никитич)(?:а|у|ем|ом|е|і)?"
)
_LATIN_PATRONYMIC = re.compile(
    r"[a-z']{2,}(?:(?:[oei]|yo|iyo)v(?:i|y)ch|(?:ov|ev|iv|yiv|iiv)na|ichna)"
)
# Case endings after the endings of surnames: masculine, feminine.
_M, _F = "(?:а|у|ым|им|ом|е|і|ові|еві)?", "(?:а|ой|ою|у|ої|ій)"
_SURNAME = re.compile(
    r"[а-яіїєґ']{2,}(?:"
    rf"(?:ов|ев|єв|їв|ёв|ин|ін|їн|ын){_M}|(?:ов|ев|єв|ин|ін|їн){_F}"
    r"|(?:енк|ченк)(?:о|а|у|ом|ові|ку|у)|(?:ук|юк|чук)(?:а|у|ом|е|ові|у)?"
    r"|(?:ск|цк|зк|ськ|цьк|зьк)(?:ий|ого|ому|им|ом|ая|ой|ую|ой|а|ої|ій|у|ою|их)"
    r"|(?:ян|янц)(?:а|у|ом|е|ові)?|(?:дзе|швили|швілі|иани|їані)|(?:ых|их)"
    r"|(?:ейк|очк|айл)о|(?:ак|як|чак|няк|ець|ко)(?:а|у|ом|ові)?"
    r")"
)
_SURE_SURNAME = re.compile(
    r"[а-яіїєґ']{2,}(?:(?:енк)(?:о|а|у|ом|ові)|(?:чук|щук)(?:а|у|ом|ові)?|швили|швілі|дзе"
    r"|[бвгджзклмнпрстфхцчшщ](?:ов|ев)(?:а|у|ым|им|ой|ою|ої|ій|е|і|ові)?)"
)
_LATIN_SURNAME = re.compile(
    r"[a-z']{3,}(?:enko|chuk|shchuk|iuk|yuk|[bdghklmnprstz]ov|[bdghklmnprstz]ova|[aeiou]?yev|yeva"
    r"|[bdhklmnprstz]ev|[bdhklmnprstz]eva|sky|skyi|skyy|skiy|skii|tsky|tskyi|ska|skaya|shvili|dze|yan|ishyn|ishin)"
)
# English words and places with such endings, and words that are no names in English text.
_NO_SURNAMES = frozenset(
    [
        "kiev",
        "kyiv",
        "nova",
        "lvov",
        "rostov",
        "azov",
        "orlov",
        "whisky",
        "risky",
        "sky",
        "husky",
        "alaska",
        "nebraska",
        "cossack",
        "armenian",
        "azov",
        "kharkov",
        "tambov",
        "pskov",
        "saratov",
        "frisky",
        "dusky",
        "pesky",
        "unsky",
        "molotov",
        "chekhov",
        "plan",
        "yan",
        "ryan",
    ]
)
# English words that are given names as well.
_ORDINARY_ENGLISH = frozenset(
    [
        "will",
        "mark",
        "may",
        "june",
        "april",
        "grace",
        "rose",
        "faith",
        "hope",
        "joy",
        "bill",
        "bob",
        "dawn",
        "daisy",
        "jack",
        "frank",
        "grant",
        "max",
        "ray",
        "sue",
        "pat",
        "olive",
        "penny",
        "robin",
        "ross",
        "rob",
        "roy",
        "lily",
        "violet",
        "holly",
        "amber",
        "ruby",
        "art",
        "gene",
        "drew",
        "chase",
        "rich",
        "hazel",
        "ivy",
        "jay",
        "dan",
        "don",
        "guy",
        "rick",
        "tom",
        "victor",
        "virginia",
        "austin",
        "jordan",
        "carol",
        "crystal",
        "glen",
        "miles",
        "tim",
        "heather",
        "ginger",
        "harry",
        "iris",
        "marina",
        "melody",
        "mercy",
        "nick",
        "norm",
        "pearl",
        "reed",
        "skip",
        "sunny",
        "summer",
        "terry",
        "van",
        "wade",
        "warren",
        "wayne",
        "kim",
        "roma",
        "mira",
        "mila",
        "lara",
        "lev",
        "luka",
        "dina",
        "pasha",
        "slava",
        "vera",
        "nika",
        "tema",
        "denis",
        "zoya",
        "mag",
        "maga",
        "yan",
        "ton",
        "vas",
        "mikha",
        "stasi",
        "polya",
        "serge",
        "ira",
        "era",
        "gena",
        "den",
        "ben",
        "sam",
        "al",
        "tima",
        "zlata",
        "cost",
        "yana",
    ]
)


@lru_cache(maxsize=1 << 17)
def name_reading(word: str) -> NameReading | None:
    """The likeliest reading of a form as a name, None where nothing speaks for one.

    Upper and lower case are the same here: who asks must look whether the word was written as a name.

    >>> name_reading("Серёгой").kind.value, name_reading("Петровны").kind.value
    ('given name', 'patronymic')
    >>> name_reading("вера").ordinary, name_reading("дорога")
    (True, None)
    """
    if not 2 <= len(word) <= _LONGEST:
        return None
    folded = fold(word)
    if _CYRILLIC.fullmatch(folded):
        return _cyrillic(folded)
    if _LATIN.fullmatch(folded):
        return _latin(folded)
    return None


def may_be_patronymic(folded: str) -> bool:
    """Whether a folded Cyrillic word has the ending of one; what else it is, `name_reading` knows.

    >>> may_be_patronymic("петровны"), may_be_patronymic("дорога")
    (True, False)
    """
    return bool(_PATRONYMIC.fullmatch(folded) or _SHORT_PATRONYMIC.fullmatch(folded))


def _cyrillic(folded: str) -> NameReading | None:
    tags = tags_of(folded)
    known = [tag for tag in tags if tag.known]
    ordinary = any(not tag.is_name and not tag.rare for tag in known)
    closed = any(tag.part_of_speech in _CLOSED and not tag.rare for tag in known)
    listed = "" if folded in _NEVER else _listed_form(folded, ordinary=ordinary)
    if listed:
        because = f"a form of the given name {listed}"
        return NameReading(NameKind.GIVEN, because, True, ordinary, closed)
    if _SHORT_PATRONYMIC.fullmatch(folded) or (
        _PATRONYMIC.fullmatch(folded) and (not ordinary or any(tag.patronymic for tag in known))
    ):
        return NameReading(NameKind.PATRONYMIC, "has the ending of a patronymic")
    surname = any(tag.surname and not tag.rare for tag in known)
    if any(tag.given for tag in known) and not surname:
        because = "a given name in the dictionary"
        return NameReading(NameKind.GIVEN, because, False, ordinary, closed)
    if any(tag.surname for tag in known):
        possessive = bool(_SURE_SURNAME.fullmatch(folded))
        place = any(tag.place for tag in known)
        return NameReading(
            NameKind.SURNAME,
            "a surname in the dictionary",
            ordinary=(ordinary and not possessive) or place,
        )
    if known:
        return None
    if _SURNAME.fullmatch(folded) and any(tag.surname for tag in tags):
        return NameReading(
            NameKind.SURNAME,
            "has the ending of a surname",
            ordinary=not _SURE_SURNAME.fullmatch(folded),
        )
    return None


def _latin(folded: str) -> NameReading | None:
    base = folded.removesuffix("'s").removesuffix("'")
    ordinary = base in _ORDINARY_ENGLISH
    listed = given_names_by_sound().get(latin_key(base), ("", ""))[1]
    if base in latin_given_names():
        return NameReading(NameKind.GIVEN, "an English given name", listed=True, ordinary=ordinary)
    if listed and len(base) > 2:
        return NameReading(
            NameKind.GIVEN, f"sounds as the given name {listed}", listed=True, ordinary=ordinary
        )
    if _LATIN_PATRONYMIC.fullmatch(base):
        return NameReading(NameKind.PATRONYMIC, "has the ending of a patronymic")
    if _LATIN_SURNAME.fullmatch(base) and base not in _NO_SURNAMES:
        return NameReading(NameKind.SURNAME, "has the ending of a surname")
    return None


def _listed_form(folded: str, *, ordinary: bool) -> str:
    """The listed name of which a form is an inflection, "" if of none."""
    names = cyrillic_given_names()
    tags = tags_of(folded)
    known = any(tag.known for tag in tags)
    for lemma in (folded, *(tag.lemma for tag in tags if tag.given or not known)):
        if lemma in names:
            return names[lemma]
    if folded.endswith("о") and folded[:-1] + "а" in names:  # the Ukrainian vocative
        return names[folded[:-1] + "а"]
    if ordinary:
        return ""
    # Short forms that no dictionary has are put back by their endings: Толяна, Витьком, Тарасику.
    for ending, instead in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= 2:
            base = folded[: len(folded) - len(ending)] + instead
            if base in names and len(base) >= 3:
                return names[base]
    return ""


_ENDINGS = (
    ("ом", ""), ("а", ""), ("у", ""), ("е", ""), ("ові", ""), ("ку", "ек"), ("ка", "ек"), ("ком", "ек"),
    ("ьком", "ек"), ("ька", "ек"), ("ьку", "ек"), ("ы", "а"), ("и", "а"), ("у", "а"), ("е", "а"), ("і", "а"),
    ("ой", "а"), ("ою", "а"), ("и", "я"), ("ю", "я"), ("е", "я"), ("і", "я"), ("ей", "я"), ("ею", "я"),
    ("ї", "я"), ("о", "а"), ("ці", "ка"), ("я", "ь"), ("ю", "ь"), ("ем", "ь"), ("я", "й"), ("ю", "й"),
    ("ем", "й"), ("єм", "й"), ("єві", "й"), ("а", "о"), ("у", "о"), ("ом", "о"), ("ові", "о"), ("е", "о"),
    ("", "а"), ("ь", "я"), ("ю", "а"),
)  # fmt: skip
