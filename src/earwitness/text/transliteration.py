"""Names across scripts: one key for all spellings, guesses back to Cyrillic, and display forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from earwitness.text.cyrillic_guesses import cyrillic_candidates
from earwitness.text.words import fold

__all__ = ["cyrillic_candidates", "latin_key", "to_latin"]

_LONGEST_CACHED = 48
_CYRILLIC_RUN = re.compile("[\u0400-\u052f]+(?:['ʼ’][\u0400-\u052f]+)*")
_VOWELS = frozenset("аеєиіїоуыэюяё")

# Cyrillic as the most usual Latin scheme writes it; what differs between schemes is then made
# equal for both scripts by the same rules, so that a word and its transliteration always meet.
_LETTERS = (
    "а a|б b|в v|г g|ґ g|д d|е e|є ye|ж zh|з z|и y|і i|ї yi|й y|к k|л l|м m|н n|о o|п p|р r|с s|т t"
    "|у u|ф f|х kh|ц ts|ч ch|ш sh|щ shch|ъ|ы y|ь|э e|ю yu|я ya|ё yo|ў u|ђ d|ћ c|ј y|љ l|њ n|џ dzh"
    "|ѓ g|ќ k|ѕ z"
)
_PLAIN_LATIN = {row[0]: row[2:] for row in _LETTERS.split("|")}
_PLAIN_TABLE = str.maketrans(_PLAIN_LATIN)

_ACCENTED = str.maketrans(
    {"č": "ch", "š": "sh", "ž": "zh", "ŝ": "shch", "ż": "zh", "ł": "l", "â": "ya", "û": "yu",
     "ß": "ss", "ø": "o", "đ": "d", "ı": "i", "æ": "e", "œ": "e", "ʹ": "", "ʺ": "", "'": "", "-": ""}
)  # fmt: skip
# Longest first. Capitals stand for one sound each: Z zh, C ch, S sh and shch, H kh, gh and h.
_SOUNDS = (
    ("schtsch", "S"), ("shch", "S"), ("szcz", "S"), ("stsch", "S"), ("tsch", "C"), ("tch", "C"),
    ("sch", "S"), ("sh", "S"), ("sz", "S"), ("cz", "C"), ("ch", "C"), ("zgh", "zH"), ("zh", "Z"),
    ("kh", "H"), ("gh", "H"), ("g", "H"), ("h", "H"), ("ck", "k"), ("q", "k"), ("x", "ks"),
    ("tz", "c"), ("ts", "c"), ("ph", "f"), ("w", "v"), ("j", "i"), ("y", "i"),
)  # fmt: skip
_SOUND = re.compile("|".join(old for old, _ in _SOUNDS))
_SOUND_OF = dict(_SOUNDS)
_HARD_C = re.compile(r"c(?=[lrt])")  # Victor, Clara; before vowels c is ц, as in Capenko
_SAME = re.compile(r"(.)\1+")
_SOFT_VOWEL = re.compile(r"i[eo]")  # Kiev and Kiyev, Fyodor and Fedor, Yelena and Elena


def latin_key(word: str) -> str:
    """One key for a word in Cyrillic or Latin, equal for the spellings that people use for it.

    Zima, Zyma and Зима meet, and so do Scherbakov, Ščerbakov and Щербаков, Yuri, Jurij, Iurii and
    Юрий, Kyiv and Київ. The price: и, ы, і, ї and й are one sound in it, so are г, ґ and х, ш and
    щ; ё is е; soft signs and doubled letters are lost. ``ch`` is read as ч (not German х), ``j``
    as й (not French ж). Kyiv and Kiev, Oleksandr and Aleksandr stay apart.

    Never empty for a word that has a letter or digit. A word in another script is only folded.

    >>> {latin_key(word) for word in ("Щербаков", "Shcherbakov", "Scherbakov", "Ščerbakov")}
    {'Serbakov'}
    """
    return _key_cached(word) if len(word) <= _LONGEST_CACHED else _key(word)


@lru_cache(maxsize=1 << 17)
def _key_cached(word: str) -> str:
    return _key(word)


def _key(word: str) -> str:
    folded = fold(word)
    latin = folded.translate(_PLAIN_TABLE).translate(_ACCENTED)
    if not latin.isascii():
        latin = "".join(
            sign for sign in unicodedata.normalize("NFD", latin) if not unicodedata.combining(sign)
        )
    latin = _HARD_C.sub("k", _SAME.sub(r"\1", latin))
    latin = _SOUND.sub(lambda match: _SOUND_OF[match[0]], latin)
    latin = _SAME.sub(r"\1", _SOFT_VOWEL.sub("e", _SAME.sub(r"\1", latin)))
    return latin or folded


_RUSSIAN = str.maketrans(_PLAIN_LATIN | {"и": "i", "є": "ye", "ї": "yi", "э": "e", "ё": "yo"})
_UKRAINIAN = str.maketrans(
    _PLAIN_LATIN | {"г": "h", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia", "ё": "io", "'": ""}
)  # fmt: skip
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHE_SIGNS = str.maketrans("", "", "'’ʼ")


def to_latin(word: str, language: str) -> str:
    """Transliterate Cyrillic for readers of Latin script; all other characters stay.

    Russian: BGN/PCGN 1947 without the marks for soft and hard signs, ё as ``yo``, final ``-ый`` as
    ``-y``. Ukrainian (also ``uk-x-surzhyk``): Cabinet of Ministers resolution 55 of 2010, the
    scheme of passports. A text in any other language is returned as it is.

    >>> to_latin("Щербаков Евгений", "ru"), to_latin("Згурський Юрій", "uk"), to_latin("ЮГ", "uk")
    ('Shcherbakov Yevgeniy', 'Zghurskyi Yurii', 'YUH')
    """
    scheme = {"ru": _russian_word, "uk": _ukrainian_word, "uk-x-surzhyk": _ukrainian_word}.get(
        language
    )
    if scheme is None:
        return word
    composed = unicodedata.normalize("NFC", word)
    return _CYRILLIC_RUN.sub(lambda match: _as_cased(match[0], scheme(match[0].lower())), composed)


def _russian_word(word: str) -> str:
    if word.endswith("ый"):
        word = word[:-1]
    soft = (
        "ye" if sign == "е" and (place == 0 or word[place - 1] in _VOWELS or word[place - 1] in "йьъ'")
        else sign
        for place, sign in enumerate(word)
    )  # fmt: skip
    return "".join(soft).translate(_RUSSIAN).translate(_APOSTROPHE_SIGNS)


def _ukrainian_word(word: str) -> str:
    first = _UKRAINIAN_FIRST.get(word[0], word[0])
    rest = word[1:]
    return (first + rest).replace("зг", "zgh").translate(_UKRAINIAN).translate(_APOSTROPHE_SIGNS)


def _as_cased(source: str, latin: str) -> str:
    if source.isupper() and (len(source) > 1 or len(latin) < 2):
        return latin.upper()
    return latin[:1].upper() + latin[1:] if source[:1].isupper() else latin
