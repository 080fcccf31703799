"""Number words of Russian, Ukrainian and English in all their forms, folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import cache

from earwitness.text.words import fold

__all__ = ["Kind", "NumberWord", "glued_value", "number_forms"]


class Kind(IntEnum):
    """What a number word may stand beside."""

    ZERO = 0
    UNIT = 1
    TEEN = 2
    TEN = 3
    HUNDRED = 4
    SCALE = 5  # thousand, million: multiplies what stands before
    GROUP = 6  # dozen, десяток, сотня: a noun that counts; likewise
    MIXED = 7  # полтора
    DIGITS = 8


@dataclass(frozen=True, slots=True)
class NumberWord:
    """One form of a number word.

    Attributes:
        value: what it is worth alone.
        kind: what it may stand beside.
        ordinal: "fifth", not "five"; ends a number.
        needs_count: means a number only after another ("тысяч", "dozens"), alone "many".
        needs_company: is another word unless a number stands beside it ("семью": family).
        factor: for ordinals such as "двухтысячный" the scale they hold, else 1.
    """

    value: int | Fraction
    kind: Kind
    ordinal: bool = False
    needs_count: bool = False
    needs_company: bool = False
    factor: int = 1


_SCALES = (1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000)

_RU_CARDINALS = """
0 ноль ноля нолю нолём нолем ноле нуль нуля нулю нулём нулем нуле
1 один одна одно одного одной одну одному одним одною одном
2 два две двух двум двумя двое двоих двоим двоими
3 три трёх трём тремя трое троих троим троими
4 четыре четырёх четырём четырьмя четверо четверых четверым четверыми
5 пять пяти пятью пятеро пятерых пятерым пятерыми
6 шесть шести шестью шестеро шестерых шестерым шестерыми
7 семь семи семеро семерых семерым семерыми
8 восемь восьми восемью восьмью восьмеро восьмерых восьмерым восьмерыми
9 девять девяти девятью девятеро девятерых
10 десять десяти десятью десятеро десятерых
11 одиннадцать одиннадцати одиннадцатью
12 двенадцать двенадцати двенадцатью
13 тринадцать тринадцати тринадцатью
14 четырнадцать четырнадцати четырнадцатью
15 пятнадцать пятнадцати пятнадцатью
16 шестнадцать шестнадцати шестнадцатью
17 семнадцать семнадцати семнадцатью
18 восемнадцать восемнадцати восемнадцатью
19 девятнадцать девятнадцати девятнадцатью
20 двадцать двадцати двадцатью
30 тридцать тридцати тридцатью
40 сорок сорока
50 пятьдесят пятидесяти пятьюдесятью пятидесятью
60 шестьдесят шестидесяти шестьюдесятью шестидесятью
70 семьдесят семидесяти семьюдесятью семидесятью
80 восемьдесят восьмидесяти восемьюдесятью восьмьюдесятью восьмидесятью
90 девяносто девяноста
100 сто ста
200 двести двухсот двумстам двумястами двухстах двухстами
300 триста трёхсот трёмстам тремястами трёхстах трёхстами
400 четыреста четырёхсот четырёмстам четырьмястами четырёхстах
500 пятьсот пятисот пятистам пятьюстами пятистах пятистами
600 шестьсот шестисот шестистам шестьюстами шестистах
700 семьсот семисот семистам семьюстами семистах
800 восемьсот восьмисот восьмистам восемьюстами восьмьюстами восьмистах
900 девятьсот девятисот девятистам девятьюстами девятистах
"""
_RU_ORDINALS = (
    "0 нулев|1 перв|2 втор|4 четверт|5 пят|6 шест|7 седьм|8 восьм|9 девят|10 десят|11 одиннадцат"
    "|12 двенадцат|13 тринадцат|14 четырнадцат|15 пятнадцат|16 шестнадцат|17 семнадцат"
    "|18 восемнадцат|19 девятнадцат|20 двадцат|30 тридцат|40 сороков|50 пятидесят|60 шестидесят"
    "|70 семидесят|80 восьмидесят|90 девяност|100 сот|200 двухсот|300 трёхсот|400 четырёхсот"
    "|500 пятисот|600 шестисот|700 семисот|800 восьмисот|900 девятисот"
    "|1000 тысячн|1000000 миллионн|1000000000 миллиардн"
)
_RU_ENDINGS = "ый ой ая ое ого ому ым ом ую ою ые ых ыми"
_RU_THIRD = "третий третья третье третьего третьему третьим третьем третьей третью третьею третьи третьих третьими"
_RU_NOUNS = """
1000 тысяча тысяче тысячу тысячей тысячью тыща тыщу тыщей | тысячи тысяч тысячам тысячами тысячах тыщи тыщ тыс
1000000 миллион миллиона миллиону миллионом миллионе | миллионы миллионов миллионам миллионами миллионах млн лям ляма лямов
1000000000 миллиард миллиарда миллиарду миллиардом миллиарде | миллиарды миллиардов миллиардам миллиардами миллиардах млрд
1000000000000 триллион триллиона триллиону триллионом | триллионы триллионов триллионам триллионами трлн
10 десяток десятка десятку десятком десятке | десятки десятков десяткам десятками десятках
12 дюжина дюжины дюжине дюжину дюжиной | дюжин дюжинам дюжинами
100 сотня сотне сотню сотней | сотни сотен сотням сотнями сотнях
"""
_RU_MIXED = "полтора полторы полутора полуторы"

_UK_CARDINALS = """
0 нуль нуля нулю нулем нулі ноль ноля
1 один одна одно одне одного одному одним одній однієї одну однією одної одною
2 два дві двох двом двома двоє
3 три трьох трьом трьома троє
4 чотири чотирьох чотирьом чотирма четверо чотирьома
5 п'ять п'яти п'ятьох п'ятьом п'ятьма п'ятьома п'ятеро
6 шість шести шістьох шістьом шістьма шістьома шестеро
7 сім семи сімох сімом сімома семеро
8 вісім восьми вісьмох вісьмом вісьма вісьмома восьмеро
9 дев'ять дев'яти дев'ятьох дев'ятьом дев'ятьма дев'ятьома дев'ятеро
10 десять десяти десятьох десятьом десятьма десятьома десятеро
40 сорок сорока
90 дев'яносто дев'яноста
100 сто ста
200 двісті двохсот двомстам двомастами двохстах
300 триста трьохсот трьомстам трьомастами трьохстах
400 чотириста чотирьохсот чотирьомстам чотирмастами чотирьохстах
500 п'ятсот п'ятисот п'ятистам п'ятьмастами п'ятьомастами п'ятистах
600 шістсот шестисот шестистам шістьмастами шістьомастами шестистах
700 сімсот семисот семистам сьомастами сімомастами семистах
800 вісімсот восьмисот восьмистам вісьмастами вісьмомастами восьмистах
900 дев'ятсот дев'ятисот дев'ятистам дев'ятьмастами дев'ятьомастами дев'ятистах
"""
_UK_TEENS = (
    "11 одинадцят|12 дванадцят|13 тринадцят|14 чотирнадцят|15 п'ятнадцят|16 шістнадцят"
    "|17 сімнадцят|18 вісімнадцят|19 дев'ятнадцят|20 двадцят|30 тридцят"
)
_UK_TEEN_ENDINGS = "ь и ьох ьом ьма ьома"
_UK_TENS = "50 п'ятдесят|60 шістдесят|70 сімдесят|80 вісімдесят"
_UK_TEN_ENDINGS = " и ьох ьом ьма ьома"
_UK_ORDINALS = (
    "0 нульов|1 перш|2 друг|4 четверт|5 п'ят|6 шост|7 сьом|8 восьм|9 дев'ят|10 десят|11 одинадцят"
    "|12 дванадцят|13 тринадцят|14 чотирнадцят|15 п'ятнадцят|16 шістнадцят|17 сімнадцят"
    "|18 вісімнадцят|19 дев'ятнадцят|20 двадцят|30 тридцят|40 сороков|50 п'ятдесят|60 шістдесят"
    "|70 сімдесят|80 вісімдесят|90 дев'яност|100 сот|200 двохсот|300 трьохсот|400 чотирьохсот"
    "|500 п'ятисот|600 шестисот|700 семисот|800 восьмисот|900 дев'ятисот"
    "|1000 тисячн|1000000 мільйонн|1000000000 мільярдн"
)
_UK_ENDINGS = "ий а е ого ому им ої ій у ою і их ими"
_UK_THIRD = "третій третя третє третього третьому третім третьої третю третьою треті третіх третіми"
_UK_NOUNS = """
1000 тисяча тисячу тисячею тищу тища | тисячі тисяч тисячам тисячами тисячах тис
1000000 мільйон мільйона мільйону мільйоном мільйоні | мільйони мільйонів мільйонам мільйонами мільйонах млн лям ляма лямів
1000000000 мільярд мільярда мільярду мільярдом мільярді | мільярди мільярдів мільярдам мільярдами мільярдах млрд
1000000000000 трильйон трильйона трильйоном | трильйони трильйонів трильйонами трлн
10 десяток десятка десятку десятком | десятки десятків десяткам десятками десятках
12 дюжина дюжини дюжині дюжину дюжиною | дюжин дюжинами
100 сотня сотню сотнею | сотні сотень сотням сотнями сотнях
"""
_UK_MIXED = "півтора півтори"

_EN_CARDINALS = """
0 zero|1 one|2 two|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine|10 ten|11 eleven|12 twelve
13 thirteen|14 fourteen|15 fifteen|16 sixteen|17 seventeen|18 eighteen|19 nineteen|20 twenty
30 thirty|40 forty fourty|50 fifty|60 sixty|70 seventy|80 eighty|90 ninety
"""
_EN_ORDINALS = """
0 zeroth|1 first|2 second|3 third|4 fourth|5 fifth|6 sixth|7 seventh|8 eighth|9 ninth|10 tenth
11 eleventh|12 twelfth|13 thirteenth|14 fourteenth|15 fifteenth|16 sixteenth|17 seventeenth
18 eighteenth|19 nineteenth|20 twentieth|30 thirtieth|40 fortieth|50 fiftieth|60 sixtieth
70 seventieth|80 eightieth|90 ninetieth|100 hundredth|1000 thousandth|1000000 millionth
1000000000 billionth
"""
_EN_NOUNS = """
100 hundred | hundreds
1000 thousand | thousands grand k
1000000 million mln | millions mn
1000000000 billion | billions bn
1000000000000 trillion | trillions
12 dozen | dozens
"""

# First halves of "двухтысячный", "двадцятип'ятитисячний": genitives, longest first when read.
_RU_GLUE = """
1 одно|2 двух|3 трёх|4 четырёх|5 пяти|6 шести|7 семи|8 восьми|9 девяти|10 десяти|11 одиннадцати
12 двенадцати|13 тринадцати|14 четырнадцати|15 пятнадцати|16 шестнадцати|17 семнадцати
18 восемнадцати|19 девятнадцати|20 двадцати|30 тридцати|40 сорока|50 пятидесяти|60 шестидесяти
70 семидесяти|80 восьмидесяти|90 девяносто|100 сто|200 двухсот|300 трёхсот|400 четырёхсот
500 пятисот|600 шестисот|700 семисот|800 восьмисот|900 девятисот
"""
_UK_GLUE = """
1 одно|2 дво|3 три|3 трьох|2 двох|4 чотири|4 чотирьох|5 п'яти|6 шести|7 семи|8 восьми|9 дев'яти
10 десяти|11 одинадцяти|12 дванадцяти|13 тринадцяти|14 чотирнадцяти|15 п'ятнадцяти|16 шістнадцяти
17 сімнадцяти|18 вісімнадцяти|19 дев'ятнадцяти|20 двадцяти|30 тридцяти|40 сорока|50 п'ятдесяти
60 шістдесяти|70 сімдесяти|80 вісімдесяти|90 дев'яносто|100 сто|200 двохсот|300 трьохсот
400 чотирьохсот|500 п'ятисот|600 шестисот|700 семисот|800 восьмисот|900 дев'ятисот
"""
_GLUED_STEMS = {
    "ru": (("тысячн", 1_000), ("миллионн", 1_000_000), ("миллиардн", 1_000_000_000)),
    "uk": (("тисячн", 1_000), ("мільйонн", 1_000_000), ("мільярдн", 1_000_000_000)),
}
_GLUED = re.compile("|".join(stem for stems in _GLUED_STEMS.values() for stem, _ in stems))
_LONGEST_GLUED = 60


def _rows(text: str) -> Iterable[tuple[int, list[str]]]:
    for row in text.strip().replace("\n", "|").split("|"):
        value, *forms = row.split()
        yield int(value), forms


def _kind_of(value: int) -> Kind:
    if value >= 1000:
        return Kind.SCALE
    for floor, kind in ((100, Kind.HUNDRED), (20, Kind.TEN), (10, Kind.TEEN), (1, Kind.UNIT)):
        if value >= floor:
            return kind
    return Kind.ZERO


def _noun(value: int, *, plural: bool, english: bool) -> NumberWord:
    kind = Kind.SCALE if value >= 1000 or (english and value == 100) else Kind.GROUP
    return NumberWord(value, kind, needs_count=plural)


def _build(
    cardinals: Iterable[tuple[int, Iterable[str]]],
    ordinals: Iterable[tuple[int, Iterable[str]]],
    nouns: str,
    mixed: str = "",
    *,
    english: bool = False,
) -> dict[str, NumberWord]:
    found: dict[str, NumberWord] = {}
    for row in nouns.strip().split("\n"):
        single, many = row.split("|")
        value, *forms = single.split()
        for form in many.split():
            found[fold(form)] = _noun(int(value), plural=True, english=english)
        for form in forms:
            found[fold(form)] = _noun(int(value), plural=False, english=english)
    for number, forms_of in cardinals:
        for form in forms_of:
            found[fold(form)] = NumberWord(number, _kind_of(number))
    for number, forms_of in ordinals:
        kind = Kind.SCALE if english and number == 100 else _kind_of(number)
        for form in forms_of:
            found[fold(form)] = NumberWord(number, kind, ordinal=True)
    for form in mixed.split():
        found[fold(form)] = NumberWord(Fraction(3, 2), Kind.MIXED)
    return found


def _inflected(stems: str, endings: str) -> list[tuple[int, list[str]]]:
    return [
        (value, [stems_[0] + ending for ending in endings.split(" ")])
        for value, stems_ in _rows(stems)
    ]


def _russian() -> dict[str, NumberWord]:
    ordinals = [*_inflected(_RU_ORDINALS, _RU_ENDINGS), (3, _RU_THIRD.split())]
    found = _build(_rows(_RU_CARDINALS), ordinals, _RU_NOUNS, _RU_MIXED)
    found["полтораста"] = NumberWord(150, Kind.HUNDRED)
    found["семью"] = NumberWord(7, Kind.UNIT, needs_company=True)
    return found


def _ukrainian() -> dict[str, NumberWord]:
    cardinals = [
        *_rows(_UK_CARDINALS),
        *_inflected(_UK_TEENS, _UK_TEEN_ENDINGS),
        *_inflected(_UK_TENS, _UK_TEN_ENDINGS),
    ]
    ordinals = [*_inflected(_UK_ORDINALS, _UK_ENDINGS), (3, _UK_THIRD.split())]
    found = _build(cardinals, ordinals, _UK_NOUNS, _UK_MIXED)
    found["півтораста"] = NumberWord(150, Kind.HUNDRED)
    # Subtitles and recognisers often drop the apostrophe.
    return {form.replace("'", ""): word for form, word in found.items()} | found


def _english() -> dict[str, NumberWord]:
    return _build(_rows(_EN_CARDINALS), _rows(_EN_ORDINALS), _EN_NOUNS, english=True)


@cache
def number_forms(language: str) -> Mapping[str, NumberWord]:
    """All folded forms of a language ("ru", "uk", "en", "uk-x-surzhyk"); empty for any other."""
    match language:
        case "ru":
            return _russian()
        case "uk":
            return _ukrainian()
        case "en":
            return _english()
        case "uk-x-surzhyk":
            return _russian() | _ukrainian()
        case _:
            return {}


@cache
def _glue(language: str) -> dict[str, int]:
    text = _RU_GLUE if language == "ru" else _UK_GLUE
    return {fold(form): value for value, forms in _rows(text) for form in forms}


def glued_value(folded: str, language: str) -> NumberWord | None:
    """Read an ordinal written in one word: ``двухтысячный``, ``двадцятип'ятитисячна``.

    Returns None for any other word.
    """
    if len(folded) > _LONGEST_GLUED or not _GLUED.search(folded):
        return None
    for name in ("ru", "uk") if language == "uk-x-surzhyk" else (language,):
        endings = (_RU_ENDINGS if name == "ru" else _UK_ENDINGS).split()
        for stem, factor in _GLUED_STEMS.get(name, ()):
            start, found, ending = folded.rpartition(stem)
            count = _count_in(start, _glue(name)) if found and start and ending in endings else 0
            if count:
                return NumberWord(count * factor, Kind.SCALE, ordinal=True, factor=factor)
    return None


def _count_in(start: str, glue: Mapping[str, int]) -> int:
    """Value of glued genitives, each smaller than the one before; 0 if they do not add up."""
    total, room = 0, 1000
    while start:
        size = next((n for n in range(min(14, len(start)), 1, -1) if start[:n] in glue), 0)
        value = glue.get(start[:size], 0)
        if not value or value >= room:
            return 0
        total += value
        room = {Kind.HUNDRED: 100, Kind.TEN: 10}.get(_kind_of(value), 1)
        start = start[size:]
    return total
