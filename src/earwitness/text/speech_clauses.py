"""Clauses of speech in a writer's own words: who, which verb, to whom.

Shallow on purpose: closed word lists, a list of verbs and a list of words for people, no parser. It
reads the shapes that news writing uses around quotations:

    she tells her son, Timmy.        subject, verb, addressee
    — сказала мать сыну.            verb, subject, addressee in the dative
    за словами матері / according to the commander / as the caller put it

Words are returned as they stand, by offsets; nobody is looked up and no name is completed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from earwitness.text.clause_words import (
    ADVERBS,
    AUXILIARIES,
    DATIVE_PRONOUNS,
    DETERMINERS,
    INTRODUCTIONS,
    NEGATIONS,
    NOMINATIVE_PRONOUNS,
    ONE_OF,
    STOPS,
)
from earwitness.text.human_nouns import human_noun
from earwitness.text.speech_verbs import SpeechVerb, VerbKind, speech_verb

__all__ = ["JOINED", "Span", "SpeechClause", "language_of", "sentences", "speech_clauses"]

Span = tuple[int, int]

_TOKEN = re.compile(r"[^\W_]+(?:[-’'ʼ][^\W_]+)*['’]?|\([^()\n]{1,80}\)|[^\s\w]")
_SENTENCE_END = re.compile(r"[.!?…]+[»”\"’)\]]{0,3}(?=\s|\Z)|\n[ \t]*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Capt|Maj|г|ул|им|т|д|р|вул|ім|[A-ZА-ЯІЇЄҐ]))\Z"
)
_UK_LETTERS = re.compile("[іїєґІЇЄҐ]")
_RU_LETTERS = re.compile("[ыэъёЫЭЪЁ]")
_CYRILLIC = re.compile("[А-Яа-яІіЇїЄєҐґЁё]")
_ACCORDING = re.compile(
    r"(?<!\w)(?:according to|in the words of"
    r"|по (?:словам|утверждению|рассказу|рассказам|признанию|версии)|со слов"
    r"|за (?:словами|твердженням|розповіддю|версією)|зі слів)(?=\s)",
    re.IGNORECASE,
)
_ACCORDING_OWN = re.compile(
    r"(?<!\w)(?:по (его|её|ее|их) словам|за (його|її|їхніми) словами)(?!\w)", re.IGNORECASE
)
_PUT_IT = re.compile(
    r"(?<!\w)as ([^,.;:]{1,80}?) (puts? it|has put it|described it|called it|says|said)(?!\w)",
    re.IGNORECASE,
)
JOINED = "verb joined to the one before"
_SUBJECT_WORDS = 24
_OBJECT_WORDS = 8


@dataclass(frozen=True, slots=True)
class SpeechClause:
    """One clause of speech; all spans are character offsets in the searched text.

    Attributes:
        verb_span: the verb as written, or the phrase (``according to``).
        lemma: the verb's dictionary form, or the phrase.
        kind: what kind of verb; phrases count as `VerbKind.SAY`.
        subject: the speaker's words, None if the clause names nobody.
        addressee: who is spoken to.
        negated: "did not say", «не сказала».
        rule: the shape that was recognised.
        group_start: where the verb with its auxiliaries and adverbs begins («снова сказала»).
    """

    verb_span: Span
    lemma: str
    kind: VerbKind
    subject: Span | None
    addressee: Span | None
    negated: bool
    rule: str
    group_start: int

    @property
    def span(self) -> Span:
        """From the first to the last word of the clause itself, without what was said."""
        subject = self.subject if self.rule != JOINED else None
        spans = [one for one in (self.verb_span, subject, self.addressee) if one]
        return min(self.group_start, *(one[0] for one in spans)), max(one[1] for one in spans)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str

    @property
    def low(self) -> str:
        return self.text.lower().replace("’", "'").replace("ё", "е")

    @property
    def word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or self.text[0].isdigit()


def language_of(text: str) -> str:
    """``uk``, ``ru`` or ``en`` by the letters of a text; Cyrillic without a telling letter is ``ru``.

    >>> language_of("каже її син"), language_of("сказал он")
    ('uk', 'ru')
    """
    sample = text[:4000]
    if not _CYRILLIC.search(sample):
        return "en"
    ukrainian = len(_UK_LETTERS.findall(sample))
    return "uk" if ukrainian > len(_RU_LETTERS.findall(sample)) else "ru"


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Offsets of sentences, end marks included; initials and titles (``Mr.``) end none."""
    stop = len(text) if end is None else end
    begin = start
    for match in _SENTENCE_END.finditer(text, start, stop):
        if text[match.start()] == "." and _ABBREVIATION.search(
            text, max(begin, match.start() - 5), match.start()
        ):
            continue
        if text[begin : match.end()].strip():
            yield begin, match.end()
        begin = match.end()
    if text[begin:stop].strip():
        yield begin, stop


