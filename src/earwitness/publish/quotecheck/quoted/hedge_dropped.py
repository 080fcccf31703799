"""Q05: the speaker doubts it, and the quotation does not show that.

A doubt counts where it stands in the quoted sentence, or takes it back in the next ("I don't know
exactly"). It may be told by the story instead: "she thinks", "she does not know".
"""

from __future__ import annotations

from collections.abc import Iterator

from earwitness.publish.quotecheck.cues import cue, found_cue, plain
from earwitness.publish.quotecheck.quoted.context import Quoted, Sentence
from earwitness.publish.quotecheck.units import UnitKind
from earwitness.records.judgement import Finding
from earwitness.text.hedges import hedges_in
from earwitness.text.words import fold, tokens

__all__ = ["dropped_hedges", "hedge_dropped"]

_SHORT_SENTENCE = 7  # words of a sentence that does nothing but doubt the one before
_INTO_THE_SENTENCE = 8  # characters: "But I am not sure", and not "I answered that I do not know"
_BARE = frozenset(["может", "може", "мож"])
_INFINITIVES = ("ть", "ти", "ться", "тись", "тися", "чь")
_OF_A_NUMBER = 3  # units between "about" and its number


def hedge_dropped(q: Quoted) -> Iterator[Finding]:
    """Doubts that were left out; one finding names them all."""
    if q.told_beside("narrated_doubt"):
        return
    lost = list(dict.fromkeys(words for words, _ in dropped_hedges(q)))
    rule = "a doubt in the same sentence"
    if not lost:
        taken_back = _taken_back(q)
        if taken_back is None:
            return
        lost, rule = [taken_back], "the next sentence of the same voice takes it back"
    doubt = "”, “".join(lost)
    yield q.frame.finding(
        "Q05",
        q.span,
        f"The speaker doubts it: “{doubt}” is left out.",
        rule=rule,
        suggestion="Quote the doubt too, or say in the story that the speaker is not sure.",
        heard=q.heard,
    )


def dropped_hedges(q: Quoted) -> Iterator[tuple[str, list[int]]]:
    """Each doubt of the quoted sentences that is neither kept nor under an elision (that is Q06)."""
    for sentence in q.sentences:
        for words, at in _hedges(q, sentence):
            lost = not q.kept.intersection(at) and not q.cut.intersection(at)
            if lost and not _of_another_clause(q, at):
                yield words, at
    yield from _limiter(q)


def _of_another_clause(q: Quoted, at: list[int]) -> bool:
    """Whether a "but" stands between a doubt and all words quoted after it."""
    kept = [place for place in q.kept if place > at[-1]]
    if len(kept) != len(q.kept) or not kept:
        return False
    return any(q.units[place].key in _BUT for place in range(at[-1] + 1, min(kept)))


def _limiter(q: Quoted) -> Iterator[tuple[str, list[int]]]:
    """A word just before the first quoted one that takes from it: "[almost] all of them"."""
    before = q.first - 1
    if before < 0 or q.first in q.text.sentence_starts:
        return
    for words, at in q.places_of(cue(q.language, "limiter"), before, before):
        if before in at:
            yield words, at


def _hedges(q: Quoted, sentence: Sentence) -> Iterator[tuple[str, list[int]]]:
    for line in range(q.text.owners[sentence.first], q.text.owners[sentence.last] + 1):
        text = q.text.lines[line][1]
        words = tokens(text)
        own = [at for at in range(sentence.first, sentence.last + 1) if q.text.owners[at] == line]
        for first, end in hedges_in([one.text for one in words], q.language):
            start, stop = words[first].start, words[end - 1].end
            at = [i for i in own if start <= q.units[i].start < stop]
            following = words[end].text if end < len(words) else ""
            if at and _is_doubt(q, text[start:stop], at, following, text[stop : stop + 1]):
                yield text[start:stop], at
    yield from q.places_of(cue(q.language, "disclaimer"), sentence.first, sentence.last)


def _is_doubt(q: Quoted, words: str, at: list[int], following: str, sign: str) -> bool:
    said = fold(words)
    if found_cue(said, q.language, "rough"):  # "about" is a doubt beside a quoted number only
        near = range(at[-1] + 1, min(at[-1] + 1 + _OF_A_NUMBER, len(q.units)))
        return any(q.units[i].kind is UnitKind.NUMBER and i in q.kept for i in near)
    if said in _BARE:  # "may be" and "can" are one word
        return sign == "," or not fold(following).endswith(_INFINITIVES)
    if found_cue(said, q.language, "hearsay"):
        return False  # that is Q18
    question = following and fold(following) in _QUESTIONS
    return not (question and "know" in said) and not (question and said.endswith("знаю"))


_BUT = frozenset(["but", "however", "но", "однако", "зато", "але", "проте", "однак"])
_QUESTIONS = frozenset(
    [
        "where",
        "what",
        "who",
        "whom",
        "how",
        "why",
        "when",
        "whether",
        "if",
        "где",
        "что",
        "кто",
        "кого",
        "как",
        "почему",
        "когда",
        "куда",
        "сколько",
        "зачем",
        "де",
        "що",
        "шо",
        "хто",
        "кого",
        "як",
        "чому",
        "коли",
        "куди",
        "скільки",
        "навіщо",
    ]
)


def _taken_back(q: Quoted) -> str | None:
    following = q.following()
    if following is None or any(True for s in q.sentences for _ in _hedges(q, s)):
        return None
    words = tokens(following.text)
    if len(words) > _SHORT_SENTENCE:
        return None
    folded = {fold(one.text) for one in words}
    found = cue(q.language, "disclaimer").search(plain(following.text))
    if found and found.start() <= _INTO_THE_SENTENCE and not folded & _QUESTIONS:
        return following.text
    numbers = [
        q.units[at].kind is UnitKind.NUMBER for at in range(following.first, following.last + 1)
    ]
    quoted = any(q.units[at].kind is UnitKind.NUMBER for at in q.kept)
    if any(numbers) and quoted and hedges_in([one.text for one in words], q.language):
        return following.text
    return None
