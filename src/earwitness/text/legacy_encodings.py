"""Which of the old encodings is a text in? By its letters: general detectors know little Ukrainian.

Read in the wrong encoding, Cyrillic becomes capitals inside words, letters of other alphabets and
signs; a French or German text becomes single Cyrillic letters among Latin ones.
"""

from __future__ import annotations

from itertools import pairwise

__all__ = ["LEGACY", "likeliest"]

# What Russian and Ukrainian desks really send besides UTF-8, in order of preference.
LEGACY = ("cp1251", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic", "cp1252")

_SAMPLE_BYTES = 65_536
# How often letters occur in Russian and Ukrainian, roughly; text in the wrong encoding has many rare ones.
_WEIGHTS = (
    dict.fromkeys("оеаинтсрвлкі", 3) | dict.fromkeys("дмпуяьыгзбйчїє", 1)
    | dict.fromkeys("жшюцщэфъёґх", -1)
)  # fmt: skip
_SIGNS = frozenset("«»„“”‘’—–…№ \xa0€§°\u2011")


def likeliest(data: bytes) -> str | None:
    """The encoding in which the bytes read most like words; None if in none of them.

    >>> likeliest("Ми зустрінемося біля млина".encode("cp1251"))
    'cp1251'
    """
    scores = {}
    for encoding in LEGACY:
        try:
            scores[encoding] = _score(data[:_SAMPLE_BYTES].decode(encoding))
        except UnicodeDecodeError:
            continue
    best = max(scores, key=lambda encoding: scores[encoding], default=None)
    return best if best is not None and scores[best] > 0 else None


def _score(text: str) -> int:
    return sum(_pair(before, sign) for before, sign in pairwise(f" {text}") if not sign.isascii())


def _pair(before: str, sign: str) -> int:
    """How much a sign that is not ASCII looks at home after the one before it."""
    if sign in _SIGNS:
        return 0
    low = sign.lower()
    if low in _WEIGHTS:
        latin = before.isascii() and before.isalpha()
        capital_inside = sign != low and before.islower()
        return -3 if latin or capital_inside else _WEIGHTS[low]
    if "À" <= sign <= "ÿ" and sign.isalpha():
        return 1 if before.isascii() else -3
    return -3
