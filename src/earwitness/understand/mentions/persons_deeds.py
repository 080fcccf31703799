"""What only people do or have done to them: "передай Козыреву", "Козырев приказал", "told Kozyrev".

A word that only looks like a surname may as well be a village or a make of gun; with such a word beside it, it is
somebody.
"""

from __future__ import annotations

import re
from functools import lru_cache

from earwitness.understand.mentions.line import Line

__all__ = ["treated_as_person"]

_DONE_TO = re.compile(
    "скаж|сказа|передай|передав|передал|позови|позва|позвон|звони|наберу|набери|спроси|попроси|попрос|доложи|доклад|ответь"
    "|ответи|приказа|виде|встре|слуша|наград|похорон|хоронил|ранил|убил|арестов|задержа|женил|обними|обня|поздрав|зови"
    "|кажи|каза|передав|поклич|подзвон|дзвон|спита|запита|попрос|допові|відпові|наказа|бачи|зустрі|слуха|нагород|похова"
    "|поранил|вбил|вбито|арештув|затрима|обійми|привіта"
    "|tell|told|ask|call|phone|rang|ring|report|answer|order|saw|seen|met|meet|listen|award|buri|bury|wound|kill|arrest|thank"
)
_DOES = re.compile(
    "сказа|говори|приказа|команду|звони|позвони|приеха|приезжа|приш[её]л|приходи|писа|дума|зна|обеща|получи|погиб|умер"
    "|пропа|ушёл|ушел|уехал|жив|женат|родил|спит|пьёт|пьет|орёт|орет|кричи|хочет|просил"
    "|каза|наказа|дзвони|подзвони|приїха|приїжджа|прийшо|приходи|обіця|отрима|загину|помер|зник|пішо|поїха|одруж|народи|спить"
    "|п'є|кричи|хоче|проси|кер[уо]"
    "|said|says|say|order|command|call|phone|came|come|wrote|think|know|promise|got|died|dead|miss|left|alive|marri|sleep|drink"
    "|shout|want|asked"
)
_REACH = 2


def treated_as_person(line: Line, at: int) -> bool:
    """Whether a word beside the one at ``at`` says that it is a person."""
    before = range(max(0, at - _REACH), at)
    after = range(at + 1, min(len(line.words), at + 1 + _REACH))
    return any(_is_done_to(line.folded(place)) for place in before) or any(
        _is_done_by(line.folded(place)) for place in after
    )


@lru_cache(maxsize=1 << 13)
def _is_done_to(folded: str) -> bool:
    return _DONE_TO.match(folded) is not None


@lru_cache(maxsize=1 << 13)
def _is_done_by(folded: str) -> bool:
    return _DOES.match(folded) is not None
