"""From paragraphs to what an article says: calls, quotations, indirect speech, statements.

Paragraphs are read in order, once. A quotation belongs to the call under whose introduction it stands;
one without words of its own for a speaker takes over those of the quotation before it, within the same
call only, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from earwitness.intake.articles.calls import OTHER_RECORDINGS, Introduction, introductions
from earwitness.intake.articles.records import (
    DescribedCall,
    Paragraph,
    ParagraphKind,
    Party,
    QuotedWords,
    ReportedWords,
    Statement,
    StatementKind,
    Unheard,
)
from earwitness.intake.articles.statements import FoundStatement, find_statements, find_unheard
from earwitness.text.antecedents import is_pronoun
from earwitness.text.attribution import (
    Attribution,
    ReportedSpeech,
    attribute_paragraph,
    explain_attribution,
    reported_speech,
)
from earwitness.text.human_nouns import human_noun
from earwitness.text.quotations import Quotation, Role, explain_quotation, mask_quotations
from earwitness.text.speech_clauses import language_of, sentences, speech_clauses

__all__ = ["Reading", "read_paragraphs"]

_READ = frozenset({ParagraphKind.BODY, ParagraphKind.BLOCKQUOTE})
_CONTEXT = 3000  # characters of narration kept for pronouns
_GAP = 1  # paragraphs of narration over which a speaker may still be taken over


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in the paragraphs of one article."""

    quotations: tuple[QuotedWords, ...]
    reported: tuple[ReportedWords, ...]
    statements: tuple[Statement, ...]
    calls: tuple[DescribedCall, ...]


@dataclass(slots=True)
class _Call:
    introduction: Introduction
    paragraph: int
    words: str
    last: int
    parties: dict[str, Party] = field(default_factory=dict)
    unheard: list[Unheard] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    """What is known so far on the way through the article."""

    calls: list[_Call] = field(default_factory=list)
    open: bool = False
    cued: bool = False
    previous: Attribution | None = None
    gap: int = 0
    context: str = ""
    quotations: list[QuotedWords] = field(default_factory=list)
    reported: list[ReportedWords] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    @property
    def call(self) -> int | None:
        return len(self.calls) - 1 if self.open else None


def read_paragraphs(paragraphs: tuple[Paragraph, ...]) -> Reading:
    """Read an article's paragraphs; headings, captions and boilerplate are passed over."""
    walk = _Walk()
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind in _READ:
            _read(walk, index, paragraph)
    return Reading(
        tuple(walk.quotations),
        tuple(walk.reported),
        tuple(_within(walk.calls, statement) for statement in walk.statements),
        tuple(_described(at, call) for at, call in enumerate(walk.calls)),
    )


def _within(calls: list[_Call], statement: Statement) -> Statement:
    """After the last words about a call it is not clear which call is meant, if there are several."""
    beyond = statement.call is not None and statement.paragraph > calls[statement.call].last
    return replace(statement, call=None) if beyond and len(calls) > 1 else statement


@dataclass(frozen=True, slots=True)
class _Page:
    """One paragraph, read: its place, its words without quotations, and what was found in it."""

    index: int
    text: str
    narration: str
    language: str
    found: tuple[tuple[Quotation, Attribution], ...]
    reports: tuple[ReportedSpeech, ...]


def _read(walk: _Walk, index: int, paragraph: Paragraph) -> None:
    text = paragraph.text
    if paragraph.kind is ParagraphKind.BLOCKQUOTE:
        _block(walk, index, text)
        _meet(walk, _Page(index, text, "", "en", (), ()))
        return
    introduced = _bound_calls(walk, index, text)
    page = _page(walk, index, text)
    _mark_continued(walk, page.found)
    for quotation, attribution in page.found:
        _quoted(walk, index, text, quotation, attribution)
    walk.reported.extend(ReportedWords(index, report, walk.call) for report in page.reports)
    _stated(walk, index, text, introduced)
    _meet(walk, page)
    _carry_on(walk, page)