def speech_clauses(
    text: str, start: int, end: int, language: str, *, talk: bool = False
) -> list[SpeechClause]:
    """Find the clauses of speech in ``text[start:end]``, one sentence of narration.

    Args:
        text: the whole text, quotations blanked or cut off by the bounds.
        start: where to begin.
        end: where to stop; at most 2,000 characters are looked at.
        language: ``en``, ``ru`` or ``uk``, for forms that languages share.
        talk: also take verbs that only say that people talk ("discuss").

    Returns:
        In the order of the text.
    """
    end = min(end, start + 2000)
    tokens = [_Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, start, end)]
    found = list(_phrases(text, start, end, tokens))
    taken = [clause.span for clause in found]
    after = 0
    for at, token in enumerate(tokens):
        verb = _verb_at(tokens, at, language)
        if verb is None or (verb.kind is VerbKind.TALK and not talk):
            continue
        if any(low <= token.start < high for low, high in taken):
            continue
        clause = _clause(tokens, at, after, verb)
        found.append(_shared_subject(tokens, at, after, clause, found))
        after = at + 1
    return sorted(found, key=lambda clause: clause.verb_span)


def _verb_at(tokens: list[_Token], at: int, language: str) -> SpeechVerb | None:
    token = tokens[at]
    verb = speech_verb(token.text, language) if token.word else None
    if verb is None or verb.language != "en":
        return verb
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None:
        if before.low in DETERMINERS - {"one", "two", "another", "other"}:
            return None  # "her replies", "the order"
        if before.low.endswith(("'s", "s'")) or before.low in {"to", "of", "in", "by", "for"}:
            return None
        if before.low in {"her", "his", "their"}:
            return None
    if token.low.endswith("ing") and (
        before is None or before.low not in {",", "and", "but", "then"} | AUXILIARIES | ADVERBS
    ):
        return None  # "a video complaining of": belongs to the noun
    if after is not None and after.low in {"of", "be"}:
        return None
    if after is not None and after.low == "to" and at + 2 < len(tokens):
        return None if tokens[at + 2].low in {"be", "have"} else verb
    return verb


def _shared_subject(
    tokens: list[_Token], at: int, after: int, clause: SpeechClause, earlier: list[SpeechClause]
) -> SpeechClause:
    """In "says … but says …" and "says, adding …" the second verb has the first one's subject."""
    low, _ = _verb_group(tokens, at, after)
    before = tokens[low - 1].low if low > after else ""
    if not earlier or (before not in _JOINING and not (before == "," and _participle(tokens, at))):
        return clause
    return replace(clause, subject=earlier[-1].subject, rule=JOINED)


_JOINING = frozenset(["and", "but", "then", "и", "а", "но", "і", "й", "та", "але"])


def _participle(tokens: list[_Token], at: int) -> bool:
    return tokens[at].low.endswith(("ing", "я", "чи", "в", "вши"))


def _clause(tokens: list[_Token], at: int, after: int, verb: SpeechVerb) -> SpeechClause:
    low, group = _verb_group(tokens, at, after)
    negated = any(token.low in NEGATIONS for token in group)
    head = _drop_dative(tokens[after:low]) if verb.language != "en" else (tokens[after:low], None)
    subject = _subject_before(head[0])
    rule = "subject, verb"
    addressee: Span | None = head[1]
    rest = at + 1
    if subject is None:
        subject, addressee_after, rest = _subject_after(tokens, at + 1, verb)
        rule = "verb, subject" if subject else "verb alone"
        addressee = addressee or addressee_after
    if addressee is None:
        addressee = _addressee(tokens, rest, verb)
    return SpeechClause(
        verb_span=(tokens[at].start, tokens[at].end),
        lemma=verb.lemma,
        kind=verb.kind,
        subject=subject,
        addressee=addressee,
        negated=negated,
        rule=rule,
        group_start=tokens[low].start,
    )


