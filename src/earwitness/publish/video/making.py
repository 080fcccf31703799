"""A clip for others' pages: a film with its words burned in, or a folder with a player that can be embedded."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup

from earwitness.audio.isolation import Isolated, IsolationSettings, deadline_s
from earwitness.audio.limits import ProcessLimits
from earwitness.errors import UsageError
from earwitness.publish.clips import ClipCutter, sound_file
from earwitness.publish.exports.sheet import Sheet, no_words
from earwitness.publish.page.captions import Track, write_vtt
from earwitness.publish.pictures.card_words import Telling, about_recording
from earwitness.publish.pictures.typeset import refuse_unknown_signs
from earwitness.publish.video.commitment import commitment_to
from earwitness.publish.video.pictures import Legend
from earwitness.publish.video.subtitles import subtitle_track, write_srt
from earwitness.publish.video.writing import ClipPlan, has_picture, write_video
from earwitness.publish.wording import Wording, wording
from earwitness.records.artefacts import EventType
from earwitness.records.timecode import Interval, format_ms
from earwitness.records.words import TranscriptOrigin, TranslationOrigin, VersionStatus
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import received_ending

__all__ = ["MadeClip", "make_embed", "make_film"]

_LONGEST_MS = 15 * 60_000
_FRAMES_A_SECOND = 4.0  # seconds of work for a second of film, on a slow machine
_SIDE_FILES = (".vtt", ".srt")


@dataclass(frozen=True, slots=True)
class MadeClip:
    """What was written.

    Attributes:
        clip: the film or the sound; sha256: its digest.
        subtitles: files of the words, one or two for each language.
        page: the page to embed, None for a film alone; frame: the HTML that embeds it.
        commitment: to the whole recording, "" for a film alone.
    """

    clip: Path
    sha256: str
    subtitles: tuple[Path, ...]
    page: Path | None = None
    frame: str = ""
    commitment: str = ""


def make_film(
    archive: Archive,
    telling: Telling,
    stretch: Interval,
    sheets: Sequence[Sheet],
    into: Path,
    *,
    burned: bool = True,
) -> MadeClip:
    """Write a film of a stretch with its words burned in, and subtitle files of each language beside it.

    Args:
        sheets: the words of the recording, one for each language, that of the readers first.
        burned: False leaves the words to a player.

    Raises:
        UsageError: the stretch is too long, or cannot be written there; signs that the fonts lack.
        NotInArchive: there is no sound of it, or no words in the stretch.
        Refused: it cannot be decoded.
    """
    if stretch.duration_ms > _LONGEST_MS:
        raise UsageError(
            "a film is 15 minutes at most",
            do="Choose a shorter stretch; `earwitness play` cuts any",
        )
    tracks = _tracks(sheets, stretch)
    recording_id = sheets[0].recording_id
    say = wording(sheets[0].language)
    legend = _legend(telling, recording_id, stretch, say)
    told = [legend.badge, *(note for one in sheets for note in _cautions(one, say))]
    legend = replace(legend, badge=" · ".join(dict.fromkeys(one for one in told if one)))
    for one in (legend.about, *(cue.text for track in tracks for cue in track.captions)):
        refuse_unknown_signs(one)
    source = sound_file(archive, recording_id)
    ending = received_ending(archive.db, source.name)
    with _beside(into) as folder:
        film = Path(folder) / "film.mp4"
        sound = Path(folder) / "sound.wav"
        with ClipCutter(archive) as cutter:
            cutter.cut(recording_id, stretch, sound)
        with Isolated(IsolationSettings(ProcessLimits())) as child:
            deadline = (
                deadline_s(stretch.duration_ms) + _FRAMES_A_SECOND * stretch.duration_ms / 1000
            )
            moving = child.call(has_picture, source, ending, deadline_s=60)
            plan = ClipPlan(
                sound, source if moving else None, ending, stretch, tracks if burned else (), legend
            )
            child.call(write_video, plan, film, deadline_s=deadline)
        film.replace(into)
    files = tuple(_subtitles(tracks, into))
    digest = hashlib.sha256(into.read_bytes()).hexdigest()
    with archive.writing() as w:
        w.note(EventType.DISSEMINATION, [recording_id, digest], note="clip written")
    return MadeClip(into, digest, files)


def make_embed(
    archive: Archive,
    telling: Telling,
    stretch: Interval,
    sheets: Sequence[Sheet],
    into: Path,
) -> MadeClip:
    """Write a folder with a clip, its captions, and a page that plays it and can be embedded.

    Args:
        sheets: as `make_film`.

    Raises:
        UsageError, NotInArchive, Refused: as `make_film`; the folder is there and not empty.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise UsageError(
            "is there already and not empty", where=str(into), do="Choose a new folder"
        )
    tracks = _tracks(sheets, stretch)
    recording_id = sheets[0].recording_id
    say = wording(sheets[0].language)
    source = sound_file(archive, recording_id)
    with Isolated() as child:
        ending = received_ending(archive.db, source.name)
        moving = child.call(has_picture, source, ending, deadline_s=60)
    with _beside(into) as work:
        fresh = Path(work) / "embed"
        fresh.mkdir(mode=0o755)
        clip = fresh / ("clip.mp4" if moving else "clip.flac")
        if moving:
            made = make_film(archive, telling, stretch, sheets, clip, burned=False)
            for one in made.subtitles:
                one.unlink()
        else:
            with ClipCutter(archive) as cutter:
                cutter.cut(recording_id, stretch, clip)
        files = tuple(_subtitles(tracks, clip, (".vtt",)))
        digest = hashlib.sha256(clip.read_bytes()).hexdigest()
        commitment = commitment_to(archive, recording_id)
        legend = _legend(telling, recording_id, stretch, say)
        page = fresh / "embed.html"
        page.write_text(
            _page(say, sheets, tracks, legend, (clip.name, digest, commitment)), encoding="utf-8"
        )
        index = hashlib.sha256(page.read_bytes()).hexdigest()
        if into.exists():
            into.rmdir()
        fresh.replace(into)
    with archive.writing() as w:
        w.note(EventType.DISSEMINATION, [recording_id, digest, index], note="clip to embed written")
    title = escape(_title(say, recording_id, stretch), quote=True)
    tall = 720 if moving else 420
    frame = (
        f'<iframe src="embed.html" title="{title}" width="640" height="{tall}" loading="lazy"'
        ' sandbox="allow-scripts allow-same-origin" referrerpolicy="no-referrer"></iframe>'
    )
    return MadeClip(
        into / clip.name,
        digest,
        tuple(into / one.name for one in files),
        into / "embed.html",
        frame,
        commitment,
    )