def _page(walk: _Walk, index: int, text: str) -> _Page:
    language = language_of(text)
    found = attribute_paragraph(
        text, previous=walk.previous, language=language, context=walk.context
    )
    reports = reported_speech(text, language=language)
    return _Page(index, text, mask_quotations(text), language, found, reports)


def _bound_calls(walk: _Walk, index: int, text: str) -> list[Introduction]:
    narration = mask_quotations(text, keep_terms=True)
    found = introductions(narration, first=not walk.calls, cued=walk.cued)
    walk.cued = walk.cued or bool(found)
    new = [one for one in found if one.new]
    for one in new:
        walk.calls.append(_Call(one, index, text[one.start : one.end], index))
        walk.open = True
        walk.previous = None
    if not new and walk.open and not found and OTHER_RECORDINGS.search(narration):
        walk.open = False
        walk.previous = None
    return found


def _quoted(
    walk: _Walk, index: int, text: str, quotation: Quotation, attribution: Attribution
) -> None:
    rule = f"{explain_quotation(text, quotation)}; {explain_attribution(attribution)}"
    walk.quotations.append(
        QuotedWords(
            paragraph=index,
            start=quotation.start,
            end=quotation.end,
            text=quotation.text,
            parts=quotation.spoken,
            role=quotation.role,
            attribution=attribution,
            call=walk.call,
            depth=quotation.depth,
            rule=rule,
            opened=quotation.opened,
            closed=quotation.closed,
            continues=quotation.continues,
        )
    )


def _mark_continued(walk: _Walk, found: tuple[tuple[Quotation, Attribution], ...]) -> None:
    """A quotation left open goes on if the next paragraph begins with one."""
    last = next(
        (at for at in range(len(walk.quotations) - 1, -1, -1) if not walk.quotations[at].depth),
        None,
    )
    if last is None or walk.quotations[last].closed or not found:
        return
    if found[0][0].start == 0 and walk.gap == 0:
        walk.quotations[last] = replace(walk.quotations[last], continues=True)


def _block(walk: _Walk, index: int, text: str) -> None:
    """A block quotation: all of it is quoted; the paragraph before may say by whom."""
    attribution = walk.previous or Attribution(
        None, None, None, None, None, "none", rule="no words beside it"
    )
    if walk.previous is not None:
        attribution = Attribution(
            walk.previous.speaker,
            None,
            None,
            walk.previous.verb,
            walk.previous.verb_lemma,
            "inherited",
            addressee=walk.previous.addressee,
            antecedent=walk.previous.antecedent,
            rule="block quotation after the writer's words (our inference)",
        )
    stop = len(text)
    walk.quotations.append(
        QuotedWords(
            index,
            0,
            stop,
            text,
            ((0, stop),),
            Role.SPEECH,
            attribution,
            walk.call,
            0,
            "a block quotation",
        )
    )


def _stated(walk: _Walk, index: int, text: str, introduced: list[Introduction]) -> None:
    found = find_statements(mask_quotations(text, keep_terms=True), text)
    for one in (*found, *_releases(found, introduced)):
        walk.statements.append(
            Statement(
                kind=one.kind,
                words=text[one.start : one.end],
                paragraph=index,
                start=one.start,
                end=one.end,
                hedge=one.hedge,
                by=one.by,
                call=None if one.kind is StatementKind.OTHER_RECORDINGS else walk.call,
                state=one.state,
                rule=one.rule,
            )
        )


def _releases(
    found: list[FoundStatement], introduced: list[Introduction]
) -> Iterator[FoundStatement]:
    """Who released a recording, where only its introduction says it («ГУМ опубликовало запись»)."""
    kind = StatementKind.PUBLISHER_OF_RECORDING
    said = [one for one in found if one.kind is kind]
    for one in introduced:
        span = one.publisher_span
        if span and not any(other.start <= span[0] < other.end for other in said):
            yield FoundStatement(kind, *span, None, "stated", one.rule)


