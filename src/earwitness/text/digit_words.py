"""Numbers written with digits, and what is glued to them: "225-й", "3rd", "3,5", "40k"."""

from __future__ import annotations

import re
from fractions import Fraction

from earwitness.text.numeral_forms import Kind, NumberWord

__all__ = ["read_digits"]

_PLAIN = re.compile(r"\d{1,18}")
_SIGNED = re.compile(r"\d{1,18}(?:[.,]\d{1,18}){1,6}")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_WITH_LETTERS = re.compile(r"(\d{1,18}(?:[.,]\d{1,6})?)(-?)([^\W\d][\w'-]{0,30})")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ENGLISH_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_ORDINAL_ENDINGS = {
    "ru": _listed(
        "й я е го му м ю х ми ой ый ий ая ое ые ого ому ым ом ую ых ыми его ему им ем ей"
        " ья ье ью ьи ьего ьему ьим ьем ьей ьих"
    ),
    "uk": _listed(
        "й я а е є го му м ї і у ю х ми ий ій ої ого ому им ім у ою их ими"
        " ша ше шу та те ту ті га ге гу тя тє тю тій тої той тий гий ший мий ма ме му"
    ),
}
_CARDINAL_ENDINGS = _listed("ти мя ух ох ьох ьома ома рьох рех трех тью")
_UNITS = _listed(
    "км м см мм кг г л т ч мин сек хв год грн руб р км/ч"
    " km m cm mm kg g lb lbs ft h min sec mph kph"
)
_THOUSANDS = frozenset({"k", "к"})


def read_digits(folded: str, language: str) -> NumberWord | None:
    """Read one folded word that starts with a digit; None if it is no number.

    A single comma before three digits groups thousands in English ("1,000"), a single dot in
    Russian and Ukrainian ("1.000"); the other sign is a decimal mark. Dates, telephone numbers,
    clock times and anything of more than 18 digits are no numbers here.
    """
    if _PLAIN.fullmatch(folded):
        return NumberWord(int(folded), Kind.DIGITS)
    if _SIGNED.fullmatch(folded):
        value = _signed(folded, language)
        return None if value is None else NumberWord(value, Kind.DIGITS)
    match = _WITH_LETTERS.fullmatch(folded)
    return _with_letters(match[1], match[2], match[3], language) if match else None


def _signed(folded: str, language: str) -> int | Fraction | None:
    commas, dots = folded.count(","), folded.count(".")
    english = language == "en"
    if _COMMA_GROUPS.fullmatch(folded) and (english or commas > 1):
        return int(folded.replace(",", ""))
    if _DOT_GROUPS.fullmatch(folded) and (not english or dots > 1):
        return int(folded.replace(".", ""))
    if commas + dots == 1:
        return _whole(Fraction(folded.replace(",", ".")))
    whole, _, decimals = folded.rpartition("." if english else ",")
    groups = _COMMA_GROUPS if english else _DOT_GROUPS
    if groups.fullmatch(whole):
        return _whole(Fraction(f"{re.sub('[.,]', '', whole)}.{decimals}"))
    return None


def _whole(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _with_letters(digits: str, hyphen: str, letters: str, language: str) -> NumberWord | None:
    value = _signed(digits, language) if not digits.isdigit() else int(digits)
    if value is None:
        return None
    if letters in _THOUSANDS and not hyphen:
        return NumberWord(_whole(Fraction(value) * 1000), Kind.DIGITS)
    if letters in _ENGLISH_ENDINGS and isinstance(value, int):
        return NumberWord(value, Kind.DIGITS, ordinal=True)
    # A letter or two glued on without hyphen are rather a unit ("5м") than an ending.
    if letters in _UNITS and not (hyphen and len(letters) == 1):
        return NumberWord(value, Kind.DIGITS)
    if isinstance(value, int) and (hyphen or len(letters) > 1):
        languages = {"uk-x-surzhyk": ("uk", "ru")}.get(language, (language,))
        read = (_is_ordinal(value, letters, one) for one in languages)
        ordinal = next((one for one in read if one is not None), None)
        if ordinal is not None:
            return NumberWord(value, Kind.DIGITS, ordinal=ordinal)
    if hyphen and len(letters) > 2:  # "20-летний", "152-мм", "20-year-old"
        return NumberWord(value, Kind.DIGITS)
    return None


def _is_ordinal(value: int, ending: str, language: str) -> bool | None:
    """Ordinal ("5-й"), cardinal ("5-ти", "2-х"), or None if these letters are no ending."""
    if ending in _CARDINAL_ENDINGS:
        return False
    if ending not in _ORDINAL_ENDINGS.get(language, frozenset()):
        return None
    unit = 0 if value % 100 in range(10, 20) else value % 10
    if ending == "х":
        return unit not in {2, 3, 4}
    if ending == "ми" and language == "ru":
        return unit not in {7, 8}
    if ending == "ю" and language == "ru":
        return unit not in {5, 6, 7, 8, 9} and value % 100 not in range(10, 21)
    return True
