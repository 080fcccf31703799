"""Who does what to whom, where, when, how many: the words of a sentence that say so, and nothing else.

Only words that stand there are ever given, each with its place. Where the words leave it open, it
stays open: no subject is guessed for «казав», no place for "there".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.records.claims import ClaimSpan, Modality, SaidParts
from earwitness.records.statements import MentionKind
from earwitness.text.english_verbs import english_verb
from earwitness.text.negation import negations_in
from earwitness.understand.claims.cue_words import cues_at
from earwitness.understand.claims.evidence import Evidence
from earwitness.understand.claims.sentence import Sentence
from earwitness.understand.mentions.finding import FoundMention
from earwitness.understand.mentions.line import listed

__all__ = ["parts_of"]

_PRONOUNS = listed(
    "я ты он она оно мы вы они кто никто все ти він вона воно ми ви вони хто ніхто усі всі"
    " i you he she it we they who nobody everyone everybody somebody someone"
)
_OBJECTS = listed(
    "меня тебя его ее нас вас их мне тебе ему ей нам вам им никого всех мене йому її їй нам вам їх їм нікого всіх"
    " me him her us them you nobody everyone"
)
_HELPERS = listed(
    "be have do will would can could may might must shall should is are was were am been has had did does"
    " not n't never just already still also even always only really again now all both"
)
_DETERMINERS = listed("the a an my his her our their your this that these those some all many")
_PREPOSITIONS = listed(
    "в во на из с со у к ко до от о об про за по при для без под над через между після з із зі від біля перед"
    " of in on at to from with by for into over under about"
)
_HERE = listed("тут здесь сюда там туда домой дома сюди туди вдома додому here there home")


_SIGN_IS_NO_ACT = frozenset(
    {Modality.HEDGED, Modality.REPORTED, Modality.WISH, Modality.JOKE_POSSIBLE}
)


@dataclass(frozen=True, slots=True)
class _Core:
    """Places of the act and of who acts; -1 where the words do not say."""

    act: int = -1
    actor: tuple[int, int] = (0, 0)


def parts_of(
    sentence: Sentence,
    modality: Evidence,
    told_by: tuple[int, int],
    mentions: Sequence[FoundMention],
) -> SaidParts:
    """The parts of what is said.

    Args:
        modality: for reported speech, the act is looked for behind the verb of speech.
        told_by: words that name who told, a range of words.
        mentions: of the sentence's line; those inside the sentence count.
    """
    begin = modality.end if modality.cue in {"speech", "own", "told"} else 0
    aside = (modality.start, modality.end) if modality.modality in _SIGN_IS_NO_ACT else (0, 0)
    core = _core(sentence, begin, aside)
    if core.act < 0 and begin:
        core = _core(sentence, 0, aside)
    affected = _affected(sentence, core)
    inside = [
        one for one in mentions
        if one.line == sentence.line and sentence.start <= one.start and one.end <= sentence.end
    ]  # fmt: skip
    return SaidParts(
        act=sentence.span(core.act, core.act + 1) if core.act >= 0 else None,
        actor=_span(sentence, core.actor),
        affected=_span(sentence, affected),
        place=_mention(inside, MentionKind.PLACE) or _word_of(sentence, _HERE),
        time=_mention(inside, MentionKind.DATE_TIME),
        quantity=_mention(inside, MentionKind.QUANTITY) or _number(sentence),
        told_by=_span(sentence, told_by),
        negations=tuple(
            sentence.span(at, at + 1)
            for at in negations_in(sentence.folded, sentence.hedge_language)
        ),
    )


def _span(sentence: Sentence, where: tuple[int, int]) -> ClaimSpan | None:
    return sentence.span(*where) if where[1] > where[0] else None


def _mention(inside: Sequence[FoundMention], kind: MentionKind) -> ClaimSpan | None:
    for one in inside:
        if one.kind is kind:
            return ClaimSpan(one.line, one.start, one.end, one.surface)
    return None


def _word_of(sentence: Sentence, listed: frozenset[str]) -> ClaimSpan | None:
    for at, word in enumerate(sentence.folded):
        following = sentence.folded[at + 1] if at + 1 < len(sentence.folded) else ""
        exists = word == "there" and (english_verb(following) or following in _HELPERS)
        if word in listed and not exists:
            return sentence.span(at, at + 1)
    return None


def _number(sentence: Sentence) -> ClaimSpan | None:
    for one in sentence.spoken.numbers:
        if not one.ordinal:
            return sentence.span(one.start_token, one.end_token)
    return None


def _core(sentence: Sentence, begin: int, leave_out: tuple[int, int]) -> _Core:
    for at in range(begin, len(sentence.folded)):
        if leave_out[0] <= at < leave_out[1]:
            continue
        if sentence.language == "en":
            actor = _english_actor(sentence, at, begin)
            if actor is not None:
                return _Core(at, actor)
        elif sentence.verb(at).finite >= 0.5 and not _short_helper(sentence, at):
            return _Core(at, _slavic_actor(sentence, at))
        elif sentence.verb(at).imperative >= 0.5:
            return _Core(at)
    return _Core()


def _short_helper(sentence: Sentence, at: int) -> bool:
    """A form of "to be" before another verb is not the act."""
    helper = sentence.stems[at] in {"быть", "бути", "стать", "стати", "мочь", "могти"}
    return helper and any(
        sentence.verb(one).infinitive > 0.5
        for one in range(at + 1, min(at + 4, len(sentence.folded)))
    )


def _english_actor(sentence: Sentence, at: int, begin: int) -> tuple[int, int] | None:
    """Who does the verb at a place; None if no verb is there, or nobody stands before it."""
    words = sentence.folded
    verb = english_verb(words[at])
    if verb is None or words[at] in _HELPERS or cues_at("filler", words, at):
        return None
    subject = at - 1
    while subject >= begin and (words[subject] in _HELPERS or words[subject].endswith("n't")):
        subject -= 1
    if subject < begin:
        return (0, 0) if at == begin and verb.may_be("base") else None
    if subject < sentence.clause(at)[0]:
        return None  # somebody called by name, not the one who acts
    if words[subject] in _PRONOUNS or "'" in words[subject]:
        return subject, subject + 1
    before = words[subject - 1] if subject > begin else ""
    spoken = sentence.spoken.words[subject]
    noun = before in _DETERMINERS or (spoken.capital and not spoken.first)
    plural = words[subject].endswith("s") and before not in _PREPOSITIONS
    if words[subject] in _PREPOSITIONS | _DETERMINERS or not (noun or plural):
        return None
    start = subject - 1 if before in _DETERMINERS else subject
    return start, subject + 1


def _slavic_actor(sentence: Sentence, at: int) -> tuple[int, int]:
    low, high = sentence.clause(at)
    for place in [*range(at - 1, low - 1, -1), *range(at + 1, high)]:
        if sentence.folded[place] in _PRONOUNS:
            return place, place + 1
        facts = sentence.spoken.facts(place)
        led = place > 0 and sentence.folded[place - 1] in _PREPOSITIONS
        behind = place > at and facts.cases & {"a", "g"} and not facts.animate
        if facts.noun and "n" in facts.cases and not led and not behind and not facts.verb > 0.5:
            return place, place + 1
    return 0, 0


def _affected(sentence: Sentence, core: _Core) -> tuple[int, int]:
    if core.act < 0:
        return 0, 0
    low, high = sentence.clause(core.act)
    for place in [*range(core.act + 1, high), *range(core.act - 1, low - 1, -1)]:
        if core.actor[0] <= place < core.actor[1]:
            continue
        led = place > 0 and sentence.folded[place - 1] in _PREPOSITIONS
        if led:
            continue
        if sentence.folded[place] in _OBJECTS:
            return place, place + 1
        if sentence.language == "en":
            before = sentence.folded[place - 1] if place else ""
            article = before in _DETERMINERS and before != "that"
            if place > core.act and article and place - core.act <= 3:
                return place - 1, place + 1
            continue
        facts = sentence.spoken.facts(place)
        if facts.noun and facts.cases & {"a", "d"} and not facts.verb > 0.5:
            return place, place + 1
    return 0, 0
