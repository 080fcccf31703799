"""Indirect speech in a writer's own words: "Timmy replied that …", «син відповів, що…».

It matters as much as a quotation: a story that lets the unheard side of a call "reply that …" has
invented words for him.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.text.clause_words import DETERMINERS, NOMINATIVE_PRONOUNS
from earwitness.text.printed_hedges import printed_hedges
from earwitness.text.quotations import mask_quotations
from earwitness.text.speech_clauses import (
    JOINED,
    SpeechClause,
    language_of,
    sentences,
    speech_clauses,
)
from earwitness.text.speech_verbs import VerbKind

__all__ = ["ReportedSpeech", "explain_reported_speech", "reported_speech"]

_LINK = re.compile(
    r"[\s,]{0,4}(?:(?:[^\W\d_]+\s){0,2})?"
    r"(?P<link>that|if|whether|how|why|what|when|where|to|что|чтобы|будто|как|ли|почему|когда|где|куда"
    r"|що|щоб|ніби|чи|як|чому|коли|де|куди)\s",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s{1,3}([^\W_]+(?:[-’'ʼ][^\W_]+)*)")
_INFINITIVE = re.compile(r"\s{1,3}(?:не\s)?[^\W\d_]{2,30}(?:ть|ти|ться|тися|тись|чь|чи)\b")
_CONJUNCTION_AT_END = re.compile(r",?\s{1,3}(?:and|but|then|и|а|но|і|й|та|але)\Z")
_OBJECT_PRONOUNS = frozenset(["her", "his", "their", "him", "them", "my", "our", "your"])
_NOT_WORDS = frozenset(
    ["in", "on", "at", "by", "with", "from", "during", "after", "before", "about", "of", "as"]
)


@dataclass(frozen=True, slots=True)
class ReportedSpeech:
    """One piece of indirect speech; all offsets are characters in the paragraph.

    Attributes:
        subject: the speaker's words as written.
        verb, verb_lemma: the verb as written and its dictionary form.
        content_start, content_end: what is reported, to the end of the sentence.
        negated: "did not say that", «не сказала, что».
        hedge: the writer's hedge beside the verb, if any.
        addressee: who is spoken to, if said.
        rule: what was recognised.
    """

    subject: str
    subject_start: int
    subject_end: int
    verb: str
    verb_lemma: str
    verb_start: int
    verb_end: int
    content_start: int
    content_end: int
    negated: bool
    hedge: str | None
    addressee: str | None
    rule: str


def reported_speech(paragraph: str, *, language: str | None = None) -> tuple[ReportedSpeech, ...]:
    """Find indirect speech by a named subject outside quotation marks.

    Args:
        paragraph: any text.
        language: ``en``, ``ru`` or ``uk``; by its letters if None.

    >>> [(r.subject, r.verb) for r in reported_speech("Timmy replied that he was ill.")]
    [('Timmy', 'replied')]
    """
    narration = mask_quotations(paragraph)
    tongue = language or language_of(paragraph)
    found: list[ReportedSpeech] = []
    for start, end in sentences(narration):
        clauses = speech_clauses(narration, start, end, tongue)
        for at, clause in enumerate(clauses):
            joined = (one.span[0] for one in clauses[at + 1 :] if one.rule == JOINED)
            report = _report(paragraph, narration, clause, (start, next(joined, end)))
            if report is not None:
                found.append(report)
    return tuple(found)


def explain_reported_speech(report: ReportedSpeech) -> str:
    """Say in words what was read as indirect speech and by which rule."""
    negated = ", negated" if report.negated else ""
    hedge = f", hedge {report.hedge!r}" if report.hedge else ""
    return (
        f"{report.subject!r} {report.verb!r} ({report.verb_lemma}{negated}{hedge}):"
        f" content {report.content_start}-{report.content_end} by rule '{report.rule}'"
    )


def _report(
    paragraph: str, narration: str, clause: SpeechClause, sentence: tuple[int, int]
) -> ReportedSpeech | None:
    if clause.subject is None:
        return None
    content = _content(narration, paragraph, clause, sentence[1])
    if content is None:
        return None
    begin, rule = content
    low = max(sentence[0], clause.span[0] - 40)
    hedges = printed_hedges(narration[low:begin])
    verb = slice(*clause.verb_span)
    hedge = next((h.words for h in hedges if h.words.lower() != narration[verb].lower()), None)
    end = sentence[1]
    while end > begin and narration[end - 1] in " \n\t" and paragraph[end - 1] in " \n\t":
        end -= 1
    while end > begin and paragraph[end - 1] in ".!?…, ":
        end -= 1
    end = begin + len(_CONJUNCTION_AT_END.sub("", paragraph[begin:end]))
    return ReportedSpeech(
        subject=paragraph[slice(*clause.subject)],
        subject_start=clause.subject[0],
        subject_end=clause.subject[1],
        verb=paragraph[verb],
        verb_lemma=clause.lemma,
        verb_start=clause.verb_span[0],
        verb_end=clause.verb_span[1],
        content_start=begin,
        content_end=end,
        negated=clause.negated,
        hedge=hedge,
        addressee=paragraph[slice(*clause.addressee)] if clause.addressee else None,
        rule=rule,
    )


def _content(
    narration: str, paragraph: str, clause: SpeechClause, end: int
) -> tuple[int, str] | None:
    """Where the reported words begin, and the rule; None if nothing is reported."""
    at = clause.span[1]
    if clause.rule == "according to":
        begin = re.compile(r"[\s,]{1,4}(?=\w)").match(narration, at, end)
        return (begin.end(), "according to …, the words") if begin else None
    link = _LINK.match(narration, at, end)
    if link:
        begin_at = link.start("link")
        return begin_at, f"{clause.rule}, '{link['link'].lower()}'"
    if clause.kind is VerbKind.URGE or clause.lemma in {
        "обещать",
        "пообещать",
        "обіцяти",
        "пообіцяти",
    }:
        infinitive = _INFINITIVE.match(narration, at, end)
        if infinitive:
            return at + 1, f"{clause.rule}, infinitive"
    following = _NEXT.match(narration, at, end)
    if clause.verb_span[1] < clause.span[1] and clause.kind is VerbKind.SAY:
        return None  # inverted ("said the mother") with nothing linked to it: a tag of a quotation
    if following is None or not narration[at:].lstrip()[:1]:
        return None
    return _bare(following, clause, paragraph)


def _bare(following: re.Match[str], clause: SpeechClause, paragraph: str) -> tuple[int, str] | None:
    """English leaves "that" out: "says he will", "says the more people …"."""
    if not paragraph[following.start(1)].isascii() or clause.kind is VerbKind.URGE:
        return None
    word = following.group(1).lower()
    named = following.group(1)[0].isupper()
    fits = word in NOMINATIVE_PRONOUNS or word in DETERMINERS or word in _OBJECT_PRONOUNS or named
    if not fits or word in _NOT_WORDS:
        return None
    return following.start(1), f"{clause.rule}, without 'that'"
