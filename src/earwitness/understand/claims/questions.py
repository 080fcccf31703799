"""Signs that a sentence asks."""

from __future__ import annotations

from earwitness.records.claims import Modality
from earwitness.records.statements import Certainty
from earwitness.understand.claims.cue_words import cues_at
from earwitness.understand.claims.evidence import Evidence, ModalityRule
from earwitness.understand.claims.sentence import Sentence

__all__ = ["QUESTION_RULES"]


class QuestionMark:
    """A question mark ends it."""

    name = "question mark"

    def find(self, sentence: Sentence) -> Evidence | None:
        if "?" not in sentence.end_mark:
            return None
        last = len(sentence.folded)
        return Evidence(Modality.QUESTION, self.name, last - 1, last, "a question mark ends it")


class QuestionWord:
    """It begins with a question word, and no mark at its end says otherwise."""

    name = "question word in front"

    def find(self, sentence: Sentence) -> Evidence | None:
        if sentence.end_mark:
            return None
        start = 0
        while start < len(sentence.folded) - 1 and cues_at("filler", sentence.folded, start):
            start += 1
        size = cues_at("question", sentence.folded, start)
        if not size:
            return None
        said = sentence.words(start, start + size)
        return Evidence(
            Modality.QUESTION, self.name, start, start + size,
            f"“{said}” in front, no mark at the end", Certainty.POSSIBLE,
        )  # fmt: skip


class WhetherParticle:
    """The particle «ли» after the first or second word asks, where nothing stands before it that would."""

    name = "particle ли"

    def find(self, sentence: Sentence) -> Evidence | None:
        for at in (1, 2):
            if sentence.folded[at : at + 1] == ("ли",) and not sentence.end_mark:
                return Evidence(
                    Modality.QUESTION, self.name, at - 1, at + 1,
                    f"“{sentence.words(at - 1, at + 1)}”", Certainty.POSSIBLE,
                )  # fmt: skip
        return None


QUESTION_RULES: tuple[ModalityRule, ...] = (QuestionMark(), QuestionWord(), WhetherParticle())
