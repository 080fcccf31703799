"""Q19: what somebody says in a recording is told as a fact, with nobody who says it.

A sentence of the story is held against each line of the recordings that it quotes (the original, and translations
into its language): three words of content and three in five of its own have to be the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from earwitness.publish.quotecheck.content_words import content_keys
from earwitness.publish.quotecheck.cues import found_cue
from earwitness.publish.quotecheck.heard_text import unit_number
from earwitness.publish.quotecheck.narrated.story import Narrated, Story
from earwitness.publish.quotecheck.places import Checking
from earwitness.records.judgement import Finding
from earwitness.text.hedges import hedges_in
from earwitness.text.printed_hedges import printed_hedges
from earwitness.text.reported_speech import reported_speech
from earwitness.text.words import tokens

__all__ = ["quote_as_fact"]

_PROMISES = frozenset(["promise", "обещать", "пообещать", "обіцяти", "пообіцяти"])
_LEAST_WORDS = 3
_LEAST_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Line:
    recording_id: str
    text: str


def quote_as_fact(story: Story) -> Iterator[Finding]:
    """Sentences without a speaker that say what a line says."""
    lines = headline_lines(story)
    for one in story.sentences:
        if one.paragraph.heading or _attributed(story, one):
            continue
        line = best_line(one.text, lines)
        if line is not None:
            yield story.finding(
                "Q19",
                (one.start, one.end),
                f"Told as a fact; it is what somebody says in {line.recording_id}: “{line.text}”.",
                rule=f"at least {_LEAST_SHARE:.0%} of the sentence's words of content stand in that line",
                suggestion="Say in the sentence who says it.",
            )


class Lines:
    """The lines of the recordings that a story quotes, by the numbers of their words of content."""

    def __init__(self, checking: Checking, recordings: Iterable[str]) -> None:
        self._checking = checking
        self._texts = [text for one in recordings for text in checking.held(one)]
        sizes = [len(one.outline.contents) for one in self._texts]
        self._first = np.cumsum([0, *sizes])
        every = [_EMPTY, *(one.outline.content for one in self._texts)]
        lines = [
            one.outline.content_lines + first
            for one, first in zip(self._texts, self._first, strict=False)
        ]
        numbers = np.concatenate(every)
        order = np.argsort(numbers, kind="stable")
        self._numbers = numbers[order]
        self._lines = np.concatenate([_EMPTY.astype(np.int64), *lines])[order]

    def holding(self, words: Sequence[Sequence[str]]) -> Iterator[set[int]]:
        """For each word, given by its stems, the lines in which it stands."""
        asked = np.array([unit_number(key) for keys in words for key in keys], np.uint64)
        low = np.searchsorted(self._numbers, asked, "left").tolist()
        high = np.searchsorted(self._numbers, asked, "right").tolist()
        at = 0
        for keys in words:
            found: set[int] = set()
            for which in range(at, at + len(keys)):
                found.update(self._lines[low[which] : high[which]].tolist())
            at += len(keys)
            yield found

    def line(self, at: int) -> _Line:
        """A line as it was said or translated."""
        which = int(np.searchsorted(self._first, at, "right")) - 1
        held = self._texts[which]
        texts = self._checking.texts(held.recording_id)
        return _Line(held.recording_id, texts[held.at].lines[at - int(self._first[which])][1])


_EMPTY = np.zeros(0, np.uint64)


def headline_lines(story: Story) -> Lines:
    """The lines that a sentence or a headline is held against, read once a story."""
    if story not in _LINES:
        _LINES[story] = Lines(story.checking, story.recordings)
    return _LINES[story]


_LINES: WeakKeyDictionary[Story, Lines] = WeakKeyDictionary()


def best_line(text: str, lines: Lines) -> _Line | None:
    """The line that a sentence repeats, if it repeats one; of equal ones the first."""
    content = content_keys(text)
    if len(content) < _LEAST_WORDS:
        return None
    shared: Counter[int] = Counter()
    for held in lines.holding(content):
        shared.update(held)
    best = max(shared, key=lambda at: (shared[at], -at), default=None)
    if best is None or shared[best] < _LEAST_WORDS or shared[best] / len(content) < _LEAST_SHARE:
        return None
    return lines.line(best)


def _attributed(story: Story, one: Narrated) -> bool:
    return bool(
        found_cue(one.text, story.language, "attributed")
        or printed_hedges(one.text)
        or hedges_in([word.text for word in tokens(one.text)], story.language)
        or _reports(story, one)
        or _beside_quotation(story, one)
    )


def _reports(story: Story, one: Narrated) -> bool:
    """Indirect speech; that somebody promised something is an event, and told as a fact."""
    return any(
        report.verb_lemma not in _PROMISES
        for report in reported_speech(one.text, language=story.language)
    )


def _beside_quotation(story: Story, one: Narrated) -> bool:
    """The rest of a sentence whose other part is quoted: the quotation has its own attribution."""
    return any(place.start < one.end and one.start < place.end for place in story.places)
