"""Signs that somebody is told to do something."""

from __future__ import annotations

from earwitness.records.claims import Modality
from earwitness.records.statements import Certainty
from earwitness.text.english_verbs import english_verb
from earwitness.understand.claims.cue_words import cues_at, cues_in
from earwitness.understand.claims.evidence import Evidence, ModalityRule
from earwitness.understand.claims.sentence import Sentence
from earwitness.understand.mentions.line import listed

__all__ = ["ORDER_RULES"]

_SECOND = listed("ты вы тебе вам тебя вас ти ви тобі you")
_OTHERS = listed(
    "я мы мне нам меня нас он она они ему ей им его её ее их я ми мені нам мене нас він вона вони йому їй їм"
    " кому никому нікому"
)
_HEED = listed("меня мене сюда сюди внимательно уважно")  # «слушай меня» does order
_USUAL = frozenset({"роби", "бери", "йди", "іди"})
_RELATIVE = listed(
    "where when which who that what how где когда который кто что де коли який хто що"
)
_NOT = frozenset({"не", "ні", "ни"})
_DO_NOT = frozenset({"don't", "dont", "never"})
_FRONT = frozenset({"please", "just", "now", "so", "then", "and", "but", "always", "guys", "boys"})


class Imperative:
    """A Russian or Ukrainian verb in the imperative; «слушай», «представь» only call for attention."""

    name = "imperative"

    def find(self, sentence: Sentence) -> Evidence | None:
        if sentence.language == "en":
            return None
        words = sentence.folded
        attention = {
            at
            for start, end in cues_in("discourse", words)
            for at in range(start, end)
            if not _HEED & set(words[end : end + 2])
        }
        for at, word in enumerate(words):
            forms = sentence.verb(at)
            share = 1.0 if word in _USUAL else forms.imperative
            negated = at > 0 and words[at - 1] in _NOT
            # Ukrainian readings are not weighed: «не роби» orders, «роби» alone may be a noun.
            enough = share > 0.5 or (negated and share >= 0.2 and sentence.language == "uk")
            if not enough or share <= forms.finite or (at in attention and not negated):
                continue
            if at > 0 and words[at - 1] in _OTHERS and not negated:
                continue
            start = at - 1 if negated else at
            return Evidence(
                Modality.ORDER, self.name, start, at + 1,
                f"“{sentence.words(start, at + 1)}” tells somebody to do it ({word})",
                Certainty.PROBABLE if share >= 0.5 else Certainty.POSSIBLE,
            )  # fmt: skip
        return None


class BareInfinitive:
    """An infinitive with no other verb orders: «Работать по ней», «Вам брать на буксировку»."""

    name = "infinitive without another verb"

    def find(self, sentence: Sentence) -> Evidence | None:
        if sentence.language == "en":
            return None
        found = None
        for at in range(len(sentence.folded)):
            forms = sentence.verb(at)
            done = sentence.spoken.facts(at).verb >= 0.5 and not forms.infinitive
            if forms.finite >= 0.3 or (done and not forms.imperative):
                return None
            swearing = cues_at("filler", sentence.folded, at)
            if found is None and forms.infinitive >= 0.6 and not swearing:
                found = at
        if found is None or any(
            cues_in(kind, sentence.folded) for kind in ("must", "wish", "ought", "question")
        ):
            return None
        return Evidence(
            Modality.ORDER, self.name, found, found + 1,
            f"“{sentence.words(found, found + 1)}” and no verb with a tense", Certainty.POSSIBLE,
        )  # fmt: skip


class EnglishImperative:
    """A bare verb in front, "don't …" or "let's": nobody is named who does it."""

    name = "verb in front"

    def find(self, sentence: Sentence) -> Evidence | None:
        if sentence.language != "en":
            return None
        words = sentence.folded
        for at in _clause_starts(sentence):
            aside = max(cues_at(kind, words, at) for kind in ("discourse", "filler"))
            if aside and at + aside >= sentence.clause(at)[1]:
                continue  # "listen, …", "come on, …"; "listen to me" does order
            verb = english_verb(words[at])
            negated = words[at] in _DO_NOT or words[at : at + 2] == ("do", "not")
            lets = words[at] in {"let's", "lets"}
            if negated or lets or (verb is not None and verb.may_be("base")):
                if verb is not None and _is_no_order(words, at):
                    continue
                return Evidence(
                    Modality.ORDER, self.name, at, at + 1,
                    f"“{sentence.words(at, at + 1)}” in front, nobody before it who does it",
                )  # fmt: skip
        return None


def _clause_starts(sentence: Sentence) -> list[int]:
    """The first word, behind a name and a comma too, small words left out."""
    starts = [0]
    size = len(sentence.folded)
    starts += [at for at in range(1, min(size, 12)) if sentence.clause(at)[0] == at]
    found = []
    for start in starts:
        at = start
        while at < size - 1 and sentence.folded[at] in _FRONT:
            at += 1
        found.append(at)
    return found


def _is_no_order(words: tuple[str, ...], at: int) -> bool:
    """Questions and nouns begin so too: "have you", "fire on the left"."""
    following = words[at + 1] if at + 1 < len(words) else ""
    if words[at] in {"have", "do", "be", "fuck", "like", "love", "need", "want"}:
        return words[at : at + 2] not in {
            ("have", "a"),
            ("be", "careful"),
            ("do", "it"),
            ("do", "not"),
        }
    return following in {"is", "are", "was", "were", "has", "had", "i", "we", "he", "they", "of"}


class SomebodyMust:
    """«Тебе надо», "треба", "you must": asked of the hearer, or of nobody in particular."""

    name = "must"

    def find(self, sentence: Sentence) -> Evidence | None:
        words = sentence.folded
        kinds = ("ought",) if sentence.language == "en" else ("ought", "must")
        for kind in kinds:
            for start, end in cues_in(kind, words):
                low, high = sentence.clause(start)
                if kind == "must" and not any(
                    sentence.verb(one).infinitive > 0.5 for one in range(low, high)
                ):
                    continue  # «следует за нами», «надо мной»
                if any(one in _RELATIVE for one in words[max(low, start - 3) : start]):
                    continue  # "a world where you have to pay"
                near = words[low : min(high, end + 2)]
                hearer = any(one in _SECOND for one in near)
                if kind == "ought" and not hearer:
                    continue
                if not hearer and any(one in _OTHERS for one in near):
                    continue
                return Evidence(
                    Modality.ORDER, self.name, start, end,
                    f"“{sentence.words(start, end)}” asked of the hearer"
                    if hearer
                    else f"“{sentence.words(start, end)}” asked of nobody in particular",
                    Certainty.PROBABLE if hearer else Certainty.POSSIBLE,
                )  # fmt: skip
        return None


class ThirdOrder:
    """«Пусть», «хай», "let them"."""

    name = "let them"

    def find(self, sentence: Sentence) -> Evidence | None:
        for start, end in cues_in("third_order", sentence.folded):
            return Evidence(
                Modality.ORDER, self.name, start, end, f"“{sentence.words(start, end)}”"
            )
        return None


ORDER_RULES: tuple[ModalityRule, ...] = (
    Imperative(),
    EnglishImperative(),
    ThirdOrder(),
    SomebodyMust(),
    BareInfinitive(),
)
