"""Which recordings a file carries that is not in the archive: heard and asked in a child, nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from earwitness.audio.isolation import Isolated, IsolationSettings, deadline_s
from earwitness.audio.limits import ProcessLimits
from earwitness.compare.copies.answer import cannot_tell
from earwitness.compare.copies.chance import DECISIVE_PER_MILLION
from earwitness.compare.copies.keeping import link_of
from earwitness.compare.copies.reading import file_sounds
from earwitness.compare.copies.sounds import FileSound, speech_in
from earwitness.errors import UnreadableFile
from earwitness.listen.hearing import HearingSettings
from earwitness.records.copies import CopyLink
from earwitness.records.identifiers import Sha256
from earwitness.records.timecode import Interval
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import compilations, same_recording
from earwitness.work.in_child import copies_of_file, hear_file

__all__ = ["FileCopies", "FileCopy", "ask_about_file"]

_PATIENCE_MS = 3_600_000
_LEAST_SPEECH_MS = 1_500
_LIMITS = IsolationSettings(limits=ProcessLimits(memory_bytes=256 << 30), deadline_per_second=5.0)


@dataclass(frozen=True, slots=True)
class FileCopy:
    """A recording of the archive that the file carries.

    Attributes:
        recording_id: the one that stands for all that carry this sound.
        label: name of the file in the archive that agrees best.
        sure: whether chance cannot explain it; else a person should listen.
        speech_ms: of what is shared, None where that was not measured.
    """

    recording_id: str
    label: str
    sure: bool
    speech_ms: int | None
    link: CopyLink


@dataclass(frozen=True, slots=True)
class FileCopies:
    """What was found for a file; ``cannot_tell`` says why nothing can be, or is empty."""

    path: str
    duration_ms: int
    speech_ms: int | None
    files_asked: int
    found: tuple[FileCopy, ...]
    cannot_tell: str


def ask_about_file(archive: Archive, path: Path) -> FileCopies:
    """Which recordings of an archive a file carries. The file is not taken in.

    Raises:
        UnreadableFile: it cannot be opened.
        Refused: it cannot be decoded.
        ArchiveError: the index cannot be read.
    """
    if not path.is_file():
        raise UnreadableFile("there is no such file", where=str(path), do="Check the path")
    hearing_settings = archive.settings.section("hearing", HearingSettings)
    ending = path.suffix
    with Isolated(_LIMITS) as child:
        heard = child.call(
            hear_file, path, ending, hearing_settings, deadline_s=deadline_s(_PATIENCE_MS)
        )
        hearing = heard.hearing
        result = child.call(
            copies_of_file,
            path,
            ending,
            archive.sound_index_folder,
            "",
            deadline_s=deadline_s(hearing.duration_ms, _LIMITS),
        )
    measured = hearing.speech_state == "measured"
    spans = next((one.spans for one in hearing.speech if one.channel is None), ())
    speech = sum(one.duration_ms for one in spans) if measured else None
    named = {one.subject for one in result.found}
    sounds = {one.sha256: one for one in file_sounds(archive, named)}
    why = cannot_tell(hearing.duration_ms, result.telling_ms, speech)
    links = [] if why else [link_of("", one, result.codes) for one in result.found]
    found = _by_recording(archive, links, sounds, spans if measured else None)
    return FileCopies(str(path), hearing.duration_ms, speech, result.files, found, why)


def _by_recording(
    archive: Archive,
    links: list[CopyLink],
    sounds: dict[Sha256, FileSound],
    spans: tuple[Interval, ...] | None,
) -> tuple[FileCopy, ...]:
    """Each recording once: by the file that stands for it, else by the one that agrees longest."""
    same, strung = same_recording(archive.db), compilations(archive.db)
    here = [one for one in links if one.there in sounds]
    here.sort(key=lambda one: -sum(piece.agreeing_ms for piece in one.pieces))
    best: dict[str, FileCopy] = {}
    for link in here:
        sound = sounds[link.there]
        name = same.get(sound.recording_id, sound.recording_id)
        if name in best and sound.recording_id != name:
            continue
        speaks = _speech_ms(link, spans, sound.speech)
        sure = link.chance_per_million <= DECISIVE_PER_MILLION
        enough = speaks is None or speaks >= _LEAST_SPEECH_MS
        best[name] = FileCopy(name, sound.label, sure and enough, speaks, link)
    parts = {part for name in best for part in strung.get(name, ())}
    return tuple(one for name, one in best.items() if name not in strung or not parts & {*best})


def _speech_ms(
    link: CopyLink, here: tuple[Interval, ...] | None, there: tuple[Interval, ...] | None
) -> int | None:
    """Speech in what is shared, from the side on which more of it is heard."""
    sums = [
        sum(speech_in(spans, stretch) or 0 for stretch in stretches)
        for spans, stretches in (
            (here, [one.here for one in link.pieces]),
            (there, [one.there for one in link.pieces]),
        )
        if spans is not None
    ]
    return max(sums) if sums else None
