"""What may stand on a quote card: from a checked quotation of a draft, or from lines of a recording.

A card goes further alone than a page does, so it carries the same sentences: how far the recording is verified,
whose words these are, and nothing that a draft with errors would have said.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from earwitness.errors import NotInArchive, UsageError
from earwitness.publish.exports.sheet import Sheet, SheetLine
from earwitness.publish.page.gate import NOTHING_WITHHELD, Gate
from earwitness.publish.page.related import publishers_of
from earwitness.publish.page_body import inline_html
from earwitness.publish.pictures.card import Card
from earwitness.publish.quotecheck.check import CheckReport
from earwitness.publish.wording import Wording, wording
from earwitness.records.judgement import Heard
from earwitness.records.review import Attribution, Rung, Standing, StandingOf, Verdict
from earwitness.records.timecode import Interval, format_ms
from earwitness.records.words import TranscriptOrigin, TranslationOrigin, VersionStatus
from earwitness.text.wording.allowed import say_person, say_recording

__all__ = [
    "SpeakerOf",
    "Telling",
    "about_recording",
    "card_of_lines",
    "card_of_quotation",
    "chosen_lines",
]

_SHARE = 0.5  # of a line inside a stretch makes it one of its lines

SpeakerOf = Callable[[str, str], tuple[Rung, Attribution | None]]
"""From a recording and a voice to the rung that stands; the stage that judges hands it over."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told with words: the verdict that stands, and who is said to speak."""

    db: sqlite3.Connection
    standing: StandingOf
    speaker: SpeakerOf
    gate: Gate = NOTHING_WITHHELD


def card_of_quotation(telling: Telling, report: CheckReport, number: int) -> Card:
    """The card of a quotation of a draft, counted from 1 as on its page.

    Raises:
        UsageError: there is none of that number, or errors were found in the draft.
    """
    heard_ones = [one for one in report.quotations if one.heard is not None]
    if not 1 <= number <= len(heard_ones):
        raise UsageError(
            f"the draft has no quotation {number} that was heard; there are {len(heard_ones)}",
            where=report.draft.name,
        )
    one = heard_ones[number - 1]
    wrong = [each for each in report.findings if each in report.errors]
    if wrong or one.heard is None:
        raise UsageError(
            f"{len(wrong)} errors in the draft: no card is made of it",
            where=report.draft.name,
            do=f"Mend what `earwitness check {report.draft.name}` names",
        )
    heard, say = telling.gate.heard(one.heard), wording(report.draft.language)
    words = Markup(inline_html(telling.gate.text(one.text))).striptags().strip().rstrip(",")  # noqa: S704 (escaped by markdown-it)
    return _card(
        telling,
        say,
        heard,
        (words, one.translated_into or heard.language),
        (heard.original, heard.language) if one.translated_into else ("", ""),
        tuple(say.say(each.value) for each in one.cautions),
    )


def card_of_lines(telling: Telling, sheet: Sheet, lines: Sequence[SheetLine]) -> Card:
    """The card of lines of a recording, with the translation beside them if the sheet has one.

    Raises:
        NotInArchive: the lines hold no words.
    """
    if not any(one.text for one in lines):
        raise NotInArchive("no words stand there", where=sheet.recording_id)
    words = " ".join(one.shown for one in lines if one.shown)
    beside = " ".join(one.beside for one in lines if one.beside)
    say = wording(sheet.beside_language if beside else sheet.language)
    starts = [one.start_ms for one in lines if one.start_ms is not None]
    ends = [one.end_ms for one in lines if one.end_ms is not None]
    voices = {one.voice for one in lines}
    place = Interval(min(starts), max(ends)) if starts and ends else None
    heard = Heard(
        sheet.recording_id,
        "",
        -1,
        -1,
        place,
        True,
        voices.pop() if len(voices) == 1 else None,
        words,
    )
    # The reader's language goes first; the words as they were said stand under it.
    first, second = ((beside, sheet.beside_language), (words, sheet.language)) if beside else (
        (words, sheet.language), ("", "")
    )  # fmt: skip
    return _card(telling, say, heard, first, second, _cautions(sheet, say, translated=bool(beside)))


def chosen_lines(
    sheet: Sheet, *, line: int | None = None, stretch: Interval | None = None
) -> list[SheetLine]:
    """Lines of a sheet: the one of a number (from 1), or those that mostly lie in a stretch.

    Raises:
        NotInArchive: there is no such line.
    """
    spoken = [one for one in sheet.lines if one.position is not None]
    if line is not None:
        if not 1 <= line <= len(spoken):
            raise NotInArchive(
                f"there is no line {line}; there are {len(spoken)}", where=sheet.recording_id
            )
        return [spoken[line - 1]]
    found = [one for one in spoken if stretch is not None and _lies_in(one, stretch)]
    if not found:
        raise NotInArchive(
            "no line with times lies there",
            where=sheet.recording_id,
            do="`earwitness show REC` prints the lines with their times",
        )
    return found


def about_recording(telling: Telling, recording_id: str, language: str) -> tuple[str, str]:
    """What may be said of a recording, and the badge of one that is not independently verified."""
    standing: Standing = telling.standing(recording_id)
    about = telling.gate.text(
        say_recording(
            language,
            standing.verdict,
            publishers_of(telling.db, recording_id),
            parts=standing.parts,
            routes=standing.routes,
        )
    )
    unverified = standing.verdict in (Verdict.UNEXAMINED, Verdict.UNVERIFIED, Verdict.CONSISTENT)
    return about, wording(language).say("not_verified_card") if unverified else ""


def _card(
    telling: Telling,
    say: Wording,
    heard: Heard,
    first: tuple[str, str],
    second: tuple[str, str],
    notes: tuple[str, ...],
) -> Card:
    about, badge = about_recording(telling, heard.recording_id, say.language)
    speaker = ""
    if heard.voice:
        rung, given = telling.speaker(heard.recording_id, heard.voice)
        publishers = publishers_of(telling.db, heard.recording_id)
        # A name needs its person's exposure, which is decided elsewhere: a card never shows one.
        who = publishers[0] if publishers else ""
        speaker = telling.gate.text(say_person(say.language, rung, given, who))
    place = heard.recording_id
    if heard.interval is not None:
        place += f" · {format_ms(heard.interval.start_ms)} – {format_ms(heard.interval.end_ms)}"
    return Card(
        words=_quoted(first[0], say),
        language=first[1] or say.language,
        beside=second[0],
        beside_language=second[1],
        speaker=speaker[:1].upper() + speaker[1:],
        about=about,
        badge=badge,
        notes=notes,
        place=place,
    )


def _cautions(sheet: Sheet, say: Wording, *, translated: bool) -> tuple[str, ...]:
    found = []
    for one in sheet.versions:
        if one.what == "original" and one.origin == TranscriptOrigin.MACHINE.value:
            found.append(say.say("machine_transcript"))
        if translated and one.what == "translation" and one.status is not VersionStatus.APPROVED:
            machine = one.origin == TranslationOrigin.MACHINE.value
            found.append(say.say("machine_translation" if machine else "unapproved_translation"))
    return tuple(found)


def _quoted(words: str, say: Wording) -> str:
    if words[:1] in '“«„"':
        return words
    opening, closing = ("“", "”") if say.language == "en" else ("«", "»")
    return f"{opening}{words}{closing}"


def _lies_in(one: SheetLine, stretch: Interval) -> bool:
    if one.start_ms is None or one.end_ms is None:
        return False
    own = Interval(one.start_ms, max(one.end_ms, one.start_ms + 1))
    return own.overlap_ms(stretch) >= _SHARE * own.duration_ms
