"""Quotations that say what is withheld: the clip is muted, and the words beside it would tell all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from earwitness.errors import WouldReveal
from earwitness.publish.exports.withheld import REDACTED_MARK, words_outside
from earwitness.publish.quotecheck.check import CheckedQuotation, CheckReport
from earwitness.publish.withholding import Withholding
from earwitness.records.judgement import Heard
from earwitness.records.sound import Span
from earwitness.records.words import Utterance
from earwitness.store.archive import Archive
from earwitness.store.catalog.words import utterances
from earwitness.text.words import fold, tokens

__all__ = ["original_outside", "over_withheld", "refuse_withheld"]

_TELLING = 4  # letters from which a word is not one that stands in any sentence


@dataclass(frozen=True, slots=True)
class _Under:
    """A line of the transcript and the withheld stretches that it touches."""

    line: Utterance
    spans: tuple[Span, ...]


def refuse_withheld(archive: Archive, report: CheckReport, gate: Withholding) -> None:
    """Stop a draft that holds a sealed word, or quotes in the language spoken what is withheld.

    Raises:
        WouldReveal: naming each place in the draft, and no word.
    """
    text = report.draft.text
    places = [
        f"line {text.count(chr(10), 0, hit.start) + 1} holds {hit.name}" for hit in gate.find(text)
    ]
    for one in report.quotations:
        if one.heard is not None and one.translated_into == "" and _says(archive, one, gate):
            line = text.count("\n", 0, one.start) + 1
            places.append(f"the quotation in line {line} says words of a withheld stretch")
    if places:
        raise WouldReveal(
            f"the draft would reveal what is withheld: {'; '.join(dict.fromkeys(places))}",
            do="Take them out of the draft; `earwitness redact --list` says what is withheld and why",
        )


def over_withheld(archive: Archive, heard: Heard, gate: Withholding) -> bool:
    """Whether a quotation runs over a withheld stretch: its translation is a person's to look at."""
    return bool(_under(archive, heard, gate))


def original_outside(archive: Archive, heard: Heard, gate: Withholding) -> str:
    """The words in the language spoken that may stand beside a quotation."""
    if not _under(archive, heard, gate):
        return gate.text(heard.original)
    # Only whole lines are known by place: those are shown word by word.
    return gate.text(" ".join(_shown(archive, heard, gate))) or f"[{REDACTED_MARK}]"


def _shown(archive: Archive, heard: Heard, gate: Withholding) -> Iterator[str]:
    touched = {one.line.id: one for one in _under(archive, heard, gate)}
    for line in _lines(archive, heard):
        under = touched.get(line.id)
        if under is None:
            yield line.text
            continue
        left = words_outside(line.text, line.words, under.spans)
        yield f"[{REDACTED_MARK}]" if left is None else left[0]


def _says(archive: Archive, one: CheckedQuotation, gate: Withholding) -> bool:
    if one.heard is None:
        return False
    quoted = {fold(token.text) for token in tokens(one.text)}
    for under in _under(archive, one.heard, gate):
        left = words_outside(under.line.text, under.line.words, under.spans)
        open_words = {fold(token.text) for token in tokens(left[0])} if left else set()
        gone = {
            word
            for token in tokens(under.line.text)
            if len(word := fold(token.text)) >= _TELLING and word not in open_words
        }
        if gone & quoted:
            return True
    return False


def _under(archive: Archive, heard: Heard, gate: Withholding) -> list[_Under]:
    spans = gate.spans(heard.recording_id)
    voices = gate.voices(heard.recording_id)
    if not spans and not voices:
        return []
    found = []
    for line in _lines(archive, heard):
        start, end = line.start_ms, line.end_ms
        touching = tuple(
            one
            for one in spans
            if start is None
            or (
                one.interval.end_ms > start
                and (end is None or one.interval.start_ms < max(end, start + 1))
            )
        )
        if touching or (line.voice and line.voice in voices):
            found.append(_Under(line, touching or spans))
    return found


def _lines(archive: Archive, heard: Heard) -> list[Utterance]:
    return [
        one
        for one in utterances(archive.db, heard.transcript_id)
        if heard.first <= one.position <= heard.last
    ]
