"""Names that are nobody's here: saints and figures of speech, guns, rivers, letters of the radio alphabet.

"Катюша била всю ночь" speaks of a rocket launcher, "Господи Иисусе" of nobody, "Charlie company" of a company.
"""

from __future__ import annotations

from itertools import pairwise

from earwitness.understand.mentions.line import Line, listed
from earwitness.understand.mentions.tables import place_key

__all__ = ["is_namesake", "is_where"]

_SACRED = listed(
    "господи господь святой святая святого святому святым святые преподобный апостол"
    " святий свята святого святому святі апостоле господа"
    " saint st holy lord"
)
_FIGURES = frozenset(
    [
        ("дед", "мороз"),
        ("деда", "мороза"),
        ("дід", "мороз"),
        ("мать", "тереза"),
        ("мати", "тереза"),
        ("матір", "тереза"),
        ("mother", "teresa"),
        ("uncle", "sam"),
        ("дядя", "сэм"),
        ("дядько", "сем"),
        ("john", "doe"),
        ("jane", "doe"),
        ("santa", "claus"),
    ]
)
_NAMED_GUNS = listed(
    "максим максима максимом катюша катюши катюшу катюш катюшами макаров макарова макаровым стечкин стечкина токарев"
    " василёк василек дашка дашки дашку аннушка maxim katyusha makarov tokarev bertha"
)
_GUNS = listed(
    "пулемёт пулемет пулемёта пулемета пистолет пистолета пушка пушки миномёт миномет миномёта била бьёт бьет били лупит"
    " работает отработала отработали накрыла накрыли кулемет кулемета пістолет пістолета міномет гармата била б'є працює"
    " відпрацювала накрила gun guns pistol machine rocket rockets launcher mortar mortars fired jammed"
)
_GUN_REACH = 3
_WATERS = listed(
    "река реки реку речка речку ріка річка ріки річку river рекой рекою рікою місто город улица вулиця street"
)
_TOWARDS = listed("in near at toward towards around outside into via beyond the")
_GROUNDS = listed(
    "district region oblast raion town village city street avenue square station airport airfield front direction sector"
    " bridge forest river valley monastery settlement area"
)
_ALPHABET = listed(
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec"
    " romeo sierra tango uniform victor whiskey xray yankee zulu"
)
_SUBUNITS = listed(
    "company platoon squad team battery section troop one two three four five six seven eight nine zero"
)
_RADIO = listed("over roger copy wilco actual")


def is_namesake(line: Line, at: int, end: int) -> bool:
    """Whether the words from ``at`` to ``end`` (left out), which look like a name, name no person."""
    words = [line.folded(place) for place in range(max(0, at - 1), min(len(line.words), end + 1))]
    if any(pair in _FIGURES for pair in pairwise(words)):
        return True
    if at > 0 and line.folded(at - 1) in _SACRED and line.joined(at):
        return True
    if end - at > 1:
        return False
    return _gun(line, at) or _on_the_map(line, at) or _letter(line, at)


def is_where(line: Line, at: int) -> bool:
    """Whether an English sentence uses a word as a place: "near Yampilsky", "the Starobilsky direction"."""
    if at + 1 < len(line.words) and line.joined(at + 1) and line.folded(at + 1) in _GROUNDS:
        return True
    return at > 0 and line.joined(at) and line.folded(at - 1) in _TOWARDS


def _gun(line: Line, at: int) -> bool:
    if line.folded(at) not in _NAMED_GUNS:
        return False
    return any(
        line.folded(place) in _GUNS
        for place in range(max(0, at - 1), min(len(line.words), at + 1 + _GUN_REACH))
    )


def _on_the_map(line: Line, at: int) -> bool:
    """A river or town that is said to be one, or stands in a list of such."""
    beside = [place for place in (at - 1, at + 1) if 0 <= place < len(line.words)]
    if any(line.folded(place) in _WATERS for place in beside):
        return True
    if not place_key(line.facts(at).lemma or line.folded(at)):
        return False
    return any(
        line.words[place].capital
        and line.gap(max(place, at)).strip() == ","
        and bool(place_key(line.facts(place).lemma or line.folded(place)))
        for place in beside
    )


def _letter(line: Line, at: int) -> bool:
    """Charlie, Mike, Oscar, Victor as letters: beside another letter, a part of a unit, a word of the radio."""
    if line.folded(at) not in _ALPHABET:
        return False
    beside = [line.folded(place) for place in (at - 1, at + 1) if 0 <= place < len(line.words)]
    return any(one in _ALPHABET or one in _SUBUNITS or one in _RADIO for one in beside)
