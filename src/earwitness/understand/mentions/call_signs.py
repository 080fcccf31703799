"""Call signs and nicknames: words and numbers used as names on the air, for commanders, among soldiers.

Each rule sees one kind of evidence. What a rule finds in one line of a recording is *known* in its
other lines, so that "Напиши Зиме" is found once "позывной Зима" was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.records.statements import Certainty, MentionKind
from earwitness.text.given_names import given_name
from earwitness.text.word_facts import word_facts
from earwitness.understand.mentions.called_words import (
    NO_NAMES,
    call_sign_key,
    common_share,
    end_of_call_sign,
    found_call_sign,
    may_be_called,
    number_at,
)
from earwitness.understand.mentions.line import Found, Known, Line, listed
from earwitness.understand.mentions.people import is_surname
from earwitness.understand.mentions.tables import (
    is_thing,
    is_usual_call_sign,
    place_key,
)
from earwitness.understand.mentions.unit_words import unit_word

__all__ = ["CALL_SIGN_RULES", "KnownCallSign"]

_END = re.compile(r"^\s*$|^[\s]*[,.!?…;:\"»”“)\]]|^\s*[-–—]\s")
_LOSSES = frozenset({"200", "300", "400", "500"})  # the dead, the wounded, those who refuse
_ORG_HEADS = listed(
    "сервер сервера серверу режим программа программы чвк пвк газета газеты газеті канал канала каналі магазин фонд фонда фонду компания группа група служба"
    " служби спостереження партия операция операція завод отель радио радіо сайт книга фильм фільм корабль крейсер"
    " группы групи агентство видання издание pmc pm newspaper channel group company fund service ship operation"
)


class DeclaredCallSign:
    """As in "позывной Зима", "на прізвисько Кріт", "call sign Zima", "позывной у него был Кедр"."""

    name = "call sign: said to be one"

    _WORDS = listed(
        "позывной позывным позывного позивний позивним позивного погоняло кличка кличке прозвище"
        " прізвисько прізвиська псевдо callsign nicknamed nickname"
    )
    _BETWEEN = listed(
        "у него был мой его её такой это него неё них у нього був мій його її це такий was is my his her of the whose он"
        " известный на"
    )

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if self._WORDS.isdisjoint(line.vocabulary) and "sign" not in line.vocabulary:
            return
        for at in range(len(line.words)):
            folded = line.folded(at)
            place = at + 1
            if folded == "sign" and line.folded(at - 1) == "call":
                pass
            elif folded not in self._WORDS:
                continue
            while (
                place < len(line.words) and line.folded(place) in self._BETWEEN and place - at < 4
            ):
                place += 1
            if place >= len(line.words) or line.gap(place).strip() in {".", "!", "?"}:
                continue
            facts = line.facts(place)
            fits = line.words[place].capital or place in line.quoted
            fits = fits or (
                facts.noun and line.joined(place) and facts.verb < 0.4 and facts.other < 0.4
            )
            if fits and line.folded(place) not in NO_NAMES:
                yield found_call_sign(
                    line, place, end_of_call_sign(line, place), self.name,
                    f"after “{line.words[at].text}”", Certainty.CERTAIN, 88,
                )  # fmt: skip


class RadioAddress:
    """As in "Берёза, я Кедр", "это Береза, прийом", "Сокол, ответь", "Sixth, I am First, over"."""

    name = "call sign: radio address"

    _OVER = listed("прием прийом приём over ответь ответьте відповідай чую слышу слышишь")
    _I_AM = frozenset({"я", "это", "це", "i'm", "am", "is"})
    _OPENS = frozenset({"я", "это", "це", "i'm", "i", "this"})
    _CALLS = listed("ответь ответьте відповідай відповідайте прием прийом over")

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        on_air = not self._OVER.isdisjoint(line.vocabulary)
        if not on_air and self._I_AM.isdisjoint(line.vocabulary):
            return
        for at, word in enumerate(line.words):
            if not word.first and word.folded not in self._OPENS:
                continue
            start = self._after_i_am(line, at)
            if start and may_be_called(line, start) and self._ends(line, start):
                if not on_air and not self._on_air_without(line, at, start):
                    continue
                yield found_call_sign(
                    line, start, end_of_call_sign(line, start), self.name, "“I am …”, as on the air",
                    Certainty.CERTAIN if on_air else Certainty.PROBABLE, 82,
                )  # fmt: skip
                yield from self._called(line, at)
            elif word.first and self._is_called(line, at):
                yield found_call_sign(
                    line,
                    at,
                    end_of_call_sign(line, at),
                    self.name,
                    "called on the air",
                    Certainty.PROBABLE,
                    82,
                )

    @staticmethod
    def _after_i_am(line: Line, at: int) -> int:
        """Where the name begins after "я", "это", "I am", "this is"; 0 if these words are not here."""
        folded = line.folded(at)
        if folded in {"я", "это", "це", "i'm"} and (line.joined(at + 1) or at + 1 in line.quoted):
            return at + 1
        pair = (folded, line.folded(at + 1))
        if pair in {("i", "am"), ("this", "is")} and at + 2 < len(line.words):
            return at + 2
        return 0

    @staticmethod
    def _ends(line: Line, at: int) -> bool:
        return bool(_END.match(line.gap(end_of_call_sign(line, at))))

    @staticmethod
    def _on_air_without(line: Line, at: int, start: int) -> bool:
        """Without "over": a name in quotes, a number, or another name called before a comma."""
        if line.folded(at) in {"это", "це", "this"}:
            return start in line.quoted
        if start in line.quoted or number_at(line, start):
            return True
        if at > 0 and line.gap(at).strip() in {",", "!", ".", '",'} and may_be_called(line, at - 1):
            return not line.english and common_share(line, start) > 0.3
        return not line.english and not line.words[start].first and common_share(line, start) > 0.5

    @staticmethod
    def _called(line: Line, at: int) -> Iterator[Found]:
        """The names called before "я": "Сокіл-3, Сокіл-3, я Кедр"."""
        place = at - 1
        while (
            place >= 0
            and line.gap(place + 1).strip().strip('"»”.') in {",", "!", ""}
            and not line.joined(place + 1)
        ):
            start = line.quotation(place)[0] if place in line.quoted else place
            if not may_be_called(line, start):
                return
            yield found_call_sign(
                line, start, place + 1, RadioAddress.name, "called before “I am …”",
                Certainty.PROBABLE, 82,
            )  # fmt: skip
            place = start - 1

    def _is_called(self, line: Line, at: int) -> bool:
        word = line.words[at]
        end = end_of_call_sign(line, at)
        if (
            not word.first
            or not may_be_called(line, at)
            or line.gap(end).strip().strip('"»”') not in {",", ""}
        ):
            return False
        if line.folded(end) not in self._CALLS or line.joined(end):
            return False
        facts = line.facts(at)
        return (
            line.english
            or bool(number_at(line, at))
            or at in line.quoted
            or common_share(line, at) > 0.3
            or not facts.known
        )


class NamedAs:
    """As in "того звуть Зимою", "назвался Кедром", "Зима это не фамилия": a common noun as a name."""

    name = "call sign: called by that word"

    _VERBS = listed(
        "зовут зовём звать звали назвался назвалась называют называет называли кличут прозвали"
        " звуть звати назвався назвалася називають кличуть прозвали called named calls"
    )
    _BETWEEN = listed("его себя меня його її себе мене himself её всі все")
    _NO_SURNAME = listed("фамилия имя прізвище ім'я surname name")
    _PERSON = listed("person place commander man")

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if (self._VERBS | self._NO_SURNAME).isdisjoint(line.vocabulary):
            return
        for at in range(len(line.words)):
            if line.folded(at) in self._VERBS:
                place = at + 1
                while line.folded(place) in self._BETWEEN:
                    place += 1
                if place < len(line.words) and line.joined(place) and self._fits(line, place):
                    yield found_call_sign(
                        line, place, end_of_call_sign(line, place), self.name,
                        f"after “{line.words[at].text}”", Certainty.PROBABLE, 84,
                    )  # fmt: skip
            elif line.folded(at) in self._NO_SURNAME and at >= 2:
                start = self._sentence(line, at)
                said = {line.folded(i) for i in range(start, at)}
                if said & {"не", "not"} and self._fits(line, start) and said & {"это", "це", "is"}:
                    yield found_call_sign(
                        line, start, start + 1, self.name, "said to be no surname",
                        Certainty.PROBABLE, 84,
                    )  # fmt: skip

    @staticmethod
    def _sentence(line: Line, at: int) -> int:
        while at > 0 and not line.words[at].first:
            at -= 1
        return at

    @staticmethod
    def _fits(line: Line, at: int) -> bool:
        if not may_be_called(line, at) or is_surname(line, at):
            return False
        if line.english:
            return not place_key(line.folded(at))
        return common_share(line, at) > 0.3 or not line.facts(at).known


class CommanderCalled:
    """As in "командир Зима", "комбат «Кедр»", "“Zima” (commander of…", "under the command of “Zima”"."""

    name = "call sign: a commander's name that is a common noun"

    _RANKS = listed(
        "командир командира командиром командиру комбат комбата комбатом комбриг комбрига комбригом ротный"
        " взводный ротный начштаба старший старшина майор капитан полковник генерал сержант лейтенант"
        " ротний взводний полковник капітан командувач замкомбата боец боєць снайпер медик commander captain"
        " major colonel sergeant medic fighter"
    )

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if self._RANKS.isdisjoint(line.vocabulary):
            return
        for at in range(1, len(line.words)):
            if line.folded(at - 1) not in self._RANKS or not may_be_called(line, at):
                continue
            if not (line.joined(at) or at in line.quoted) or (
                line.words[at].first and at not in line.quoted
            ):
                continue
            if is_surname(line, at) or place_key(line.facts(at).lemma):
                continue
            if line.english:
                fits = at in line.quoted or is_usual_call_sign(line.folded(at))
            else:
                fits = (
                    at in line.quoted
                    or common_share(line, at) > 0.3
                    or line.facts(at).adjective > 0.5
                )
            if fits:
                yield found_call_sign(
                    line, at, end_of_call_sign(line, at), self.name,
                    f"after “{line.words[at - 1].text}”", Certainty.CERTAIN, 83,
                )  # fmt: skip


class QuotedName:
    """A capitalised word or ordinal number alone in quotation marks: "Буран", «82-ой»."""

    name = "call sign: in quotation marks"

    _AT_WORK = listed(
        "работать работай работаем отработать бить стрелять накрыть ударить працювати працюй бити стріляти накрити"
        " working work hit"
    )

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        at = 0 if line.quoted else len(line.words)
        while at < len(line.words):
            if at not in line.quoted:
                at += 1
                continue
            start, end = line.quotation(at)
            at = max(end, at + 1)
            if end - start > 2 or not self._fits(line, start, end):
                continue
            if self.is_weapon(line, start):
                yield Found(
                    start, end, MentionKind.WEAPON, call_sign_key(line, start, end), self.name,
                    "a quoted word for something that is worked with", Certainty.POSSIBLE, (), 62,
                )  # fmt: skip
                continue
            if any(line.folded(start - back) in _ORG_HEADS for back in (1, 2)):
                yield Found(
                    start, end, MentionKind.ORGANISATION, call_sign_key(line, start, end), self.name,
                    "a quoted name after a word for an organisation", Certainty.PROBABLE, (), 66,
                )  # fmt: skip
                continue
            yield found_call_sign(line, start, end, self.name, "a name in quotation marks")

    @staticmethod
    def _fits(line: Line, start: int, end: int) -> bool:
        if not may_be_called(line, start) or unit_word(line.folded(start - 1)) is not None:
            return False
        head = line.words[start]
        number = number_at(line, start)
        if number in _LOSSES or not (head.capital or number):
            return False
        if end - start == 2 and not (number_at(line, start + 1) or line.words[start + 1].capital):
            return False
        return not is_thing(head.folded, line.language)

    @classmethod
    def is_weapon(cls, line: Line, start: int) -> bool:
        """As in "работать «Пчелой»": the instrument, in the instrumental case, of a verb of firing."""
        near = {line.folded(i) for i in range(max(0, start - 5), start + 4)}
        facts = line.facts(start)
        return bool(near & cls._AT_WORK) and "i" in facts.cases and "n" not in facts.cases


class CapitalisedCommonNoun:
    """As in "я и Кедр", "бачив Зиму на ринку": a common noun with a capital in the middle of a sentence."""

    name = "call sign: a common noun with a capital letter"

    _SPATIAL = listed("в во на из под за из-под до по через під із з-під біля")

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if line.english:
            return
        if line.heading:
            return
        for at in line.capitals:
            word = line.words[at]
            if word.first or word.upper or at in line.quoted:
                continue
            if not may_be_called(line, at) or unit_word(word.folded) is not None:
                continue
            facts = line.facts(at)
            common = common_share(line, at)
            if common < 0.5 or facts.place > 0.3 or facts.given > 0.4 or place_key(facts.lemma):
                continue
            if self._beside_capital(line, at) or line.folded(at - 1) in self._SPATIAL:
                continue
            if is_thing(word.folded, line.language) or QuotedName.is_weapon(line, at):
                continue
            yield found_call_sign(
                line,
                at,
                end_of_call_sign(line, at),
                self.name,
                "a common noun written as a name",
                rank=56,
            )

    @staticmethod
    def _beside_capital(line: Line, at: int) -> bool:
        """In a row of capitals it is part of a longer name."""
        before = (
            line.joined(at)
            and at > 0
            and line.words[at - 1].capital
            and not line.words[at - 1].first
        )
        after = at + 1 < len(line.words) and line.joined(at + 1) and line.words[at + 1].capital
        return before or after


class SpeakingNoun:
    """As in "Зима питає", "Зима обещал": a thing that speaks, or a feminine noun that is a man."""

    name = "call sign: a noun that speaks or acts as a man"

    _SPEAKS = listed(
        "сказать говорить велеть приказать обещать спросить спрашивать передать передавать звонить ответить орать"
        " просить кричать писать бросить знать дать казати сказати питати спитати наказати обіцяти передати просити кричати"
        " дзвонити відповісти велiти веліти писати"
    )

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if line.english:
            return
        for at in line.capitals:
            word = line.words[at]
            if (
                not word.first
                or not word.capital
                or not may_be_called(line, at)
                or not line.joined(at + 1)
            ):
                continue
            facts = line.facts(at)
            if "n" not in facts.cases or common_share(line, at) < 0.4 or facts.animate:
                continue
            place = at + 1
            while line.folded(place) in {
                "ещё",
                "еще",
                "уже",
                "весной",
                "их",
                "же",
                "їх",
                "ще",
                "вже",
                "не",
                "мне",
                "мені",
            }:
                place += 1
            verb = line.facts(place)
            if verb.verb < 0.5:
                continue
            man = "f" in facts.genders and "m" not in facts.genders and verb.past == {"m"}
            speaks = (
                verb.lemma in self._SPEAKS
                or word_facts(line.folded(place), "uk").lemma in self._SPEAKS
            )
            if man or speaks:
                why = (
                    "a feminine noun with a masculine verb"
                    if man
                    else f"“{line.words[place].text}” is what people do"
                )
                yield found_call_sign(line, at, at + 1, self.name, why, rank=64)


class UsualCallSignInLatin:
    """As in "He said Zima does not allow": the Latin spelling of a word that is often a call sign."""

    name = "call sign: a usual one in Latin letters"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if not line.english:
            return
        for at, word in enumerate(line.words):
            if (
                word.capital
                and len(word.folded) > 3
                and not word.upper
                and is_usual_call_sign(word.folded)
            ):
                if (
                    word.folded in _ENGLISH_WORDS
                    or given_name(word.folded)
                    or place_key(word.folded)
                ):
                    continue
                yield found_call_sign(
                    line, at, end_of_call_sign(line, at), self.name, "spells a word that is often a call sign",
                    rank=56,
                )  # fmt: skip


# Latin spellings of usual call signs that are English words, weapons or places as well.
_ENGLISH_WORDS = listed(
    "doctor student captain pirate rose comet zenith tiger puma panther cobra python mars saturn agate"
    " lisa leo grad baikal ural amur terek altai kavkaz horizon factor atlas fakel mark tyler boss"
    " meteor vulcan kazak hussar monk pop swat sapphire topaz rubin tigr barsuk"
) - {"barsuk", "tigr", "fakel"}


class KnownCallSign:
    """A word that another line of the recording uses as a call sign, in any case and script."""

    name = "call sign: known from this recording"

    _TIMES = listed("зима весна лето осень утро вечер ночь день літо осінь ранок вечір ніч")

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if not known.call_signs:
            return
        digits = [at for at, word in enumerate(line.words) if word.text[:1].isdigit()]
        for at in sorted({*line.capitals, *digits}) if digits else line.capitals:
            word = line.words[at]
            digit = word.text[:1].isdigit()
            end = end_of_call_sign(line, at)
            key = call_sign_key(line, at, end)
            if key not in known.call_signs and end > at + 1 and at not in line.quoted:
                end = at + 1
                key = call_sign_key(line, at, end)
            why = known.call_signs.get(key)
            if why is None or self._is_time(line, at) or (digit and not self._is_ordinal(line, at)):
                continue
            if key.isdigit() and unit_word(line.folded(end)) is not None:
                continue
            certainty = Certainty.PROBABLE if not word.first else Certainty.POSSIBLE
            yield found_call_sign(line, at, end, self.name, f"as in: {why}", certainty, 55)

    def _is_time(self, line: Line, at: int) -> bool:
        """As in "Зимой было легче" is a season: a time in the instrumental at the head of a sentence."""
        if not line.words[at].first or line.english:
            return False
        facts = line.facts(at)
        return facts.lemma in self._TIMES and "i" in facts.cases and "n" not in facts.cases

    @staticmethod
    def _is_ordinal(line: Line, at: int) -> bool:
        return bool(number_at(line, at)) and not line.folded(at).isdigit()


CALL_SIGN_RULES = (
    DeclaredCallSign(),
    RadioAddress(),
    NamedAs(),
    CommanderCalled(),
    QuotedName(),
    CapitalisedCommonNoun(),
    SpeakingNoun(),
    UsualCallSignInLatin(),
)
