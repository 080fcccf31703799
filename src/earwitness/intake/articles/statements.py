"""What the publisher states about recordings, kept as the publisher's assertions with their hedges.

Each rule is a name, a kind and a pattern; to add one is to add a line. Nothing found here is a fact about
a call: a place, a unit or a date is what the publisher writes, and "not known" is a statement too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from earwitness.intake.articles.calls import OTHER_RECORDINGS
from earwitness.intake.articles.records import StatementKind
from earwitness.text.human_nouns import human_noun
from earwitness.text.printed_hedges import printed_hedges
from earwitness.text.speech_clauses import sentences

__all__ = ["FoundStatement", "FoundUnheard", "find_statements", "find_unheard"]

_CALL = r"(?:call|calls|conversation|conversations|recording|recordings|intercept|audio)"
_RU_CALL = r"(?:разговор|звон|запис|аудиозапис|перехват|бесед)\w{0,4}"
_UK_CALL = r"(?:розмов|дзвін|запис|аудіозапис|перехоплен|бесід)\w{0,4}"
_EN_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s{_EN_MONTH}(?:,?\s\d{{4}})?|{_EN_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    r"|\d{1,2}\s(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    r"|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня)(?:\s\d{4})?"
    r"|\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d{2}-\d{2})"
)
_KIND = StatementKind


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement in one paragraph, before it is put in its place in the article."""

    kind: StatementKind
    start: int
    end: int
    hedge: str | None
    state: str
    rule: str
    by: str = "publisher"


@dataclass(frozen=True, slots=True)
class FoundUnheard:
    """A statement that somebody cannot be heard: offsets, whose words as written, hedge."""

    start: int
    end: int
    whose: str | None
    hedge: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    kind: StatementKind
    pattern: re.Pattern[str]
    state: str = "stated"

    @property
    def people(self) -> bool:
        """A relation is one only if the words hold a word for a person."""
        return self.kind is _KIND.RELATION


def _rule(name: str, kind: StatementKind, pattern: str, state: str = "stated") -> _Rule:
    return _Rule(name, kind, re.compile(pattern, re.IGNORECASE), state)


