"""The page of a checked draft, for the desk: its findings beside the words, each quotation with its sound.

It holds what may not go out (names that are sealed, words that were withheld) and says so; it is never written
into the folder of a story. It works from `file://`, without scripts, and by keyboard.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup

from earwitness.errors import EarwitnessError
from earwitness.publish.check_wording import check_wording
from earwitness.publish.clips import ClipCutter
from earwitness.publish.draft import DraftParagraph
from earwitness.publish.marked_text import Mark, marked_html
from earwitness.publish.page_folder import fresh_folder
from earwitness.publish.quotecheck.check import CheckReport
from earwitness.publish.quotecheck.parts import headline_parts
from earwitness.publish.wording import Wording
from earwitness.records.judgement import Finding, Heard
from earwitness.records.timecode import Interval, format_span
from earwitness.store.archive import Archive

__all__ = ["write_check_page"]

_MARKER = ".earwitness-check"
_OURS = frozenset({"index.html", "clips"})
_Clips = dict[tuple[str, Interval], str]


@dataclass(frozen=True, slots=True)
class _Sound:
    """What is heard at a place, and the clip that plays it ("" where none does)."""

    recording: str
    place: str
    voice: str
    original: str
    language: str
    translation: str
    clip: str
    exact: bool


@dataclass(frozen=True, slots=True)
class _Card:
    """A finding as the page shows it."""

    number: int
    code: str
    name: str
    weight: str
    place: str
    words: str
    reason: str
    suggestion: str
    rule: str
    sound: _Sound | None
    waivers: tuple[str, ...]
    waived: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A quotation as the page shows it: its words, its sound, whether it is as heard."""

    words: str
    place: str
    speaker: str
    as_heard: bool
    note: str
    sound: _Sound | None


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph with what was found in it."""

    kind: str
    html: Markup
    quotations: tuple[_Quoted, ...]
    cards: tuple[_Card, ...]


def write_check_page(
    archive: Archive, report: CheckReport, into: Path
) -> tuple[tuple[str, str], ...]:
    """Write the page; what cannot be played, with the reasons.

    Args:
        into: a new folder, an empty one, or one that an earlier check wrote.

    Raises:
        UsageError: the folder holds other things.
    """
    say = check_wording(report.draft.language)
    with fresh_folder(into, _MARKER, _OURS) as fresh:
        (fresh / "clips").mkdir()
        clips, silent = _cut(archive, report, fresh)
        cards = [
            _card(report, one, number, say, clips) for number, one in enumerate(report.findings, 1)
        ]
        html = _render(report, cards, clips, say)
        (fresh / "index.html").write_text(html, encoding="utf-8")
    return silent


def _cut(
    archive: Archive, report: CheckReport, folder: Path
) -> tuple[_Clips, tuple[tuple[str, str], ...]]:
    """A clip for each stretch that a quotation or finding points to, cut once."""
    clips: _Clips = {}
    silent: dict[str, str] = {}
    with ClipCutter(archive) as cutter:
        for words, heard in _everything_heard(report):
            if heard.interval is None:
                silent.setdefault(words, "the words have no times yet")
                continue
            key = heard.recording_id, heard.interval
            if key in clips:
                continue
            name = f"clips/c{len(clips) + 1:03d}.flac"
            try:
                cutter.cut(heard.recording_id, heard.interval, folder / name)
            except EarwitnessError as error:
                silent.setdefault(words, error.what)
                name = ""
            clips[key] = name
    return clips, tuple(silent.items())


def _everything_heard(report: CheckReport) -> list[tuple[str, Heard]]:
    found = [(one.text, one.heard) for one in report.quotations if one.heard]
    return found + [(one.words, one.heard) for one in report.findings if one.heard]


def _sound(heard: Heard | None, clips: _Clips) -> _Sound | None:
    if heard is None:
        return None
    place = clip = ""
    if heard.interval is not None:
        place = format_span(heard.interval.start_ms, heard.interval.end_ms)
        clip = clips.get((heard.recording_id, heard.interval), "")
    return _Sound(
        heard.recording_id,
        place,
        heard.voice or "",
        heard.original,
        heard.language,
        heard.translation,
        clip,
        heard.exact,
    )


def _card(report: CheckReport, one: Finding, number: int, say: Wording, clips: _Clips) -> _Card:
    from_waivers = report.waivers.of(report.draft, one)
    return _Card(
        number,
        one.code,
        say.say(one.code),
        one.severity.value,
        _place(report, one.start, say),
        " ".join(one.words.split()),
        one.reason,
        one.suggestion,
        one.rule,
        _sound(one.heard, clips),
        tuple(f"{each.by}, {each.at[:10]}: {each.reason}" for each in from_waivers),
        bool(report.waived_by(one)),
        report.fingerprint(one),
    )


def _place(report: CheckReport, offset: int, say: Wording) -> str:
    draft = report.draft
    if draft.places:
        return draft.place_of(offset)
    return say.say("line", line=str(draft.line_of(offset)))


def _blocks(
    report: CheckReport, cards: list[_Card], clips: _Clips, say: Wording
) -> tuple[list[_Block], list[_Card]]:
    """The paragraphs with their findings, and the findings that stand in none of them."""
    draft = report.draft
    shown = sorted(
        {(one.start, one.text): one for one in (*_fields(report), *draft.paragraphs)}.values(),
        key=lambda one: one.start,
    )
    by_number = {card.number: card for card in cards}
    marks = [
        Mark(one.start, one.end, "waived" if card.waived else card.weight, card.number)
        for card, one in zip(cards, report.findings, strict=True)
    ]
    marks += [Mark(one.start, one.end, "quotation") for one in report.quotations]
    blocks: list[_Block] = []
    placed: set[int] = set()
    for one in shown:
        end = one.start + len(one.text)
        own = [mark for mark in marks if one.start <= mark.start < end]
        numbers = [mark.number for mark in own if mark.number]
        placed.update(numbers)
        blocks.append(
            _Block(
                "heading" if one.heading else "body",
                Markup(_shown(one, own)),  # noqa: S704 (escaped there)
                tuple(
                    _Quoted(
                        " ".join(each.text.split()),
                        _place(report, each.start, say),
                        each.speaker,
                        each.as_heard,
                        each.note,
                        _sound(each.heard, clips),
                    )
                    for each in report.quotations
                    if one.start <= each.start < end
                ),
                tuple(by_number[number] for number in numbers),
            )
        )
    return blocks, [card for card in cards if card.number not in placed]


def _shown(one: DraftParagraph, marks: list[Mark]) -> str:
    """A paragraph without the signs that make it a heading."""
    signs = len(one.text) - len(one.text.lstrip("# ")) if one.heading else 0
    return marked_html(one.text[signs:], one.start + signs, marks)


def _fields(report: CheckReport) -> list[DraftParagraph]:
    """Fields of the front matter that are shown: they stand before the first paragraph."""
    first = min((one.start for one in report.draft.paragraphs), default=0)
    return [one for one in headline_parts(report.draft) if one.start < first]


def _render(report: CheckReport, cards: list[_Card], clips: _Clips, say: Wording) -> str:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("earwitness.publish", "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages = resources.files("earwitness.publish") / "pages"
    blocks, elsewhere = _blocks(report, cards, clips, say)
    draft = report.draft
    counts = {
        weight: sum(1 for card in cards if card.weight == weight and not card.waived)
        for weight in ("error", "warning", "info")
    }
    counts["waived"] = sum(1 for card in cards if card.waived)
    return environment.get_template("check.html").render(
        title=draft.title or draft.name,
        name=draft.name,
        language=draft.language if draft.language != "und" else say.language,
        say=say,
        blocks=blocks,
        elsewhere=elsewhere,
        counts=counts,
        codes=sorted({(card.code, card.name) for card in cards}),
        quotations=len(report.quotations),
        as_heard=sum(one.as_heard for one in report.quotations),
        not_checked=report.not_checked,
        style=Markup((pages / "check.css").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        script=Markup((pages / "check.js").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
    )
