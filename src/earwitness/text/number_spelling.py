"""Numbers in words: nominative, masculine."""

from __future__ import annotations

from earwitness.errors import UsageError

__all__ = ["number_words"]

_LARGEST = 999_999_999


def _table(text: str) -> dict[int, str]:
    pairs = (row.split(maxsplit=1) for row in text.replace("\n", "|").split("|"))
    return {int(value): word for value, word in pairs}


_CARDINALS = {
    "ru": _table(
        "0 ноль|1 один|2 два|3 три|4 четыре|5 пять|6 шесть|7 семь|8 восемь|9 девять|10 десять"
        "|11 одиннадцать|12 двенадцать|13 тринадцать|14 четырнадцать|15 пятнадцать|16 шестнадцать"
        "|17 семнадцать|18 восемнадцать|19 девятнадцать|20 двадцать|30 тридцать|40 сорок"
        "|50 пятьдесят|60 шестьдесят|70 семьдесят|80 восемьдесят|90 девяносто|100 сто|200 двести"
        "|300 триста|400 четыреста|500 пятьсот|600 шестьсот|700 семьсот|800 восемьсот|900 девятьсот"
    ),
    "uk": _table(
        "0 нуль|1 один|2 два|3 три|4 чотири|5 п'ять|6 шість|7 сім|8 вісім|9 дев'ять|10 десять"
        "|11 одинадцять|12 дванадцять|13 тринадцять|14 чотирнадцять|15 п'ятнадцять|16 шістнадцять"
        "|17 сімнадцять|18 вісімнадцять|19 дев'ятнадцять|20 двадцять|30 тридцять|40 сорок"
        "|50 п'ятдесят|60 шістдесят|70 сімдесят|80 вісімдесят|90 дев'яносто|100 сто|200 двісті"
        "|300 триста|400 чотириста|500 п'ятсот|600 шістсот|700 сімсот|800 вісімсот|900 дев'ятсот"
    ),
    "en": _table(
        "0 zero|1 one|2 two|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine|10 ten|11 eleven"
        "|12 twelve|13 thirteen|14 fourteen|15 fifteen|16 sixteen|17 seventeen|18 eighteen"
        "|19 nineteen|20 twenty|30 thirty|40 forty|50 fifty|60 sixty|70 seventy|80 eighty|90 ninety"
    ),
}
_ORDINALS = {
    "ru": _table(
        "0 нулевой|1 первый|2 второй|3 третий|4 четвёртый|5 пятый|6 шестой|7 седьмой|8 восьмой"
        "|9 девятый|10 десятый|11 одиннадцатый|12 двенадцатый|13 тринадцатый|14 четырнадцатый"
        "|15 пятнадцатый|16 шестнадцатый|17 семнадцатый|18 восемнадцатый|19 девятнадцатый"
        "|20 двадцатый|30 тридцатый|40 сороковой|50 пятидесятый|60 шестидесятый|70 семидесятый"
        "|80 восьмидесятый|90 девяностый|100 сотый|200 двухсотый|300 трёхсотый|400 четырёхсотый"
        "|500 пятисотый|600 шестисотый|700 семисотый|800 восьмисотый|900 девятисотый"
    ),
    "uk": _table(
        "0 нульовий|1 перший|2 другий|3 третій|4 четвертий|5 п'ятий|6 шостий|7 сьомий|8 восьмий"
        "|9 дев'ятий|10 десятий|11 одинадцятий|12 дванадцятий|13 тринадцятий|14 чотирнадцятий"
        "|15 п'ятнадцятий|16 шістнадцятий|17 сімнадцятий|18 вісімнадцятий|19 дев'ятнадцятий"
        "|20 двадцятий|30 тридцятий|40 сороковий|50 п'ятдесятий|60 шістдесятий|70 сімдесятий"
        "|80 вісімдесятий|90 дев'яностий|100 сотий|200 двохсотий|300 трьохсотий|400 чотирьохсотий"
        "|500 п'ятисотий|600 шестисотий|700 семисотий|800 восьмисотий|900 дев'ятисотий"
    ),
    "en": _table(
        "0 zeroth|1 first|2 second|3 third|4 fourth|5 fifth|6 sixth|7 seventh|8 eighth|9 ninth"
        "|10 tenth|11 eleventh|12 twelfth|13 thirteenth|14 fourteenth|15 fifteenth|16 sixteenth"
        "|17 seventeenth|18 eighteenth|19 nineteenth|20 twentieth|30 thirtieth|40 fortieth"
        "|50 fiftieth|60 sixtieth|70 seventieth|80 eightieth|90 ninetieth"
    ),
}
# First halves of "двадцатипятитысячный": genitives, three of them shorter.
_GLUE = {
    "ru": _table(
        "1 одно|2 двух|3 трёх|4 четырёх|5 пяти|6 шести|7 семи|8 восьми|9 девяти|10 десяти"
        "|11 одиннадцати|12 двенадцати|13 тринадцати|14 четырнадцати|15 пятнадцати|16 шестнадцати"
        "|17 семнадцати|18 восемнадцати|19 девятнадцати|20 двадцати|30 тридцати|40 сорока"
        "|50 пятидесяти|60 шестидесяти|70 семидесяти|80 восьмидесяти|90 девяносто|100 сто"
        "|200 двухсот|300 трёхсот|400 четырёхсот|500 пятисот|600 шестисот|700 семисот"
        "|800 восьмисот|900 девятисот"
    ),
    "uk": _table(
        "1 одно|2 дво|3 три|4 чотири|5 п'яти|6 шести|7 семи|8 восьми|9 дев'яти|10 десяти"
        "|11 одинадцяти|12 дванадцяти|13 тринадцяти|14 чотирнадцяти|15 п'ятнадцяти"
        "|16 шістнадцяти|17 сімнадцяти|18 вісімнадцяти|19 дев'ятнадцяти|20 двадцяти|30 тридцяти"
        "|40 сорока|50 п'ятдесяти|60 шістдесяти|70 сімдесяти|80 вісімдесяти|90 дев'яносто|100 сто"
        "|200 двохсот|300 трьохсот|400 чотирьохсот|500 п'ятисот|600 шестисот|700 семисот"
        "|800 восьмисот|900 дев'ятисот"
    ),
}
_FEMININE = {"ru": {1: "одна", 2: "две"}, "uk": {1: "одна", 2: "дві"}}
# One, two to four, five and more; and the stem of the ordinal.
_SCALES = {
    "ru": (
        (1_000_000, ("миллион", "миллиона", "миллионов"), "миллионный"),
        (1_000, ("тысяча", "тысячи", "тысяч"), "тысячный"),
    ),
    "uk": (
        (1_000_000, ("мільйон", "мільйони", "мільйонів"), "мільйонний"),
        (1_000, ("тисяча", "тисячі", "тисяч"), "тисячний"),
    ),
}
_ENGLISH_SCALES = ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))


