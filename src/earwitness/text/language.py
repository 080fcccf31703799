"""Which language a text is in: by script, by letters that only one language has, by small words.

Made for speech: short, colloquial, and between Russian and Ukrainian often both. It says how sure
it is, and `explain_language` says why.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from earwitness.text.words import fold, tokens

__all__ = ["LanguageGuess", "explain_language", "guess_language", "scripts_of"]


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A language and how sure it is.

    Attributes:
        tag: BCP-47: "ru", "uk", "en", "de", "fr", "uk-x-surzhyk" (Ukrainian and Russian mixed in
            the same sentences), or "und" (none of these, or cannot be told).
        certainty: "clear", "probable" or "doubtful".
    """

    tag: str
    certainty: str


_READ_CHARACTERS = 20_000  # enough to tell; the rest of a long text is not looked at
_ENOUGH_WORDS = 4  # fewer never make more than a doubtful guess
_SENTENCE_END = re.compile(r"[.!?…\n]+")
_ONLY_RUSSIAN = re.compile(r"[ыэё]|ъ(?=[еёюя])")
_ONLY_UKRAINIAN = re.compile(r"[іїєґ]|(?<=[а-яґ])'(?=[яюєїй])")
_FOREIGN_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_OURS = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ")
_HARD_SIGN_AS_VOWEL = re.compile(r"ъ(?![еёюяй])")  # Bulgarian


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_RUSSIAN = _listed(
    "и что как это эта эти его ее еще или если когда где он она они оно мне меня тебя тебе себя"
    " только нет сейчас щас очень надо хорошо потом чтобы здесь куда кто почему сегодня вчера"
    " ничего есть от тоже который которая которые какой какая конечно вообще ладно ребята будет"
    " будут нужно можно него нее нам вам вот уже был со из-за без сказал говорит говорю знаю"
    " понял понимаешь давайте слушай приехал пришел ушел домой короче человек людей"
)
_UKRAINIAN = _listed(
    "що шо сказав казав як це ця ці був був є але або який яка які його вона вони він воно ти ви ми бо від"
    " чи якщо коли зараз треба немає нема дуже буде будуть тільки ще вже мене йому щоб щоби потім"
    " хто де куди чому сьогодні вчора нічого добре гаразд ні й з зі із й має можна може якби"
    " також тобто людина людей каже кажу знаю розумієш слухай хлопці прийшов пішов додому тому"
    " цього цей отут отам мабуть дякую будь ласка"
)
_ENGLISH = _listed(
    "the and is are was were of that this these those with have has had not you they them he she"
    " we it's i'm don't didn't what there their from been would could will can't my your his her"
    " it i who where when how then about just know said"
)
_GERMAN = _listed(
    "der die das und ist nicht ich wir sie ein eine einen dem den des mit von zu auf für auch es"
    " wie aber oder wenn noch nur schon haben hat war wird sind kein keine bei nach dass"
)
_FRENCH = _listed(
    "le la les des une est et pas je nous vous ils elle dans pour sur avec ce cette qui mais ou"
    " où du au aux c'est j'ai n'est qu'il il sont ont était être plus ne son sa ses"
)
# Neighbours that share words with the three above; they only serve to say "none of these".
_OTHER_LATIN = _listed(
    "el los las por una está para del y pero como muy il che di gli per sono non della het een"
    " niet van ik dat voor maar się nie jest że na to jak do não uma com os que och att det som"
    " är inte ve bir bu için nu este și din"
)
_LATIN_WORDS = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "und": _OTHER_LATIN}
_LATIN_LETTERS = {
    "de": re.compile("[äöüß]"),
    "fr": re.compile("[éèàçùêîôœ]"),
    "und": re.compile("[ąęłńśźżñ¿ãõåøșțğışčřůžőű]"),
}
_BOTH = _RUSSIAN & _UKRAINIAN


def guess_language(text: str) -> LanguageGuess:
    """Guess the language of a text from its first 20,000 characters.

    Under four words the guess is always "doubtful"; "und" is too. Ukrainian and Russian evidence
    in different sentences is two languages, and the stronger is named; in the same sentences it
    is surzhyk, if there is enough of both.

    >>> guess_language("Хлопці, я зараз не можу говорити, бо тут дуже гучно")
    LanguageGuess(tag='uk', certainty='clear')
    """
    return _judge(text)[0]


def explain_language(text: str) -> tuple[str, ...]:
    """The rules that fired in `guess_language`, in order, the verdict last.

    >>> explain_language("Что это?")[-1]
    'ru, doubtful: fewer than 4 words'
    """
    return tuple(_judge(text)[1])


def scripts_of(text: str) -> dict[str, float]:
    """Share of letters in each script, largest first: ``{"Cyrillic": 0.9, "Latin": 0.1}``.

    Names as in Unicode's Scripts.txt for common scripts ("Cyrillic", "Latin", "Han", "Hiragana",
    "Arabic"). Digits, signs and marks are not counted; a text without letters has none.
    """
    counted: Counter[str] = Counter()
    for sign, times in Counter(text).items():
        if sign.isalpha():
            counted[_script(sign)] += times
    total = counted.total()
    return {name: times / total for name, times in counted.most_common()}


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "UNKNOWN").split()
    known = {"CJK": "Han", "IDEOGRAPHIC": "Han", "FULLWIDTH": "Latin", "MODIFIER": "Common"}
    return known.get(name[0]) or name[0].split("-")[0].capitalize()