_RULES = (
    _rule(
        "date of the call not known",
        _KIND.CALL_DATE,
        rf"(?:exact |precise )?(?:date|time) (?:of|when) [^.;]{{0,60}}?\b{_CALL}\b[^.;]{{0,40}}?"
        r"(?:not (?:been )?(?:known|specified|given|stated|disclosed|clear)|unknown|unclear)"
        rf"|(?:not (?:known|clear)|unknown|unclear) (?:exactly )?when [^.;]{{0,60}}?\b{_CALL}\b",
        "unknown",
    ),
    _rule(
        "дата не известна",
        _KIND.CALL_DATE,
        rf"(?:точн\w{{2,3}} )?(?:дата|время)[^.;]{{0,80}}?(?:не ?(?:известн|указан|установлен|уточня|сообща)\w{{1,6}})"
        rf"|не ?(?:известно|ясно|сообщается|уточняется),? когда [^.;]{{0,60}}?{_RU_CALL}",
        "unknown",
    ),
    _rule(
        "дата не відома",
        _KIND.CALL_DATE,
        rf"(?:точн\w{{1,3}} )?(?:дата|час)[^.;]{{0,80}}?(?:не ?(?:відом|вказан|встановлен|уточню|повідомля)\w{{1,6}})"
        rf"|не ?(?:відомо|ясно|повідомляється|уточнюється),? коли [^.;]{{0,60}}?{_UK_CALL}",
        "unknown",
    ),
    _rule(
        "date of the call",
        _KIND.CALL_DATE,
        rf"\b{_CALL}\b[^.;]{{0,30}}?\b(?:took place|was made|was recorded|made|recorded|dated|happened|from)\s(?:on )?{_DATE}"
        rf"|\bdate of the {_CALL}[^.;]{{0,20}}? {_DATE}"
        rf"|{_RU_CALL}[^.;]{{0,30}}?(?:состоя\w{{1,6}}|датир\w{{1,8}}|записан\w{{0,3}}|сделан\w{{0,3}}|от)\s{_DATE}"
        rf"|{_UK_CALL}[^.;]{{0,30}}?(?:відбу\w{{1,6}}|датов\w{{1,6}}|записан\w{{0,3}}|зроблен\w{{0,3}}|від)\s{_DATE}",
    ),
    _rule(
        "date of release",
        _KIND.PUBLICATION_DATE,
        rf"(?:published|released|posted|shared|made public)[^.;]{{0,60}}?\son\s{_DATE}"
        rf"|(?:опубликова|обнародова|выложи|размести)\w{{1,6}}[^.;]{{0,60}}?\s{_DATE}"
        rf"|(?:опубліко|оприлюдн|викла|розміст)\w{{1,6}}[^.;]{{0,60}}?\s{_DATE}",
    ),
    _rule(
        "not verified",
        _KIND.AUTHENTICITY,
        r"(?:could not|couldn.t|cannot|can.t|was not able to|is unable to|were unable to|was unable to|has not|have not"
        r"|had not|was not|not been|not yet|yet to)[^.;]{0,60}?(?:verif|confirm|authenticat)\w{0,8}"
        r"|\bunverified\b|(?:verified|confirmed|established) the authenticity|authenticity of [^.;]{0,80}",
    ),
    _rule(
        "не проверено",
        _KIND.AUTHENTICITY,
        r"не (?:удалось|смог\w{0,3}|мо[жг]\w{1,3}|был\w{0,2}|представляется возможным)[^.;]{0,60}?"
        r"(?:провер|подтвер|верифиц)\w{1,8}|подлинность [^.;]{0,80}",
    ),
    _rule(
        "не перевірено",
        _KIND.AUTHENTICITY,
        r"не (?:вдалося|вдалось|змог\w{0,3}|мож\w{1,3}|бул\w{0,2})[^.;]{0,60}?(?:перевір|підтвер|верифік)\w{1,8}"
        r"|(?:справжність|автентичність|достовірність) [^.;]{0,80}",
    ),
    _rule(
        "said to be",
        _KIND.RELATION,
        r"\b(?:is|are|was|were)?\s?(?:\w+ly\s)?(?:said|believed|thought|reported|understood|alleged|claimed|identified"
        r"|described|presumed) (?:to be|as) [^.,;:—–]{2,120}"
        r"|\b(?:apparently|allegedly|reportedly|presumably) (?:the |a |an |his |her |their )[^.,;:—–]{2,100}",
    ),
    _rule(
        "предположительно",
        _KIND.RELATION,
        r"(?<!\w)(?:якобы|предположительно|вероятно|возможно|судя по всему|по-видимому|как утверждается|как сообщается),?\s"
        r"(?:явля\w{1,5}\s|это\s)?[^.,;:—–]{2,100}",
    ),
    _rule(
        "ймовірно",
        _KIND.RELATION,
        r"(?<!\w)(?:нібито|начебто|ймовірно|імовірно|вочевидь|мабуть|судячи з усього|як стверджується|як повідомляється),?\s"
        r"(?:є\s|це\s)?[^.,;:—–]{2,100}",
    ),
    _rule(
        "это мать",
        _KIND.RELATION,
        r"(?<!\w)(?:это|це)\s(?:не\s)?[^.,;:—–]{2,100}"
        r"|(?<!\w)одн(?:а|ин|о)\s(?:из|із|зі|з)\s(?:собеседни|співрозмовни|говорящ|женщин|жінок|мужчин|чоловік)\w{0,4}"
        r"\s?[—–-]\s?[^.,;:—–]{2,100}",
    ),
    _rule(
        "a call sign",
        _KIND.NAME,
        r"(?<!\w)(?:[^\W\d_]{3,30}\s)?(?:на|с|з|із|под|під)\s(?:позывн|позивн)\w{1,3}\s[«“\"][^«»“”\"\n]{1,40}[»”\"]"
        r"|\b(?:[^\W\d_]{3,30},?\s)?(?:with the )?call ?sign\s[«“\"][^«»“”\"\n]{1,40}[»”\"]",
    ),
    _rule(
        "a military unit",
        _KIND.UNIT,
        r"\b(?:the )?\d{1,4}(?:st|nd|rd|th)\s(?:[\w-]+\s){0,5}?(?:brigade|regiment|division|battalion|army|company|corps)\b"
        r"|(?<!\w)\d{1,4}(?:-?(?:й|я|го|ой|ей|ю|му|м))?\s(?:[\w-]+\s){0,5}?(?:бригад|полк|дивизи|батальон|арми|корпус)\w{0,3}(?!\w)"
        r"|(?<!\w)\d{1,4}(?:-?(?:й|я|а|ї|ої|го|у|ій|му|м))?\s(?:[\w’'-]+\s){0,5}?(?:бригад|полк|дивізі|батальйон|армі|корпус)\w{0,3}(?!\w)",
    ),
    _rule(
        "a place",
        _KIND.PLACE,
        r"\b(?:near|outside)\s(?-i:[A-Z])[\w’'-]+|\bin the\s(?-i:[A-Z])[\w’'-]+\s(?:region|oblast|direction|sector|area)\b"
        r"|(?<!\w)(?:под|возле|вблизи|около|в районе)\s(?-i:[А-ЯЁ])[\w-]+"
        r"|(?<!\w)(?:на|в)\s(?-i:[А-ЯЁ])?[\w-]{3,40}\s(?:направлении|области)(?!\w)"
        r"|(?<!\w)(?:під|біля|поблизу|неподалік|в районі)\s(?-i:[А-ЯІЇЄҐ])[\w’'-]+"
        r"|(?<!\w)(?:на|у|в)\s(?-i:[А-ЯІЇЄҐ])?[\w’'-]{3,40}\s(?:напрямку|області)(?!\w)",
    ),
    _rule(
        "who released it",
        _KIND.PUBLISHER_OF_RECORDING,
        r"\b(?:published|released|shared|posted|intercepted|obtained|made public) by [^.,;:]{2,120}(?:\([^()]{1,40}\))?"
        r"|\brelease of [^.;:]{0,60}?\b(?:recordings?|conversations?|calls?|intercepts?) by [^.,;:]{2,60}?"
        r"(?=\s(?:indicates?|suggests?|shows?|means?|comes?|is|are|was|has)\b|[.,;:]|\Z)"
        r"|(?<!\w)(?:опубликован|обнародован|перехвачен|выложен|распространен|распространён)\w{0,5}\s(?-i:[«“А-ЯЁA-Z])[^.,;:]{1,100}(?:\([^()]{1,40}\))?"
        r"|(?<!\w)(?:опубліков|оприлюднен|перехоплен|поширен)\w{0,5}\s(?-i:[«“А-ЯІЇЄҐA-Z])[^.,;:]{1,100}(?:\([^()]{1,40}\))?",
    ),
    _Rule("other recordings", _KIND.OTHER_RECORDINGS, OTHER_RECORDINGS),
)
_NAMED = re.compile(
    r"(?P<noun>[^\W\d_]{2,30}),?\s(?P<name>[A-ZА-ЯЁІЇЄҐ][^\W\d_]+(?:[-’'][^\W\d_]+)?)(?!\w)"
)
_NAMED_AS = re.compile(
    r"(?<!\w)(?:named|called|whose name is|по имени|зовут|на имя|на ім[’'ʼ]я|звати|звуть)\s"
    r"(?P<name>(?-i:[A-ZА-ЯЁІЇЄҐ])[^\W\d_]+)",
    re.IGNORECASE,
)
_GLOSS = re.compile(r"\((?P<words>[^()\n]{3,160})\)")
_OFFICE = re.compile(
    r"commander|brigade|regiment|battalion|division|call ?sign|командир|бригад|полк|батальон|дивизи|позывн"
    r"|батальйон|дивізі|позивн|комбат",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "but",
        "and",
        "he",
        "she",
        "they",
        "it",
        "his",
        "her",
        "their",
        "this",
        "that",
        "when",
        "while",
        "after",
        "before",
        "as",
        "russian",
        "ukrainian",
    ]
)
_UNHEARD = (
    re.compile(
        r"(?:(?P<whose>[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*){0,3}?(?:[’']s|s[’'])|his|her|their)\s)?"
        r"(?:replies|reply|answers?|responses?|words|voice|side(?: of the \w+)?|part(?: of the \w+)?)\s(?:[\w-]+\s){0,3}?"
        r"(?:(?:can|could|may)(?:not|[’']t| not)(?:\s[\w-]+)?\s(?:be )?(?:heard|made out|audible)"
        r"|(?:is|are|was|were)(?:n[’']t| not)(?:\s[\w-]+)?\s(?:heard|audible|included)"
        r"|(?:is|are|was|were)\s(?:[\w-]+\s)?(?:inaudible|unheard|muted|cut out|removed))",
        re.IGNORECASE,
    ),
    re.compile(
        r"only (?:one|the \w+[’']s|her|his) (?:side|part|half|voice)[^.;]{0,50}?(?:heard|audible|released|published|included)"
        r"|only (?:the |a )?[\w’' -]{2,40}? (?:can|could|may) be heard|one-sided (?:call|conversation|recording)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:(?:ответ|реплик|слов|голос)\w{0,3}\s(?P<whose>[^\W\d_]+(?:\s(?-i:[А-ЯЁ])[^\W\d_]+)?),?\s|(?:ответ|реплик|голос)\w{0,3}\s"
        r"|(?P<other>собеседни\w{1,4}|втор\w{2,3} сторон\w)\s)(?:[^\W\d_-]+(?:-[^\W\d_]+)?,?\s){0,3}?не (?:слышн\w|слышен|разобрать|слыхать)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:слышн\w|слышен) (?:только|лишь) (?:одн\w{1,3}|мать|женщин\w|мужчин\w|голос|сторон\w)[^.;]{0,40}"
        r"|(?:только|лишь) одн\w{1,2} сторон\w[^.;]{0,30}?слышн\w",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:(?:відповід|реплік|сл[оі]в|голос)\w{0,4}\s(?P<whose>[^\W\d_]+(?:\s(?-i:[А-ЯІЇЄҐ])[^\W\d_]+)?),?\s|(?:відповід|реплік|голос)\w{0,4}\s"
        r"|(?P<other>співрозмовни\w{1,4}|друг\w{1,3} сторон\w)\s)(?:[^\W\d_’'-]+,?\s){0,3}?не (?:чути|чутно|розібрати)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:чути|чутно) (?:лише|тільки) (?:одн\w{1,3}|мат\w{1,3}|жінк\w|чоловік\w?|голос|сторон\w)[^.;]{0,40}"
        r"|(?:лише|тільки) одн\w{1,2} сторон\w[^.;]{0,30}?чути",
        re.IGNORECASE,
    ),
)