def _verb_group(tokens: list[_Token], at: int, after: int) -> tuple[int, list[_Token]]:
    """Go left over auxiliaries, negations and adverbs."""
    low = at
    while low > after:
        word = tokens[low - 1].low
        adverb = word in ADVERBS or (word.endswith("ly") and len(word) > 4)
        adverb = adverb or word in {
            "якобы",
            "вероятно",
            "нібито",
            "ймовірно",
            "можливо",
            "возможно",
        }
        if not (word in AUXILIARIES or adverb):
            break
        low -= 1
    return low, tokens[low:at]


def _drop_dative(tokens: list[_Token]) -> tuple[list[_Token], Span | None]:
    """«она ему говорит»: the dative before the verb is the addressee."""
    if len(tokens) > 1 and tokens[-1].low in DATIVE_PRONOUNS:
        return tokens[:-1], (tokens[-1].start, tokens[-1].end)
    return tokens, None


def _subject_before(tokens: list[_Token]) -> Span | None:
    tokens = [token for token in tokens[-60:] if token.text not in "—–"] if tokens else []
    tokens = _after_opinion(tokens)
    closed = bool(tokens) and tokens[-1].text == ","
    pieces = _pieces(tokens)
    while pieces and _introduces(pieces[0]):
        rest = _after_introduction(pieces[0])
        if rest:
            pieces[0] = rest
            break
        pieces = pieces[1:] if len(pieces) > 1 else [pieces[0][1:]]
        if pieces == [[]]:
            return None
    if not pieces:
        return None
    for at in range(len(pieces) - 1, 0, -1):
        if pieces[at][0].low in {
            "and",
            "but",
            "while",
            "so",
            "и",
            "а",
            "но",
            "і",
            "й",
            "та",
            "але",
        }:
            pieces = [pieces[at][1:], *pieces[at + 1 :]]
            closed = closed and len(pieces) > 1
            break
    chosen = [token for piece in pieces for token in piece] if closed else pieces[-1]
    return _phrase_in(chosen)


def _after_opinion(tokens: list[_Token]) -> list[_Token]:
    """In "said by the service to be a soldier's mother" the mother talks, not the service."""
    if tokens and tokens[0].low == "by":
        for at, (one, two) in enumerate(pairwise(tokens)):
            if (one.low, two.low) == ("to", "be"):
                return tokens[at + 2 :]
    return tokens


def _introduces(piece: list[_Token]) -> bool:
    return piece[0].low in INTRODUCTIONS


def _after_introduction(piece: list[_Token]) -> list[_Token]:
    """«В другом разговоре две женщины …»: Cyrillic puts no comma before the subject."""
    for mark in ("sn", "pn"):
        for last in range(len(piece) - 1, 0, -1):
            noun = human_noun(piece[last].text) if _CYRILLIC.match(piece[last].text) else None
            if noun is None or mark not in noun.marks:
                continue
            first = last
            while first > 1 and (
                piece[first - 1].low in ONE_OF or _nominative_adjective(piece[first - 1])
            ):
                first -= 1
            return piece[first:]
    return []


def _nominative_adjective(token: _Token) -> bool:
    return token.low.endswith(("ая", "яя", "ый", "ий", "ые", "ие")) and not human_noun(token.text)


