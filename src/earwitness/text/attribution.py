"""Who is said to have said a quotation: the speaker's words, the verb and where they stand.

Nothing here decides who speaks. The speaker is the words that the writer put beside the quotation, as
written. Two things are ours and marked as such: words taken over from the quotation before
(``position`` "inherited") and the ``antecedent`` that a pronoun may stand for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from earwitness.text.antecedents import antecedent_of, is_pronoun
from earwitness.text.printed_hedges import printed_hedges
from earwitness.text.quotations import Quotation, Role, find_quotations, mask_quotations
from earwitness.text.reported_speech import ReportedSpeech, reported_speech
from earwitness.text.speech_clauses import (
    Span,
    SpeechClause,
    language_of,
    sentences,
    speech_clauses,
)

__all__ = [
    "Attribution",
    "Position",
    "ReportedSpeech",
    "attribute",
    "attribute_paragraph",
    "explain_attribution",
    "reported_speech",
]

Position = Literal["before", "after", "split", "inherited", "none"]
_WINDOW = 600
_NARRATION_WORDS = 4  # a paragraph with so many words of the writer's own continues nobody's speech
_WORD = re.compile(r"[^\W_]+")
_ATTACHED = re.compile(r"[\s,.»”\"'’]{0,4}(?:[—–-][ \u00a0]?)?")
_TAG_START = re.compile(r"\s*(?:[,—–-]|\.?\s?[—–])")


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the writer puts beside a quotation; offsets are characters in the paragraph.

    Attributes:
        speaker: the speaker's words as written; None if nobody is named.
        speaker_start, speaker_end: where they stand; None if not in this paragraph.
        verb: the verb (or "according to") as written.
        verb_lemma: its dictionary form.
        position: before or after the quotation; ``split``: between two parts of it; ``inherited``:
            taken over from the quotation before, which is an inference; ``none``.
        hedge: the writer's hedge in the same clause ("allegedly", «якобы»), as written.
        addressee: who is spoken to, as written.
        reported: the quoted words are a part of indirect speech ("says that she will 'get him out'").
        antecedent: whom a pronoun may stand for. Always our inference.
        rule: the rule that found it.
    """

    speaker: str | None
    speaker_start: int | None
    speaker_end: int | None
    verb: str | None
    verb_lemma: str | None
    position: Position
    hedge: str | None = None
    addressee: str | None = None
    reported: bool = False
    antecedent: str | None = None
    rule: str = ""


_NOBODY = Attribution(None, None, None, None, None, "none", rule="no verb of speech beside it")


def attribute(
    paragraph: str,
    quotation: Quotation,
    *,
    previous: Attribution | None,
    language: str | None = None,
    context: str = "",
) -> Attribution:
    """Find the speaker's words and the verb around one quotation.

    Args:
        paragraph: the paragraph, quotation included.
        quotation: one of ``find_quotations(paragraph)``.
        previous: attribution of the quotation before, which one without its own takes over.
        language: ``en``, ``ru`` or ``uk``; by the paragraph's letters if None.
        context: text before the paragraph, for pronouns.

    >>> words = "“I am here,” she tells her son, Timmy."
    >>> found = attribute(words, find_quotations(words)[0], previous=None)
    >>> found.speaker, found.verb, found.addressee
    ('she', 'tells', 'her son, Timmy')
    """
    page = _Page(paragraph, language or language_of(paragraph), context)
    return page.attribute(quotation, previous)


def attribute_paragraph(
    paragraph: str,
    *,
    previous: Attribution | None = None,
    language: str | None = None,
    context: str = "",
) -> tuple[tuple[Quotation, Attribution], ...]:
    """Attribute every quotation of a paragraph, each speech handing on to the next.

    Terms («Зяблик») and quotations inside others hand nothing on and take nothing over.
    """
    page = _Page(paragraph, language or language_of(paragraph), context)
    found: list[tuple[Quotation, Attribution]] = []
    for quotation in page.quotations:
        alone = quotation.depth > 0 or quotation.role is Role.TERM
        attribution = page.attribute(quotation, None if alone else previous)
        found.append((quotation, attribution))
        if not alone and attribution.position != "none":
            previous = attribution
    return tuple(found)