def _tracks(sheets: Sequence[Sheet], stretch: Interval) -> tuple[Track, ...]:
    for one in sheets:
        if not one.versions:
            raise no_words(one.recording_id)
    return tuple(subtitle_track(one, stretch) for one in sheets)


def _page(
    say: Wording,
    sheets: Sequence[Sheet],
    tracks: Sequence[Track],
    legend: Legend,
    sums: tuple[str, str, str],
) -> str:
    clip, digest, commitment = sums
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("earwitness.publish", "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages = resources.files("earwitness.publish") / "pages"
    stem = clip.rpartition(".")[0]
    return environment.get_template("embed.html").render(
        say=say,
        title=legend.place,
        picture=clip.endswith(".mp4"),
        clip=clip,
        clip_sha256=digest,
        commitment=commitment,
        tracks=[
            {
                "language": one.language,
                "captions": one.captions,
                "file": f"{stem}.{one.language}.vtt",
            }
            for one in tracks
        ],
        about=legend.about,
        badge=legend.badge,
        notes=list(dict.fromkeys(note for one in sheets for note in _cautions(one, say))),
        style=Markup((pages / "embed.css").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        script=Markup((pages / "embed.js").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
    )


def _cautions(sheet: Sheet, say: Wording) -> list[str]:
    """What a reader has to know of the words of one language."""
    found = []
    for one in sheet.versions:
        if one.what == "original" and one.origin == TranscriptOrigin.MACHINE.value:
            found.append(say.say("machine_transcript"))
        if one.what == "translation" and one.status is not VersionStatus.APPROVED:
            machine = one.origin == TranslationOrigin.MACHINE.value
            found.append(say.say("machine_translation" if machine else "unapproved_translation"))
    return found


def _legend(telling: Telling, recording_id: str, stretch: Interval, say: Wording) -> Legend:
    about, badge = about_recording(telling, recording_id, say.language)
    return Legend(about, badge, _title(say, recording_id, stretch))


def _title(say: Wording, recording_id: str, stretch: Interval) -> str:
    place = f"{format_ms(stretch.start_ms)} – {format_ms(stretch.end_ms)}"
    return say.say("clip_title", recording=recording_id, place=place)


def _subtitles(
    tracks: Sequence[Track], clip: Path, kinds: Sequence[str] = _SIDE_FILES
) -> list[Path]:
    found = []
    for track in tracks:
        for kind in kinds:
            path = clip.with_name(f"{clip.stem}.{track.language}{kind}")
            written = write_vtt(track) if kind == ".vtt" else write_srt(track)
            path.write_text(written, encoding="utf-8")
            found.append(path)
    return found


def _beside(into: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder to work in, on the disk where the result will stand.

    Raises:
        UsageError: it cannot be written there.
    """
    try:
        into.absolute().parent.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(
            prefix=".earwitness-clip-", dir=into.absolute().parent, ignore_cleanup_errors=True
        )
    except OSError as error:
        raise UsageError(
            f"cannot be written ({error.strerror})", where=str(into), do="Choose another place"
        ) from error
