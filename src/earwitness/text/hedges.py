"""Words by which a speaker takes certainty away: "maybe", "кажется", "нібито"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from earwitness.text.words import fold

__all__ = ["hedges_in"]

_ENGLISH = """
maybe|perhaps|possibly|probably|presumably|supposedly|allegedly|apparently|reportedly|seemingly
i think|i guess|i suppose|i believe|i assume|i imagine|i reckon|i don't know|i am not sure
i'm not sure|not sure|not certain|as far as i know|as far as i understand|as i understand
seems|it seems|seems like|looks like|sounds like|appears to|appear to|seemed to|seem to
said to be|said to have|is said to be|is said to have|are said to be|are said to have|is said|are said|was said to|they say|people say|people are saying
rumoured|rumored|according to rumours|according to rumors|it is believed|believed to be|believed to have
might|may have|may be|could be|could have been|must be|must have been|kind of|sort of
most likely|likely|unconfirmed|if i'm not mistaken|if i am not mistaken|if i remember
more or less|in theory|i heard|we heard|i was told|we were told|about|around|approximately|roughly
"""
_RUSSIAN = """
кажется|казалось|кажись|наверное|наверно|видимо|видать|похоже|вероятно|возможно|пожалуй
вроде|вроде бы|вроде как|вроде того|якобы|мол|дескать|типа|как бы|как будто|будто|будто бы|словно
может|может быть|быть может|мож|могли|мог бы|могло быть|могут быть|должно быть
думаю|я думаю|полагаю|считаю|предполагаю|по-моему|по моему|по идее|насколько я знаю
насколько я понял|насколько я понимаю|насколько мне известно|как я понял|как я понимаю
если не ошибаюсь|если я не ошибаюсь|если не путаю|не знаю|не уверен|не уверена|не помню точно
говорят|говорили|рассказывают|ходят слухи|по слухам|слышал|слышала|мне сказали|нам сказали
скорее всего|очевидно|по всей видимости|судя по всему|не исключено|предположительно
примерно|приблизительно|около|где-то|плюс-минус|плюс минус
"""
_UKRAINIAN = """
здається|здавалося|здавалось|мабуть|певно|певне|напевно|напевне|либонь|очевидно|вочевидь|схоже
може|може бути|можливо|можливо що|ймовірно|імовірно|скоріш за все|скоріше за все|найімовірніше|мать
начебто|начеб|нібито|ніби|ніби то|неначе|наче|наче б то|начебто б|буцім|буцімто|мовляв|типу|якби|як би
думаю|я думаю|гадаю|вважаю|припускаю|по-моєму|на мою думку|по ідеї|мені здається
наскільки я знаю|наскільки я зрозумів|наскільки я зрозуміла|наскільки я розумію|наскільки мені відомо|як я зрозумів
як я зрозуміла|як я розумію|якщо не помиляюся|якщо не помиляюсь|якщо я не помиляюся|не знаю|не певен|не певна
не впевнений|не впевнена|кажуть|казали|говорять|розказують|ходять чутки|за чутками|чув|чула
мені сказали|нам сказали|мені казали|судячи з усього|не виключено
приблизно|близько|десь|орієнтовно|плюс-мінус|плюс мінус
"""

_Phrases = dict[str, tuple[tuple[str, ...], ...]]


def _by_first_word(*texts: str) -> _Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in "|".join(text.strip().replace("\n", "|") for text in texts).split("|"):
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(set(all_), key=len, reverse=True)) for first, all_ in found.items()}


_BY_LANGUAGE: dict[str, _Phrases] = {
    "ru": _by_first_word(_RUSSIAN),
    "uk": _by_first_word(_UKRAINIAN),
    "en": _by_first_word(_ENGLISH),
    "uk-x-surzhyk": _by_first_word(_RUSSIAN, _UKRAINIAN),
    "und": _by_first_word(_RUSSIAN, _UKRAINIAN, _ENGLISH),
}


def hedges_in(words: Sequence[str], language: str) -> tuple[tuple[int, int], ...]:
    """Ranges of words that hedge, as (start, end) with the end left out; longest phrase first.

    Doubt ("мабуть", "I think"), hearsay ("якобы", "said to be", "кажуть") and rough quantity
    ("примерно", "близько", "about") count. Some have a plain meaning too ("может", "about"): they
    are marked, since a hedge overlooked costs more than one looked at. Languages as in
    `earwitness.text.negation.is_negation`.

    >>> hedges_in("их может быть человек двадцать , кажется".split(), "ru")
    ((1, 3), (6, 7))
    """
    phrases = _BY_LANGUAGE.get(language, {})
    folded = [fold(word) for word in words]
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(folded):
        length = _longest(folded, place, phrases.get(folded[place], ()))
        if length:
            found.append((place, place + length))
        place += length or 1
    return tuple(found)


def _longest(folded: Sequence[str], place: int, phrases: Iterable[tuple[str, ...]]) -> int:
    for phrase in phrases:
        if tuple(folded[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0