def explain_attribution(attribution: Attribution) -> str:
    """Say in words what was found beside a quotation and by which rule."""
    parts = [f"{attribution.position}: {attribution.rule}"]
    if attribution.speaker is not None:
        parts.append(f"speaker {attribution.speaker!r}")
    if attribution.verb is not None:
        parts.append(f"verb {attribution.verb!r} ({attribution.verb_lemma})")
    if attribution.addressee is not None:
        parts.append(f"to {attribution.addressee!r}")
    if attribution.hedge is not None:
        parts.append(f"hedge {attribution.hedge!r}")
    if attribution.reported:
        parts.append("inside indirect speech")
    if attribution.antecedent is not None:
        parts.append(f"pronoun may stand for {attribution.antecedent!r} (our inference)")
    return "; ".join(parts)


class _Page:
    """One paragraph with its quotations found once."""

    def __init__(self, text: str, language: str, context: str) -> None:
        self.text, self.language, self.context = text, language, context
        self.quotations = find_quotations(text)
        self.places = {(q.start, q.end): at for at, q in enumerate(self.quotations)}
        self.ending = {q.end: q for q in self.quotations if q.depth == 0}
        self.masked = mask_quotations(text) if self.quotations else text
        speech = (q.start for q in self.quotations if q.role is Role.SPEECH)
        self.first_speech = next(speech, len(text))
        self.own_words = len(_WORD.findall(self.masked))
        self.neighbours = _neighbours(self.quotations, len(text))

    def attribute(self, quotation: Quotation, previous: Attribution | None) -> Attribution:
        at = self.places.get((quotation.start, quotation.end))
        low, high = self.neighbours[at] if at is not None else (0, len(self.text))
        found = (
            self._inside(quotation)
            or self._after(quotation, high)
            or self._before(quotation, low)
            or self._split(quotation, low)
        )
        if found is not None:
            return self._with_antecedent(found)
        return self._inherited(quotation, previous)

    def _inside(self, quotation: Quotation) -> Attribution | None:
        for start, end in quotation.insertions:
            clauses = speech_clauses(self.text, start, end, self.language)
            if clauses:
                position: Position = "after" if end == quotation.inner_end else "split"
                rule = "the narrator's words between the spoken ones"
                return self._made(clauses[0], position, (start, end), rule)
        return None

    def _after(self, quotation: Quotation, high: int) -> Attribution | None:
        start = quotation.end
        end = _first_sentence(self.text, start, min(high, start + _WINDOW))
        if not self._is_tag(quotation, start, end):
            return None
        clauses = speech_clauses(self.text, start, end, self.language)
        attached = _ATTACHED.match(self.text, start, end)
        begin = attached.end() if attached else start
        for clause in clauses:
            near = clause.span[0] - begin <= 1 or clause.rule in {"according to", "as … put it"}
            if near and clause.subject is not None:
                return self._made(clause, "after", (start, end), f"after it: {clause.rule}")
        return None

    def _is_tag(self, quotation: Quotation, start: int, end: int) -> bool:
        after = self.text[start:end].lstrip()
        if not after:
            return False
        if _TAG_START.match(self.text, start, end) or after[0].islower():
            return True
        return quotation.text.rstrip()[-1:] not in {".", "»", "”"}

    def _before(self, quotation: Quotation, low: int) -> Attribution | None:
        start = max(low, quotation.start - _WINDOW)
        last = self._last_sentence(start, quotation.start)
        if last is None:
            return None
        begin, end = last
        clauses = speech_clauses(self.text, begin, end, self.language)
        clause = next((one for one in reversed(clauses) if one.subject is not None), None)
        if clause is None:
            return None
        tail = self.text[clause.span[1] : end]
        reported = any(letter.isalnum() for letter in tail) and clause.rule != "according to"
        rule = f"before it: {clause.rule}"
        return self._made(clause, "before", (begin, end), rule, reported=reported)

    def _last_sentence(self, start: int, end: int) -> Span | None:
        spans = list(sentences(self.text, start, end))
        if not spans:
            return None
        begin, stop = spans[-1]
        ended = self.text[begin:stop].rstrip()[-1:] in {".", "!", "?", "…"}
        return None if ended else (begin, stop)

    def _split(self, quotation: Quotation, low: int) -> Attribution | None:
        """“…,” she says. “…”: the words between belong to both parts."""
        before = self.ending.get(low)
        if before is None or quotation.depth or quotation.role is Role.TERM:
            return None
        between = list(sentences(self.text, low, min(quotation.start, low + _WINDOW)))
        found = self._after(before, quotation.start) if len(between) == 1 else None
        if found is None:
            return None
        return replace(found, position="split", rule="between two parts of one speech")

    def _inherited(self, quotation: Quotation, previous: Attribution | None) -> Attribution:
        if previous is None or previous.position == "none":
            return _NOBODY
        if quotation.style == "dash":
            return replace(_NOBODY, rule="a new line of dialogue: the speaker may have changed")
        if quotation.start <= self.first_speech and self.own_words >= _NARRATION_WORDS:
            return replace(_NOBODY, rule="stands in narration without a verb of speech")
        return replace(
            previous,
            position="inherited",
            speaker_start=None,
            speaker_end=None,
            hedge=None,
            reported=False,
            rule="taken over from the quotation before (our inference)",
        )

    def _made(
        self,
        clause: SpeechClause,
        position: Position,
        bounds: Span,
        rule: str,
        *,
        reported: bool = False,
    ) -> Attribution:
        subject, addressee = clause.subject, clause.addressee
        near = max(bounds[0], clause.span[0] - 60), min(bounds[1], clause.span[1] + 60)
        own = {self.text[slice(*clause.verb_span)].lower()}
        hedges = [h for h in printed_hedges(self.text[slice(*near)]) if h.words.lower() not in own]
        return Attribution(
            speaker=self.text[slice(*subject)] if subject else None,
            speaker_start=subject[0] if subject else None,
            speaker_end=subject[1] if subject else None,
            verb=self.text[slice(*clause.verb_span)],
            verb_lemma=clause.lemma,
            position=position,
            hedge=hedges[0].words if hedges else None,
            addressee=self.text[slice(*addressee)] if addressee else None,
            reported=reported,
            rule=rule,
        )

    def _with_antecedent(self, found: Attribution) -> Attribution:
        if found.speaker is None or found.speaker_start is None or not is_pronoun(found.speaker):
            return found
        before = f"{self.context[-3000:]}\n{self.masked[: found.speaker_start]}"
        return replace(found, antecedent=antecedent_of(found.speaker, before, self.language))


def _first_sentence(text: str, start: int, end: int) -> int:
    for _, stop in sentences(text, start, end):
        if any(letter.isalnum() for letter in text[start:stop]):
            return stop
    return end


def _neighbours(quotations: tuple[Quotation, ...], end: int) -> list[Span]:
    """For each quotation the free text around it: to its siblings, inside its parent."""
    lows, highs = [0] * len(quotations), [end] * len(quotations)
    open_at: list[int] = []
    last_end: dict[int, tuple[int, int]] = {}
    for at, quotation in enumerate(quotations):
        while len(open_at) > quotation.depth:
            open_at.pop()
        parent = open_at[-1] if open_at else -1
        lows[at] = quotations[parent].inner_start if parent >= 0 else 0
        highs[at] = quotations[parent].inner_end if parent >= 0 else end
        if parent in last_end:
            sibling, sibling_end = last_end[parent]
            lows[at] = sibling_end
            highs[sibling] = quotation.start
        last_end[parent] = (at, quotation.end)
        open_at.append(at)
    return list(zip(lows, highs, strict=True))
