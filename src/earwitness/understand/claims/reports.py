"""Signs that a speaker passes on what others said: hearsay words, verbs of speech, "according to"."""

from __future__ import annotations

from earwitness.records.claims import Modality
from earwitness.records.statements import Certainty
from earwitness.text.clause_words import NOMINATIVE_PRONOUNS
from earwitness.text.english_verbs import english_verb
from earwitness.text.negation import is_negation
from earwitness.text.speech_verbs import SpeechVerb, VerbKind, speech_verb
from earwitness.understand.claims.cue_words import cues_in
from earwitness.understand.claims.evidence import Evidence, ModalityRule
from earwitness.understand.claims.sentence import Sentence
from earwitness.understand.mentions.line import listed

__all__ = ["REPORT_RULES"]

_OWN = listed("i we я мы ми")
_OTHER_PRONOUNS = NOMINATIVE_PRONOUNS - _OWN
_LINKS = listed(
    "что чтоб чтобы будто как ли почему куда где когда кто сколько якобы мол"
    " що щоб шо шоб чи де куди коли як чому хто скільки нібито"
    " that if whether to how where when why what who stating saying claiming"
)
_WEAK_LINKS = frozenset({"the", "a", "my", "his", "her", "their", "our", "your", "this", "there"})
# Forms that the list of printed verbs lacks; in calls they as often as those.
_MORE = {
    "ru": "орет орут орал орала орали передал передала передали передают донес донесли доложил доложила доложили докладывают объявил"
    " объявила объявили объявляют брешет брешут врет врут болтает болтают поклялся поклялась угрожает угрожают"
    " угрожал угрожали грозят грозил грозили грозится пугают обзывал упоминал упоминали намекнул намекнула"
    " намекнули намекал позвонили-сказали",
    "uk": "передав передала передали передають доповів доповіла доповіли доповідають оголосив оголосила"
    " оголосили бреше брешуть розказує розказував розказувала розказували розказав розказала розказали"
    " погрожує погрожують погрожував погрожували натякнув натякнула натякнули присягався казав казала",
    "en": "threatened threatens threaten testified testifies texted radioed announced hinted hints swore points brag brags bragged bragging boasts"
    " pointed suggests suggested indicates indicated implies implied guarantees guaranteed reveals revealed",
}
# Verbs that report only where words follow them: one also shouts, writes and notices without a message.
_NEEDS_LINK = listed(
    "орет орут орал орала орали кричать крикнуть писать написать заметить замечать вспомнить вспоминать отметить отмечать согласиться"
    " признать признаться спорить требовать убеждать шептать просить попросить предлагать предложить жаловаться"
    " кричати крикнути писати написати згадати згадувати погодитися визнати просити попросити шепотіти"
    " зауважити скаржитися cry scream yell shout write note observe add agree state order recall remark"
    " maintain stress swear points pointed suggests suggested indicates indicated reveals revealed relate report answer ask repeat joke"
)
_NO_REPORT = listed(
    "продолжать продолжить вздохнуть продовжувати продовжити зітхнути continue sigh snap interrupt повторить"
    " повторять повторити повторювати комментировать"
)
_BEFORE_INFINITIVE = listed(
    "to can could will must should let may might shall don't dont cannot can't"
)
_HELPERS = listed(
    "has have had just also already then even once always never still both all later"
    " didn't did not didnt hasn't haven't was were is are been being"
)
_NOUN_SIGNS = listed("the a an this that these those no any some of in on by with for from")
_FRONT = frozenset({"so", "then", "just", "please", "now", "and", "but", "or"})
_OBJECTS = frozenset({"me", "him", "them", "us"})  # "keep them informed"
_PASSIVE = frozenset({"was", "were", "is", "are", "been", "being", "am", "i'm", "we're"})
_UNNAMED = listed(
    "people somebody someone everybody everyone others one guys boys folks they he she you it who nobody"
    " люди кто-то некоторые другие ребята пацаны все он она они ты вы кто никто хтось інші хлопці він вона вони ви"
    " ти всі хто ніхто это це то мне мені нам тобі тебе"
)


