"""The story page: a draft that passed the check, as one folder that works from `file://`.

The page is built up from what it may hold (the draft's words, the matched words in both languages,
clips of exactly those words); nothing else of the archive can reach it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import jinja2
import markdown_it
from markupsafe import Markup

from earwitness.errors import EarwitnessError, UsageError
from earwitness.publish.clips import ClipCutter
from earwitness.publish.how_we_know import Knowledge, how_we_know
from earwitness.publish.quotecheck.check import CheckedQuotation, CheckReport, check_draft
from earwitness.records.artefacts import EventType
from earwitness.records.timecode import format_ms
from earwitness.store.archive import Archive

__all__ = ["StoryReport", "write_story"]

# Private-use characters stand for quotations while Markdown is rendered around them.
_PLACE = 0xF0000
_MARKER = ".earwitness-story"


@dataclass(frozen=True, slots=True)
class StoryReport:
    """What was written: the page, how many quotations play, and those that do not, with reasons."""

    page: Path
    playable: int
    silent: tuple[tuple[str, str], ...]
    check: CheckReport


@dataclass(frozen=True, slots=True)
class _Shown:
    """A quotation as the page shows it."""

    name: str
    words: str
    marked: str
    original: str
    original_language: str
    voice: str
    place: str
    exact: bool
    clip: str
    clip_sha256: str
    note: str


def write_story(archive: Archive, draft: Path, into: Path, *, title: str = "") -> StoryReport:
    """Check a draft and write its page into a folder.

    Args:
        into: a new folder, an empty one, or one that an earlier story wrote.

    Raises:
        UsageError: the draft has errors, or the folder holds other things.
        Refused: the draft cannot be read.
    """
    report = check_draft(archive, draft)
    if not report.clean:
        errors = [one for one in report.findings if one.severity == "error"]
        raise UsageError(
            f"{len(errors)} errors in its quotations",
            where=str(draft),
            do=f"Mend what `earwitness check {draft}` names, then publish",
        )
    fresh = _prepare(into)
    try:
        shown, silent = _cut_all(archive, report, fresh / "clips")
        recordings = list(
            dict.fromkeys(one.heard.recording_id for one in report.quotations if one.heard)
        )
        known = [how_we_know(archive.db, one, report.draft.language) for one in recordings]
        _render(fresh, report, shown, known, title or report.draft.title or draft.stem)
        (fresh / _MARKER).write_text("written by earwitness story\n", encoding="utf-8")
        _swap(fresh, into)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    with archive.writing() as w:
        digest = hashlib.sha256((into / "index.html").read_bytes()).hexdigest()
        w.note(EventType.DISSEMINATION, [*recordings, digest], note="story page written")
    return StoryReport(
        into / "index.html", sum(1 for s in shown.values() if s.clip), silent, report
    )


def _prepare(into: Path) -> Path:
    taken = into.exists() and (not into.is_dir() or any(into.iterdir()))
    if taken and not (into / _MARKER).is_file():
        raise UsageError(
            "is there already and was not written by `story`",
            where=str(into),
            do="Choose a new folder",
        )
    fresh = into.with_name(f".{into.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "clips").mkdir(parents=True)
    return fresh


def _swap(fresh: Path, into: Path) -> None:
    """Put the whole new folder in the place of the old one."""
    if into.exists():
        shutil.rmtree(into)
    fresh.replace(into)


def _cut_all(
    archive: Archive, report: CheckReport, folder: Path
) -> tuple[dict[int, _Shown], tuple[tuple[str, str], ...]]:
    shown: dict[int, _Shown] = {}
    silent: list[tuple[str, str]] = []
    with ClipCutter(archive) as cutter:
        for number, one in enumerate(report.quotations, 1):
            if one.heard is None:
                continue
            name, clip, reason = f"q{number:02d}", "", ""
            if one.heard.interval is None:
                reason = "the words have no times yet"
            else:
                try:
                    cutter.cut(one.heard.recording_id, one.heard.interval, folder / f"{name}.flac")
                    clip = f"clips/{name}.flac"
                except EarwitnessError as error:
                    reason = error.what
            if reason:
                silent.append((one.text, reason))
            shown[one.start] = _show(report, one, name, clip, folder, reason)
    return shown, tuple(silent)


def _show(
    report: CheckReport, one: CheckedQuotation, name: str, clip: str, folder: Path, reason: str
) -> _Shown:
    heard = one.heard
    if heard is None:  # pragma: no cover (the caller has looked)
        raise UsageError("a quotation without a place cannot be shown")
    place = ""
    if heard.interval is not None:
        place = f"{format_ms(heard.interval.start_ms)} – {format_ms(heard.interval.end_ms)}"
    digest = hashlib.sha256((folder / f"{name}.flac").read_bytes()).hexdigest() if clip else ""
    return _Shown(
        name=name,
        words=one.text,
        marked=report.draft.text[one.start : one.end],
        original=heard.original,
        original_language=_language_of(heard.original),
        voice=heard.voice or "",
        place=place,
        exact=heard.exact,
        clip=clip,
        clip_sha256=digest,
        note=reason,
    )


def _language_of(text: str) -> str:
    from earwitness.text.language import guess_language  # noqa: PLC0415 (one use)

    return guess_language(text).tag


def _render(
    fresh: Path,
    report: CheckReport,
    shown: dict[int, _Shown],
    known: Sequence[Knowledge],
    title: str,
) -> None:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("earwitness.publish", "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages = resources.files("earwitness.publish") / "pages"
    paragraphs = [
        _paragraph(environment, report, index, shown)
        for index in range(len(report.draft.paragraphs))
    ]
    html = environment.get_template("story.html").render(
        title=title,
        language=report.draft.language if report.draft.language != "und" else "en",
        paragraphs=[one for one in paragraphs if one is not None],
        known=known,
        style=Markup((pages / "story.css").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        script=Markup((pages / "story.js").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        not_checked=report.not_checked,
    )
    (fresh / "index.html").write_text(html, encoding="utf-8")


def _paragraph(
    environment: jinja2.Environment, report: CheckReport, index: int, shown: dict[int, _Shown]
) -> dict[str, object] | None:
    paragraph = report.draft.paragraphs[index]
    end = paragraph.start + len(paragraph.text)
    here = [(start, one) for start, one in sorted(shown.items()) if paragraph.start <= start < end]
    if paragraph.heading and index == 0 and not here:
        return None  # the title stands above already
    text, cursor, places = "", paragraph.start, []
    for number, (start, one) in enumerate(here):
        text += report.draft.text[cursor:start] + chr(_PLACE + number)
        cursor = start + len(one.marked)
        places.append(one)
    text += report.draft.text[cursor:end]
    markdown = markdown_it.MarkdownIt("commonmark", {"html": False})
    html = markdown.renderInline(text.lstrip("# ") if paragraph.heading else text)
    template = environment.get_template("quotation.html")
    for number, one in enumerate(places):
        html = html.replace(chr(_PLACE + number), template.render(quotation=one).strip())
    return {"heading": paragraph.heading, "html": Markup(html), "quotations": places}  # noqa: S704 (escaped by markdown-it and by the template)
