"""From what knowledge a sentence speaks, as its words show it. Most sentences do not show it."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.records.claims import KnowledgeRoot, Modality
from earwitness.understand.claims.cue_words import cues_in
from earwitness.understand.claims.evidence import Evidence
from earwitness.understand.claims.reports import is_named
from earwitness.understand.claims.sentence import Sentence
from earwitness.understand.mentions.line import listed

__all__ = ["Root", "knowledge_of"]

_FIRST_NOMINATIVE = listed("я мы ми i we i'm we're i've we've i'll we'll i'd we'd")
_FIRST_OTHER = listed(
    "меня мне мной нас нам нами мій моя моє мої мене мені мною me us my our мой мои моя мою моего наш наша наши"
    " наших нашего наші нашу"
)
_SENSED = listed("слышно слышен видно чути чутно")
_SECOND = listed("ты вы ти ви you")
_SUBJECTS = listed(
    "ты он она оно вы они кто никто все это ти він вона воно ви вони хто ніхто усі це"
)
_HERE = listed("тут здесь сюда here сюди")
_SILENT = frozenset({Modality.QUESTION, Modality.ORDER, Modality.HYPOTHETICAL})


@dataclass(frozen=True, slots=True)
class Root:
    """A knowledge root, the rule that gives it and what it saw.

    Attributes:
        by: the words that name who told, as a range of words; (0, 0) if none.
    """

    root: KnowledgeRoot
    rule: str
    reason: str
    by: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        return f"{self.root.value}: {self.rule}: {self.reason}"


def knowledge_of(sentence: Sentence, modality: Evidence) -> Root:
    """The knowledge root of a sentence whose modality is known.

    >>> from earwitness.understand.claims.modality import modality_of
    >>> from earwitness.understand.claims.sentence import sentences_of
    >>> for text in ("Я сам видел.", "Прокурор сказал, что не примут.", "Говорят, вас сменят."):
    ...     one = next(sentences_of(text, "ru"))
    ...     print(knowledge_of(one, modality_of(one)).root.value)
    first_hand
    told_by_named
    rumour
    """
    if modality.modality in _SILENT:
        return Root(KnowledgeRoot.UNKNOWN, "nothing is stated", modality.modality.value)
    media = cues_in("media", sentence.folded)
    if media:
        said = sentence.words(*media[0])
        return Root(KnowledgeRoot.MEDIA, "media", f"“{said}”")
    if modality.modality is Modality.REPORTED:
        return _told(sentence, modality)
    if modality.modality is Modality.HEDGED:
        inferred = cues_in("inference", sentence.folded)
        if inferred:
            said = sentence.words(*inferred[0])
            return Root(KnowledgeRoot.INFERENCE, "inference", f"“{said}”")
    doubt = (modality.start - 2, modality.end) if modality.modality is Modality.HEDGED else (0, 0)
    return _own(sentence, doubt) or Root(
        KnowledgeRoot.UNKNOWN, "no sign", "the words do not show it"
    )


def _told(sentence: Sentence, modality: Evidence) -> Root:
    if modality.cue == "hearsay":
        return Root(KnowledgeRoot.RUMOUR, "hearsay", modality.reason)
    if modality.cue == "own":
        return Root(KnowledgeRoot.FIRST_HAND, "own words", modality.reason)
    named = is_named(sentence, modality.by)
    root = KnowledgeRoot.TOLD_BY_NAMED if named else KnowledgeRoot.TOLD_BY_UNNAMED
    return Root(root, modality.rule, modality.reason, modality.by)


def _own(sentence: Sentence, doubt: tuple[int, int]) -> Root | None:
    """The speaker is the one who acts, undergoes it, or stands where it happens.

    Args:
        doubt: words that hedge: the "I" of "I do not know" saw nothing.
    """
    for at, word in enumerate(sentence.folded):
        if doubt[0] <= at < doubt[1]:
            continue
        if word in _FIRST_NOMINATIVE:
            return _first_hand("first person", sentence, at)
        if sentence.verb(at).first_person:
            return _first_hand("verb in the first person", sentence, at)
        if word in _SENSED:
            return _first_hand("heard or seen at the moment", sentence, at)
    if any(sentence.verb(at).future > 0.5 for at in range(len(sentence.folded))):
        return None
    undergone = _undergone(sentence)
    if undergone is None and _drops_subject(sentence):
        return Root(KnowledgeRoot.FIRST_HAND, "past without a subject", "nobody else is named")
    return undergone


def _undergone(sentence: Sentence) -> Root | None:
    for at, word in enumerate(sentence.folded):
        if word in _FIRST_OTHER and not _SECOND & set(sentence.folded):
            return _first_hand("it happens to the speaker", sentence, at)
        if word in _HERE:
            return _first_hand("where the speaker is", sentence, at)
    return None


def _drops_subject(sentence: Sentence) -> bool:
    """«Посылку получил»: a singular past form, and no word that could be its subject."""
    if sentence.language == "en":
        return False
    for at in range(len(sentence.folded)):
        forms = sentence.verb(at)
        if forms.past >= 0.8 and not forms.plural and "n" not in sentence.spoken.facts(at).past:
            low, high = sentence.clause(at)
            past = sentence.spoken.facts(at).past
            return not any(
                sentence.folded[one] in _SUBJECTS
                or (sentence.spoken.facts(one).noun and "n" in sentence.spoken.facts(one).cases
                    and sentence.spoken.facts(one).genders & past)
                for one in range(low, high)
                if one != at
            )  # fmt: skip
    return False


def _first_hand(rule: str, sentence: Sentence, at: int) -> Root:
    return Root(KnowledgeRoot.FIRST_HAND, rule, f"“{sentence.words(at, at + 1)}”")