def _judge(text: str) -> tuple[LanguageGuess, list[str]]:
    text = unicodedata.normalize("NFC", text[:_READ_CHARACTERS])
    scripts = scripts_of(text)
    if not scripts:
        return LanguageGuess("und", "doubtful"), ["no letters", "und, doubtful: no letters"]
    script, share = next(iter(scripts.items()))
    why = [f"script: {script} {share:.0%} of letters"]
    judges = {"Cyrillic": _judge_cyrillic, "Latin": _judge_latin}
    if script not in judges:
        return LanguageGuess("und", "doubtful"), [*why, f"und, doubtful: {script} is not read here"]
    guess, reason = judges[script](text, why)
    if share < 0.7 and guess.certainty != "doubtful":
        weaker = "probable" if guess.certainty == "clear" else "doubtful"
        guess, reason = LanguageGuess(guess.tag, weaker), f"{reason}; scripts are mixed"
    return guess, [*why, f"{guess.tag}, {guess.certainty}: {reason}"]


def _words(text: str) -> list[str]:
    # Not folded: folding takes ё away.
    return [
        found.text.lower().replace("’", "'").replace("ʼ", "'").replace("\u0301", "")
        for found in tokens(text)
        if any(sign.isalpha() for sign in found.text)
    ]


def _judge_cyrillic(text: str, why: list[str]) -> tuple[LanguageGuess, str]:
    russian = ukrainian = mixed_russian = mixed_ukrainian = total = foreign = 0
    for sentence in _SENTENCE_END.split(text):
        words = _words(sentence)
        ru, uk = (
            _evidence(words, _ONLY_RUSSIAN, _RUSSIAN),
            _evidence(words, _ONLY_UKRAINIAN, _UKRAINIAN),
        )
        foreign += sum(_is_foreign(word) for word in words)
        total, russian, ukrainian = total + len(words), russian + len(ru), ukrainian + len(uk)
        for name, said in (("Russian", ru), ("Ukrainian", uk)):
            if said and len(why) < 12:
                why.append(f"{name}: {', '.join(said[:8])}")
        if ru and uk:
            mixed_russian, mixed_ukrainian = mixed_russian + len(ru), mixed_ukrainian + len(uk)
    if foreign and foreign * 8 >= total:
        return LanguageGuess("und", "doubtful"), "letters of another Cyrillic alphabet"
    both = min(mixed_russian, mixed_ukrainian)
    if both >= 2 and both * 5 >= russian + ukrainian and total >= 6:
        certainty = "clear" if both >= 8 else "probable" if both >= 3 else "doubtful"
        return (
            LanguageGuess("uk-x-surzhyk", certainty),
            f"in the same sentences {mixed_russian} Russian and {mixed_ukrainian} Ukrainian words",
        )
    counts = {"ru": russian, "uk": ukrainian}
    return _by_count(counts, total)


def _evidence(words: Iterable[str], letters: re.Pattern[str], known: frozenset[str]) -> list[str]:
    return [
        word
        for word in words
        if letters.search(word) or (fold(word) in known and fold(word) not in _BOTH)
    ]


def _is_foreign(word: str) -> bool:
    odd = any(sign not in _OURS for sign in _FOREIGN_CYRILLIC.findall(word))
    return odd or bool(_HARD_SIGN_AS_VOWEL.search(word))


def _judge_latin(text: str, why: list[str]) -> tuple[LanguageGuess, str]:
    words = _words(text)
    counts = {}
    for tag, known in _LATIN_WORDS.items():
        letters = _LATIN_LETTERS.get(tag)
        said = [word for word in words if word in known or (letters and letters.search(word))]
        counts[tag] = len(said)
        if said:
            name = "other languages" if tag == "und" else tag
            why.append(f"{name}: {', '.join(said[:8])}")
    guess, reason = _by_count(counts, len(words))
    if guess.tag == "und":
        return LanguageGuess("und", "doubtful"), "more words of other languages, or none known"
    if counts[guess.tag] * 8 < len(words):
        return LanguageGuess(guess.tag, "doubtful"), f"{reason}, few for {len(words)} words"
    return guess, reason


def _by_count(counts: dict[str, int], total: int) -> tuple[LanguageGuess, str]:
    """Name the language with the most evidence; as sure as it is strong and alone."""
    (tag, most), (_, second), *_ = sorted(counts.items(), key=lambda item: -item[1])
    if most == second:
        reason = "no evidence" if most == 0 else f"{most} words for each of two languages"
        return LanguageGuess("und", "doubtful"), reason
    if total < _ENOUGH_WORDS:
        return LanguageGuess(tag, "doubtful"), f"fewer than {_ENOUGH_WORDS} words"
    reason = f"{most} telling words of {total}, {second} against"
    if most >= 4 and second * 10 <= most:
        return LanguageGuess(tag, "clear"), reason
    if most >= 2 and second * 3 <= most:
        return LanguageGuess(tag, "probable"), reason
    return LanguageGuess(tag, "doubtful"), reason
