"""From Latin back to Cyrillic: how a word may have been written before it was transliterated."""

from __future__ import annotations

import heapq
import re

from earwitness.errors import UsageError
from earwitness.text.words import fold

__all__ = ["cyrillic_candidates"]

_LONGEST = 40
_LATIN_WORD = re.compile(r"[a-z\u00df-\u024f]+(?:['-][a-z\u00df-\u024f]+)*'?")

# Latin, then its Cyrillic readings, likeliest first. "^" only at the start of a word, "$" only at
# its end. A reading costs its place in the row; "~" in front makes one that is seldom right dearer.
_COMMON = """
shch щ|schtsch щ|szcz щ|sch щ ш|sh ш|sz ш|zh ж|kh х|ch ч ~х|cz ч|tch ч|tsch ч|ts ц ~тс|tz ц|ck к
šč щ|č ч|š ш|ž ж|ŝ щ|â я|û ю|ć ц|ż ж|ł л|ń нь|ś сь
a а|b б|c ц к|d д|f ф|k к|l л ль|m м|n н нь|o о|p п|q к|r р ~рь|s с ~сь|t т ть|u у|v в|w в|x кс ~х|z з ~зь
eyu ею|oyu ою|ayu аю|uyu ую|eya ея|oya оя|aya ая|uya уя|eyo ее|oyo ое|ayo ае
eiu ею|oiu ою|aiu аю|uiu ую|eia ея|oia оя|aia ая|uia уя|oju ою|aju аю|oja оя|aja ая
ya я|ia я ия|ja я|yu ю|iu ю|ju ю|ph ф|' ь ~
"""
_RUSSIAN = """
g г|h х г|gh г|e е э|^e е э|i и ~й|y ы й ~и|j й ж|ye е ье|^ye е|yo ё ье йо|jo ё ье|io ё ье ио|ie ие ье|je е|ë ё|è э
iy ий|yy ый|yi ый|ij ий|yj ый|iy$ ий|y$ ый ий ы|i$ и ий ый|ii$ ии ий|ei$ ей|ey$ ей|ej$ ей|oy ой|oi ой ои|oj ой|ay ай|ai ай аи|aj ай
ey ей|ei ей еи|uy уй|ui уй уи|ya я ья|ia ия я ья|iya ия|ija ия|yu ю ью|iu ию ю|yev ев ьев|iev ьев иев
eye ее|oye ое|aye ае|off$ ов
"""
_UKRAINIAN = """
h г х|g г ґ|gh г|zgh зг|e е|i і ~и ~ї|y и й|j й|ye є|ie є 'є|je є|yi ї|^yi ї|i$ і й|yo йо ьо|io йо ьо|jo йо|ï ї
yi$ ий|yy ий|yj ий|y$ и ий й|yi ї ий|iy ій|ii ії ій|ij ій|yia ія|iia ія|iya ія|ia я 'я ія|iu ю 'ю ію|ets$ ець ец|ai ай аї|ay ай|aj ай
sk ск ськ|sky ськи ски|skyi$ ський|sk$ ськ|tsk цьк|ska$ ська|skoi$ ської|ei ей еї|ey ей|oi ой ої|oy ой|oj ой|ui уй уї|eye еє|oye оє|aye ає|eie еє|oie оє|aie ає
"""
_RARE = 2.5
_VOWELS_AND_SIGNS = frozenset("аеёиоуыэюяіїєйьъ'-")

_Rows = dict[str, tuple[tuple[str, float], ...]]


def _rows(*texts: str) -> _Rows:
    found: _Rows = {}
    for row in "|".join(text.strip().replace("\n", "|") for text in texts).split("|"):
        latin, *readings = row.split()
        found[latin] = tuple(
            (reading.lstrip("~"), place + (_RARE if reading.startswith("~") else 0.0))
            for place, reading in enumerate(readings)
        )
    return found


_BY_LANGUAGE = {"ru": _rows(_COMMON, _RUSSIAN), "uk": _rows(_COMMON, _UKRAINIAN)}
_LONGEST_ROW = 7


def cyrillic_candidates(word: str, limit: int = 32) -> tuple[str, ...]:
    """Plausible Cyrillic spellings of a Latin word, folded, likeliest first.

    Russian and Ukrainian readings alternate, so that an inflected Latin query ("Zimoy", "Zymoiu")
    can be lemmatised in either language. They are guesses by letter; no dictionary is asked. A
    word that is not Latin, or is over 40 letters, has none.

    Args:
        word: one word.
        limit: at most so many, 1 to 256.

    Raises:
        UsageError: a limit outside 1 to 256.

    >>> "зимой" in cyrillic_candidates("Zimoi"), cyrillic_candidates("Kharkiv", 2)
    (True, ('харкив', 'харків'))
    """
    if not 1 <= limit <= 256:
        raise UsageError(f"limit is {limit}", do="Ask for 1 to 256 candidates")
    folded = fold(word)
    if len(folded) > _LONGEST or not _LATIN_WORD.fullmatch(folded):
        return ()
    readings = [_likeliest(folded, rows, limit) for rows in _BY_LANGUAGE.values()]
    ranked = sorted(
        (cost, rank, spelling) for rank, found in enumerate(readings) for cost, spelling in found
    )
    return tuple(dict.fromkeys(spelling for _, _, spelling in ranked))[:limit]


def _likeliest(word: str, rows: _Rows, limit: int) -> list[tuple[float, str]]:
    """Best spellings by cost; at each place no more than ``limit`` beginnings are followed."""
    beams: list[dict[str, float]] = [{} for _ in range(len(word) + 1)]
    beams[0][""] = 0.0
    for place in range(len(word)):
        for start, cost in heapq.nsmallest(limit, beams[place].items(), key=_by_cost):
            for length, readings in _choices(word, place, rows):
                after = beams[place + length]
                for reading, extra in readings:
                    if not _may_follow(start, reading):
                        continue
                    spelling = start + reading
                    after[spelling] = min(cost + extra, after.get(spelling, 1e9))
        beams[place] = {}
    best = heapq.nsmallest(limit, beams[-1].items(), key=_by_cost)
    return [(cost, spelling.replace("ё", "е")) for spelling, cost in best]


def _may_follow(start: str, reading: str) -> bool:
    """No soft or hard sign and no ы after a vowel or at the start; no й after a consonant."""
    if not reading:
        return True
    if reading[0] in "ьъы":
        return bool(start) and start[-1] not in _VOWELS_AND_SIGNS
    return reading[0] != "й" or not start or start[-1] in _VOWELS_AND_SIGNS


def _by_cost(item: tuple[str, float]) -> tuple[float, str]:
    return item[1], item[0]


def _choices(word: str, place: int, rows: _Rows) -> list[tuple[int, tuple[tuple[str, float], ...]]]:
    """Rows that fit at a place; a reading letter by letter costs more than the longest fit."""
    found = []
    longest = 0
    for length in range(min(_LONGEST_ROW, len(word) - place), 0, -1):
        piece = word[place : place + length]
        row = (
            (rows.get(f"^{piece}") if place == 0 else None)
            or (rows.get(f"{piece}$") if place + length == len(word) else None)
            or rows.get(piece)
        )
        if row:
            penalty = 1.5 * (longest - length) if longest else 0.0
            longest = longest or length
            found.append((length, tuple((text, cost + penalty) for text, cost in row)))
    # A letter that no row knows (an accent, a hyphen) is kept.
    return found or [(1, ((word[place], 0.0),))]
