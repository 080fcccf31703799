"""Words of health: wounds, illness, treatment, pregnancy, lost limbs."""

from __future__ import annotations

from earwitness.text.numerals import NumberSpan
from earwitness.understand.private.finds import Find, Kind
from earwitness.understand.private.line import ReadLine
from earwitness.understand.private.marks import Mark, why

__all__ = ["health"]

_WOUNDED_NUMBER = 300
_MILITARY_BEFORE = ("военн", "воєнн", "спец", "наступ", "боев", "бойов", "military", "offensive")
_PREPOSITIONS = frozenset({"в", "у", "in"})
_NO_HEALTH = frozenset({"триста"})
_WITHOUT = frozenset({"без", "without"})


def health(line: ReadLine) -> list[Find]:
    """All words of health in a line, each with what it tells."""
    found = []
    told = line.all_marks & (Mark.HEALTH | Mark.LOSS)
    for place, marks in enumerate(line.marks if told else ()):
        if marks & Mark.HEALTH and not _is_other(line, place):
            first = place - 1 if line.folded(place - 1) in _PREPOSITIONS and place else place
            reason = f"tells of {why(line.tokens[place].text)}"
            found.append(line.find_tokens(first, place, Kind.HEALTH, reason, 0.8))
        if marks & Mark.LOSS and (body := _body(line, place)) is not None:
            span = min(place, body), max(place, body)
            found.append(line.find_tokens(*span, Kind.HEALTH, "tells of a lost limb", 0.8))
    return found + _wounded(line)


def _body(line: ReadLine, place: int) -> int | None:
    """The part of the body that is lost: "без руки", "ногу оторвало", "lost his leg"."""
    others = (place + 1, place + 2) if line.folded(place) in _WITHOUT else (
        place + 1, place + 2, place - 1, place - 2,
    )  # fmt: skip
    return next((at for at in others if line.has(at, Mark.BODY)), None)


def _wounded(line: ReadLine) -> list[Find]:
    """As in "Вчера 4 300", "six three hundredths": soldiers' number for a wounded man."""
    found = []
    reason = "300 is a wounded person in soldiers' words"
    for one in line.numbers:
        last = one.end_token - 1
        wounded = line.tokens[last].text == "300" or one.value == _WOUNDED_NUMBER
        if wounded and _can_be_wounded(line, one):
            found.append(line.find_tokens(one.start_token, last, Kind.HEALTH, reason, 0.5))
    if "hundredth" in line.text:
        found += [
            line.find_tokens(at - 1, at, Kind.HEALTH, reason, 0.6)
            for at in range(1, len(line.tokens))
            if line.folded(at).startswith("hundredth") and line.folded(at - 1) == "three"
        ]
    return found


def _is_other(line: ReadLine, place: int) -> bool:
    word = line.folded(place)
    if word.startswith("опера") and line.folded(place - 1).startswith(_MILITARY_BEFORE):
        return True
    return word in _NO_HEALTH or (word == "sick" and line.folded(place + 1) in {"of", "and"})


def _can_be_wounded(line: ReadLine, one: NumberSpan) -> bool:
    """As in "Вчера 4 300": nothing that is counted follows; "триста метров", "300 boxes" are amounts."""
    if one.ordinal:
        return True
    after = one.end_token
    return after >= len(line.tokens) or bool(line.gap(after).strip())
