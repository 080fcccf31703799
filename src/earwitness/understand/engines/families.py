"""How the three families of translation models are told which languages are meant.

OPUS-MT (Marian): nothing for one target language; ``>>ukr<<`` before the source for several.
NLLB: ``rus_Cyrl`` before the source, ``eng_Latn`` before the target; M2M-100: ``__ru__``, ``__en__``.
MADLAD-400 (T5): ``<2en>`` before the source, nothing for the language spoken.
Which family a model is of, and which languages it knows, is read from its own vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from earwitness.errors import UnsupportedInput, UsageError

__all__ = ["Family", "Prefixes", "family_of", "prefixes"]


class Family(StrEnum):
    """A way of naming languages to a model."""

    MARIAN = "OPUS-MT"
    MARIAN_MANY = "OPUS-MT, several target languages"
    NLLB = "NLLB"
    M2M = "M2M-100"
    MADLAD = "MADLAD"


_TOKENS = (
    (Family.NLLB, re.compile(r"([a-z]{3}_[A-Z][a-z]{3})")),
    (Family.M2M, re.compile(r"__([a-z]{2,3})__")),
    (Family.MADLAD, re.compile(r"<2([A-Za-z_-]{2,12})>")),
    (Family.MARIAN_MANY, re.compile(r">>([a-z]{2,3}(?:_[A-Za-z]{2,8})?)<<")),
)


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


# ISO 639-1 to what NLLB and OPUS-MT call the language. A tag that is not here is taken as it is.
_LONG = _pairs(
    "ar:arb_Arab be:bel_Cyrl bg:bul_Cyrl cs:ces_Latn da:dan_Latn de:deu_Latn el:ell_Grek"
    " en:eng_Latn es:spa_Latn et:est_Latn fa:pes_Arab fi:fin_Latn fr:fra_Latn he:heb_Hebr"
    " hr:hrv_Latn hu:hun_Latn hy:hye_Armn it:ita_Latn ja:jpn_Jpan ka:kat_Geor kk:kaz_Cyrl"
    " ko:kor_Hang lt:lit_Latn lv:lvs_Latn nl:nld_Latn no:nob_Latn pl:pol_Latn pt:por_Latn"
    " ro:ron_Latn ru:rus_Cyrl sk:slk_Latn sl:slv_Latn sr:srp_Cyrl sv:swe_Latn tr:tur_Latn"
    " uk:ukr_Cyrl uz:uzn_Latn zh:zho_Hans"
)


@dataclass(frozen=True, slots=True)
class Prefixes:
    """Tokens to put before the source pieces, and before the target."""

    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()


def family_of(vocabulary: Iterable[str]) -> tuple[Family, frozenset[str]]:
    """The family that a model's tokens show, and the languages they name (none for one pair).

    >>> family_of(["<unk>", "</s>", "rus_Cyrl", "eng_Latn"])[0].value
    'NLLB'
    """
    named: dict[Family, set[str]] = {}
    for token in vocabulary:
        for family, pattern in _TOKENS:
            match = pattern.fullmatch(token)
            if match:
                named.setdefault(family, set()).add(match[1])
    if not named:
        return Family.MARIAN, frozenset()
    family = max(named, key=lambda one: len(named[one]))
    return family, frozenset(named[family])


def prefixes(family: Family, known: frozenset[str], source: str, target: str) -> Prefixes:
    """What tells a model of this family which languages are meant.

    Args:
        known: languages as the model's vocabulary names them.
        source, target: BCP-47 tags, or names as the model has them.

    Raises:
        UsageError: the model does not know the target language.
        UnsupportedInput: it does not know the language spoken.
    """
    if family is Family.MARIAN:
        return Prefixes()
    aim = _named(known, target)
    if aim is None:
        raise UsageError(
            _unknown(family, known, target),
            do="Choose another model, or write the language as the model names it",
        )
    if family is Family.MADLAD:
        return Prefixes(source=(f"<2{aim}>",))
    if family is Family.MARIAN_MANY:
        return Prefixes(source=(f">>{aim}<<",))
    start = _named(known, source)
    if start is None:
        raise UnsupportedInput(_unknown(family, known, source), do="Choose another model")
    if family is Family.M2M:
        return Prefixes((f"__{start}__",), (f"__{aim}__",))
    return Prefixes((start,), (aim,))


def _named(known: frozenset[str], tag: str) -> str | None:
    short = tag.split("-", maxsplit=1)[0].lower()
    long = _LONG.get(short, "")
    names = (tag, short, long, long.partition("_")[0])
    return next((name for name in names if name in known), None)


def _unknown(family: Family, known: frozenset[str], tag: str) -> str:
    some = ", ".join(sorted(known)[:8])
    more = ", …" if len(known) > 8 else ""
    return f"the {family.value} model does not know the language '{tag}' (it knows {some}{more})"
