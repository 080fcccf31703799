"""Q17: a question, a condition or a mere possibility is quoted as if it were a statement."""

from __future__ import annotations

from collections.abc import Iterator

from earwitness.publish.quotecheck.cues import cue, found_cue
from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.publish.quotecheck.units import UnitKind
from earwitness.records.claims import Modality
from earwitness.records.judgement import Finding, Severity
from earwitness.store.catalog.claims import claims_of_version

__all__ = ["context_loss"]

_READ = {
    Modality.JOKE_POSSIBLE: ("It may be a joke", "Say so in the story, or leave it out."),
    Modality.HYPOTHETICAL: (
        "It is said of a case that is only supposed",
        "Quote the supposition too.",
    ),
}


def context_loss(q: Quoted) -> Iterator[Finding]:
    """What the words around the quoted ones make of them."""
    for what, suggestion, rule in (*_question(q), *_condition(q), *_claims(q)):
        yield q.frame.finding(
            "Q17",
            q.span,
            f"{what}, and the quotation does not show it.",
            rule=rule,
            suggestion=suggestion,
            heard=q.heard,
            severity=Severity.WARNING,
        )
        return


def _question(q: Quoted) -> Iterator[tuple[str, str, str]]:
    last = q.sentences[-1]
    if "?" not in last.closed_by or "?" in q.frame.text or "?" in _after(q):
        return
    if not q.told_beside("narrated_question") and _stands_alone(q):
        yield (
            "It is a question",
            "Write the question mark, or say that it is asked.",
            "“?” in what was heard",
        )


def _condition(q: Quoted) -> Iterator[tuple[str, str, str]]:
    if q.told_beside("narrated_condition"):
        return
    for sentence in q.sentences:
        for words, at in q.places_of(cue(q.language, "condition"), sentence.first, sentence.last):
            if not q.kept.intersection(at) and not q.cut.intersection(at):
                yield (
                    f"It is said under a condition (“{words} …”)",
                    "Quote the condition too.",
                    f"“{words}” stands in the same sentence, outside the quotation",
                )


def _claims(q: Quoted) -> Iterator[tuple[str, str, str]]:
    """What `earwitness run` or a person read in these words; only where a part of them is quoted."""
    spoken = q.text.spoken
    if spoken is None or q.text.translation is not None or q.heard.first < 0:
        return
    shown = any(
        found_cue(q.frame.text, q.language, key) for key in ("condition",)
    ) or q.told_beside("narrated_condition")
    for one in claims_of_version(q.checking.db, spoken.transcript.id):
        inside = any(
            q.heard.first <= span.position <= q.heard.last and span.words in q.heard.original
            for span in one.spans
        )
        if one.modality in _READ and inside and not shown and one.by_person:
            yield (*_READ[one.modality], f"claim {one.id}, modality: {one.modality.value}")


def _after(q: Quoted) -> str:
    return q.paragraph.text[q.quotation.inner_end : q.quotation.end + 2]


def _stands_alone(q: Quoted) -> bool:
    """Whether the quotation is more than a word or two taken out of the question."""
    return sum(1 for at in q.kept if q.units[at].kind is not UnitKind.BRACKET) > 2