class HearsayWord:
    """«Говорят», «якобы», "they say", "rumour has it"."""

    name = "hearsay"

    def find(self, sentence: Sentence) -> Evidence | None:
        for start, end in cues_in("hearsay", sentence.folded):
            return Evidence(
                Modality.REPORTED, self.name, start, end, f"“{sentence.words(start, end)}”",
                cue="hearsay",
            )  # fmt: skip
        return None


class HeardThat:
    """«Слышал, что …», "I heard about …": passed on. «Слышал взрывы» is the speaker's own ears."""

    name = "heard that"

    def find(self, sentence: Sentence) -> Evidence | None:
        words = sentence.folded
        for start, end in cues_in("heard", words):
            following = words[end : end + 3]
            links = {
                "that",
                "about",
                "from",
                "they",
                "he",
                "she",
                "что",
                "про",
                "от",
                "о",
                "що",
                "шо",
                "від",
            }
            if following and (
                following[0] in links or "что" in following[:2] or "що" in following[:2]
            ):
                return Evidence(
                    Modality.REPORTED, self.name, start, end + 1,
                    f"“{sentence.words(start, min(end + 1, len(words)))}”", cue="hearsay",
                )  # fmt: skip
        return None


class AccordingTo:
    """«По словам …», "according to …"."""

    name = "according to"

    def find(self, sentence: Sentence) -> Evidence | None:
        for start, end in cues_in("according", sentence.folded):
            by = (end, min(end + 2, len(sentence.folded)))
            return Evidence(
                Modality.REPORTED, self.name, start, end, f"“{sentence.words(start, end)}”",
                by=by if by[1] > by[0] else (0, 0), cue="according",
            )  # fmt: skip
        return None


class WasTold:
    """«Мне сказали», "I was told": somebody said it, nobody is named."""

    name = "was told"

    def find(self, sentence: Sentence) -> Evidence | None:
        for start, end in cues_in("told", sentence.folded):
            if end - start == 1 and not _is_third_past(sentence, start):
                continue
            return Evidence(
                Modality.REPORTED, self.name, start, end, f"“{sentence.words(start, end)}”",
                cue="told",
            )  # fmt: skip
        return None


class SpeechByOther:
    """A verb of speech whose speaker is somebody else, or the speaker himself on another day."""

    name = "verb of speech"

    def find(self, sentence: Sentence) -> Evidence | None:
        for at, word in enumerate(sentence.folded):
            verb = _verb(word, sentence.language)
            if verb is None or verb.kind is VerbKind.TALK or verb.lemma in _NO_REPORT:
                continue
            found = (
                self._english(sentence, at, verb)
                if sentence.language == "en"
                else self._slavic(sentence, at, verb)
            )
            if found is not None:
                return found
        return None

    def _english(self, sentence: Sentence, at: int, verb: SpeechVerb) -> Evidence | None:
        words = sentence.folded
        before = words[at - 1] if at else ""
        if before in _BEFORE_INFINITIVE or before in _NOUN_SIGNS or before in _OBJECTS:
            return None
        if before in _PASSIVE:
            form = english_verb(words[at])
            own = form is not None and form.may_be("ing") and _subject_is_own(words, at)
            return None if own else self._made(sentence, at, (0, 0))
        subject = at - 1
        while subject >= 0 and words[subject] in _HELPERS:
            subject -= 1
        linked = _linked(sentence, at)
        alone = subject < 0 or words[subject] in _FRONT
        if alone or (subject < at - 1 and sentence.clause(at)[0] > subject):
            base = verb.lemma == words[at]
            return None if base or not linked else self._made(sentence, at, (0, 0))
        return self._with_subject(sentence, at, verb, subject)

    def _with_subject(
        self, sentence: Sentence, at: int, verb: SpeechVerb, subject: int
    ) -> Evidence | None:
        words, linked = sentence.folded, _linked(sentence, at)
        bare = words[at] == verb.lemma
        if words[subject] in _OWN:
            return None if bare or not linked else self._own(sentence, at)
        if sentence.clause(at)[0] == at and bare:
            return None  # "Roma, tell them": in front of its clause, a bare verb orders
        negated = any(is_negation(one, "en") for one in words[max(0, at - 3) : at])
        if (verb.lemma in _NEEDS_LINK or negated) and not linked:
            return None
        return self._made(sentence, at, _by(sentence, subject))

    def _slavic(self, sentence: Sentence, at: int, verb: SpeechVerb) -> Evidence | None:
        words, forms = sentence.folded, sentence.verb(at)
        if forms.first_person or forms.imperative > forms.finite or forms.infinitive > 0.5:
            return None
        if forms.future > 0.5:
            return None  # nobody has said it yet
        low, high = sentence.clause(at)
        near = (*words[max(low, at - 6) : at], *words[at + 1 : min(high, at + 3)])
        linked = _linked(sentence, at)
        negated = at > 0 and words[at - 1] in {"не", "ні", "ни"}
        if any(one in _OWN for one in near):
            return self._own(sentence, at) if linked and not negated else None
        if (verb.lemma in _NEEDS_LINK or negated) and not linked:
            return None
        return self._made(sentence, at, _teller(sentence, at, low, high))

    def _made(self, sentence: Sentence, at: int, by: tuple[int, int]) -> Evidence:
        who = f", said by “{sentence.words(*by)}”" if by[1] > by[0] else ", nobody named"
        return Evidence(
            Modality.REPORTED, self.name, at, at + 1, f"“{sentence.words(at, at + 1)}”{who}",
            by=by, cue="speech",
        )  # fmt: skip

    def _own(self, sentence: Sentence, at: int) -> Evidence:
        return Evidence(
            Modality.REPORTED, self.name, at, at + 1,
            f"“{sentence.words(at, at + 1)}”: the speaker's own words of another time",
            Certainty.POSSIBLE, cue="own",
        )  # fmt: skip


