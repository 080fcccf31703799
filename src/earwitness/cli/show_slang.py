"""Words of a recording that can be slang, beside what they can mean; the words stay as they were said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from earwitness.cli.printing import say
from earwitness.cli.times import span_words
from earwitness.records.words import Utterance
from earwitness.text.slang import Slang, SlangSense, slang_in

__all__ = ["SpokenSlang", "say_slang", "spoken_slang"]

_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class SpokenSlang:
    """A term, all that it can mean, and where it was said: as it stands there, in which line."""

    senses: tuple[SlangSense, ...]
    uses: tuple[tuple[str, Utterance], ...]


def spoken_slang(lines: Iterable[Utterance], slang: Slang) -> tuple[SpokenSlang, ...]:
    """The slang in lines, in the order in which it first comes; lines that are held back are no words."""
    found: dict[tuple[SlangSense, ...], list[tuple[str, Utterance]]] = {}
    for line in lines:
        if not line.held_back:
            for use in slang_in(line.text, slang):
                found.setdefault(use.senses, []).append((use.surface, line))
    return tuple(SpokenSlang(senses, tuple(uses)) for senses, uses in found.items())


def say_slang(found: Iterable[SpokenSlang]) -> None:
    """Print a section of it, nothing where there is none."""
    found = tuple(found)
    if not found:
        return
    say()
    say("What some words can mean (perhaps not here)", style="bold")
    for one in found:
        words = ", ".join(dict.fromkeys(surface for surface, _ in one.uses))
        places = [span_words(u.start_ms, u.end_ms, u.timing.value) for _, u in one.uses]
        more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
        shown = ", ".join(dict.fromkeys(filter(None, places[:_MOST_PLACES])))
        say(f"  {words}  {shown}{more}".rstrip())
        for sense in one.senses:
            say(f"    {sense.term}: {sense.sense} ({sense.source})")
