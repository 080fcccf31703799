"""What every rule about a quotation may look at: the draft's words, the words heard, and those around."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from earwitness.publish.draft import DraftParagraph
from earwitness.publish.quotecheck.cues import cue, plain
from earwitness.publish.quotecheck.findings import Frame
from earwitness.publish.quotecheck.heard_words import Comparable
from earwitness.publish.quotecheck.places import Checking, Place
from earwitness.publish.quotecheck.units import Unit, UnitKind
from earwitness.records.judgement import Heard
from earwitness.text.attribution import Attribution
from earwitness.text.quotations import Quotation, mask_quotations
from earwitness.text.speech_clauses import sentences

__all__ = ["Quoted", "Sentence"]

_BESIDE_CHARS = 600  # after a quotation: the rest of its paragraph, in a long one not all of it
_FREE = (UnitKind.BRACKET, UnitKind.ELISION)


@lru_cache(maxsize=8)
def _masked(paragraph: str) -> tuple[str, tuple[int, ...]]:
    """A paragraph with its quotations blanked, and where its sentences begin; worked out once for all of them."""
    text = mask_quotations(paragraph)
    return text, (0, *(start for start, _ in sentences(text) if start))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence heard: its units (inclusive), its words as written, and what closes it."""

    first: int
    last: int
    text: str
    closed_by: str


@dataclass(frozen=True)  # no slots: what is asked for by several rules is worked out once
class Quoted:
    """A quotation with the place where it was heard."""

    checking: Checking
    paragraph: DraftParagraph
    quotation: Quotation
    attribution: Attribution
    frame: Frame
    place: Place
    heard: Heard

    @property
    def text(self) -> Comparable:
        return self.place.text

    @property
    def units(self) -> Sequence[Unit]:
        """What was heard, as it was compared."""
        return self.place.text.heard.units

    @property
    def language(self) -> str:
        """Of the words that were compared: the original's or the translation's."""
        return self.place.text.language

    @property
    def first(self) -> int:
        return self.place.match.first

    @property
    def last(self) -> int:
        return self.place.match.last

    @property
    def span(self) -> tuple[int, int]:
        """The quotation with its marks, in the draft."""
        return self.frame.start, self.frame.end

    @cached_property
    def kept(self) -> frozenset[int]:
        """Heard units that stand in the quotation unchanged."""
        return frozenset(
            step.heard
            for step in self.place.match.steps
            if step.same
            and step.heard is not None
            and step.quoted is not None
            and self.frame.units[step.quoted].kind not in _FREE
        )

    @cached_property
    def holes(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Each elision and bracket of the quotation, and the heard units that it stands for."""
        found: list[tuple[int, tuple[int, ...]]] = []
        place, stands = -1, list[int]()
        inside = False
        for step in self.place.match.steps:
            inside = inside or step.heard == self.first
            if step.quoted is not None:
                if place >= 0:
                    found.append((place, tuple(stands)))
                free = self.frame.units[step.quoted].kind in _FREE
                place, stands = (step.quoted if free and inside else -1), []
            if place >= 0 and step.heard is not None and step.same:
                stands.append(step.heard)
            if step.heard == self.last:
                break
        return tuple(found)

    @cached_property
    def cut(self) -> frozenset[int]:
        """Heard units under an elision or bracket."""
        return frozenset(at for _, stands in self.holes for at in stands)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences heard that the quotation takes words from."""
        return tuple(self._sentences(self.first, self.last))

    def following(self) -> Sentence | None:
        """The sentence after the last one, if the same voice goes on."""
        start = self.sentences[-1].last + 1
        if start >= len(self.units) or self.voice(start) != self.voice(self.last):
            return None
        return next(iter(self._sentences(start, start)), None)

    def voice(self, unit: int) -> str:
        """The label of the voice that says a unit, "" if nobody knows."""
        span = self.text.lines[self.text.owners[unit]][0]
        spoken = self.text.spoken
        if span is None or spoken is None:
            return ""
        own = {one.voice or "" for one in map(spoken.at, range(span[0], span[1] + 1)) if one}
        return own.pop() if len(own) == 1 else ""

    @cached_property
    def narration(self) -> str:
        """The story's own words beside the quotation: its paragraph's sentences, quotations blanked."""
        return _masked(self.paragraph.text)[0]

    def told_beside(self, key: str) -> str:
        """Words of a list in the story's own words beside the quotation, "" if there are none.

        The sentence that the quotation stands in, what comes after it in the paragraph, and the sentence
        before it count.
        """
        low, high = self._beside
        pattern = cue(self.checking.draft.language, key)
        found = pattern.search(plain(self.narration[low:high]))
        return found[0] if found else ""

    @cached_property
    def _beside(self) -> tuple[int, int]:
        spans = _masked(self.paragraph.text)[1]
        holding = bisect_right(spans, self.quotation.start) - 1
        first = spans[max(0, holding - 1)]
        return first, min(len(self.narration), self.quotation.end + _BESIDE_CHARS)

    def places_of(
        self, pattern: re.Pattern[str], first: int, last: int
    ) -> Iterator[tuple[str, list[int]]]:
        """Words of a list in what was heard between two units, with the units that they are."""
        for line in range(self.text.owners[first], self.text.owners[last] + 1):
            words = plain(self.text.lines[line][1])
            own = [at for at in range(first, last + 1) if self.text.owners[at] == line]
            for found in pattern.finditer(words):
                at = [i for i in own if found.start() <= self.units[i].start < found.end()]
                if at and found[0].strip():
                    yield found[0].strip(" ,"), at

    def _sentences(self, first: int, last: int) -> Iterator[Sentence]:
        starts = self.text.sentence_starts
        at = first
        while at > 0 and at not in starts:
            at -= 1
        while at <= last:
            end = at
            while end + 1 < len(self.units) and end + 1 not in starts:
                end += 1
            line = self.text.lines[self.text.owners[end]][1]
            closing = line[self.units[end].end :].lstrip("\"'»”’)] ")[:3]
            yield Sentence(at, end, self.text.text_of(at, end), closing)
            at = end + 1