def _verb(word: str, language: str) -> SpeechVerb | None:
    found = speech_verb(word, language)
    if found is not None:
        return found
    for tongue, forms in _MORE_FORMS.items():
        if word in forms and (tongue == "en") == (language == "en"):
            return SpeechVerb(word, tongue, VerbKind.SAY)
    return None


_MORE_FORMS = {language: frozenset(forms.split()) for language, forms in _MORE.items()}


def _is_third_past(sentence: Sentence, at: int) -> bool:
    low, high = sentence.clause(at)
    return not any(one in _OWN for one in sentence.folded[low:high])


def _subject_is_own(words: tuple[str, ...], at: int) -> bool:
    return any(one in _OWN or one in {"i'm", "we're"} for one in words[max(0, at - 3) : at])


def _linked(sentence: Sentence, at: int) -> bool:
    """Whether what was said follows: a conjunction, a colon, a quotation, an infinitive, a clause."""
    words = sentence.folded
    if any(one in _LINKS for one in words[at + 1 : at + 6]):
        return True
    if any(sign in sentence.spoken.gap(at + 1) for sign in ':«“"'):
        return True
    if sentence.language == "en":
        following = words[at + 1 : at + 4]
        # "he said Zima does not", "I told you I'd get you out"
        return any(
            one in NOMINATIVE_PRONOUNS or one in _WEAK_LINKS or "'" in one for one in following
        ) or (len(words) > at + 2 and sentence.spoken.words[at + 1].capital)
    return any(
        sentence.verb(one).infinitive > 0.5 for one in range(at + 1, min(at + 4, len(words)))
    )


def _by(sentence: Sentence, subject: int) -> tuple[int, int]:
    """The words of an English subject that ends at a place."""
    words = sentence.folded
    if words[subject] in {"and", "but", "then", "or"}:
        return 0, 0
    if subject < 0 or words[subject] in _OTHER_PRONOUNS:
        return (subject, subject + 1) if subject >= 0 else (0, 0)
    start = subject
    low = sentence.clause(subject)[0]
    while (
        start > low
        and subject - start < 3
        and words[start] not in {"the", "a", "our", "my", "his", "her", "their", "and"}
    ):
        if words[start - 1] in _HELPERS or words[start - 1] in NOMINATIVE_PRONOUNS:
            break
        start -= 1
    return start, subject + 1


