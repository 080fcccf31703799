"""Words for military units: levels, branches, abbreviations. Data: ``units.csv``, for all to extend."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from earwitness.text.words import fold

__all__ = ["UnitWord", "unit_word"]

_ADJECTIVE_ENDINGS = [
    "ый",
    "ий",
    "ой",
    "ая",
    "яя",
    "ое",
    "ее",
    "ого",
    "его",
    "ому",
    "ему",
    "ым",
    "им",
    "ом",
    "ем",
    "ую",
    "юю",
    "ые",
    "ие",
    "ых",
    "их",
    "ыми",
    "ими",
    "ою",
    "ею",
    "а",
    "е",
    "у",
    "ої",
    "ій",
    "і",
    "ім",
    "ними",
    "их",
    "о",
]
_FAMILY = {"ая": "f", "я": "f"}


@dataclass(frozen=True, slots=True)
class UnitWord:
    """What a word says of a unit.

    Attributes:
        what: ``level``, ``branch``, ``skip`` (says nothing that tells units apart) or ``abbreviation``.
        value: level or branch; ``level:branch`` of an abbreviation.
        plural: it is only a plural ("бригад", "brigades"): what is counted, not what is named.
    """

    what: str
    value: str
    plural: bool = False


@lru_cache(maxsize=1 << 15)
def unit_word(folded: str) -> UnitWord | None:
    """What a folded word says of a unit, None if nothing.

    >>> unit_word("бригады").value, unit_word("мотострелковая").value, unit_word("омсбр").value
    ('brigade', 'motor_rifle', 'brigade:motor_rifle')
    """
    found = _forms().get(folded)
    if found is not None or len(folded) < 5:
        return found
    for size in range(len(folded) - 1, 3, -1):
        stem = folded[:size]
        if stem in _stems() and folded[size:] in _endings():
            return _stems()[stem]
    # "механизированно-..." and glued: мотострелковая, мотострілецька, мехбригада
    for prefix, word in _prefixes():
        if folded.startswith(prefix) and folded.endswith(_ADJECTIVES):
            return word
    return None


_ADJECTIVES = tuple(_ADJECTIVE_ENDINGS)


@cache
def _endings() -> frozenset[str]:
    return frozenset(_ADJECTIVE_ENDINGS)


def _rows() -> list[dict[str, str]]:
    path = resources.files("earwitness.understand.mentions").joinpath("units.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@cache
def _forms() -> dict[str, UnitWord]:
    found: dict[str, UnitWord] = {}
    for row in _rows():
        for form in (row["en"] or "").split():
            found[fold(form)] = UnitWord(row["what"], row["value"])
            if (row["what"] == "level" and not form.endswith(("n", "t"))) or form in {
                "battalion",
                "regiment",
                "platoon",
                "section",
                "division",
                "detachment",
            }:
                plural = form[:-1] + "ies" if form.endswith("y") else form + "s"
                found[fold(plural)] = UnitWord(row["what"], row["value"], plural=True)
        if row["what"] in {"level", "abbreviation"}:
            for form in f"{row['ru']} {row['uk']}".split():
                word = UnitWord(row["what"], row["value"], plural=fold(form) in _PLURALS)
                found.setdefault(fold(form), word)
        if row["what"] == "skip":
            found.setdefault("гв", UnitWord("skip", ""))
            found.setdefault("отд", UnitWord("skip", ""))
    return found


# Forms that can only be plural: "40 бригад" counts brigades.
_PLURALS = frozenset(
    [
        "взводов",
        "взводы",
        "рот",
        "батарей",
        "дивизионов",
        "батальонов",
        "батальоны",
        "полков",
        "бригад",
        "дивизий",
        "взводів",
        "взводи",
        "батальйонів",
        "батальйони",
        "полків",
        "полки",
        "дивізій",
    ]
)


@cache
def _stems() -> dict[str, UnitWord]:
    found: dict[str, UnitWord] = {}
    for row in _rows():
        if row["what"] in {"branch", "skip"}:
            for stem in f"{row['ru']} {row['uk']}".split():
                found.setdefault(fold(stem), UnitWord(row["what"], row["value"]))
    return found


@cache
def _prefixes() -> tuple[tuple[str, UnitWord], ...]:
    return tuple(
        (fold(prefix), UnitWord("branch", value))
        for prefix, value in (
            ("мотострел", "motor_rifle"),
            ("мотострілец", "motor_rifle"),
            ("мотопіхот", "motorised_infantry"),
            ("мотопехот", "motorised_infantry"),
            ("десантно-штурм", "air_assault"),
            ("повітряно", "airborne"),
            ("воздушно", "airborne"),
        )
    )
