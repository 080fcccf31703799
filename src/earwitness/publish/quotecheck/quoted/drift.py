"""Q12: a translated quotation that says another thing than the approved translation, or than the speaker.

Against the translation: another name, a stronger or weaker word ("all" for "almost all", "must" for "may"). Against
the words spoken: numbers and negations that they do not hold. What changes a "not" or a number of the translation
is Q03 and Q04; Q12 is what those cannot see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from earwitness.publish.quotecheck.differences import Difference
from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.publish.quotecheck.units import Unit, UnitKind, comparing_language
from earwitness.records.judgement import Finding, Severity
from earwitness.records.words import VersionStatus
from earwitness.text.negation import negations_in
from earwitness.text.numerals import numbers_in_text
from earwitness.text.words import fold, tokens

__all__ = ["drift_kind", "drifted_from_original", "is_drift"]

_SMALL = 3  # "one", "two" and "both" are said in too many ways
_INTENSITY = frozenset(
    [
        "all",
        "every",
        "each",
        "whole",
        "entire",
        "completely",
        "totally",
        "always",
        "most",
        "many",
        "much",
        "almost",
        "nearly",
        "some",
        "few",
        "several",
        "hardly",
        "barely",
        "only",
        "just",
        "slightly",
        "very",
        "extremely",
        "utterly",
        "everyone",
        "everybody",
        "everything",
        "somebody",
        "someone",
        "anybody",
        "все",
        "всё",
        "весь",
        "вся",
        "всех",
        "всем",
        "каждый",
        "каждого",
        "почти",
        "многие",
        "много",
        "некоторые",
        "несколько",
        "мало",
        "едва",
        "только",
        "лишь",
        "очень",
        "совсем",
        "полностью",
        "совершенно",
        "всегда",
        "иногда",
        "часто",
        "редко",
        "большинство",
        "усі",
        "всі",
        "весь",
        "уся",
        "всіх",
        "усіх",
        "усім",
        "всім",
        "кожен",
        "кожного",
        "майже",
        "багато",
        "деякі",
        "кілька",
        "мало",
        "ледве",
        "тільки",
        "лише",
        "дуже",
        "зовсім",
        "повністю",
        "цілком",
        "завжди",
        "іноді",
        "часто",
        "рідко",
        "більшість",
    ]
)
_MODALITY = frozenset(
    [
        "must",
        "may",
        "might",
        "can",
        "could",
        "should",
        "would",
        "will",
        "shall",
        "need",
        "needs",
        "ought",
        "have",
        "has",
        "had",
        "want",
        "wants",
        "try",
        "tried",
        "trying",
        "going",
        "plan",
        "plans",
        "refuse",
        "refused",
        "forced",
        "allowed",
        "ordered",
        "promised",
        "threatened",
        "могу",
        "можешь",
        "можем",
        "можете",
        "можу",
        "можеш",
        "можемо",
        "можете",
        "мушу",
        "мусимо",
        "повинні",
        "має",
        "мають",
        "может",
        "могут",
        "мог",
        "могла",
        "могли",
        "должен",
        "должна",
        "должны",
        "надо",
        "нужно",
        "можно",
        "нельзя",
        "хочет",
        "хотят",
        "будет",
        "будут",
        "придется",
        "обещал",
        "обещали",
        "приказали",
        "заставили",
        "може",
        "можуть",
        "міг",
        "могла",
        "могли",
        "повинен",
        "повинна",
        "повинні",
        "мусить",
        "мусять",
        "треба",
        "потрібно",
        "можна",
        "хоче",
        "хочуть",
        "буде",
        "будуть",
        "доведеться",
        "обіцяв",
        "обіцяли",
        "наказали",
        "змусили",
    ]
)


def drift_kind(said: Sequence[Unit], meant: Sequence[Unit], text: str, heard: str) -> str:
    """What kind of word a difference changes: a name, an intensity, a modality; "" for any other.

    Args:
        said, meant: the units of the draft and of the translation that differ.
        text, heard: the words of both, as written.
    """
    keys = {one.key for one in said} ^ {one.key for one in meant}
    if keys & _INTENSITY:
        return "how many or how much"
    if keys & _MODALITY:
        return "whether it is, may or must be"
    names = [_names(words) for words in (text, heard)]
    return "a name" if names[0] != names[1] and (names[0] or names[1]) else ""


def _names(text: str) -> frozenset[str]:
    """Capitalised words that do not begin a sentence."""
    found = []
    for one in tokens(text):
        before = text[: one.start].rstrip()
        if (
            one.text[:1].isupper()
            and before
            and before[-1] not in ".!?…“«\"'—–"
            and one.text != "I"
        ):
            found.append(fold(one.text).removesuffix("'s"))
    return frozenset(found)


def is_drift(q: Quoted, one: Difference) -> str:
    """The kind of drift of a difference from an approved translation, "" if it is none."""
    translation = q.text.translation
    if one.code != "Q02" or translation is None or translation.status is not VersionStatus.APPROVED:
        return ""
    said = [q.frame.units[at] for at in one.quoted]
    meant = [q.units[at] for at in one.heard]
    # The word before the run is taken along, so that a name at its beginning is none of a sentence's.
    text = "x " + " ".join(_written(q.frame.text, unit) for unit in said)
    heard = "x " + " ".join(
        _written(q.text.lines[q.text.owners[at]][1], q.units[at])
        for at in one.heard
        if at not in q.text.sentence_starts
    )
    return drift_kind(said, meant, text, heard)


def _written(text: str, unit: Unit) -> str:
    return text[unit.start : unit.end]


def drifted_from_original(q: Quoted) -> Iterator[Finding]:
    """Numbers and negations of a translated quotation that the words spoken do not hold."""
    if q.text.translation is None or q.heard.first < 0 or not q.heard.original:
        return
    spoken = comparing_language([q.heard.language])
    said = _numbers(q.frame.text, q.language)
    meant = _numbers(q.heard.original, spoken)
    for value in sorted(said - meant):
        clash = sorted(meant - said)
        yield q.frame.finding(
            "Q12",
            q.span,
            f"The translation has {value}; in the words spoken there is no such number"
            f"{f', but {clash[0]}' if clash else ''}.",
            rule="numbers of the quotation against those of the speech, from 3 up",
            suggestion=f"Listen, and mend the translation. Spoken: “{q.heard.original}”.",
            heard=q.heard,
            severity=Severity.ERROR if clash else Severity.WARNING,
        )
    yield from _negations(q, spoken)


def _negations(q: Quoted, spoken: str) -> Iterator[Finding]:
    """A whole line without any "not" for words spoken with one, or the other way round."""
    if not q.text.is_whole(q.first, q.last):
        return
    ours = sum(1 for unit in q.frame.units if unit.kind is UnitKind.NEGATION)
    theirs = len(negations_in([one.text for one in tokens(q.heard.original)], spoken))
    if bool(ours) != bool(theirs):
        more = "the words spoken have one" if theirs else "the words spoken have none"
        yield q.frame.finding(
            "Q12",
            q.span,
            f"A negation differs between translation and speech: {more}.",
            rule=f"negating words: {ours} in the quotation, {theirs} in the lines spoken",
            suggestion=f"Listen, and compare with the words spoken: “{q.heard.original}”.",
            heard=q.heard,
            severity=Severity.WARNING,
        )


def _numbers(text: str, language: str) -> set[int]:
    found = numbers_in_text(text, language)
    return {int(one.value) for one in found if one.value == int(one.value) and one.value >= _SMALL}