def find_unheard(narration: str) -> list[FoundUnheard]:
    """Find statements that a party of a call cannot be heard, in a paragraph without quotations."""
    found: list[FoundUnheard] = []
    for low, high in sentences(narration):
        match = next(
            (
                m
                for pattern in _UNHEARD
                if (m := pattern.search(narration, low, min(high, low + 4000)))
            ),
            None,
        )
        if match is None:
            continue
        groups = match.groupdict()
        whose = groups.get("whose") or groups.get("other")
        start, end = _trimmed(narration, low, high)
        hedge = _hedge_near(narration, match.start() - 40, match.end() + 20, (low, high))
        found.append(FoundUnheard(start, end, whose, hedge, "somebody cannot be heard"))
    return found


def find_statements(narration: str, paragraph: str) -> list[FoundStatement]:
    """Find statements in one paragraph.

    Args:
        narration: the paragraph with speech blanked and quoted terms kept.
        paragraph: as written; glosses in brackets are also read inside quotations, where they are the
            publisher's and not the speaker's.
    """
    found = [
        one for low, high in sentences(narration) for one in _in_sentence(narration, low, high)
    ]
    found.extend(
        FoundStatement(_KIND.UNHEARD_SIDE, one.start, one.end, one.hedge, "stated", one.rule)
        for one in find_unheard(narration)
    )
    found.extend(_glosses(narration, paragraph))
    return sorted(set(found), key=lambda one: (one.start, one.end, one.kind))