def _meet(walk: _Walk, page: _Page) -> None:
    """Note who is met in the open call, and that it reaches to here."""
    if not walk.open:
        return
    call = walk.calls[-1]
    unheard = find_unheard(page.narration)
    for one in unheard:
        words = page.text[one.start : one.end]
        call.unheard.append(Unheard(words, one.hedge, one.whose, page.index, one.start, one.end))
    spoke = any(quotation.role is Role.SPEECH for quotation, _ in page.found)
    parties = list(_parties(call, page))
    for words, rule in parties:
        call.parties.setdefault(_party_key(words), Party(words, page.index, rule))
    if spoke or page.reports or unheard or parties or not page.narration.strip():
        call.last = page.index


def _parties(call: _Call, page: _Page) -> Iterator[tuple[str, str]]:
    publisher = (call.introduction.publisher or "").casefold()
    if page.index == call.paragraph:
        for words in _subjects(page, call.introduction.start):
            yield from _party(words, publisher, "speaks in the introduction")
    for _, attribution in page.found:
        if attribution.position != "inherited":
            yield from _party(attribution.speaker, publisher, "beside a quotation")
            yield from _party(attribution.addressee, publisher, "spoken to")
    for report in page.reports:
        yield from _party(report.subject, publisher, "in indirect speech")
        yield from _party(report.addressee, publisher, "spoken to in indirect speech")


def _subjects(page: _Page, start: int) -> Iterator[str]:
    for low, high in sentences(page.narration):
        for clause in speech_clauses(page.narration, low, high, page.language, talk=True):
            if clause.subject and clause.subject[0] >= start:
                yield page.text[slice(*clause.subject)]


def _party(words: str | None, publisher: str, rule: str) -> Iterator[tuple[str, str]]:
    if (
        not words
        or is_pronoun(words)
        or words.lower() in {"him", "me", "us", "you", "it", "who", "кто", "хто"}
    ):
        return
    if publisher and (words.casefold() in publisher or publisher in words.casefold()):
        return
    person = any(
        human_noun(word.strip(",.’'s")) or human_noun(word.strip(",.")) for word in words.split()
    )
    if person or any(word[0].isupper() for word in words.split()):
        yield words, rule


def _party_key(words: str) -> str:
    return " ".join(words.casefold().split())


def _carry_on(walk: _Walk, page: _Page) -> None:
    """What the next paragraph may take over."""
    speeches = [one for one in page.found if one[0].role is Role.SPEECH and one[0].depth == 0]
    walk.gap = 0 if speeches or page.reports else walk.gap + 1
    if speeches:
        walk.previous = speeches[-1][1] if speeches[-1][1].position != "none" else None
    elif page.reports:
        walk.previous = _from_report(page.reports[-1])
    elif page.narration.rstrip().endswith(":"):
        walk.previous = _leading(page.narration, page.language)
        walk.gap = 0
    elif walk.gap > _GAP:
        walk.previous = None
    walk.context = f"{walk.context}\n{page.narration}"[-_CONTEXT:]


def _from_report(report: ReportedSpeech) -> Attribution:
    return Attribution(
        report.subject,
        None,
        None,
        report.verb,
        report.verb_lemma,
        "before",
        addressee=report.addressee,
        rule="indirect speech in the paragraph before",
    )


def _leading(narration: str, language: str) -> Attribution | None:
    spans = list(sentences(narration[-600:]))
    if not spans:
        return None
    tail = narration[-600:]
    clauses = [one for one in speech_clauses(tail, *spans[-1], language) if one.subject]
    if not clauses:
        return None
    clause = clauses[-1]
    return Attribution(
        tail[slice(*clause.subject)] if clause.subject else None,
        None,
        None,
        tail[slice(*clause.verb_span)],
        clause.lemma,
        "before",
        addressee=tail[slice(*clause.addressee)] if clause.addressee else None,
        rule="the paragraph before leads to it with a colon",
    )


def _described(index: int, call: _Call) -> DescribedCall:
    return DescribedCall(
        index=index,
        introduced_by=call.words,
        intro_paragraph=call.paragraph,
        intro_start=call.introduction.start,
        intro_end=call.introduction.end,
        publisher_words=call.introduction.publisher,
        first_paragraph=call.paragraph,
        last_paragraph=call.last,
        parties=tuple(call.parties.values()),
        unheard=tuple(call.unheard),
        rule=call.introduction.rule,
    )
