"""Words that say more than the evidence allows: verification, corroboration, dates (Q20, Q21, Q25, Q28).

Data: ``overclaims.toml``. A pattern is let be where it is negated or a question ("could not be verified").
What a person is called is judged by the ladder, in `exceeds_rung`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from earwitness.records.independence import Label
from earwitness.records.review import Rung, Verdict

__all__ = ["Ceiling", "Overclaim", "exceeds_rung", "overclaims"]

_VERDICTS = (
    Verdict.UNEXAMINED,
    Verdict.UNVERIFIED,
    Verdict.CONSISTENT,
    Verdict.PARTLY_VERIFIED,
    Verdict.VERIFIED,
)  # each allows what those before it allow; the others allow their own words only
_LABELS = (
    Label.NOTHING_COUNTS,
    Label.SINGLE_SOURCE,
    Label.REPEATED_SAME_ORIGIN,
    Label.CONSISTENT_SAME_COLLECTOR,
    Label.CORROBORATED,
    Label.ESTABLISHED,
)
_DATES = ("unknown", "between", "day")
# With a hedge like these, a role says no more than that somebody says so.
_HEDGES = {
    "en": r"said to be|according to|believed to be|apparently|seems to be|reportedly|allegedly|presumably|"
    r"is called|introduced as|described as|whom we link|told us",
    "ru": r"по словам|якобы|предположительно|судя по|как утвержда\w+|видимо|вероятно|"
    r"называ\w+|обраща\w+|связываем|сообщил\w*",
    "uk": r"за словами|нібито|ймовірно|судячи|як стверджу\w+|очевидно|мабуть|"
    r"назива\w+|зверта\w+|пов'язуємо|повідомил\w*",
}
_PLAIN = {Rung.CONFIRMED_INDEPENDENTLY}
_NEAR = 60  # characters before a role in which its hedge stands


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that the evidence allows: of authenticity, of a claim's sources, of the date."""

    verdict: Verdict = Verdict.UNEXAMINED
    label: Label = Label.NOTHING_COUNTS
    date: str = "unknown"

    def allows(self, needs: str) -> bool:
        """Whether words that need this may stand."""
        kind, _, least = needs.partition(":")
        if kind == "label":
            return _LABELS.index(self.label) >= _LABELS.index(Label(least))
        if kind == "date":
            return _DATES.index(self.date) >= _DATES.index(least)
        needed = Verdict(least)
        if needed in _VERDICTS and self.verdict in _VERDICTS:
            return _VERDICTS.index(self.verdict) >= _VERDICTS.index(needed)
        return self.verdict is needed


@dataclass(frozen=True, slots=True)
class Overclaim:
    """Words that exceed the evidence, and what they would need; the explain twin of the pattern."""

    start: int
    end: int
    words: str
    needs: str


def overclaims(text: str, language: str, ceiling: Ceiling) -> list[Overclaim]:
    """What in a text says more than the ceiling allows, in the order of the text.

    >>> [one.needs for one in overclaims("The call proves it.", "en", Ceiling())]
    ['verdict:verified']
    >>> overclaims("It could not be independently verified.", "en", Ceiling())
    []
    """
    return sorted(_find(text, language, ceiling), key=lambda one: (one.start, one.end))


def _find(text: str, language: str, ceiling: Ceiling) -> Iterator[Overclaim]:
    negation, rules = _rules(language)
    plain = text.replace("ё", "е").replace("Ё", "Е").replace("’", "'")
    for needs, pattern in rules:
        if ceiling.allows(needs):
            continue
        for found in pattern.finditer(plain):
            sentence = max(plain.rfind(sign, 0, found.start()) for sign in ".!?;\n") + 1
            if not negation.search(plain[sentence : found.start()] + " "):
                yield Overclaim(
                    found.start(), found.end(), text[found.start() : found.end()], needs
                )


def exceeds_rung(text: str, language: str, role: str, rung: Rung) -> bool:
    """Whether a text calls somebody by a role without the hedge that the rung asks for (Q27).

    Args:
        role: as it stands in the text ("the mother of").
    """
    if rung in _PLAIN or not role:
        return False
    hedge = re.compile(_HEDGES[_base(language)], re.IGNORECASE)
    for found in re.finditer(re.escape(role), text, re.IGNORECASE):
        around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        if not hedge.search(around):
            return True
    return False


def _base(language: str) -> str:
    base = language.split("-", maxsplit=1)[0]
    return base if base in _HEDGES else "en"


def _rules(language: str) -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    return _tables()[_base(language)]


@cache
def _tables() -> Mapping[str, tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]]:
    text = (resources.files(__package__) / "overclaims.toml").read_text(encoding="utf-8")
    return {
        language: (
            re.compile(table["negation"], re.IGNORECASE),
            tuple(
                (one["needs"], re.compile(rf"\b(?:{one['pattern']})", re.IGNORECASE))
                for one in table["words"]
            ),
        )
        for language, table in tomllib.loads(text).items()
    }
