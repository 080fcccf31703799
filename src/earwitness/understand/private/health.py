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


def health(line: ReadLine) -> list[Find]:
    """All words of health in a line, each with what it tells."""
    found = []
    for place, marks in enumerate(line.marks):
        if marks & Mark.HEALTH and not _is_other(line, place):
            first = place - 1 if line.folded(place - 1) in _PREPOSITIONS and place else place
            found.append(line.find_tokens(first, place, Kind.HEALTH, f"tells of {why(line.tokens[place].text)}", 0.8))
        if marks & Mark.LOSS:
            body = next((at for at in (place + 1, place + 2) if line.has(at, Mark.BODY)), None)
            body = body if body is not None else next((at for at in (place - 1, place - 2) if line.has(at, Mark.BODY)), None)
            if body is not None:
                found.append(line.find_tokens(min(place, body), max(place, body), Kind.HEALTH, "tells of a lost limb", 0.8))
    if "300" in line.text or line.all_marks & Mark.NUMBER or any(one.value == _WOUNDED_NUMBER for one in line.numbers):
        found += [
            line.find_tokens(one.start_token, one.end_token - 1, Kind.HEALTH, "300 is a wounded person in soldiers' words", 0.5)
            for one in line.numbers
            if one.value == _WOUNDED_NUMBER and _can_be_wounded(line, one)
        ]
    return found


def _is_other(line: ReadLine, place: int) -> bool:
    word = line.folded(place)
    if word.startswith("опера") and line.folded(place - 1).startswith(_MILITARY_BEFORE):
        return True
    return word in _NO_HEALTH


def _can_be_wounded(line: ReadLine, one: NumberSpan) -> bool:
    """ "Вчера 4 300": nothing that is counted follows; "триста метров", "300 boxes" are amounts."""
    if one.ordinal:
        return True
    after = one.end_token
    return after >= len(line.tokens) or bool(line.gap(after).strip())
