"""Verbs that people report speech with, in English, Russian and Ukrainian, by their written forms.

The list is data: ``speech_verbs.csv``, one lemma a line with every finite form and converb (the
Russian and Ukrainian forms were written out with the OpenCorpora and VESUM dictionaries of
pymorphy3, so that nothing has to be loaded here). Infinitives and imperatives are left out: "tell
your boys" is said *in* a call, not about one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

__all__ = ["SpeechVerb", "VerbKind", "speech_verb", "speech_verbs"]


class VerbKind(StrEnum):
    """What stands beside the verb."""

    SAY = "say"  # words; the hearer only with "to" or in the dative
    ASK = "ask"  # a question
    TELL = "tell"  # words and, directly, the hearer ("tells her son")
    URGE = "urge"  # somebody to do something
    TALK = "talk"  # no words of its own ("discuss"): names who speaks, introduces no quotation


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A verb of speech: dictionary form, ``en``, ``ru`` or ``uk``, and what stands beside it."""

    lemma: str
    language: str
    kind: VerbKind


def speech_verb(word: str, language: str | None = None) -> SpeechVerb | None:
    """Look up one written form; None says that the form is in no list.

    Args:
        word: one word, any case.
        language: ``en``, ``ru`` or ``uk``. Without it, a form that Russian and Ukrainian share
            (``сказала``) comes back as Russian; `attribution` knows the paragraph's language.

    >>> speech_verb("каже").lemma, speech_verb("told").lemma
    ('казати', 'tell')
    """
    found = speech_verbs().get(word.lower().replace("ё", "е"), ())
    for verb in found:
        if language is None or verb.language == language:
            return verb
    # A Russian verb in a Ukrainian text (surzhyk) is still a verb of speech.
    return found[0] if found else None


@cache
def speech_verbs() -> dict[str, tuple[SpeechVerb, ...]]:
    """All forms with their verbs, read once from ``speech_verbs.csv``."""
    table: dict[str, list[SpeechVerb]] = {}
    path = resources.files("earwitness.text").joinpath("speech_verbs.csv")
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        verb = SpeechVerb(row["lemma"], row["language"], VerbKind(row["kind"]))
        for form in row["forms"].split():
            verbs = table.setdefault(form.replace("ё", "е"), [])
            if verb not in verbs:
                verbs.append(verb)
    return {form: tuple(verbs) for form, verbs in table.items()}
