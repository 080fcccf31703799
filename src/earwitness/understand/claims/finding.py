"""Claims in the lines of a recording: one a sentence, with its mood, its root, its parts, its themes.

A suggestion, each with the rules that made it. Cost grows with the words: no rule looks further than
its sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.records.claims import ClaimSpan, KnowledgeRoot, Modality, SaidParts
from earwitness.records.statements import Certainty
from earwitness.understand.claims.knowledge import knowledge_of
from earwitness.understand.claims.modality import explain_modality, modality_of
from earwitness.understand.claims.parts import parts_of
from earwitness.understand.claims.sentence import Sentence, sentences_of
from earwitness.understand.claims.standing import why_not
from earwitness.understand.coding.codebook import Codebook, shipped_codebook
from earwitness.understand.coding.themes import SuggestedTheme, ThemeFinder
from earwitness.understand.mentions.finding import FoundMention, find_mentions

__all__ = ["RULES_VERSION", "FoundClaim", "explain_claims", "find_claims"]

RULES_VERSION = "1"


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A sentence of one of the lines that were given, as the rules read it; ``span.position`` is the line."""

    span: ClaimSpan
    language: str
    said: SaidParts
    modality: Modality
    knowledge: KnowledgeRoot
    certainty: Certainty
    themes: tuple[str, ...]
    rules: tuple[str, ...]


def find_claims(
    lines: Sequence[tuple[str, str]],
    codebook: Codebook | None = None,
    *,
    mentions: Sequence[FoundMention] | None = None,
) -> tuple[FoundClaim, ...]:
    """Find what is claimed, asked, ordered and wished in lines of speech.

    Args:
        lines: text and BCP-47 tag of each.
        codebook: for themes; None for the shipped one.
        mentions: of these lines, if they were found before.

    >>> one, = find_claims([("Кажется, вас опять переводят.", "ru")])
    >>> one.modality.value, one.said.act.words, one.said.affected.words
    ('hedged', 'переводят', 'вас')
    """
    finder = ThemeFinder(codebook or shipped_codebook())
    found = find_mentions(lines) if mentions is None else mentions
    by_line: defaultdict[int, list[FoundMention]] = defaultdict(list)
    for one in found:
        by_line[one.line].append(one)
    claims: list[FoundClaim] = []
    for number, (text, language) in enumerate(lines):
        claims += (
            _claim(sentence, finder, by_line[number])
            for sentence in sentences_of(text, language, number)
            if not why_not(sentence)
        )
    return tuple(claims)


def explain_claims(
    lines: Sequence[tuple[str, str]], codebook: Codebook | None = None
) -> tuple[str, ...]:
    """Why each sentence is read as it is, what gave way, and why others are no claims.

    >>> explain_claims([("Алло! Говорят, мост цел.", "ru")])
    ('line 0, “Алло!”: left out: greeting, yes or no, swearing', 'line 0, “Говорят, мост цел.”: reported_speech: hearsay: “Говорят”; rumour: hearsay: “Говорят”')
    """
    finder = ThemeFinder(codebook or shipped_codebook())
    told = []
    for number, (text, language) in enumerate(lines):
        for sentence in sentences_of(text, language, number):
            left_out = why_not(sentence)
            if left_out:
                told.append(f"line {number}, “{sentence.text}”: left out: {left_out}")
                continue
            modality = modality_of(sentence)
            reasons = [
                *explain_modality(sentence),
                str(knowledge_of(sentence, modality)),
                *map(str, _themes(sentence, finder)),
            ]
            told.append(f"line {number}, “{sentence.text}”: {'; '.join(reasons)}")
    return tuple(told)


def _themes(sentence: Sentence, finder: ThemeFinder) -> tuple[SuggestedTheme, ...]:
    return finder.suggest(sentence.folded, sentence.stems, sentence.language)


def _claim(sentence: Sentence, finder: ThemeFinder, mentions: Sequence[FoundMention]) -> FoundClaim:
    modality = modality_of(sentence)
    root = knowledge_of(sentence, modality)
    themes = _themes(sentence, finder)
    return FoundClaim(
        sentence.whole,
        sentence.language,
        parts_of(sentence, modality, root.by, mentions),
        modality.modality,
        root.root,
        modality.certainty,
        tuple(one.code for one in themes),
        (str(modality), str(root), *map(str, themes)),
    )
