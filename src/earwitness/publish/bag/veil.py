"""What may not go out: every word of a public bag passes here, and what is held back is told with its reason.

Two nets, one behind the other. The first learns from all versions of a recording's words what could identify
a private person, and puts a mark in its place wherever it stands: in the words, in claims, in addresses.
The second (`Guard`) reads the finished bytes for what must never be there: names under which files were
received, folders of this machine. It mends nothing; it stops the bag.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from earwitness.errors import Refused
from earwitness.publish.bag.facts import SayPrivate

__all__ = ["WITHHELD", "Guard", "OpenVeil", "Veil", "Veiling", "Withheld"]

WITHHELD = "[withheld]"
_LEAST_NAME = 5  # shorter names of files are words
_TOLD_OF_NOBODY = frozenset(("health",))  # identifies nobody where no name is left


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something of a recording that is not in the bag, and why.

    Attributes:
        code: names the sentence (``content/pages/bag.toml``).
        count: of places, where they are counted. language: of the words that it is about, or "".
        detail: the program's own words for it, in English, or "".
    """

    code: str
    count: int = 0
    language: str = ""
    detail: str = ""


class Veiling(Protocol):
    """What all content is written through."""

    def learn(self, lines: Sequence[str], voices: Sequence[str]) -> int:
        """Learn from a version of the words; give the number of places that are private."""

    def text(self, text: str, keep: Collection[str] = ()) -> str:
        """The text as it may go out.

        Args:
            keep: words of ours that are no names there (June, in a date).
        """

    def address(self, url: str | None) -> str:
        """An address as it may go out; "" where it may not."""


class OpenVeil:
    """The sealed edition: everything is shown."""

    def learn(self, lines: Sequence[str], voices: Sequence[str]) -> int:
        del lines, voices
        return 0

    def text(self, text: str, keep: Collection[str] = ()) -> str:
        del keep
        return text

    def address(self, url: str | None) -> str:
        return url or ""


class Veil:
    """The public edition, for one recording.

    Args:
        find: what could identify a private person.
        sealed: strings that never go out, names of files as received among them.
        covered: a text without what persons decided to withhold, in any form.
    """

    def __init__(
        self,
        find: SayPrivate,
        sealed: Iterable[str] = (),
        covered: Callable[[str], str] = str,
    ) -> None:
        self._find, self._covered = find, covered
        self._words = {one.lower() for one in sealed if len(one) >= _LEAST_NAME}
        self._pattern: re.Pattern[str] | None = None
        self.kinds: Counter[str] = Counter()

    def learn(self, lines: Sequence[str], voices: Sequence[str]) -> int:
        places = 0
        for one in self._find(lines, voices):
            if one.kind in _TOLD_OF_NOBODY:
                continue
            surface = lines[one.line][one.start : one.end].strip()
            if surface:
                self._words.add(surface.lower())
                self.kinds[one.kind] += 1
                places += 1
        self._pattern = None
        return places

    def text(self, text: str, keep: Collection[str] = ()) -> str:
        if not text:
            return text
        veiled = self._known().sub(WITHHELD, self._covered(text))
        found = [one for one in self._find([veiled], ()) if one.kind not in _TOLD_OF_NOBODY]
        for one in sorted(found, key=lambda one: -one.start):
            surface = veiled[one.start : one.end]
            if WITHHELD not in surface and surface not in keep:
                veiled = veiled[: one.start] + WITHHELD + veiled[one.end :]
        return veiled

    def address(self, url: str | None) -> str:
        if not url or not re.match(r"https?://", url) or "@" in url.split("/")[2]:
            return ""
        return url if self.text(url) == url else ""

    def _known(self) -> re.Pattern[str]:
        if self._pattern is None:
            longest_first = sorted(self._words, key=lambda one: (-len(one), one))
            # blanks may be of any kind, and a word is a word: «Аня» is not in «Саняр»
            rows = [r"\s+".join(map(re.escape, one.split())) for one in longest_first]
            within = "|".join(rows) or r"(?!)"
            self._pattern = re.compile(rf"(?<!\w)(?:{within})(?!\w)", re.IGNORECASE)
        return self._pattern


class Guard:
    """The second net: finished bytes of a public bag are read for strings that must not be there.

    Args:
        sealed: folders of this machine, names of files as received.
    """

    def __init__(self, sealed: Iterable[str] = ()) -> None:
        self._sealed = sorted({one.encode() for one in sealed if len(one) >= _LEAST_NAME})

    def check(self, name: str, content: bytes) -> None:
        """Let content pass.

        Raises:
            Refused: something sealed stands in it; nothing is published.
        """
        for one in self._sealed:
            if one in content:
                raise Refused(
                    "would hold the name of a file or folder as it was received",
                    where=name,
                    do="Nothing was written; please report this, it is an error of the program",
                )
