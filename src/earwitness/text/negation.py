"""Words that turn a statement round, in Russian, Ukrainian and English."""

from __future__ import annotations

from collections.abc import Sequence

from earwitness.text.words import fold

__all__ = ["is_negation", "negations_in"]


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ENGLISH = _listed(
    "not no never nobody nothing none nor without neither nowhere cannot nope nah naught"
    " dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt cant couldnt wont wouldnt"
    " shouldnt mustnt neednt aint"
)
_RUSSIAN = _listed(
    "не ни нет нету неа нема нельзя без безо отнюдь нисколько ничуть"
    " никто никого никому никем ничто ничего ничему ничем никогда никоим"
    " нигде никуда ниоткуда никак незачем некого некому некем нечего нечему нечем негде некуда"
    " никакой никакая никакое никакие никакого никакому никаким никаком никакую никаких никакими"
    " ничей ничья ничье ничьи ничьего ничьему ничьим ничьей ничью ничьих"
)
_UKRAINIAN = _listed(
    "не ні ані нє нема немає немаєм нету нема нельзя без анітрохи аніскільки жодною"
    " ніхто нікого нікому ніким ніщо нічого нічому нічим ніколи ніде нікуди нізвідки ніяк"
    " ніякий ніяка ніяке ніякі ніякого ніякому ніяким ніякої ніякій ніяку ніяких ніякими"
    " нічий нічия нічиє нічиї нічийого нічиєї"
    " жоден жодний жодна жодне жодного жодному жодним жодної жодній жодну жодних"
    " нікого нічогісінько анікого анічого немає неможна нікотрий"
)
_BY_LANGUAGE = {
    "ru": _RUSSIAN,
    "uk": _UKRAINIAN,
    "en": _ENGLISH,
    "uk-x-surzhyk": _RUSSIAN | _UKRAINIAN,
    "und": _RUSSIAN | _UKRAINIAN | _ENGLISH,
}


def is_negation(word: str, language: str) -> bool:
    """Whether a word negates: ``не``, ``никто``, ``немає``, ``жоден``, ``never``, ``don't``.

    Prefixes (``невозможно``) and near-negations (``едва``, ``hardly``) are not counted. Russian
    ``ничего`` counts although it may mean "all right". With language ``und`` the words of all
    three languages count; a language that is not known here has none.

    >>> is_negation("Нету", "ru"), is_negation("didn’t", "en"), is_negation("but", "en")
    (True, True, False)
    """
    known = _BY_LANGUAGE.get(language, frozenset())
    folded = fold(word)
    return folded in known or (folded.endswith("n't") and language in {"en", "und"})


def negations_in(words: Sequence[str], language: str) -> tuple[int, ...]:
    """Indexes of the words that negate.

    >>> negations_in(["ніхто", "нічого", "не", "бачив"], "uk")
    (0, 1, 2)
    """
    return tuple(place for place, word in enumerate(words) if is_negation(word, language))
