"""How a sentence is meant. "She says that it is so" is what is left when no rule takes anything away.

The order leans to caution: what could be hedged or passed on is never shown as asserted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from earwitness.records.claims import Modality
from earwitness.records.statements import Certainty
from earwitness.understand.claims.doubts import DOUBT_RULES
from earwitness.understand.claims.evidence import Evidence, ModalityRule
from earwitness.understand.claims.orders import ORDER_RULES
from earwitness.understand.claims.questions import QUESTION_RULES
from earwitness.understand.claims.reports import REPORT_RULES
from earwitness.understand.claims.sentence import Sentence
from earwitness.understand.claims.wishes import JOKE_RULES, SUPPOSED_RULES, WISH_RULES

__all__ = ["all_evidence", "explain_modality", "modality_of"]

_NOTHING = "nothing takes away from it"


def modality_of(sentence: Sentence) -> Evidence:
    """The modality of a sentence and the sign that decided.

    >>> from earwitness.understand.claims.sentence import sentences_of
    >>> for text in ("Кажется, вас переводят.", "Людмила сказала.", "Мост цел.", "Пиши."):
    ...     print(modality_of(next(sentences_of(text, "ru"))).modality.value)
    hedged
    reported_speech
    asserted
    order
    """
    for found in all_evidence(sentence):
        return found
    size = len(sentence.folded)
    return Evidence(Modality.ASSERTED, "no sign", 0, size, _NOTHING, Certainty.POSSIBLE)


def all_evidence(sentence: Sentence) -> Iterator[Evidence]:
    """Every sign in a sentence, the one that decides first.

    A question is one whatever stands in it. Jest comes next. An order decides where it stands before
    any word that reports or doubts: «скажи ему, что говорят»; behind one it is part of what was said.
    """
    asked = _first(QUESTION_RULES, sentence)
    told, doubted = _first(REPORT_RULES, sentence), _first(DOUBT_RULES, sentence)
    ordered = _first(ORDER_RULES, sentence)
    rumour = told is not None and told.cue == "hearsay" and told.start <= 1
    later = min((one.start for one in (told, doubted) if one is not None), default=1 << 30)
    first_order = ordered is not None and ordered.certainty is not Certainty.POSSIBLE
    in_turn = [
        told if rumour else None,
        asked,
        _first(JOKE_RULES, sentence),
        ordered if ordered is not None and first_order and ordered.start < later else None,
        *_by_place(told, doubted),
        ordered,
        _first(WISH_RULES[:1], sentence),
        _first(SUPPOSED_RULES, sentence),
        _first(WISH_RULES, sentence),
    ]
    if ordered is not None and ordered.certainty is Certainty.POSSIBLE:  # a weak sign: wishes first
        in_turn.remove(ordered)
        in_turn.append(ordered)
    given: list[Evidence] = []
    for one in in_turn:
        if one is not None and one not in given:
            given.append(one)
            yield one


def explain_modality(sentence: Sentence) -> tuple[str, ...]:
    """What decides, and what else was seen and gave way.

    >>> from earwitness.understand.claims.sentence import sentences_of
    >>> explain_modality(next(sentences_of("Кажуть, мабуть, пішли.", "uk")))
    ('reported_speech: hearsay: “Кажуть”', 'gave way: hedged: hedge: “мабуть”')
    """
    found = list(all_evidence(sentence))
    if not found:
        return (str(modality_of(sentence)),)
    return (str(found[0]), *(f"gave way: {one}" for one in found[1:]))


def _by_place(one: Evidence | None, other: Evidence | None) -> tuple[Evidence | None, ...]:
    """Of doubt and report the earlier one embraces the other: "it seems he said", "he said it seems"."""
    if one is not None and other is not None and other.start < one.start:
        return other, one
    return one, other


def _first(rules: Iterable[ModalityRule], sentence: Sentence) -> Evidence | None:
    for rule in rules:
        found = rule.find(sentence)
        if found is not None:
            return found
    return None