def number_words(n: int, language: str, ordinal: bool = False) -> str:  # noqa: FBT001, FBT002
    """Write a number in words, nominative masculine: what `numbers_in` reads back.

    Args:
        n: 0 to 999,999,999.
        language: "ru", "uk" or "en".
        ordinal: "двадцать пятый" in place of "двадцать пять".

    Raises:
        UsageError: another language, or a number out of range.

    >>> number_words(225, "ru", ordinal=True), number_words(25000, "uk", ordinal=True)
    ('двести двадцать пятый', "двадцятип'ятитисячний")
    >>> number_words(1225, "en")
    'one thousand two hundred twenty-five'
    """
    if language not in _CARDINALS:
        raise UsageError(f"numbers are not spelled in '{language}'", do="Use ru, uk or en")
    if not 0 <= n <= _LARGEST:
        raise UsageError(f"{n} cannot be spelled", do="Use 0 to 999,999,999")
    if n == 0:
        return (_ORDINALS if ordinal else _CARDINALS)[language][0]
    spell = _english if language == "en" else _slavic
    return " ".join(spell(n, language, ordinal=ordinal))


def _parts(n: int) -> list[int]:
    """Hundreds, tens and units of a number below 1000: 225 as 200, 20, 5; 213 as 200, 13."""
    tens = n % 100
    rest = [tens] if tens < 20 else [tens - tens % 10, tens % 10]
    return [part for part in (n - tens, *rest) if part]


def _slavic(n: int, language: str, *, ordinal: bool) -> list[str]:
    cardinals = _CARDINALS[language]
    said: list[str] = []
    left = n
    for scale, forms, ordinal_form in _SCALES[language]:
        count, left = divmod(left, scale)
        if count and ordinal and not left:
            glue = (
                "".join(_GLUE[language][part] for part in _parts(count))
                if count > 1 or said
                else ""
            )
            return [*said, glue + ordinal_form]
        if count:
            gendered = _FEMININE[language] if scale == 1_000 else {}
            counted = [gendered.get(part) or cardinals[part] for part in _parts(count)]
            said += [*(counted if count > 1 or said else ()), forms[_form_of(count)]]
    parts = _parts(left)
    last = [(_ORDINALS if ordinal else _CARDINALS)[language][part] for part in parts[-1:]]
    return [*said, *(cardinals[part] for part in parts[:-1]), *last]


def _form_of(count: int) -> int:
    if count % 100 in range(11, 15):
        return 2
    return {1: 0, 2: 1, 3: 1, 4: 1}.get(count % 10, 2)


def _english(n: int, language: str, *, ordinal: bool) -> list[str]:
    said: list[str] = []
    left = n
    for scale, name in _ENGLISH_SCALES:
        count, left = divmod(left, scale)
        if count:
            said += [*_english(count, language, ordinal=False), name]
    if not left:
        return [*said[:-1], said[-1] + "th"] if ordinal else said
    *tens, last = _parts(left)
    words = (_ORDINALS if ordinal else _CARDINALS)[language][last]
    return [*said, "-".join([*(_CARDINALS[language][ten] for ten in tens), words])]