def _in_sentence(text: str, low: int, high: int) -> Iterator[FoundStatement]:
    stop = min(high, low + 4000)
    unknown = False
    for rule in _RULES:
        if rule.kind is _KIND.CALL_DATE and rule.state == "stated" and unknown:
            continue
        for match in rule.pattern.finditer(text, low, stop):
            unknown = unknown or rule.state == "unknown"
            start, end = _trimmed(text, *match.span())
            if rule.people and not _names_somebody(text[start:end]):
                continue
            hedge = _hedge_near(text, start - 40, end, (low, high))
            yield FoundStatement(rule.kind, start, end, hedge, rule.state, rule.name)
    yield from _names(text, low, stop)


def _names_somebody(words: str) -> bool:
    return any(human_noun(word) is not None for word in re.findall(r"[^\W\d_]+", words))


def _names(text: str, low: int, high: int) -> Iterator[FoundStatement]:
    for match in _NAMED.finditer(text, low, high):
        person = human_noun(match["noun"])
        if person is None or match["name"].lower() in _NOT_NAMES:
            continue
        start = _with_possessive(text, low, match.start())
        hedge = _hedge_near(text, start - 40, match.end(), (low, high))
        yield FoundStatement(
            _KIND.NAME, start, match.end(), hedge, "stated", "a word for a person, then a name"
        )
    for match in _NAMED_AS.finditer(text, low, high):
        hedge = _hedge_near(text, match.start() - 40, match.end(), (low, high))
        yield FoundStatement(_KIND.NAME, match.start(), match.end(), hedge, "stated", "named …")


