"""Q19: what somebody says in a recording is told as a fact, with nobody who says it.

A sentence of the story is held against each line of the recordings that it quotes (the original, and translations
into its language): three words of content and three in five of its own have to be the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from earwitness.publish.quotecheck.cues import found_cue
from earwitness.publish.quotecheck.narrated.story import Narrated, Story
from earwitness.records.judgement import Finding
from earwitness.text.hedges import hedges_in
from earwitness.text.printed_hedges import printed_hedges
from earwitness.text.reported_speech import reported_speech
from earwitness.text.stems import stem_keys
from earwitness.text.words import fold, tokens

__all__ = ["quote_as_fact"]

_PROMISES = frozenset(["promise", "обещать", "пообещать", "обіцяти", "пообіцяти"])
_LEAST_WORDS = 3
_LEAST_SHARE = 0.6
_LEAST_LETTERS = 3
_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "that",
        "this",
        "with",
        "from",
        "are",
        "was",
        "were",
        "have",
        "has",
        "had",
        "will",
        "would",
        "they",
        "them",
        "their",
        "his",
        "her",
        "our",
        "your",
        "not",
        "you",
        "she",
        "him",
        "who",
        "what",
        "which",
        "into",
        "over",
        "than",
        "then",
        "there",
        "been",
        "being",
        "its",
        "all",
        "any",
        "can",
        "could",
        "did",
        "does",
        "что",
        "как",
        "это",
        "для",
        "или",
        "его",
        "она",
        "они",
        "был",
        "была",
        "было",
        "были",
        "есть",
        "все",
        "уже",
        "еще",
        "меня",
        "мне",
        "нас",
        "вас",
        "вам",
        "нам",
        "только",
        "тут",
        "там",
        "что",
        "бы",
        "чтобы",
        "при",
        "про",
        "под",
        "над",
        "без",
        "що",
        "як",
        "це",
        "для",
        "або",
        "його",
        "вона",
        "вони",
        "був",
        "була",
        "було",
        "були",
        "усі",
        "вже",
        "ще",
        "мене",
        "мені",
        "нас",
        "вас",
        "вам",
        "нам",
        "тільки",
        "тут",
        "там",
        "щоб",
        "при",
        "про",
        "під",
        "над",
        "без",
    ]
)


@dataclass(frozen=True, slots=True)
class _Line:
    recording_id: str
    text: str
    content: frozenset[str]
    words: int


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
    """The lines of the recordings that a story quotes, and in which of them each key stands."""

    def __init__(self, lines: Iterable[_Line]) -> None:
        self.lines = list(lines)
        self.holding: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(self.lines):
            for key in line.content:
                self.holding[key].append(at)


def headline_lines(story: Story) -> Lines:
    """The lines that a sentence or a headline is held against, read once a story."""
    if story not in _LINES:
        _LINES[story] = Lines(_lines(story))
    return _LINES[story]


_LINES: WeakKeyDictionary[Story, Lines] = WeakKeyDictionary()


def best_line(text: str, lines: Lines) -> _Line | None:
    """The line that a sentence repeats, if it repeats one; of equal ones the first."""
    content = _content(text)
    if len(content) < _LEAST_WORDS:
        return None
    shared: Counter[int] = Counter()
    for keys in content:
        shared.update({at for key in keys for at in lines.holding.get(key, ())})
    best = max(shared, key=lambda at: (shared[at], -at), default=None)
    if best is None or shared[best] < _LEAST_WORDS or shared[best] / len(content) < _LEAST_SHARE:
        return None
    return lines.lines[best]


def _lines(story: Story) -> Iterator[_Line]:
    for recording_id in story.recordings:
        for text in story.checking.texts(recording_id):
            for _, words in text.lines:
                content = _content(words)
                yield _Line(
                    recording_id,
                    words,
                    frozenset(key for keys in content for key in keys),
                    len(content),
                )


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


def _content(text: str) -> list[tuple[str, ...]]:
    return [
        stem_keys(word.text)
        for word in tokens(text)
        if (len(word.text) >= _LEAST_LETTERS or word.text[:1].isdigit())
        and fold(word.text) not in _COMMON
    ]