def _pieces(tokens: list[_Token]) -> list[list[_Token]]:
    pieces: list[list[_Token]] = [[]]
    for token in tokens:
        if token.text in {";", ":", "!", "?", "…", "."}:
            pieces = [[]]
        elif token.text == ",":
            pieces.append([])
        elif token.word or token.text[0] == "(":
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def _phrase_in(tokens: list[_Token]) -> Span | None:
    """The noun phrase that a run of words before a verb ends in."""
    tokens = _after_relative(tokens)
    first = next((at for at, token in enumerate(tokens) if _may_begin(token)), None)
    if first is None:
        return None
    words = tokens[first:]
    last = max(
        (at for at, token in enumerate(words) if at and token.low in NOMINATIVE_PRONOUNS - {"who"}),
        default=0,
    )
    words = words[last:][:_SUBJECT_WORDS] if last else words
    if not words or len(words) > _SUBJECT_WORDS:
        return None
    return words[0].start, words[-1].end


def _after_relative(tokens: list[_Token]) -> list[_Token]:
    """«у якій мати …», "in which a mother …": the mother speaks."""
    lead = [token.low for token in tokens[:2]]
    if len(lead) == 2 and lead[0] in _PLACES and _RELATIVE.fullmatch(lead[1]):
        return tokens[2:]
    return tokens


_PLACES = frozenset(["у", "в", "на", "о", "об", "про", "in", "on", "where"])
_RELATIVE = re.compile(r"як(?:ий|а|е|ому|ім|ій|их)|котор\w{2,3}|which")
# In which language, not who: «каже жінка російською».
_TONGUES = frozenset(
    [
        "російською",
        "українською",
        "англійською",
        "суржиком",
        "по-русски",
        "по-украински",
        "по-английски",
        "по-російськи",
        "по-українськи",
        "по-англійськи",
    ]
)


def _may_begin(token: _Token) -> bool:
    return (
        token.capital
        or token.low in NOMINATIVE_PRONOUNS
        or token.low in DETERMINERS
        or token.low in ONE_OF
        or human_noun(token.text) is not None
        or bool(_CYRILLIC.match(token.text))
    )


def _subject_after(
    tokens: list[_Token], at: int, verb: SpeechVerb
) -> tuple[Span | None, Span | None, int]:
    """Inversion («сказала мать сыну», "said the mother"): speaker, addressee, where it ended."""
    addressee: Span | None = None
    while at < len(tokens) and (tokens[at].low in DATIVE_PRONOUNS or tokens[at].low in ADVERBS):
        if tokens[at].low in DATIVE_PRONOUNS:
            addressee = (tokens[at].start, tokens[at].end)
        at += 1
    high = at
    while high < len(tokens) and high - at < _OBJECT_WORDS and _goes_on(tokens, at, high, verb):
        high += 1
    if high == at or not _may_begin(tokens[at]):
        return None, addressee, at
    return (tokens[at].start, tokens[high - 1].end), addressee, high


def _goes_on(tokens: list[_Token], first: int, at: int, verb: SpeechVerb) -> bool:
    token = tokens[at]
    if not token.word:
        return token.text[0] == "(" and at > first
    if at > first and "of" in {token.low, tokens[at - 1].low}:
        return True
    if token.low in {"из", "із", "з", "зі"} and at > first and tokens[at - 1].low in ONE_OF:
        return True
    if token.low in STOPS or token.low in ADVERBS or token.low in DATIVE_PRONOUNS:
        return False
    if at > first and (token.low in _TONGUES or _joins_a_verb(tokens, at, verb)):
        return False
    if at > first and tokens[at - 1].low in NOMINATIVE_PRONOUNS:
        return False
    return verb.language == "en" or not (at > first and _is_addressed(tokens, at, verb))


def _joins_a_verb(tokens: list[_Token], at: int, verb: SpeechVerb) -> bool:
    """«каже жінка і додає»: what follows "and" is done, not another speaker."""
    if tokens[at].low not in _JOINING or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    return following.word and speech_verb(following.text, verb.language) is not None


def _is_addressed(tokens: list[_Token], at: int, verb: SpeechVerb) -> bool:
    token = tokens[at]
    if token.low in DATIVE_PRONOUNS or token.low in _OWN_DATIVE:
        return True
    noun = human_noun(token.text, verb.language)
    if noun is None or "sn" in noun.marks:
        return False
    if noun.has_case("d") and not noun.has_case("g"):
        return True
    # «сказал сын матери» can be read either way: the words stay together with the speaker's.
    return verb.kind in {VerbKind.URGE, VerbKind.TELL}


