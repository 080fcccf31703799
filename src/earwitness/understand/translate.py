"""From lines in the language spoken to lines in another one, with every engine held to its count.

An engine gives one line for each line or nothing: lines are translated one by one, so that each
rendering stands beside the words that it renders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from earwitness.errors import BadAnswer
from earwitness.records.words import Utterance
from earwitness.text.glossary import Term
from earwitness.text.language import guess_language

__all__ = [
    "LeftLine",
    "MadeLine",
    "MadeTranslation",
    "TranslateSettings",
    "Translator",
    "TranslatorChoice",
    "primary",
    "translate_lines",
    "worth_translating",
]

_LINES_AT_ONCE = 16
_CHARACTERS_AT_ONCE = 4_000
Ask = Callable[[Sequence[str], str, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class TranslatorChoice:
    """Which engine, and what it needs to start; plain values, so that a child can be told.

    Attributes:
        engine: name of a translator, "" for none.
        model: folder of its model, or the model's name at a server.
        address: of an OpenAI-compatible server, up to and with ``/v1``.
        key_variable: the environment variable that holds the server's key, "" for no key.
        timeout_s: how long a server may take for one answer.
    """

    engine: str = ""
    model: str = ""
    address: str = ""
    key_variable: str = ""
    timeout_s: float = 120.0


@dataclass(frozen=True, slots=True)
class TranslateSettings:
    """The section ``[translate]``.

    Attributes:
        engine, model, address, key_variable, timeout_s: as in `TranslatorChoice`.
        to: BCP-47 tags of the languages to translate into.
        spoken: only lines in these languages are translated; empty for all.
        glossary: CSV of the desk, beside ``earwitness.toml`` unless it is a whole path.
    """

    engine: str = ""
    model: str = ""
    address: str = ""
    key_variable: str = ""
    timeout_s: float = 120.0
    to: tuple[str, ...] = ("en",)
    spoken: tuple[str, ...] = ()
    glossary: str = "glossary.csv"

    @property
    def choice(self) -> TranslatorChoice:
        return TranslatorChoice(
            self.engine, self.model, self.address, self.key_variable, self.timeout_s
        )


class Translator(Protocol):
    """An engine that renders lines in another language. Implementations: `understand.engines`."""

    @classmethod
    def from_choice(cls, choice: TranslatorChoice) -> Self:
        """Make the engine. Cheap: a model is loaded, a server called, when lines are given.

        Raises:
            UsageError: there is no such model, or the address is no address.
            MissingEngine: something that the engine needs is not installed.
        """
        ...

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str:
        """Library version and digest of the model, or the server's model and host."""
        ...

    @property
    def settings_digest(self) -> str:
        """Digest of everything that may change the words."""
        ...

    @property
    def needs_network(self) -> bool: ...

    @property
    def reads_glossary(self) -> bool:
        """Whether terms that are given to it can change its words."""
        ...

    def translate(
        self, lines: Sequence[str], source: str, target: str, terms: Sequence[Term] = ()
    ) -> list[str]:
        """Give one rendering for each line, in order; "" where there is none.

        Args:
            lines: not empty, without line breaks.
            source, target: BCP-47 tags.
            terms: of the glossary, that stand in these lines.

        Raises:
            UsageError: the model does not know one of the languages.
            MissingEngine: the model cannot be loaded, the server not be reached.
            BadAnswer: what came back is no translation of these lines.
        """
        ...


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A rendering of the utterance at ``position``."""

    position: int
    text: str


@dataclass(frozen=True, slots=True)
class LeftLine:
    """An utterance that was not translated, and why."""

    position: int
    why: str


@dataclass(frozen=True, slots=True)
class MadeTranslation:
    """What an engine made of a transcript."""

    target: str
    lines: tuple[MadeLine, ...]
    left: tuple[LeftLine, ...]


def primary(tag: str) -> str:
    """The language of a tag without region and variant.

    >>> primary("uk-x-surzhyk")
    'uk'
    """
    return tag.split("-", maxsplit=1)[0].lower()


def worth_translating(one: Utterance, target: str, spoken: Sequence[str] = ()) -> str:
    """Why a line is not translated, "" if it is to be."""
    if one.no_speech or not one.text.strip():
        return "no words"
    if one.held_back:
        return "held back"
    if primary(one.language) == primary(target):
        return f"is in {primary(target)} already"
    if spoken and primary(one.language) not in {primary(tag) for tag in spoken}:
        return f"is in {one.language}, which is not asked for"
    return ""


def translate_lines(
    utterances: Sequence[Utterance],
    target: str,
    ask: Ask,
    *,
    spoken: Sequence[str] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> MadeTranslation:
    """Have the lines of a transcript translated, a few at a time, each in its own language.

    Args:
        ask: gives renderings of lines, from a language into another one (`Translator.translate`).
        progress: called with the number of lines done.

    Raises:
        BadAnswer: another number of lines came back, or lines in another language.
        whatever ``ask`` raises.
    """
    wanted = [one for one in utterances if not worth_translating(one, target, spoken)]
    left = [
        LeftLine(one.position, why)
        for one in utterances
        if (why := worth_translating(one, target, spoken))
    ]
    made: list[MadeLine] = []
    for batch in _batches(wanted):
        texts = [" ".join(one.text.split()) for one in batch]
        answered = ask(texts, _language(batch[0]), target)
        if len(answered) != len(texts):
            raise BadAnswer(f"{len(answered)} lines came back for {len(texts)}")
        for one, text in zip(batch, answered, strict=True):
            whole = " ".join(text.split())
            if whole:
                made.append(MadeLine(one.position, whole))
            else:
                left.append(LeftLine(one.position, "the engine gave no words"))
        progress(len(made))
    _check_language(made, target)
    made.sort(key=lambda one: one.position)
    left.sort(key=lambda one: one.position)
    return MadeTranslation(target, tuple(made), tuple(left))


def _check_language(made: Sequence[MadeLine], target: str) -> None:
    guess = guess_language(" ".join(one.text for one in made))
    wrong = primary(guess.tag) not in ("und", primary(target))
    if wrong and guess.certainty != "doubtful":
        raise BadAnswer(
            f"the engine answered in {guess.tag}, not in {target}",
            do="Choose a model for this pair of languages",
        )


def _language(one: Utterance) -> str:
    if one.language != "und":
        return one.language
    return guess_language(one.text).tag


def _batches(lines: Sequence[Utterance]) -> Iterator[list[Utterance]]:
    """Runs of one language, in order within it, short enough for a server's answer."""
    by_language: dict[str, list[Utterance]] = {}
    for one in lines:
        by_language.setdefault(primary(_language(one)), []).append(one)
    for same in by_language.values():
        batch: list[Utterance] = []
        characters = 0
        for one in same:
            full = len(batch) >= _LINES_AT_ONCE or characters + len(one.text) > _CHARACTERS_AT_ONCE
            if batch and full:
                yield batch
                batch, characters = [], 0
            batch.append(one)
            characters += len(one.text)
        if batch:
            yield batch
