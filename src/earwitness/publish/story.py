"""The story page: a draft that passed the check, as one folder that works from `file://`.

The page is built up from what it may hold (the draft's words, the matched words in both languages,
clips of exactly those words); nothing else of the archive can reach it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup

from earwitness.errors import EarwitnessError, UsageError
from earwitness.publish.clips import ClipCutter
from earwitness.publish.how_we_know import Knowledge, how_we_know
from earwitness.publish.page_body import inline_html, page_body
from earwitness.publish.quotecheck.check import (
    Caution,
    CheckedQuotation,
    CheckReport,
    check_draft,
)
from earwitness.publish.withheld_quotations import original_outside, over_withheld, refuse_withheld
from earwitness.publish.withholding import Withholding
from earwitness.publish.wording import Wording, wording
from earwitness.records.artefacts import EventType
from earwitness.records.judgement import Heard
from earwitness.records.redaction_proof import PlacedSound
from earwitness.records.review import StandingOf, nothing_stands
from earwitness.records.timecode import format_ms
from earwitness.store.archive import Archive

__all__ = ["StoryReport", "write_story"]

Proved = Callable[[Path, Sequence[PlacedSound], Sequence[str]], None]
_MACHINE_LABEL = re.compile(r"(?:speaker|spk|s|v)[ _-]?\d+", re.IGNORECASE)
_MARKER = ".earwitness-story"
_OURS = frozenset({"index.html", "clips", _MARKER})


@dataclass(frozen=True, slots=True)
class StoryReport:
    """What was written: the page, how many quotations play, and those that do not, with reasons.

    Attributes:
        over_withheld: quotations that run over a withheld stretch. Their sound is replaced there; whether
            their words in another language tell what is withheld, only a person can see.
    """

    page: Path
    playable: int
    silent: tuple[tuple[str, str], ...]
    check: CheckReport
    over_withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """A quotation as the page shows it.

    Attributes:
        language: of the quoted words, "" where it is that of the page.
        original: the words in the language spoken, "" where they are what is quoted.
        place: where it stands in the recording, from ``start_ms`` on; ``clip`` plays it.
        notes: what a reader has to know besides.
    """

    number: int
    end: int
    html: Markup
    language: str
    original: str
    original_language: str
    recording: str
    voice: str
    place: str
    start_ms: int
    clip: str
    clip_sha256: str
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"q{self.number:02d}"


def _unproved(_: Path, __: Sequence[PlacedSound], ___: Sequence[str]) -> None:
    """Nothing is proved where nobody hands over a proof; the desk always does."""


def write_story(
    archive: Archive,
    draft: Path,
    into: Path,
    *,
    title: str = "",
    standing: StandingOf = nothing_stands,
    proved: Proved = _unproved,
) -> StoryReport:
    """Check a draft and write its page into a folder.

    Args:
        into: a new folder, an empty one, or one that an earlier story wrote.
        standing: the verdict that stands about a recording; without it, none does.
        proved: is shown the whole new folder before anybody else, with where its clips were cut and the
            recordings it is about, and raises if it must not go out.

    Raises:
        UsageError: the draft has errors, or the folder holds other things.
        WouldReveal: the draft says what is withheld, or ``proved`` found it in what was written.
        Refused: the draft cannot be read.
    """
    report = check_draft(archive, draft, standing)
    if not report.clean:
        errors = [one for one in report.findings if one.severity == "error"]
        raise UsageError(
            f"{len(errors)} errors in the draft",
            where=str(draft),
            do=f"Mend what `earwitness check {draft}` names, then publish",
        )
    gate = Withholding(archive)
    refuse_withheld(archive, report, gate)
    say = wording(report.draft.language)
    fresh = _prepare(into)
    try:
        shown, silent = _cut_all(archive, report, fresh / "clips", (say, gate))
        known = _known(archive, report, (say, gate), standing)
        _render(fresh, report, shown, known, (gate.text(title or report.draft.title), say))
        (fresh / _MARKER).write_text("written by earwitness story\n", encoding="utf-8")
        proved(fresh, _placed(shown), [one.recording for one in known])
        _swap(fresh, into)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    with archive.writing() as w:
        digest = hashlib.sha256((into / "index.html").read_bytes()).hexdigest()
        objects = [*(one.recording for one in known), digest]
        w.note(EventType.DISSEMINATION, objects, note="story page written")
    over = tuple(
        one.text
        for one in report.quotations
        if one.heard is not None and over_withheld(archive, one.heard, gate)
    )
    return StoryReport(
        into / "index.html", sum(1 for s in shown.values() if s.clip), silent, report, over
    )


def _placed(shown: Mapping[int, _Shown]) -> list[PlacedSound]:
    """Where each clip was cut."""
    return [
        PlacedSound(one.clip, one.recording, one.start_ms) for one in shown.values() if one.clip
    ]


def _prepare(into: Path) -> Path:
    """A folder beside the one that is wanted, which nobody sees until it is whole.

    A folder is replaced only if a story wrote it and nobody has put anything else there.
    """
    there = {one.name for one in into.iterdir()} if into.is_dir() else set[str]()
    ours = _MARKER in there and there <= _OURS
    if (into.exists() and not into.is_dir()) or (there and not ours):
        raise UsageError(
            "holds files that `story` did not write"
            if _MARKER in there
            else "is there already and was not written by `story`",
            where=str(into),
            do="Choose a new folder",
        )
    try:
        parent = into.absolute().parent
        parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".earwitness-story-", dir=parent))
        fresh.chmod(0o755)
        (fresh / "clips").mkdir()
    except OSError as error:
        raise UsageError(
            f"cannot be written ({error.strerror})", where=str(into), do="Choose another folder"
        ) from error
    return fresh


def _swap(fresh: Path, into: Path) -> None:
    """Put the whole new folder in the place of the old one."""
    if into.exists():
        shutil.rmtree(into)
    fresh.replace(into)


def _cut_all(
    archive: Archive, report: CheckReport, folder: Path, telling: tuple[Wording, Withholding]
) -> tuple[dict[int, _Shown], tuple[tuple[str, str], ...]]:
    say, gate = telling
    shown: dict[int, _Shown] = {}
    silent: list[tuple[str, str]] = []
    with ClipCutter(archive) as cutter:
        for one in report.quotations:
            heard = one.heard
            if heard is None:
                continue
            number = len(shown) + 1
            clip, reason = folder / f"q{number:02d}.flac", ""
            if heard.interval is None:
                reason = "the words have no times yet"
            else:
                try:
                    cutter.cut(heard.recording_id, heard.interval, clip)
                except EarwitnessError as error:
                    reason = error.what
            if reason:
                silent.append((one.text, reason))
            open_words = replace(
                heard,
                original=original_outside(archive, heard, gate),
                voice=gate.text(heard.voice) if heard.voice else heard.voice,
            )
            shown[one.start] = _show(report, one, open_words, (number, clip), say)
    return shown, tuple(silent)


def _show(
    report: CheckReport,
    one: CheckedQuotation,
    heard: Heard,
    cut: tuple[int, Path],
    say: Wording,
) -> _Shown:
    number, clip = cut
    place, digest = "", ""
    if heard.interval is not None:
        place = f"{format_ms(heard.interval.start_ms)} – {format_ms(heard.interval.end_ms)}"
    if clip.is_file():
        digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    language = one.translated_into or heard.language
    return _Shown(
        number=number,
        end=one.end,
        html=Markup(inline_html(report.draft.text[one.start : one.end])),  # noqa: S704 (escaped by markdown-it)
        language="" if language in (report.draft.language, "und") else language,
        original=heard.original if one.translated_into else "",
        original_language=heard.language,
        recording=heard.recording_id,
        voice="" if _MACHINE_LABEL.fullmatch(heard.voice or "") else heard.voice or "",
        place=place,
        start_ms=heard.interval.start_ms if heard.interval else 0,
        clip=f"clips/{clip.name}" if digest else "",
        clip_sha256=digest,
        notes=tuple(_notes(one, say, playable=bool(digest))),
    )


def _notes(one: CheckedQuotation, say: Wording, *, playable: bool) -> list[str]:
    notes = [say.say(caution.value) for caution in one.cautions]
    if not playable and Caution.NO_TIMES not in one.cautions:
        notes.append(say.say("cannot_be_played"))
    return notes


def _known(
    archive: Archive,
    report: CheckReport,
    telling: tuple[Wording, Withholding],
    standing: StandingOf,
) -> list[Knowledge]:
    say, gate = telling
    shown: dict[str, set[str]] = {}
    for one in report.quotations:
        if one.heard is not None:
            shown.setdefault(one.heard.recording_id, set()).add(one.translated_into)
    known = [
        how_we_know(archive.db, recording_id, say, frozenset(languages), standing(recording_id))
        for recording_id, languages in shown.items()
    ]
    return [replace(one, sentences=tuple(map(gate.text, one.sentences))) for one in known]


def _render(
    fresh: Path,
    report: CheckReport,
    shown: dict[int, _Shown],
    known: Sequence[Knowledge],
    heading: tuple[str, Wording],
) -> None:
    title, say = heading
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("earwitness.publish", "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages = resources.files("earwitness.publish") / "pages"
    inline = environment.get_template("quotation.html")
    beside = environment.get_template("sounds.html")
    body = page_body(
        report.draft,
        {start: (one.end, inline.render(one=one, say=say).strip()) for start, one in shown.items()},
        lambda starts: beside.render(quotations=[shown[start] for start in starts], say=say),
        title,
    )
    html = environment.get_template("story.html").render(
        title=title or say.say("untitled"),
        language=report.draft.language if report.draft.language != "und" else say.language,
        say=say,
        body=Markup(body),  # noqa: S704 (escaped by markdown-it and by the templates)
        quotations=list(shown.values()),
        known=known,
        style=Markup((pages / "story.css").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        script=Markup((pages / "story.js").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
    )
    (fresh / "index.html").write_text(html, encoding="utf-8")
