"""What may leave: the gate that all words of a page pass, whatever decides what is withheld."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from earwitness.publish.how_we_know import Knowledge
from earwitness.publish.page.log import LoggedVersion
from earwitness.records.judgement import Heard

__all__ = ["NOTHING_WITHHELD", "Gate"]


def _as_it_is(text: str) -> str:
    return text


def _all_of_it(heard: Heard) -> Heard:
    return heard


def _unproved(_: Path) -> None:
    """Nothing is proved of a folder where nobody hands over a proof."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What is withheld.

    Attributes:
        text: any words, without what is withheld.
        heard: a place in a recording, its original words and voice without what is withheld.
        proved: is shown the whole folder before it goes out, and raises if it must not.
    """

    text: Callable[[str], str] = _as_it_is
    heard: Callable[[Heard], Heard] = _all_of_it
    proved: Callable[[Path], None] = _unproved

    def sentences(self, given: Sequence[Knowledge]) -> list[Knowledge]:
        """What is told of recordings."""
        return [replace(one, sentences=tuple(map(self.text, one.sentences))) for one in given]

    def log(self, given: Sequence[LoggedVersion]) -> list[LoggedVersion]:
        """A log: also what was published once is not said again."""
        return [
            replace(
                one,
                changes=tuple(
                    replace(each, before=self.text(each.before), after=self.text(each.after))
                    for each in one.changes
                ),
                corrections=tuple(
                    replace(each, before=self.text(each.before), after=self.text(each.after))
                    for each in one.corrections
                ),
            )
            for one in given
        ]


NOTHING_WITHHELD = Gate()