def _teller(sentence: Sentence, at: int, low: int, high: int) -> tuple[int, int]:
    """The noun or pronoun in the nominative nearest to a Russian or Ukrainian verb, in its clause."""
    order = [*range(at - 1, max(low, at - 6) - 1, -1), *range(at + 1, min(high, at + 4))]
    for place in order:
        word, facts = sentence.folded[place], sentence.spoken.facts(place)
        if word in _OTHER_PRONOUNS:
            return place, place + 1
        name = facts.given + facts.surname > 0.3
        if "n" in facts.cases and (name or facts.common > 0.5 or facts.animate):
            before = sentence.spoken.facts(place - 1) if place else None
            if (
                before is not None
                and before.other > 0.5
                and sentence.folded[place - 1] in _CASE_WORDS
            ):
                continue
            return place, place + 1
    return 0, 0


_CASE_WORDS = listed("с з из із в во на у к до от від о об про за по при для без под над через")


def is_named(sentence: Sentence, by: tuple[int, int]) -> bool:
    """Whether the words for who told name somebody, by name or role; a pronoun names nobody."""
    return by[1] > by[0] and not all(one in _UNNAMED for one in sentence.folded[by[0] : by[1]])


class HeldByOther:
    """«Жена узнала, что …», "his wife found out that …": what others hold or learn, in a clause of its own.

    What is known or seen stays as it is: «он знает, что мы тут» says that we are here.
    """

    name = "held by others"

    def find(self, sentence: Sentence) -> Evidence | None:
        words = sentence.folded
        for at in range(2, len(words)):
            if words[at] not in _THAT or cues_in("told", words[max(0, at - 2) : at]):
                continue
            before = words[max(0, at - 6) : at]
            if words[at - 1] in _NOT_EMBEDDING or any(one in _OWN_ANY for one in before):
                return None
            holder = at - 1
            if sentence.language == "en":
                verb = english_verb(words[holder])
                holds = verb is not None and verb.base not in _FACTS_EN
                if words[holder] == "out" and at > 1 and english_verb(words[at - 2]) is not None:
                    holds = True
            else:
                forms = sentence.verb(holder)
                holds = forms.finite > 0.5 and not forms.first_person
                holds = holds and sentence.stems[holder] not in _FACTS
            if holds:
                return Evidence(
                    Modality.REPORTED, self.name, holder, at + 1,
                    f"“{sentence.words(holder, at + 1)}”: somebody else holds it",
                    Certainty.POSSIBLE, cue="held",
                )  # fmt: skip
        return None


class ColonSpeech:
    """«Мне Танька вчера: …»: somebody is named, no verb, and what was said follows a colon."""

    name = "colon"

    def find(self, sentence: Sentence) -> Evidence | None:
        for at in range(1, min(len(sentence.folded), 7)):
            if ":" not in sentence.spoken.gap(at):
                continue
            before = range(at)
            if any(sentence.verb(one).finite > 0.5 for one in before):
                return None
            for one in before:
                facts = sentence.spoken.facts(one)
                if facts.given > 0.3 or facts.animate or sentence.folded[one] in _OTHER_PRONOUNS:
                    return Evidence(
                        Modality.REPORTED, self.name, one, at, f"“{sentence.words(0, at)}:”",
                        Certainty.POSSIBLE, by=(one, one + 1), cue="speech",
                    )  # fmt: skip
        return None


_THAT = frozenset({"что", "що", "шо", "that"})
_OWN_ANY = _OWN | frozenset({"мне", "нам", "мені", "me", "us"})
_NOT_EMBEDDING = listed(
    "потому тому так то том тем того тим все всё усе факт правда главное головне жаль хорошо плохо рад ясно"
    " понятно видно затем для перед после кроме так, is was are were thing so now all everything only"
)
_FACTS = listed(
    "знать видеть увидеть помнить понимать понять быть стать есть случиться оказаться бывать знати бачити побачити"
    " пам'ятати розуміти зрозуміти бути стати статися виявитися делать сделать робити зробити"
)
_FACTS_EN = listed("know see be have do remember realise realize understand happen make mean")


REPORT_RULES: tuple[ModalityRule, ...] = (
    HearsayWord(),
    HeardThat(),
    AccordingTo(),
    SpeechByOther(),
    WasTold(),
    ColonSpeech(),
    HeldByOther(),
)