_OWN_DATIVE = frozenset(["своему", "своей", "своим", "своєму", "своїй", "своїм", "моему", "моей"])


def _addressee(tokens: list[_Token], at: int, verb: SpeechVerb) -> Span | None:
    while at < len(tokens) and tokens[at].low in ADVERBS:
        at += 1
    if at >= len(tokens):
        return None
    if verb.language == "en":
        return _english_addressee(tokens, at, verb)
    if not (_is_addressed(tokens, at, verb) or _object_noun(tokens[at], verb)):
        return None
    high = at + 1
    while (
        high < len(tokens)
        and high - at < 4
        and (_is_addressed(tokens, high, verb) or (tokens[high].capital and tokens[high].word))
    ):
        high += 1
    return tokens[at].start, _with_name(tokens, high)


def _object_noun(token: _Token, verb: SpeechVerb) -> bool:
    noun = human_noun(token.text, verb.language) if token.word else None
    if noun is None:
        return False
    if verb.kind in {VerbKind.URGE, VerbKind.TELL} and noun.has_case("a"):
        return True
    return noun.has_case("d") and not noun.has_case("n")


def _english_addressee(tokens: list[_Token], at: int, verb: SpeechVerb) -> Span | None:
    if verb.kind in {VerbKind.SAY, VerbKind.TALK}:
        if tokens[at].low not in {"to", "with"} or at + 1 >= len(tokens):
            return None
        at += 1
        if tokens[at].low not in DETERMINERS and not tokens[at].capital and not _person(tokens[at]):
            return None
    if not (_may_begin(tokens[at]) or tokens[at].low in {"him", "them", "me", "us"}):
        return None
    if tokens[at].low in NOMINATIVE_PRONOUNS - {"you", "it"}:
        return None
    high = at
    while high < len(tokens) and high - at < _OBJECT_WORDS and _goes_on(tokens, at, high, verb):
        if high > at and tokens[high].low in NOMINATIVE_PRONOUNS | AUXILIARIES:
            break
        high += 1
    return (tokens[at].start, _with_name(tokens, high)) if high > at else None


def _person(token: _Token) -> bool:
    return human_noun(token.text) is not None or token.low in {"him", "her", "them", "me", "us"}


def _with_name(tokens: list[_Token], high: int) -> int:
    """A name after a comma belongs to the person before it: "her son, Timmy." «сыну, Лёше,»."""
    end = tokens[high - 1].end
    names = high + 1
    if high >= len(tokens) or tokens[high].text != ",":
        return end
    while names < len(tokens) and tokens[names].word and tokens[names].text[0].isupper():
        names += 1
    bounded = names == len(tokens) or not tokens[names].word
    return tokens[names - 1].end if names > high + 1 and bounded else end


def _phrases(text: str, start: int, end: int, tokens: list[_Token]) -> Iterator[SpeechClause]:
    for match in _ACCORDING.finditer(text, start, end):
        subject = _after_phrase(tokens, match.end())
        yield _phrase_clause(match.span(), match.group(), subject, "according to")
    for match in _ACCORDING_OWN.finditer(text, start, end):
        group = 1 if match.group(1) else 2
        yield _phrase_clause(match.span(), match.group(), match.span(group), "according to")
    for match in _PUT_IT.finditer(text, start, end):
        yield _phrase_clause(match.span(2), match.group(2), match.span(1), "as … put it")


def _phrase_clause(span: Span, words: str, subject: Span | None, rule: str) -> SpeechClause:
    lemma = " ".join(words.lower().split())
    return SpeechClause(
        verb_span=span,
        lemma=lemma,
        kind=VerbKind.SAY,
        subject=subject,
        addressee=None,
        negated=False,
        rule=rule,
        group_start=span[0],
    )


def _after_phrase(tokens: list[_Token], position: int) -> Span | None:
    words: list[_Token] = []
    for token in tokens:
        if token.start < position:
            continue
        linked = token.low == "of" or (token.low in {"из", "із", "з"} and bool(words))
        if len(words) == _OBJECT_WORDS or not (token.word or token.text[0] == "("):
            break
        if token.low in STOPS and not linked:
            break
        words.append(token)
    return (words[0].start, words[-1].end) if words else None