def _with_possessive(text: str, low: int, start: int) -> int:
    before = re.search(
        r"\b(?:her|his|their|the|a|его|её|ее|сво\w{2,3}|їхн\w{2,4}|його|її)\s\Z",
        text[max(low, start - 9) : start],
        re.IGNORECASE,
    )
    return start - len(before.group()) if before else start


def _glosses(narration: str, paragraph: str) -> Iterator[FoundStatement]:
    for match in _GLOSS.finditer(paragraph):
        if not _OFFICE.search(match["words"]):
            continue
        start = _named_before(paragraph, match.start())
        quoted = narration[match.start()] != "("
        hedge = _hedge_near(paragraph, start - 40, match.end(), (0, len(paragraph)))
        by = "publisher, inside a quotation" if quoted else "publisher"
        yield FoundStatement(
            _KIND.UNIT,
            start,
            match.end(),
            hedge,
            "stated",
            "a name with its office in brackets",
            by,
        )


def _named_before(text: str, at: int) -> int:
    before = re.search(r"[“‘«\"„']?[^\W\d_][\w-]*[”’»\"“']?\s?\Z", text[max(0, at - 60) : at])
    return at - len(before.group()) if before else at


def _hedge_near(text: str, low: int, high: int, sentence: tuple[int, int]) -> str | None:
    begin, end = max(low, sentence[0], 0), min(high, sentence[1])
    hedges = printed_hedges(text[begin:end])
    return (
        hedges[-1].words
        if hedges and low <= begin and len(hedges) == 1
        else (hedges[0].words if hedges else None)
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
