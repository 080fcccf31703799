"""A still with a title card, drawn with a bitmap font of our own: no font file, the same everywhere."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["HEIGHT", "WIDTH", "title_card"]

WIDTH, HEIGHT = 320, 180
_BACKGROUND, _BAND, _INK = (34, 52, 60), (96, 150, 120), (240, 240, 232)

# Five columns by seven rows; one hexadecimal pair a row, the lowest five bits are the columns.
_GLYPHS: Final[dict[str, str]] = {
    " ": "00000000000000", "-": "0000001f000000", "0": "0e11131519110e", "1": "040c040404040e",
    "2": "0e11010204081f", "3": "1f02040201110e", "4": "02060a121f0202", "5": "1f101e0101110e",
    "6": "0608101e11110e", "7": "1f010204080808", "8": "0e11110e11110e", "9": "0e11110f01020c",
    "А": "0e11111f111111", "Б": "1f10101e11111e", "В": "1e11111e11111e", "Д": "060a0a0a0a1f11",
    "Е": "1f10101e10101f", "Ж": "15150e040e1515", "З": "0e11010601110e", "И": "11111315191111",
    "І": "0e04040404040e", "К": "11121418141211", "Л": "07090909090911", "М": "111b1515111111",
    "Н": "1111111f111111", "О": "0e11111111110e", "П": "1f111111111111", "Р": "1e11111e101010",
    "С": "0e11101010110e", "Т": "1f040404040404", "У": "1111110f01110e", "Х": "11110a040a1111",
    "Й": "15111315191111", "Ф": "040e1515150e04", "Г": "1f101010101010", "Ш": "1515151515151f",
    "Ц": "1212121212121f", "Я": "0f11110f050911", "Ь": "1010101e11111e", "Ч": "1111110f010101",
}  # fmt: skip


def title_card(lines: list[str]) -> NDArray[np.uint8]:
    """A 320 by 180 RGB picture: a coloured band and up to four centred lines of capitals.

    Raises:
        KeyError: a letter that the font does not have.
    """
    picture = np.empty((HEIGHT, WIDTH, 3), dtype=np.uint8)
    picture[:] = _BACKGROUND
    picture[HEIGHT - 24 :] = _BAND
    for i, line in enumerate(lines):
        _write(picture, line, top=28 + i * 32, scale=3 if i == 0 else 2)
    return picture


def _write(picture: NDArray[np.uint8], line: str, top: int, scale: int) -> None:
    left = (WIDTH - len(line) * 6 * scale) // 2
    for i, letter in enumerate(line):
        rows = bytes.fromhex(_GLYPHS[letter])
        dots = np.array([[row >> (4 - column) & 1 for column in range(5)] for row in rows], bool)
        block = np.kron(dots, np.ones((scale, scale), dtype=bool))
        x = left + i * 6 * scale
        picture[top : top + 7 * scale, x : x + 5 * scale][block] = _INK
