"""Check digits: whether a number can be a bank card, an IBAN, a tax or an insurance number.

Sources: ISO/IEC 7812-1 (Luhn), ISO 13616 (IBAN), the Russian tax service's order for the ИНН, the
Ukrainian cabinet's rule for the РНОКПП, the Russian pension fund's for the СНИЛС.
"""

from __future__ import annotations

__all__ = ["is_iban", "is_inn", "is_luhn", "is_rnokpp", "is_snils"]

_INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = (3, *_INN_11)
_RNOKPP = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
_FIRST_SNILS = 1_001_998  # below it the numbers were given without check digits


def is_luhn(digits: str) -> bool:
    """Whether the last digit checks the others.

    >>> is_luhn("4242424242424242"), is_luhn("4242424242424243")
    (True, False)
    """
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_iban(code: str) -> bool:
    """Whether letters and digits without spaces leave 1 when divided by 97.

    >>> is_iban("GB82WEST12345698765432"), is_iban("GB83WEST12345698765432")
    (True, False)
    """
    moved = code[4:] + code[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def is_inn(digits: str) -> bool:
    """Whether twelve digits can be the Russian tax number of a person (two check digits).

    >>> is_inn("500100732259"), is_inn("500100732258")
    (True, False)
    """
    if len(digits) != 12:
        return False
    return _weighed(digits, _INN_11) == int(digits[10]) and _weighed(digits, _INN_12) == int(
        digits[11]
    )


def is_rnokpp(digits: str) -> bool:
    """Whether ten digits can be the Ukrainian tax number of a person (one check digit).

    >>> is_rnokpp("3184710691"), is_rnokpp("3184710692")
    (True, False)
    """
    return len(digits) == 10 and _weighed(digits, _RNOKPP) == int(digits[9])


def is_snils(digits: str) -> bool:
    """Whether eleven digits can be a Russian insurance number (two check digits).

    >>> is_snils("11223344595"), is_snils("11223344596")
    (True, False)
    """
    if len(digits) != 11 or int(digits[:9]) < _FIRST_SNILS:
        return False
    total = sum(int(sign) * (9 - place) for place, sign in enumerate(digits[:9])) % 101
    return total % 100 == int(digits[9:])


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    pairs = zip(digits, weights, strict=False)
    return sum(int(sign) * weight for sign, weight in pairs) % 11 % 10
