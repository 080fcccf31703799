"""Which recordings an article speaks about, who released them and which paragraphs they cover.

An introduction ("In another intercepted call", «В перехваченном разговоре», «оприлюднений ГУМ запис»)
begins a recording of its own if it says so ("one", "another", «ещё одном») or if there is none yet. A
plural ("previously released intercepted communications") ends the one before and begins none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from earwitness.text.speech_clauses import sentences

__all__ = ["OTHER_RECORDINGS", "Introduction", "introductions", "publisher_after"]

_FREE = r"(?:[^\W\d_][\w’'-]*\s{1,3}){0,4}?"
_EN_NOUN = r"(?:(?:phone|telephone|voice|video|radio)\s)?(?:call|conversation|recording|intercept|interception|tape|transmission|voice message|audio(?: recording| clip| file)?)"
_EN_RELEASED = r"(?:published|released|shared|posted|obtained|intercepted|leaked|made public|disclosed|uploaded)"
_RU_NOUN = r"(?:разговор|звонок|перехват|запис|аудиозапис|бесед|переговор|радиоперехват)"
_RU_RELEASED = r"(?:опубликован|обнародован|перехвачен|выложен|размещен|размещён|распространен|распространён)н?"
_UK_NOUN = r"(?:розмов|дзвінок|дзвінк|перехопленн|перехоплень|запис|аудіозапис|бесід|переговор|радіоперехоплен)"
_UK_RELEASED = r"(?:опублікован|оприлюднен|перехоплен|викладен|поширен|розміщен)"

_NEW = "one|another|an?|a second|a third|a separate|a different|the first|the second|the third|the other|a new|a further"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "in one/another … call",
        re.compile(
            rf"\b(?:in|during|on|from)\s(?P<det>{_NEW}|the|this|that)\s{_FREE}{_EN_NOUN}\b(?!s)",
            re.IGNORECASE,
        ),
    ),
    (
        "a recording released by",
        re.compile(
            rf"\b(?P<det>{_NEW}|the|this)\s{_FREE}{_EN_NOUN}\b,?\s(?:(?:which|that)\s)?"
            rf"(?:(?:was|were|has been|had been)\s)?(?:\w+ly\s)?{_EN_RELEASED}(?=\sby\s)",
            re.IGNORECASE,
        ),
    ),
    (
        "somebody released a recording",
        re.compile(
            rf"\b(?:published|released|shared|posted|made public)\s(?P<det>{_NEW}|the)\s{_FREE}{_EN_NOUN}\b(?!s)",
            re.IGNORECASE,
        ),
    ),
    (
        "в … разговоре",
        re.compile(
            r"(?<!\w)(?:в|во|на)\s{1,3}(?P<det>(?:ещ[её]\s)?одном(?:\sиз)?|(?:ещ[её]\s)?одной(?:\sиз)?|другом"
            r"|другой|втором|второй|третьем|третьей|новом|новой|очередном|очередной|первом|первой)?\s{0,3}"
            rf"(?P<free>(?:[\w-]+\s{{1,3}}){{0,3}}?){_RU_NOUN}\w{{0,4}}(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        "запись, опубликованная",
        re.compile(
            r"(?<!\w)(?:(?P<det>ещ[её]\sодн\w{1,2}|друг\w{2,3}|втор\w{2,3}|нов\w{2,3}|очередн\w{2,3})\s{1,3}"
            rf"(?:[\w-]+\s{{1,3}}){{0,2}}?)?(?:аудио|видео|радио)?{_RU_NOUN}\w{{0,4}},?\s{{1,3}}"
            rf"(?:[\w-]+\s{{1,3}}){{0,5}}?{_RU_RELEASED}\w{{0,5}}(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        "опубликовал запись",
        re.compile(
            r"(?<!\w)(?:опубликовал|обнародовал|выложил|разместил|перехватил)[аои]?\s{1,3}"
            r"(?P<det>ещ[её]\sодн\w{1,2}|друг\w{2,3}|нов\w{2,3}|очередн\w{2,3}|втор\w{2,3})?\s{0,3}"
            rf"(?:[\w-]+\s{{1,3}}){{0,4}}?(?:аудио|радио)?{_RU_NOUN}\w{{0,4}}(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        "в … розмові",
        re.compile(
            r"(?<!\w)(?:в|у|на)\s{1,3}(?P<det>(?:ще\s)?одній(?:\s(?:із|з))?|(?:ще\s)?одному(?:\s(?:із|з))?|іншій"
            r"|іншому|другій|другому|третій|третьому|новій|новому|черговій|черговому|першій|першому)?\s{0,3}"
            rf"(?P<free>(?:[\w’'-]+\s{{1,3}}){{0,3}}?){_UK_NOUN}\w{{0,4}}(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        "запис, оприлюднений",
        re.compile(
            r"(?<!\w)(?:(?P<det>ще\sод\w{2,3}|інш\w{1,3}|друг\w{1,3}|нов\w{1,3}|чергов\w{1,3})\s{1,3}"
            rf"(?:[\w’'-]+\s{{1,3}}){{0,2}}?)?(?:аудіо|відео|радіо)?{_UK_NOUN}\w{{0,4}},?\s{{1,3}}"
            rf"(?:[\w’'-]+\s{{1,3}}){{0,5}}?{_UK_RELEASED}\w{{0,5}}(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        "оприлюднило запис",
        re.compile(
            r"(?<!\w)(?:опубліку|оприлюдни|викла|розмісти|перехопи)(?:вав|вала|вали|вало|в|ла|ли|ло)\s{1,3}"
            r"(?P<det>ще\sод\w{2,3}|інш\w{1,3}|нов\w{1,3}|чергов\w{1,3}|друг\w{1,3})?\s{0,3}"
            rf"(?:[\w’'-]+\s{{1,3}}){{0,4}}?(?:аудіо|радіо)?{_UK_NOUN}\w{{0,4}}(?!\w)",
            re.IGNORECASE,
        ),
    ),
)
OTHER_RECORDINGS = re.compile(
    r"(?<!\w)(?:(?:previously|earlier|other|such|similar|several|many|numerous|these)\s"
    r"(?:[\w’'-]+\s){0,4}?(?:communications|calls|conversations|recordings|intercepts|interceptions)"
    r"|(?:ранее|прежде|другие|другим|других|подобные|подобных|такие|таких|предыдущие|предыдущих)\s(?:[\w-]+\s){0,4}?"
    r"(?:перехват|разговор|запис|перегово|звонк)\w{0,4}"
    r"|(?:раніше|інші|інших|подібні|подібних|такі|таких|попередні|попередніх)\s(?:[\w’'-]+\s){0,4}?"
    r"(?:перехоплен|розмов|запис|перегово|дзвінк)\w{0,4})(?!\w)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"intercept|record|wiretap|tapped|leaked|released|published|перехва|запис|опубликов|обнародов"
    r"|перехоп|оприлюдн|опублік",
    re.IGNORECASE,
)
_CALL_CUE = re.compile(
    r"перехва|перехоп|опубликов|обнародов|оприлюдн|опублік|телефонн|запис", re.IGNORECASE
)
_SAME = re.compile(
    r"(?<!\w)(?:эт|то[мй]|данн|же|ці|цьо|той|тій|тому|this|that|same|цій)\w{0,3}(?!\w)",
    re.IGNORECASE,
)
_DEFINITE = frozenset({"the", "this", "that", ""})
_BY_EN = re.compile(
    r"\s{1,3}by\s{1,3}((?:the\s{1,3})?[^\W\d_][^,.;:()\n]{0,120}?(?:\s?\([^()\n]{1,40}\))?)"
    r"(?=[,.;:]|\s(?:on|in|last|this|earlier|and|which|that|who|says?|said|a|two|is|was|were|has|have|had|shows?|suggests?|captures?|features?)\b|\s[–—-]|\Z)"
)
_NAME = (
    r"[«“]?[A-ZА-ЯІЇЄҐ][\w’'-]*[»”]?(?:\s{1,3}[«“]?[\w’'-]+[»”]?){0,7}?(?:\s?\([^()\n]{1,40}\))?"
)
_AFTER_CYRILLIC = re.compile(
    rf"\s{{1,3}}({_NAME})(?=[,.;:—–]|\s[—–]|\s(?:в|во|на|у|и|і|й|та|что|що|который|которая|який|яка"
    r"|женщина|мать|мужчина|солдат|военный|жінка|мати|чоловік|військовий|двое|две|двоє|дві)(?!\w)|\Z)"
)
_SUBJECT_BEFORE = re.compile(rf"({_NAME})\s{{1,3}}(?:[a-zа-яёіїєґ-]+\s{{1,3}})?\Z")
_NOUN_AFTER = re.compile(
    r"(?:,?\s{1,3}(?:котор|опублик|обнарод|перехва|як|оприлюдн|опублік|перехоп)\w{0,12})"
)
_RELEASED_NEXT = re.compile(
    rf",?\s{{1,3}}(?:\w+ly\s)?(?:{_EN_RELEASED}|(?:{_RU_RELEASED}|{_UK_RELEASED})\w{{0,5}})(?!\w)",
    re.IGNORECASE,
)
_RELEASED_INSIDE = re.compile(rf"(?:{_RU_RELEASED}|{_UK_RELEASED})\w{{0,5}}\s{{1,3}}({_NAME})\s")
_RELEASING = (
    r"(?:опубликовал|обнародовал|выложил|распространил|перехватил)[аои]?|оприлюдни(?:в|ла|ло|ли)"
    r"|опублікува(?:в|ла|ло|ли)|поширил[аои]|поширив|перехопи(?:в|ла|ло|ли)"
)
_ACTIVE = re.compile(
    rf",?\s{{1,3}}(?:котор\w{{2,3}}|які|який|яку|яке|що|что)\s{{1,3}}(?:(?:{_RELEASING})\s{{1,3}}({_NAME})(?=[,.;:])"
    rf"|({_NAME})\s{{1,3}}(?:{_RELEASING})(?!\w))"
    rf"|(?:\s(?:that|which))?\s{{1,3}}(?:the\s)?({_NAME})\s{{1,3}}(?:has\s)?(?:published|released|shared|posted)\b"
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """Words that introduce a recording: offsets in the paragraph, new or the one before, who released it."""

    start: int
    end: int
    new: bool
    publisher: str | None
    publisher_span: tuple[int, int] | None
    rule: str


def introductions(narration: str, *, first: bool, cued: bool) -> list[Introduction]:
    """Find introductions of recordings in one paragraph of narration.

    Args:
        narration: the paragraph with its quotations blanked.
        first: no recording has been introduced before, so that "the call" may introduce one.
        cued: the article has already said that it is about recordings.

    Returns:
        In order; an overlapping second reading of the same words is dropped.
    """
    cued = cued or _CUE.search(narration) is not None
    found = [
        one
        for low, high in sentences(narration)
        for one in _sentence(narration, low, high, cued=cued)
    ]
    found.sort(key=lambda one: one.start)
    kept: list[Introduction] = []
    for one in found:
        if (
            kept
            and one.start < kept[-1].end + 60
            and _same_sentence(narration, kept[-1].end, one.start)
        ):
            kept[-1] = _merged(kept[-1], one)
        else:
            kept.append(one)
    return [
        Introduction(
            one.start,
            one.end,
            one.new or (first and at == 0),
            one.publisher,
            one.publisher_span,
            one.rule,
        )
        for at, one in enumerate(kept)
    ]


def publisher_after(text: str, at: int) -> tuple[int, int] | None:
    """Offsets of who released it, in "… by X (HMO), …" or «опубликованном ГУМ, …»; None if not said."""
    match = _BY_EN.match(text, at) or _AFTER_CYRILLIC.match(text, at)
    return match.span(1) if match else None


def _same_sentence(text: str, low: int, high: int) -> bool:
    return not re.search(r"[.!?…]\s", text[low:high])


def _merged(one: Introduction, other: Introduction) -> Introduction:
    return Introduction(
        one.start,
        max(one.end, other.end),
        one.new or (other.new and one.rule == other.rule),
        one.publisher or other.publisher,
        one.publisher_span or other.publisher_span,
        one.rule,
    )


def _sentence(text: str, low: int, high: int, *, cued: bool) -> Iterator[Introduction]:
    for rule, pattern in _PATTERNS:
        for match in pattern.finditer(text, low, min(high, low + 4000)):
            one = _introduction(text, low, match, rule, cued=cued)
            if one is not None:
                yield one


def _introduction(
    text: str, low: int, match: re.Match[str], rule: str, *, cued: bool
) -> Introduction | None:
    determiner = " ".join((match["det"] or "").lower().split())
    words = match.group()
    after = text[match.end() : match.end() + 60]
    if not cued or OTHER_RECORDINGS.search(words):
        return None
    inside = rule in {"в … разговоре", "в … розмові"}
    if inside and (_SAME.search(match["free"]) or not _CALL_CUE.search(words + after[:40])):
        return None
    same = determiner in {"this", "that"}
    span = _publisher(text, low, match, rule)
    return Introduction(
        match.start(),
        match.start() + len(words.rstrip(" ,")),
        determiner not in _DEFINITE and not same,
        text[slice(*span)] if span else None,
        span,
        rule,
    )


def _publisher(text: str, low: int, match: re.Match[str], rule: str) -> tuple[int, int] | None:
    if rule in {"somebody released a recording", "опубликовал запись", "оприлюднило запис"}:
        before = _SUBJECT_BEFORE.search(text[max(low, match.start() - 160) : match.start()])
        base = max(low, match.start() - 160)
        return (base + before.start(1), base + before.end(1)) if before else None
    active = _ACTIVE.match(text, match.end())
    if active:
        return active.span(active.lastindex or 0)
    more = _RELEASED_NEXT.match(text, match.end())
    span = publisher_after(text, more.end() if more else match.end())
    if span or rule in {"запись, опубликованная", "запис, оприлюднений", "a recording released by"}:
        return span
    inside = _RELEASED_INSIDE.search(match.group())
    return (match.start() + inside.start(1), match.start() + inside.end(1)) if inside else None
