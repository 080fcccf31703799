"""A heard text as numbers: which of its units say the same as a quoted one, without looking at the words.

Each key, beginning and name is a 64-bit BLAKE2 digest. The numbers are the same in every process, so that
they are kept from check to check (`held_keys`); the units themselves are made only where they are needed: for
masked words, and to show what was heard.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from earwitness.publish.quotecheck.units import FREE_KINDS, Unit, UnitKind, like

__all__ = ["HeardText", "UnitNumbers", "says_the_same", "unit_number"]

_STEM_LETTERS = 4
_Numbers = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class UnitNumbers:
    """The units of a text as numbers, one a unit.

    Attributes:
        keys, heads: of the key, and of its beginning.
        names: of the name, 0 where there is none.
        free: whether it is a bracket or an elision.
        masks: indexes of masked words.
        different: the keys once more, most of them once only.
    """

    keys: _Numbers
    heads: _Numbers
    names: _Numbers
    free: NDArray[np.bool_]
    masks: tuple[int, ...]
    different: _Numbers

    @classmethod
    def of(cls, units: Sequence[Unit]) -> UnitNumbers:
        """Number the units."""
        keys = _numbers([unit.key for unit in units])
        return cls(
            keys,
            _numbers([_head(unit) for unit in units]),
            _numbers([unit.name for unit in units]),
            np.array([unit.kind in FREE_KINDS for unit in units], bool),
            tuple(at for at, unit in enumerate(units) if unit.kind is UnitKind.MASK),
            keys,
        )


class HeardText:
    """A text prepared for many alignments."""

    def __init__(
        self,
        units: Sequence[Unit] | Callable[[], Sequence[Unit]],
        numbers: UnitNumbers | None = None,
    ) -> None:
        """Prepare a text.

        Args:
            units: its units, or what makes them when they are needed.
            numbers: of the units, where they were kept.
        """
        self._made = units
        self.numbers = UnitNumbers.of(self.units) if numbers is None else numbers

    def __len__(self) -> int:
        return len(self.numbers.keys)

    @cached_property
    def units(self) -> Sequence[Unit]:
        """The units, in order."""
        return self._made() if callable(self._made) else self._made

    @property
    def free(self) -> NDArray[np.bool_]:
        """Which units are brackets and elisions."""
        return self.numbers.free

    @cached_property
    def held(self) -> frozenset[int]:
        """Every key as a number."""
        return frozenset(self.numbers.different.tolist())

    @cached_property
    def held_names(self) -> frozenset[int]:
        """Every name as a number."""
        return frozenset(self.numbers.names.tolist()) - {0}

    def same(self, unit: Unit) -> NDArray[np.bool_]:
        """Which heard units say the same as a quoted one."""
        if unit.kind is UnitKind.MASK:
            return np.array([says_the_same(unit, other) for other in self.units], bool)
        found = np.zeros(len(self), bool)
        for number in _like_numbers(unit.key):
            if number in self.held:
                found |= self.numbers.keys == np.uint64(number)
        if unit.name and unit_number(unit.name) in self.held_names:
            found |= self.numbers.names == np.uint64(unit_number(unit.name))
        for at in self.numbers.masks:
            found[at] = says_the_same(unit, self.units[at])
        return found

    def near(self, unit: Unit) -> NDArray[np.bool_]:
        """Which heard units begin like a quoted one (another ending, another number)."""
        return np.asarray(self.numbers.heads == np.uint64(unit_number(_head(unit))), bool)

    def may_hold(self, unit: Unit) -> bool:
        """Whether any heard unit may say the same; a masked word may say anything."""
        if unit.kind is UnitKind.MASK or self.numbers.masks:
            return True
        if not self.held.isdisjoint(_like_numbers(unit.key)):
            return True
        return bool(unit.name) and unit_number(unit.name) in self.held_names

    def begins(self, unit: Unit) -> NDArray[np.bool_]:
        """Which heard units have a like key or the name of a quoted one; masked words only as they are written."""
        found = np.zeros(len(self), bool)
        for number in _like_numbers(unit.key):
            found |= self.numbers.keys == np.uint64(number)
        if unit.name:
            found |= self.numbers.names == np.uint64(unit_number(unit.name))
        return found

    def row_lengths(self, quoted: Sequence[Unit]) -> NDArray[np.int32]:
        """For each quoted unit and each heard one: how many units say the same in a row from there on.

        Returns:
            (quoted, heard) int32; 0 from a bracket or an elision.
        """
        lengths = np.zeros((len(quoted) + 1, len(self) + 1), np.int32)
        for at in range(len(quoted) - 1, -1, -1):
            if quoted[at].kind not in FREE_KINDS:
                lengths[at, :-1] = np.where(self.same(quoted[at]), 1 + lengths[at + 1, 1:], 0)
        return lengths[:-1, :-1]

    def runs(self, quoted: Sequence[Unit], length: int) -> NDArray[np.bool_]:
        """Which quoted units are part of ``length`` units, none of them free, that stand here in a row."""
        found = np.zeros(len(quoted), bool)
        held = [unit.kind not in FREE_KINDS and self.may_hold(unit) for unit in quoted]
        last = len(self) - length + 1
        starts = [
            at
            for at in range(len(quoted) - length + 1 if last > 0 else 0)
            if all(held[at : at + length])
        ]
        rows = {
            place: self.same(quoted[place]) for at in starts for place in range(at, at + length)
        }
        for at in starts:
            together = np.logical_and.reduce([rows[at + n][n : last + n] for n in range(length)])
            if together.any():
                found[at : at + length] = True
        return found


def says_the_same(unit: Unit, other: Unit) -> bool:
    """Whether two units have like keys or one name, or one is the other with letters masked."""
    if other.key in like(unit.key) or (unit.name and unit.name == other.name):
        return True
    if unit.kind is UnitKind.MASK and other.kind is UnitKind.MASK:
        return _masks_agree(unit.key, other.key)
    for mask, word in ((unit, other), (other, unit)):
        if mask.kind is UnitKind.MASK and word.kind is UnitKind.WORD:
            return _mask_pattern(mask.key).fullmatch(word.key) is not None
    return False


@lru_cache(maxsize=1 << 17)
def unit_number(key: str) -> int:
    """The number of a key; 0 for no key."""
    if not key:
        return 0
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=1 << 15)
def _like_numbers(key: str) -> tuple[int, ...]:
    """The numbers of the keys that say the same; every text is asked for each of a quotation."""
    return tuple(unit_number(one) for one in like(key))


def _numbers(keys: Sequence[str]) -> _Numbers:
    return np.fromiter(map(unit_number, keys), np.uint64, len(keys))


def _head(unit: Unit) -> str:
    return "#" if unit.kind is UnitKind.NUMBER else unit.key[:_STEM_LETTERS]


_MASKED = re.compile(r"[*#@$]+|\.{2,}|…")


def _mask_pattern(mask: str) -> re.Pattern[str]:
    return re.compile(r"\w+".join(re.escape(piece) for piece in _MASKED.split(mask)))


def _masks_agree(one: str, other: str) -> bool:
    """Whether two masked words can be one: f**k and f***k."""
    heads = [_MASKED.split(mask)[0] for mask in (one, other)]
    tails = [_MASKED.split(mask)[-1] for mask in (one, other)]
    return (heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])) and (
        tails[0].endswith(tails[1]) or tails[1].endswith(tails[0])
    )
