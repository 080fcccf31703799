"""Signs that the speaker takes certainty away."""

from __future__ import annotations

from earwitness.records.claims import Modality
from earwitness.records.statements import Certainty
from earwitness.text.hedges import hedges_in
from earwitness.understand.claims.cue_words import cues_at, cues_in
from earwitness.understand.claims.evidence import Evidence, ModalityRule
from earwitness.understand.claims.sentence import Sentence
from earwitness.understand.mentions.line import listed

__all__ = ["DOUBT_RULES"]

_NOT = frozenset({"не", "ні", "ни"})
# Words of `text.hedges` with an everyday meaning as well: what must be near for them to hedge.
_ONLY_WITH_NUMBER = listed(
    "about around approximately roughly like примерно приблизительно приблизно около близько орієнтовно"
)
_GOING = frozenset(
    {"go", "went", "going", "walk", "walked", "drove", "turn", "turned", "look", "looked"}
)
_ABILITY = frozenset(
    ["может", "могут", "мог", "могла", "могло", "могли", "може", "можуть", "міг", "могли бы"]
)
_HEARING = frozenset(
    [
        "слышал",
        "слышала",
        "чув",
        "чула",
        "i heard",
        "we heard",
        "говорили",
        "рассказывают",
        "казали",
    ]
)
_THINKING = frozenset({"думаю", "я думаю", "считаю", "i think", "вважаю"})
_OF = frozenset({"о", "об", "про", "of", "about", "деньги", "гроші"})
_NOT_HERE = frozenset({"мать", "якби", "як би"})  # "mother", and "if", which is a rule of its own
_SOME = frozenset({"some", "any", "what", "this", "that", "every", "all", "no", "these", "those"})
_MEASURES = listed(
    "человек людей лет раз штук тысяч километров метров часов дней минут месяцев недель танков машин чоловік"
    " років разів тисяч кілометрів метрів годин днів хвилин місяців тижнів чол суток"
)
_PREPOSITIONS = listed("на в через за по с до от из у к о від з із до у")


class HedgeWord:
    """A word or phrase that hedges, in its hedging use."""

    name = "hedge"

    def find(self, sentence: Sentence) -> Evidence | None:
        words = sentence.folded
        found = [
            *hedges_in(words, sentence.hedge_language),
            *cues_in("hedge", words),
        ]
        for start, end in sorted(found):
            sure = self._hedges(sentence, start, end)
            if sure is not None:
                return Evidence(
                    Modality.HEDGED, self.name, start, end,
                    f"“{sentence.words(start, end)}”", sure,
                )  # fmt: skip
        return None

    def _hedges(self, sentence: Sentence, start: int, end: int) -> Certainty | None:
        """How surely the phrase hedges here, None if it does something else."""
        words = sentence.folded
        phrase = " ".join(words[start:end])
        before = words[start - 1] if start else ""
        after = words[end] if end < len(words) else ""
        told = any(cues_at(kind, words, start) for kind in ("told", "hearsay"))
        if phrase in _NOT_HERE or phrase in _HEARING or told:
            return None  # hearsay is the affair of the rules for reports
        if phrase in _ONLY_WITH_NUMBER:
            rough = _number_at(sentence, end) and before not in _GOING
            return Certainty.PROBABLE if rough else None
        if phrase in _ABILITY:
            return self._ability(sentence, start, end, before)
        if phrase in _THINKING and after in _OF:
            return None
        if phrase in {"kind of", "sort of", "likely"} and before in _SOME:
            return None
        return Certainty.PROBABLE

    @staticmethod
    def _ability(sentence: Sentence, start: int, end: int, before: str) -> Certainty | None:
        """«Может» as "maybe" stands apart; before an infinitive it may be ability; negated it is that."""
        if before in _NOT:
            return None
        low, high = sentence.clause(start)
        if (low, high) == (start, end) or start == low:
            return Certainty.PROBABLE
        return Certainty.POSSIBLE


class TurnedNumber:
    """«Человек двадцать»: a number behind its noun is a rough one in Russian and Ukrainian."""

    name = "number behind its noun"

    def find(self, sentence: Sentence) -> Evidence | None:
        if sentence.language == "en":
            return None
        starts = {one.start_token for one in sentence.spoken.numbers if not one.ordinal}
        for at, word in enumerate(sentence.folded[:-1]):
            if word not in _MEASURES or not sentence.spoken.joined(at + 1):
                continue
            before = sentence.folded[at - 1] if at else ""
            turned = at + 1 in starts or (
                sentence.folded[at + 1] in _PREPOSITIONS and at + 2 in starts
            )
            if turned and not any(one.end_token == at for one in sentence.spoken.numbers):
                if sentence.folded[at + 1] in _PREPOSITIONS and before.isdigit():
                    continue
                return Evidence(
                    Modality.HEDGED, self.name, at, at + 2,
                    f"“{sentence.words(at, at + 2)}” is a rough number", Certainty.PROBABLE,
                )  # fmt: skip
        return None


class EitherNumber:
    """«Двое или трое», "two or three": the number is not sure."""

    name = "one number or another"

    def find(self, sentence: Sentence) -> Evidence | None:
        words = sentence.folded
        ends = {one.end_token for one in sentence.spoken.numbers}
        starts = {one.start_token for one in sentence.spoken.numbers}
        for at, word in enumerate(words):
            if word in {"or", "или", "чи", "або"} and at in ends and at + 1 in starts:
                return Evidence(
                    Modality.HEDGED, self.name, at - 1, at + 2,
                    f"“{sentence.words(at - 1, at + 2)}”", Certainty.PROBABLE,
                )  # fmt: skip
        return None


def _number_at(sentence: Sentence, at: int) -> bool:
    return any(at <= one.start_token <= at + 1 for one in sentence.spoken.numbers)


DOUBT_RULES: tuple[ModalityRule, ...] = (HedgeWord(), TurnedNumber(), EitherNumber())
