"""English verb forms of everyday speech, without a part-of-speech model: ``english_verbs.txt`` is the list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["EnglishVerb", "english_verb"]

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class EnglishVerb:
    """A form of a listed verb.

    Attributes:
        base: dictionary form.
        form: ``base``, ``s``, ``past``, ``ing``; several with a space between ("put": ``base past``).
    """

    base: str
    form: str

    def may_be(self, form: str) -> bool:
        return form in self.form.split()


def english_verb(word: str) -> EnglishVerb | None:
    """Look one folded word up; None for a word that is no listed verb.

    >>> english_verb("stole").base, english_verb("putting").base, english_verb("table")
    ('steal', 'put', None)
    """
    return _forms().get(word)


@cache
def _forms() -> dict[str, EnglishVerb]:
    found: dict[str, EnglishVerb] = {
        form: EnglishVerb("be", kind)
        for form, kind in (
            ("am", "s"),
            ("is", "s"),
            ("are", "s"),
            ("was", "past"),
            ("were", "past"),
        )
    }
    text = resources.files("earwitness.text").joinpath("english_verbs.txt").read_text("utf-8")
    for row in text.splitlines():
        words = row.split()
        if not words or row.startswith("#"):
            continue
        # Three words are an irregular verb with its past and participle; longer rows list regular ones.
        irregular = len(words) == 3
        for base in words[:1] if irregular else words:
            past = words[1:] if irregular else [_past(base)]
            for form, kind in (
                (base, "base"),
                (_third(base), "s"),
                *((one, "past") for one in past),
                (_ing(base), "ing"),
            ):
                _add(found, form, base, kind)
    return found


def _add(found: dict[str, EnglishVerb], form: str, base: str, kind: str) -> None:
    known = found.get(form)
    if known is None:
        found[form] = EnglishVerb(base, kind)
    elif known.base == base and not known.may_be(kind):
        found[form] = EnglishVerb(base, f"{known.form} {kind}")


def _third(base: str) -> str:
    if base == "have":
        return "has"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _doubles(base: str) -> bool:
    short = len(base) <= 4 and base[-1] not in "aeiouwxy" and base[-2] in _VOWELS
    return short and base[-3:-2] not in tuple(_VOWELS) and len(base) > 2


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + (base[-1] if _doubles(base) else "") + "ed"


def _ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith("ee") and base != "be":
        return base[:-1] + "ing"
    return base + (base[-1] if _doubles(base) else "") + "ing"
